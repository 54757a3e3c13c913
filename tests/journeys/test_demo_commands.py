"""``lur demo``: calls for somebody who has no phone at hand, against the demo company."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeys.crew import journal
from journeys.house import LUR, House, house

MINUTES = "0.5"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[House]:
    """A Lur with its demo company."""
    with house(tmp_path / "lur", "--demo") as built:
        yield built


def test_demo_call_and_traffic(demo: House, tmp_path: Path) -> None:
    """Traffic brings agents and callers, and leaves one agent to the visitor; a single call beside it is
    answered and tells what happened; at the end contacts were served and all agents are signed out."""
    with (tmp_path / "traffic.log").open("wb") as log:
        words = ("demo", "traffic", "--per-minute", "30", "--minutes", MINUTES, "--data", str(demo.data))
        traffic = subprocess.Popen([*LUR, *words], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            demo.until(lambda s: any(a["presence"] != "signed_out" for a in s["agents"]))
            told = demo.cli("demo", "call", "--queue", "leverans", "--language", "nb", seconds=150).stdout
            assert traffic.wait(120) == 0
        finally:
            traffic.kill()
    story = (
        r"Calling sip:leverans\.nb@",
        r"Answered after \d+ ms",
        r"Talking with \w",
        r"(?i)h[au]ng(ing)? up",
    )
    for line in story:
        assert re.search(line, told), told
    said = (tmp_path / "traffic.log").read_text()
    counted = re.search(r"(\d+) called, (\d+) were answered", said)
    assert counted, said
    assert int(counted[1]) >= int(counted[2]) >= 1
    demo.until(
        lambda s: not s["contacts"] and all(a["presence"] == "signed_out" for a in s["agents"]), seconds=60
    )
    assert "maja is left to you" in said
    assert all(event["agent_id"] != "101" for event in journal(demo, "OfferMade"))
    assert "served" in [event["outcome"] for event in journal(demo, "ContactEnded")]
