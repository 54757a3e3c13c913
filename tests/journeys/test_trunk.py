"""A trunk to an operator: registered with digest, watched, and believed when it says who calls."""

from __future__ import annotations

from pathlib import Path

from journeys.house import House
from journeys.sipp import callers, talks
from journeys.telco import HOST, SECRET, USER, operator

OURS = "+4685551234"
SHOWN = "+46701740610"


def trunk_state(lur: House, state: str, *, seconds: float = 60) -> str:
    """Wait until the only trunk is like this; the detail then."""
    status = lur.until(lambda s: [t["state"] for t in s["trunks"]] == [state], seconds=seconds)
    return str(status["trunks"][0]["detail"])


def test_registration_health_and_a_call(lur: House, tmp_path: Path) -> None:
    """Up when registered, down with an alarm when the operator is gone, up and registered anew when it is
    back; a call from its address shows the asserted number, one from elsewhere does not."""
    lur.cli("queue", "add", "Vaxel", "--number", OURS)
    with operator() as telco:
        access = ("--transport", "tcp", "--register", "--username", USER, "--secret", SECRET)
        lur.cli("trunk", "add", "telco", f"{HOST}:{telco.port}", *access, "--number", OURS)
        trunk_state(lur, "up")
        assert telco.refused
        assert USER in telco.registered[0]

        asserted = talks(f"P-Asserted-Identity: <sip:{SHOWN}@operator.example>")
        port = lur.sip_port
        with (
            callers(tmp_path / "op", asserted, sip_port=port, address=OURS, calls=1, host=HOST),
            callers(tmp_path / "no", asserted, sip_port=port, address=OURS, calls=1),
        ):
            calls = lur.until(lambda s: len(s["contacts"]) == 2)["contacts"]
            assert {call["queue_id"] for call in calls} == {"vaxel"}
            assert [call["caller"]["number"] == SHOWN for call in calls].count(True) == 1

        telco.go()
        assert trunk_state(lur, "down", seconds=60)
        lur.until(lambda s: any(a["code"] == "trunk_down" for a in s["health"]["alarms"]))
        telco.come()
        trunk_state(lur, "up", seconds=60)
        assert telco.registered
