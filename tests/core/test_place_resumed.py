"""A place that survives: who left unserved and calls again stands where they stood, once, and nobody is
overtaken by it."""

from __future__ import annotations

from core.centre import SECOND, TestCentre, kinds, only
from lur.core import commands as c
from lur.core import events as e

MINUTE = 60 * SECOND


def three_wait() -> TestCentre:
    """One, two and three wait a minute apart."""
    centre = TestCentre()
    centre.queue(resume_ms=15 * MINUTE)
    for name in ("one", "two", "three"):
        centre.call(name)
        centre.wait(MINUTE)
    return centre


def again(centre: TestCentre, name: str, former: str) -> tuple[e.AnyEvent, ...]:
    """The one who left as ``former`` is here again as ``name``."""
    centre.call(name)
    return centre.do(c.ResumePlace, contact_id=name, former_id=former)


def test_a_dropped_line_regains_its_place() -> None:
    """Two's line drops; two calls again after a while and stands between one and three."""
    centre = three_wait()
    centre.end("two", by="system", cause="line_lost")
    centre.wait(5 * MINUTE)
    resumed = only(again(centre, "two again", "two"), e.PlaceResumed)
    assert centre.waiting() == ["one", "two again", "three"]
    assert (resumed.entered, resumed.due - resumed.entered) == (centre.at - 7 * MINUTE, 60_000)


def test_who_hung_up_in_the_queue_may_come_back_too() -> None:
    """By choice or not, the wait that was done is credited."""
    centre = three_wait()
    centre.end("one")
    centre.wait(MINUTE)
    again(centre, "one again", "one")
    assert centre.waiting() == ["one again", "two", "three"]


def test_the_next_free_agent_goes_to_the_one_who_came_back() -> None:
    """The order is the order: the credited wait counts like any other."""
    centre = three_wait()
    centre.end("one", by="system", cause="line_lost")
    again(centre, "one again", "one")
    centre.agent("anna")
    assert centre.offer_of("one again")


def test_a_place_is_given_back_once() -> None:
    """Two phones of one person do not make two early places."""
    centre = three_wait()
    centre.end("one", by="system", cause="line_lost")
    again(centre, "first", "one")
    centre.call("second")
    assert centre.refused(c.ResumePlace, contact_id="second", former_id="one").code == "place_not_kept"


def test_a_place_is_kept_for_its_time_only() -> None:
    """A quarter of an hour here, then it is anybody's."""
    centre = three_wait()
    centre.end("one", by="system", cause="line_lost")
    centre.wait(15 * MINUTE + 1)
    centre.call("late")
    assert centre.refused(c.ResumePlace, contact_id="late", former_id="one").code == "place_not_kept"


def test_a_place_resumed_twice_over_keeps_the_first_wait() -> None:
    """The line drops again: the second leaving is from the first place."""
    centre = three_wait()
    centre.end("one", by="system", cause="line_lost")
    again(centre, "second try", "one")
    entered = centre.state.contacts["second try"].entered  # type: ignore[index]
    centre.end("second try", by="system", cause="line_lost")
    again(centre, "third try", "second try")
    assert centre.state.contacts["third try"].entered == entered  # type: ignore[index]


def test_who_was_served_or_turned_away_has_no_place() -> None:
    """Only a wait that led to nothing is credited."""
    centre = three_wait()
    centre.agent("anna")
    centre.accept("one")
    centre.end("one")
    centre.call("again")
    assert centre.refused(c.ResumePlace, contact_id="again", former_id="one").code == "place_not_kept"
    assert centre.refused(c.ResumePlace, contact_id="ghost", former_id="one").code == "unknown_contact"


def test_who_is_rung_for_already_needs_no_place() -> None:
    """An agent is free: there is nothing to resume."""
    centre = TestCentre()
    centre.queue()
    centre.call("one")
    centre.end("one", by="system", cause="line_lost")
    centre.agent("anna")
    centre.call("again")
    assert kinds(centre.do(c.ResumePlace, contact_id="again", former_id="one")) == []


def test_from_the_phone_to_a_chat_with_the_same_wait() -> None:
    """Who waited on the line and goes on in writing is credited with it; only the promise is the chat's."""
    centre = three_wait()
    centre.queue("written", channel="chat", promise_ms=90 * SECOND)
    centre.end("one")
    centre.call("one in writing", "written")
    resumed = only(centre.do(c.ResumePlace, contact_id="one in writing", former_id="one"), e.PlaceResumed)
    assert (resumed.entered, resumed.due) == (centre.at - 3 * MINUTE, centre.at - 3 * MINUTE + 90 * SECOND)
