"""A talk of four goes through deaths: of its legs, of the controller, of the plane itself."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from tests.adapters.media.studio import Phone, Studio, until
from tests.fakes.tones import decoded, tone_db

from lur.adapters.voice.media.protocol import (
    CreateLeg,
    DeleteLeg,
    EndMix,
    Hearing,
    Hold,
    Law,
    Legs,
    RecordingFinished,
    SetMix,
    StartRecording,
    StopRecording,
)
from lur.adapters.voice.media.recording_format import DamagedRecording, read_recording, recording_facts

pytestmark = pytest.mark.anyio
KEY = secrets.token_bytes(32)
TONES_HZ = {"customer": 500.0, "agent": 900.0, "coach": 1400.0, "outside": 2100.0}
LAWS = {"customer": Law.ALAW, "agent": Law.ALAW, "coach": Law.ULAW, "outside": Law.ULAW}
ROOM = SetMix("room", tuple(TONES_HZ))
PLAIN_DB, NOTHING_DB = -14, -55


async def conference(studio: Studio) -> dict[str, Phone]:
    """Four phones who all hear each other."""
    phones = {leg: await studio.phone(leg, LAWS[leg], hz) for leg, hz in TONES_HZ.items()}
    await studio.media.do(ROOM)
    await until_heard(phones, set(phones))
    return phones


def is_exactly(samples: list[int], wanted: set[str]) -> bool:
    """These tones are there, and the others are not."""
    levels = {leg: tone_db(samples, hz) for leg, hz in TONES_HZ.items()}
    return len(samples) >= 3200 and all(
        level > PLAIN_DB if leg in wanted else level < NOTHING_DB for leg, level in levels.items()
    )


async def until_heard(phones: dict[str, Phone], talking: set[str]) -> None:
    """Each of these comes to hear all the others of them."""
    for leg in talking:
        phones[leg].forget()
    await until(
        lambda: all(is_exactly(phones[leg].heard(400), talking - {leg}) for leg in talking), f"{talking}"
    )


def recorded_ms(path: Path) -> int:
    """How much of it is on disk."""
    try:
        return recording_facts(path).duration_ms
    except (DamagedRecording, FileNotFoundError):
        return 0


def newest(path: Path, side: int) -> list[int]:
    """The last 400 ms of a channel, but for the very end."""
    stereo = b"".join(read_recording(path, KEY))
    return list(decoded(stereo[side::2], Law.ALAW))[-4000:-800]


async def record(studio: Studio, name: str) -> Path:
    """Begin to record the customer."""
    path = studio.data / "recordings" / f"{name}.lurrec"
    await studio.media.do(StartRecording(name, str(path), KEY, "customer"))
    return path


def matrix(legs: Legs) -> dict[str, tuple[str | None, bool]]:
    """What `ListLegs` tells of the group and of holds."""
    return {leg.leg: (leg.mix, leg.held) for leg in legs.legs}


async def test_one_after_the_other_leaves(studio: Studio) -> None:
    """Deleted legs are out of every row; the last two hear each other; the last one hears nobody."""
    phones = await conference(studio)
    for leg, left in (
        ("coach", {"customer", "agent", "outside"}),
        ("agent", {"customer", "outside"}),
        ("outside", {"customer"}),
    ):
        await studio.media.do(DeleteLeg(leg))
        await until_heard(phones, left)
    assert matrix(await studio.media.list_legs()) == {"customer": ("room", False)}


async def test_a_new_controller_says_it_all_again(studio: Studio) -> None:
    """The controller is gone and comes back: it is told of group and hold, says the whole wish again, and
    nothing changes: the same streams, the same recording. What it no longer wishes it ends.
    """
    phones = await conference(studio)
    path = await record(studio, "one")
    await studio.media.do(Hold("coach", True))
    await studio.drop_client()
    await until_heard(phones, {"customer", "agent", "outside"})
    await studio.take_client()
    told = await studio.media.list_legs()
    assert matrix(told) == {leg: ("room", leg == "coach") for leg in TONES_HZ}
    assert [(state.recording, state.customer_leg) for state in told.recordings] == [("one", "customer")]
    streams = {leg: phone.packets[-1].ssrc for leg, phone in phones.items()}
    await studio.media.do(ROOM)
    await studio.media.do(Hold("coach", True))
    await until_heard(phones, {"customer", "agent", "outside"})
    assert {leg: phone.packets[-1].ssrc for leg, phone in phones.items()} == streams
    begun = recorded_ms(path)
    await until(lambda: recorded_ms(path) > begun + 1600, "the recording to go on")
    await studio.media.do(StopRecording("one"))
    await until(lambda: studio.seen(RecordingFinished), "the end")
    assert is_exactly(newest(path, 1), {"agent", "outside"})
    await studio.media.do(EndMix("room"))
    assert set(matrix(await studio.media.list_legs()).values()) == {(None, False)}


async def test_a_new_plane_is_told_it_all(studio: Studio) -> None:
    """SIGKILL with a recording and a hold: the first file has all but the last second; the legs come back on
    their ports, then the group, the hold and a new file, and what the customer hears is on that.
    """
    phones = await conference(studio)
    first = await record(studio, "one")
    await studio.media.do(Hold("coach", True))
    await until(lambda: recorded_ms(first) > 2000, "two seconds")
    legs = await studio.media.list_legs()
    (state,) = legs.recordings
    ports = {leg.leg: leg.local_port for leg in legs.legs}
    await studio.kill()
    assert state.duration_ms - recorded_ms(first) <= 1000
    assert is_exactly(newest(first, 1), {"agent", "outside"})
    await studio.start()
    assert (await studio.media.list_legs()).legs == ()
    for leg, phone in phones.items():
        verb = CreateLeg(leg, LAWS[leg], phone.address, ports[leg], event_payload=101)
        assert (await studio.media.create_leg(verb)).local_port == ports[leg]
    await studio.media.do(ROOM)
    await studio.media.do(Hold("coach", True))
    second = await record(studio, "two")
    await until_heard(phones, {"customer", "agent", "outside"})
    begun = recorded_ms(second)
    await until(lambda: recorded_ms(second) > begun + 1600, "the second file")
    await studio.media.do(StopRecording("two"))
    await until(lambda: studio.seen(RecordingFinished), "the end")
    assert is_exactly(newest(second, 0), {"customer"})
    assert is_exactly(newest(second, 1), {"agent", "outside"})


async def test_a_whisper_into_a_talk_of_three(studio: Studio) -> None:
    """Customer, agent and an outside number talk; the coach whispers to the agent alone, and nothing of it is
    60 dB near the coach's level at the customer's or the outsider's phone, who are mixed themselves.
    """
    phones = await conference(studio)
    rows = {
        "customer": ("agent", "outside"),
        "outside": ("agent", "customer"),
        "agent": ("customer", "outside", "coach"),
        "coach": ("customer", "outside", "agent"),
    }
    cells = tuple(Hearing(leg, speaker) for leg, row in rows.items() for speaker in row)
    await studio.media.do(SetMix("room", tuple(rows), cells))
    for leg in ("customer", "agent", "outside"):
        target = phones[leg].target
        assert target is not None
        phones[leg].say(None, target[1])
    for phone in phones.values():
        phone.forget()
    await until(lambda: is_exactly(phones["agent"].heard(400), {"coach"}), "the whisper")
    for phone in phones.values():
        phone.forget()
    await until(lambda: all(len(phones[leg].heard(400)) >= 3200 for leg in phones), "some sound")
    level_db = tone_db(phones["agent"].heard(400), TONES_HZ["coach"])
    for leg in ("customer", "outside"):
        assert tone_db(phones[leg].heard(400), TONES_HZ["coach"]) < level_db - 60
