"""Bad input: each kind gets its defined answer, is counted, and disturbs no call that is under way."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import sys

import pytest
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import AGENT_HZ, CUSTOMER_HZ, World, hears

from lur.adapters.voice.phone.call import CallEnded
from lur.core.commands import ArriveContact, EndContact

pytestmark = pytest.mark.anyio

GSM_ONLY = b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 3\r\n"
NO_AUDIO = (
    b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video 9 RTP/AVP 34\r\n"
)


async def status_of(world: World, user: str, offer: bytes | None = None) -> int:
    """What a call is refused with."""
    phone = await world.phone(name="kund")
    call = await phone.call(user, offer=offer)
    with pytest.raises(CallEnded) as ended:
        await call.answered()
    return ended.value.status


async def counted(world: World, name: str, least: int = 1) -> None:
    """Wait until telemetry has counted it."""
    await until(lambda: world.runtime.telemetry and world.runtime.telemetry.counters.get(name, 0) >= least)


async def test_unknown_number(world: World) -> None:
    """An address that leads nowhere is 404."""
    assert await status_of(world, "0900123456") == 404
    await counted(world, "refused_404")


@pytest.mark.parametrize("offer", [GSM_ONLY, NO_AUDIO])
async def test_unsupported_codec(world: World, offer: bytes) -> None:
    """A caller without G.711 gets 488, and no contact comes of it."""
    assert await status_of(world, "support", offer) == 488
    await counted(world, "refused_488")
    assert not world.runtime.commands(ArriveContact)


async def test_body_that_is_no_sdp(world: World) -> None:
    """A body that cannot be read is refused and counted."""
    assert await status_of(world, "support", b"this is no sdp") in (400, 488)


async def test_noise_and_oversize_are_counted(world: World) -> None:
    """Garbage and too large messages are counted, and the door stays open."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as noise:
        noise.sendto(b"\x00\xff" * 400, ("127.0.0.1", world.port))
        noise.sendto(b"INVITE sip:x SIP/2.0\r\nnonsense\r\n\r\n", ("127.0.0.1", world.port))
        noise.sendto(invite(world.port, 1, body=b"x" * 40_000), ("127.0.0.1", world.port))
    await counted(world, "malformed")
    await counted(world, "too_large")
    await world.caller()


async def test_nobody_is_sent_sound_before_the_ack(world: World) -> None:
    """An INVITE whose sender is forged does not make us send music to somebody who never called."""
    loop = asyncio.get_running_loop()
    signals, sound = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
    with signals, sound:
        for each in (signals, sound):
            each.bind(("127.0.0.1", 0))
            each.setblocking(False)
        offer = GSM_ONLY.replace(b"audio 9 RTP/AVP 3", b"audio %d RTP/AVP 8" % sound.getsockname()[1])
        signals.sendto(invite(world.port, 1, body=offer), ("127.0.0.1", world.port))
        world.runtime.want((await world.runtime.heard(ArriveContact)).contact_id, "waiting")
        honest, _ = await world.caller()
        await until(lambda: honest.sound.packets_in > 20)
        with pytest.raises(BlockingIOError):
            sound.recv(2048)
        async with asyncio.timeout(5):
            while not (answer := await loop.sock_recv(signals, 65_535)).startswith(b"SIP/2.0 200"):
                pass
            signals.sendto(ack_of(answer, world.port), ("127.0.0.1", world.port))
            assert len(await loop.sock_recv(sound, 2048)) == 172


async def test_scanner_meets_silence(world: World) -> None:
    """Who knocks at unknown numbers again and again gets no answer any more; others do."""
    scanner = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    scanner.bind(("127.0.0.3", 0))
    with scanner:
        for number in range(12):
            scanner.sendto(invite(world.port, number, user=f"10{number:02}"), ("127.0.0.1", world.port))
        await counted(world, "silenced")
    await world.caller()


async def test_flood_disturbs_no_call(world: World) -> None:
    """A thousand INVITEs from one address are limited; two who talk go on, and a newcomer gets in."""
    call, at_agent, _ = await world.talk(await world.phone("anna"))
    flood = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    flood.bind(("127.0.0.2", 0))
    with flood:
        for number in range(1_000):
            flood.sendto(invite(world.port, number, user="support"), ("127.0.0.1", world.port))
        await counted(world, "rate_limited")
        await hears(call, AGENT_HZ)
        await hears(at_agent, CUSTOMER_HZ)
        phone = await world.phone(name="ny")
        newcomer = await phone.call("support")
        await newcomer.answered()


async def test_noise_never_stops_the_edge(world: World) -> None:
    """Mutilated INVITEs, a thousand of them, leave an edge that answers."""
    chance = random.Random(4475)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as noise:
        noise.bind(("127.0.0.4", 0))
        for number in range(1_000):
            message = bytearray(invite(world.port, number))
            for _ in range(chance.randint(1, 6)):
                message[chance.randrange(len(message))] = chance.randrange(256)
            noise.sendto(bytes(message), ("127.0.0.1", world.port))
    await world.caller()


async def test_sigkill_of_the_real_process(bare_world: World) -> None:
    """The edge as its own process is killed and started again: the talk lives, and hang-up still works."""
    world = bare_world
    await world.start_media()
    await world.runtime.start()
    edge = await edge_process(world, 0)
    anna = await world.phone("anna")
    call, at_agent, contact_id = await world.talk(anna)
    edge.send_signal(signal.SIGKILL)
    await edge.wait()
    again = await edge_process(world, world.port)
    await hears(call, AGENT_HZ)
    await hears(at_agent, CUSTOMER_HZ)
    at_agent.hang_up()
    assert (await world.runtime.heard(EndContact)).contact_id == contact_id
    await call.over()
    again.terminate()
    assert await again.wait() == 0


async def edge_process(world: World, port: int) -> asyncio.subprocess.Process:
    """``python -m lur.adapters.voice.edge``, listening."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "lur.adapters.voice.edge",
        *("--data", str(world.data), "--sip", f"127.0.0.1:{port}"),
        env={**os.environ, "PYTHONPATH": "src"},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(15):
        words = (await process.stdout.readline()).decode().split()
    world.port = int(words[2])
    return process


def ack_of(answer: bytes, port: int) -> bytes:
    """The ACK of a 200."""
    lines = answer.split(b"\r\n")
    kept = [line for line in lines if line.split(b":")[0] in (b"From", b"To", b"Call-ID")]
    head = (
        f"ACK sip:support@127.0.0.1:{port} SIP/2.0\r\n"
        "Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK-ack;rport\r\n"
        "Max-Forwards: 70\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n"
    )
    return head.encode() + b"\r\n".join(kept) + b"\r\n\r\n"


def invite(port: int, number: int, user: str = "support", body: bytes = b"") -> bytes:
    """An INVITE as a stranger writes it."""
    head = (
        f"INVITE sip:{user}@127.0.0.1:{port} SIP/2.0\r\n"
        f"Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK-{number};rport\r\n"
        "Max-Forwards: 70\r\n"
        f"From: <sip:x@127.0.0.1>;tag={number}\r\n"
        f"To: <sip:{user}@127.0.0.1>\r\n"
        f"Call-ID: flood-{number}\r\n"
        "CSeq: 1 INVITE\r\n"
        "Contact: <sip:x@127.0.0.1:9>\r\n"
        "Content-Type: application/sdp\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
