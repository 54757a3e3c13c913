"""Two records that are one person, and the way back.

The record that goes keeps all it held, sealed under its own key, so that undoing gives it back to the letter;
of the kept one the state before is sealed beside it. Contacts stay linked to the record they came to; those
that came in between go, when it is undone, with the number they came from.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from lur.core.ids import Instant
from lur.features import Refused
from lur.features.customers import store
from lur.features.customers.model import Customer, CustomerChange, Link, Merge, Person
from lur.features.customers.persons import Sides, merged, parted
from lur.features.customers.records import Joined
from lur.features.customers.shelf import Shelf


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A record that was shown, and its version."""

    id: str
    version: int


class Merging:
    """Merge and undo. Nothing is merged that was not shown as it is."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def merge(self, merge_id: str, this: Seen, other: Seen, sides: Sides, actor: str) -> Merge:
        """``other`` goes into ``this``. The same id again is done once. Raises ``ChangedMeanwhile``,
        ``Refused``: unknown_customer, same_customer, too_much_to_merge."""
        if this.id == other.id:
            raise Refused("same_customer", this.id)
        async with self._shelf.writing:
            if (done := await self._found(merge_id)) is not None:
                return done
            kept = await self._shelf.seen(this.id, this.version)
            gone = await self._shelf.seen(other.id, other.version)
            at = self._shelf.now()
            made = _next(kept, merged(kept, gone, sides), at, actor)
            merge = Merge(id=merge_id, kept=kept.id, gone=gone.id, at=at, actor=actor)
            await self._shelf.records.keep_joined(kept.id, merge_id, Joined(before=kept, made=made))
            await self._shelf.records.put(made)
            self._shelf.index.put(made)
            await self._shelf.database.run(lambda c: _keep(c, merge))
            self._shelf.index.remove(gone.id)
            self._shelf.set_merged(gone.id, kept.id)
        self._shelf.tell([kept.id, gone.id], made.numbers)
        return merge

    async def _found(self, merge_id: str) -> Merge | None:
        return await self._shelf.database.run(lambda c: store.find_merge(c, merge_id))

    async def undo(self, merge_id: str, actor: str) -> Merge:
        """Two records again, as they were; what was changed since stays with the kept one. Raises
        ``Refused``: unknown_merge, already_undone, merge_not_latest (the detail names what to undo
        first)."""
        async with self._shelf.writing:
            merge = await self._undoable(merge_id)
            joined = await self._shelf.records.joined(merge.kept, merge_id)
            gone = await self._shelf.records.get(merge.gone)
            if joined is None or gone is None:
                raise Refused("unknown_merge", merge_id)
            now, at = await self._shelf.current(merge.kept), self._shelf.now()
            restored = _next(now, parted(joined.before, joined.made, now), at, actor)
            moving = await self._came_between(merge, restored, gone)
            await self._shelf.records.put(restored)
            undone = msgspec.structs.replace(merge, undone_at=at, undone_actor=actor)
            await self._shelf.database.run(lambda c: _keep_undone(c, undone, moving))
            await self._shelf.records.keep_joined(merge.kept, merge_id, None)
            self._shelf.set_merged(gone.id, None)
            self._shelf.index.put(restored)
            self._shelf.index.put(gone)
        self._shelf.tell([merge.kept, gone.id], joined.made.numbers)
        return undone

    async def _undoable(self, merge_id: str) -> Merge:
        merge = await self._found(merge_id)
        if merge is None:
            raise Refused("unknown_merge", merge_id)
        if merge.undone_at is not None:
            raise Refused("already_undone", merge_id)
        kept = self._shelf.survivor(merge.kept)
        merges = await self._shelf.database.run(lambda c: store.merges_into(c, kept))
        latest = next((each for each in merges if each.undone_at is None), None)
        if latest is None or latest.id != merge_id:
            raise Refused("merge_not_latest", latest.id if latest is not None else "")
        return merge

    async def _came_between(self, merge: Merge, restored: Customer, gone: Customer) -> list[Link]:
        """Contacts since the merge whose number is the gone one's alone."""
        since = await self._shelf.database.run(lambda c: store.links_since(c, merge.kept, merge.at))
        found = []
        for link in since:
            number = await self._shelf.records.caller_number(link.contact_id)
            known = self._shelf.number(number)
            if known in gone.numbers and known not in restored.numbers:
                found.append(msgspec.structs.replace(link, customer_id=gone.id))
        return found


def _keep(connection: Connection, merge: Merge) -> None:
    store.add_merge(connection, merge)
    store.set_merged(connection, merge.gone, merge.kept)
    change = CustomerChange(at=merge.at, actor=merge.actor, kind="merged", subject=merge.id)
    store.write_down(connection, (merge.kept, merge.gone), change)


def _keep_undone(connection: Connection, merge: Merge, moving: Sequence[Link]) -> None:
    at, actor = merge.undone_at or merge.at, merge.undone_actor or merge.actor
    store.set_merged(connection, merge.gone, None)
    for link in moving:
        store.put_link(connection, link)
    store.set_undone(connection, merge.id, at, actor)
    change = CustomerChange(at=at, actor=actor, kind="unmerged", subject=merge.id)
    store.write_down(connection, (merge.kept, merge.gone), change)


def _next(before: Customer, person: Person, at: Instant, actor: str) -> Customer:
    fields = {name: getattr(person, name) for name in Person.__struct_fields__}
    version = before.version + 1
    return msgspec.structs.replace(before, **fields, version=version, changed_at=at, changed_by=actor)
