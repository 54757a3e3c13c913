"""An offer at the agent's phone: ring at every place it is registered, take the first that answers. An agent
whose phone is a browser is rung there (standing.py), and nowhere else.

How a phone says no decides what the core hears: busy, declined, unreachable or failed. How long it may
ring is the core's business; it takes the offer back by wanting something else.
"""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from lur.adapters.voice.edge.clock import new_id
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.descriptions import create_verb, our_offer, remote_verb, their_answer
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import AgentLeg, Sound
from lur.adapters.voice.edge.lines import ELSEWHERE, Lines
from lur.adapters.voice.edge.standing import Standing
from lur.adapters.voice.edge.transports import route_address
from lur.adapters.voice.media.client import MediaRefused, MediaUnavailable
from lur.adapters.voice.media.protocol import SOFT_TONE, DeleteLeg, Play, PlayItem
from lur.adapters.voice.protocol import Wanted
from lur.core.ids import AgentId, OfferId
from lur.core.values import DeclineReason
from lur.wire.sdp import SdpError
from lur.wire.sip import Binding, Flow

log = structlog.get_logger("edge.ringing")

NO_SIGN_LIMIT_MS = 5_000
"""A phone that has not even said 100 or 180 by then is not there."""
GRACE_MS = 5_000
"""How much longer than the core allows a phone may ring before we end it ourselves."""
TONE_TOKEN = "soft-tone"
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
    """Rings, and hears what comes of it."""

    def __init__(self, house: House, lines: Lines, standing: Standing) -> None:
        self._house = house
        self._lines = lines
        self._standing = standing

    def ring(self, talk: Conversation, wanted: Wanted) -> None:
        """Make the agent's phone ring for this offer; ringing already, or refused before, is fine."""
        offer_id, agent_id = wanted.offer_id, wanted.agent_id
        if offer_id is None or agent_id is None or talk.refused_offer == offer_id:
            return
        if talk.agent is not None:
            if talk.agent.offer_id == offer_id:
                return
            self._lines.drop_agent(talk)
        desk = self._house.browsers.of(agent_id)
        if desk is not None:
            self._standing.ring(talk, wanted, desk)
            return
        bindings = self._bindings(agent_id)
        if not bindings:
            self._house.counters.add("offers_unreachable")
            self._refuse(talk, offer_id, "unreachable")
            return
        host = self._house.media_host or _local_host(bindings[0])
        talk.agent = self._new_leg(talk, wanted, offer_id, agent_id, host)
        self._house.counters.add("offers_rung")
        self._house.talks.changed(talk)
        self._house.tasks.start(self._invite(talk, talk.agent, bindings, wanted.agent_hears))

    def rang(self, talk: Conversation) -> None:
        """The phone gave a sign of life."""
        if talk.agent is not None and not talk.agent.heard:
            talk.agent.heard = True
            self._house.talks.changed(talk)

    def answered(self, talk: Conversation, leg: str, answer: bytes | None) -> None:
        """A branch answered: it is the agent's leg from now on; the others stop ringing."""
        agent = talk.agent
        if agent is None or leg not in agent.branches or not agent.step("picked_up"):
            self._house.stack.calls.hang_up(leg, self._house.clock.now())
            return
        agent.sip = leg
        self._stop_others(agent, leg)
        try:
            their_answer(agent.sound, answer or b"")
        except SdpError as error:
            log.warning("agent_answer_unusable", code=error.code)
            self._lines.drop_agent(talk)
            self._refuse(talk, agent.offer_id, "failed")
            return
        self._house.media.order(remote_verb(agent.sound))
        self._house.reports.accepted(agent.offer_id)
        if not talk.hearing.greeted or not self._house.runtime_is_up():
            self.soft_tone(agent)
        self._house.talks.changed(talk)

    def failed(self, talk: Conversation, leg: str, status: int) -> None:
        """A branch said no; when it was the last one, or spoke for all, the offer is declined."""
        agent = talk.agent
        if agent is None or leg not in agent.branches:
            return
        self._lines.branch_is_gone(agent, leg)
        agent.refusals.append(status)
        if agent.branches and status < _EVERYWHERE:
            self._house.talks.changed(talk)
            return
        self._give_up(talk, agent, reason_for(agent.refusals))

    def check(self, talk: Conversation) -> None:
        """Called once a second: a phone without any sign of life is not there, and none rings for ever
        while the
        runtime is away.
        """
        agent = talk.agent
        if agent is None or agent.state != "ringing":
            return
        limit_ms = agent.ring_ms + GRACE_MS if agent.heard else NO_SIGN_LIMIT_MS
        if self._house.clock.now() - agent.since >= limit_ms:
            self._house.counters.add("offers_unreachable")
            self._give_up(talk, agent, "unreachable")

    def soft_tone(self, agent: AgentLeg) -> None:
        """The agent has answered, the customer still hears the notice."""
        if not agent.tone:
            agent.tone, agent.ringback = True, False
            tone = PlayItem(buffer=SOFT_TONE, loop=True)
            self._house.media.order(Play(agent.sound.leg, TONE_TOKEN, (tone,)))

    def _bindings(self, agent_id: AgentId) -> tuple[Binding, ...]:
        phone = self._house.book.phone_of(agent_id)
        return () if phone is None else self._house.stack.registrar.bindings(phone.username)

    def _new_leg(
        self, talk: Conversation, wanted: Wanted, offer_id: OfferId, agent_id: AgentId, host: str
    ) -> AgentLeg:
        now = self._house.clock.now()
        sound = Sound(leg=f"agent-{offer_id}", law=talk.caller.sound.law, host=host, session_id=now)
        return AgentLeg(agent_id=agent_id, offer_id=offer_id, sound=sound, since=now, ring_ms=wanted.ring_ms)

    async def _invite(
        self, talk: Conversation, agent: AgentLeg, bindings: tuple[Binding, ...], shown: str
    ) -> None:
        try:
            agent.sound.port = (await self._house.media.create(create_verb(agent.sound))).local_port
        except (MediaRefused, MediaUnavailable) as error:
            log.warning("no_port_for_agent", problem=str(error))
            if talk.agent is agent:
                self._give_up(talk, agent, "failed")
            return
        if talk.agent is not agent:
            self._house.media.order(DeleteLeg(agent.sound.leg))
            return
        agent.branches.extend(self._call(agent, binding, shown) for binding in bindings)
        agent.step("rang")
        self._house.talks.changed(talk)

    def _call(self, agent: AgentLeg, binding: Binding, shown: str) -> str:
        return self._house.stack.calls.invite(
            binding.contact,
            binding.flow,
            our_offer(agent.sound),
            self._house.clock.now(),
            caller_name=shown,
            leg=new_id("leg-"),
        )

    def _stop_others(self, agent: AgentLeg, winner: str) -> None:
        for leg in tuple(agent.branches):
            if leg != winner:
                self._house.stack.calls.hang_up(leg, self._house.clock.now(), reason=ELSEWHERE)
                self._lines.branch_is_gone(agent, leg)

    def _give_up(self, talk: Conversation, agent: AgentLeg, reason: DeclineReason) -> None:
        self._lines.drop_agent(talk)
        self._refuse(talk, agent.offer_id, reason)

    def _refuse(self, talk: Conversation, offer_id: OfferId, reason: DeclineReason) -> None:
        talk.refused_offer = offer_id
        self._house.talks.changed(talk)
        self._house.reports.declined(offer_id, reason)


def _local_host(binding: Binding) -> str:
    path = binding.flow
    return path.local[0] if isinstance(path, Flow) else route_address(path.host)
