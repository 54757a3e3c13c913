"""The door: entry flows, shut queues, and what is asked there."""

from __future__ import annotations

import pytest

from core.centre import MONDAY_NOON, SECOND, TestCentre, kinds, only
from lur.core import commands as c
from lur.core import events as e
from lur.core.apply_contacts import ENTERING_LIMIT_MS
from lur.core.apply_waits import REFUSED_LIMIT_MS
from lur.core.values import OpenSpan

MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
MORNING = (OpenSpan(0, 8 * 60, 12 * 60), OpenSpan(1, 8 * 60, 12 * 60))


def enter(centre: TestCentre, name: str, queue: str = "support") -> tuple[e.AnyEvent, ...]:
    """Somebody comes into an entry flow."""
    return centre.do(c.ArriveContact, contact_id=name, queue_id=queue, entering=True)


def choose(centre: TestCentre, name: str, queue: str = "support", **fields: object) -> tuple[e.AnyEvent, ...]:
    """The flow has led somewhere."""
    return centre.do(c.QueueContact, contact_id=name, queue_id=queue, language="nb", **fields)


def test_the_wait_counts_from_before_the_menu() -> None:
    """Who came first is first, however long the menu was."""
    centre = TestCentre()
    centre.queue("billing")
    centre.queue()
    enter(centre, "slow", "billing")
    centre.wait(20 * SECOND)
    centre.call("quick")
    centre.wait(20 * SECOND)
    queued = only(choose(centre, "slow", choices=("delivery",)), e.ContactQueued)
    assert (queued.due, queued.choices) == (MONDAY_NOON + MINUTE, ("delivery",))
    assert centre.waiting() == ["slow", "quick"]
    contact = centre.state.contacts["slow"]  # type: ignore[index]
    assert (contact.place_at_arrival, contact.language) == (1, "nb")


