"""Somebody hung up, or a line is gone: who it was decides what the runtime hears and what the other side
gets.

The other side is hung up at once when an agent ends a talk, even while the runtime is away; an agent's
line that *fails* leaves the customer in the queue at the credited place.
"""

from __future__ import annotations

import structlog

from lur.adapters.voice.edge.callbacks import Callbacks
from lur.adapters.voice.edge.converging import Converging
from lur.adapters.voice.edge.conversation import Conversation, told_of
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import AgentLeg
from lur.adapters.voice.edge.lines import Lines
from lur.adapters.voice.edge.outgoing import Outgoing
from lur.adapters.voice.edge.outside import Outside
from lur.adapters.voice.edge.parties import Parties
from lur.adapters.voice.edge.ringing import Ringing
from lur.adapters.voice.protocol import Wanted, WantedParty
from lur.core.values import EndedBy, WentReason
from lur.wire.sip import CallCancelled, CallEnded, CallFailed

log = structlog.get_logger("edge.departures")


class Departures:
    """The ends of legs."""

    def __init__(
        self,
        house: House,
        *,
        lines: Lines,
        ringing: Ringing,
        outgoing: Outgoing,
        outside: Outside,
        parties: Parties,
        callbacks: Callbacks,
        converging: Converging,
    ) -> None:
        self._house = house
        self._lines = lines
        self._ringing = ringing
        self._outgoing = outgoing
        self._outside = outside
        self._parties = parties
        self._callbacks = callbacks
        self._converging = converging

    def cancelled(self, talk: Conversation, _: CallCancelled) -> None:
        """The caller gave up before our answer: no contact came of it."""
        self._house.counters.add("calls_cancelled")
        self._lines.caller_is_gone(talk)

    def failed(self, talk: Conversation, event: CallFailed) -> None:
        """Our INVITE ended without a call."""
        if event.leg == talk.caller.sip:
            self._outgoing.failed(talk, event)
        elif (outside := talk.outside_leg(event.leg)) is not None:
            self._outside.failed(talk, outside, event)
        else:
            self._ringing.failed(talk, event.leg, event.status)

    def ended(self, talk: Conversation, event: CallEnded) -> None:
        """An answered leg is over."""
        if event.leg == talk.caller.sip:
            self._caller_ended(talk, event)
        elif talk.agent is not None and event.leg == talk.agent.sip:
            self._agent_ended(talk, event)
        else:
            self._party_ended(talk, event)

    def _party_ended(self, talk: Conversation, event: CallEnded) -> None:
        reason: WentReason = "left" if event.cause == "bye" else "lost"
        leg, outside = talk.our_leg(event.leg), talk.outside_leg(event.leg)
        if leg is not None:
            self._parties.ended(talk, leg, reason)
        elif outside is not None:
            self._outside.ended(talk, outside, reason)
        self._converging.converge(talk)

    def _caller_ended(self, talk: Conversation, event: CallEnded) -> None:
        hung_up = event.cause == "bye"
        if not hung_up and not talk.ending:
            self._house.counters.add("calls_lost")
            log.warning("caller_line_lost", contact=talk.contact_id, cause=event.cause)
        by: EndedBy = "customer" if hung_up else "system"
        self._callbacks.customer_left(talk, by, "hung_up" if hung_up else "line_lost")
        self._converging.converge(talk)

    def _agent_ended(self, talk: Conversation, event: CallEnded) -> None:
        agent, was_bridged = talk.agent, talk.bridged
        moved = agent is not None and agent.moved
        is_missed = not was_bridged and talk.wanted is not None and told_of(talk, talk.wanted) == "missed"
        if agent is not None:
            self._lines.is_gone(talk, agent)
        if talk.ending or moved or is_missed:
            self._converging.converge(talk)
        elif event.cause == "bye" and (was_bridged or (talk.wanted is not None and talk.wanted.is_outgoing)):
            self._agent_hung_up(talk, agent)
        else:
            log.warning("agent_line_lost", contact=talk.contact_id, cause=event.cause)
            self._house.reports.agent_lost(talk.contact_id, agent.agent_id if agent is not None else None)
            self._converging.converge(talk)

    def _agent_hung_up(self, talk: Conversation, agent: AgentLeg | None) -> None:
        if agent is not None and _may_go_on(talk, agent):
            self._house.reports.agent_hung_up(talk.contact_id, agent.agent_id)
            self._converging.converge(talk)
        else:
            self._house.reports.ended(talk.contact_id, "agent", "hung_up")
            self._converging.part(talk)


def _may_go_on(talk: Conversation, agent: AgentLeg) -> bool:
    """Whether the runtime may leave the customer with somebody, now that the agent has hung up: with one who
    is joined, with a colleague with whom the agent spoke while the customer is held, or with one who is
    asked, or will be by what this phone has said.
    """
    asks = agent.refers is not None
    return asks or (talk.wanted is not None and any(_may_keep(talk.wanted, p) for p in talk.wanted.parties))


def _may_keep(wanted: Wanted, party: WantedParty) -> bool:
    is_consulted = party.part == "aside" and party.agent_id is not None and wanted.phase == "held"
    return not party.is_there or party.part == "joined" or is_consulted
