"""Browsers at the media plane: a real process, and on the other side everything that Chromium does."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import stat
from pathlib import Path

import pytest
from tests.adapters.media.studio import BrowserPhone, Phone, Studio, until
from tests.fakes.browser_peer import COUNTER_MODE, GCM, BrowserPeer
from tests.fakes.tones import decoded, has_tone, is_clean_tone, power_db, tone, tone_db

from lur.adapters.voice.media.client import MediaRefused
from lur.adapters.voice.media.protocol import (
    MUSIC,
    Bridge,
    BrowserPath,
    CreateLeg,
    DeleteLeg,
    Echo,
    Hold,
    KeyPressed,
    Law,
    Play,
    PlayFinished,
    PlayItem,
    RecordingFinished,
    SendKey,
    SetBrowser,
    SetMix,
    SetRemote,
    StartRecording,
    StopRecording,
    Unbridge,
)
from lur.adapters.voice.media.recording_format import DamagedRecording, read_recording, recording_facts
from lur.wire.rtp.keys import parse_event, press_payloads
from lur.wire.rtp.packet import RtpPacket, build

pytestmark = pytest.mark.anyio
CUSTOMER_HZ = 440.0
AGENT_HZ = 1000.0


def hears(phone: Phone, hz: float) -> bool:
    """The newest 200 ms are this tone and nothing else."""
    return is_clean_tone(phone.heard(200), hz)


async def talking(
    studio: Studio, law: Law = Law.ALAW, peer: BrowserPeer | None = None
) -> tuple[Phone, BrowserPhone]:
    """A customer on a plain phone and an agent in a browser who hear each other."""
    customer = await studio.phone("customer", law, CUSTOMER_HZ)
    agent = await studio.browser("desk", Law.ALAW, AGENT_HZ, peer)
    await studio.media.do(Bridge("customer", "desk"))
    await until(lambda: hears(agent, CUSTOMER_HZ) and hears(customer, AGENT_HZ), "both to hear each other")
    return customer, agent


def unbroken(packets: list[RtpPacket]) -> bytes:
    """The sound of packets that follow one another without a gap, in order of their numbers."""
    numbers = [packet.sequence for packet in packets]
    assert [(number - numbers[0]) & 0xFFFF for number in numbers] == list(range(len(numbers)))
    return b"".join(packet.payload for packet in packets)


@pytest.mark.parametrize("profile", [GCM, COUNTER_MODE])
async def test_sound_passes_bit_by_bit_in_either_cipher(studio: Studio, profile: bytes) -> None:
    """What one says is what the other hears, byte for byte, both ways."""
    customer, agent = await talking(studio, peer=BrowserPeer(profile))
    customer.forget()
    agent.forget()
    await until(lambda: len(customer.packets) > 25 and len(agent.packets) > 25, "half a second of sound")
    assert unbroken(customer.packets) in tone(AGENT_HZ, 1000) * 3
    assert unbroken(agent.packets) in tone(CUSTOMER_HZ, 1000) * 3


async def test_laws_are_converted_for_a_browser(studio: Studio) -> None:
    """A u-law phone and an A-law browser hear each other cleanly."""
    customer, agent = await talking(studio, Law.ULAW)
    assert {packet.payload_type for packet in customer.packets} == {0}
    assert {packet.payload_type for packet in agent.packets} == {8}


async def test_a_recording_has_the_browser_on_its_own_channel(studio: Studio) -> None:
    """Left is the customer, right the agent in the browser, and neither is heard on the other's side."""
    key, path = secrets.token_bytes(32), studio.data / "recordings" / "one.lurrec"
    await talking(studio)
    await studio.media.do(StartRecording("one", str(path), key, "customer", "desk"))
    legs = await studio.media.list_legs()
    assert legs.recordings[0].agent_leg == "desk"
    await until(lambda: recorded_ms(path) >= 1000, "a second on disk")
    await studio.media.do(StopRecording("one"))
    await until(lambda: studio.seen(RecordingFinished), "the file")
    stereo = b"".join(read_recording(path, key))
    left, right = (list(decoded(stereo[side::2]))[2000:6000] for side in (0, 1))
    assert is_clean_tone(left, CUSTOMER_HZ)
    assert is_clean_tone(right, AGENT_HZ)


def recorded_ms(path: Path) -> int:
    """How much of it is on disk."""
    try:
        return recording_facts(path).duration_ms
    except (DamagedRecording, FileNotFoundError):
        return 0


