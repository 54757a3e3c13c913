"""Giving a customer to somebody else: a customer is never with nobody, and never loses the wait they had."""

from __future__ import annotations

import pytest

from core.centre import MONDAY_NOON, SECOND, TestCentre, kinds, only
from core.colleagues import Talk
from lur.core import commands as c
from lur.core import events as e
from lur.core.values import OpenSpan


def test_warm_transfer() -> None:
    """Told first, then given: the colleague has the customer, the agent wraps up."""
    talk = Talk()
    party = talk.comes("bo")
    decided = talk.do(c.HandOver, contact_id="caller", party_id=party)
    assert kinds(decided) == ["ContactHandedOver", "WrapUpStarted"]
    assert (talk.phase(), talk.has_it(), talk.presence("bo")) == ("talking", "bo", "on_contact")
    talk.end("caller")
    assert talk.presence("bo") == "wrap_up"
    talk.wait(60 * SECOND)
    assert talk.presence("bo") == "standby"


def test_blind_transfer_waits_for_the_answer() -> None:
    """The customer is the agent's until the colleague answers."""
    talk = Talk()
    party = talk.ask("bo", "transfer")
    assert (talk.phase(), talk.has_it()) == ("held", "anna")
    decided = talk.do(c.AnswerAsk, party_id=party)
    assert kinds(decided) == ["PartyCame", "ContactHandedOver", "WrapUpStarted"]
    assert talk.has_it() == "bo"


def test_the_agent_may_leave_while_it_rings() -> None:
    """The customer hears music; who answers has them."""
    talk = Talk()
    party = talk.ask("bo", "transfer")
    decided = talk.do(c.LeaveTalk, contact_id="caller")
    assert kinds(decided) == ["ContactLeftToColleague", "WrapUpStarted"]
    assert (talk.phase(), talk.has_it()) == ("transferring", None)
    talk.do(c.AnswerAsk, party_id=party)
    assert (talk.phase(), talk.has_it()) == ("talking", "bo")


@pytest.mark.parametrize("how", ["declined", "dropped", "no_answer", "asleep"])
def test_nobody_came_and_the_agent_is_gone(how: str) -> None:
    """Back to the place that the wait gives: before who came later."""
    talk = Talk()
    party = talk.ask("bo", "transfer")
    talk.do(c.LeaveTalk, contact_id="caller")
    talk.do(c.TakePause, agent_id="dag")
    talk.at += SECOND
    talk.call("later")
    if how == "no_answer":
        talk.wait(30 * SECOND)
    elif how == "asleep":
        talk.do(c.ReportHindrance, agent_id="bo", hindrance="asleep")
    elif how == "dropped":
        talk.do(c.EndParty, party_id=party, reason="dropped")
    else:
        talk.do(c.DeclineAsk, party_id=party, reason="declined")
    assert talk.waiting() == ["caller", "later"]
    assert talk.state.contacts["caller"].entered == MONDAY_NOON  # type: ignore[index]


def test_the_customer_hangs_up_while_it_rings() -> None:
    """They were served; the ring is taken back."""
    talk = Talk()
    talk.ask("bo", "transfer")
    talk.do(c.LeaveTalk, contact_id="caller")
    assert only(talk.end("caller"), e.ContactEnded).outcome == "served"
    assert talk.presence("bo") == "standby"


def test_nobody_to_leave_to() -> None:
    """An agent cannot leave a customer with nobody, with a listener, or with who waits aside."""
    talk = Talk()
    assert talk.refused(c.LeaveTalk, contact_id="caller").code == "nobody_to_leave_to"
    talk.comes("bo")
    talk.comes(None, "help")
    talk.do(c.ResumeContact, contact_id="caller")
    assert talk.refused(c.LeaveTalk, contact_id="caller").code == "nobody_to_leave_to"
    talk.end("caller")
    assert talk.refused(c.LeaveTalk, contact_id="caller").code == "contact_already_ended"


