"""Asking somebody into a talk: who can be asked, what the customer hears meanwhile, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest

from core.centre import SECOND, kinds, only
from core.colleagues import Talk
from lur.core import commands as c
from lur.core import events as e


def test_a_consult_holds_the_customer_and_rings() -> None:
    """One key: the customer hears music, the colleague's phone rings."""
    talk = Talk()
    decided = talk.do(c.AskParty, contact_id="caller", purpose="consult", agent_id="bo")
    assert kinds(decided) == ["ContactHeld", "PartyAsked"]
    assert (talk.phase(), talk.presence("bo"), talk.presence("anna")) == ("held", "asked", "on_contact")
    talk.do(c.AnswerAsk, party_id=talk.parties()[0].party_id)
    assert (talk.presence("bo"), talk.parties()[0].part) == ("assisting", "aside")


def test_answering_twice_is_once() -> None:
    """The phone and the page may both say it."""
    talk = Talk()
    party = talk.comes("bo")
    assert talk.do(c.AnswerAsk, party_id=party) == ()


def test_a_ready_colleague_is_offered_nothing_meanwhile() -> None:
    """Who is asked, or in a colleague's talk, is not rung for a contact; afterwards the next is offered."""
    talk = Talk()
    party = talk.comes("dag")
    talk.call("next")
    assert talk.waiting() == ["next"]
    decided = talk.do(c.EndParty, party_id=party, reason="left")
    assert kinds(decided) == ["PartyWent", "AgentBecameReady", "OfferMade"]


@pytest.mark.parametrize(
    ("whom", "code"),
    [("anna", "same_agent"), ("nobody", "unknown_agent"), ("eva", "agent_not_available")],
)
def test_who_cannot_be_asked(whom: str, code: str) -> None:
    """Oneself, a stranger, somebody signed out: refused, and the customer is not put on hold for it."""
    talk = Talk()
    talk.agent("eva", ready=False)
    refused = talk.refused(c.AskParty, contact_id="caller", purpose="transfer", agent_id=whom)
    assert refused.code == code
    assert talk.phase() == "talking"


def test_nobody_is_torn_out_of_a_talk_a_pause_or_a_wrap_up() -> None:
    """Only who is ready or stands by is asked, and a desk that cannot be called is not."""
    talk = Talk()
    talk.do(c.TakePause, agent_id="dag")
    refused = talk.refused(c.AskParty, contact_id="caller", purpose="consult", agent_id="dag")
    assert (refused.code, refused.detail) == ("agent_not_available", "pause")
    talk.do(c.ReportHindrance, agent_id="bo", hindrance="asleep")
    refused = talk.refused(c.AskParty, contact_id="caller", purpose="consult", agent_id="bo")
    assert refused.detail == "asleep"


def test_one_wish_rings_at_a_time() -> None:
    """Two phones do not ring for one question; help may be called beside it; nobody is in twice."""
    talk = Talk()
    talk.ask("bo")
    again = talk.refused(c.AskParty, contact_id="caller", purpose="transfer", agent_id="dag")
    assert again.code == "already_asking"
    talk.ask(None, "help")
    twice = talk.refused(c.AskParty, contact_id="caller", purpose="help", agent_id="dag")
    assert twice.code == "already_asking"
    talk.do(c.AnswerAsk, party_id=talk.parties()[0].party_id)
    here = talk.refused(c.AskParty, contact_id="caller", purpose="consult", agent_id="bo")
    assert here.code == "already_in_talk"


def test_a_talk_does_not_grow_without_end() -> None:
    """Four beside the agent at most, whoever wants in."""
    talk = Talk()
    for number in range(4):
        talk.agent(f"extra-{number}", ready=False)
        talk.do(c.StandBy, agent_id=f"extra-{number}")
        talk.do(c.JoinTalk, contact_id="caller", agent_id=f"extra-{number}")
    full = talk.refused(c.AskParty, contact_id="caller", purpose="consult", agent_id="bo")
    assert full.code == "too_many_in_talk"
    assert talk.refused(c.JoinTalk, contact_id="caller", agent_id="bo").code == "too_many_in_talk"


