"""Ending lines: the SIP leg, its port in the media plane and the indexes go together.

A leg that we hang up is let go of at once; the SIP stack finishes BYE or CANCEL by itself, and what comes
of it later names a leg that nobody here knows any more. The standing leg of an agent's browser is only let
go of: it waits for the next talk.
"""

from __future__ import annotations

from lur.adapters.voice.edge.browsers import BrowserPhone
from lur.adapters.voice.edge.conversation import APART, Conversation
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import AgentLeg, OutsideLeg, Sound
from lur.adapters.voice.media.protocol import DeleteLeg, EndMix, StopPlaying, Unbridge
from lur.core.ids import ContactId

ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"'


def mix_of(contact_id: ContactId) -> str:
    """The name of a talk's group in the media plane."""
    return f"talk-{contact_id}"


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

    def drop_all(self, talk: Conversation) -> None:
        """End whatever there is beside the customer."""
        for leg in talk.ours:
            self.drop(talk, leg)
        for outside in tuple(talk.outside.values()):
            self.drop_outside(talk, outside)
        if talk.joint.mixed:
            self.part(talk)

    def drop_agent(self, talk: Conversation, reason: str = "") -> None:
        """End whatever there is on the agent's side: ringing branches, or the answered leg."""
        if talk.agent is not None:
            self.drop(talk, talk.agent, reason)

    def drop(self, talk: Conversation, leg: AgentLeg, reason: str = "") -> None:
        """End one phone of ours: it stops ringing, or is hung up."""
        for branch in tuple(leg.branches):
            self._house.stack.calls.hang_up(branch, self._house.clock.now(), reason=reason)
        self.is_gone(talk, leg)

    def is_gone(self, talk: Conversation, leg: AgentLeg) -> None:
        """Nobody is left at this phone of ours."""
        for branch in tuple(leg.branches):
            self.branch_is_gone(leg, branch)
        leg.step("ended")
        if leg.browser:
            self._let_go(talk, leg)
        else:
            self._release(leg.sound)
        talk.unseat(leg)
        self._left(talk, leg.sound.leg)

    def drop_outside(self, talk: Conversation, leg: OutsideLeg) -> None:
        """Stop calling an outside number, or hang up on it."""
        if leg.line.sip:
            self._house.stack.calls.hang_up(leg.line.sip, self._house.clock.now())
        self.outside_is_gone(talk, leg)

    def outside_is_gone(self, talk: Conversation, leg: OutsideLeg) -> None:
        """The outside line has ended."""
        if leg.line.step("ended"):
            self._house.talks.unlink_sip(leg.line.sip)
            self._release(leg.sound)
        talk.outside.pop(leg.party_id, None)
        self._left(talk, leg.sound.leg)

    def part(self, talk: Conversation) -> None:
        """Nobody of the talk hears another any more; hold and mute end with it."""
        if talk.joint.mixed:
            self._house.media.order(EndMix(mix_of(talk.contact_id)))
        elif talk.joint.peer:
            self._house.media.order(Unbridge(talk.caller.sound.leg))
        if talk.bridged:
            talk.joint = APART
            self._house.talks.changed(talk)

    def branch_is_gone(self, agent: AgentLeg, leg: str) -> None:
        """One SIP leg towards the agent's phone has ended."""
        if leg in agent.branches:
            agent.branches.remove(leg)
        self._house.talks.unlink_sip(leg)

    def close_desk(self, phone: BrowserPhone) -> None:
        """The browser is the agent's phone no more."""
        self._house.browsers.drop(phone)
        if phone.standing:
            self._house.media.order(DeleteLeg(phone.leg))

    def _left(self, talk: Conversation, leg: str) -> None:
        """A leg is out of the talk; a group goes on without it, a bridge does not."""
        if talk.joint.peer == leg:
            talk.joint = APART
        self._house.talks.changed(talk)

    def _let_go(self, talk: Conversation, agent: AgentLeg) -> None:
        """Apart again, which ends hold and mute in the plane too; a deleted customer's leg is so already.

        By now the agent's leg may belong to another talk.
        """
        leg = agent.sound.leg
        if talk.joint.peer == leg and talk.caller.state != "gone":
            self._house.media.order(Unbridge(talk.caller.sound.leg))
        if self._house.talks.of_sound(leg) is talk:
            if agent.plays:
                self._house.media.order(StopPlaying(leg))
            self._house.talks.unlink_sound(leg)
        phone = self._house.browsers.of(agent.agent_id)
        if phone is not None and phone.left:
            self.close_desk(phone)

    def _release(self, sound: Sound) -> None:
        self._house.media.order(DeleteLeg(sound.leg))
        self._house.talks.unlink_sound(sound.leg)
