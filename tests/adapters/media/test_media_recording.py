"""Recordings: who is on which channel, and what is left after a kill or a full disk."""

from __future__ import annotations

import hashlib
import io
import resource
import secrets
import wave
from pathlib import Path

import pytest
from tests.adapters.media.studio import Phone, Studio, until
from tests.fakes.tones import decoded, has_tone, power_db, tone_db

from lur.adapters.voice.media.client import MediaRefused
from lur.adapters.voice.media.protocol import (
    AttachRecording,
    Bridge,
    DeleteLeg,
    Hold,
    Law,
    Mute,
    RecordingFailed,
    RecordingFinished,
    StartRecording,
    StopRecording,
)
from lur.adapters.voice.media.recording_format import (
    DamagedRecording,
    read_recording,
    recording_facts,
    to_wav_pcm16_stereo,
    wav_length,
)

pytestmark = pytest.mark.anyio
KEY = secrets.token_bytes(32)
HALF_S = 4000


def channels(path: Path, law: Law = Law.ALAW) -> tuple[list[int], list[int]]:
    """Left and right as samples."""
    stereo = b"".join(read_recording(path, KEY))
    return list(decoded(stereo[0::2], law)), list(decoded(stereo[1::2], law))


def recorded_ms(path: Path) -> int:
    """How much of it is on disk."""
    try:
        return recording_facts(path).duration_ms
    except (DamagedRecording, FileNotFoundError):
        return 0


async def recorded_talk(studio: Studio, law: Law = Law.ALAW) -> tuple[Path, Phone, Phone]:
    """A talk whose recording has begun."""
    customer = await studio.phone("customer", law, 440)
    agent = await studio.phone("agent", Law.ALAW, 1000)
    path = studio.data / "recordings" / "one.lurrec"
    await studio.media.do(StartRecording("one", str(path), KEY, "customer"))
    await studio.media.do(Bridge("customer", "agent"))
    await studio.media.do(AttachRecording("one", "agent"))
    return path, customer, agent


@pytest.mark.parametrize("law", list(Law))
async def test_each_side_has_its_channel(studio: Studio, law: Law) -> None:
    """The customer is left, the agent right, and neither is heard on the other's channel; the WAV says the
    same.
    """
    path, _, _ = await recorded_talk(studio, law)
    await until(lambda: recorded_ms(path) > 2500, "two seconds")
    await studio.media.do(StopRecording("one"))
    await until(lambda: studio.seen(RecordingFinished), "the end")
    (finished,) = studio.seen(RecordingFinished)
    assert finished.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    left, right = channels(path, law)
    assert len(left) == finished.duration_ms * 8
    newest_left, newest_right = left[-3 * HALF_S : -HALF_S], right[-3 * HALF_S : -HALF_S]
    assert has_tone(newest_left, 440, -13)
    assert has_tone(newest_right, 1000, -13)
    assert tone_db(newest_left, 1000) < -50
    assert tone_db(newest_right, 440) < -50
    pieces = list(to_wav_pcm16_stereo(path, KEY))
    assert sum(len(piece) for piece in pieces) == wav_length(recording_facts(path))
    with wave.open(io.BytesIO(b"".join(pieces))) as file:
        pcm = memoryview(file.readframes(file.getnframes())).cast("h")
    assert list(pcm[0::2]) == left
    assert list(pcm[1::2]) == right


async def test_a_kill_costs_at_most_the_last_second(studio: Studio) -> None:
    """After SIGKILL the file plays up to the last second, tones on their channels."""
    path, _, _ = await recorded_talk(studio)
    await until(lambda: recorded_ms(path) > 2000, "two seconds")
    (state,) = (await studio.media.list_legs()).recordings
    await studio.kill()
    assert state.duration_ms - recorded_ms(path) <= 1000
    left, right = channels(path)
    assert has_tone(left[-HALF_S:], 440, -13)
    assert has_tone(right[-HALF_S:], 1000, -13)


async def test_an_orderly_stop_finishes_the_recordings(studio: Studio) -> None:
    """SIGTERM seals and writes what is there; the plane exits with 0."""
    path, _, _ = await recorded_talk(studio)
    await until(lambda: recorded_ms(path) > 500, "a beginning")
    (state,) = (await studio.media.list_legs()).recordings
    assert await studio.kill(15) == 0
    assert recorded_ms(path) >= state.duration_ms


async def test_lost_packets_are_silence_of_their_length(studio: Studio) -> None:
    """What was lost is silent in its place, and what comes after lies where its timestamp says."""
    phone = await studio.phone("customer")
    path = studio.data / "gap.lurrec"
    await studio.media.do(StartRecording("gap", str(path), KEY, "customer"))
    for number in range(1, 9):
        if number == 4:
            phone.sequence, phone.timestamp = phone.sequence + 1, phone.timestamp + 160
            continue
        phone.send(bytes([number]) * 160)
    await until(lambda: recorded_ms(path) > 0, "the first chunk")
    await studio.media.do(StopRecording("gap"))
    await until(lambda: studio.seen(RecordingFinished), "the end")
    left = b"".join(read_recording(path, KEY))[0::2].strip(b"\xd5")
    assert left == b"".join(bytes([n]) * 160 if n != 4 else b"\xd5" * 160 for n in range(1, 9))