def test_a_written_contact_has_no_phone_to_ask_with() -> None:
    """Colleagues are asked about a mail in other ways."""
    talk = Talk()
    talk.queue("mail", channel="mail")
    talk.do(c.BecomeReady, agent_id="bo")
    talk.call("letter", "mail")
    talk.accept("letter")
    asked = talk.refused(c.AskParty, contact_id="letter", purpose="help", agent_id="cilla")
    assert (asked.code, asked.detail) == ("wrong_channel", "mail")
    assert talk.refused(c.JoinTalk, contact_id="letter", agent_id="cilla").code == "wrong_channel"


def test_only_a_talk_can_be_asked_into() -> None:
    """Not one that waits, and not one that is over."""
    talk = Talk()
    talk.end("caller")
    over = talk.refused(c.AskParty, contact_id="caller", purpose="consult", agent_id="bo")
    assert over.code == "contact_already_ended"
    assert talk.refused(c.JoinTalk, contact_id="caller", agent_id="bo").code == "contact_already_ended"
    join = talk.refused(c.AskParty, contact_id="caller", purpose="join", agent_id="bo")
    assert join.code == "contact_already_ended"


def test_nobody_is_asked_to_join_or_to_mentor() -> None:
    """Those come by themselves."""
    talk = Talk()
    refused = talk.refused(c.AskParty, contact_id="caller", purpose="join", agent_id="bo")
    assert refused.code == "part_forbidden"


def test_an_outside_number_needs_its_name_in_the_vault() -> None:
    """Its id is the shell's, so that the number is there before it is called; the same id is not taken
    twice."""
    talk = Talk()
    nameless = talk.refused(c.AskParty, contact_id="caller", purpose="consult")
    assert nameless.code == "bad_settings"
    party = talk.outside()
    assert [each.agent_id for each in talk.parties()] == [None]
    taken = talk.refused(c.AskParty, contact_id="caller", purpose="consult", party_id=party)
    assert taken.code == "bad_settings"


@pytest.mark.parametrize(
    ("whom", "reason", "presence"),
    [
        ("bo", "declined", "standby"),
        ("bo", "no_answer", "standby"),
        ("dag", "declined", "ready"),
        ("dag", "no_answer", "pause"),
    ],
)
def test_a_colleague_does_not_come(whom: str, reason: Any, presence: str) -> None:
    """The customer is still held by the agent. A no is fine; a phone that nobody answers must not ring for
    the next caller either, unless its owner only stands by."""
    talk = Talk()
    party = talk.ask(whom)
    talk.do(c.DeclineAsk, party_id=party, reason=reason)
    assert (talk.phase(), talk.has_it(), talk.presence(whom)) == ("held", "anna", presence)
    assert talk.refused(c.AnswerAsk, party_id=party).code == "ask_is_over"
    assert talk.refused(c.DeclineAsk, party_id=party, reason="declined").code == "ask_is_over"


def test_nobody_answers_in_time() -> None:
    """The ring ends by itself."""
    talk = Talk(ring_timeout_ms=20 * SECOND)
    talk.ask("bo")
    went = only(talk.wait(20 * SECOND), e.PartyWent)
    assert (went.reason, talk.presence("bo")) == ("no_answer", "standby")


def test_a_consult_that_is_answered_when_the_customer_has_hung_up() -> None:
    """The ring is taken back, and an answer that crossed it is told so."""
    talk = Talk()
    party = talk.ask("bo")
    decided = talk.end("caller")
    assert kinds(decided) == ["PartyWent", "AgentStoodBy", "ContactEnded", "WrapUpStarted"]
    assert only(decided, e.PartyWent).reason == "withdrawn"
    assert talk.refused(c.AnswerAsk, party_id=party).code == "ask_is_over"


def test_the_agent_takes_the_wish_back() -> None:
    """What rings is let go of, without blame."""
    talk = Talk()
    party = talk.ask("dag", "transfer")
    talk.do(c.EndParty, party_id=party, reason="dropped")
    assert (talk.presence("dag"), talk.has_it()) == ("ready", "anna")
    assert talk.refused(c.EndParty, party_id=party, reason="dropped").code == "ask_is_over"


