"""REFER from an agent's phone: the transfer key gives the customer to another queue with the credited wait.

Only entry addresses are targets; anything else, an attended transfer, or a REFER from a customer is
refused with 603.
"""

from __future__ import annotations

from lur.adapters.voice.edge.admission import user_of
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.house import House
from lur.wire.sip import Referred


class Transfers:
    """Blind transfers to queues."""

    def __init__(self, house: House) -> None:
        self._house = house

    def asked(self, talk: Conversation, event: Referred) -> None:
        """A phone wants to give its call away."""
        agent, calls, now = talk.agent, self._house.stack.calls, self._house.clock.now()
        target = self._house.book.entry(user_of(event.target))
        from_agent = agent is not None and event.leg == agent.sip and talk.bridged
        if agent is None or not from_agent or target is None or event.replaces_header:
            self._house.counters.add("transfers_refused")
            calls.refuse_referral(event.leg, now)
            return
        self._house.counters.add("transfers_accepted")
        calls.accept_referral(event.leg, now)
        agent.moved = True
        self._house.talks.changed(talk)
        self._house.reports.moved(talk.contact_id, target.queue_id)
        calls.notify_referral(event.leg, 200, now)
