"""What counts as coming back about the same matter, and what is left unsolved: by examples."""

from __future__ import annotations

import pytest

from lur.core.ids import DAY_MS, AgentId, ContactId, Instant, QueueId
from lur.features.contacts.model import ContactRow
from lur.features.contacts.solved import WEEK_MS, Tally, came_back, judge, said_of, same_matter
from lur.features.wrap_up.demo import DISPOSITIONS
from lur.features.wrap_up.tree import root_of
from lur.web.matters import OLDEST_UNSOLVED_MS, left_unsolved

TREE = {each.id: each for each in DISPOSITIONS}
ENDED = 10 * DAY_MS


def root(disposition: str) -> str:
    """In the demo company's tree."""
    return root_of(disposition, TREE)


def row(
    name: str,
    entered: Instant,
    disposition: str | None = None,
    *,
    queue: str = "delivery",
    solved: bool | None = None,
    lasts_ms: int | None = 1_000,
) -> ContactRow:
    """A contact in short."""
    return ContactRow(
        id=ContactId(name),
        queue_id=QueueId(queue),
        channel="voice",
        language="sv",
        entered=entered,
        phase="talking" if lasts_ms is None else "ended",
        answered_at=entered,
        ended_at=None if lasts_ms is None else entered + lasts_ms,
        outcome=None if lasts_ms is None else "served",
        agent_id=AgentId("101"),
        outgoing=False,
        recorded=False,
        disposition=disposition,
        solved=solved,
    )


FIRST = row("first", ENDED - 1_000, "delivery_missing", solved=True)


@pytest.mark.parametrize(
    ("one", "other", "queue", "same"),
    [
        ("delivery_missing", "return_money", "another", True),
        ("delivery_missing", "call_back", "delivery", False),
        ("delivery_missing", None, "delivery", True),
        ("delivery_missing", None, "another", False),
        (None, "call_back", "delivery", True),
        ("gone", "gone", "another", True),
    ],
)
def test_what_the_same_matter_is(one: str | None, other: str | None, queue: str, same: bool) -> None:
    """Results under one top level, whichever queues; the queue where either has no result. A result that the
    tree has lost is its own top level."""
    assert same_matter(row("a", 0, one), row("b", 1, other, queue=queue), root) is same


@pytest.mark.parametrize(
    ("entered", "is_return"),
    [(ENDED, False), (ENDED + 1, True), (ENDED + WEEK_MS, True), (ENDED + WEEK_MS + 1, False)],
)
def test_a_week_is_seven_days_from_the_end(entered: Instant, is_return: bool) -> None:
    """To the millisecond, the last one included; who came while it went on has not come back."""
    assert (came_back(FIRST, [FIRST, row("b", entered)], root) is not None) is is_return


def test_the_first_return_is_the_one_that_is_shown() -> None:
    """Of several the earliest; one that goes on still is a return too; one that goes on has not ended."""
    later = [row("c", ENDED + 20), row("b", ENDED + 10, lasts_ms=None)]
    found = came_back(FIRST, later, root)
    assert found is not None
    assert found.id == "b"
    assert came_back(row("open", 0, lasts_ms=None), later, root) is None


def test_how_each_contact_is_counted() -> None:
    """Unknown customer, too early, held, came back: each contact is in exactly one."""
    tally, now = Tally(), ENDED + WEEK_MS
    tally.count(judge(FIRST, None, root, now))
    tally.count(judge(FIRST, [], root, now - 1))
    tally.count(judge(FIRST, [FIRST], root, now))
    tally.count(judge(FIRST, [row("b", ENDED + 1)], root, now))
    assert tally == Tally(contacts=4, stranger=1, pending=1, judged=2, came_back=1)
    assert [said_of(row("x", 0, solved=each)) for each in (True, False, None)] == ["yes", "no", "unknown"]


def test_what_is_left_unsolved_is_the_last_word_of_each_matter() -> None:
    """Newest first: solved later is solved, said again counts once, and what nobody has heard of for long is
    nothing to begin a talk with."""
    now = ENDED + OLDEST_UNSOLVED_MS
    rows = [
        row("again", now - 10, "call_back", solved=False),
        row("quiet", now - 20, "return_how"),
        row("solved", now - 30, "return_how", solved=True),
        row("before", now - 40, "delivery_time", solved=False),
        row("once", now - 50, "waiting_answer", solved=False),
        row("other", now - 60, "passed_on", solved=False, lasts_ms=1),
        row("old", ENDED - 2_000, "wrong_number", solved=False),
    ]
    assert [each.id for each in left_unsolved(rows, root, now)] == ["again", "other"]
