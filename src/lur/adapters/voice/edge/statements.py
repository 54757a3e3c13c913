"""Say it while you wait: the words around a spoken statement. The place is not touched by it.

Pure. The recording itself is the recorder's; the media plane ends it after two minutes by itself.
"""

from __future__ import annotations

import msgspec

from lur.adapters.voice.edge.dialogue import EndTaking, Reply, TakeDown, Telling, Turn
from lur.wire import words

LONGEST_MS = 120_000
TELL_ALL_KEY = "1"
END_KEY = "#"


class StatementTalk:
    """Somebody who says what happened."""

    def __init__(self, state: Telling) -> None:
        self._state = state

    def again(self) -> Reply:
        """See ``Machine``."""
        state = self._state
        if state.taking:
            return state, Turn()
        first = words.TellAllNoted() if state.tell_all else words.TellAllOffer(TELL_ALL_KEY)
        return state, Turn(say=(first, words.StatementIntro()), beep="after")

    def said(self) -> Reply:
        """See ``Machine``. The tone was heard."""
        state = self._state
        if state.taking:
            return state, Turn()
        return msgspec.structs.replace(state, taking=True), Turn(deed=TakeDown(state.tell_all))

    def silent(self) -> Reply:
        """See ``Machine``. Nobody is hurried."""
        return self._state, Turn()

    def pressed(self, key: str) -> Reply | None:
        """See ``Machine``."""
        state = self._state
        if key == END_KEY:
            return (None, Turn(deed=EndTaking())) if state.taking else (None, Turn())
        if state.taking:
            return state, Turn()
        if key == TELL_ALL_KEY and not state.tell_all:
            return StatementTalk(msgspec.structs.replace(state, tell_all=True)).again()
        return None
