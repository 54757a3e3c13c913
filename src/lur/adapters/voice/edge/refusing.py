"""At a shut door: why, and that we can call instead. Asked twice; then thanks and goodbye.

Pure. Without a known number the customer is asked for one first (digits.py).
"""

from __future__ import annotations

import msgspec

from lur.adapters.voice.edge.dialogue import AskToBeCalled, AtDoor, KeyingIn, Part, Reply, Turn, goodbye
from lur.adapters.voice.edge.digits import KeyTalk
from lur.wire import words

CALL_ME_KEY = "1"
PAUSE_MS = 5_000
ROUNDS = 2


class DoorTalk:
    """A customer at a door. ``has_number``: we know where they call from."""

    def __init__(self, state: AtDoor, *, has_number: bool) -> None:
        self._state = state
        self._has_number = has_number

    def again(self) -> Reply:
        """See ``Machine``."""
        state = self._state
        if state.asked:
            return state, Turn()
        offer = words.CallbackOffer(state.door)
        if state.rounds > 1:
            return state, Turn(say=(offer,), wait_ms=PAUSE_MS)
        why = words.QueueFull() if state.door == "full" else words.QueueClosed(state.opens)
        return state, Turn(say=(why, offer), wait_ms=PAUSE_MS)

    def said(self) -> Reply:
        """See ``Machine``."""
        return self._state, Turn()

    def silent(self) -> Reply:
        """See ``Machine``."""
        state = self._state
        if state.asked:
            return state, Turn()
        if state.rounds >= ROUNDS:
            return None, goodbye(state)
        next_round = msgspec.structs.replace(state, rounds=state.rounds + 1)
        return DoorTalk(next_round, has_number=self._has_number).again()

    def pressed(self, key: str) -> Reply | None:
        """See ``Machine``."""
        if key != CALL_ME_KEY or self._state.asked:
            return None
        if self._has_number:
            return msgspec.structs.replace(self._state, asked=True), Turn(deed=AskToBeCalled())
        return KeyTalk(KeyingIn(door=self._state)).again()

    def refused(self) -> Reply:
        """The number may not be called: say so, and part."""
        ending = Part((words.CannotCallNumber(), words.CallEnding()), self._state.door)
        return None, Turn(deed=ending)