async def test_a_browser_on_hold_hears_music_and_a_waiting_one_its_prompts(studio: Studio) -> None:
    """Hold, playlists and silence reach a browser as any phone."""
    _, agent = await talking(studio)
    await studio.media.do(Hold("customer", True))
    await until(lambda: power_db(agent.heard(400)) > -40 and not hears(agent, CUSTOMER_HZ), "music")
    await studio.media.do(Unbridge("desk"))
    await until(lambda: power_db(agent.heard(200)) < -60, "silence")
    path = studio.data / "prompt.al"
    path.write_bytes(tone(700, 400))
    await studio.media.do(Play("desk", "prompt", (PlayItem(path=str(path)),)))
    await until(lambda: has_tone(agent.heard(200), 700), "the prompt")
    await until(lambda: PlayFinished("desk", "prompt", "ended") in studio.events, "its end")


async def test_a_browser_can_hear_itself(studio: Studio) -> None:
    """Echo gives back what the leg says; a bridge has precedence, and without either there is silence."""
    agent = await studio.browser("desk", Law.ALAW, AGENT_HZ)
    await studio.media.do(Echo("desk", True))
    await until(lambda: hears(agent, AGENT_HZ), "its own voice")
    customer = await studio.phone("customer", Law.ALAW, CUSTOMER_HZ)
    await studio.media.do(Bridge("customer", "desk"))
    await until(lambda: hears(agent, CUSTOMER_HZ) and hears(customer, AGENT_HZ), "the talk")
    await studio.media.do(Unbridge("desk"))
    await until(lambda: hears(agent, AGENT_HZ), "its own voice again")
    await studio.media.do(Play("desk", "music", (PlayItem(buffer=MUSIC, loop=True),)))
    await until(lambda: tone_db(agent.heard(200), AGENT_HZ) < -40, "music instead")
    await studio.media.do(Echo("desk", False))


async def test_a_plain_phone_can_hear_itself_until_it_is_gone(studio: Studio) -> None:
    """Echo is for every leg; deleting an echoing leg is fine."""
    phone = await studio.phone("phone", Law.ALAW, AGENT_HZ)
    await studio.media.do(Echo("phone", True))
    await until(lambda: hears(phone, AGENT_HZ), "its own voice")
    await studio.media.do(DeleteLeg("phone"))
    assert (await studio.media.stats()).faults == 0


async def test_keys_pass_between_browser_and_phone(studio: Studio) -> None:
    """RFC 4733 from the browser reaches the phone in the phone's payload number, and is told once; keys of
    ours reach the browser in its own.
    """
    customer, agent = await talking(studio)
    agent.be_quiet()
    customer.forget()
    for payload in press_payloads("5", 100):
        agent.send(payload, 126)
    await until(lambda: KeyPressed("desk", "5") in studio.events, "the key to be told")
    await until(lambda: any(packet.payload_type == 101 for packet in customer.packets), "the key to arrive")
    assert studio.seen(KeyPressed) == [KeyPressed("desk", "5")]
    await studio.media.do(SendKey("desk", "9"))
    await until(lambda: any(packet.payload_type == 126 for packet in agent.packets), "our key")
    event = parse_event(next(p.payload for p in agent.packets if p.payload_type == 126))
    assert event is not None
    assert event.key == "9"


async def test_three_hear_each_other_with_two_browsers_among_them(studio: Studio) -> None:
    """A mix takes browsers in."""
    customer, agent = await talking(studio)
    helper = await studio.browser("helper", Law.ALAW, 2000.0)
    await studio.media.do(SetMix("help", ("customer", "desk", "helper")))
    await until(lambda: all(has_tone(customer.heard(200), hz) for hz in (AGENT_HZ, 2000.0)), "both agents")
    await until(lambda: has_tone(agent.heard(200), 2000.0) and has_tone(helper.heard(200), 440.0), "all")


