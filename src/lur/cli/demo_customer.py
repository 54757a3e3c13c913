"""The customer of ``lur demo call``: when they speak, listen, wait and leave.

They let the agent begin, answer after a pause, fall silent when spoken to, say something after hold, ask
whether somebody is there, and leave when all has been said or nobody speaks. What they go by is the time
and whether they hear a voice. Pure: ``turn`` is called every tenth of a second with what is so now.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.adapters.speech.demo_matters import Interjections, Matter
from lur.runtime.views import ContactPhase

TURN_MS = 100
PAUSE_MS = 900
"""Somebody who has been silent so long has said what they wanted to say."""
GREETING_MS = 15_000
"""Lur's own greeting and notice are over by then, even for somebody whom an agent answered at once."""
GREETING_PAUSE_MS = 2_000
"""Between the sentences of a greeting nobody answers."""
A_WORD_MS = 200
"""What is shorter is a click."""
INTERRUPTED_MS = 400
"""So long a voice while we speak: they want to say something."""
GREET_WITHIN_MS = 4_000
BACK_WITHIN_MS = 2_500
ANSWER_WITHIN_MS = 9_000
GOODBYE_MS = 4_000
MOST_REMINDERS = 3

Phase = ContactPhase | Literal[""]


class Say(msgspec.Struct, frozen=True):
    """Speak; ``heard_ms`` is how long the agent spoke before."""

    text: str
    heard_ms: int


class Hush(msgspec.Struct, frozen=True):
    """Stop speaking: the agent speaks."""


class Leave(msgspec.Struct, frozen=True):
    """Hang up."""


Deed = Say | Hush | Leave


class Customer:
    """One caller with one matter."""

    def __init__(self, matter: Matter, words: Interjections) -> None:
        self._words = words
        self._todo = list(matter.lines)
        self._phase: Phase = ""
        self._saying = ""
        self._was_speaking = False
        self._has_begun = False
        self._reminders = 0
        self._heard_ms = 0
        self._run_ms = 0
        self._quiet_since = 0
        self._began: int | None = None
        self._patience_ms = GREET_WITHIN_MS

    def turn(self, now: int, phase: Phase, *, hears: bool, speaking: bool) -> Deed | None:
        """What to do now. ``hears``: a voice came since the last turn; ``speaking``: our own words still
        run."""
        if self._began is None:
            self._began = now
        if phase != self._phase:
            return self._moved(now, phase, speaking)
        if phase != "talking":
            return None
        self._listen(now, hears)
        if self._was_speaking and not speaking:
            self._finished(now)
        self._was_speaking = speaking
        if speaking:
            return self._hush() if self._run_ms >= INTERRUPTED_MS else None
        return self._answer(now)

    def _moved(self, now: int, phase: Phase, speaking: bool) -> Deed | None:
        before, self._phase = self._phase, phase
        self._heard_ms = self._run_ms = 0
        self._quiet_since = now
        self._was_speaking = False
        if phase == "talking":
            self._patience_ms = BACK_WITHIN_MS if before == "held" else GREET_WITHIN_MS
            if before == "held":
                self._todo.insert(0, self._words.after_hold)
            elif self._has_begun:
                self._todo.insert(0, self._words.again)
            return None
        return self._hush() if speaking else None

    def _listen(self, now: int, hears: bool) -> None:
        self._run_ms = self._run_ms + TURN_MS if hears else 0
        if hears:
            self._heard_ms += TURN_MS
            self._quiet_since = now

    def _finished(self, now: int) -> None:
        """Our words are out: what was heard before them is answered."""
        self._saying = ""
        self._heard_ms = self._run_ms
        self._quiet_since = now
        is_last = not self._todo or self._reminders >= MOST_REMINDERS
        self._patience_ms = GOODBYE_MS if is_last else ANSWER_WITHIN_MS

    def _hush(self) -> Deed:
        """What was cut off is said again, when it was of the matter."""
        if self._saying:
            self._todo.insert(0, self._saying)
            self._saying = ""
        self._was_speaking = False
        return Hush()

    def _answer(self, now: int) -> Deed | None:
        quiet_ms = now - self._quiet_since
        is_greeted = self._began is not None and now - self._began >= GREETING_MS
        pause_ms = PAUSE_MS if is_greeted else GREETING_PAUSE_MS
        if self._heard_ms >= A_WORD_MS and quiet_ms >= pause_ms:
            self._reminders = 0
            return self._next()
        if quiet_ms < self._patience_ms:
            return None
        if not self._todo or self._reminders >= MOST_REMINDERS:
            return Leave()
        return self._remind()

    def _next(self) -> Deed:
        if not self._todo:
            return Leave()
        self._has_begun = True
        self._saying = self._todo.pop(0)
        return self._say(self._saying)

    def _remind(self) -> Deed:
        """Nobody has said anything for long."""
        if self._patience_ms == BACK_WITHIN_MS or (not self._has_begun and self._reminders > 0):
            return self._next()
        self._reminders += 1
        if self._reminders >= MOST_REMINDERS:
            return self._say(self._words.give_up)
        return self._say(self._words.still_there if self._has_begun else self._words.hello)

    def _say(self, text: str) -> Say:
        heard_ms, self._heard_ms = self._heard_ms, 0
        self._was_speaking = True
        return Say(text, heard_ms)
