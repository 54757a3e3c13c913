"""The wait we tell: when it is told, what the range is, and what is said when it has grown."""

from __future__ import annotations

import pytest

from core.centre import SECOND, TestCentre, only
from lur.core import commands as c
from lur.core import events as e
from lur.core.estimate import PRIOR_CYCLE_MS, cycle_ms, estimate, patience_share
from lur.core.ids import QueueId
from lur.core.state import Queue, place_of
from lur.core.values import QueueSettings


def tells(events: tuple[e.AnyEvent, ...]) -> list[tuple[str, int]]:
    """Who was told which place."""
    return [(x.contact_id, x.place) for x in events if isinstance(x, e.WaitTold)]


def test_told_after_the_greeting_then_every_minute() -> None:
    """The first time when the greeting is over, then once a minute when nothing changes."""
    centre = TestCentre()
    centre.queue()
    centre.call("caller")
    assert tells(centre.wait(7 * SECOND)) == []
    assert tells(centre.wait(SECOND)) == [("caller", 1)]
    assert tells(centre.wait(59 * SECOND)) == []
    assert tells(centre.wait(SECOND)) == [("caller", 1)]


def test_a_better_place_is_told_soon() -> None:
    """When the queue moves, those behind hear their new place, twenty seconds after the last time at the
    earliest.
    """
    centre = TestCentre()
    centre.queue()
    centre.call("first")
    centre.at += 1
    centre.call("second")
    centre.wait(10 * SECOND)
    centre.end("first")
    assert tells(centre.wait(17 * SECOND)) == []
    assert tells(centre.wait(SECOND)) == [("second", 1)]


def test_a_move_long_after_the_last_tell_is_told_at_once() -> None:
    """The twenty seconds have already passed."""
    centre = TestCentre()
    centre.queue()
    centre.call("first")
    centre.at += 1
    centre.call("second")
    centre.wait(40 * SECOND)
    centre.end("first")
    assert tells(centre.wait(0)) == [("second", 1)]


def test_a_queue_may_tell_nothing() -> None:
    """``tell_every_ms`` 0, and written channels are not told aloud."""
    centre = TestCentre()
    centre.queue("quiet", tell_every_ms=0)
    centre.queue("chat", channel="chat")
    centre.call("caller", "quiet")
    centre.call("writer", "chat")
    assert tells(centre.wait(300 * SECOND)) == []


def test_turning_tells_off_while_somebody_waits() -> None:
    """The tell that was due is still made, then no more."""
    centre = TestCentre()
    centre.queue()
    centre.call("caller")
    centre.do(c.ChangeQueue, queue_id="support", settings=QueueSettings(name="support", tell_every_ms=0))
    assert len(tells(centre.wait(300 * SECOND))) == 1


def test_a_returned_contact_hears_its_place_again() -> None:
    """No sooner than twenty seconds after the last time."""
    centre = TestCentre()
    centre.queue(ring_timeout_ms=5 * SECOND)
    centre.call("caller")
    centre.wait(8 * SECOND)
    centre.agent("anna")
    assert tells(centre.wait(19 * SECOND)) == []
    assert tells(centre.wait(SECOND)) == [("caller", 1)]


def test_nobody_signed_in_gives_no_range() -> None:
    """Nothing honest can be said, so nothing is."""
    centre = TestCentre()
    centre.queue()
    centre.call("caller")
    told = only(centre.wait(8 * SECOND), e.WaitTold)
    assert (told.low_ms, told.high_ms, told.staffed) == (None, None, 0)


def test_the_range_follows_place_staff_and_time() -> None:
    """Further back is longer, more staff is shorter, and the range holds the mean."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    for n in range(12):
        centre.call(f"c{n:02}")
        centre.at += 1
    queue = centre.state.queues["support"]
    near = estimate(centre.state, queue, queue.waiting[0])
    far = estimate(centre.state, queue, queue.waiting[-1])
    assert near.high_ms is not None
    assert far.high_ms is not None
    assert far.low_ms is not None
    assert far.high_ms > near.high_ms
    assert far.low_ms <= 11 * PRIOR_CYCLE_MS <= far.high_ms
    centre.agent("bo")
    centre.do(c.DeclineOffer, offer_id=centre.state.agents["bo"].offer_id, reason="busy")
    centre.do(c.BecomeReady, agent_id="bo")
    shorter = estimate(centre.state, queue, queue.waiting[-1])
    assert shorter.high_ms is not None
    assert shorter.high_ms < far.high_ms


def test_contacts_of_other_queues_count_by_shared_staff() -> None:
    """Those ahead in another queue take our agents' turns; in a queue nobody of ours serves they do not."""
    centre = TestCentre()
    centre.queue("ours", "ours")
    centre.queue("shared", "shared")
    centre.queue("theirs", "theirs")
    centre.agent("anna", "ours", "shared")
    centre.agent("bo", "theirs")
    for n in range(4):
        centre.call(f"t{n}", "theirs")
    for n in range(4):
        centre.call(f"s{n}", "shared")
    centre.at += 1
    centre.call("caller", "ours")
    queue = centre.state.queues["ours"]
    before = estimate(centre.state, queue, queue.waiting[0])
    for n in range(1, 4):
        centre.end(f"s{n}")
    after = estimate(centre.state, queue, queue.waiting[0])
    assert before.high_ms is not None
    assert after.high_ms is not None
    assert after.high_ms < before.high_ms


