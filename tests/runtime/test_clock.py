"""The shell's clock: never backwards, never still, in the end as late as the wall clock."""

from __future__ import annotations

import itertools

import pytest

from lur.runtime import SteadyClock, SystemEntropy

NOON = 1_700_000_000_000


class Hands:
    """A wall clock and a monotonic one, both moved by hand."""

    def __init__(self) -> None:
        self.wall = NOON
        self.passed = 500
        self.clock = SteadyClock(lambda: self.wall, lambda: self.passed)

    def wait(self, ms: int) -> int:
        """Time passes on both."""
        self.wall += ms
        self.passed += ms
        return self.clock.now()


@pytest.fixture
def hands() -> Hands:
    """Both at noon."""
    return Hands()


def test_follows_the_wall_clock(hands: Hands) -> None:
    """With nobody touching it, it is the wall clock."""
    assert [hands.wait(1), hands.wait(1_000)] == [NOON + 1, NOON + 1_001]


def test_a_wall_clock_set_forward_is_followed_at_once(hands: Hands) -> None:
    """A machine that slept wakes to the right time."""
    hands.wall += 3_600_000
    assert hands.wait(10) == NOON + 3_600_010


def test_a_wall_clock_set_back_is_not_followed(hands: Hands) -> None:
    """Time goes on, a tenth slower, until the wall clock has caught up; it never goes backwards."""
    hands.wait(1_000)
    hands.wall -= 2_000
    shown = [hands.wait(1_000) for _ in range(30)]
    assert all(a < b for a, b in itertools.pairwise(shown))
    assert shown[0] == NOON + 1_900
    assert shown[-1] == hands.wall


def test_a_second_lasts_a_second_while_catching_up(hands: Hands) -> None:
    """A ring timeout is at most a tenth longer than it says, however far the wall clock was set back."""
    hands.wall -= 86_400_000
    before = hands.clock.now()
    assert hands.wait(20_000) - before == 18_000


def test_goes_on_from_the_last_event(hands: Hands) -> None:
    """After a restart with a clock that is behind the journal, time begins at the journal's end."""
    hands.clock.not_before(NOON + 60_000)
    assert hands.clock.now() == NOON + 60_000
    assert hands.wait(100) == NOON + 60_090
    hands.clock.not_before(NOON)
    assert hands.clock.now() == NOON + 60_090


def test_tokens_are_new_and_long() -> None:
    """Ids cannot be guessed."""
    tokens = {SystemEntropy().token("c-") for _ in range(100)}
    assert len(tokens) == 100
    assert all(token.startswith("c-") and len(token) > 20 for token in tokens)
