"""Keep the place, be called back, in order: a phone presses one, is let go, and is called through a trunk."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from fakes.tones import tone_db
from journeys.baresip import Baresip
from journeys.crew import AGENT_HZ, CUSTOMER_HZ, crew, customer, journal
from journeys.ears import PLAIN_DB, SECOND, contains, each_on_their_own_side, hears_again
from journeys.house import LUR, House
from journeys.recording_check import until_all_is_recorded
from journeys.sipp import callers, talks
from lur.wire.words import CallbackGreeting, CallbackPromised

NUMBER, OURS = "+46701740601", "+4685551234"
RINGBACK_HZ = 425


def says(phone: Baresip, prompt: list[int]) -> bool:
    """Whether the phone comes to hear these words, but for the end, which a hang-up may find unplayed."""
    return phone.listen(lambda sound: contains(sound, prompt[:-SECOND]))


def rings(phone: Baresip) -> bool:
    """Whether the agent comes to hear the customer's phone ring."""
    return phone.listen(lambda sound: tone_db(sound[-4000:], RINGBACK_HZ) > PLAIN_DB)


def test_called_back_in_turn(lur: House, tmp_path: Path) -> None:
    """The first of three presses one, hears the promise and is let go; Lur is killed and started; the agent
    is given that one first all the same, hears the phone ring, and the two talk on a recorded line. The other
    two follow as they came, and a stranger finds no overtaking in the journal."""
    with crew(lur, tmp_path, 1) as members, customer(tmp_path / "1", NUMBER) as first:
        agent, at_agent = members[0]
        lur.cli("trunk", "add", "telco", f"127.0.0.1:{first.sip_port}", "--number", OURS)
        promise = lur.prompt(CallbackPromised(), "sv")
        greeting = lur.prompt(CallbackGreeting(lur.get("/api/company")["sv"], True), "sv")
        first.dial(lur.sip("support"))
        lur.until(lambda s: len(s["contacts"]) == 1)
        with callers(tmp_path / "2", talks(), sip_port=lur.sip_port, address="support", calls=2):
            called = in_line(lur, 3)[0]
            assert first.listen(lambda sound: len(sound) > 3 * SECOND)
            first.press("1")
            assert says(first, promise)
            first.wait_for("CALL_CLOSED")
            assert in_line(lur, 3)[0] == called
            lur.kill("runtime")
            lur.start()
            order = in_line(lur, 3)
            assert order[0] == called
            lur.cli("agent", "ready", agent.agent_id)
            assert OURS in str(first.wait_for("CALL_INCOMING")["peeruri"])
            assert rings(at_agent)
            first.command("accept")
            assert says(first, greeting)
            assert hears_again(first, AGENT_HZ)
            assert hears_again(at_agent, CUSTOMER_HZ)
            first.hang_up()
            lur.until_story(called, "RecordingKept")
            for contact_id in order[1:]:
                lur.until(lambda s, who=contact_id: _talks(s, who))
                at_agent.hang_up()
            lur.until(lambda s: not s["contacts"])
    sound = lur.get_bytes(f"/api/contacts/{called}/recording")
    assert each_on_their_own_side(sound, customer_hz=CUSTOMER_HZ, agent_hz=AGENT_HZ)
    assert [event["contact_id"] for event in journal(lur, "OfferMade")] == order
    assert_fair(lur)
    until_all_is_recorded(lur)


def in_line(lur: House, count: int) -> list[str]:
    """Who waits, in order, once so many do."""
    status = lur.until(lambda s: sum(c["phase"] == "waiting" for c in s["contacts"]) == count)
    return [contact["id"] for contact in sorted(status["contacts"], key=lambda c: c["place"])]


def assert_fair(lur: House) -> None:
    """A stranger verifies the journal."""
    argv = [*LUR, "verify", str(lur.data / "journal.db")]
    verdict = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    assert "0 overtakings" in verdict.stdout


def _talks(status: dict[str, Any], contact_id: str) -> bool:
    return any(c["id"] == contact_id and c["phase"] == "talking" for c in status["contacts"])
