"""Telephone keys in RTP: each press is said once, however its packets come."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.wire.rtp.keys import END_PACKETS, KEYS, KeyEvent, KeyReader, build_event, parse_event, press_payloads


@pytest.mark.parametrize("key", list(KEYS))
def test_each_key_is_read_back(key: str) -> None:
    """All sixteen keys survive."""
    event = KeyEvent(key, True, 1280)
    assert parse_event(build_event(event)) == event


@given(st.binary(max_size=8))
def test_no_payload_makes_the_parser_fail(payload: bytes) -> None:
    """Unknown events and torn payloads are None."""
    event = parse_event(payload)
    assert (event is None) == (len(payload) < 4 or payload[0] > 15)


@given(st.integers(1, 2000))
def test_a_press_grows_and_ends_three_times(duration_ms: int) -> None:
    """Durations rise by 20 ms; the last payload has the end bit and is sent three times."""
    events = [parse_event(payload) for payload in press_payloads("5", duration_ms)]
    ended = [event for event in events if event and event.ended]
    assert len(ended) == END_PACKETS
    assert len({event.duration for event in ended}) == 1
    assert [event.duration for event in events if event and not event.ended] == [
        160 * at for at in range(1, len(events) - END_PACKETS + 1)
    ]


@given(
    st.lists(st.sampled_from(KEYS), max_size=8), st.integers(0, 0xFFFFFFFF), st.randoms(use_true_random=False)
)
def test_each_press_is_said_once(keys: str, begin: int, chance: random.Random) -> None:
    """Packets lost, doubled and mixed up within a press never change which keys are said, nor how often."""
    reader = KeyReader()
    said = []
    for at, key in enumerate(keys):
        payloads = press_payloads(key, 160) * 2
        chance.shuffle(payloads)
        for payload in payloads[: chance.randint(1, len(payloads))]:
            said.append(reader.read(7, (begin + at * 4000) & 0xFFFFFFFF, payload))
    assert [key for key in said if key is not None] == list(keys)


def test_an_old_press_that_comes_late_is_not_said_again() -> None:
    """A packet of the press before the newest one, delayed, is left out; another stream begins anew."""
    reader = KeyReader()
    first, second = press_payloads("1", 60)[0], press_payloads("2", 60)[0]
    assert [reader.read(7, 1000, first), reader.read(7, 5000, second), reader.read(7, 1000, first)] == [
        "1",
        "2",
        None,
    ]
    assert reader.read(8, 1000, first) == "1"
