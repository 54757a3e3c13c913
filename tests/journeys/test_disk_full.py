"""A full disk: nothing happens that is not in the journal, callers hear an apology, the operator sees why."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeys.baresip import samples
from journeys.crew import crew, customer, journal
from journeys.ears import contains
from journeys.house import house
from journeys.sipp import callers, talks
from lur.wire.words import Apology

UNPLAYED = 2000
"""What may still lie in the phone's jitter buffer, in samples, when it is hung up on after the last word."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 100 MB of its own."""
    if os.geteuid() != 0:
        pytest.fail("this journey mounts a small file system and so needs root; ./test says the same")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", str(disk)], check=True)
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """Leave not one byte."""
    filling = disk / "filling"
    with contextlib.suppress(OSError), filling.open("wb", buffering=0) as file:
        while file.write(b"\0" * 4096):
            pass
    return filling


def test_a_full_disk_stops_effects_and_tells_everybody(small_disk: Path, tmp_path: Path) -> None:
    """A new caller hears an apology and is let go; who talks goes on; with room again the work goes on."""
    with house(small_disk / "lur") as lur:
        lur.queue("Support", "--wrap-up", "1", "--breath", "1")
        with (
            crew(lur, tmp_path, 1) as [(phone, _)],
            callers(tmp_path / "one", talks(), sip_port=lur.sip_port, address="support", calls=1),
        ):
            lur.cli("agent", "ready", phone.agent_id)
            lur.until(lambda s: s["contacts"] and s["contacts"][0]["phase"] == "talking")
            before = len(journal(lur))
            apology = lur.prompt(Apology(), "sv")
            filling = fill(small_disk)
            with customer(tmp_path / "two") as unlucky:
                unlucky.dial(lur.sip("support"))
                unlucky.wait_for("CALL_CLOSED", seconds=60)
                assert contains(samples(unlucky.heard()[-1]), apology[:-UNPLAYED])
            status = lur.until(lambda s: s["health"]["journal"] == "unavailable")
            assert any(alarm["code"] == "journal_unavailable" for alarm in status["health"]["alarms"])
            assert [contact["phase"] for contact in status["contacts"]] == ["talking"]
            assert len(journal(lur)) == before
            filling.unlink()
            lur.until(lambda s: s["health"]["journal"] == "ok")
            with callers(tmp_path / "three", talks(), sip_port=lur.sip_port, address="support", calls=1):
                lur.until(lambda s: len(s["contacts"]) == 2)
