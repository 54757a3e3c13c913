"""Builds the state from the journal when Lur starts. A snapshot saves applying; it never replaces checking.

The latest ``CHECKED_ROWS`` rows are read and checked against the chain at each start even when a snapshot
covers them, so that damage is found before anybody is let in; the whole chain is checked by ``lur verify``.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog

from lur.core import snapshot as snapshots
from lur.core.apply import apply
from lur.core.state import State
from lur.ports import Journal, JournalBroken, Recorded, Snapshot

log = structlog.get_logger("lur.runtime")

CHECKED_ROWS = 200_000


async def replay(journal: Journal, on_row: Callable[[Recorded], None]) -> tuple[State, int]:
    """The state after the last row, and that row's number. ``on_row`` sees each row that is read, in order.

    Raises ``JournalBroken``. A snapshot of another format, or a damaged one, is left aside.
    """
    head = await journal.head_seq()
    snapshot = await journal.latest_snapshot()
    if snapshot is not None and snapshot.seq > head:
        raise JournalBroken(head + 1, f"missing; a snapshot was made after row {snapshot.seq}")
    state, seq = _restored(snapshot)
    async for recorded in journal.read(min(seq, max(0, head - CHECKED_ROWS))):
        on_row(recorded)
        if recorded.seq > seq:
            _apply(state, recorded)
            seq = recorded.seq
    return state, seq


def _apply(state: State, recorded: Recorded) -> None:
    try:
        apply(state, recorded.event)
    except Exception as error:
        raise JournalBroken(recorded.seq, f"cannot follow the rows before it: {error!r}") from error


def _restored(snapshot: Snapshot | None) -> tuple[State, int]:
    if snapshot is None:
        return State(), 0
    if snapshot.format != snapshots.FORMAT:
        log.info("snapshot_left_aside", reason="format", format=snapshot.format)
        return State(), 0
    try:
        return snapshots.load(snapshot.state), snapshot.seq
    except ValueError as error:
        log.warning("snapshot_left_aside", reason="damaged", detail=str(error))
        return State(), 0
