"""Who hears whom: the rules by table, and what must never be by property."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.adapters.voice.edge.who_hears import TALKED_TO, Chair, Seat, who_hears
from lur.adapters.voice.protocol import Phase
from lur.core.values import Part

C, A = Seat("c", "customer"), Seat("a", "agent")
PARTS: tuple[Part, ...] = get_args(Part)
PHASES: tuple[Phase, ...] = get_args(Phase)


def seat(name: str, chair: Chair, *, away: bool = False) -> Seat:
    """Somebody beside customer and agent."""
    return Seat(name, chair, away)


def heard_by(phase: Phase, *seats: Seat) -> dict[str, str]:
    """Each who hears somebody, and whom, as letters."""
    heard = who_hears(phase, seats)
    found: dict[str, str] = {}
    for listener, speaker in heard.hears:
        found[listener] = found.get(listener, "") + speaker
    return found


@pytest.mark.parametrize(
    ("phase", "others", "expected", "music"),
    [
        ("talking", "", {"c": "a", "a": "c"}, ""),
        ("held", "", {}, "c"),
        ("talking", "aside", {"c": "a", "a": "c"}, "p"),
        ("held", "aside", {"a": "p", "p": "a"}, "c"),
        ("talking", "listen", {"c": "a", "a": "c", "p": "ac"}, ""),
        ("held", "listen", {"p": "a"}, "c"),
        ("talking", "whisper", {"c": "a", "a": "cp", "p": "ac"}, ""),
        ("held", "whisper", {"a": "p", "p": "a"}, "c"),
        ("talking", "joined", {"c": "ap", "a": "cp", "p": "ac"}, ""),
        ("held", "joined", {"a": "p", "p": "a"}, "c"),
        ("talking", "joined joined", {"c": "apq", "a": "cpq", "p": "acq", "q": "acp"}, ""),
        ("talking", "joined listen", {"c": "ap", "a": "cp", "p": "ac", "q": "acp"}, ""),
        ("talking", "joined whisper", {"c": "ap", "a": "cpq", "p": "ac", "q": "acp"}, ""),
        ("talking", "listen whisper", {"c": "a", "a": "cq", "p": "ac", "q": "ac"}, ""),
        ("talking", "joined aside", {"c": "ap", "a": "cp", "p": "ac"}, "q"),
        ("held", "joined aside", {"a": "pq", "p": "aq", "q": "ap"}, "c"),
        ("held", "aside listen", {"a": "p", "p": "a", "q": "ap"}, "c"),
        ("held", "aside whisper", {"a": "pq", "p": "a", "q": "ap"}, "c"),
        ("transferring", "aside", {}, "cp"),
        ("waiting", "joined", {}, "cp"),
    ],
)
def test_the_table_of_ears(phase: Phase, others: str, expected: dict[str, str], music: str) -> None:
    """Customer c, agent a, parties p and q: who hears whom, and who hears music instead."""
    parties = [
        seat(name, chair)  # type: ignore[arg-type]
        for name, chair in zip("pq", others.split(), strict=False)
    ]
    seats = (C, A, *parties) if phase in ("talking", "held") else (C, *parties)
    assert heard_by(phase, *seats) == expected
    assert who_hears(phase, seats).music == frozenset(music)


def test_left_with_an_outside_number() -> None:
    """The customer and who is joined hear each other, with nobody of ours on the line."""
    assert heard_by("outside", C, seat("p", "joined")) == {"c": "p", "p": "c"}


def test_who_is_away_hears_nothing_and_is_not_heard() -> None:
    """A phone on hold or a lost browser: the others go on, and who hears nobody any more hears music."""
    away = Seat("a", "agent", away=True)
    assert heard_by("talking", C, away, seat("p", "joined")) == {"c": "p", "p": "c"}
    assert who_hears("talking", (C, away)).music == {"c"}
    assert who_hears("held", (C, away, seat("p", "aside"))).music == {"c", "p"}


SEATS = st.lists(
    st.builds(seat, st.sampled_from("pqrs"), st.sampled_from(PARTS), away=st.booleans()),
    max_size=4,
    unique_by=lambda each: each.leg,
)


@given(st.sampled_from(PHASES), st.booleans(), SEATS)
def test_the_customers_ear_is_clean(phase: Phase, is_away: bool, parties: list[Seat]) -> None:
    """Whatever the talk is like: the customer never hears who listens, whispers or is aside, nobody hears the
    customer who is not talked to, nobody hears themselves, and nobody both hears people and music."""
    agent = Seat("a", "agent", is_away)
    chairs = {each.leg: each.chair for each in (C, agent, *parties)}
    heard = who_hears(phase, (C, agent, *parties))
    for listener, speaker in heard.hears:
        assert listener != speaker
        if listener == "c":
            assert chairs[speaker] in ("agent", "joined")
        if "c" in (listener, speaker):
            assert phase in TALKED_TO
        if chairs[speaker] == "listen":
            raise AssertionError("a listener is heard")
        if chairs[speaker] == "whisper":
            assert listener == "a"
    assert not any(heard.is_listening(leg) for leg in heard.music)


@given(st.sampled_from(PHASES), SEATS)
def test_who_speaks_with_somebody_is_heard_by_them(phase: Phase, parties: list[Seat]) -> None:
    """Among customer, agent, joined and aside, hearing is mutual."""
    seats = (C, A, *parties)
    chairs = {each.leg: each.chair for each in seats}
    heard = who_hears(phase, seats).hears
    voices = {leg for leg, chair in chairs.items() if chair not in ("listen", "whisper")}
    pairs = {(one, other) for one, other in heard if one in voices and other in voices}
    assert pairs == {(other, one) for one, other in pairs}
