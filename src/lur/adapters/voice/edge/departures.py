"""Somebody hung up, or a line is gone: who it was decides what the runtime hears and what the other side
gets.

The other side is hung up at once when an agent ends a talk, even while the runtime is away; an agent's
line that *fails* leaves the customer in the queue at the credited place.
"""

from __future__ import annotations

import structlog

from lur.adapters.voice.edge.converging import Converging
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.lines import Lines
from lur.adapters.voice.edge.recorder import Recorder
from lur.adapters.voice.edge.ringing import Ringing
from lur.wire.sip import CallCancelled, CallEnded, CallFailed

log = structlog.get_logger("edge.departures")


class Departures:
    """The ends of legs."""

    def __init__(
        self, house: House, lines: Lines, ringing: Ringing, recorder: Recorder, converging: Converging
    ) -> None:
        self._house = house
        self._lines = lines
        self._ringing = ringing
        self._recorder = recorder
        self._converging = converging

    def cancelled(self, talk: Conversation, _: CallCancelled) -> None:
        """The caller gave up before our answer: no contact came of it."""
        self._house.counters.add("calls_cancelled")
        self._lines.caller_is_gone(talk)

    def failed(self, talk: Conversation, event: CallFailed) -> None:
        """Our INVITE to the agent's phone ended without a call."""
        self._ringing.failed(talk, event.leg, event.status)

    def ended(self, talk: Conversation, event: CallEnded) -> None:
        """An answered leg is over."""
        if event.leg == talk.caller.sip:
            self._caller_ended(talk, event)
        elif talk.agent is not None and event.leg == talk.agent.sip:
            self._agent_ended(talk, event)

    def _caller_ended(self, talk: Conversation, event: CallEnded) -> None:
        if not talk.ending:
            hung_up = event.cause == "bye"
            if not hung_up:
                self._house.counters.add("calls_lost")
                log.warning("caller_line_lost", contact=talk.contact_id, cause=event.cause)
            self._house.reports.ended(
                talk.contact_id,
                "customer" if hung_up else "system",
                "hung_up" if hung_up else "line_lost",
            )
        talk.ending = True
        self._lines.caller_is_gone(talk)
        self._lines.drop_agent(talk)
        self._recorder.stop(talk)

    def _agent_ended(self, talk: Conversation, event: CallEnded) -> None:
        agent, was_bridged = talk.agent, talk.bridged
        moved = agent is not None and agent.moved
        self._lines.agent_is_gone(talk)
        if talk.ending or moved:
            self._converging.converge(talk)
        elif event.cause == "bye" and was_bridged:
            self._house.reports.ended(talk.contact_id, "agent", "hung_up")
            self._converging.close(talk)
        else:
            log.warning("agent_line_lost", contact=talk.contact_id, cause=event.cause)
            self._house.reports.agent_lost(talk.contact_id)
            self._converging.converge(talk)
