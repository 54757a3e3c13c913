"""Sound that is missing, parked or pressed: one-way audio, hold from the agent's phone, keys both ways."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fakes.tones import tone_db
from journeys.baresip import Baresip, samples
from journeys.crew import AGENT_HZ, CUSTOMER_HZ, crew, customer, talking
from journeys.ears import (
    SECOND,
    SILENT_DB,
    each_on_their_own_side,
    hears,
    hears_again,
    hears_other_than,
)
from journeys.house import House
from journeys.sipp import callers, talks


def test_one_way_audio_is_told(lur: House, tmp_path: Path) -> None:
    """A caller whose sound never arrives talks with an agent: an alarm in the status and a line in the log,
    and both are over with the call."""
    with crew(lur, tmp_path, 1) as [(phone, endpoint)]:
        lur.cli("agent", "ready", phone.agent_id)
        with callers(tmp_path / "mute", talks(), sip_port=lur.sip_port, address="support", calls=1) as mute:
            [contact] = talking(lur)
            lur.until_greeted()
            lur.until(lambda s: one_way_alarms(s) == [contact["id"]])
            lur.until(lambda s: s["contacts"][0]["one_way_audio"])
            assert any("one_way_audio" in line and contact["id"] in line for line in lur.log_lines())
            endpoint.hang_up()
            assert mute.wait(30) == 0, mute.log()
        lur.until(lambda s: not one_way_alarms(s))


def one_way_alarms(status: dict[str, Any]) -> list[str]:
    """The contacts with the alarm."""
    return [alarm["subject"] for alarm in status["health"]["alarms"] if alarm["code"] == "one_way_audio"]


def test_hold_from_the_agents_phone_and_keys_both_ways(lur: House, tmp_path: Path) -> None:
    """Held: the customer hears music and neither hears the other. Resumed: they talk. Keys reach both.

    baresip 1.0 plays nothing any more after a hold of its own, not even from another baresip; that the
    customer comes through again is seen by the key it receives, and by the recording.
    """
    with (
        crew(lur, tmp_path, 1) as [(phone, agent)],
        customer(tmp_path / "caller") as caller,
    ):
        lur.cli("agent", "ready", phone.agent_id)
        caller.dial(lur.sip("support"))
        [contact] = talking(lur)
        assert hears(caller, AGENT_HZ)

        agent.command("hold")
        lur.until(lambda s: s["contacts"][0]["phase"] == "held")
        held = len(agent.heard()), len(samples(agent.heard()[-1])) + SECOND
        assert hears_other_than(caller, AGENT_HZ)
        assert tone_db(heard_since(agent, *held), CUSTOMER_HZ) < SILENT_DB

        agent.command("resume")
        lur.until(lambda s: s["contacts"][0]["phase"] == "talking")
        assert hears_again(caller, AGENT_HZ)

        caller.press("5")
        agent.until_logged("received event: '5'")
        agent.press("7")
        caller.until_logged("received event: '7'")
        caller.hang_up()
        agent.wait_for("CALL_CLOSED")
    assert "5" in lur.until_story(contact["id"], "RecordingKept")["keys"]
    recording = lur.get_bytes(f"/api/contacts/{contact['id']}/recording")
    assert each_on_their_own_side(recording, customer_hz=CUSTOMER_HZ, agent_hz=AGENT_HZ)


def heard_since(phone: Baresip, files: int, start: int) -> list[int]:
    """What has come in after that many samples of that many files."""
    late = [samples(path) for path in phone.heard()[files - 1 :]]
    return [*late[0][start:], *(sample for sound in late[1:] for sample in sound)]