# --- help --------------------------------------------------------------------------------------------------


def test_help_is_called_without_the_customer_knowing() -> None:
    """No hold; the helper comes in as a listener."""
    talk = Talk()
    party = talk.comes(None, "help")
    assert (talk.phase(), talk.presence("cilla"), talk.parties()[0].part) == (
        "talking",
        "assisting",
        "listen",
    )
    talk.do(c.ChangePart, party_id=party, part="whisper")
    talk.do(c.ChangePart, party_id=party, part="joined")
    assert talk.do(c.ChangePart, party_id=party, part="joined") == ()
    assert talk.refused(c.ChangePart, party_id=party, part="aside").code == "part_forbidden"


def test_help_goes_on_to_the_next_until_nobody_is_left() -> None:
    """The longest standing by first; each is asked once."""
    talk = Talk()
    talk.at += SECOND
    talk.agent("eva", ready=False)
    talk.do(c.StandBy, agent_id="eva", helps=True)
    party = talk.ask(None, "help")
    decided = talk.do(c.DeclineAsk, party_id=party, reason="declined")
    asked = only(decided, e.PartyAsked)
    assert (asked.agent_id, asked.passed) == ("eva", ("cilla",))
    assert "PartyAsked" not in kinds(talk.wait(60 * SECOND))
    assert talk.parties() == []


def test_help_that_is_taken_back_goes_to_nobody_else() -> None:
    """The agent managed."""
    talk = Talk()
    talk.agent("eva", ready=False)
    talk.do(c.StandBy, agent_id="eva", helps=True)
    party = talk.ask(None, "help")
    assert kinds(talk.do(c.EndParty, party_id=party, reason="dropped")) == ["PartyWent", "AgentStoodBy"]


@pytest.mark.parametrize("leaves", ["pause", "sign_out", "asleep"])
def test_a_helper_who_goes_away_is_followed_by_the_next(leaves: str) -> None:
    """A pause, a sign-out, a desk that fell asleep: help is passed on."""
    talk = Talk()
    talk.agent("eva", ready=False)
    talk.do(c.StandBy, agent_id="eva", helps=True)
    talk.ask("cilla", "help")
    commands: dict[str, Any] = {
        "pause": (c.TakePause, {}),
        "sign_out": (c.SignOut, {}),
        "asleep": (c.ReportHindrance, {"hindrance": "asleep"}),
    }
    kind, fields = commands[leaves]
    decided = talk.do(kind, agent_id="cilla", **fields)
    assert only(decided, e.PartyAsked).agent_id == "eva"


def test_two_who_need_help_at_once_do_not_get_the_same_helper() -> None:
    """Both rings end in the same instant; the last helper is asked by one of them."""
    talk = Talk()
    talk.queue("two")
    talk.call("other")
    talk.accept("other")
    for name in ("eva", "finn"):
        talk.agent(name, ready=False)
        talk.do(c.StandBy, agent_id=name, helps=True)
    talk.ask("cilla", "help")
    talk.do(c.AskParty, contact_id="other", purpose="help", agent_id="eva")
    decided = talk.wait(20 * SECOND)
    asked = [event for event in decided if isinstance(event, e.PartyAsked)]
    assert len({event.agent_id for event in asked}) == len(asked)
    assert len({event.party_id for event in asked}) == len(asked)


def test_nobody_stands_by_to_help() -> None:
    """Said at once, so that the agent can do something else."""
    talk = Talk()
    talk.do(c.BecomeReady, agent_id="cilla")
    assert talk.refused(c.AskParty, contact_id="caller", purpose="help").code == "nobody_to_help"


def test_an_outside_number_may_help_nobody_else_when_it_fails() -> None:
    """A number that does not answer is not followed by another."""
    talk = Talk()
    party = talk.ask(None, party_id="out-1")
    assert kinds(talk.do(c.DeclineAsk, party_id=party, reason="busy")) == ["PartyWent"]


# --- joining -----------------------------------------------------------------------------------------------


