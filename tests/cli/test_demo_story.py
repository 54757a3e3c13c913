"""What the demo's customer tells of the call, on the screen."""

from __future__ import annotations

import msgspec
import pytest

from lur.cli.demo_story import Story
from lur.core.ids import AgentId, ContactId, QueueId
from lur.runtime.views import CallerView, ContactPhase, ContactView, ToldView

TOLD = ToldView(at=1, place=3, low_ms=60_000, high_ms=150_000)
CONTACT = ContactView(
    id=ContactId("c"),
    queue_id=QueueId("leverans"),
    channel="voice",
    language="sv",
    entry="support",
    phase="waiting",
    phase_since=0,
    place=1,
    place_at_arrival=3,
    entered=0,
    due=0,
    agent_id=AgentId("101"),
    offer_id=None,
    offer_expires=None,
    answered_at=None,
    told=None,
    until=None,
    callback=None,
    also=(),
    choices=(),
    statements=0,
    upset=None,
    tell_all=False,
    solved=False,
    incident_id=None,
    parties=(),
    left_by=None,
    hold_since=None,
    hold_over=False,
    is_outgoing=False,
    hints=0,
    recording_declined=False,
    one_way_audio=False,
    caller=CallerView(),
)


def test_a_call_is_told_and_summed_up(capsys: pytest.CaptureFixture[str]) -> None:
    """Each change once; at the end how long was waited, talked and held, and what was promised."""
    story = Story(0)
    phases: tuple[tuple[int, ContactPhase], ...] = (
        (5_000, "waiting"),
        (40_000, "offered"),
        (45_000, "talking"),
        (100_000, "held"),
        (110_000, "talking"),
    )
    for now, phase in phases:
        for _ in range(2):
            story.follows(now, msgspec.structs.replace(CONTACT, phase=phase, told=TOLD), "Maja Lind")
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "Told: place 3, 1-3 min",
        "Ringing at Maja Lind",
        "Talking with Maja Lind",
        "On hold, with music",
        "Talking with Maja Lind",
    ]
    assert story.ending(145_000, "the customer") == (
        "Over, the customer hung up: waited 45 s, last told: place 3, 1-3 min, "
        "talked 1 min 30 s, on hold 10 s"
    )


def test_nobody_came() -> None:
    """Nothing was told and nobody talked: neither is claimed."""
    assert Story(0).ending(9_000, "you") == "Over, you hung up: waited 9 s, talked to nobody"


def test_an_unknown_wait_is_said_to_be_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing honest can be told: the screen says so, and what it may come from."""
    unknown = ToldView(at=1, place=1, low_ms=None, high_ms=None)
    Story(0).follows(1, msgspec.structs.replace(CONTACT, told=unknown), "")
    assert "is anybody ready?" in capsys.readouterr().out
