"""Old journals stay readable: a made-up kind is followed from its first shape to today's."""

from __future__ import annotations

import json

import pytest

from lur.core import events as e
from lur.core.upcasters import Payload, UnreadableEvent, Upcaster, upcast

STEPS = {
    ("ContactParked", 1): Upcaster("ContactParked", 2, lambda old: {**old, "contact_id": old["call"]}),
    ("ContactParked", 2): Upcaster("ContactHeld", 1, lambda old: _without(old, "call")),
}
"""ContactParked called its contact ``call``, then ``contact_id``, and was renamed ContactHeld."""


def _without(payload: Payload, field: str) -> Payload:
    return {name: value for name, value in payload.items() if name != field}


def test_todays_shape_is_read_as_it_is() -> None:
    """An event of the current version needs no step."""
    payload = b'{"kind":"ContactHeld","at":5,"contact_id":"c1"}'
    assert upcast("ContactHeld", 1, payload) == e.ContactHeld(at=5, contact_id="c1")  # type: ignore[arg-type]


@pytest.mark.parametrize("version", [1, 2])
def test_old_shapes_are_followed_to_todays(version: int) -> None:
    """Each step is taken in turn, from wherever the row begins."""
    name = "call" if version == 1 else "contact_id"
    payload = json.dumps({"kind": "ContactParked", "at": 5, name: "c1"}).encode()
    assert upcast("ContactParked", version, payload, STEPS) == e.ContactHeld(
        at=5,
        contact_id="c1",  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("kind", "version", "payload"),
    [
        ("ContactHeld", 2, b'{"kind":"ContactHeld","at":5,"contact_id":"c1"}'),
        ("NeverHeardOf", 1, b'{"kind":"NeverHeardOf","at":5}'),
        ("ContactHeld", 1, b'{"kind":"ContactHeld","at":5}'),
        ("ContactHeld", 1, b"not json"),
        ("ContactParked", 1, b"[]"),
    ],
    ids=["newer", "unknown", "incomplete", "no json", "no object"],
)
def test_what_cannot_be_read_says_so(kind: str, version: int, payload: bytes) -> None:
    """A row from a newer release or a damaged one is never guessed at."""
    with pytest.raises(UnreadableEvent):
        upcast(kind, version, payload, STEPS)