def test_a_conference_goes_on_without_the_agent() -> None:
    """Introduced to all; the agent leaves, or hangs up: the colleague has the customer."""
    for leaves in (c.LeaveTalk, c.EndContact):
        talk = Talk()
        party = talk.comes("bo")
        decided = talk.do(c.ChangePart, party_id=party, part="joined")
        assert kinds(decided) == ["PartyChanged", "ContactResumed"]
        by = {"ended_by": "agent"} if leaves is c.EndContact else {}
        talk.do(leaves, contact_id="caller", **by)
        assert (talk.phase(), talk.has_it(), talk.parties()) == ("talking", "bo", [])


def test_hanging_up_in_a_consult_gives_the_customer_to_the_colleague() -> None:
    """As phones do everywhere. From the customer's side of it, hanging up ends the call."""
    talk = Talk()
    talk.comes("bo")
    talk.end("caller", "agent")
    assert (talk.phase(), talk.has_it()) == ("talking", "bo")
    other = Talk()
    other.comes("bo")
    other.do(c.ResumeContact, contact_id="caller")
    assert only(other.end("caller", "agent"), e.ContactEnded).outcome == "served"
    assert other.presence("bo") == "standby"


def test_a_late_word_of_who_hung_up_ends_nothing_of_who_came_after() -> None:
    """Anna's phone hung up, or failed, just when Bo was given the customer, and the word of it comes
    after."""
    talk = Talk()
    talk.do(c.HandOver, contact_id="caller", party_id=talk.comes("bo"))
    late = talk.do(c.EndContact, contact_id="caller", ended_by="agent", agent_id="anna")
    assert (late, talk.phase(), talk.has_it()) == ((), "talking", "bo")
    lost = {"contact_id": "caller", "reason": "agent_line_lost"}
    assert talk.do(c.ReturnContact, **lost, agent_id="anna") == ()
    talk.do(c.ReturnContact, **lost, agent_id="bo")
    assert talk.do(c.EndContact, contact_id="caller", ended_by="agent", agent_id="bo") == ()
    assert talk.phase() == "offered", "back at the place, where somebody else is ready"


def test_the_customer_leaves_a_conference() -> None:
    """All are free again."""
    talk = Talk()
    party = talk.comes("bo")
    talk.do(c.ChangePart, party_id=party, part="joined")
    talk.comes("dag")
    talk.end("caller")
    assert [talk.presence(each) for each in ("anna", "bo", "dag")] == ["wrap_up", "standby", "ready"]


def test_the_agents_line_fails_in_a_conference() -> None:
    """The customer goes on with the colleague; the agent is paused, not blamed."""
    talk = Talk()
    party = talk.comes("bo")
    talk.do(c.ChangePart, party_id=party, part="joined")
    talk.do(c.ReturnContact, contact_id="caller", reason="agent_line_lost")
    assert (talk.has_it(), talk.presence("anna")) == ("bo", "pause")


def test_the_agents_line_fails_in_a_consult() -> None:
    """The colleague has not spoken with the customer, who is back at their place."""
    talk = Talk()
    talk.comes("bo")
    talk.do(c.TakePause, agent_id="dag")
    decided = talk.do(c.ReturnContact, contact_id="caller", reason="agent_line_lost")
    assert kinds(decided) == ["PartyWent", "AgentStoodBy", "ContactReturned", "AgentPaused"]
    assert talk.waiting() == ["caller"]


def test_only_who_is_there_is_given_the_customer() -> None:
    """Not somebody who is only asked, nor a stranger to the talk."""
    talk = Talk()
    party = talk.ask("bo")
    assert talk.refused(c.HandOver, contact_id="caller", party_id=party).code == "ask_not_answered"
    assert talk.refused(c.ChangePart, party_id=party, part="joined").code == "ask_not_answered"
    assert talk.refused(c.HandOver, contact_id="caller", party_id="nobody").code == "ask_is_over"
    assert talk.refused(c.ChangePart, party_id="nobody", part="joined").code == "ask_is_over"
    talk.end("caller")
    over = talk.refused(c.HandOver, contact_id="caller", party_id=party)
    assert over.code == "contact_already_ended"


# --- taking over -------------------------------------------------------------------------------------------


