"""The verbs: write down what changed, read it again, and remember what was last written down and what is
being carried out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.features import Refused
from lur.features.trail import store
from lur.features.trail.model import (
    Change,
    ChangeRow,
    Content,
    Filter,
    ItemChangeKind,
    Noted,
    Origins,
)
from lur.ports import Clock, Entropy, Vault

OFFICE = "office"
"""The subject in the vault of what is remembered of the whole document."""
PAGE_ROWS = 50
MOST_ROWS = 200


class Trail:
    """Rows and their contents."""

    def __init__(self, database: ReadModel, vault: Vault, clock: Clock, entropy: Entropy) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._entropy = entropy

    # --- writing -------------------------------------------------------------------------------------------

    async def note(self, changes: Sequence[Noted], by: Origins) -> tuple[ChangeRow, ...]:
        """Write down what one request changed. What is about somebody who is gone now loses its content,
        as all earlier rows about them do."""
        batch, at = self._entropy.token("batch-"), self._clock.now()
        written: list[tuple[ChangeRow, str | None]] = []
        for each in changes:
            content = self._content(each, by.why)
            row = ChangeRow(
                number=0,
                id=self._entropy.token("change-"),
                batch=batch,
                at=at,
                actor=by.actor,
                origin=by.origin,
                section=each.section,
                key=each.key,
                kind=_kind(each),
                why=by.why,
                sha256=hashlib.sha256(content.encode()).hexdigest(),
                undoes=by.undoes,
                undone_by="",
            )
            if each.personal and each.after is not None:
                await self._vault.put(_subject(each.section, each.key), row.id, content)
            written.append((row, None if each.personal else content))
        await self._database.run(lambda c: store.add(c, tuple(written)))
        for each in changes:
            if each.personal and each.after is None:
                await self._vault.erase(_subject(each.section, each.key))
        return tuple(row for row, _ in written)

    def _content(self, each: Noted, why: str) -> str:
        content = Content(
            salt=self._entropy.token(""),
            section=each.section,
            key=each.key,
            why=why,
            before=None if each.before is None else dict(each.before),
            after=None if each.after is None else dict(each.after),
        )
        return msgspec.json.encode(content).decode()

    # --- reading -------------------------------------------------------------------------------------------

    async def page(
        self, wanted: Filter, below: int | None = None, limit: int = PAGE_ROWS
    ) -> tuple[Change, ...]:
        """The newest first; ``below`` is the number of the last row that was seen."""
        limit = max(1, min(limit, MOST_ROWS))
        return await self._opened(await self._database.run(lambda c: store.rows(c, wanted, below, limit)))

    async def find(self, change_id: str) -> Change:
        """One of them. Raises ``Refused``: unknown_change."""
        row = await self._database.run(lambda c: store.find(c, change_id))
        if row is None:
            raise Refused("unknown_change", change_id)
        return (await self._opened((row,)))[0]

    async def latest(self, section: str, key: str) -> ChangeRow | None:
        """Who changed an item last."""
        wanted = Filter(section=section, key=key)
        return next(iter(await self._database.run(lambda c: store.rows(c, wanted, None, 1))), None)

    async def actors(self) -> tuple[str, ...]:
        """Everybody who has changed something, as the journal names them."""
        return await self._database.run(store.actors)

    async def _opened(self, rows: tuple[ChangeRow, ...]) -> tuple[Change, ...]:
        found = await self._texts(rows)
        return tuple(_opened(row, found.get(row.id)) for row in rows)

    async def _texts(self, rows: tuple[ChangeRow, ...]) -> dict[str, str]:
        ids = tuple(row.id for row in rows)
        found = await self._database.run(lambda c: store.contents(c, ids))
        for section, key in dict.fromkeys((row.section, row.key) for row in rows if row.id not in found):
            sealed = await self._vault.get(_subject(section, key))
            found.update({name: values[0] for name, values in sealed.items()})
        return found

    # --- what is remembered of the whole -------------------------------------------------------------------

    async def remember(self, name: str, text: str) -> None:
        """Keep one text about the whole document, replacing the one before."""
        await self._vault.put(OFFICE, name, text)

    async def remembered(self, name: str) -> str:
        """What was kept; empty for nothing."""
        return next(iter((await self._vault.get(OFFICE)).get(name, ())), "")


def _opened(row: ChangeRow, text: str | None) -> Change:
    if text is None:
        return Change(row=row, content=None, is_whole=True)
    content = msgspec.json.decode(text, type=Content)
    same = (content.section, content.key, content.why) == (row.section, row.key, row.why)
    is_whole = same and hashlib.sha256(text.encode()).hexdigest() == row.sha256
    return Change(row=row, content=content, is_whole=is_whole)


def _kind(each: Noted) -> ItemChangeKind:
    if each.before is None:
        return "added"
    return "removed" if each.after is None else "changed"


def _subject(section: str, key: str) -> str:
    return f"trail:{section}:{key}"
