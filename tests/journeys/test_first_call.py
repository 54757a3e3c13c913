"""The main job with real phones: call, wait, be answered, hear each other, hang up, find it recorded."""

from __future__ import annotations

import io
import wave
from array import array
from pathlib import Path

from fakes.tones import tone_db
from journeys.baresip import Baresip, baresip, samples
from journeys.house import House
from lur.wire.words import PlaceInQueue

CUSTOMER_HZ = 440
AGENT_HZ = 1000
PLAIN_DB = -25.0
SILENT_DB = -45.0


def hears(phone: Baresip, hz: int, *, seconds: float = 15.0) -> bool:
    """Whether the phone comes to hear the tone: looked for in the latest second, again and again."""
    return phone.listen(lambda sound: tone_db(sound[-8000:], hz) > PLAIN_DB, seconds=seconds)


def channels(recording: bytes) -> tuple[list[int], list[int]]:
    """Left (customer) and right (agent) of a recording as the API gives it."""
    with wave.open(io.BytesIO(recording)) as sound:
        assert (sound.getnchannels(), sound.getframerate(), sound.getsampwidth()) == (2, 8000, 2)
        both = array("h", sound.readframes(sound.getnframes()))
    return list(both[0::2]), list(both[1::2])


def test_a_call_from_hello_to_recording(lur: House, tmp_path: Path) -> None:
    """Both hear each other's tone and nothing of their own; the recording has one side a channel."""
    phone = lur.agent("Anna Ask")
    with (
        baresip(tmp_path / "agent", tone_hz=AGENT_HZ, accounts=[phone.account(lur.sip_port)]) as agent,
        baresip(
            tmp_path / "caller", tone_hz=CUSTOMER_HZ, accounts=["<sip:+46701234567@127.0.0.1>;regint=0"]
        ) as caller,
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
    left, right = channels(lur.get_bytes(f"/api/contacts/{contact['id']}/recording"))
    assert tone_db(left[-16_000:], CUSTOMER_HZ) > PLAIN_DB
    assert tone_db(left[-16_000:], AGENT_HZ) < SILENT_DB
    assert tone_db(right[-16_000:], AGENT_HZ) > PLAIN_DB
    assert tone_db(right[-16_000:], CUSTOMER_HZ) < SILENT_DB


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
        baresip(
            tmp_path / "caller", tone_hz=CUSTOMER_HZ, accounts=["<sip:caller@127.0.0.1>;regint=0"]
        ) as caller,
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


def test_the_spoken_place_is_the_right_one(lur: House, tmp_path: Path) -> None:
    """The second caller hears "du är på plats två", sample for sample the prompt's own sound."""
    with (
        baresip(
            tmp_path / "first", tone_hz=CUSTOMER_HZ, accounts=["<sip:first@127.0.0.1>;regint=0"]
        ) as first,
        baresip(
            tmp_path / "second", tone_hz=CUSTOMER_HZ, accounts=["<sip:second@127.0.0.1>;regint=0"]
        ) as second,
    ):
        first.dial(lur.sip("support"))
        lur.until(lambda s: len(s["contacts"]) == 1)
        second.dial(lur.sip("support"))
        lur.until(lambda s: len(s["contacts"]) == 2)
        prompt = lur.prompt(PlaceInQueue(2), "sv")
        wrong = lur.prompt(PlaceInQueue(3), "sv")
        assert second.listen(lambda sound: contains(sound, prompt), seconds=60.0)
        assert not contains(samples(second.heard()[-1]), wrong)


def contains(sound: list[int], prompt: list[int], *, step: int = 160, limit: float = 0.9) -> bool:
    """Whether the prompt's samples occur in the sound: normalised correlation by FFT above ``limit``."""
    import numpy as np

    heard, said = np.asarray(sound, dtype=float), np.asarray(prompt, dtype=float)
    if len(heard) < len(said):
        return False
    size = 1 << (len(heard) + len(said)).bit_length()
    match = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(said, size)), size)[
        : len(heard) - len(said) + 1
    ]
    energy = np.concatenate(([0.0], np.cumsum(heard**2)))
    power = np.sqrt((energy[len(said) :] - energy[: -len(said)]) * (said**2).sum()) + 1.0
    return bool((match / power).max() > limit)