def test_a_flow_that_never_ends_is_ended() -> None:
    """Nobody is stuck in a menu: after five minutes they wait where the flow would have led by itself."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    enter(centre, "lost")
    assert kinds(centre.wait(ENTERING_LIMIT_MS)) == ["ContactQueued", "OfferMade"]


def test_what_a_flow_may_not_say() -> None:
    """An unknown contact or queue, one that waits already, another channel, choices without end."""
    centre = TestCentre()
    centre.queue()
    centre.queue("written", channel="chat")
    enter(centre, "one")
    for fields, code in (
        ({"contact_id": "nobody", "queue_id": "support"}, "unknown_contact"),
        ({"contact_id": "one", "queue_id": "none"}, "unknown_queue"),
        ({"contact_id": "one", "queue_id": "written"}, "wrong_channel"),
        ({"contact_id": "one", "queue_id": "support", "choices": ("x",) * 21}, "bad_settings"),
        ({"contact_id": "one", "queue_id": "support", "choices": ("",)}, "bad_settings"),
    ):
        assert centre.refused(c.QueueContact, language="sv", **fields).code == code
    choose(centre, "one")
    again = centre.refused(c.QueueContact, contact_id="one", queue_id="support", language="sv")
    assert again.code == "contact_not_entering"


def test_a_place_that_was_left_is_credited_in_the_menu_too() -> None:
    """Resuming while the flow still has the caller gives the earlier wait, not yet a place."""
    centre = TestCentre()
    centre.queue()
    centre.call("before")
    centre.wait(5 * MINUTE)
    centre.end("before", by="system", cause="line_lost")
    enter(centre, "after")
    centre.do(c.ResumePlace, contact_id="after", former_id="before")
    assert centre.waiting() == []
    centre.call("other")
    choose(centre, "after")
    assert centre.waiting() == ["after", "other"]


def test_a_closed_queue_offers_to_call_when_it_opens() -> None:
    """Asked, not turned away; who says nothing is turned away, on record."""
    centre = TestCentre()
    centre.queue(opening_hours=MORNING)
    refused = only(centre.call("late"), e.ContactRefused)
    assert (refused.door, refused.opens) == ("closed", MONDAY_NOON + 20 * HOUR)
    asked = centre.do(c.AskCallback, contact_id="late")
    assert kinds(asked) == ["CallbackAsked", "CallbackPostponed"]
    assert only(asked, e.CallbackPostponed).entered == MONDAY_NOON
    centre.call("silent")
    ended = only(centre.wait(REFUSED_LIMIT_MS), e.ContactEnded)
    assert (ended.outcome, ended.cause, ended.contact_id) == ("turned_away", "closed", "silent")


def test_a_full_queue_is_honest() -> None:
    """Two may wait on the line; the third is told, and may be called in turn, behind the two."""
    centre = TestCentre()
    centre.queue(most_waiting=2)
    for name in ("one", "two"):
        centre.call(name)
        centre.wait(SECOND)
    refused = only(centre.call("three"), e.ContactRefused)
    assert (refused.door, refused.opens) == ("full", None)
    assert kinds(centre.do(c.AskCallback, contact_id="three")) == ["CallbackAsked"]
    assert centre.waiting() == ["one", "two", "three"]
    centre.do(c.AskCallback, contact_id="two")
    assert kinds(centre.call("four")) == ["ContactArrived"], "those who are to be called take no line"


def test_who_asks_to_be_called_at_a_full_queue_is_called_by_who_is_free() -> None:
    """An agent becomes free between the refusal and the key."""
    centre = TestCentre()
    centre.queue(most_waiting=1)
    centre.agent("anna")
    centre.call("one")
    centre.call("two")
    centre.call("three")
    centre.accept("one")
    centre.end("two")
    centre.end("one")
    centre.do(c.FinishWrapUp, agent_id="anna")
    centre.wait(10 * SECOND)
    assert kinds(centre.do(c.AskCallback, contact_id="three")) == ["CallbackAsked", "OfferMade"]


@pytest.mark.parametrize("settings", [{"most_waiting": 1}, {"opening_hours": MORNING}])
def test_without_callbacks_a_shut_door_turns_away(settings: dict[str, object]) -> None:
    """At once, and after a flow."""
    centre = TestCentre()
    centre.queue("open")
    centre.queue(callbacks=False, **settings)
    if "most_waiting" in settings:
        centre.call("first")
    turned = only(centre.call("two"), e.ContactEnded)
    enter(centre, "three", "open")
    after = only(choose(centre, "three"), e.ContactEnded)
    assert {turned.outcome, after.outcome} == {"turned_away"}


def test_a_flow_can_lead_to_a_shut_door() -> None:
    """The queue that was chosen says whether it is open; hanging up there is being turned away."""
    centre = TestCentre()
    centre.queue("open")
    centre.queue(opening_hours=MORNING)
    enter(centre, "one", "open")
    refused = only(choose(centre, "one", choices=("delivery",)), e.ContactRefused)
    assert (refused.queue_id, refused.choices) == ("support", ("delivery",))
    assert only(centre.end("one"), e.ContactEnded).outcome == "turned_away"


def test_who_hangs_up_in_the_menu_has_left() -> None:
    """On record like everybody, and the place is kept a while."""
    centre = TestCentre()
    centre.queue()
    enter(centre, "one")
    assert only(centre.end("one"), e.ContactEnded).outcome == "abandoned"
    assert "one" in centre.state.left


def test_a_chat_queue_is_never_full_and_never_calls() -> None:
    """Both are about lines."""
    centre = TestCentre()
    centre.queue(channel="chat", most_waiting=1, opening_hours=())
    centre.call("one")
    assert kinds(centre.call("two")) == ["ContactArrived"]
    centre.queue("shut", channel="chat", opening_hours=MORNING)
    assert only(centre.call("three", "shut"), e.ContactEnded).outcome == "turned_away"
