"""Facts about those who are asked into talks, in the words of the core.

Each thing happens to a party once, so its fact is named after the party: said again it is the same one.
"""

from __future__ import annotations

from typing import TypedDict

from lur.adapters.voice.edge.clock import EdgeClock, new_command_id, utc_offset_min
from lur.adapters.voice.edge.facts import Outbox
from lur.adapters.voice.edge.reports import ACTOR
from lur.core import commands as c
from lur.core.ids import AgentId, CommandId, ContactId, Instant, PartyId
from lur.core.values import WentReason


class _Stamp(TypedDict):
    command_id: CommandId
    at: Instant
    utc_offset_min: int
    actor: str


class PartyReports:
    """Tells the runtime what came of asking somebody into a talk."""

    def __init__(self, outbox: Outbox, clock: EdgeClock) -> None:
        self._outbox = outbox
        self._clock = clock

    def answered(self, party_id: PartyId) -> None:
        """Their phone was picked up."""
        self._outbox.tell(c.AnswerAsk(**self._stamp(f"answer-{party_id}"), party_id=party_id))

    def declined(self, party_id: PartyId, reason: WentReason) -> None:
        """They do not come."""
        stamp = self._stamp(f"decline-{party_id}")
        self._outbox.tell(c.DeclineAsk(**stamp, party_id=party_id, reason=reason))

    def ended(self, party_id: PartyId, reason: WentReason) -> None:
        """They were there and are no more."""
        stamp = self._stamp(f"end-{party_id}")
        self._outbox.tell(c.EndParty(**stamp, party_id=party_id, reason=reason))

    def transfer_asked(self, contact_id: ContactId, by: AgentId, to: AgentId) -> CommandId:
        """An agent's phone gives the contact to a colleague. The id is that of the acknowledgement."""
        stamp = self._stamp(new_command_id())
        stamp["actor"] = f"agent:{by}"
        command = c.AskParty(**stamp, contact_id=contact_id, purpose="transfer", agent_id=to)
        self._outbox.tell(command)
        return command.command_id

    def _stamp(self, name: str) -> _Stamp:
        at = self._clock.now()
        return _Stamp(command_id=CommandId(name), at=at, utc_offset_min=utc_offset_min(at), actor=ACTOR)
