"""Whatever the matrix: each listener hears exactly the tones of the speakers in its row."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.media.talk import REMOTE, Talk

from lur.adapters.voice.media import protocol as p

LEGS = ("a", "b", "c", "d", "e", "f")
MOST_GAP_MS = 40


@st.composite
def matrices(draw: st.DrawFn, legs: tuple[str, ...]) -> dict[str, str]:
    """For each leg, whom it hears (perhaps itself, which means nothing)."""
    return {leg: " ".join(draw(st.sets(st.sampled_from(legs)).map(sorted))) for leg in legs}


groups = st.integers(2, 6).map(lambda count: LEGS[:count])
laws = st.lists(st.sampled_from(list(p.Law)), min_size=6, max_size=6)


def row(matrix: dict[str, str], leg: str) -> str:
    """Whom the leg should hear."""
    return " ".join(speaker for speaker in matrix[leg].split() if speaker != leg)


@settings(max_examples=60, deadline=None)
@given(groups.flatmap(matrices), laws)
def test_each_hears_exactly_its_row(matrix: dict[str, str], laws: list[p.Law]) -> None:
    """From two to six legs of either law."""
    with tempfile.TemporaryDirectory() as directory:
        talk = Talk(Path(directory), zip(matrix, laws, strict=False))
        try:
            talk.change(matrix)
            talk.check(**{leg: row(matrix, leg) for leg in matrix})
        finally:
            talk.close()


@settings(max_examples=25, deadline=None)
@given(groups.flatmap(lambda legs: st.lists(matrices(legs), min_size=2, max_size=5)), laws, st.data())
def test_changes_leave_no_gap(story: list[dict[str, str]], laws: list[p.Law], data: st.DataObject) -> None:
    """From matrix to matrix at any moment: one stream for each, and no gap of more than 40 ms for who
    hears somebody all the time; at the end the last matrix holds.
    """
    with tempfile.TemporaryDirectory() as directory:
        talk = Talk(Path(directory), zip(story[0], laws, strict=False))
        try:
            talk.change(story[0])
            talk.run(300)
            for person in talk.people.values():
                person.packets.clear()
            for matrix in story:
                talk.change(matrix)
                talk.run(5 * data.draw(st.integers(0, 50)))
            talk.run(200)
            for leg in story[0]:
                talk.check_stream(leg)
                rows = [set(row(matrix, leg).split()) for matrix in story]
                if all(rows) and all(one & other for one, other in itertools.pairwise(rows)):
                    assert talk.longest_gap_ms(leg) <= MOST_GAP_MS
            talk.check(**{leg: row(story[-1], leg) for leg in story[0]})
        finally:
            talk.close()


who = st.sampled_from(LEGS[:4])
deeds = st.one_of(
    matrices(LEGS[:4]),
    st.builds(p.Mute, who, st.booleans()),
    st.builds(p.Hold, who, st.booleans()),
    st.builds(p.Bridge, st.just("a"), st.just("b")),
    st.just(p.EndMix("room")),
    st.builds(p.SetRemote, who, st.just(REMOTE), st.sampled_from(list(p.Law))),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(deeds, max_size=8), matrices(LEGS[:4]))
def test_whatever_came_before_the_matrix_holds(story: list[object], last: dict[str, str]) -> None:
    """Holds, mutes, bridges and other laws on the way: the matrix, with nobody muted or on hold, is heard."""
    with tempfile.TemporaryDirectory() as directory:
        talk = Talk(Path(directory), ((leg, p.Law.ALAW) for leg in LEGS[:4]))
        try:
            for deed in story:
                verb = talk.hears("room", deed) if isinstance(deed, dict) else deed
                talk.room.verbs.carry_out(p.Request(1, verb))  # type: ignore[arg-type]
                talk.run(40)
            talk.change(last)
            for leg in last:
                talk.room.do(p.Mute(leg, False))
                talk.room.do(p.Hold(leg, False))
            talk.check(**{leg: row(last, leg) for leg in last})
        finally:
            talk.close()
