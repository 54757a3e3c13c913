"""The figures are folds over events; each formula by a small example counted by hand."""

from __future__ import annotations

import pytest

from core.centre import MONDAY_NOON, SECOND, TestCentre
from lur.core import commands as c
from lur.core.measures import Measures, Tally
from lur.core.values import OpenSpan


def measured(centre: TestCentre) -> Measures:
    """All of a centre's events, folded."""
    measures = Measures()
    for event in centre.events:
        measures.observe(event)
    return measures


def day() -> TestCentre:
    """Four callers: one at once, one after 70 s, one who leaves after 2 s, one who leaves after 20 s."""
    centre = TestCentre()
    centre.queue(promise_ms=60 * SECOND, wrap_up_ms=30 * SECOND, breath_ms=10 * SECOND)
    centre.agent("anna")
    centre.call("at-once")
    centre.wait(5 * SECOND)
    centre.accept("at-once")
    centre.call("waits")
    centre.call("short")
    centre.wait(2 * SECOND)
    centre.end("short")
    centre.call("leaves")
    centre.wait(20 * SECOND)
    centre.end("leaves")
    centre.end("at-once")
    centre.wait(40 * SECOND)
    centre.wait(8 * SECOND)
    centre.accept("waits")
    centre.wait(100 * SECOND)
    centre.end("waits", by="agent")
    centre.wait(30 * SECOND)
    return centre


def test_a_day_counted_by_hand() -> None:
    """Service level, abandonment, waits and handling times of the four callers."""
    tally = measured(day()).tallies["support"]
    assert (tally.arrived, tally.answered, tally.answered_in_promise) == (4, 2, 1)
    assert (tally.abandoned, tally.abandoned_short) == (2, 1)
    assert tally.service_level() == pytest.approx(1 / 3)
    assert tally.abandonment() == pytest.approx(1 / 3)
    assert tally.asa_ms() == (5 + 70) * SECOND // 2
    assert tally.aht_ms() == (22 + 100 + 30 + 30) * SECOND // 2


def test_occupancy_counts_contacts_and_wrap_up() -> None:
    """Worked 22 + 30 + 100 + 30 of 182 + 5 + 8 s available; the breaths are nobody's to count."""
    centre = day()
    working = 22 + 30 + 100 + 30
    assert measured(centre).occupancy(centre.at) == pytest.approx(working / (working + 5 + 8))


def test_told_against_got() -> None:
    """A caller answered inside the first range is kept; one answered long after it is not."""
    centre = TestCentre()
    centre.queue(wrap_up_ms=0, breath_ms=0)
    centre.agent("anna")
    centre.call("first")
    centre.accept("first")
    centre.call("waits")
    centre.wait(8 * SECOND)
    told = centre.state.contacts["waits"].told
    assert told is not None
    assert told.high_ms is not None
    centre.wait(told.high_ms - 1_000)
    centre.end("first")
    centre.accept("waits")
    centre.call("too-long")
    centre.wait(3_600 * SECOND)
    centre.end("waits")
    centre.accept("too-long")
    tally = measured(centre).tallies["support"]
    assert (tally.told, tally.told_kept) == (2, 1)
    assert tally.told_error_ms > 0
    assert tally.estimate_kept() == 0.5


def test_nothing_said_is_not_counted_as_told() -> None:
    """Without staff no range is given, so none can be kept or broken."""
    centre = TestCentre()
    centre.queue()
    centre.call("caller")
    centre.wait(8 * SECOND)
    centre.agent("anna")
    centre.accept("caller")
    assert measured(centre).tallies["support"].told == 0


def test_no_contacts_have_no_shares() -> None:
    """A figure without a denominator is no figure, not zero."""
    tally = Tally()
    shares = (
        tally.service_level(),
        tally.abandonment(),
        tally.asa_ms(),
        tally.aht_ms(),
        tally.estimate_kept(),
    )
    assert shares == (None,) * 5
    assert Measures().occupancy(0) is None


