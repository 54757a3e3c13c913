"""Pauses, which are in the file; and whose voice callers hear and how the company looks, whose sounds and
pictures are too large for it: those are seen in the history, and undone where they are set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

import msgspec

from lur.core.commands import ChangePauses
from lur.core.ids import MINUTE_MS
from lur.core.values import PauseReason
from lur.features.branding.service import Branding
from lur.features.pauses.model import PauseName
from lur.features.pauses.service import PauseNames
from lur.features.prompts.service import Prompts
from lur.web.office.document import ONLY
from lur.web.office.hand import Hand
from lur.web.office.sections import Fault, ItemBase, Section, Shown, Whole, Work

RECOVERY = "recovery"
"""The one that is always there."""
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class PauseItem(ItemBase, frozen=True, kw_only=True):
    """A reason for a pause."""

    position: int
    limit_minutes: Annotated[int, msgspec.Meta(ge=1, le=1440)]
    sv: Words
    nb: Words
    en: Words


class Pauses(Section[PauseItem]):
    """What agents may pause for."""

    name = "pauses"
    note = "What agents may pause for, in the order in which it is offered, and for how long."
    item = PauseItem

    def __init__(self, hand: Hand, names: PauseNames) -> None:
        self._hand = hand
        self._names = names

    async def read(self) -> dict[str, PauseItem]:
        """In their order."""
        found: dict[str, PauseItem] = {}
        for reason, limit_ms in self._hand.centre.state.pauses.items():
            name = self._names.of(reason)
            found[reason] = PauseItem(
                position=len(found),
                limit_minutes=max(1, limit_ms // MINUTE_MS),
                sv=name.sv,
                nb=name.nb,
                en=name.en,
            )
        return found

    def settled(self, items: dict[str, PauseItem]) -> dict[str, PauseItem]:
        """Positions without gaps."""
        ordered = sorted(items, key=lambda key: (items[key].position, key))
        return {
            key: msgspec.structs.replace(items[key], position=position)
            for position, key in enumerate(ordered)
        }

    async def check(self, work: Work[PauseItem], whole: Whole) -> Sequence[Fault]:
        """The one to recover stays, and the core takes them."""
        if RECOVERY in work.drop:
            return [self.fault(RECOVERY, "bad_settings", RECOVERY)]
        wanted = await self._wanted(work.put, work.drop)
        refused = self._hand.trial()(self._command(wanted))
        return [] if refused is None else [self.fault(ONLY, refused.code, refused.detail)]

    async def put_all(self, work: Work[PauseItem], shown: Shown) -> None:
        """All at once: their order is one thing."""
        wanted = await self._wanted(work.put, ())
        await self._hand.do(self._command(wanted))
        await self._names.call(
            tuple(PauseName(reason=key, sv=each.sv, nb=each.nb, en=each.en) for key, each in wanted.items())
        )

    async def drop(self, key: str, before: PauseItem) -> None:
        """One less."""
        await self._hand.do(self._command(await self._wanted({}, (key,))))

    async def _wanted(
        self, put: Mapping[str, tuple[PauseItem | None, PauseItem]], drop: Iterable[str]
    ) -> dict[str, PauseItem]:
        gone = set(drop)
        kept = {key: each for key, each in (await self.read()).items() if key not in gone}
        return self.settled({**kept, **{key: after for key, (_, after) in put.items()}})

    def _command(self, wanted: Mapping[str, PauseItem]) -> ChangePauses:
        reasons = tuple(PauseReason(key, each.limit_minutes * MINUTE_MS) for key, each in wanted.items())
        return self._hand.command(ChangePauses, reasons=reasons)


class VoiceItem(ItemBase, frozen=True, kw_only=True):
    """A sentence with a recorded voice."""

    sound: str
    """What tells one recording from the next."""


class Voices(Section[VoiceItem]):
    """Sentences that callers hear in a recorded voice."""

    name = "voices"
    note = "Sentences that callers hear in a recorded voice."
    item = VoiceItem
    exported = False

    def __init__(self, prompts: Prompts) -> None:
        self._prompts = prompts

    async def read(self) -> dict[str, VoiceItem]:
        """Those that are recorded, by language and sentence."""
        return {key: VoiceItem(sound=sound) for key, sound in (await self._prompts.recorded()).items()}


class LooksItem(ItemBase, frozen=True, kw_only=True):
    """The company's colour and logo."""

    colour: str
    logo: str


class Looks(Section[LooksItem]):
    """How the company looks."""

    name = "looks"
    note = "The company's colour and logo."
    item = LooksItem
    one = True
    exported = False

    def __init__(self, branding: Branding) -> None:
        self._branding = branding

    async def read(self) -> dict[str, LooksItem]:
        """The one item."""
        brand = self._branding.brand
        return {ONLY: LooksItem(colour=brand.accent, logo=brand.logo_version)}
