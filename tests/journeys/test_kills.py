"""Processes are killed with fifteen waiting and five talking: nothing is lost, the talking go on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fakes.tones import tone_db
from journeys.baresip import Baresip, baresip
from journeys.crew import AGENT_HZ, crew
from journeys.house import House, Phone
from journeys.recording_check import until_all_is_recorded
from journeys.sipp import callers, talks

TALKING, WAITING = 5, 15
CUSTOMER_HZ = 440


@contextlib.contextmanager
def busy_house(lur: House, folder: Path) -> Iterator[tuple[list[tuple[Phone, Baresip]], Baresip]]:
    """Five talk (one caller is a baresip that can listen), the notice is over, fifteen wait behind them."""
    with crew(lur, folder, TALKING) as members, contextlib.ExitStack() as stack:
        for phone, _ in members:
            lur.cli("agent", "ready", phone.agent_id)
        listener = stack.enter_context(
            baresip(folder / "listener", tone_hz=CUSTOMER_HZ, accounts=["<sip:listener@127.0.0.1>;regint=0"])
        )
        listener.dial(lur.sip("support"))
        lur.until(lambda s: sum(c["phase"] == "talking" for c in s["contacts"]) == 1)
        stack.enter_context(
            callers(
                folder / "callers",
                talks(),
                sip_port=lur.sip_port,
                address="support",
                calls=TALKING + WAITING - 1,
                per_second=20,
            )
        )
        lur.until(lambda s: phases(s) == {"talking": TALKING, "waiting": WAITING})
        lur.until_recorded(TALKING)
        yield members, listener


def phases(status: dict[str, Any]) -> dict[str, int]:
    """How many contacts are in each phase."""
    counts: dict[str, int] = {}
    for contact in status["contacts"]:
        counts[contact["phase"]] = counts.get(contact["phase"], 0) + 1
    return counts


def agent_tone(members: list[tuple[Phone, Baresip]], lur: House, listener_contact: str) -> int:
    """The tone of the agent whom the listener talks with."""
    agent_id = next(c["agent_id"] for c in lur.status()["contacts"] if c["id"] == listener_contact)
    return next(AGENT_HZ + 100 * n for n, (phone, _) in enumerate(members) if phone.agent_id == agent_id)


@pytest.mark.parametrize("victim", ["runtime", "edge", "media"])
def test_nothing_is_lost(lur: House, tmp_path: Path, victim: str) -> None:
    """All places in order, sound goes on or comes back, recordings play, both sides can hang up."""
    with busy_house(lur, tmp_path) as (members, listener):
        before = lur.status()
        line = before["queues"][0]["waiting"]
        contact = min(before["contacts"], key=lambda c: c["entered"])["id"]
        hz = agent_tone(members, lur, contact)
        assert listener.listen(lambda sound: tone_db(sound[-8000:], hz) > -25)

        lur.kill(victim)
        if victim == "runtime":
            lur.start()
        heard = sum(path.stat().st_size for path in listener.heard())
        lur.until(lambda s: s["health"]["edge"] == s["health"]["media"] == "up")
        after = lur.status()
        assert after["queues"][0]["waiting"] == line
        assert phases(after) == {"talking": TALKING, "waiting": WAITING}
        assert listener.listen(
            lambda sound: 2 * len(sound) > heard + 32_000 and tone_db(sound[-8000:], hz) > -25, seconds=20
        )

        listener.hang_up()
        lur.until(lambda s: s["queues"][0]["waiting"] == line[1:])
        other = next(c for c in after["contacts"] if c["phase"] == "talking" and c["id"] != contact)
        next(endpoint for phone, endpoint in members if phone.agent_id == other["agent_id"]).hang_up()
        lur.until(lambda s: s["queues"][0]["waiting"] == line[2:])
    lur.until_story(contact, "RecordingKept")
    assert len(lur.get_bytes(f"/api/contacts/{contact}/recording")) > 44 + 32_000
    until_all_is_recorded(lur, contact, other["id"], but=("gap",) if victim == "media" else ())
