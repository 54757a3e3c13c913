"""The main job with real phones: call, wait, be answered, hear each other, hang up, find it recorded."""

from __future__ import annotations

from pathlib import Path

from journeys.baresip import Baresip, baresip, samples
from journeys.crew import AGENT_HZ, CUSTOMER_HZ, customer
from journeys.ears import contains, each_on_their_own_side, hears
from journeys.house import House
from journeys.recording_check import until_all_is_recorded
from lur.core.ids import Language
from lur.wire.words import PlaceInQueue


def test_a_call_from_hello_to_recording(lur: House, tmp_path: Path) -> None:
    """Both hear each other's tone and nothing of their own; the recording has one side a channel."""
    phone = lur.agent("Anna Ask")
    with (
        baresip(tmp_path / "agent", tone_hz=AGENT_HZ, accounts=[phone.account(lur.sip_port)]) as agent,
        customer(tmp_path / "caller", "+46701234567") as caller,
    ):
        lur.until_registered(phone)
        lur.cli("agent", "ready", phone.agent_id)
        caller.dial(lur.sip("support"))
        agent.wait_for("CALL_ESTABLISHED")
        talking = lur.until(lambda s: s["contacts"] and s["contacts"][0]["phase"] == "talking")
        contact = talking["contacts"][0]
        assert contact["caller"]["number"].endswith("46701234567")
        assert hears(agent, CUSTOMER_HZ)
        assert hears(caller, AGENT_HZ)
        caller.press("5")
        agent.until_logged("received event: '5'")
        caller.hang_up()
        agent.wait_for("CALL_CLOSED")
        lur.until(lambda s: not s["contacts"])
        lur.until(lambda s: s["agents"][0]["presence"] == "ready")
    story = lur.until_story(contact["id"], "RecordingKept")
    assert "5" in story["keys"]
    recording = lur.get_bytes(f"/api/contacts/{contact['id']}/recording")
    assert each_on_their_own_side(recording, customer_hz=CUSTOMER_HZ, agent_hz=AGENT_HZ)
    until_all_is_recorded(lur)
    assert "no gap" in lur.cli("check", "recordings").stdout


def test_presence_by_dialling(lur: House, tmp_path: Path) -> None:
    """*1 is ready, *2 is pause, *0 signs out, from the agent's own phone."""
    phone = lur.agent("Anna Ask")
    with baresip(tmp_path / "agent", tone_hz=AGENT_HZ, accounts=[phone.account(lur.sip_port)]) as agent:
        lur.until_registered(phone)
        for number, (code, presence) in enumerate((("*1", "ready"), ("*2", "pause"), ("*0", "signed_out"))):
            agent.dial(lur.sip(code))
            lur.until(lambda s, wanted=presence: s["agents"][0]["presence"] == wanted)
            agent.wait_for("CALL_CLOSED", skip=number)


def test_the_agent_hangs_up(lur: House, tmp_path: Path) -> None:
    """The caller's phone is released too, and the contact ended by the agent."""
    phone = lur.agent("Anna Ask")
    with (
        baresip(tmp_path / "agent", tone_hz=AGENT_HZ, accounts=[phone.account(lur.sip_port)]) as agent,
        customer(tmp_path / "caller") as caller,
    ):
        lur.until_registered(phone)
        lur.cli("agent", "ready", phone.agent_id)
        caller.dial(lur.sip("support"))
        agent.wait_for("CALL_ESTABLISHED")
        contact = lur.until(lambda s: s["contacts"] and s["contacts"][0]["phase"] == "talking")["contacts"][0]
        assert hears(caller, AGENT_HZ)
        agent.hang_up()
        caller.wait_for("CALL_CLOSED")
        ended = lur.until_story(contact["id"], "ContactEnded")
        how = [row["event"] for row in ended["events"] if row["event"]["kind"] == "ContactEnded"]
        assert [(event["outcome"], event["ended_by"]) for event in how] == [("served", "agent")]
    until_all_is_recorded(lur)


def test_the_spoken_place_is_the_right_one_and_changes(lur: House, tmp_path: Path) -> None:
    """Each hears their own place in their own language, sample for sample the prompt's own sound, and the
    new one when the first has left."""
    lur.queue("Trio", "--number", "trio-nb:nb", "--number", "trio-en:en")
    with (
        customer(tmp_path / "first") as first,
        customer(tmp_path / "second") as second,
        customer(tmp_path / "third") as third,
    ):
        for here, (phone, address) in enumerate(((first, "trio"), (second, "trio-nb"), (third, "trio-en"))):
            phone.dial(lur.sip(address))
            lur.until(lambda s, count=here + 1: len(s["contacts"]) == count)
        assert hears_place(lur, first, 1, "sv")
        assert hears_place(lur, second, 2, "nb")
        assert hears_place(lur, third, 3, "en")
        assert not contains(samples(second.heard()[-1]), lur.prompt(PlaceInQueue(1), "nb"))
        assert not contains(samples(third.heard()[-1]), lur.prompt(PlaceInQueue(2), "en"))
        first.hang_up()
        assert hears_place(lur, second, 1, "nb")
        assert hears_place(lur, third, 2, "en")


def hears_place(lur: House, phone: Baresip, place: int, language: Language) -> bool:
    """Whether the phone comes to hear this very announcement."""
    prompt = lur.prompt(PlaceInQueue(place), language)
    return phone.listen(lambda sound: contains(sound, prompt), seconds=90.0)
