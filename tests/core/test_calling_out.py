"""Calls that an agent begins: within opening hours, by somebody for whom nobody waits, in nobody's place."""

from __future__ import annotations

import pytest

from core.centre import SECOND, TestCentre, kinds, only
from lur.core import commands as c
from lur.core import events as e
from lur.core.values import OpenSpan


def centre_with_anna(**settings: object) -> TestCentre:
    """Anna is ready."""
    centre = TestCentre()
    centre.queue(**settings)
    centre.agent("anna")
    return centre


def call_out(centre: TestCentre, name: str = "mine") -> tuple[e.AnyEvent, ...]:
    """Anna calls somebody."""
    return centre.do(c.CallOut, contact_id=name, agent_id="anna", queue_id="support", entry="0101")


def test_a_call_that_is_answered() -> None:
    """It rings, they speak, the agent wraps up; nobody is called a waiting customer."""
    centre = centre_with_anna()
    assert kinds(call_out(centre)) == ["CalledOut"]
    assert (centre.presence("anna"), centre.state.contacts["mine"].phase) == ("on_contact", "dialling")  # type: ignore[index]
    centre.do(c.ReportAttempt, contact_id="mine", attempt=1)
    assert only(centre.end("mine", "agent"), e.ContactEnded).outcome == "served"
    assert centre.presence("anna") == "wrap_up"
    centre.wait(60 * SECOND)
    assert (centre.presence("anna"), centre.state.queues["support"].cycles_ms) == ("ready", [])  # type: ignore[index]


def test_a_call_that_is_not_answered() -> None:
    """It is not tried again by itself; the agent has time to write why."""
    centre = centre_with_anna()
    call_out(centre)
    decided = centre.do(c.ReportAttempt, contact_id="mine", attempt=1, miss="busy")
    assert kinds(decided) == ["CallbackMissed", "ContactEnded", "WrapUpStarted"]
    assert only(decided, e.ContactEnded).outcome == "not_reached"


def test_the_agent_changes_their_mind() -> None:
    """Hanging up while it rings ends it."""
    centre = centre_with_anna()
    call_out(centre)
    assert only(centre.end("mine", "agent"), e.ContactEnded).outcome == "not_reached"


def test_the_agents_line_fails_while_it_rings() -> None:
    """Nobody was reached, and nobody is put in a queue for it."""
    centre = centre_with_anna()
    call_out(centre)
    decided = centre.do(c.ReturnContact, contact_id="mine", reason="agent_line_lost")
    assert kinds(decided) == ["ContactEnded", "AgentPaused"]
    assert centre.waiting() == []


def test_the_agents_line_fails_while_they_speak() -> None:
    """Whom we called is not dropped: they have a place, from when we called."""
    centre = centre_with_anna()
    call_out(centre)
    centre.do(c.ReportAttempt, contact_id="mine", attempt=1)
    centre.do(c.ReturnContact, contact_id="mine", reason="agent_line_lost")
    assert centre.waiting() == ["mine"]


def test_from_the_breath_and_from_standing_by() -> None:
    """After a contact, before the next; and by those who are there for colleagues."""
    centre = centre_with_anna()
    centre.call("caller")
    centre.accept("caller")
    centre.end("caller")
    centre.do(c.FinishWrapUp, agent_id="anna")
    call_out(centre)
    centre.end("mine", "agent")
    centre.do(c.StandBy, agent_id="anna")
    call_out(centre, "another")
    assert centre.presence("anna") == "on_contact"
    assert len(centre.state.queues["support"].cycles_ms) == 1  # type: ignore[index]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"agent_id": "nobody"}, "unknown_agent"),
        ({"queue_id": "nowhere"}, "unknown_queue"),
        ({"queue_id": "mail"}, "wrong_channel"),
        ({"queue_id": "nights"}, "queue_closed"),
        ({"agent_id": "bo"}, "presence_forbids"),
        ({"contact_id": "caller"}, "contact_exists"),
    ],
)
def test_what_is_refused(changes: dict[str, str], code: str) -> None:
    """Outside hours, in a pause, as a queue that does not phone."""
    centre = centre_with_anna()
    centre.queue("mail", channel="mail")
    centre.queue("nights", opening_hours=(OpenSpan(0, 0, 60),))
    centre.agent("bo", ready=False)
    centre.call("caller")
    centre.end("caller")
    fields = {"contact_id": "mine", "agent_id": "anna", "queue_id": "support"} | changes
    assert centre.refused(c.CallOut, **fields).code == code


def test_a_hindered_desk_calls_nobody() -> None:
    """The agent would not hear it."""
    centre = centre_with_anna()
    centre.do(c.StandBy, agent_id="anna")
    centre.do(c.ReportHindrance, agent_id="anna", hindrance="no_microphone")
    refused = centre.refused(c.CallOut, contact_id="mine", agent_id="anna", queue_id="support")
    assert refused.detail == "no_microphone"
