"""Outside numbers that are asked into a talk: called over the trunks as a customer is, and told once what
came of it.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog

from lur.adapters.voice.edge.clock import new_id
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.dialler import Dialled, Dialler
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import Attempt, CallerLeg, OutsideLeg, Sound
from lur.adapters.voice.edge.lines import Lines
from lur.adapters.voice.edge.operators import Operators
from lur.adapters.voice.edge.tones import Tones
from lur.adapters.voice.media.protocol import Law
from lur.adapters.voice.protocol import WantedParty
from lur.core.values import CallMiss, WentReason
from lur.wire.sip import CallFailed

log = structlog.get_logger("edge.outside")

RING_LIMIT_MS = 50_000
"""A little longer than the core lets an outside number ring, in case the runtime is away."""


class Outside:
    """Calls outside numbers. ``on_answer`` hears when one was picked up."""

    def __init__(
        self,
        house: House,
        *,
        lines: Lines,
        operators: Operators,
        tones: Tones,
        on_answer: Callable[[Conversation], None],
    ) -> None:
        self._house = house
        self._lines = lines
        self._tones = tones
        self._dialler = Dialler(house, operators, self._missed)
        self._on_answer = on_answer

    def converge(self, talk: Conversation, party: WantedParty) -> None:
        """Call the number; being called already is fine. Who is in the talk and has no line is lost."""
        if party.party_id in talk.outside:
            return
        if party.is_there:
            self._gone(talk, party, "lost")
        elif party.number:
            self._call(talk, party)

    def progressed(self, talk: Conversation, leg: OutsideLeg) -> None:
        """The phone rings."""
        leg.attempt.rang = True
        self._house.talks.changed(talk)

    def answered(self, talk: Conversation, leg: OutsideLeg, answer: bytes | None) -> None:
        """Somebody has picked up."""
        if not self._dialler.take_answer(_dialled(talk, leg), leg.line.sip, answer):
            return
        leg.attempt.told = "answered"
        self._house.party_reports.answered(leg.party_id)
        if not self._house.runtime_is_up():
            self._tones.play(leg, "music")
        self._house.talks.changed(talk)
        self._on_answer(talk)

    def failed(self, talk: Conversation, leg: OutsideLeg, event: CallFailed) -> None:
        """A trunk, or who was called, said no."""
        self._dialler.failed(_dialled(talk, leg), event)

    def ended(self, talk: Conversation, leg: OutsideLeg, reason: WentReason) -> None:
        """The line was hung up, or is lost."""
        self._lines.outside_is_gone(talk, leg)
        talk.parted = (*talk.parted, leg.party_id)
        self._house.party_reports.ended(leg.party_id, reason)
        self._house.talks.changed(talk)

    def check(self, talk: Conversation) -> None:
        """Called once a second: dead trunks are left, and no phone rings for ever."""
        for leg in tuple(talk.outside.values()):
            self._dialler.check(_dialled(talk, leg), RING_LIMIT_MS)

    def _call(self, talk: Conversation, party: WantedParty) -> None:
        now = self._house.clock.now()
        sound = Sound(leg=new_id(f"outside-{party.party_id}-"), law=Law.ALAW, host="", session_id=now)
        leg = OutsideLeg(
            party_id=party.party_id,
            line=CallerLeg(sip="", sound=sound, state="dialling"),
            attempt=Attempt(now, 1),
            number=party.number,
            shown=party.shown,
        )
        talk.outside[party.party_id] = leg
        self._house.counters.add("calls_out")
        self._dialler.begin(_dialled(talk, leg))

    def _missed(self, call: Dialled, miss: CallMiss) -> None:
        talk = call.talk
        leg = next((each for each in talk.outside.values() if each.line is call.line), None)
        if leg is None:
            return
        log.info("outside_not_reached", contact=talk.contact_id, miss=miss, statuses=call.attempt.statuses)
        self._lines.drop_outside(talk, leg)
        talk.parted = (*talk.parted, leg.party_id)
        self._house.party_reports.declined(leg.party_id, miss)
        self._house.talks.changed(talk)

    def _gone(self, talk: Conversation, party: WantedParty, reason: WentReason) -> None:
        talk.parted = (*talk.parted, party.party_id)
        self._house.party_reports.ended(party.party_id, reason)
        self._house.talks.changed(talk)


def _dialled(talk: Conversation, leg: OutsideLeg) -> Dialled:
    return Dialled(talk, leg.line, leg.attempt, leg.number, leg.shown)
