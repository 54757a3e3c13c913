"""re-INVITE and UPDATE: a phone holds, resumes, or moves its media; our own re-INVITE after a lost port.

A hold from the agent's phone parks the customer (with music) as the hold button does; a hold from the
customer's side is answered as RFC 3264 section 8.4 asks, and changes nothing else.
"""

from __future__ import annotations

import structlog

from lur.adapters.voice.edge.converging import Converging
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.descriptions import our_answer, our_offer, remote_verb, their_answer
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import AgentLeg, OutsideLeg, Sound
from lur.wire import sdp
from lur.wire.sip import ReofferAnswered, ReofferConfirmed, Reoffered

log = structlog.get_logger("edge.reoffers")


class Reoffers:
    """Changes of media within a call."""

    def __init__(self, house: House, converging: Converging) -> None:
        self._house = house
        self._converging = converging

    def asked(self, talk: Conversation, event: Reoffered) -> None:
        """The peer wants other media."""
        sound = sound_of(talk, event.leg)
        now = self._house.clock.now()
        if sound is None:
            self._house.stack.calls.refuse_offer(event.leg, now)
            return
        sound.version += 1
        if event.sdp is None:
            self._house.stack.calls.answer_offer(event.leg, our_offer(sound), now)
            self._house.talks.changed(talk)
            return
        try:
            offer = sdp.parse(event.sdp)
            answer = our_answer(sound, offer)
        except sdp.SdpError as error:
            log.info("reoffer_refused", code=error.code)
            self._house.counters.add("refused_488")
            self._house.stack.calls.refuse_offer(event.leg, now)
            return
        self._house.stack.calls.answer_offer(event.leg, answer, now)
        self._settle(talk, event.leg, sound, offer.held)

    def answered(self, talk: Conversation, event: ReofferAnswered | ReofferConfirmed) -> None:
        """The peer answered an offer of ours."""
        sound = sound_of(talk, event.leg)
        if sound is None or event.sdp is None:
            return
        try:
            their_answer(sound, event.sdp)
            held = sdp.parse(event.sdp).held
        except sdp.SdpError as error:
            log.warning("reoffer_answer_unusable", code=error.code)
            return
        self._settle(talk, event.leg, sound, held)

    def _settle(self, talk: Conversation, leg: str, sound: Sound, held: bool) -> None:
        self._house.media.order(remote_verb(sound))
        held_by = _with_sip(talk, leg)
        if held_by is not None and held != held_by.holding:
            self._holds(talk, held_by, held)
        self._house.talks.changed(talk)

    def _holds(self, talk: Conversation, who: AgentLeg | OutsideLeg, held: bool) -> None:
        """A party who holds hears nothing and is not heard; an agent who does, holds the customer."""
        who.holding = held
        if who is talk.agent and talk.bridged:
            self._house.reports.held(talk.contact_id, held)
        self._converging.converge(talk)


def sound_of(talk: Conversation, leg: str) -> Sound | None:
    """The media side of one of the conversation's answered SIP legs."""
    if leg == talk.caller.sip:
        return talk.caller.sound
    theirs = _with_sip(talk, leg)
    return None if theirs is None else theirs.sound


def _with_sip(talk: Conversation, leg: str) -> AgentLeg | OutsideLeg | None:
    """Whose answered SIP leg this is, if it is not the customer's."""
    ours = next((each for each in talk.ours if each.sip and each.sip == leg), None)
    return ours or talk.outside_leg(leg)
