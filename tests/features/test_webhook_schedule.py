"""When a message is tried again, and when a person is asked: the rules as they are written down."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.core.ids import DAY_MS, ContactId
from lur.features.webhooks.model import Delivery, Webhook
from lur.features.webhooks.schedule import (
    DOWN_AFTER,
    LONGEST_ASKED_MS,
    PATIENCE_MS,
    PROBE_EVERY_MS,
    WAITS_MS,
    Answer,
    is_down,
    tried,
    wait_ms,
)

NOW = 1_000_000_000
HOOK = Webhook(id="w1", name="n", url="https://x.test", kinds=("contact.ended",), made_at=0, reached_seq=0)
MESSAGE = Delivery(
    webhook_id="w1",
    seq=7,
    contact_id=ContactId("c1"),
    kind="contact.ended",
    body="{}",
    happened_at=NOW,
)
BAD = Answer(fault="answered", status=500)
REFUSED = Answer(fault="answered", status=422)
GOOD = Answer(fault="", status=204)


def test_each_wait_is_longer_and_the_longest_is_hours() -> None:
    """Five seconds first, four to five hours at most."""
    waits = [wait_ms(tries, "w1.7") for tries in range(1, 12)]
    assert waits[0] < 10_000
    assert waits == sorted(waits)
    assert WAITS_MS[-1] <= waits[-1] <= WAITS_MS[-1] * 5 // 4


def test_a_taken_message_is_delivered_and_the_webhook_is_well() -> None:
    """What failed before is forgotten."""
    ill = msgspec.structs.replace(HOOK, failures=9, failing_since=5, next_at=99)
    webhook, message = tried(ill, MESSAGE, GOOD, NOW)
    assert (message.state, message.tries) == ("delivered", 1)
    assert (webhook.failures, webhook.failing_since, webhook.next_at) == (0, None, 0)


def test_a_target_that_fails_again_and_again_counts_as_down() -> None:
    """Then it is asked by one message at a time, at most a quarter of an hour apart."""
    webhook, message, now = HOOK, MESSAGE, NOW
    for _ in range(DOWN_AFTER):
        webhook, message = tried(webhook, message, BAD, now)
    assert is_down(webhook)
    for _ in range(40):
        assert now < webhook.next_at <= now + PROBE_EVERY_MS
        now = webhook.next_at
        webhook, message = tried(webhook, message, BAD, now)
    assert message.state == "waiting"


def test_a_refused_message_does_not_make_its_target_down() -> None:
    """422 is about the message, so others go on."""
    webhook, message = HOOK, MESSAGE
    for _ in range(10):
        webhook, message = tried(webhook, message, REFUSED, NOW)
    assert not is_down(webhook)
    assert webhook.next_at == 0


def test_after_three_days_without_a_good_answer_it_is_paused() -> None:
    """Not a message is given up."""
    ill = msgspec.structs.replace(HOOK, failures=50, failing_since=NOW - PATIENCE_MS)
    webhook, message = tried(ill, MESSAGE, BAD, NOW)
    assert (webhook.state, message.state) == ("paused", "waiting")


def test_who_says_gone_is_paused_at_once() -> None:
    """410 says that nobody will ever be there again."""
    webhook, message = tried(HOOK, MESSAGE, Answer(fault="gone", status=410), NOW)
    assert (webhook.state, message.state) == ("paused", "waiting")


def test_one_that_is_never_taken_is_set_aside_while_others_are() -> None:
    """For a person to look at; the webhook itself is well."""
    well = msgspec.structs.replace(HOOK, delivered_at=NOW - 1)
    old = msgspec.structs.replace(MESSAGE, tries=20, first_tried_at=NOW - PATIENCE_MS)
    webhook, message = tried(well, old, REFUSED, NOW)
    assert (webhook.state, message.state) == ("on", "set_aside")


@pytest.mark.parametrize(("asked_s", "least_ms"), [(60, 60_000), (10**9, LONGEST_ASKED_MS)])
def test_a_target_may_ask_us_to_wait(asked_s: int, least_ms: int) -> None:
    """Retry-After holds the whole webhook, for a day at most."""
    answer = Answer(fault="answered", status=429, retry_after_s=asked_s)
    webhook, message = tried(HOOK, MESSAGE, answer, NOW)
    assert webhook.next_at == NOW + least_ms
    assert message.next_at >= NOW + least_ms


ANSWERS = st.sampled_from([BAD, REFUSED, GOOD, Answer(fault="timed_out"), Answer(fault="gone", status=410)])


@given(answers=st.lists(st.tuples(ANSWERS, st.integers(0, DAY_MS)), max_size=60))
def test_no_story_loses_a_message_or_a_webhook(answers: list[tuple[Answer, int]]) -> None:
    """Whatever the answers, a message is waiting, delivered or set aside, and a next try lies ahead."""
    webhook, now = HOOK, NOW
    for answer, later in answers:
        before = msgspec.structs.replace(MESSAGE, first_tried_at=NOW)
        webhook, message = tried(webhook, before, answer, now)
        assert message.state == ("delivered" if answer.is_good else message.state)
        assert message.state in ("waiting", "delivered", "set_aside")
        if message.state == "waiting":
            assert message.next_at > now
        now += later