def test_returned_and_moved_contacts_are_answered_once() -> None:
    """Talks add up; the wait is the first one; the move counts where it came to."""
    centre = TestCentre()
    centre.queue("a", wrap_up_ms=0, breath_ms=0)
    centre.queue("b", wrap_up_ms=0, breath_ms=0)
    centre.agent("anna")
    centre.call("caller", "a")
    centre.accept("caller")
    centre.wait(10 * SECOND)
    centre.do(c.ReturnContact, contact_id="caller", reason="agent_line_lost")
    centre.do(c.BecomeReady, agent_id="anna")
    centre.accept("caller")
    centre.wait(10 * SECOND)
    centre.do(c.MoveContact, contact_id="caller", queue_id="b")
    centre.accept("caller")
    centre.wait(10 * SECOND)
    centre.end("caller")
    tallies = measured(centre).tallies
    assert (tallies["a"].answered, tallies["a"].handled, tallies["a"].talk_ms) == (1, 2, 20 * SECOND)
    assert (tallies["b"].answered, tallies["b"].handled, tallies["b"].talk_ms) == (0, 1, 10 * SECOND)
    assert measured(centre).total().talk_ms == 30 * SECOND


def test_abandoned_after_an_answer_is_not_counted_as_unanswered() -> None:
    """The service level counts each contact once."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.call("caller")
    centre.accept("caller")
    centre.do(c.ReturnContact, contact_id="caller", reason="agent_line_lost")
    centre.end("caller")
    tally = measured(centre).tallies["support"]
    assert (tally.answered, tally.abandoned) == (1, 0)


def test_turned_away_and_lost_are_outside_the_service_level() -> None:
    """They have columns of their own."""
    centre = TestCentre()
    centre.queue()
    centre.call("closed-out")
    centre.end("closed-out", by="system", cause="closed")
    centre.call("lost")
    centre.end("lost", by="system", cause="line_lost")
    tally = measured(centre).tallies["support"]
    assert (tally.turned_away, tally.lost, tally.service_level()) == (1, 1, None)


def test_a_new_day_starts_at_nothing_and_keeps_who_is_there() -> None:
    """What is open at midnight ends in the new day."""
    centre = TestCentre()
    centre.queue(wrap_up_ms=0, breath_ms=0)
    centre.agent("anna")
    centre.call("caller")
    measures = measured(centre)
    centre.wait(10 * SECOND)
    measures.roll(centre.at)
    for event in centre.accept("caller"):
        measures.observe(event)
    assert measures.tallies["support"].arrived == 0
    assert measures.tallies["support"].answered == 1
    assert measures.occupancy(centre.at + SECOND) == 1.0


def test_a_declined_ring_is_time_offered() -> None:
    """The seconds it rang in vain count as available, not as work."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.call("caller")
    centre.wait(5 * SECOND)
    centre.do(c.DeclineOffer, offer_id=centre.offer_of("caller"), reason="busy")
    assert measured(centre).occupancy(centre.at) == 0.0


def test_a_resumed_wait_counts_from_the_first_call_on() -> None:
    """Who was cut off after a minute and is answered on the second call has waited through both."""
    centre = TestCentre()
    centre.queue(promise_ms=60 * SECOND)
    centre.call("first")
    centre.wait(60 * SECOND)
    centre.end("first", by="system", cause="line_lost")
    centre.wait(60 * SECOND)
    centre.call("again")
    centre.do(c.ResumePlace, contact_id="again", former_id="first")
    centre.agent("anna")
    centre.accept("again")
    tally = measured(centre).tallies["support"]
    assert (tally.wait_ms, tally.answered, tally.answered_in_promise) == (120 * SECOND, 1, 0)


