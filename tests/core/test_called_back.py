"""Keeping the place without a line, and being called: one order with those who wait on the line, three
attempts, and a wait that is neither lost nor gained."""

from __future__ import annotations

import pytest

from core.centre import MONDAY_NOON, SECOND, TestCentre, kinds, only
from lur.core import commands as c
from lur.core import events as e
from lur.core.decide_callbacks import MOST_ATTEMPTS
from lur.core.rejections import Rejected
from lur.core.values import OpenSpan

MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAYTIME = tuple(OpenSpan(weekday, 8 * 60, 17 * 60) for weekday in range(5))


def three_wait(**settings: object) -> TestCentre:
    """One, two and three wait a minute apart; nobody serves yet."""
    centre = TestCentre()
    centre.queue(**settings)
    for name in ("one", "two", "three"):
        centre.call(name)
        centre.wait(MINUTE)
    return centre


def ask(centre: TestCentre, name: str, **fields: object) -> tuple[e.AnyEvent, ...]:
    """Press one."""
    return centre.do(c.AskCallback, contact_id=name, **fields)


def report(centre: TestCentre, name: str, miss: str | None = None) -> tuple[e.AnyEvent, ...]:
    """What came of the present attempt."""
    callback = centre.state.contacts[name].callback  # type: ignore[index]
    assert callback is not None
    return centre.do(c.ReportAttempt, contact_id=name, attempt=callback.attempts, miss=miss)


def refused(centre: TestCentre, kind: type[c.Command], **fields: object) -> str:
    """The code of a command that must be refused."""
    rejected: Rejected = centre.refused(kind, **fields)
    return rejected.code


def test_callers_and_callbacks_stand_in_one_order() -> None:
    """Two asks to be called and loses the line; the next free agent gets one, then two, then three."""
    centre = three_wait()
    assert kinds(ask(centre, "two")) == ["CallbackAsked"]
    assert centre.waiting() == ["one", "two", "three"]
    for name in ("anna", "berit", "carl"):
        centre.agent(name)
    taken = [event.contact_id for event in centre.events if isinstance(event, e.OfferMade)]
    assert taken == ["one", "two", "three"]


def test_an_agent_sees_it_first_then_the_customer_is_called() -> None:
    """Accepting is having seen it; the talk begins, and the wait ends, when the customer answers."""
    centre = three_wait()
    ask(centre, "one")
    centre.agent("anna")
    dialled = centre.accept("one")
    assert kinds(dialled) == ["OfferAccepted", "CallbackDialled"]
    assert centre.state.contacts["one"].answered_at is None  # type: ignore[index]
    assert kinds(report(centre, "one")) == ["CallbackAnswered"]
    contact = centre.state.contacts["one"]  # type: ignore[index]
    assert (contact.phase, contact.callback, contact.answered_at) == ("talking", None, centre.at)
    centre.end("one", by="agent")
    assert only(tuple(centre.events), e.ContactEnded).outcome == "served"


def test_there_is_time_to_read_before_calling() -> None:
    """A minute, where a ring on the line has twenty seconds; a longer ring stays as long as it is."""
    for ring_ms, wanted_ms in ((20 * SECOND, MINUTE), (90 * SECOND, 90 * SECOND)):
        centre = TestCentre()
        centre.queue(ring_timeout_ms=ring_ms)
        centre.agent("anna")
        made = only(centre.do(c.RequestCallback, contact_id="one", queue_id="support"), e.OfferMade)
        assert made.expires - centre.at == wanted_ms


