"""The hash chain of the journal, the same for every backend, so that a stranger can verify it without Lur.

A row has eight fields. In this order, as UTF-8 text, each written as a netstring (its length in bytes in
decimal, ``:``, the bytes, ``,``) they are:

    prev, seq, at, kind, version, command_id, actor, payload

``prev`` is the hash of the row before, 64 lower-case hex digits (64 zeros for the first row). ``seq``,
``at`` and ``version`` are decimal integers; ``seq`` counts from 1 without gaps. ``payload`` is the stored
JSON text, byte for byte. The row's ``hash`` is the SHA-256 of the eight netstrings one after the other, in
lower-case hex. For instance the first row of a journal begins
``64:0000...0000,1:1,13:1700000000000,10:QueueAdded,1:1,``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from lur.core.events import AnyEvent, version_of
from lur.core.ids import CommandId
from lur.core.upcasters import UnreadableEvent, upcast
from lur.ports import JournalBroken, Recorded

GENESIS = "0" * 64


class Head(msgspec.Struct, frozen=True):
    """The last row: its number and its hash."""

    seq: int = 0
    hash: str = GENESIS


class Row(msgspec.Struct, frozen=True):
    """A journal row as it is stored."""

    seq: int
    at: int
    kind: str
    version: int
    payload: str
    command_id: str
    actor: str
    prev: str
    hash: str


def row_hash(row: Row) -> str:
    """The hash that the row should have, from its other eight fields."""
    fields = (row.prev, row.seq, row.at, row.kind, row.version, row.command_id, row.actor, row.payload)
    digest = hashlib.sha256()
    for field in fields:
        text = str(field).encode()
        digest.update(b"%d:%b," % (len(text), text))
    return digest.hexdigest()


def rows_for(
    head: Head, events: Sequence[AnyEvent], command_id: CommandId, actor: str
) -> tuple[list[Row], list[Recorded]]:
    """The rows that follow ``head`` for one command's events, and the same as the runtime sees them."""
    rows: list[Row] = []
    recorded: list[Recorded] = []
    for event in events:
        row = _next_row(head, event, command_id, actor)
        rows.append(row)
        recorded.append(Recorded(row.seq, event, command_id, actor, row.hash))
        head = Head(row.seq, row.hash)
    return rows, recorded


def _next_row(head: Head, event: AnyEvent, command_id: CommandId, actor: str) -> Row:
    kind = type(event).__name__
    payload = msgspec.json.encode(event).decode()
    bare = Row(head.seq + 1, event.at, kind, version_of(kind), payload, command_id, actor, head.hash, "")
    return msgspec.structs.replace(bare, hash=row_hash(bare))


def check_row(row: Row, before: Head) -> None:
    """Raises ``JournalBroken`` unless ``row`` is unchanged and follows ``before``."""
    if row.seq != before.seq + 1:
        raise JournalBroken(before.seq + 1, f"missing; the next row there is has number {row.seq}")
    if row.prev != before.hash:
        raise JournalBroken(row.seq, "does not follow the row before it")
    if row.hash != row_hash(row):
        raise JournalBroken(row.seq, "was changed after it was written")


def check_end(last: Head, head: Head) -> None:
    """Raises ``JournalBroken`` unless the last row read is the one that was written last."""
    if last.seq < head.seq:
        raise JournalBroken(last.seq + 1, f"missing; the journal was cut, row {head.seq} had been written")
    if last != head:
        raise JournalBroken(last.seq, "is not the row that was written last")


def recorded_from(row: Row) -> Recorded:
    """The row as the runtime sees it, its event in today's shape. Raises ``JournalBroken``."""
    try:
        event = upcast(row.kind, row.version, row.payload.encode())
    except UnreadableEvent as error:
        raise JournalBroken(row.seq, f"cannot be read: {error}") from error
    return Recorded(row.seq, event, CommandId(row.command_id), row.actor, row.hash)
