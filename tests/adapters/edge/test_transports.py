"""TCP and TLS at the door, callers with the other law, offerless INVITEs, one-way sound."""

from __future__ import annotations

import asyncio
import contextlib
import ssl

import pytest
from tests.adapters.edge.runtime import until
from tests.adapters.edge.test_bad_input import invite
from tests.adapters.edge.world import (
    AGENT_HZ,
    CUSTOMER_HZ,
    PROMPT_HZ,
    World,
    hears,
    listens_to,
    share_of_tone,
)

from lur.adapters.voice.edge import transports
from lur.adapters.voice.phone.endpoint import Endpoint
from lur.adapters.voice.phone.sound import PhoneSound
from lur.adapters.voice.phone.tone import tone
from lur.core.commands import ArriveContact, EndContact
from lur.wire import sdp, sip, words

pytestmark = pytest.mark.anyio

OFFER = (
    b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    b"m=audio 9 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n"
)


async def answer_over(reader: asyncio.StreamReader) -> bytes:
    """The head of the first final answer on a stream."""
    async with asyncio.timeout(5):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"SIP/2.0 1"):
                return head


async def test_call_over_tcp_in_pieces(world: World) -> None:
    """A caller over TCP gets in, however the stream is cut."""
    reader, writer = await asyncio.open_connection("127.0.0.1", world.port)
    message = invite(world.port, 1, body=OFFER).replace(b"SIP/2.0/UDP", b"SIP/2.0/TCP")
    for at in range(0, len(message), 97):
        writer.write(message[at : at + 97])
        await writer.drain()
    assert (await answer_over(reader)).startswith(b"SIP/2.0 200")
    await world.runtime.heard(ArriveContact)
    writer.close()


async def ended(reader: asyncio.StreamReader) -> bool:
    """Whether the other side has closed, without a word."""
    async with asyncio.timeout(5):
        with contextlib.suppress(ConnectionError):
            return await reader.read() == b""
        return True


async def test_one_peer_cannot_take_all_connections(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one address only so many are let in; one that closes makes room."""
    monkeypatch.setattr(transports, "MAX_FROM_ONE_PEER", 2)
    held = [await asyncio.open_connection("127.0.0.1", world.port) for _ in range(3)]
    assert await ended(held[2][0])
    held[0][1].close()
    message = invite(world.port, 1, body=OFFER).replace(b"SIP/2.0/UDP", b"SIP/2.0/TCP")
    held[1][1].write(message)
    assert (await answer_over(held[1][0])).startswith(b"SIP/2.0 200")
    again = await asyncio.open_connection("127.0.0.1", world.port)
    again[1].write(b"\r\n\r\n")
    assert await again[0].read(2) == b"\r\n"
    for _, writer in (held[1], again):
        writer.close()


async def test_a_connection_without_a_word_is_closed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stranger who only holds connections open holds them for a moment."""
    monkeypatch.setattr(transports, "FIRST_WORD_LIMIT_S", 0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", world.port)
    assert await ended(reader)
    writer.close()


async def test_call_over_tls(bare_world: World) -> None:
    """With a TLS address the edge makes itself a certificate and takes calls there."""
    edge = await tls_edge(bare_world)
    context = ssl.create_default_context(cafile=str(bare_world.data / "keys" / "sip.crt"))
    reader, writer = await asyncio.open_connection("127.0.0.1", edge, ssl=context)
    writer.write(invite(edge, 1, body=OFFER).replace(b"SIP/2.0/UDP", b"SIP/2.0/TLS"))
    assert (await answer_over(reader)).startswith(b"SIP/2.0 200")
    writer.close()


async def tls_edge(world: World) -> int:
    """Start everything with TLS; its port."""
    await world.start(tls_host="127.0.0.1", tls_port=0)
    assert world.edge is not None
    return world.edge.tls_port


async def test_stream_that_is_no_sip_is_closed(world: World) -> None:
    """Who sends something else over TCP is cut off."""
    reader, writer = await asyncio.open_connection("127.0.0.1", world.port)
    writer.write(b"GET / HTTP/1.1\r\nHost: lur\r\n\r\n" + b"\x00" * 70_000)
    async with asyncio.timeout(5):
        await reader.read()
    writer.close()


async def test_caller_with_the_other_law(world: World) -> None:
    """A u-law caller and an A-law agent hear each other."""
    anna = await world.phone("anna")
    phone = await world.phone(name="kund", law="pcmu")
    call = await phone.call("support")
    await call.answered()
    call.sound.play(tone(CUSTOMER_HZ, alaw=False))
    contact_id = (await world.runtime.heard(ArriveContact)).contact_id
    at_agent = await world.offer(anna, contact_id)
    world.runtime.want(contact_id, "talking", agent="anna")
    await hears(call, AGENT_HZ)
    await hears(at_agent, CUSTOMER_HZ)
    assert not call.sound.heard_alaw


async def test_caller_without_an_offer(world: World) -> None:
    """An INVITE without SDP is answered with our offer; the ACK's answer starts the sound."""
    sound = PhoneSound()
    await sound.open("127.0.0.1")
    heard: list[sip.SipEvent] = []
    peer = Endpoint(heard.append)
    await peer.open("127.0.0.1", 0, "kund")
    leg = peer.stack.calls.invite(
        f"sip:support@127.0.0.1:{world.port}",
        sip.Hop("udp", "127.0.0.1", world.port),
        b"",
        peer.now(),
    )
    peer.turn()
    await world.runtime.heard(ArriveContact)
    await until(lambda: any(isinstance(event, sip.CallAnswered) for event in heard))
    (offered,) = (event.sdp for event in heard if isinstance(event, sip.CallAnswered))
    assert offered is not None
    assert sdp.parse(offered).audio.laws == ("pcma", "pcmu")
    peer.stack.calls.hang_up(leg, peer.now())
    peer.turn()
    await world.runtime.heard(EndContact)
    sound.close()
    peer.close()


async def test_one_way_sound_is_an_alarm(world: World) -> None:
    """When one of two who talk is not heard any more, telemetry names the contact; and takes it back."""
    call, at_agent, contact_id = await world.talk(await world.phone("anna"))
    remote = at_agent.sound.remote
    at_agent.sound.pause()
    await until(lambda: _one_way(world) == (contact_id,))
    at_agent.sound.remote = remote
    await until(lambda: _one_way(world) == ())
    await hears(call, AGENT_HZ)


async def test_greeting_is_heard_once_and_whole(world: World) -> None:
    """The customer hears the whole greeting once, and music after it."""
    call, _ = await world.caller()
    await hears(call, PROMPT_HZ[words.Greeting])
    await until(lambda: not listens_to(call, PROMPT_HZ[words.Greeting]))
    heard = bytes(call.sound.heard)
    greeting = [
        at
        for at in range(0, len(heard) - 160, 160)
        if share_of_tone(heard[at : at + 160], PROMPT_HZ[words.Greeting]) > 0.8
    ]
    assert 13 <= len(greeting) <= 16


def _one_way(world: World) -> tuple[str, ...]:
    return world.runtime.telemetry.media.one_way if world.runtime.telemetry else ()
