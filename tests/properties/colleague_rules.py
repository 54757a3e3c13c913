"""Odd orders of hold, consult, transfer, conference, help, take-over, failure and hang-up."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from core.centre import SECOND
from lur.core import commands as c
from properties.machine import AGENTS, QUEUES, Machine

PURPOSES = st.sampled_from(("consult", "consult", "transfer", "transfer", "help"))
PARTS = st.sampled_from(("aside", "listen", "whisper", "joined"))
REASONS = st.sampled_from(("declined", "no_answer", "unreachable", "left", "lost", "dropped"))
WHO = st.sampled_from((*AGENTS, None))
"""None: an outside number; or, for help, whoever stands by."""
IN_TALK = ("talking", "held", "dialling", "transferring", "outside")


def somebody_talks(machine: Machine) -> bool:
    """Whether a customer is with somebody."""
    return bool(machine.talks(*IN_TALK))


def somebody_asks(machine: Machine) -> bool:
    """Whether a colleague's phone, or an outside number, rings."""
    return bool(machine.parties(there=False))


def a_colleague_is_asked_or_there(machine: Machine) -> bool:
    """Whether somebody of ours is with a colleague, or is called by one."""
    return any(party.agent_id for _, party in machine.parties())


def somebody_is_there(machine: Machine) -> bool:
    """Whether a talk has others than its agent in it, or asked."""
    return bool(machine.parties())


def a_colleague_is_there(machine: Machine) -> bool:
    """Whether somebody could take over."""
    return any(party.agent_id for _, party in machine.parties(there=True))


