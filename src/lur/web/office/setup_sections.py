"""Pauses and looks in the document, and what is only watched: seen in the history, and not in the file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Annotated

import msgspec

from lur.core.commands import ChangePauses
from lur.core.values import PauseReason
from lur.features import Refused
from lur.features.branding.colours import is_colour, nearest, passes
from lur.features.branding.service import Branding
from lur.features.pauses.model import PauseName
from lur.features.pauses.service import PauseNames
from lur.web.office.document import ONLY, Item, Items
from lur.web.office.hand import Hand
from lur.web.office.sections import Fault, ItemBase, Section, Shown, Whole, Work, plain
from lur.web.office.word_sections import Position
from lur.web.payloads.common import DurationMs, Name

NOT_SET_UP = frozenset({"used_at"})
"""Fields of watched items that nobody sets: how it has gone."""


class PauseItem(ItemBase, frozen=True, kw_only=True):
    """A reason to pause as the file has it."""

    position: Position
    limit_ms: DurationMs
    sv: Name
    nb: Name
    en: Name


class Pauses(Section[PauseItem]):
    """What agents may pause for."""

    name = "pauses"
    note = "What agents may pause for, for how long at most, and what it is called."
    item = PauseItem

    def __init__(self, hand: Hand, names: PauseNames) -> None:
        self._hand = hand
        self._names = names

    async def read(self) -> dict[str, PauseItem]:
        """All reasons in their order."""
        found: dict[str, PauseItem] = {}
        for position, (reason, limit_ms) in enumerate(self._hand.centre.state.pauses.items(), 1):
            name = self._names.of(reason)
            found[reason] = PauseItem(
                position=position, limit_ms=limit_ms, sv=name.sv, nb=name.nb, en=name.en
            )
        return found

    def settled(self, items: dict[str, PauseItem]) -> dict[str, PauseItem]:
        """Numbered without gaps."""
        ordered = sorted(items, key=lambda key: (items[key].position, key))
        return {key: msgspec.structs.replace(items[key], position=at) for at, key in enumerate(ordered, 1)}

    async def check(self, work: Work[PauseItem], whole: Whole) -> Sequence[Fault]:
        """The centre's own word."""
        rejected = self._hand.trial()(self._command(whole.items.get(self.name, {})))
        return () if rejected is None else (self.fault("", rejected.code, rejected.detail),)

    def _command(self, items: object) -> ChangePauses:
        assert isinstance(items, dict)
        ordered = sorted(items.items(), key=lambda each: each[1].position)
        reasons = tuple(PauseReason(reason, item.limit_ms) for reason, item in ordered)
        return self._hand.command(ChangePauses, reasons=reasons)

    async def put_all(self, work: Work[PauseItem], shown: Shown) -> None:
        """All reasons at once, since their order counts."""
        wanted = await self.read()
        wanted.update({key: after for key, (_, after) in work.put.items()})
        for key in work.drop:
            wanted.pop(key, None)
        await self._hand.do(self._command(wanted))
        await self._names.call(
            tuple(PauseName(reason=key, sv=each.sv, nb=each.nb, en=each.en) for key, each in wanted.items())
        )

    async def drop(self, key: str, before: PauseItem) -> None:
        """Nobody pauses for it any more."""
        wanted = await self.read()
        if wanted.pop(key, None) is not None:
            await self._hand.do(self._command(wanted))


class LooksItem(ItemBase, frozen=True, kw_only=True):
    """The company's looks as the file has them; the logo is a picture and is not there."""

    accent: Annotated[str, msgspec.Meta(max_length=7)] = ""


class Looks(Section[LooksItem]):
    """The company's colour."""

    name = "looks"
    note = "The company's colour, #rrggbb; empty: Lur's own. The logo is a picture and is not here."
    item = LooksItem
    one = True

    def __init__(self, branding: Branding) -> None:
        self._branding = branding

    async def read(self) -> dict[str, LooksItem]:
        """The one."""
        return {ONLY: LooksItem(accent=self._branding.brand.accent)}

    def normal(self, key: str, item: LooksItem) -> LooksItem:
        """One that can be read. Raises ``Refused``: bad_colour, unreadable_colour."""
        accent = item.accent.strip().lower()
        if accent and not is_colour(accent):
            raise Refused("bad_colour", accent)
        if accent and not passes(accent):
            raise Refused("unreadable_colour", nearest(accent))
        return LooksItem(accent=accent)

    async def put(self, key: str, before: LooksItem | None, after: LooksItem, shown: Shown) -> None:
        """Another colour."""
        await self._branding.set_accent(after.accent)


class Watched(Section[ItemBase]):
    """What is kept elsewhere and is not in the file: its changes are noted all the same."""

    note = ""
    item = ItemBase
    exported = False

    def __init__(
        self, name: str, listed: Callable[[], Awaitable[Iterable[msgspec.Struct]]], *, personal: bool = False
    ) -> None:
        self.name = name  # type: ignore[misc]
        self.personal = personal  # type: ignore[misc]
        self._listed = listed

    def knows(self, items: Items) -> bool:
        """Whatever they looked like: what they look like is the business of who keeps them."""
        return True

    async def items(self) -> dict[str, Item]:
        """All of them by id, without how it has gone; secrets are in none of them."""
        found: dict[str, Item] = {}
        for each in await self._listed():
            shown = {name: value for name, value in plain(each).items() if name not in NOT_SET_UP}
            found[str(shown.pop("id"))] = shown
        return found
