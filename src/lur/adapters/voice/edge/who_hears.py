"""Who hears whom in a talk, as one pure function: from the phase and the seats to pairs of legs.

The rules, in one place. *Talked to* (talking, dialling, outside): customer, agent and all who are joined hear
each other; who is aside hears music. *Held*: agent, aside and joined hear each other, and the customer hears
music. Who listens or whispers hears all voices of ours and, when the customer is talked to, the customer;
who whispers is heard by the agent alone. Whoever is away (the phone is on hold, the browser is lost) neither
hears nor is heard.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from lur.core.transitions import Phase
from lur.core.values import Part

Chair = Literal["customer", "agent"] | Part

TALKED_TO: frozenset[Phase] = frozenset({"talking", "dialling", "outside"})
_WITH_CUSTOMER: frozenset[Chair] = frozenset({"customer", "agent", "joined"})
_WITHOUT_CUSTOMER: frozenset[Chair] = frozenset({"agent", "aside", "joined"})
_EARS: frozenset[Chair] = frozenset({"listen", "whisper"})
_LEFT_WAITING: frozenset[Chair] = frozenset({"customer", "aside", "joined"})


class Seat(msgspec.Struct, frozen=True):
    """Somebody who is in the talk: a leg of the media plane, and what they are there."""

    leg: str
    chair: Chair
    away: bool = False


class Heard(msgspec.Struct, frozen=True):
    """What follows: pairs of listener and speaker, in order; and who hears music instead of people."""

    hears: tuple[tuple[str, str], ...]
    music: frozenset[str]

    def is_listening(self, leg: str) -> bool:
        """Whether this leg hears anybody."""
        return any(listener == leg for listener, _ in self.hears)


def who_hears(phase: Phase, seats: Sequence[Seat]) -> Heard:
    """The matrix of a talk in this phase; in phases that are no talk, nobody hears anybody."""
    voices = _voices(phase)
    pairs = {
        (one.leg, other.leg)
        for one in seats
        for other in seats
        if one != other and _hears(one, other, voices)
    }
    listening = {listener for listener, _ in pairs}
    waiting = {seat.leg for seat in seats if seat.chair in _LEFT_WAITING and not seat.away}
    return Heard(tuple(sorted(pairs)), frozenset(waiting - listening))


def _voices(phase: Phase) -> frozenset[Chair]:
    if phase in TALKED_TO:
        return _WITH_CUSTOMER
    return _WITHOUT_CUSTOMER if phase == "held" else frozenset()


def _hears(listener: Seat, speaker: Seat, voices: frozenset[Chair]) -> bool:
    if not voices or listener.away or speaker.away:
        return False
    if listener.chair not in voices and listener.chair not in _EARS:
        return False
    if speaker.chair == "whisper":
        return listener.chair == "agent"
    return speaker.chair in voices
