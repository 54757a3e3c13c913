"""REFER from an agent's phone: the transfer key gives the customer to another queue with the credited wait,
or to a colleague, as the desk's transfer does.

Targets are entry addresses, and colleagues by the name of their phone or their agent id. The answer is the
core's: the REFER waits for it, and what the core refuses is refused with 603, as is anything else, an
attended transfer (Replaces), and a REFER from anybody but the agent. How asking a colleague goes is told by
NOTIFY (RFC 3515 section 2.4.4): 100, 180 while the phone rings, and 200 or 480 at the end. After 480 the
customer is taken from hold, for a phone has no key for a hold that it did not begin.
"""

from __future__ import annotations

from lur.adapters.voice.edge.admission import user_of
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import AgentLeg, Referral
from lur.adapters.voice.protocol import Ack, Wanted
from lur.core.ids import AgentId, ContactId
from lur.wire.sip import Referred


class Transfers:
    """Blind transfers to queues and to colleagues."""

    def __init__(self, house: House) -> None:
        self._house = house

    def asked(self, talk: Conversation, event: Referred) -> None:
        """A phone wants to give its call away."""
        agent, target = talk.agent, user_of(event.target)
        from_agent = agent is not None and event.leg == agent.sip and talk.bridged
        entry, colleague = self._house.book.entry(target), self._colleague(target)
        if agent is None or not from_agent or event.replaces_header:
            self._refuse(event.leg)
        elif entry is not None:
            agent.moved = True
            command_id = self._house.reports.moved(talk.contact_id, entry.queue_id)
            agent.refers = Referral(command_id)
        elif colleague is not None:
            command_id = self._house.party_reports.transfer_asked(
                talk.contact_id, by=agent.agent_id, to=colleague
            )
            agent.refers = Referral(command_id, colleague)
        else:
            self._refuse(event.leg)
        self._house.talks.changed(talk)

    def settled(self, contact_id: ContactId, ack: Ack) -> None:
        """The core has answered what a phone asked for."""
        talk = self._house.talks.get(contact_id)
        agent = talk.agent if talk is not None else None
        refers = agent.refers if agent is not None else None
        is_theirs = refers is not None and refers.command_id == ack.command_id
        if talk is None or agent is None or refers is None or not is_theirs or ack.result == "unavailable":
            return
        if ack.result == "rejected":
            agent.refers, agent.moved = None, False
            self._refuse(agent.sip)
        else:
            self._accept(agent, refers)
        self._house.talks.changed(talk)

    def follow(self, talk: Conversation, wanted: Wanted) -> None:
        """Tell the phone what came of it. What is wanted often comes before the acknowledgement."""
        agent = talk.agent
        refers = agent.refers if agent is not None else None
        if agent is None or refers is None:
            return
        if refers.agent_id is None:
            if wanted.phase not in ("talking", "held"):
                self._accept(agent, refers)
        elif wanted.agent_id == refers.agent_id:
            self._accept(agent, refers)
            self._tell(talk, agent, 200)
        elif any(party.agent_id == refers.agent_id for party in wanted.parties):
            refers.is_asked = True
            self._accept(agent, refers)
        elif refers.is_asked:
            self._tell(talk, agent, 480)
            if wanted.phase == "held" and not agent.holding:
                self._house.reports.held(talk.contact_id, False)

    def _accept(self, agent: AgentLeg, refers: Referral) -> None:
        if refers.is_accepted:
            return
        refers.is_accepted = True
        now, calls = self._house.clock.now(), self._house.stack.calls
        self._house.counters.add("transfers_accepted")
        calls.accept_referral(agent.sip, now)
        calls.notify_referral(agent.sip, 180 if refers.agent_id else 200, now)

    def _tell(self, talk: Conversation, agent: AgentLeg, status: int) -> None:
        agent.refers = None
        self._house.stack.calls.notify_referral(agent.sip, status, self._house.clock.now())
        self._house.talks.changed(talk)

    def _refuse(self, leg: str) -> None:
        self._house.counters.add("transfers_refused")
        self._house.stack.calls.refuse_referral(leg, self._house.clock.now())

    def _colleague(self, target: str) -> AgentId | None:
        """Whose phone, or whose id, an address is."""
        phone, agent_id = self._house.book.phone(target), AgentId(target)
        if phone is not None:
            return phone.agent_id
        is_known = (
            self._house.book.phone_of(agent_id) is not None or self._house.browsers.of(agent_id) is not None
        )
        return agent_id if is_known else None
