"""Ringing and answering at a standing leg: an agent whose phone is a browser is connected already.

So nothing is sent when it rings (the page shows it), and nothing is waited for when the agent answers: the
runtime wants the talk, and both legs are there to be joined. A browser that cannot be reached then is given
a short while to come back, as it is in the middle of a talk.
"""

from __future__ import annotations

from lur.adapters.voice.edge.browsers import BrowserPhone
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import AgentLeg
from lur.adapters.voice.edge.lines import Lines
from lur.adapters.voice.media.protocol import Echo
from lur.adapters.voice.protocol import Wanted, WantedParty
from lur.core.ids import OfferId, PartyId


class Standing:
    """Phones of ours in a conversation, when they are browsers."""

    def __init__(self, house: House, lines: Lines) -> None:
        self._house = house
        self._lines = lines

    def rung(
        self,
        phone: BrowserPhone,
        ring_ms: int,
        *,
        offer_id: OfferId = OfferId(""),  # noqa: B008
        party_id: PartyId = PartyId(""),  # noqa: B008
    ) -> AgentLeg:
        """The standing leg, from now on for a talk: there is no longer an echo to hear."""
        if phone.echo:
            phone.echo = False
            self._house.browsers.changed(phone)
            self._house.media.order(Echo(phone.leg, False))
        return AgentLeg(
            agent_id=phone.agent_id,
            offer_id=offer_id,
            sound=phone.sound,
            since=self._house.clock.now(),
            ring_ms=ring_ms,
            state="ringing",
            heard=True,
            browser=True,
            party_id=party_id,
        )

    def taken(self, talk: Conversation, wanted: Wanted) -> AgentLeg | None:
        """The agent's leg for the talk that is wanted, if there is one; at a desk, the wanted talk itself
        is the answer, also when nobody told us that it rang.
        """
        agent = self._adopted(talk, wanted)
        if agent is not None:
            self._pick_up(talk, agent)
        return agent

    def present(self, talk: Conversation, party: WantedParty) -> AgentLeg | None:
        """The same for a colleague who is in the talk."""
        leg = talk.parties.get(party.party_id)
        phone = None if party.agent_id is None else self._house.browsers.of(party.agent_id)
        if phone is not None and (leg is None or not (leg.browser or leg.state == "answered")):
            if leg is not None:
                self._lines.drop(talk, leg)
            leg = talk.parties[party.party_id] = self.rung(phone, party.ring_ms, party_id=party.party_id)
            self._house.talks.changed(talk)
        if leg is not None:
            self._pick_up(talk, leg)
        return leg

    def _adopted(self, talk: Conversation, wanted: Wanted) -> AgentLeg | None:
        agent, agent_id = talk.agent, wanted.agent_id
        theirs = agent if agent is not None and agent.agent_id == agent_id else None
        if theirs is not None and (theirs.browser or theirs.state == "answered"):
            return theirs
        phone = None if agent_id is None else self._house.browsers.of(agent_id)
        if phone is None or self._house.reports.says_agent_is_lost(talk.contact_id):
            return theirs
        self._lines.drop_agent(talk)
        talk.agent = self.rung(phone, wanted.ring_ms, offer_id=wanted.offer_id or OfferId(""))
        self._house.talks.changed(talk)
        return talk.agent

    def _pick_up(self, talk: Conversation, leg: AgentLeg) -> None:
        """A browser that is wanted in the talk has answered; note since when it cannot be reached, or that it
        can be again.
        """
        if not leg.browser:
            return
        if leg.step("picked_up"):
            self._house.talks.changed(talk)
        phone = self._house.browsers.of(leg.agent_id)
        is_heard = phone is not None and phone.is_heard
        if is_heard is not (leg.lost_at is None):
            leg.lost_at = None if is_heard else self._house.clock.now()
            self._house.talks.changed(talk)
