"""What a place page shows that can change: the state, the place, the range and why, as words in one language.

``facts_of`` is cheap and says whether anything has changed; ``face_of`` makes the words, only then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec

from lur.core.hours import next_opening
from lur.core.ids import Instant, QueueId
from lur.core.state import Contact, State, Told, place_of
from lur.core.transitions import Phase
from lur.features.places.model import Move
from lur.ports import Clock
from lur.web.public.phrases import Phrases

PlaceState = Literal[
    "entering",
    "closed",
    "full",
    "waiting",
    "waiting_call",
    "turn",
    "turn_call",
    "calling",
    "talking",
    "resting",
    "missed",
    "ended",
]
WIDTH, HEIGHT = 300, 60
"""The picture of how the place moved, in its own units."""
MARGIN = 4


class Face(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent to an open page when it differs. ``place`` is empty where there is none."""

    state: PlaceState
    heading: str
    note: str = ""
    place: str = ""
    where: str = ""
    wait: str = ""
    said: str = ""
    grown: str = ""
    line: str = ""
    """Points of an SVG polyline; empty until the place has moved."""
    moved: str = ""


class Facts(NamedTuple):
    """All that a face is made of."""

    phase: Phase
    place: int | None
    queue_id: QueueId
    told: Told | None
    is_called: bool
    from_at: Instant | None
    attempts: int
    door: str
    told_at: Instant


def facts_of(state: State, contact: Contact, told_at: Instant) -> Facts:
    """The facts now."""
    callback = contact.callback
    return Facts(
        contact.phase,
        place_of(state, contact),
        contact.queue_id,
        contact.told,
        callback is not None,
        callback.from_at if callback is not None else None,
        callback.attempts if callback is not None else 0,
        contact.refusal.door if contact.refusal is not None else "",
        told_at,
    )


def state_of(facts: Facts) -> PlaceState:
    """What the customer would call it."""
    match facts.phase:
        case "entering":
            return "entering"
        case "refused":
            return "full" if facts.door == "full" else "closed"
        case "waiting":
            return "waiting_call" if facts.is_called else "waiting"
        case "offered":
            return "turn_call" if facts.is_called else "turn"
        case "dialling":
            return "calling"
        case "resting":
            return "missed" if facts.attempts else "resting"
        case "talking" | "held" | "transferring" | "outside":
            return "talking"
        case _:
            return "ended"


def face_of(state: State, facts: Facts, moves: Sequence[Move], words: Phrases, clock: Clock) -> Face:
    """The words for the facts."""
    name = state_of(facts)
    heading, note = getattr(words.t, name)
    queue = state.queues[facts.queue_id]
    at = facts.from_at
    if name == "closed":
        now = clock.now()
        at = next_opening(queue.settings, now, clock.utc_offset_min(now))
        note = note if at is not None else ""
    when = words.moment(at) if at is not None else words.t.in_turn.lower()
    heading, note = heading.format(when=when), note.format(when=when)
    if name not in ("waiting", "waiting_call"):
        return Face(state=name, heading=heading, note=note)
    told = facts.told
    return Face(
        state=name,
        heading=heading,
        note=note,
        place=str(facts.place or ""),
        where=words.t.in_queue.format(queue=queue.settings.name),
        wait=_wait(facts, words),
        said=words.t.said_at.format(when=words.clock(told.at)) if told is not None else "",
        grown=words.t.grown[moves[-1].grown] if moves and moves[-1].grown is not None else "",
        line=_line(moves, facts.place),
        moved=_moved(moves, facts.place, words),
    )


def _wait(facts: Facts, words: Phrases) -> str:
    told = facts.told
    if told is None:
        return words.t.range_soon
    if told.low_ms is None or told.high_ms is None:
        return words.t.range_none
    sentence = words.t.range_call if facts.is_called else words.t.range_answer
    return sentence.format(range=words.range(told.low_ms, told.high_ms))


def _line(moves: Sequence[Move], place: int | None) -> str:
    """The places that were told, from the left to the right in even steps; first in line is at the top. A
    place that has not moved has no line."""
    places = [move.place for move in moves] + ([place] if place is not None else [])
    least, most = min(places, default=0), max(places, default=0)
    if least == most:
        return ""
    step = (WIDTH - 2 * MARGIN) / (len(places) - 1)
    height = (HEIGHT - 2 * MARGIN) / (most - least)
    points = (
        f"{MARGIN + number * step:.0f},{MARGIN + (each - least) * height:.0f}"
        for number, each in enumerate(places)
    )
    return " ".join(points)


def _moved(moves: Sequence[Move], place: int | None, words: Phrases) -> str:
    if not moves or place is None:
        return ""
    first, last = moves[0], moves[-1]
    return words.t.moved.format(
        first=first.place, then=words.clock(first.at), last=place, now=words.clock(last.at)
    )
