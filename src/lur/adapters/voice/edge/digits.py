"""A number keyed in by somebody whose own is hidden: star begins again, hash or a silence ends it, and it is
read back before it counts.

Pure. Who keys nothing waits on as before (or, at a shut door, is said goodbye to).
"""

from __future__ import annotations

import msgspec

from lur.adapters.voice.edge.dialogue import AskToBeCalled, KeyingIn, Reply, Turn, goodbye
from lur.wire import words

MOST_DIGITS = 15
"""The longest number there is (E.164)."""
FIRST_DIGIT_MS = 8_000
NEXT_DIGIT_MS = 4_000
ANSWER_MS = 8_000
TIMES_ASKED = 2
RIGHT_KEY, AGAIN_KEY = "1", "2"
CLEAR_KEY, END_KEY = "*", "#"


class KeyTalk:
    """Somebody who keys a number in."""

    def __init__(self, state: KeyingIn) -> None:
        self._state = state

    def again(self) -> Reply:
        """See ``Machine``."""
        return self._read_back() if self._state.checking else self._ask(self._state.asked)

    def said(self) -> Reply:
        """See ``Machine``."""
        return self._state, Turn()

    def silent(self) -> Reply:
        """See ``Machine``."""
        state = self._state
        if state.digits and not state.checking:
            return self._check(state.digits)
        if state.asked >= TIMES_ASKED:
            return None, Turn() if state.door is None else goodbye(state.door)
        if state.checking:
            asked = msgspec.structs.replace(state, asked=state.asked + 1)
            return KeyTalk(asked).again()
        return self._ask(state.asked + 1)

    def pressed(self, key: str) -> Reply | None:
        """See ``Machine``. Every key belongs to the number as long as one is keyed."""
        if self._state.checking:
            return self._answered(key)
        if key == CLEAR_KEY:
            return self._keyed("")
        if key == END_KEY:
            return self._check(self._state.digits) if self._state.digits else self.silent()
        if key not in "0123456789":
            return self._keyed(self._state.digits)
        digits = self._state.digits + key
        return self._check(digits) if len(digits) >= MOST_DIGITS else self._keyed(digits)

    def _answered(self, key: str) -> Reply | None:
        state = self._state
        if key == RIGHT_KEY:
            standing = None if state.door is None else msgspec.structs.replace(state.door, asked=True)
            return standing, Turn(deed=AskToBeCalled(state.digits))
        if key == AGAIN_KEY:
            return self._ask(1)
        return self._read_back()

    def _ask(self, asked: int) -> Reply:
        state = KeyingIn(asked=asked, door=self._state.door)
        return state, Turn(say=(words.KeyInNumber(),), wait_ms=FIRST_DIGIT_MS)

    def _keyed(self, digits: str) -> Reply:
        wait_ms = NEXT_DIGIT_MS if digits else FIRST_DIGIT_MS
        return msgspec.structs.replace(self._state, digits=digits), Turn(wait_ms=wait_ms)

    def _check(self, digits: str) -> Reply:
        checking = KeyingIn(digits=digits, checking=True, door=self._state.door)
        return KeyTalk(checking).again()

    def _read_back(self) -> Reply:
        return self._state, Turn(say=(words.NumberReadBack(self._state.digits),), wait_ms=ANSWER_MS)
