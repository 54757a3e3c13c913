"""Thirty callers, five agents, announcements running: strictly in order of arrival."""

from __future__ import annotations

import time
from pathlib import Path

from journeys.baresip import Baresip
from journeys.crew import crew, journal, replayed
from journeys.house import House
from journeys.sipp import callers, talks

CALLERS = 30
TALK_MS = 500


def test_thirty_callers_are_offered_in_order_of_arrival(lur: House, tmp_path: Path) -> None:
    """Each agent talks a moment, hangs up, and takes the next; nobody is overtaken."""
    with (
        crew(lur, tmp_path, 5) as members,
        callers(
            tmp_path / "callers",
            talks(),
            sip_port=lur.sip_port,
            address="support",
            calls=CALLERS,
            per_second=15,
        ) as crowd,
    ):
        lur.until(lambda s: len(s["contacts"]) == CALLERS)
        lur.until_greeted()
        for phone, _ in members:
            lur.cli("agent", "ready", phone.agent_id)
        until_all_have_talked(lur, {phone.agent_id: endpoint for phone, endpoint in members})
        assert crowd.wait(60) == 0, crowd.log()
    arrived = [event["contact_id"] for event in journal(lur, "ContactArrived")]
    offered = [event["contact_id"] for event in journal(lur, "OfferMade")]
    assert len(arrived) == CALLERS
    assert offered == arrived
    assert f"{CALLERS} offers, 0 overtakings" in replayed(lur)
    print_free_to_offer(lur)


def until_all_have_talked(lur: House, endpoints: dict[str, Baresip]) -> None:
    """Each agent hangs up on whom they have talked with for a moment, by the house's own clock. An agent who
    hangs up in the milliseconds before the two are joined gives the customer back; that is not meant here.
    """
    deadline = time.monotonic() + 150
    done: set[str] = set()
    while len(done) < CALLERS:
        assert time.monotonic() < deadline, f"{len(done)} of {CALLERS}\n{lur.tail()}"
        status = lur.status()
        for contact in status["contacts"]:
            talked_ms = status["at"] - contact["phase_since"] if contact["phase"] == "talking" else 0
            if talked_ms >= TALK_MS and contact["id"] not in done:
                endpoints[contact["agent_id"]].hang_up()
                done.add(contact["id"])


def print_free_to_offer(lur: House) -> None:
    """The journal's times from an agent's becoming ready to the next offer, for the record."""
    free: dict[str, int] = {}
    gaps = []
    for event in journal(lur, "AgentBecameReady", "OfferMade"):
        if event["kind"] == "AgentBecameReady":
            free[event["agent_id"]] = event["at"]
        elif event["agent_id"] in free:
            gaps.append(event["at"] - free.pop(event["agent_id"]))
    print(f"free to offer in the journal, ms: median {sorted(gaps)[len(gaps) // 2]}, longest {max(gaps)}")