def test_a_supervisor_comes_in_and_everybody_can_see_it() -> None:
    """At once, heard by nobody, listed among the parties."""
    talk = Talk()
    came = only(talk.do(c.JoinTalk, contact_id="caller", agent_id="bo"), e.PartyCame)
    assert (came.purpose, came.part, talk.parties()[0].agent_id) == ("join", "listen", "bo")
    assert talk.refused(c.JoinTalk, contact_id="caller", agent_id="bo").code == "already_in_talk"
    assert (
        talk.refused(c.JoinTalk, contact_id="caller", agent_id="dag", part="aside").code == "part_forbidden"
    )


# --- standing by -------------------------------------------------------------------------------------------


def test_standing_by_is_offered_no_contacts() -> None:
    """Here for colleagues only; ready again by one key."""
    talk = Talk()
    talk.do(c.StandBy, agent_id="dag")
    talk.call("next")
    assert talk.waiting() == ["next"]
    assert talk.do(c.StandBy, agent_id="dag") == ()
    assert only(talk.do(c.StandBy, agent_id="dag", helps=True), e.AgentStoodBy).helps
    assert "OfferMade" in kinds(talk.do(c.BecomeReady, agent_id="dag"))


def test_who_is_bound_cannot_stand_by() -> None:
    """A talk is finished first."""
    talk = Talk()
    assert talk.refused(c.StandBy, agent_id="anna").detail == "on_contact"
    assert talk.refused(c.StandBy, agent_id="nobody").code == "unknown_agent"


def test_standing_by_ends_a_wrap_up() -> None:
    """As ready does."""
    talk = Talk()
    talk.end("caller")
    decided = talk.do(c.StandBy, agent_id="anna")
    assert kinds(decided) == ["WrapUpFinished", "AgentStoodBy"]


def test_a_pause_that_was_asked_for_in_a_colleagues_talk_comes_after_it() -> None:
    """As it does after a contact; a sign-out too; and both can be taken back."""
    talk = Talk()
    party = talk.comes("bo")
    assert kinds(talk.do(c.TakePause, agent_id="bo")) == ["PauseRequested"]
    assert kinds(talk.do(c.BecomeReady, agent_id="bo")) == ["RequestWithdrawn"]
    talk.do(c.TakePause, agent_id="bo", reason="lunch")
    assert kinds(talk.do(c.EndParty, party_id=party, reason="left")) == ["PartyWent", "AgentPaused"]
    party = talk.comes("dag")
    talk.do(c.SignOut, agent_id="dag")
    assert kinds(talk.do(c.EndParty, party_id=party, reason="lost")) == ["PartyWent", "AgentSignedOut"]


def test_a_desk_that_is_well_again_while_it_is_asked() -> None:
    """Nothing changes."""
    talk = Talk()
    talk.ask("bo")
    assert talk.do(c.ReportHindrance, agent_id="bo", hindrance=None) == ()


def test_a_desk_that_fails_while_it_is_asked() -> None:
    """Who was ready becomes unreachable, who stood by stands by, and nobody is blamed."""
    talk = Talk()
    talk.ask("dag")
    talk.do(c.ReportHindrance, agent_id="dag", hindrance="desk_gone")
    assert talk.presence("dag") == "unreachable"
    talk.ask("bo")
    talk.do(c.ReportHindrance, agent_id="bo", hindrance="desk_gone")
    assert talk.presence("bo") == "standby"


@pytest.mark.parametrize("part", ["listen", "whisper"])
def test_who_listens_is_given_no_customer(part: str) -> None:
    """They came to hear, and have not said yes to a customer; they take over, or join and are given it."""
    talk = Talk()
    party = talk.comes(None, "help")
    talk.do(c.ChangePart, party_id=party, part=part)
    refused = talk.refused(c.HandOver, contact_id="caller", party_id=party)
    assert (refused.code, refused.detail) == ("only_listens", part)
    talk.do(c.ChangePart, party_id=party, part="joined")
    talk.do(c.HandOver, contact_id="caller", party_id=party)
    assert talk.has_it() == "cilla"