@pytest.mark.parametrize("miss", ["busy", "no_answer", "unreachable", "failed"])
def test_three_attempts_at_sensible_intervals(miss: str) -> None:
    """Five minutes, then half an hour, then no more; the agent is free at once, and the place stays."""
    centre = TestCentre()
    centre.queue()
    centre.call("one")
    ask(centre, "one")
    centre.agent("anna")
    for rest_ms in (5 * MINUTE, 30 * MINUTE):
        centre.accept("one")
        missed = report(centre, "one", miss)
        assert kinds(missed) == ["CallbackMissed", "AgentBecameReady"]
        assert only(missed, e.CallbackMissed).again_at == centre.at + rest_ms
        assert centre.state.contacts["one"].phase == "resting"  # type: ignore[index]
        assert kinds(centre.wait(rest_ms)) == ["CallbackDue", "OfferMade"]
        assert centre.state.contacts["one"].entered == MONDAY_NOON  # type: ignore[index]
    centre.accept("one")
    last = report(centre, "one", miss)
    assert kinds(last) == ["CallbackMissed", "ContactEnded", "AgentBecameReady"]
    assert only(last, e.ContactEnded).outcome == "not_reached"
    assert only(last, e.CallbackMissed).attempt == MOST_ATTEMPTS


def test_a_number_that_may_not_be_called_is_not_tried_again() -> None:
    """Refused by rule: over at once."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.do(c.RequestCallback, contact_id="one", queue_id="support")
    centre.accept("one")
    assert kinds(report(centre, "one", "refused"))[:2] == ["CallbackMissed", "ContactEnded"]


def test_what_the_agent_asked_for_comes_after_the_attempt() -> None:
    """A pause, or leaving, asked for while the customer is called."""
    for command, presence in ((c.TakePause, "pause"), (c.SignOut, "signed_out")):
        centre = TestCentre()
        centre.queue()
        centre.agent("anna")
        centre.do(c.RequestCallback, contact_id="one", queue_id="support")
        centre.accept("one")
        centre.do(command, agent_id="anna")
        report(centre, "one", "busy")
        assert centre.presence("anna") == presence


def test_an_agent_who_hangs_up_meanwhile_gives_it_back() -> None:
    """By thumb or by a lost line: the customer stands first again, and is called by the next."""
    for give_back in (
        lambda centre: centre.end("one", by="agent"),
        lambda centre: centre.do(c.ReturnContact, contact_id="one", reason="agent_line_lost"),
    ):
        centre = three_wait()
        ask(centre, "one")
        centre.agent("anna")
        centre.accept("one")
        assert "ContactReturned" in kinds(give_back(centre))
        assert centre.waiting() == ["one", "two", "three"]
        assert centre.presence("anna") == "pause"


def test_a_later_time_is_the_customers_own_wait() -> None:
    """Who waited three minutes and wants three o'clock has waited three minutes then, no more."""
    centre = three_wait()
    three_oclock = MONDAY_NOON + 3 * HOUR
    postponed = only(ask(centre, "one", from_at=three_oclock), e.CallbackPostponed)
    assert postponed.entered == three_oclock - 3 * MINUTE
    assert centre.waiting() == ["two", "three"]
    centre.wait(three_oclock - centre.at - 2 * MINUTE)
    centre.call("later")
    centre.wait(2 * MINUTE)
    assert centre.waiting() == ["two", "three", "one", "later"]


def test_the_window_can_be_changed_and_taken_back() -> None:
    """Another hour, then as soon as possible: what was waited is kept all the while."""
    centre = three_wait()
    ask(centre, "one", from_at=centre.at + HOUR)
    centre.wait(10 * MINUTE)
    moved = only(ask(centre, "one", from_at=centre.at + 2 * HOUR), e.CallbackPostponed)
    assert moved.entered == centre.at + 2 * HOUR - 3 * MINUTE
    ask(centre, "one")
    centre.wait(0)
    contact = centre.state.contacts["one"]  # type: ignore[index]
    assert (contact.phase, contact.entered) == ("waiting", centre.at - 3 * MINUTE)
    assert ask(centre, "one") == ()