def test_a_callback_is_answered_when_the_customer_answers() -> None:
    """Missed once and reached at the second attempt: one contact answered, two attempts, and the wait ends
    when it was first called."""
    centre = TestCentre()
    centre.queue(promise_ms=60 * SECOND)
    centre.call("one")
    centre.do(c.AskCallback, contact_id="one")
    centre.wait(30 * SECOND)
    centre.agent("anna")
    centre.accept("one")
    centre.do(c.ReportAttempt, contact_id="one", attempt=1, miss="busy")
    centre.wait(300 * SECOND)
    centre.accept("one")
    centre.wait(10 * SECOND)
    centre.do(c.ReportAttempt, contact_id="one", attempt=2)
    centre.wait(100 * SECOND)
    centre.end("one")
    tally = measured(centre).tallies["support"]
    assert (tally.arrived, tally.answered, tally.handled) == (1, 1, 1)
    assert (tally.callbacks_asked, tally.callbacks_dialled, tally.not_reached) == (1, 2, 0)
    assert (tally.answered_in_promise, tally.asa_ms(), tally.talk_ms) == (1, 30 * SECOND, 100 * SECOND)
    assert (tally.told, tally.told_kept) == (0, 0), "nobody was signed in when the wait was told"


def test_a_wait_that_was_chosen_or_closed_is_not_counted() -> None:
    """An hour later by choice, and a night: neither is a wait."""
    for settings, window in (
        ({}, {"from_at": MONDAY_NOON + 3600 * SECOND}),
        ({"opening_hours": (OpenSpan(0, 13 * 60, 14 * 60),)}, {}),
    ):
        centre = TestCentre()
        centre.queue(**settings)
        centre.do(c.RequestCallback, contact_id="one", queue_id="support", **window)
        centre.agent("anna")
        centre.wait(3600 * SECOND)
        centre.accept("one")
        centre.do(c.ReportAttempt, contact_id="one", attempt=1)
        tally = measured(centre).tallies["support"]
        assert (tally.answered, tally.wait_ms, tally.answered_in_promise) == (1, 0, 1)


def test_where_a_flow_led_is_where_a_contact_arrived() -> None:
    """Into another queue, and into the one it came to."""
    centre = TestCentre()
    centre.queue("billing")
    centre.queue()
    for name, queue in (("one", "support"), ("two", "billing")):
        centre.do(c.ArriveContact, contact_id=name, queue_id="billing", entering=True)
        centre.do(c.QueueContact, contact_id=name, queue_id=queue, language="sv")
    tallies = measured(centre).tallies
    assert (tallies["billing"].arrived, tallies["support"].arrived) == (1, 1)


def test_other_ways_to_leave_are_counted_apart() -> None:
    """Told when solved, joined with the later call, never reached."""
    centre = TestCentre()
    centre.queue()
    centre.do(c.OpenIncident, incident_id="i", queue_ids=("support",))
    for name in ("informed", "first", "second", "unreached"):
        centre.call(name)
    centre.do(c.TieContact, contact_id="informed", incident_id="i", leave=True)
    centre.do(c.AskCallback, contact_id="first")
    centre.do(c.ResumePlace, contact_id="second", former_id="first")
    centre.do(c.AskCallback, contact_id="unreached")
    centre.end("unreached", by="system", cause="not_reached")
    tally = measured(centre).tallies["support"]
    assert (tally.informed, tally.joined, tally.not_reached, tally.abandoned) == (1, 1, 1, 0)


def test_what_belongs_to_the_day_before_counts_in_none_after_the_roll() -> None:
    """A call that is led elsewhere after midnight had arrived before it: the new day has no arrival less."""
    centre = TestCentre()
    centre.queue("one")
    centre.queue("two")
    centre.do(c.ArriveContact, contact_id="a", queue_id="one", entering=True)
    measures, seen = measured(centre), len(centre.events)
    centre.wait(4 * SECOND)
    measures.roll(centre.at)
    centre.do(c.QueueContact, contact_id="a", queue_id="two", language="sv")
    for event in centre.events[seen:]:
        measures.observe(event)
    assert measures.total() == Tally()
