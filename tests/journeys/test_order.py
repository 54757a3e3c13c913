"""Thirty callers, five agents, announcements running: strictly in order of arrival."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

from journeys.baresip import Baresip
from journeys.crew import crew, journal, replayed
from journeys.house import House
from journeys.sipp import callers, talks

CALLERS = 30


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
        hung_up = dict.fromkeys((phone.agent_id for phone, _ in members), 0)
        deadline = time.monotonic() + 120
        while sum(hung_up.values()) < CALLERS:
            assert time.monotonic() < deadline, lur.tail()
            for phone, endpoint in members:
                hung_up[phone.agent_id] += hang_up_next(endpoint, hung_up[phone.agent_id])
        assert crowd.wait(60) == 0, crowd.log()
    arrived = [event["contact_id"] for event in journal(lur, "ContactArrived")]
    offered = [event["contact_id"] for event in journal(lur, "OfferMade")]
    assert len(arrived) == CALLERS
    assert offered == arrived
    assert f"{CALLERS} offers, 0 overtakings" in replayed(lur)
    print_free_to_offer(lur)


def hang_up_next(endpoint: Baresip, done: int) -> int:
    """Hang up if this phone has been connected once more than it has hung up; 1 when it did."""
    if endpoint.seen("CALL_RTPESTAB") <= done:
        return 0
    endpoint.hang_up()
    with contextlib.suppress(AssertionError):
        endpoint.wait_for("CALL_CLOSED", skip=done, seconds=5)
    return 1


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