async def test_a_new_network_loses_no_word(studio: Studio) -> None:
    """An ICE restart from another port: the customer hears every packet, the browser goes on hearing, and
    DTLS is not made again.
    """
    customer, agent = await talking(studio)
    customer.forget()
    agent.peer.restart_ice()
    await studio.offer("desk", agent.peer)
    agent.peer.move()
    agent.peer.check()
    await until(lambda: len(customer.packets) > 10, "sound over the new network")
    agent.forget()
    await until(lambda: len(agent.packets) > 10 and hears(agent, CUSTOMER_HZ), "the browser to hear")
    assert unbroken(customer.packets) in tone(AGENT_HZ, 1000) * 3
    state = next(leg for leg in (await studio.media.list_legs()).legs if leg.leg == "desk")
    assert state.latched is not None
    assert state.latched.port == agent.peer.socket.getsockname()[1]
    assert (state.browser, state.path_up) == (True, True)
    assert studio.seen(BrowserPath) == [BrowserPath("desk", "up")]


async def test_a_reloaded_page_comes_back_to_its_talk(studio: Studio) -> None:
    """A new browser on the same leg: the old goes on until the new is connected and is then told; the bridge
    and the recording's channel stay.
    """
    key, path = secrets.token_bytes(32), studio.data / "recordings" / "one.lurrec"
    customer, agent = await talking(studio)
    await studio.media.do(StartRecording("one", str(path), key, "customer", "desk"))
    old, new = agent.peer, BrowserPeer()
    await studio.offer("desk", new)
    customer.forget()
    await until(lambda: len(customer.packets) > 10, "the old page to be heard still")
    new.live_in(asyncio.get_running_loop())
    await until(lambda: new.state == "connected", "the new page")
    await until(lambda: old.state == "closed", "the old page to be told")
    agent.use(new)
    old.close()
    customer.forget()
    agent.forget()
    await until(lambda: hears(agent, CUSTOMER_HZ) and hears(customer, AGENT_HZ), "both to hear each other")
    state = await studio.media.list_legs()
    assert {leg.leg: leg.bridged_to for leg in state.legs} == {"customer": "desk", "desk": "customer"}
    assert state.recordings[0].agent_leg == "desk"
    assert studio.seen(BrowserPath) == [BrowserPath("desk", "up")] * 2
    assert (await studio.media.stats()).faults == 0


async def test_a_browser_with_another_certificate_is_refused(studio: Studio) -> None:
    """Whoever comes with a certificate that was not in the offer gets an alert and no sound."""
    peer = BrowserPeer()
    peer.fingerprint = "AB:" * 31 + "AB"
    await studio.offer("desk", peer)
    peer.live_in(asyncio.get_running_loop())
    await until(lambda: peer.state == "failed", "the refusal")
    peer.close()
    assert studio.seen(BrowserPath) == []
    assert not (await studio.media.list_legs()).legs[0].path_up


async def test_a_check_with_a_wrong_password_gets_no_answer(studio: Studio) -> None:
    """Whoever does not know our password is a stranger; the browser itself is answered beside them."""
    peer, stranger = BrowserPeer(), BrowserPeer()
    await studio.offer("desk", peer)
    stranger.ufrag = peer.ufrag
    stranger.meet(peer.target, *peer._server)
    stranger.check(password="x" * 24)
    peer.live_in(asyncio.get_running_loop())
    await until(lambda: peer.state == "connected", "the right one")
    stranger.pump()
    assert stranger.answers == 0
    assert (await studio.media.stats()).legs[0].strangers == 1
    peer.close()
    stranger.close()


async def test_a_replayed_packet_is_not_heard_again(studio: Studio) -> None:
    """A packet that somebody caught on the way and sends again, from wherever, goes nowhere."""
    customer, agent = await talking(studio)
    agent.be_quiet()
    packet = RtpPacket(8, False, agent.sequence, agent.timestamp, agent.ssrc, b"\x12" * 160)
    caught = agent.peer.send(build(packet))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        for _ in range(5):
            other.sendto(caught, agent.peer.target)
    agent.peer.send(
        build(RtpPacket(8, False, packet.sequence + 1, packet.timestamp + 160, agent.ssrc, b"\x13" * 160))
    )
    await until(lambda: any(p.payload == b"\x13" * 160 for p in customer.packets), "the packet after it")
    assert sum(p.payload == b"\x12" * 160 for p in customer.packets) == 1


