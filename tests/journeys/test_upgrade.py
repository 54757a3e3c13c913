"""Today's Lur is started on what the first release left behind: people, places and past are all there."""

from __future__ import annotations

import subprocess
from pathlib import Path

from journeys.crew import journal
from journeys.forger import Forger
from journeys.house import LUR, House
from releases.old_data import AGENT, CALLER, QUEUE, TRUNK, unpacked


def test_the_first_release_goes_on_as_today(tmp_path: Path) -> None:
    """Queues, agents with skills, trunks and passwords are there; the past contact has its number, its place
    in the list and its sound; the journal is the old one with more rows, and holds."""
    lur = House(tmp_path / "lur")
    unpacked(lur.data)
    before = journal(lur)
    try:
        lur.start()
        status = lur.status()
        assert QUEUE in [queue["id"] for queue in status["queues"]]
        [anna] = [agent for agent in status["agents"] if agent["name"] == AGENT]
        assert [(skill["name"], skill["level"]) for skill in anna["skills"]] == [("retur", 3)]
        assert [trunk["id"] for trunk in status["trunks"]] == [TRUNK]
        [served] = [event["contact_id"] for event in before if event["kind"] == "RecordingKept"]
        story = lur.until_story(served, "ContactEnded")
        assert story["caller"]["number"].endswith(CALLER[1:])
        assert len(lur.get_bytes(f"/api/contacts/{served}/recording")) > 16_000
        listed = Forger.signed_in(lur, "supervisor").send("GET", "/api/contacts")[2]
        assert served in str(listed)
        lur.cli("queue", "add", "Ny", "--number", "ny")
    finally:
        lur.clean_up()
    after = journal(lur)
    assert after[: len(before)] == before
    assert len(after) > len(before)
    verdict = subprocess.run(
        [*LUR, "verify", str(lur.data / "journal.db")],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
