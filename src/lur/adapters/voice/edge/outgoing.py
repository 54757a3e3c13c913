"""Calling a customer, who waits to be called or whom an agent calls.

The agent is on the line already and hears the customer's phone ring. What came of it is told once for each
attempt; the attempt is stored with the conversation, so no restart of ours makes a phone ring twice.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog

from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.clock import new_id
from lur.adapters.voice.edge.conversation import Conversation, Hearing
from lur.adapters.voice.edge.dialler import Dialled, Dialler
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import Attempt, CallerLeg, Sound
from lur.adapters.voice.edge.lines import Lines
from lur.adapters.voice.edge.operators import Operators
from lur.adapters.voice.edge.tones import Tones
from lur.adapters.voice.media.protocol import Law
from lur.adapters.voice.protocol import Outward
from lur.core.values import CallMiss
from lur.wire.sip import CallFailed

log = structlog.get_logger("edge.outgoing")

RING_LIMIT_MS = 35_000
"""About seven rings: longer than a pocket takes, shorter than most answering machines wait."""


class Outgoing:
    """Calls customers. ``on_reached`` hears when one has answered, and the agent waits."""

    def __init__(
        self,
        house: House,
        *,
        lines: Lines,
        announcer: Announcer,
        operators: Operators,
        tones: Tones,
        on_reached: Callable[[Conversation], None],
    ) -> None:
        self._house = house
        self._lines = lines
        self._announcer = announcer
        self._tones = tones
        self._dialler = Dialler(house, operators, self._missed)
        self._on_reached = on_reached

    def dial(self, talk: Conversation, outward: Outward) -> None:
        """Call the customer; being called already, or having been called in this attempt, is fine."""
        attempt = self._attempt(talk, outward)
        if attempt.told or self._house.reports.has_told_attempt(talk.contact_id, attempt):
            return
        self._ringback(talk)
        if talk.caller.state == "dialling":
            return
        now = self._house.clock.now()
        name = f"caller-{talk.contact_id}-{attempt.number}"
        sound = Sound(leg=new_id(f"{name}-"), law=Law.ALAW, host="", session_id=now)
        talk.caller = CallerLeg(sip="", sound=sound, state="dialling")
        talk.hearing = Hearing()
        self._house.counters.add("calls_out")
        self._dialler.begin(_dialled(talk, attempt))

    def still_there(self, talk: Conversation, outward: Outward) -> None:
        """The agent is ready before the customer was let go: that line is the call."""
        attempt = self._attempt(talk, outward)
        if not attempt.told:
            self._reached(talk, attempt)

    def give_up(self, talk: Conversation) -> None:
        """The customer is not to be called any more."""
        if talk.caller.state == "dialling":
            self._lines.hang_up_caller(talk)
            self._house.counters.add("calls_out_cancelled")
        self._silence(talk)

    def progressed(self, talk: Conversation) -> None:
        """The customer's phone rings."""
        if talk.attempt is not None and not talk.attempt.rang:
            talk.attempt.rang = True
            self._house.talks.changed(talk)

    def answered(self, talk: Conversation, leg: str, answer: bytes | None) -> None:
        """The customer has answered."""
        attempt = talk.attempt
        if attempt is None:
            self._house.stack.calls.hang_up(leg, self._house.clock.now())
        elif self._dialler.take_answer(_dialled(talk, attempt), leg, answer):
            self._reached(talk, attempt)
            self._on_reached(talk)

    def failed(self, talk: Conversation, event: CallFailed) -> None:
        """A trunk, or the customer, said no."""
        if talk.attempt is not None:
            self._dialler.failed(_dialled(talk, talk.attempt), event)

    def check(self, talk: Conversation) -> None:
        """Called once a second: dead trunks are left, and no phone rings for ever."""
        if talk.attempt is not None:
            self._dialler.check(_dialled(talk, talk.attempt), RING_LIMIT_MS)

    def _attempt(self, talk: Conversation, outward: Outward) -> Attempt:
        known = talk.attempt
        if known is None or (known.asked, known.number) != (outward.asked, outward.attempt):
            talk.attempt = known = Attempt(outward.asked, outward.attempt)
            self._house.talks.changed(talk)
        return known

    def _reached(self, talk: Conversation, attempt: Attempt) -> None:
        attempt.told = "answered"
        self._house.reports.attempt(talk.contact_id, attempt, None)
        if not talk.hearing.greeted:
            self._announcer.greet_called(talk)
        self._house.talks.changed(talk)

    def _missed(self, call: Dialled, miss: CallMiss) -> None:
        talk, attempt = call.talk, call.attempt
        attempt.told = "missed"
        log.info("customer_not_reached", contact=talk.contact_id, miss=miss, statuses=attempt.statuses)
        self._lines.hang_up_caller(talk)
        self._silence(talk)
        self._house.reports.attempt(talk.contact_id, attempt, miss)
        self._house.talks.changed(talk)

    def _ringback(self, talk: Conversation) -> None:
        if talk.agent is not None:
            self._tones.play(talk.agent, "ringback")
            self._house.talks.changed(talk)

    def _silence(self, talk: Conversation) -> None:
        agent = talk.agent
        if agent is not None and agent.plays == "ringback":
            self._tones.play(agent, "")
            self._house.talks.changed(talk)


def _dialled(talk: Conversation, attempt: Attempt) -> Dialled:
    outward = talk.wanted.outward if talk.wanted is not None else None
    if outward is None:
        return Dialled(talk, talk.caller, attempt, None, "")
    return Dialled(talk, talk.caller, attempt, outward.number, outward.shown)
