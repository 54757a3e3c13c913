"""Writes down what changed: compares what there is with what was written down last, so that nothing is
forgotten, whoever changed it and however.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from lur.core.commands import NoteChange
from lur.core.ids import CommandId
from lur.features.trail.model import ChangeRow, Filter, Noted, Origins
from lur.features.trail.service import Trail
from lur.web.office import plan as plans
from lur.web.office.document import Document, ItemChange, differences
from lur.web.office.hand import Hand
from lur.web.office.sections import AnySection

LAST = "last"
TOLD_AGAIN = 200
"""So many of the newest rows are told to the journal once more at start; what it has, it keeps."""
Kept = dict[str, dict[str, dict[str, object]]]


class Noting:
    """What was written down last, and what the journal is still to be told. One at a time."""

    def __init__(self, sections: Sequence[AnySection], hand: Hand, trail: Trail) -> None:
        self._sections = {each.name: each for each in sections}
        self._hand = hand
        self._trail = trail
        self._last: Document | None = None
        self._is_remembered = True
        self._untold: list[ChangeRow] = []

    async def begin(self) -> bool:
        """At start: whether there is something to compare with."""
        newest = await self._trail.page(Filter(), limit=TOLD_AGAIN)
        self._untold[:0] = [each.row for each in reversed(newest)]
        return bool(await self._trail.remembered(LAST))

    async def note(self, origins: Origins) -> None:
        """What differs now was done by ``origins``. Raises what the storage raises; to be asked again then,
        with the same."""
        present = await plans.read(tuple(self._sections.values()))
        found = differences(await self._known(present), present)
        if found:
            self._untold.extend(await self._trail.note([self._noted(each) for each in found], origins))
            self._last, self._is_remembered = present, False
        if not self._is_remembered:
            await self._trail.remember(LAST, msgspec.json.encode(present).decode())
            self._is_remembered = True
        await self._tell_journal()

    async def _known(self, present: Document) -> Document:
        """As it was written down last; before the first time, and of sections that are new or look otherwise
        since an upgrade, what there is."""
        if self._last is None:
            kept = await self._trail.remembered(LAST)
            known = msgspec.json.decode(kept, type=Kept) if kept else {}
            self._last = {
                name: known[name] if name in known and self._sections[name].knows(known[name]) else items
                for name, items in present.items()
            }
            self._is_remembered = bool(kept)
        return self._last

    def _noted(self, change: ItemChange) -> Noted:
        return Noted(
            section=change.section,
            key=change.key,
            before=change.before,
            after=change.after,
            personal=self._sections[change.section].personal,
        )

    async def _tell_journal(self) -> None:
        while self._untold:
            row = self._untold[0]
            command = self._hand.command(NoteChange, change_id=row.id, section=row.section, sha256=row.sha256)
            once = msgspec.structs.replace(command, command_id=CommandId(f"note-{row.id}"), actor=row.actor)
            await self._hand.do(once)
            self._untold.pop(0)