def test_asking_again_for_now_while_resting_after_a_miss_changes_nothing() -> None:
    """The rest between attempts is ours, not the customer's."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.do(c.RequestCallback, contact_id="one", queue_id="support")
    centre.accept("one")
    report(centre, "one", "busy")
    assert ask(centre, "one") == ()


def test_windows_that_make_no_sense_are_refused() -> None:
    """Over, upside down, or in two months."""
    centre = three_wait()
    now = centre.at
    for window in (
        {"from_at": now + HOUR, "until_at": now},
        {"from_at": now - 2 * HOUR, "until_at": now - HOUR},
        {"from_at": now + 60 * 24 * HOUR},
    ):
        assert refused(centre, c.AskCallback, contact_id="one", **window) == "bad_settings"
        assert (
            refused(centre, c.RequestCallback, contact_id="new", queue_id="support", **window)
            == "bad_settings"
        )


def test_what_cannot_be_called_back() -> None:
    """Somebody unknown, a queue that does not do it, a chat, one whose turn has come."""
    centre = TestCentre()
    centre.queue("never", callbacks=False)
    centre.queue("written", channel="chat")
    centre.queue("support")
    centre.call("one", "never")
    centre.call("two", "written")
    assert refused(centre, c.AskCallback, contact_id="nobody") == "unknown_contact"
    assert refused(centre, c.AskCallback, contact_id="one") == "not_to_be_called"
    assert refused(centre, c.AskCallback, contact_id="two") == "not_to_be_called"
    for queue, code in (
        ("never", "not_to_be_called"),
        ("written", "not_to_be_called"),
        ("none", "unknown_queue"),
    ):
        assert refused(centre, c.RequestCallback, contact_id="x", queue_id=queue) == code
    assert refused(centre, c.RequestCallback, contact_id="one", queue_id="support") == "contact_exists"
    centre.end("one")
    centre.end("two")
    centre.agent("anna")
    centre.call("three")
    assert refused(centre, c.AskCallback, contact_id="three") == "contact_not_waiting"


def test_words_of_an_earlier_attempt_change_nothing() -> None:
    """A report that comes late, twice, or for nobody."""
    centre = three_wait()
    ask(centre, "one")
    centre.agent("anna")
    assert refused(centre, c.ReportAttempt, contact_id="one", attempt=1) == "contact_not_waiting"
    centre.accept("one")
    assert refused(centre, c.ReportAttempt, contact_id="one", attempt=2) == "contact_not_waiting"
    assert refused(centre, c.ReportAttempt, contact_id="nobody", attempt=1) == "unknown_contact"


def test_nobody_is_called_outside_opening_hours() -> None:
    """At closing time those who are to be called rest until the morning, first come first called; a request
    in the night does the same, and keeps its order."""
    centre = TestCentre(at=MONDAY_NOON + 4 * HOUR + 50 * MINUTE)
    centre.queue(opening_hours=DAYTIME)
    centre.call("evening")
    ask(centre, "evening")
    centre.call("on the line")
    centre.wait(11 * MINUTE + 8 * SECOND)
    assert centre.waiting() == ["on the line"]
    assert "CallbackPostponed" in kinds(centre.do(c.RequestCallback, contact_id="night", queue_id="support"))
    morning = MONDAY_NOON + 20 * HOUR
    assert centre.state.contacts["night"].until == morning  # type: ignore[index]
    centre.end("on the line")
    centre.wait(morning - centre.at - SECOND)
    assert centre.waiting() == []
    centre.wait(2 * SECOND)
    centre.call("early bird")
    assert centre.waiting() == ["evening", "night", "early bird"]


@pytest.mark.parametrize("asked_first", [True, False])
def test_nobody_is_called_at_night_by_a_queue_that_tells_no_wait(asked_first: bool) -> None:
    """No announcements are no reason to miss that the queue has closed; the page is told the wait."""
    centre = TestCentre(at=MONDAY_NOON + 4 * HOUR + 50 * MINUTE)
    centre.queue(opening_hours=DAYTIME, tell_every_ms=0)
    if asked_first:
        centre.do(c.RequestCallback, contact_id="evening", queue_id="support")
    else:
        centre.call("evening")
        ask(centre, "evening")
    assert "WaitTold" in kinds(centre.wait(5 * MINUTE))
    centre.wait(7 * MINUTE)
    centre.agent("night owl")
    assert centre.state.contacts["evening"].phase == "resting"  # type: ignore[index]


def test_a_clock_that_was_changed_meanwhile_only_adds_an_hour() -> None:
    """When the time has come and the queue is still closed, the rest goes on until it opens."""
    centre = TestCentre(at=MONDAY_NOON + 12 * HOUR)
    centre.queue(opening_hours=DAYTIME)
    centre.do(c.RequestCallback, contact_id="one", queue_id="support")
    until = centre.state.contacts["one"].until  # type: ignore[index]
    assert until is not None
    centre.at = until
    again = only(centre.do(c.Tick, utc_offset_min=-60), e.CallbackPostponed)
    assert again.from_at == until + HOUR


def test_a_queue_that_never_opens_again_keeps_who_waits() -> None:
    """There is no time to rest until, so the place is simply kept."""
    centre = three_wait()
    ask(centre, "one")
    settings = centre.state.queues["support"].settings  # type: ignore[index]
    import msgspec

    from lur.core.values import SpecialDay

    today = centre.at // (24 * HOUR)
    shut = tuple(SpecialDay(day) for day in range(today, today + 70))
    centre.do(
        c.ChangeQueue, queue_id="support", settings=msgspec.structs.replace(settings, special_days=shut)
    )
    centre.wait(5 * MINUTE)
    assert centre.waiting() == ["one", "two", "three"]


def test_calling_in_takes_the_place_along() -> None:
    """Who is to be called and calls has one place: the earlier one. If that line is lost, they are called."""
    centre = three_wait()
    ask(centre, "one")
    centre.call("one again")
    resumed = centre.do(c.ResumePlace, contact_id="one again", former_id="one")
    assert kinds(resumed) == ["PlaceResumed", "ContactEnded"]
    assert only(resumed, e.ContactEnded).outcome == "joined"
    assert centre.waiting() == ["one again", "two", "three"]
    assert kinds(centre.end("one again", by="system", cause="line_lost")) == ["CallbackAsked"]
    assert centre.waiting() == ["one again", "two", "three"]
    centre.agent("anna")
    assert "CallbackDialled" in kinds(centre.accept("one again"))


def test_hanging_up_while_it_rings_still_keeps_the_callback() -> None:
    """The offer is taken back, and made again: this time to call."""
    centre = three_wait()
    ask(centre, "one")
    centre.call("one again")
    centre.do(c.ResumePlace, contact_id="one again", former_id="one")
    centre.agent("anna")
    assert kinds(centre.end("one again")) == ["OfferWithdrawn", "CallbackAsked", "OfferMade"]


def test_a_chosen_time_gives_no_wait_to_who_calls_before_it() -> None:
    """They had waited three minutes when they chose three o'clock; calling at once they have waited three."""
    centre = three_wait()
    ask(centre, "one", from_at=centre.at + 3 * HOUR)
    centre.wait(10 * MINUTE)
    centre.call("one again")
    resumed = centre.do(c.ResumePlace, contact_id="one again", former_id="one")
    assert only(resumed, e.PlaceResumed).entered == centre.at - 3 * MINUTE
    assert centre.waiting() == ["two", "three", "one again"]


