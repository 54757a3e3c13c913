"""What a company sets up beside its queues: prompts, looks, pauses, people, the guide, test calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lur.adapters.storage.readmodel import ReadModel
from lur.features.accounts.service import Accounts
from lur.features.branding.service import Branding
from lur.features.directory.service import DirectoryService
from lur.features.first_run.service import FirstRun
from lur.features.pauses.service import PauseNames
from lur.features.prompts.service import Prompts
from lur.ports import Clock, Entropy, Vault
from lur.runtime import Centre
from lur.runtime.push import Push
from lur.web.first_call import FirstCall, reached_at
from lur.web.people import People
from lur.web.report_files.mail import Looks
from lur.web.trunk_trials import TrunkTrials

if TYPE_CHECKING:
    from lur.adapters.voice.link import VoiceLink
    from lur.web.services import WebConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupRoom:
    """All of it."""

    prompts: Prompts
    branding: Branding
    pauses: PauseNames
    people: People
    guide: FirstRun
    trials: TrunkTrials
    call: FirstCall

    async def load(self) -> None:
        """Read what is kept."""
        await self.branding.load()
        await self.pauses.load()

    def looks(self) -> Looks:
        """The company's logo and colour, for mails."""
        return Looks(accent=self.branding.brand.accent, logo=self.branding.logo)

    def attach(self, link: VoiceLink) -> None:
        """Follow the voice edge."""
        self.trials.attach(link)

    async def close(self) -> None:
        """Hang up."""
        await self.call.close()


def setup_room(
    config: WebConfig,
    database: ReadModel,
    *,
    centre: Centre,
    clock: Clock,
    entropy: Entropy,
    push: Push,
    accounts: Accounts,
    directory: DirectoryService,
    vault: Vault,
) -> SetupRoom:
    """All of it, not loaded yet."""
    return SetupRoom(
        prompts=Prompts(config.data),
        branding=Branding(database),
        pauses=PauseNames(database),
        people=People(centre, accounts, directory),
        guide=FirstRun(database, clock),
        trials=TrunkTrials(clock, entropy.token),
        call=FirstCall(centre, clock, entropy, push, directory, vault, reached_at(config.sip_address)),
    )
