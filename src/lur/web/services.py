"""What the web layer works with: features, live page, health, around one centre. ``lur.web.opening`` puts it
together once its journal is replayed; ``close`` at the end.
"""

from __future__ import annotations

import asyncio
import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from lur import __version__
from lur.adapters.storage.readmodel import ReadModel
from lur.features.accounts.service import Accounts
from lur.features.accounts.tokens import Tokens
from lur.features.answers.service import Answers
from lur.features.colleagues.service import Colleagues
from lur.features.contacts.day import Day
from lur.features.contacts.promise import Promises
from lur.features.contacts.service import Contacts
from lur.features.contacts.solved import Served
from lur.features.customers.numbers import REGION
from lur.features.customers.service import Customers
from lur.features.directory.service import DirectoryService
from lur.features.flows.service import Flows
from lur.features.hours.service import Hours
from lur.features.phrases.service import Phrases
from lur.features.recordings.service import Recordings
from lur.features.refusals.service import Refusals
from lur.features.wrap_up.service import Dispositions, NextSteps, Notes
from lur.ports import Clock, Entropy, Mailer, Vault
from lur.runtime import Centre
from lur.runtime.projection import Surroundings
from lur.runtime.push import Push
from lur.runtime.views import CentreView
from lur.web.calendar_keeper import CalendarKeeper
from lur.web.callers import Callers
from lur.web.desks.room import DeskRoom
from lur.web.health import HealthWatch
from lur.web.limits import RateLimits
from lur.web.office.service import Office
from lur.web.public.room import PublicConfig, PublicRoom
from lur.web.rooms.figures import FiguresRoom
from lur.web.rooms.helping import HelpingRoom
from lur.web.rooms.incident import IncidentRoom
from lur.web.rooms.mailing import MailingRoom
from lur.web.rooms.quality import QualityRoom
from lur.web.rooms.setup import SetupRoom
from lur.web.rooms.sign_on import SignOnRoom
from lur.web.rooms.supervising import SupervisingRoom
from lur.web.rooms.webhook import WebhookRoom
from lur.web.turn import NO_ICE_SERVERS, IceConfig
from lur.web.upkeep import Upkeep
from lur.web.watching import Watching

if TYPE_CHECKING:
    from collections.abc import Coroutine

log = structlog.get_logger("lur.web")


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """``data`` is the data folder; ``sip_address`` (HOST:PORT) is what people dial."""

    data: Path
    sip_address: str = "127.0.0.1:5060"
    region: str = REGION
    """Where a telephone number without a country code is, as SE or NO."""
    ice: IceConfig = NO_ICE_SERVERS
    """STUN and TURN servers for desks: ``lur.web.turn.ice_servers(config.ice, agent_id, now)``."""
    trust: Path | None = None
    """The self-made authority's certificate, which ``/trust`` hands out."""
    proxies: tuple[Network, ...] = ()
    """Proxies on other machines that are believed when they say for whom they ask."""
    only_by_tls: bool = False
    """Browsers are told to come by https alone (HSTS); only with the operator's own certificate."""
    mailer: Mailer | None = None
    """The server that takes reports that are mailed."""
    webhooks_private: bool = False
    """Webhooks may lead into our own network, and by http."""
    public: PublicConfig = field(default_factory=PublicConfig)
    """Customers' pages, callbacks and text messages."""


@dataclass(slots=True, kw_only=True)
class Services:
    """All of it. Handlers reach it through ``lur.web.asking``."""

    config: WebConfig
    centre: Centre
    vault: Vault
    clock: Clock
    entropy: Entropy
    database: ReadModel
    accounts: Accounts
    tokens: Tokens
    sign_on: SignOnRoom
    limits: RateLimits
    directory: DirectoryService
    flows: Flows
    hours: Hours
    calendar: CalendarKeeper
    contacts: Contacts
    promises: Promises
    served: Served
    recordings: Recordings
    customers: Customers
    notes: Notes
    summaries: Notes
    """What the matter is, said back by the agent; as notes are kept."""
    dispositions: Dispositions
    figures: FiguresRoom
    next_steps: NextSteps
    answers: Answers
    colleagues: Colleagues
    refusals: Refusals
    helping: HelpingRoom
    supervising: SupervisingRoom
    phrases: Phrases
    setup: SetupRoom
    quality: QualityRoom
    mailing: MailingRoom
    incidents: IncidentRoom
    day: Day
    around: Surroundings
    push: Push
    callers: Callers
    health: HealthWatch
    desks: DeskRoom
    public: PublicRoom
    watching: Watching
    webhooks: WebhookRoom
    upkeep: Upkeep
    office: Office = field(init=False)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def keep(self, work: Coroutine[None, None, None]) -> None:
        """Run ``work`` until ``close``; what stops it is logged."""
        task = asyncio.get_running_loop().create_task(work)
        task.add_done_callback(_say_why)
        task.add_done_callback(self.tasks.discard)
        self.tasks.add(task)

    async def refresh_centre(self) -> None:
        """Names, addresses and the company changed: show them."""
        name, entries = await self.directory.company(), await self.directory.entries()
        self.around.centre = CentreView(
            company={"sv": name.sv, "nb": name.nb, "en": name.en},
            dial=tuple(f"sip:{entry.address}@{self.config.sip_address}" for entry in entries),
            demo=any(queue.settings.demo for queue in self.centre.state.queues.values()),
            version=__version__,
        )
        self.around.names = dict(self.directory.names)
        self.push.touch_everything()

    async def close(self) -> None:
        """Stop the tasks, write what is left, let go of the database."""
        running = tuple(self.tasks)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self.setup.close()
        await self.desks.desks.close()
        await self.webhooks.close()
        try:
            await self.public.close()
            await self.contacts.now()
        finally:
            await self.database.close()


def _say_why(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("web_task_failed", exc_info=error)
