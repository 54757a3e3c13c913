"""Chance is fair between agents and hours, cannot be foreseen, and can be checked afterwards by anybody."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.core.ids import DAY_MS, AgentId, ContactId
from lur.features.quality.model import Candidate, Draw, Period
from lur.features.quality.sampling import chance, draw, drawn_again, shares
from lur.features.quality.spans import local_day, local_hour, midnight, span_of

HOUR_MS = 3_600_000


@st.composite
def pools(build: st.DrawFn) -> tuple[Candidate, ...]:
    """Contacts of up to eight agents over a day, some with few and some with many."""
    spots = build(
        st.lists(st.tuples(st.integers(1, 8), st.integers(0, 23)), max_size=120), label="agent and hour"
    )
    return tuple(
        Candidate(contact_id=ContactId(f"c{n}"), agent_id=AgentId(str(100 + agent)), hour=hour)
        for n, (agent, hour) in enumerate(spots)
    )


SEEDS = st.text(max_size=20)


@given(pool=pools(), each=st.integers(1, 20), seed=SEEDS)
def test_each_agent_gets_the_same_number(pool: tuple[Candidate, ...], each: int, seed: str) -> None:
    """All who have contacts enough get the same; who has fewer gets all of theirs; nobody is drawn twice."""
    drawn = draw(pool, each, seed, {})
    had, got = Counter(c.agent_id for c in pool), Counter(c.agent_id for c in drawn)
    assert {agent: got[agent] for agent in had} == {agent: min(each, of) for agent, of in had.items()}
    assert len({c.contact_id for c in drawn}) == len(drawn)
    assert set(drawn) <= set(pool)


@given(pool=pools(), each=st.integers(1, 20), seed=SEEDS)
def test_the_hours_of_an_agent_take_turns(pool: tuple[Candidate, ...], each: int, seed: str) -> None:
    """No hour is drawn from twice while another hour of the agent's still has contacts and was drawn from
    less: the numbers of any two hours that are not used up differ by at most one."""
    drawn = draw(pool, each, seed, {})
    for agent in {c.agent_id for c in pool}:
        of = Counter(c.hour for c in pool if c.agent_id == agent)
        got = Counter(c.hour for c in drawn if c.agent_id == agent)
        for hour, number in got.items():
            for other in of:
                assert number <= got[other] + 1 or got[other] == of[other], (hour, other)


@given(pool=pools(), seed=SEEDS, already=st.dictionaries(st.integers(1, 8), st.integers(0, 25)))
def test_drawing_twice_gives_nobody_another_try(
    pool: tuple[Candidate, ...], seed: str, already: dict[int, int]
) -> None:
    """What an agent has had from the period counts; who has had enough gets none."""
    taken = {AgentId(str(100 + agent)): number for agent, number in already.items()}
    got = Counter(c.agent_id for c in draw(pool, 5, seed, taken))
    had = Counter(c.agent_id for c in pool)
    for agent, of in had.items():
        assert got[agent] == min(of, max(0, 5 - taken.get(agent, 0)))


@given(pool=pools(), each=st.integers(1, 5), seed=SEEDS, shuffled=st.randoms())
def test_the_same_seed_draws_the_same(
    pool: tuple[Candidate, ...], each: int, seed: str, shuffled: object
) -> None:
    """In whatever order the contacts come: the draw hangs on seed and pool alone."""
    again = list(pool)
    shuffled.shuffle(again)  # type: ignore[attr-defined]
    assert draw(again, each, seed, {}) == draw(pool, each, seed, {})


def test_another_seed_draws_others() -> None:
    """Over many seeds each contact of an hour is drawn about as often as any other."""
    pool = tuple(Candidate(contact_id=ContactId(f"c{n}"), agent_id=AgentId("101"), hour=9) for n in range(10))
    drawn = Counter(draw(pool, 1, f"seed {n}", {})[0].contact_id for n in range(2_000))
    assert len(drawn) == 10
    assert all(140 < number < 260 for number in drawn.values())


def test_the_team_hears_all_hours() -> None:
    """Of hours that are equal to an agent the one goes first that the whole draw has used the least: eight
    agents with one contact in each of eight hours cover all eight."""
    pool = tuple(
        Candidate(contact_id=ContactId(f"c{a}-{h}"), agent_id=AgentId(str(a)), hour=h)
        for a in range(8)
        for h in range(8)
    )
    assert sorted(c.hour for c in draw(pool, 1, "any", {})) == list(range(8))


def test_chance_is_a_digest_that_anybody_can_work_out() -> None:
    """SHA-256 of the seed, a zero byte and the subject, in hex."""
    assert chance("seed", "contact c1") == hashlib.sha256(b"seed\x00contact c1").hexdigest()


def test_a_kept_draw_shows_from_how_many() -> None:
    """Seed and pool give the same contacts again; a contact that was put in by hand does not agree."""
    pool = tuple(
        Candidate(contact_id=ContactId(f"c{n}"), agent_id=AgentId(str(n % 2)), hour=n) for n in range(9)
    )
    drawn = tuple(each.contact_id for each in draw(pool, 2, "s", {}))
    kept = Draw(
        id="d",
        sampling_id="s",
        form_id="f",
        each=2,
        since=0,
        before=1,
        at=1,
        by="",
        seed="s",
        taken={},
        pool=pool,
        of=len(pool),
        drawn=drawn,
    )
    assert drawn_again(kept) == drawn
    assert [(each.agent_id, each.of, each.drawn) for each in shares(kept)] == [("0", 5, 2), ("1", 4, 2)]


SUMMER_BEGINS = 1_774_746_000_000
"""2026-03-29 01:00 UTC, when Stockholm's clocks go from +60 to +120 minutes."""


def stockholm(at: int) -> int:
    """Minutes east of UTC around that night."""
    return 120 if at >= SUMMER_BEGINS else 60


def test_days_begin_at_the_companys_midnight() -> None:
    """On the day that the clocks change too: that day has 23 hours."""
    begins = midnight(date(2026, 3, 29), stockholm)
    assert begins == SUMMER_BEGINS - 2 * HOUR_MS
    assert midnight(date(2026, 3, 30), stockholm) - begins == DAY_MS - HOUR_MS
    assert local_day(begins, stockholm) == date(2026, 3, 29)
    assert local_day(begins - 1, stockholm) == date(2026, 3, 28)
    assert [local_hour(begins + n * HOUR_MS, stockholm) for n in range(4)] == [0, 1, 3, 4]


@pytest.mark.parametrize(
    ("period", "first", "after"),
    [
        ("day", date(2026, 4, 1), date(2026, 4, 2)),
        ("week", date(2026, 3, 30), date(2026, 4, 6)),
        ("month", date(2026, 4, 1), date(2026, 5, 1)),
    ],
)
def test_periods_are_the_companys(period: Period, first: date, after: date) -> None:
    """Weeks begin on Monday, months on the first."""
    noon = midnight(date(2026, 4, 1), stockholm) + 12 * HOUR_MS
    assert span_of(noon, period, stockholm) == (midnight(first, stockholm), midnight(after, stockholm))
