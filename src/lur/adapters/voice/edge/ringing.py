"""A phone of ours rings: at every place it is registered, and the first that answers has it. An agent whose
phone is a browser is rung there (standing.py), and nowhere else.

It rings for an offer, for a colleague who is asked into a talk, or for an agent who calls out. How a phone
says no decides what the core hears: busy, declined, unreachable or failed. How long it may ring is the core's
business; it takes the wish back by wanting something else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog

from lur.adapters.voice.edge.clock import new_id
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.descriptions import create_verb, our_offer, remote_verb, their_answer
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import AgentLeg, Sound
from lur.adapters.voice.edge.lines import ELSEWHERE, Lines
from lur.adapters.voice.edge.standing import Standing
from lur.adapters.voice.edge.tones import Tones
from lur.adapters.voice.edge.transports import route_address
from lur.adapters.voice.media.client import MediaRefused, MediaUnavailable
from lur.adapters.voice.media.protocol import DeleteLeg
from lur.adapters.voice.protocol import Wanted, WantedParty
from lur.core.ids import AgentId, OfferId
from lur.core.values import DeclineReason
from lur.wire.sdp import SdpError
from lur.wire.sip import Binding, Flow

log = structlog.get_logger("edge.ringing")

NO_SIGN_LIMIT_MS = 5_000
"""A phone that has not even said 100 or 180 by then is not there."""
GRACE_MS = 5_000
"""How much longer than the core allows a phone may ring before we end it ourselves."""
RING_MS = 20_000
"""How long the phone of a colleague rings who is in the talk already, as far as the core knows."""
_BUSY = frozenset({486, 600})
_DECLINED = frozenset({603, 607, 608})
_UNREACHABLE = frozenset({404, 408, 410, 430, 480, 502, 503, 504})
_EVERYWHERE = 600
"""A 6xx speaks for all branches (RFC 3261 section 21.6)."""


def reason_for(refusals: Sequence[int]) -> DeclineReason:
    """What a phone meant by the final answers of all its branches."""
    if any(status in _DECLINED for status in refusals):
        return "declined"
    if any(status in _BUSY for status in refusals):
        return "busy"
    if all(status in _UNREACHABLE for status in refusals):
        return "unreachable"
    return "failed"


class Ringing:
    """Rings, and hears what comes of it. ``on_answer`` hears of a phone that was picked up for no offer."""

    def __init__(
        self,
        house: House,
        *,
        lines: Lines,
        standing: Standing,
        tones: Tones,
        on_answer: Callable[[Conversation], None],
    ) -> None:
        self._house = house
        self._lines = lines
        self._standing = standing
        self._tones = tones
        self._on_answer = on_answer

    def ring(self, talk: Conversation, wanted: Wanted) -> None:
        """Make the agent's phone ring for this offer; ringing already, or refused before, is fine."""
        offer_id, agent_id = wanted.offer_id, wanted.agent_id
        if offer_id is None or agent_id is None or talk.refused_offer == offer_id:
            return
        if talk.agent is not None:
            if talk.agent.offer_id == offer_id:
                return
            self._lines.drop_agent(talk)
        leg = self._leg(talk, agent_id, f"agent-{offer_id}", wanted.ring_ms, offer_id)
        talk.agent = leg
        self._begin(talk, leg, wanted.agent_hears)

    def ring_agent(self, talk: Conversation, wanted: Wanted) -> None:
        """Make the phone of an agent who calls out ring."""
        if wanted.agent_id is None or talk.agent is not None:
            return
        talk.has_rung = True
        name = f"agent-{talk.contact_id}"
        talk.agent = self._leg(talk, wanted.agent_id, name, wanted.ring_ms, OfferId(""))
        self._begin(talk, talk.agent, wanted.agent_hears)

    def ring_party(self, talk: Conversation, party: WantedParty) -> None:
        """Make the phone of a colleague ring who is asked into the talk, or comes into it."""
        if party.agent_id is None or party.party_id in talk.parties:
            return
        name = f"party-{talk.contact_id}-{party.party_id}"
        leg = self._leg(talk, party.agent_id, name, party.ring_ms or RING_MS, OfferId(""))
        leg.party_id = party.party_id
        talk.parties[party.party_id] = leg
        self._begin(talk, leg, party.hears)

    def rang(self, talk: Conversation, branch: str) -> None:
        """The phone gave a sign of life."""
        leg = talk.our_leg(branch)
        if leg is not None and not leg.heard:
            leg.heard = True
            self._house.talks.changed(talk)

    def answered(self, talk: Conversation, branch: str, answer: bytes | None) -> None:
        """A branch answered: it is the phone's leg from now on; the others stop ringing."""
        leg = talk.our_leg(branch)
        if leg is None or not leg.step("picked_up"):
            self._house.stack.calls.hang_up(branch, self._house.clock.now())
            return
        leg.sip = branch
        self._stop_others(leg, branch)
        try:
            their_answer(leg.sound, answer or b"")
        except SdpError as error:
            log.warning("agent_answer_unusable", code=error.code)
            self._give_up(talk, leg, "failed")
            return
        self._house.media.order(remote_verb(leg.sound))
        self._house.talks.changed(talk)
        self._tell_answer(talk, leg)

    def failed(self, talk: Conversation, branch: str, status: int) -> None:
        """A branch said no; when it was the last one, or spoke for all, nobody comes."""
        leg = talk.our_leg(branch)
        if leg is None:
            return
        self._lines.branch_is_gone(leg, branch)
        leg.refusals.append(status)
        if leg.branches and status < _EVERYWHERE:
            self._house.talks.changed(talk)
            return
        self._give_up(talk, leg, reason_for(leg.refusals))

    def check(self, talk: Conversation) -> None:
        """Called once a second: a phone without any sign of life is not there, and none rings for ever while
        the runtime is away.
        """
        for leg in talk.ours:
            limit_ms = leg.ring_ms + GRACE_MS if leg.heard else NO_SIGN_LIMIT_MS
            if leg.state == "ringing" and self._house.clock.now() - leg.since >= limit_ms:
                self._house.counters.add("offers_unreachable")
                self._give_up(talk, leg, "unreachable")

    def soft_tone(self, agent: AgentLeg) -> None:
        """The agent has answered, the customer still hears the notice."""
        self._tones.play(agent, "soft_tone")

    def _leg(
        self, talk: Conversation, agent_id: AgentId, name: str, ring_ms: int, offer: OfferId
    ) -> AgentLeg:
        desk = self._house.browsers.of(agent_id)
        if desk is not None:
            return self._standing.rung(desk, ring_ms, offer_id=offer)
        now = self._house.clock.now()
        sound = Sound(leg=name, law=talk.caller.sound.law, host="", session_id=now)
        return AgentLeg(agent_id=agent_id, offer_id=offer, sound=sound, since=now, ring_ms=ring_ms)

    def _begin(self, talk: Conversation, leg: AgentLeg, shown: str) -> None:
        """Call it wherever it is; a browser knows already."""
        bindings = () if leg.browser else self._bindings(leg.agent_id)
        if not leg.browser and not bindings:
            self._house.counters.add("offers_unreachable")
            self._give_up(talk, leg, "unreachable")
            return
        self._house.counters.add("offers_rung")
        self._house.talks.changed(talk)
        if bindings:
            leg.sound.host = self._house.media_host or _local_host(bindings[0])
            self._house.tasks.start(self._invite(talk, leg, bindings, shown))

    def _bindings(self, agent_id: AgentId) -> tuple[Binding, ...]:
        phone = self._house.book.phone_of(agent_id)
        return () if phone is None else self._house.stack.registrar.bindings(phone.username)

    async def _invite(
        self, talk: Conversation, leg: AgentLeg, bindings: tuple[Binding, ...], shown: str
    ) -> None:
        try:
            leg.sound.port = (await self._house.media.create(create_verb(leg.sound))).local_port
        except (MediaRefused, MediaUnavailable) as error:
            log.warning("no_port_for_agent", problem=str(error))
            if talk.has(leg):
                self._give_up(talk, leg, "failed")
            return
        if not talk.has(leg):
            self._house.media.order(DeleteLeg(leg.sound.leg))
            return
        leg.branches.extend(self._call(leg, binding, shown) for binding in bindings)
        leg.step("rang")
        self._house.talks.changed(talk)

    def _call(self, leg: AgentLeg, binding: Binding, shown: str) -> str:
        return self._house.stack.calls.invite(
            binding.contact,
            binding.flow,
            our_offer(leg.sound),
            self._house.clock.now(),
            caller_name=shown,
            leg=new_id("leg-"),
        )

    def _stop_others(self, leg: AgentLeg, winner: str) -> None:
        for branch in tuple(leg.branches):
            if branch != winner:
                self._house.stack.calls.hang_up(branch, self._house.clock.now(), reason=ELSEWHERE)
                self._lines.branch_is_gone(leg, branch)

    def _tell_answer(self, talk: Conversation, leg: AgentLeg) -> None:
        if leg.offer_id:
            self._house.reports.accepted(leg.offer_id)
        elif leg.party_id and not _is_there(talk, leg):
            self._house.party_reports.answered(leg.party_id)
        if not (talk.hearing.greeted or leg.party_id) or not self._house.runtime_is_up():
            self.soft_tone(leg)
        if not leg.offer_id:
            self._on_answer(talk)

    def _give_up(self, talk: Conversation, leg: AgentLeg, reason: DeclineReason) -> None:
        """This phone does not ring any more, and nobody has answered it."""
        is_there = _is_there(talk, leg)
        self._lines.drop(talk, leg)
        if leg.offer_id:
            talk.refused_offer = leg.offer_id
            self._house.reports.declined(leg.offer_id, reason)
        elif leg.party_id:
            talk.parted = (*talk.parted, leg.party_id)
            tell = self._house.party_reports.ended if is_there else self._house.party_reports.declined
            tell(leg.party_id, reason)
        elif self._house.reports.says_agent_is_lost(talk.contact_id):
            pass
        elif talk.has_rung and reason == "declined":
            self._house.reports.ended(talk.contact_id, "agent", "hung_up")
        else:
            self._house.reports.agent_lost(talk.contact_id, leg.agent_id)
        self._house.talks.changed(talk)


def _is_there(talk: Conversation, leg: AgentLeg) -> bool:
    """Whether the runtime has this party in the talk already, before the phone was answered."""
    parties = () if talk.wanted is None else talk.wanted.parties
    return any(each.party_id == leg.party_id and each.is_there for each in parties)


def _local_host(binding: Binding) -> str:
    path = binding.flow
    return path.local[0] if isinstance(path, Flow) else route_address(path.host)
