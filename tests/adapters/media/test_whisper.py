"""What is whispered to the agent never reaches the customer: measured, not believed."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.adapters.media.talk import LEVEL_DB, Person, Talk
from tests.fakes.tones import FULL_SCALE, NOTHING_DB, decoded, tone, tone_db

from lur.adapters.voice.media import protocol as p
from lur.adapters.voice.media.leg import CONVERSION
from lur.adapters.voice.media.protocol import Law
from lur.adapters.voice.media.recording_format import read_recording

LEAK_DB = -60.0
"""How far below the whisperer's own tone all that reaches the customer must be."""
KEY = bytes(range(32))
MATRICES = {
    "whisper": {"customer": "agent", "agent": "customer coach", "coach": "customer agent"},
    "listen": {"customer": "agent", "agent": "customer", "coach": "customer agent"},
    "aside": {"customer": "", "agent": "coach", "coach": "agent"},
    "whisper to two": {
        "customer": "agent second",
        "agent": "customer second coach",
        "second": "customer agent",
        "coach": "customer agent second",
    },
    "whisper in a talk of two customers": {
        "customer": "agent second",
        "second": "agent customer",
        "agent": "customer second coach",
        "coach": "agent",
    },
}


@pytest.fixture(params=list(itertools.product(Law, Law)), ids=lambda laws: f"{laws[0]}-{laws[1]}")
def talk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Talk]:
    """Four people; the customer's law, and that of the agent and the coach, which differ or do not."""
    customers, ours = request.param
    laws = {"customer": customers, "agent": ours, "coach": ours, "second": customers}
    talk = Talk(tmp_path, laws.items())
    yield talk
    talk.close()


def keep_silent(person: Person) -> None:
    """The line is open and nothing is said."""
    person._sound = tone(0.0, 1000, person.law)


def alternating_db(samples: list[int]) -> float:
    """All that could be heard of it: A-law has no zero, so its silence is a small constant."""
    middle = sum(samples) / len(samples)
    mean = sum((sample - middle) ** 2 for sample in samples) / len(samples)
    return 10 * math.log10(2 * mean / FULL_SCALE**2) if mean else NOTHING_DB


def newest(talk: Talk, leg: str) -> list[int]:
    """The last 400 ms that the leg heard."""
    return talk.people[leg].timeline()[-3200:]


@pytest.mark.parametrize("name", MATRICES)
def test_nothing_of_it_reaches_the_customer(talk: Talk, name: str) -> None:
    """Only the coach speaks, at a tone that the agent plainly hears (where the matrix says so). Whatever the
    customer's phone gets is more than 60 dB weaker, and so is the right channel of the recording.
    """
    path = talk.room.plane.options.data / "one.lurrec"
    talk.room.do(p.StartRecording("one", str(path), KEY, "customer"))
    for leg in ("customer", "agent", "second"):
        keep_silent(talk.people[leg])
    talk.change(MATRICES[name])
    talk.run(1000)
    if "coach" in MATRICES[name]["agent"]:
        assert tone_db(newest(talk, "agent"), talk.people["coach"].hz) > LEVEL_DB - 1
    assert alternating_db(newest(talk, "customer")) < LEVEL_DB + LEAK_DB
    talk.room.do(p.StopRecording("one"))
    talk.room.verbs.recorder.turn()
    talk.room.verbs.recorder.scribe.close(5.0)
    right = b"".join(read_recording(path, KEY))[1::2]
    assert alternating_db(list(decoded(right, talk.people["customer"].law))) < LEVEL_DB + LEAK_DB


@pytest.mark.parametrize("name", ["whisper", "listen"])
def test_the_customer_hears_the_agents_own_bytes(talk: Talk, name: str) -> None:
    """While both speak: each frame that comes to the customer is one the agent sent, in the customer's law,
    so there is no room in it for anybody else.
    """
    talk.change(MATRICES[name])
    talk.run(1000)
    customer, agent = talk.people["customer"], talk.people["agent"]
    sent = agent._sound
    if customer.law is not agent.law:
        sent = sent.translate(CONVERSION[(agent.law, customer.law)])
    frames = {sent[at : at + 160] for at in range(0, 8000, 160)}
    assert {bytes(packet.payload) for packet in customer.packets[-30:]} <= frames


def test_from_matrix_to_matrix_not_one_frame_slips(talk: Talk) -> None:
    """At no moment of going from listening to whisper to aside and back, at whatever instant of a frame."""
    for leg in ("customer", "agent", "second"):
        keep_silent(talk.people[leg])
    talk.room.do(p.Bridge("customer", "agent"))
    talk.run(200)
    names = ("listen", "whisper", "aside", "whisper", "listen", "aside", "whisper to two", "whisper")
    for turn, name in enumerate(names * 3):
        talk.change(MATRICES[name])
        talk.run(45 + 5 * turn)
    heard = talk.people["customer"].timeline()
    windows = [heard[at : at + 160] for at in range(0, len(heard) - 160, 80)]
    assert max(tone_db(window, talk.people["coach"].hz) for window in windows) < LEVEL_DB + LEAK_DB