def test_waiting_in_a_queue_without_staff_takes_no_turns() -> None:
    """Nobody is there to be taken."""
    centre = TestCentre()
    centre.queue("empty", "nobody")
    centre.queue("ours")
    centre.agent("anna")
    centre.call("ringing", "ours")
    for n in range(9):
        centre.call(f"e{n}", "empty")
    centre.at += 1
    centre.call("caller", "ours")
    queue = centre.state.queues["ours"]
    told = estimate(centre.state, queue, queue.waiting[0])
    assert told.high_ms is not None
    assert told.high_ms < 10 * 60 * SECOND


def test_the_centre_learns_how_long_a_contact_takes() -> None:
    """From ring to free again, the latest fifty, leaning on a prior at first."""
    centre = TestCentre()
    centre.queue(wrap_up_ms=0, breath_ms=0)
    centre.agent("anna")
    queue = centre.state.queues["support"]
    assert cycle_ms(queue) == PRIOR_CYCLE_MS
    for n in range(60):
        centre.call(f"c{n}")
        centre.accept(f"c{n}")
        centre.at += 60 * SECOND
        centre.end(f"c{n}")
    assert len(queue.cycles_ms) == 50
    assert cycle_ms(queue) == (3 * PRIOR_CYCLE_MS + 50 * 60 * SECOND) // 53


def test_old_outcomes_fade() -> None:
    """The share that gives up is about lately, not about last year."""
    centre = TestCentre()
    centre.queue()
    for n in range(201):
        centre.call(f"c{n}")
        centre.end(f"c{n}")
    assert centre.state.queues["support"].abandoned_recently == 100


def grown(centre: TestCentre) -> str | None:
    """The reason in the next tell."""
    return only(centre.wait(60 * SECOND), e.WaitTold).grown


def waiting_one() -> TestCentre:
    """One caller behind a busy agent, told once."""
    centre = TestCentre()
    centre.queue()
    for name in ("anna", "bo", "cleo"):
        centre.agent(name)
        centre.call(f"{name}-caller")
        centre.accept(f"{name}-caller")
    centre.call("caller")
    centre.wait(8 * SECOND)
    return centre


def test_a_wait_that_shrinks_gives_no_reason() -> None:
    """As it should be."""
    assert grown(waiting_one()) is None


def test_a_wait_that_grew_because_staff_left() -> None:
    """Said with its reason: fewer are here now."""
    centre = waiting_one()
    for name in ("anna", "bo"):
        centre.do(c.SignOut, agent_id=name)
        centre.end(f"{name}-caller")
        centre.do(c.SignOut, agent_id=name)
    assert grown(centre) == "fewer_agents"


def test_a_wait_that_grew_because_calls_take_longer() -> None:
    """Same place, same staff, longer talks."""
    centre = waiting_one()
    centre.state.queues["support"].cycles_ms = [3_600 * SECOND] * 50
    assert grown(centre) == "longer_calls"


def test_a_wait_that_grew_because_somebody_earlier_came_back() -> None:
    """A returned contact takes its earned place; those behind hear why."""
    centre = waiting_one()
    for name in ("anna", "bo", "cleo"):
        centre.do(c.ReturnContact, contact_id=f"{name}-caller", reason="agent_line_lost")
    for name in ("anna", "bo", "cleo"):
        centre.do(c.BecomeReady, agent_id=name)
    for name in ("anna", "bo", "cleo"):
        centre.do(c.DeclineOffer, offer_id=centre.state.agents[name].offer_id, reason="busy")
    centre.do(c.BecomeReady, agent_id="anna")
    told = [x for x in centre.wait(30 * SECOND) if isinstance(x, e.WaitTold) and x.contact_id == "caller"]
    assert told[-1].grown == "earlier_place_returned"


def test_no_range_before_or_now_gives_no_reason() -> None:
    """Only a range can grow."""
    centre = TestCentre()
    centre.queue()
    centre.call("caller")
    centre.wait(8 * SECOND)
    centre.agent("anna")
    centre.do(c.DeclineOffer, offer_id=centre.offer_of("caller"), reason="busy")
    assert grown(centre) is None


def test_place_of_somebody_who_is_not_waiting() -> None:
    """An offered contact has no place; it is its turn."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.call("caller")
    assert place_of(centre.state, centre.state.contacts["caller"]) is None


@pytest.mark.parametrize("served", [0, 20])
def test_those_who_give_up_shorten_the_wait(served: int) -> None:
    """A share of those ahead will be gone by then."""
    queue = Queue(QueueId("q"), QueueSettings(name="q"), served_recently=served, abandoned_recently=20)
    assert patience_share(queue) == pytest.approx((served + 20) / (served + 40))