def test_two_take_over_at_once() -> None:
    """One does, the other is told that somebody has."""
    talk = Talk()
    helper, supervisor = talk.comes(None, "help"), "bo"
    talk.do(c.JoinTalk, contact_id="caller", agent_id=supervisor)
    second = talk.parties()[1].party_id
    talk.do(c.TakeOver, party_id=helper, from_agent_id="anna")
    refused = talk.refused(c.TakeOver, party_id=second, from_agent_id="anna")
    assert (refused.code, refused.detail) == ("already_taken_over", "cilla")
    assert talk.has_it() == "cilla"


def test_a_learner_listens_on() -> None:
    """The mentor takes over, the learner hears how it is done, and is free when it ends."""
    talk = Talk()
    party = talk.comes(None, "help")
    decided = talk.do(c.TakeOver, party_id=party, from_agent_id="anna", stays=True)
    assert kinds(decided) == ["ContactHandedOver", "PartyCame"]
    assert (talk.presence("anna"), talk.parties()[0].part) == ("assisting", "listen")
    talk.end("caller")
    assert talk.presence("anna") == "ready"


def test_who_is_not_there_takes_nothing_over() -> None:
    """Asked only, an outside number, or gone."""
    talk = Talk()
    asked = talk.ask("bo")
    assert talk.refused(c.TakeOver, party_id=asked, from_agent_id="anna").code == "ask_not_answered"
    talk.do(c.EndParty, party_id=asked, reason="dropped")
    assert talk.refused(c.TakeOver, party_id=asked, from_agent_id="anna").code == "ask_is_over"
    number = talk.outside()
    assert talk.refused(c.TakeOver, party_id=number, from_agent_id="anna").code == "ask_not_answered"


# --- outside -----------------------------------------------------------------------------------------------


def test_a_customer_is_left_with_an_outside_number() -> None:
    """From aside to the customer, and nobody of ours is on the line; it ends when they hang up."""
    talk = Talk()
    party = talk.outside()
    talk.comes(None, "help")
    decided = talk.do(c.HandOver, contact_id="caller", party_id=party)
    assert kinds(decided) == [
        "PartyChanged",
        "PartyWent",
        "AgentStoodBy",
        "ContactLeftOutside",
        "WrapUpStarted",
    ]
    assert talk.phase() == "outside"
    ended = only(talk.do(c.EndParty, party_id=party, reason="left"), e.ContactEnded)
    assert (ended.outcome, ended.cause) == ("served", "outside_hung_up")


def test_a_customer_hangs_up_on_an_outside_number() -> None:
    """Served."""
    talk = Talk()
    party = talk.outside()
    talk.do(c.ChangePart, party_id=party, part="joined")
    talk.do(c.LeaveTalk, contact_id="caller")
    assert talk.refused(c.ChangePart, party_id=party, part="aside").code == "part_forbidden"
    assert only(talk.end("caller"), e.ContactEnded).outcome == "served"


def test_an_outside_line_that_fails_ends_nothing() -> None:
    """The customer is still there, and nobody has hung up: back to the place that the wait gives, in front of
    who came later."""
    talk = Talk()
    party = talk.outside()
    talk.do(c.HandOver, contact_id="caller", party_id=party)
    talk.do(c.TakePause, agent_id="dag")
    talk.at += SECOND
    talk.call("later")
    decided = talk.do(c.EndParty, party_id=party, reason="lost")
    assert kinds(decided) == ["PartyWent", "ContactMoved"]
    assert talk.waiting() == ["caller", "later"]
    assert talk.state.contacts["caller"].entered == MONDAY_NOON  # type: ignore[index]
    assert only(talk.end("caller"), e.ContactEnded).outcome == "abandoned"


def test_a_blind_transfer_outside() -> None:
    """With the agent waiting, or gone already."""
    for leaves in (False, True):
        talk = Talk()
        party = talk.ask(None, "transfer", party_id="out-1")
        if leaves:
            talk.do(c.LeaveTalk, contact_id="caller")
            refused = talk.refused(c.MoveContact, contact_id="caller", queue_id="billing")
            assert refused.code == "contact_not_waiting"
        talk.do(c.AnswerAsk, party_id=party)
        assert (talk.phase(), talk.presence("anna")) == ("outside", "wrap_up")


