"""Ringing and answering at a standing leg: an agent whose phone is a browser is connected already.

So nothing is sent when it rings (the page shows it), and nothing is waited for when the agent answers: the
runtime wants the talk, and both legs are there to be bridged. A browser that cannot be reached then is given
a short while to come back, as it is in the middle of a talk.
"""

from __future__ import annotations

from lur.adapters.voice.edge.browsers import BrowserPhone
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import AgentLeg
from lur.adapters.voice.edge.lines import Lines
from lur.adapters.voice.media.protocol import Echo
from lur.adapters.voice.protocol import Wanted
from lur.core.ids import OfferId


class Standing:
    """An agent's side of a conversation, when it is a browser."""

    def __init__(self, house: House, lines: Lines) -> None:
        self._house = house
        self._lines = lines

    def ring(self, talk: Conversation, wanted: Wanted, phone: BrowserPhone) -> None:
        """The offer is at the desk."""
        talk.agent = self._new_leg(wanted, phone)
        self._house.counters.add("offers_rung")
        self._house.talks.changed(talk)

    def taken(self, talk: Conversation, wanted: Wanted) -> AgentLeg | None:
        """The agent's leg for the talk that is wanted, if there is one; at a desk, the wanted talk itself
        is the answer, also when nobody told us that it rang.
        """
        agent = self._adopted(talk, wanted)
        if agent is not None and agent.browser:
            if agent.step("picked_up"):
                self._house.talks.changed(talk)
            self._look(talk, agent)
        return agent

    def _adopted(self, talk: Conversation, wanted: Wanted) -> AgentLeg | None:
        agent, agent_id = talk.agent, wanted.agent_id
        theirs = agent if agent is not None and agent.agent_id == agent_id else None
        if theirs is not None and (theirs.browser or theirs.state == "answered"):
            return theirs
        phone = None if agent_id is None else self._house.browsers.of(agent_id)
        if phone is None or self._house.reports.says_agent_is_lost(talk.contact_id):
            return theirs
        self._lines.drop_agent(talk)
        talk.agent = self._new_leg(wanted, phone)
        self._house.talks.changed(talk)
        return talk.agent

    def _look(self, talk: Conversation, agent: AgentLeg) -> None:
        """Note since when the agent cannot be reached, or that they can be again."""
        phone = self._house.browsers.of(agent.agent_id)
        is_heard = phone is not None and phone.is_heard
        if is_heard is (agent.lost_at is None):
            return
        agent.lost_at = None if is_heard else self._house.clock.now()
        self._house.talks.changed(talk)

    def _new_leg(self, wanted: Wanted, phone: BrowserPhone) -> AgentLeg:
        """The standing leg, from now on for a talk: there is no longer an echo to hear."""
        if phone.echo:
            phone.echo = False
            self._house.browsers.changed(phone)
            self._house.media.order(Echo(phone.leg, False))
        return AgentLeg(
            agent_id=phone.agent_id,
            offer_id=wanted.offer_id or OfferId(""),
            sound=phone.sound,
            since=self._house.clock.now(),
            ring_ms=wanted.ring_ms,
            state="ringing",
            heard=True,
            browser=True,
        )