class ColleagueRules(Machine):
    """Agents who work together."""

    @rule(agent=st.sampled_from(AGENTS), helps=st.booleans())
    def stand_by(self, agent: str, helps: bool) -> None:
        """Somebody is here for colleagues."""
        self.attempt(c.StandBy, agent_id=agent, helps=helps)

    @rule()
    def all_talk_and_others_stand_by(self) -> None:
        """A call for everybody who is ready, answered; the others are there for them."""
        for agent in AGENTS:
            self.attempt(c.ReportHindrance, agent_id=agent, hindrance=None)
        for agent in AGENTS[:3]:
            self.attempt(c.FinishWrapUp, agent_id=agent)
            self.attempt(c.BecomeReady, agent_id=agent)
        for agent in AGENTS[3:]:
            self.attempt(c.StandBy, agent_id=agent, helps=agent == "finn")
        for _ in range(2):
            self.calls += 1
            self.centre.call(f"c{self.calls:04}", "phone")
        for offer_id in sorted(self.centre.state.offers):
            self.attempt(c.AcceptOffer, offer_id=offer_id)

    @precondition(somebody_talks)
    @rule(data=st.data(), purpose=PURPOSES, who=WHO)
    def ask(self, data: st.DataObject, purpose: str, who: str | None) -> None:
        """Somebody is asked into a talk, whoever and wherever they are."""
        contact = data.draw(st.sampled_from(self.talks(*IN_TALK)))
        fields: dict[str, Any] = {"contact_id": contact.contact_id, "purpose": purpose, "agent_id": who}
        if who is None and purpose != "help":
            self.calls += 1
            fields["party_id"] = f"outside-{self.calls}"
        self.attempt(c.AskParty, **fields)

    @precondition(somebody_talks)
    @rule(data=st.data(), purpose=PURPOSES, leaves=st.booleans())
    def ask_who_is_free(self, data: st.DataObject, purpose: str, leaves: bool) -> None:
        """Somebody is asked who can come; and the agent leaves perhaps before they have."""
        state = self.centre.state
        talks = [each for each in self.talks("talking", "held") if each.channel == "voice"]
        free = [name for name in AGENTS if state.agents[name].presence in ("ready", "standby")]  # type: ignore[index]
        if talks and free:
            contact, agent = data.draw(st.sampled_from(talks)), data.draw(st.sampled_from(free))
            self.attempt(c.AskParty, contact_id=contact.contact_id, purpose=purpose, agent_id=agent)
            if leaves:
                self.attempt(c.LeaveTalk, contact_id=contact.contact_id)

    @precondition(somebody_asks)
    @rule(data=st.data(), comes=st.sampled_from((True, True, False)), reason=REASONS)
    def answer_an_ask(self, data: st.DataObject, comes: bool, reason: str) -> None:
        """They come, or do not."""
        _, party = data.draw(st.sampled_from(self.parties(there=False)))
        if comes:
            self.attempt(c.AnswerAsk, party_id=party.party_id)
        else:
            self.attempt(c.DeclineAsk, party_id=party.party_id, reason=reason)

    @precondition(somebody_is_there)
    @rule(data=st.data(), reason=REASONS)
    def a_party_goes(self, data: st.DataObject, reason: str) -> None:
        """Let go, hung up, or cut off; asked or there."""
        _, party = data.draw(st.sampled_from(self.parties()))
        self.attempt(c.EndParty, party_id=party.party_id, reason=reason)

    @precondition(somebody_is_there)
    @rule(data=st.data(), part=PARTS)
    def who_hears_whom(self, data: st.DataObject, part: str) -> None:
        """Listening, whispering, joined or aside."""
        _, party = data.draw(st.sampled_from(self.parties()))
        self.attempt(c.ChangePart, party_id=party.party_id, part=part)

    @precondition(somebody_is_there)
    @rule(data=st.data())
    def hand_over(self, data: st.DataObject) -> None:
        """The customer goes to who is in the talk, or was only asked into it."""
        contact, party = data.draw(st.sampled_from(self.parties()))
        self.attempt(c.HandOver, contact_id=contact.contact_id, party_id=party.party_id)

    @precondition(a_colleague_is_there)
    @rule(data=st.data(), stays=st.booleans(), other_stays=st.booleans())
    def two_take_over(self, data: st.DataObject, stays: bool, other_stays: bool) -> None:
        """Both have seen the same agent have it: the first does, the second is told."""
        contacts = [contact for contact, party in self.parties(there=True) if party.agent_id]
        contact = data.draw(st.sampled_from(contacts))
        there = [party for party in contact.parties if party.is_there and party.agent_id]
        first = data.draw(st.sampled_from(there))
        second = data.draw(st.sampled_from([each for each in there if each is not first] or there))
        had = contact.agent_id
        said = self.attempt(c.TakeOver, party_id=first.party_id, from_agent_id=had, stays=stays)
        assert said is None
        assert contact.agent_id == first.agent_id
        again = self.attempt(c.TakeOver, party_id=second.party_id, from_agent_id=had, stays=other_stays)
        assert again is not None, "the second has not seen that it is taken"
        assert contact.agent_id == first.agent_id

    @precondition(somebody_talks)
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        """The agent goes, to whomever there is."""
        self.attempt(c.LeaveTalk, contact_id=data.draw(st.sampled_from(self.talks(*IN_TALK))).contact_id)

    @precondition(somebody_talks)
    @rule(data=st.data(), agent=st.sampled_from(AGENTS), part=PARTS)
    def join(self, data: st.DataObject, agent: str, part: str) -> None:
        """Somebody comes unasked."""
        name = data.draw(st.sampled_from(self.talks(*IN_TALK))).contact_id
        self.attempt(c.JoinTalk, contact_id=name, agent_id=agent, part=part)

    @precondition(somebody_talks)
    @rule(data=st.data(), part=PARTS)
    def all_who_are_free_join(self, data: st.DataObject, part: str) -> None:
        """One talk, and everybody in it."""
        name = data.draw(st.sampled_from(self.talks(*IN_TALK))).contact_id
        for agent in AGENTS:
            self.attempt(c.JoinTalk, contact_id=name, agent_id=agent, part=part)

    @rule(mentor=st.sampled_from(AGENTS), learner=st.sampled_from(AGENTS), sits=st.integers(0, 3))
    def mentor(self, mentor: str, learner: str, sits: int) -> None:
        """Somebody sits with a learner, or gets up."""
        if sits:
            self.attempt(c.SitIn, agent_id=mentor, learner_id=learner)
        else:
            self.attempt(c.GetUp, agent_id=mentor)

    @rule(agent=st.sampled_from(AGENTS), queue=st.sampled_from(QUEUES))
    def call_out(self, agent: str, queue: str) -> None:
        """An agent calls somebody."""
        self.calls += 1
        self.attempt(c.CallOut, contact_id=f"c{self.calls:04}", agent_id=agent, queue_id=queue)

    @precondition(lambda machine: machine.talks("dialling"))
    @rule(data=st.data(), miss=st.sampled_from((None, None, "busy", "no_answer", "refused")))
    def customer_is_called(self, data: st.DataObject, miss: str | None) -> None:
        """By an agent, or because they asked for it; and answers, or not."""
        contact = data.draw(st.sampled_from(self.talks("dialling")))
        assert contact.callback is not None
        attempt = contact.callback.attempts
        self.attempt(c.ReportAttempt, contact_id=contact.contact_id, attempt=attempt, miss=miss)

    @precondition(somebody_talks)
    @rule(data=st.data(), what=st.integers(0, 7), queue=st.sampled_from(QUEUES))
    def talk(self, data: st.DataObject, what: int, queue: str) -> None:
        """Hold, back again, hang-up of either side, a lost line, another queue: in a talk."""
        name = data.draw(st.sampled_from(self.talks(*IN_TALK))).contact_id
        match what:
            case 0 | 1:
                self.attempt(c.HoldContact, contact_id=name)
            case 2 | 3:
                self.attempt(c.ResumeContact, contact_id=name)
            case 4:
                self.attempt(c.EndContact, contact_id=name, ended_by="agent")
            case 5:
                self.attempt(c.ReturnContact, contact_id=name, reason="agent_line_lost")
            case 6:
                self.attempt(c.MoveContact, contact_id=name, queue_id=queue)
            case _:
                self.attempt(c.EndContact, contact_id=name, ended_by="customer")

    @precondition(a_colleague_is_asked_or_there)
    @rule(data=st.data(), what=st.integers(0, 4))
    def who_is_with_a_colleague(self, data: st.DataObject, what: int) -> None:
        """Pauses, signs out, stands by or loses the desk: while a colleague's ask rings, or in the talk."""
        agents = [party.agent_id for _, party in self.parties() if party.agent_id is not None]
        agent = data.draw(st.sampled_from(agents))
        match what:
            case 0:
                self.attempt(c.TakePause, agent_id=agent)
            case 1:
                self.attempt(c.SignOut, agent_id=agent)
            case 2:
                self.attempt(c.ReportHindrance, agent_id=agent, hindrance="no_audio_path")
            case 3:
                self.attempt(c.StandBy, agent_id=agent)
            case _:
                self.attempt(c.BecomeReady, agent_id=agent)

    @rule(ms=st.sampled_from((19 * SECOND, 20 * SECOND, 45 * SECOND, 60 * SECOND, 180 * SECOND)))
    def nobody_does_anything(self, ms: int) -> None:
        """Until an ask has rung out, or the agent is reminded of who is on hold."""
        self.centre.wait(ms)

    @rule(agent=st.sampled_from(AGENTS))
    def another_of_the_name(self, agent: str) -> None:
        """An agent who is signed out is removed, and comes anew."""
        if self.attempt(c.RemoveAgent, agent_id=agent) is None:
            self.centre.agent(agent, "tech", ready=False)