def test_an_outside_number_goes_while_the_agent_is_there() -> None:
    """Nothing ends."""
    talk = Talk()
    party = talk.outside()
    talk.do(c.EndParty, party_id=party, reason="left")
    assert (talk.phase(), talk.has_it()) == ("held", "anna")


# --- queues and rings --------------------------------------------------------------------------------------


def test_to_a_queue_with_the_wait_that_was() -> None:
    """Whoever was in the talk is let go of."""
    talk = Talk()
    talk.comes("bo")
    talk.do(c.MoveContact, contact_id="caller", queue_id="billing")
    assert (talk.waiting("billing"), talk.presence("bo")) == (["caller"], "standby")
    assert talk.state.contacts["caller"].entered == MONDAY_NOON  # type: ignore[index]


def test_not_to_a_closed_queue() -> None:
    """A customer who has been answered is not sent to a shut door."""
    talk = Talk()
    talk.queue("nights", opening_hours=(OpenSpan(0, 0, 60),))
    assert talk.refused(c.MoveContact, contact_id="caller", queue_id="nights").code == "queue_closed"
    assert talk.has_it() == "anna"


def test_no_customer_is_sent_round_in_a_ring() -> None:
    """To billing, back, and not to billing again."""
    centre = TestCentre()
    centre.queue()
    centre.queue("billing")
    for name in ("anna", "bo", "cilla", "dag"):
        centre.agent(name)
    centre.call("caller")
    centre.accept("caller")
    centre.do(c.MoveContact, contact_id="caller", queue_id="billing")
    centre.accept("caller")
    centre.do(c.MoveContact, contact_id="caller", queue_id="support")
    centre.accept("caller")
    refused = centre.refused(c.MoveContact, contact_id="caller", queue_id="billing")
    assert refused.code == "moves_in_a_loop"


def test_no_customer_goes_between_two_agents_for_ever() -> None:
    """From anna to bo, back, and not to bo again; bo may still be asked, and may take over: what somebody
    does by their own will is no loop."""
    talk = Talk()
    talk.do(c.AnswerAsk, party_id=talk.ask("bo", "transfer"))
    talk.do(c.StandBy, agent_id="anna")
    talk.do(c.AnswerAsk, party_id=talk.ask("anna", "transfer"))
    talk.do(c.StandBy, agent_id="bo")
    refused = talk.refused(c.AskParty, contact_id="caller", purpose="transfer", agent_id="bo")
    assert refused.code == "moves_in_a_loop"
    party = talk.comes("bo")
    assert talk.refused(c.HandOver, contact_id="caller", party_id=party).code == "moves_in_a_loop"
    talk.do(c.TakeOver, party_id=party, from_agent_id="anna")
    assert (talk.phase(), talk.has_it()) == ("talking", "bo")


# --- hold --------------------------------------------------------------------------------------------------


def test_hold_is_remembered_for_the_agent() -> None:
    """Each minute; from the third on it is too long. Who comes back is asked no more."""
    talk = Talk(hold_remind_ms=60 * SECOND, hold_limit_ms=120 * SECOND)
    talk.do(c.HoldContact, contact_id="caller")
    reminded = [event for event in talk.wait(150 * SECOND) if isinstance(event, e.HoldReminded)]
    assert [event.over_limit for event in reminded] == [False, True]
    contact = talk.state.contacts["caller"]  # type: ignore[index]
    assert contact.hold_over
    assert contact.hold_reminded
    assert contact.phase_since == contact.hold_since
    talk.do(c.ResumeContact, contact_id="caller")
    assert "HoldReminded" not in kinds(talk.wait(150 * SECOND))
    assert not contact.hold_over
    assert not contact.hold_reminded


def test_hold_without_reminders() -> None:
    """A queue may do without."""
    talk = Talk(hold_remind_ms=0)
    talk.do(c.HoldContact, contact_id="caller")
    assert "HoldReminded" not in kinds(talk.wait(600 * SECOND))
