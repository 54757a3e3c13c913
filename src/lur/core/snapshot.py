"""A whole state as bytes and back. It only saves time at start: the journal can always give the state again.

``FORMAT`` changes whenever the shape of ``State`` does; the shell drops snapshots of another format and
replays.
"""

from __future__ import annotations

import msgspec

from lur.core.state import State

FORMAT = 7


class SnapshotUnreadable(ValueError):
    """The bytes are no snapshot of this format; replay the journal instead."""


def dump(state: State) -> bytes:
    """The state as bytes, in the order in which things came to be; the same events always give the same
    bytes.
    """
    return msgspec.msgpack.encode(state)


def load(data: bytes) -> State:
    """The state that ``dump`` was given. Raises ``SnapshotUnreadable``."""
    try:
        return msgspec.msgpack.decode(data, type=State)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise SnapshotUnreadable(str(error)) from error