def test_a_place_that_is_being_served_is_not_taken() -> None:
    """While an agent looks at it or calls, the earlier contact stays what it is."""
    centre = three_wait()
    ask(centre, "one")
    centre.agent("anna")
    centre.call("one again")
    command = {"contact_id": "one again", "former_id": "one"}
    assert refused(centre, c.ResumePlace, **command) == "place_not_kept"
    assert refused(centre, c.ResumePlace, contact_id="two", former_id="two") == "place_not_kept"


def test_one_matter_is_one_callback_whatever_the_new_contact_is() -> None:
    """Rung for already, talking, resting until the morning: the earlier request ends, its wait is kept."""
    centre = three_wait()
    ask(centre, "two")
    centre.agent("anna")
    centre.accept("one")
    centre.agent("berit", ready=False)
    centre.do(c.ResumePlace, contact_id="one", former_id="two")
    assert centre.waiting() == ["three"], "who talks needs no place, and no second one"
    ask(centre, "three")
    centre.call("three again")
    centre.do(c.BecomeReady, agent_id="berit")
    assert centre.state.contacts["three"].phase == "offered"  # type: ignore[index]
    assert refused(centre, c.ResumePlace, contact_id="three again", former_id="three") == "place_not_kept"


def test_who_is_rung_for_is_credited_too() -> None:
    """If the phone is not answered, they stand where the earlier wait puts them."""
    centre = TestCentre()
    centre.queue("billing", "billing")
    centre.queue()
    centre.call("one", "billing")
    ask(centre, "one")
    centre.wait(MINUTE)
    centre.agent("anna")
    centre.call("one again")
    centre.do(c.ResumePlace, contact_id="one again", former_id="one")
    centre.do(c.DeclineOffer, offer_id=centre.offer_of("one again"), reason="declined")
    assert centre.state.contacts["one again"].entered == MONDAY_NOON  # type: ignore[index]


