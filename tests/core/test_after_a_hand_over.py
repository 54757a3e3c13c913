"""What an agent had begun ends with the hand-over; who comes after begins anew. Found by odd orders in
tests/properties, and said here one by one.
"""

from __future__ import annotations

import pytest

from core.centre import MONDAY_NOON, SECOND, TestCentre, kinds
from core.colleagues import Talk
from lur.core import commands as c
from lur.core import events as e


def went(events: tuple[e.AnyEvent, ...]) -> list[tuple[str | None, str]]:
    """Who is in a talk, or asked, no longer, and why."""
    return [(event.agent_id, event.reason) for event in events if isinstance(event, e.PartyWent)]


def came(events: tuple[e.AnyEvent, ...]) -> list[tuple[str | None, str]]:
    """Who came, and what for."""
    return [(event.agent_id, event.purpose) for event in events if isinstance(event, e.PartyCame)]


@pytest.mark.parametrize("stays", [True, False])
def test_whom_the_agent_before_has_asked_does_not_take_the_customer(stays: bool) -> None:
    """Anna's transfer to Bo rings, Cilla takes over: Bo's phone is silent again, or he would take the
    customer from Cilla."""
    talk = Talk()
    cilla = talk.comes("cilla", "help")
    talk.ask("bo", "transfer")
    taken = talk.do(c.TakeOver, party_id=cilla, from_agent_id="anna", stays=stays)
    assert went(taken) == [("bo", "withdrawn")]
    assert (talk.has_it(), talk.presence("bo")) == ("cilla", "standby")


def test_who_had_come_stays_with_the_customer() -> None:
    """Dag is joined to the talk when Anna gives it to Bo: he knows what it is about."""
    talk = Talk()
    dag = talk.comes("dag")
    talk.do(c.ChangePart, party_id=dag, part="joined")
    bo = talk.comes("bo")
    assert went(talk.do(c.HandOver, contact_id="caller", party_id=bo)) == []
    assert [party.agent_id for party in talk.parties()] == ["dag"]


def test_who_sits_with_an_agent_goes_with_the_agent() -> None:
    """Cilla sits with Anna, not with her customers: when Bo has the caller, Cilla does not listen to him."""
    talk = Talk()
    talk.do(c.SitIn, agent_id="cilla", learner_id="anna")
    handed = talk.do(c.HandOver, contact_id="caller", party_id=talk.comes("bo"))
    assert went(handed) == [("cilla", "over")]
    assert talk.presence("cilla") == "standby"


def test_the_mentor_of_who_has_the_customer_now_comes() -> None:
    """Whether the agent before hung up in a conference, or was taken over from."""
    talk = Talk()
    talk.do(c.SitIn, agent_id="cilla", learner_id="dag")
    dag = talk.comes("dag")
    talk.do(c.ChangePart, party_id=dag, part="joined")
    assert came(talk.end("caller", by="agent")) == [("cilla", "mentor")]
    other = Talk()
    other.do(c.SitIn, agent_id="cilla", learner_id="dag")
    dag = other.comes("dag", "help")
    taken = other.do(c.TakeOver, party_id=dag, from_agent_id="anna", stays=True)
    assert came(taken) == [("anna", "learner"), ("cilla", "mentor")]


def test_standing_by_takes_back_the_pause_that_was_asked_for() -> None:
    """As being ready does: the latest word counts, and no pause comes out of nowhere an hour later."""
    talk = Talk()
    talk.end("caller")
    talk.do(c.TakePause, agent_id="anna", reason="lunch")
    assert kinds(talk.do(c.StandBy, agent_id="anna")) == [
        "WrapUpFinished",
        "RequestWithdrawn",
        "AgentStoodBy",
    ]


def test_nobody_sits_with_an_agent_who_is_not_there_any_more() -> None:
    """One who was signed out all the time, and is removed."""
    talk = Talk()
    talk.agent("eva", ready=False)
    talk.do(c.SitIn, agent_id="bo", learner_id="eva")
    talk.do(c.RemoveAgent, agent_id="eva")
    assert talk.refused(c.GetUp, agent_id="bo").code == "not_sitting_in"


def test_whom_we_called_may_be_called_back_like_anybody() -> None:
    """Anna called, her line failed, the customer asked to be called back: then a busy line is tried again,
    and the place counts from when Anna called."""
    centre = TestCentre()
    centre.queue(wrap_up_ms=0, breath_ms=0)
    centre.agent("anna")
    centre.do(c.CallOut, contact_id="out", agent_id="anna", queue_id="support")
    centre.do(c.ReportAttempt, contact_id="out", attempt=1)
    centre.wait(60 * SECOND)
    centre.do(c.ReturnContact, contact_id="out", reason="agent_line_lost")
    centre.do(c.AskCallback, contact_id="out")
    centre.do(c.BecomeReady, agent_id="anna")
    centre.accept("out")
    missed = centre.do(c.ReportAttempt, contact_id="out", attempt=1, miss="busy")
    assert "ContactEnded" not in kinds(missed)
    contact = centre.state.contacts["out"]  # type: ignore[index]
    assert (contact.phase, contact.entered) == ("resting", MONDAY_NOON)