async def test_muted_and_holding_sides_are_not_recorded(studio: Studio) -> None:
    """What nobody was meant to hear is not on the recording either."""
    path, customer, _ = await recorded_talk(studio)
    await until(lambda: has_tone(customer.heard(200), 1000), "the talk")
    await studio.media.do(Mute("customer", True))
    await studio.media.do(Hold("agent", True))
    begun = recorded_ms(path)
    await until(lambda: recorded_ms(path) > begun + 2400, "a while")
    await studio.media.do(StopRecording("one"))
    await until(lambda: studio.seen(RecordingFinished), "the end")
    left, right = channels(path)
    assert power_db(left[-2 * HALF_S :]) < -60
    assert power_db(right[-2 * HALF_S :]) < -60


async def test_the_recording_goes_on_when_the_agent_changes(studio: Studio) -> None:
    """Another agent takes the right channel; the first one's hang-up leaves silence, not an end."""
    path, _, _ = await recorded_talk(studio)
    await until(lambda: recorded_ms(path) > 500, "the first agent")
    await studio.media.do(DeleteLeg("agent"))
    await studio.phone("second", hz=1500)
    await studio.media.do(Bridge("customer", "second"))
    await studio.media.do(AttachRecording("one", "second"))
    begun = recorded_ms(path)
    await until(lambda: recorded_ms(path) > begun + 2400, "the second agent")
    await studio.media.do(StopRecording("one"))
    await until(lambda: studio.seen(RecordingFinished), "the end")
    left, right = channels(path)
    assert has_tone(left[-HALF_S * 2 : -HALF_S], 440, -13)
    assert has_tone(right[-HALF_S * 2 : -HALF_S], 1500, -13)
    assert has_tone(right[1600:3200], 1000)


async def test_recordings_are_refused_with_a_reason(studio: Studio) -> None:
    """An existing file, a bad key, an unknown leg or recording; a repeated start of a running one is fine."""
    await studio.phone("customer")
    path = studio.data / "there.lurrec"
    path.write_bytes(b"")
    for verb, code in (
        (StartRecording("r", str(path), KEY, "customer"), "cannot_write"),
        (StartRecording("r", str(path) + "2", b"short", "customer"), "bad_recording_key"),
        (StartRecording("r", str(path) + "2", KEY, "nobody"), "leg_unknown"),
        (StopRecording("r"), "recording_unknown"),
    ):
        with pytest.raises(MediaRefused, match=code):
            await studio.media.do(verb)
    for _ in range(2):
        await studio.media.do(StartRecording("r", str(path) + "2", KEY, "customer"))


async def test_a_full_disk_ends_the_recording_and_not_the_call(studio: Studio) -> None:
    """`RecordingFailed` says disk_full, what was written is readable, both people go on talking."""
    path, customer, agent = await recorded_talk(studio)
    await until(lambda: recorded_ms(path) > 500, "a beginning")
    assert studio.process is not None
    limit = path.stat().st_size + 20_000
    resource.prlimit(studio.process.pid, resource.RLIMIT_FSIZE, (limit, limit))
    await until(lambda: studio.seen(RecordingFailed), "the alarm")
    (failed,) = studio.seen(RecordingFailed)
    assert (failed.recording, failed.reason) == ("one", "disk_full")
    left, _ = channels(path)
    assert has_tone(left[-HALF_S:], 440, -13)
    customer.forget()
    agent.forget()
    await until(lambda: has_tone(agent.heard(400), 440) and has_tone(customer.heard(400), 1000), "the talk")
    assert (await studio.media.list_legs()).recordings == ()


async def test_one_leg_alone_is_recorded_until_its_limit(studio: Studio) -> None:
    """A statement: the customer left, silence right; the plane ends it by itself, nobody needs to ask."""
    await studio.phone("customer", Law.ALAW, 440)
    path = studio.data / "recordings" / "said.lurrec"
    await studio.media.do(StartRecording("said", str(path), KEY, "customer", limit_ms=1_500))
    await until(lambda: studio.seen(RecordingFinished), "the end")
    (finished,) = studio.seen(RecordingFinished)
    assert 1_500 <= finished.duration_ms <= 1_700
    assert finished.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    left, right = channels(path)
    assert has_tone(left[-HALF_S:], 440)
    assert len(set(right)) == 1
    with pytest.raises(MediaRefused, match="recording_unknown"):
        await studio.media.do(StopRecording("said"))
