"""Ending lines: the SIP leg, its port in the media plane and the indexes go together.

A leg that we hang up is let go of at once; the SIP stack finishes BYE or CANCEL by itself, and what comes
of it later names a leg that nobody here knows any more. The standing leg of an agent's browser is only let
go of: it waits for the next talk.
"""

from __future__ import annotations

from lur.adapters.voice.edge.browsers import BrowserPhone
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import AgentLeg, Sound
from lur.adapters.voice.media.protocol import DeleteLeg, StopPlaying, Unbridge

ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"'


class Lines:
    """Hangs up, and cleans up after those who did."""

    def __init__(self, house: House) -> None:
        self._house = house

    def hang_up_caller(self, talk: Conversation) -> None:
        """End the customer's line, if it is still there."""
        if talk.caller.state != "gone":
            self._house.stack.calls.hang_up(talk.caller.sip, self._house.clock.now())
            self.caller_is_gone(talk)

    def caller_is_gone(self, talk: Conversation) -> None:
        """The customer's line has ended."""
        if talk.caller.step("ended"):
            self._house.talks.unlink_sip(talk.caller.sip)
            self._release(talk.caller.sound)
        self._house.talks.changed(talk)

    def drop_agent(self, talk: Conversation, reason: str = "") -> None:
        """End whatever there is on the agent's side: ringing branches, or the answered leg."""
        agent = talk.agent
        if agent is None:
            return
        for leg in tuple(agent.branches):
            self._house.stack.calls.hang_up(leg, self._house.clock.now(), reason=reason)
        self.agent_is_gone(talk)

    def agent_is_gone(self, talk: Conversation) -> None:
        """Nobody is left on the agent's side."""
        agent = talk.agent
        if agent is None:
            return
        for leg in tuple(agent.branches):
            self.branch_is_gone(agent, leg)
        agent.step("ended")
        if agent.browser:
            self._let_go(talk, agent)
        else:
            self._release(agent.sound)
        talk.agent = None
        talk.bridged = talk.parked = False
        self._house.talks.changed(talk)

    def branch_is_gone(self, agent: AgentLeg, leg: str) -> None:
        """One SIP leg towards the agent's phone has ended."""
        if leg in agent.branches:
            agent.branches.remove(leg)
        self._house.talks.unlink_sip(leg)

    def _let_go(self, talk: Conversation, agent: AgentLeg) -> None:
        """Apart again, which ends hold and mute in the plane too; a deleted customer's leg is so already.

        By now the agent's leg may belong to another talk.
        """
        leg = agent.sound.leg
        if talk.bridged and talk.caller.state != "gone":
            self._house.media.order(Unbridge(talk.caller.sound.leg))
        if self._house.talks.of_sound(leg) is talk:
            if agent.tone or agent.ringback:
                self._house.media.order(StopPlaying(leg))
            self._house.talks.unlink_sound(leg)
        phone = self._house.browsers.of(agent.agent_id)
        if phone is not None and phone.left:
            self.close_desk(phone)

    def close_desk(self, phone: BrowserPhone) -> None:
        """The browser is the agent's phone no more."""
        self._house.browsers.drop(phone)
        if phone.standing:
            self._house.media.order(DeleteLeg(phone.leg))

    def _release(self, sound: Sound) -> None:
        self._house.media.order(DeleteLeg(sound.leg))
        self._house.talks.unlink_sound(sound.leg)
