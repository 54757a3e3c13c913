"""Who may speak through a leg's port: the phone, wherever its packets really come from, and nobody else."""

from __future__ import annotations

import socket

import pytest
from tests.adapters.media.studio import Phone, Studio, until
from tests.fakes.tones import has_tone, tone

from lur.adapters.voice.media.client import MediaRefused
from lur.adapters.voice.media.protocol import Address, Bridge, CreateLeg, KeyPressed, Law, LegStats, SetRemote
from lur.wire.rtp.keys import press_payloads

pytestmark = pytest.mark.anyio


async def stats_of(studio: Studio, leg: str) -> LegStats:
    """The leg's figures."""
    return next(one for one in (await studio.media.stats()).legs if one.leg == leg)


async def test_a_phone_behind_nat_is_answered_where_it_sends_from(studio: Studio) -> None:
    """SDP names an address that cannot be reached; the first packet's source is taken instead."""
    phone = Phone()
    studio.phones.append(phone)
    created = await studio.media.create_leg(CreateLeg("nat", Law.ALAW, Address("127.0.0.9", 9)))
    phone.say(440, created.local_port)
    await until(lambda: len(phone.packets) > 5, "silence frames at the real address")
    (leg,) = (await studio.media.list_legs()).legs
    assert leg.latched == phone.address


async def test_a_stranger_is_dropped_and_counted(studio: Studio) -> None:
    """After the phone has been heard, another source is neither heard nor able to press keys."""
    customer = await studio.phone("customer", hz=440)
    agent = await studio.phone("agent", hz=1000)
    await studio.media.do(Bridge("customer", "agent"))
    await until(lambda: has_tone(agent.heard(200), 440), "the customer")
    stranger = Phone()
    studio.phones.append(stranger)
    assert customer.target is not None
    stranger.say(2000, customer.target[1])
    for payload in press_payloads("9", 100):
        stranger.send(payload, payload_type=101)
    seen = [0]

    async def counted() -> None:
        seen[0] = (await stats_of(studio, "customer")).strangers

    while seen[0] < 20:
        await counted()
    assert has_tone(agent.heard(200), 440)
    assert not has_tone(agent.heard(200), 2000, -40)
    assert stranger.packets == []
    assert studio.seen(KeyPressed) == []
    assert (await studio.media.stats()).strangers >= 20


async def test_noise_does_not_latch(studio: Studio) -> None:
    """What is not RTP of an agreed type leaves the leg waiting for its phone."""
    created = await studio.media.create_leg(CreateLeg("leg", Law.ALAW))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as noise:
        for datagram in (
            b"",
            b"x",
            b"OPTIONS sip:x SIP/2.0\r\n",
            bytes([0x80, 96]) + bytes(200),
            bytes(3000),
        ):
            noise.sendto(datagram, ("127.0.0.1", created.local_port))
    strangers = 0
    while strangers < 5:
        strangers = (await stats_of(studio, "leg")).strangers
    (leg,) = (await studio.media.list_legs()).legs
    assert leg.latched is None


async def test_the_address_of_sdp_wins_over_one_that_was_guessed(studio: Studio) -> None:
    """When a faster stranger was latched first, the phone at the address that SDP named takes its leg
    back.
    """
    phone = await studio.phone("leg")
    stranger = Phone()
    studio.phones.append(stranger)
    assert phone.target is not None
    stranger.say(2000, phone.target[1])
    await until(lambda: len(stranger.packets) > 2, "the stranger to be latched")
    phone.say(440, phone.target[1])
    phone.forget()
    await until(lambda: len(phone.packets) > 2, "the phone to be sent to")
    stranger.forget()
    await until(lambda: len(phone.packets) > 20, "more for the phone")
    assert stranger.packets == []


async def test_a_new_address_after_silence_is_followed(studio: Studio) -> None:
    """A NAT that forgets gives the phone a new port: with the same SSRC it is taken after three silent
    seconds.
    """
    phone = await studio.phone("leg", hz=440)
    await until(lambda: len(phone.packets) > 2, "the first address")
    phone.be_quiet()
    moved = Phone()
    studio.phones.append(moved)
    moved.ssrc, moved.sequence, moved.timestamp = phone.ssrc, phone.sequence, phone.timestamp
    assert phone.target is not None
    moved.say(440, phone.target[1])
    await until(lambda: len(moved.packets) > 2, "the new address")
    assert (await stats_of(studio, "leg")).strangers > 100


async def test_a_new_sdp_address_is_taken_at_once(studio: Studio) -> None:
    """After `SetRemote` with another address the old source is a stranger, and the new one is heard."""
    old = await studio.phone("customer", hz=440)
    agent = await studio.phone("agent", hz=1000)
    await studio.media.do(Bridge("customer", "agent"))
    await until(lambda: has_tone(agent.heard(200), 440), "the old phone")
    old.be_quiet()
    new = Phone()
    studio.phones.append(new)
    await studio.media.do(SetRemote("customer", new.address, Law.ALAW))
    assert old.target is not None
    new.say(700, old.target[1])
    await until(lambda: has_tone(agent.heard(200), 700) and has_tone(new.heard(200), 1000), "the new phone")


async def test_the_old_phones_last_packets_do_not_take_the_new_ones_place(studio: Studio) -> None:
    """After a new SDP address the old source, still sending, is not latched again; a new one behind NAT
    is.
    """
    old = await studio.phone("leg", hz=440)
    await until(lambda: old.packets, "the old phone")
    assert old.target is not None
    await studio.media.do(SetRemote("leg", Address("127.0.0.9", 9), Law.ALAW))
    new = Phone()
    studio.phones.append(new)
    new.say(700, old.target[1])
    await until(lambda: len(new.packets) > 5, "the new phone")
    (leg,) = (await studio.media.list_legs()).legs
    assert leg.latched == new.address


async def test_packets_are_counted(studio: Studio) -> None:
    """Lost packets are counted by their numbers, late ones are not lost."""
    phone = await studio.phone("leg")
    frame = tone(440, 20)
    for step in range(20):
        if step == 10:
            phone.sequence = (phone.sequence + 3) & 0xFFFF
        phone.send(frame)
    phone.sequence = (phone.sequence - 12) & 0xFFFF
    phone.send(frame)
    stats = await stats_of(studio, "leg")
    while stats.packets_in < 21:
        stats = await stats_of(studio, "leg")
    assert (stats.packets_in, stats.lost) == (21, 2)


@pytest.mark.parametrize(
    "remote", [Address("phone.example", 4000), Address("127.0.0.1", 70000), Address("::1", 4000)]
)
async def test_bad_addresses_are_refused(studio: Studio, remote: Address) -> None:
    """Only IPv4 addresses and real ports are taken, and the leg stays as it was."""
    phone = await studio.phone("leg")
    with pytest.raises(MediaRefused, match="bad_address"):
        await studio.media.do(SetRemote("leg", remote, Law.ULAW))
    (leg,) = (await studio.media.list_legs()).legs
    assert (leg.remote, leg.law) == (phone.address, Law.ALAW)
