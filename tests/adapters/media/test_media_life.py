"""The plane outlives its controllers, and its controllers it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import stat
import subprocess
import sys

import pytest
from tests.adapters.media.studio import SRC, Studio, until
from tests.fakes.tones import has_tone

from lur.adapters.voice.media.client import MediaClient, MediaRefused, MediaUnavailable
from lur.adapters.voice.media.protocol import (
    MUSIC,
    AudioRestored,
    Bridge,
    CreateLeg,
    DeleteLeg,
    Event,
    KeyPressed,
    Law,
    OneWayAudio,
    Play,
    PlayItem,
    Unbridge,
)
from lur.wire.rtp.keys import press_payloads

pytestmark = pytest.mark.anyio


async def test_the_sound_goes_on_without_a_controller(studio: Studio) -> None:
    """A controller that goes leaves the talk as it is; the next one finds everything, and what happened
    meanwhile.
    """
    customer = await studio.phone("customer", hz=440)
    agent = await studio.phone("agent", hz=1000)
    await studio.media.do(Bridge("customer", "agent"))
    await until(lambda: has_tone(agent.heard(200), 440), "the talk")
    await studio.drop_client()
    agent.forget()
    await until(lambda: has_tone(agent.heard(200), 440), "the talk without a controller")
    for payload in press_payloads("3", 100):
        customer.send(payload, payload_type=101)
    agent.forget()
    await until(lambda: has_tone(agent.heard(200), 440), "the talk after the key")
    await studio.take_client()
    await until(lambda: [event.key for event in studio.seen(KeyPressed)] == ["3"], "the kept event")
    legs = (await studio.media.list_legs()).legs
    assert {(leg.leg, leg.bridged_to) for leg in legs} == {("customer", "agent"), ("agent", "customer")}


async def test_all_controllers_hear_the_events(studio: Studio) -> None:
    """Two controllers steer the same legs and both are told."""
    phone = await studio.phone("leg", hz=440)
    heard: list[Event] = []
    second = studio.new_client(heard)
    task = asyncio.create_task(second.run())
    await second.connected()
    await second.do(Play("leg", "t", (PlayItem(buffer=MUSIC, loop=True),)))
    for payload in press_payloads("1", 100):
        phone.send(payload, payload_type=101)
    await until(lambda: studio.seen(KeyPressed) and KeyPressed("leg", "1") in heard, "both")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert (await studio.media.list_legs()).legs[0].playing == ("t",)


async def test_legs_come_back_on_the_same_ports_after_a_kill(studio: Studio) -> None:
    """After SIGKILL of the plane a new one takes the legs back on their ports: the phones need no new SDP."""
    phones = {
        "customer": await studio.phone("customer", hz=440),
        "agent": await studio.phone("agent", hz=1000),
    }
    await studio.media.do(Bridge("customer", "agent"))
    await until(lambda: has_tone(phones["agent"].heard(200), 440), "the talk")
    before = {leg.leg: leg for leg in (await studio.media.list_legs()).legs}
    await studio.kill()
    await studio.start()
    for leg, phone in phones.items():
        created = await studio.media.create_leg(
            CreateLeg(leg, Law.ALAW, phone.address, before[leg].local_port)
        )
        assert created.local_port == before[leg].local_port
        phone.forget()
    await studio.media.do(Bridge("customer", "agent"))
    await until(lambda: has_tone(phones["agent"].heard(200), 440), "the customer again")
    await until(lambda: has_tone(phones["customer"].heard(200), 1000), "the agent again")


async def test_one_way_audio_is_an_alarm_until_it_is_over(studio: Studio) -> None:
    """A bridged phone that sends nothing for three seconds is reported once, and once more when it is
    heard.
    """
    await studio.phone("customer", hz=440)
    agent = await studio.phone("agent")
    await studio.media.do(Bridge("customer", "agent"))
    await until(lambda: studio.seen(OneWayAudio), "the alarm")
    (alarm,) = studio.seen(OneWayAudio)
    assert alarm.leg == "agent"
    assert 3000 <= alarm.silent_ms < 5000
    assert agent.target is not None
    agent.say(1000, agent.target[1])
    await until(lambda: studio.seen(AudioRestored), "the all-clear")
    assert [event.leg for event in studio.seen(AudioRestored)] == ["agent"]


async def test_creating_a_leg_twice_gives_the_same_port(studio: Studio) -> None:
    """Verbs can be repeated; a port in use is refused, as is an unknown leg."""
    first = await studio.media.create_leg(CreateLeg("a", Law.ALAW))
    again = await studio.media.create_leg(CreateLeg("a", Law.ALAW))
    assert first.local_port == again.local_port
    assert first.local_port % 2 == 0
    with pytest.raises(MediaRefused, match="port_taken"):
        await studio.media.create_leg(CreateLeg("b", Law.ALAW, local_port=first.local_port))
    with pytest.raises(MediaRefused, match="leg_unknown"):
        await studio.media.do(Unbridge("b"))
    with pytest.raises(MediaRefused, match="same_leg"):
        await studio.media.do(Bridge("a", "a"))


async def test_the_port_range_can_be_used_up(studio: Studio) -> None:
    """When all ports are taken the next leg is refused; a deleted leg's port is free again."""
    first, last = studio.ports
    refused: list[str] = []
    ports: list[int] = []
    for number in range((last - first) // 2 + 2):
        try:
            ports.append((await studio.media.create_leg(CreateLeg(f"leg-{number}", Law.ALAW))).local_port)
        except MediaRefused as error:
            refused.append(error.code)
    assert set(refused) == {"no_free_port"}
    assert len(set(ports)) == len(ports)
    await studio.media.do(DeleteLeg("leg-0"))
    assert (await studio.media.create_leg(CreateLeg("last", Law.ALAW))).local_port == ports[0]


async def test_sounds_that_cannot_be_read_are_refused(studio: Studio) -> None:
    """A missing file, an unknown buffer and an empty list change nothing."""
    await studio.phone("leg")
    music = PlayItem(buffer=MUSIC, loop=True)
    await studio.media.do(Play("leg", "music", (music,)))
    empty = studio.data / "empty.al"
    empty.write_bytes(b"")
    for items, code in (
        ((music, PlayItem(path="/nowhere/x.al")), "sound_not_found"),
        ((PlayItem(path=str(empty)),), "sound_not_found"),
        ((PlayItem(),), "sound_not_found"),
        ((PlayItem(buffer="nothing"),), "buffer_unknown"),
        ((), "empty_playlist"),
    ):
        with pytest.raises(MediaRefused, match=code):
            await studio.media.do(Play("leg", "bad", items))
    assert (await studio.media.list_legs()).legs[0].playing == ("music",)


async def test_the_socket_is_private_and_only_one_plane_has_it(studio: Studio) -> None:
    """Mode 0600 in a 0700 directory; a second plane on the same data directory goes away again."""
    assert stat.S_IMODE(studio.socket_path.stat().st_mode) == 0o600
    assert stat.S_IMODE(studio.socket_path.parent.stat().st_mode) == 0o700
    command = [
        sys.executable,
        "-m",
        "lur.adapters.voice.media",
        "--data",
        str(studio.data),
        "--rtp",
        "40000-40010",
    ]
    second = await asyncio.to_thread(
        subprocess.run, command, env={**os.environ, "PYTHONPATH": str(SRC)}, capture_output=True, check=False
    )
    assert second.returncode == 1
    assert b"another media plane" in second.stderr
    assert (await studio.media.list_legs()).legs == ()


async def test_nonsense_on_the_socket_ends_only_that_connection(studio: Studio) -> None:
    """A controller that sends no frames of the protocol is let go; others notice nothing."""
    for nonsense in (b"\x00\x00\x00\x03abc", b"\xff\xff\xff\xff", b"GET / HTTP/1.1\r\n\r\n"):
        reader, writer = await asyncio.open_unix_connection(str(studio.socket_path))
        writer.write(nonsense)
        assert await reader.read() == b""
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
    assert (await studio.media.list_legs()).legs == ()


async def test_a_client_without_a_plane_says_so(studio: Studio) -> None:
    """Requests fail at once while the plane is away, also those on their way."""
    await studio.kill()
    with pytest.raises(MediaUnavailable):
        await studio.media.list_legs()
    other = MediaClient(studio.socket_path, on_event=lambda event: None)
    with pytest.raises(MediaUnavailable):
        other.post(Unbridge("x"))
