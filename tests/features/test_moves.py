"""How a place moved is kept for those who are here, bounded, and told once however often it is read."""

from __future__ import annotations

from lur.core.events import WaitTold
from lur.core.ids import ContactId
from lur.features.places.moves import MOST, Moves

C1 = ContactId("c1")


def told(at: int, place: int) -> WaitTold:
    """What was told."""
    return WaitTold(at=at, contact_id=C1, place=place, low_ms=None, high_ms=None, staffed=0)


def test_the_first_and_the_latest_are_kept() -> None:
    """A long wait loses what was in between, never where it began."""
    moves = Moves()
    for number in range(200):
        moves.observe(told(number, 200 - number))
    kept = moves.of(C1)
    assert len(kept) == MOST
    assert (kept[0].place, kept[-1].place) == (200, 1)
    assert moves.latest(C1) == 199


def test_what_is_read_again_after_a_start_is_one() -> None:
    """The past and what happened meanwhile may overlap."""
    moves = Moves()
    for _ in range(2):
        moves.observe(told(5, 3))
    assert len(moves.of(C1)) == 1
    moves.forget(C1)
    assert (moves.of(C1), moves.latest(C1)) == ((), 0)