def test_two_requests_in_one_night_are_one() -> None:
    """Both rest until the queue opens; a request for a chosen time is left alone."""
    centre = TestCentre(at=MONDAY_NOON + 8 * HOUR)
    centre.queue(opening_hours=DAYTIME)
    centre.do(c.RequestCallback, contact_id="one", queue_id="support")
    centre.wait(MINUTE)
    centre.do(c.RequestCallback, contact_id="two", queue_id="support")
    centre.do(c.ResumePlace, contact_id="two", former_id="one")
    two = centre.state.contacts["two"]  # type: ignore[index]
    assert (two.phase, two.entered, two.has_fallback) == ("resting", MONDAY_NOON + 8 * HOUR, False)
    centre.do(c.RequestCallback, contact_id="three", queue_id="support", from_at=centre.at + 20 * HOUR)
    assert centre.do(c.ResumePlace, contact_id="three", former_id="two") == ()


def test_nobody_in_a_menu_takes_a_callback_along() -> None:
    """It is not known yet what the call is about."""
    centre = three_wait()
    ask(centre, "one")
    centre.do(c.ArriveContact, contact_id="menu", queue_id="support", entering=True)
    assert centre.do(c.ResumePlace, contact_id="menu", former_id="one") == ()


def test_leaving_and_moving_while_one_is_to_be_called() -> None:
    """The customer takes it back on the page; or is moved to another queue, with the wait."""
    centre = three_wait()
    centre.queue("billing", promise_ms=30 * SECOND)
    ask(centre, "one", from_at=centre.at + HOUR)
    ask(centre, "two")
    entered = centre.state.contacts["one"].entered  # type: ignore[index]
    centre.do(c.MoveContact, contact_id="one", queue_id="billing")
    assert (centre.state.contacts["one"].phase, centre.waiting("billing")) == ("resting", [])  # type: ignore[index]
    centre.wait(HOUR)
    assert centre.waiting("billing") == ["one"]
    assert centre.state.contacts["one"].entered == entered  # type: ignore[index]
    assert only(centre.end("two"), e.ContactEnded).outcome == "abandoned"


def test_nobody_moves_a_contact_that_is_being_called() -> None:
    """Nor one that has no place yet."""
    centre = TestCentre()
    centre.queue()
    centre.queue("billing")
    centre.do(c.ArriveContact, contact_id="menu", queue_id="support", entering=True)
    move = {"queue_id": "billing"}
    assert refused(centre, c.MoveContact, contact_id="menu", **move) == "contact_not_waiting"
    centre.agent("anna")
    centre.do(c.RequestCallback, contact_id="one", queue_id="support")
    centre.accept("one")
    assert refused(centre, c.MoveContact, contact_id="one", **move) == "contact_not_waiting"


def test_an_edge_that_ends_it_unreached_says_so() -> None:
    """Its own word for what the core would have said."""
    centre = three_wait()
    ask(centre, "one")
    ended = only(centre.end("one", by="system", cause="not_reached"), e.ContactEnded)
    assert ended.outcome == "not_reached"
