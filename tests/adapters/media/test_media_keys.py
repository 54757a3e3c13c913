"""Keys both ways, once a press."""

from __future__ import annotations

import itertools

import pytest
from tests.adapters.media.studio import Phone, Studio, until
from tests.fakes.tones import has_tone

from lur.adapters.voice.media.client import MediaRefused
from lur.adapters.voice.media.protocol import Bridge, CreateLeg, KeyPressed, Law, SendKey
from lur.wire.rtp.keys import KeyEvent, parse_event, press_payloads
from lur.wire.rtp.packet import RtpPacket

pytestmark = pytest.mark.anyio


def press(phone: Phone, key: str) -> None:
    """Send a whole press, its packets doubled, between the phone's frames."""
    for payload in press_payloads(key, 120):
        phone.send(payload, payload_type=101)
    phone.timestamp = (phone.timestamp + 1600) & 0xFFFFFFFF


def events_in(phone: Phone) -> list[tuple[RtpPacket, KeyEvent]]:
    """The telephone-events that came to the phone."""
    pairs = [(packet, parse_event(packet.payload)) for packet in phone.packets if packet.payload_type == 101]
    return [(packet, event) for packet, event in pairs if event is not None]


async def test_each_press_is_said_once(studio: Studio) -> None:
    """`KeyPressed` comes once a press, in order, also for the same key twice."""
    phone = await studio.phone("leg", hz=440)
    await until(lambda: phone.packets, "the leg")
    for key in "199#*D":
        press(phone, key)
    await until(lambda: len(studio.seen(KeyPressed)) == 6, "six keys")
    assert "".join(event.key for event in studio.seen(KeyPressed)) == "199#*D"


async def test_keys_are_sent_as_rfc_4733_wants(studio: Studio) -> None:
    """One timestamp a press, durations that rise, the end three times, a marker first, numbers without a
    gap.
    """
    phone = await studio.phone("leg")
    await until(lambda: phone.packets, "silence")
    for key in "7#":
        await studio.media.do(SendKey("leg", key, 100))
    await until(lambda: sum(event.ended for _, event in events_in(phone)) == 6, "both presses")
    await until(lambda: phone.packets[-1].payload_type == 8, "sound again")
    events = events_in(phone)
    for key, press_of in (("7", events[:7]), ("#", events[7:])):
        assert {event.key for _, event in press_of} == {key}
        assert len({packet.timestamp for packet, _ in press_of}) == 1
        assert [event.duration for _, event in press_of] == [160, 320, 480, 640, 800, 800, 800]
        assert [packet.marker for packet, _ in press_of] == [True] + [False] * 6
    sequences = [packet.sequence for packet in phone.packets]
    assert all((b - a) & 0xFFFF == 1 for a, b in itertools.pairwise(sequences))


async def test_a_key_passes_over_a_bridge(studio: Studio) -> None:
    """A key pressed in a talk is said, and passed on to a peer that understands it; the talk goes on."""
    customer = await studio.phone("customer", hz=440)
    agent = await studio.phone("agent", hz=1000)
    await studio.media.do(Bridge("customer", "agent"))
    await until(lambda: has_tone(agent.heard(200), 440), "the customer")
    press(customer, "5")
    await until(lambda: studio.seen(KeyPressed) and events_in(agent), "the key")
    assert {event.key for _, event in events_in(agent)} == {"5"}
    agent.forget()
    await until(lambda: has_tone(agent.heard(200), 440), "the customer again")


async def test_keys_that_cannot_be_sent_are_refused(studio: Studio) -> None:
    """Without telephone-event in SDP, or for what is no key, nothing is sent."""
    await studio.media.create_leg(CreateLeg("plain", Law.ALAW))
    await studio.media.create_leg(CreateLeg("able", Law.ALAW, event_payload=101))
    with pytest.raises(MediaRefused, match="key_not_offered"):
        await studio.media.do(SendKey("plain", "1"))
    for key in ("", "12", "x"):
        with pytest.raises(MediaRefused, match="bad_key"):
            await studio.media.do(SendKey("able", key))