async def test_a_flood_of_rubbish_changes_nothing(studio: Studio) -> None:
    """Datagrams of one byte, torn and forged ones of every kind: counted, unanswered, and the talk goes
    on.
    """
    customer, agent = await talking(studio)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.setblocking(False)
        for first in (*range(0, 256, 3), 22, 23, 128, 144):
            for length in (0, 1, 11, 12, 13, 20, 172, 1600):
                other.sendto((bytes([first]) + os.urandom(length))[:length], agent.peer.target)
                agent.peer.socket.sendto((bytes([first]) + os.urandom(length))[:length], agent.peer.target)
        customer.forget()
        await until(lambda: len(customer.packets) > 20 and hears(customer, AGENT_HZ), "the talk")
        with pytest.raises(BlockingIOError):
            other.recv(100)
    stats = await studio.media.stats()
    assert stats.faults == 0
    assert stats.strangers > 100
    assert agent.peer.state == "connected"


async def test_reports_of_a_browser_do_no_harm(studio: Studio) -> None:
    """SRTCP comes on the same port (rtcp-mux) and is left unread."""
    customer, agent = await talking(studio)
    agent.peer.send_rtcp(bytes.fromhex("80c90001deadbeef"))
    customer.forget()
    await until(lambda: len(customer.packets) > 10, "more sound")
    unbroken(customer.packets)
    assert (await studio.media.stats()).faults == 0


async def test_a_lost_flight_is_sent_again(studio: Studio) -> None:
    """DTLS is repaired by its timers, on either side: here the first answers of the server are lost."""
    peer = BrowserPeer()
    peer.loses = 2
    agent = await studio.browser("desk", peer=peer)
    assert agent.peer.state == "connected"


async def test_the_certificate_survives_a_kill(studio: Studio) -> None:
    """A plane that comes back has the same fingerprint, and its key is readable by its owner alone."""
    verb = SetBrowser("desk", Law.ALAW, "abcd", "p" * 22, "AB:" * 31 + "AB")
    before = await studio.media.set_browser(verb)
    assert await studio.media.set_browser(verb) == before.__class__(
        before.request + 1, *[getattr(before, name) for name in before.__struct_fields__[1:]]
    )
    await studio.kill()
    await studio.start()
    after = await studio.media.set_browser(verb)
    assert after.fingerprint == before.fingerprint
    assert (after.ufrag, after.password) != (before.ufrag, before.password)
    assert stat.S_IMODE((studio.data / "keys" / "browser.pem").stat().st_mode) == 0o600


async def test_a_deleted_leg_says_goodbye(studio: Studio) -> None:
    """The page notices at once that its leg is gone; its port is free again."""
    agent = await studio.browser("desk")
    await studio.media.do(DeleteLeg("desk"))
    await until(lambda: agent.peer.state == "closed", "the goodbye")
    assert (await studio.media.list_legs()).legs == ()


async def test_a_page_that_says_goodbye_is_down_at_once(studio: Studio) -> None:
    """close_notify is told without waiting for missed checks; the leg stays, for the next page."""
    agent = await studio.browser("desk", hz=AGENT_HZ)
    agent.be_quiet()
    agent.peer.say_goodbye()
    await until(lambda: BrowserPath("desk", "down") in studio.events, "the path to be down")
    assert not (await studio.media.list_legs()).legs[0].path_up


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"fingerprint": "AB:CD"}, "bad_fingerprint"),
        ({"fingerprint": ("ab:" * 31 + "ab")}, "bad_fingerprint"),
        ({"ufrag": "abc"}, "bad_ice"),
        ({"ufrag": "ab:d"}, "bad_ice"),
        ({"password": "p" * 21}, "bad_ice"),
        ({"leg": "phone"}, "leg_not_browser"),
    ],
)
async def test_what_no_browser_offers_is_refused(studio: Studio, change: dict[str, str], code: str) -> None:
    """Each refusal has its code, and nothing is left behind."""
    await studio.media.create_leg(CreateLeg("phone", Law.ALAW))
    fields = {"leg": "desk", "ufrag": "abcd", "password": "p" * 22, "fingerprint": "AB:" * 31 + "AB"}
    with pytest.raises(MediaRefused) as refused:
        await studio.media.set_browser(SetBrowser(law=Law.ALAW, **{**fields, **change}))
    assert refused.value.code == code
    assert [leg.leg for leg in (await studio.media.list_legs()).legs] == ["phone"]


async def test_a_browser_leg_is_no_plain_leg(studio: Studio) -> None:
    """CreateLeg and SetRemote have no business with a browser's leg."""
    await studio.browser("desk")
    for verb in (CreateLeg("desk", Law.ALAW), SetRemote("desk", None, Law.ALAW)):
        with pytest.raises(MediaRefused) as refused:
            await studio.media.do(verb)
        assert refused.value.code == "leg_is_browser"
