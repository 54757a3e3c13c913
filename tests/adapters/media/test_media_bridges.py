"""Two phones that hear each other, and everything that changes what one of them hears."""

from __future__ import annotations

import itertools

import pytest
from tests.adapters.media.studio import Phone, Studio, until
from tests.fakes.tones import has_tone, is_clean_tone, power_db, tone, tone_db

from lur.adapters.voice.media.protocol import (
    MUSIC,
    SOFT_TONE,
    Bridge,
    DeleteLeg,
    Direction,
    Hold,
    KeepBuffer,
    Law,
    Mute,
    Play,
    PlayFinished,
    PlayItem,
    SetRemote,
    StopPlaying,
    Unbridge,
)

pytestmark = pytest.mark.anyio
CUSTOMER_HZ = 440.0
AGENT_HZ = 1000.0


def hears(phone: Phone, hz: float) -> bool:
    """The newest 200 ms are this tone and nothing else."""
    return is_clean_tone(phone.heard(200), hz)


def hears_nothing(phone: Phone) -> bool:
    """The newest 200 ms are silence, and there are that many."""
    return len(phone.heard(200)) == 1600 and power_db(phone.heard(200)) < -60


async def talking(studio: Studio, law: Law = Law.ALAW, ptime_ms: int = 20) -> tuple[Phone, Phone]:
    """A customer (of the given law and packet length) and an agent (A-law, 20 ms) who hear each other."""
    customer = await studio.phone("customer", law, CUSTOMER_HZ, ptime_ms)
    agent = await studio.phone("agent", Law.ALAW, AGENT_HZ)
    await studio.media.do(Bridge("customer", "agent"))
    await until(lambda: hears(agent, CUSTOMER_HZ) and hears(customer, AGENT_HZ), "both to hear each other")
    return customer, agent


@pytest.mark.parametrize("law", list(Law))
@pytest.mark.parametrize("ptime_ms", [10, 20, 30, 40, 60])
async def test_both_hear_each_other(studio: Studio, law: Law, ptime_ms: int) -> None:
    """Bridged legs hear each other in either law and in packets of any usual length; laws are converted."""
    customer, agent = await talking(studio, law, ptime_ms)
    assert {packet.payload_type for packet in agent.packets} == {8}
    assert {packet.payload_type for packet in customer.packets} == {8 if law is Law.ALAW else 0}


async def test_the_stream_of_a_leg_never_breaks(studio: Studio, tmp_path: object) -> None:
    """One SSRC, contiguous numbers and timestamps that fit the sound through silence, prompt, bridge and
    back.
    """
    await studio.media.do(KeepBuffer("prompt", Law.ALAW, tone(700, 300)))
    customer = await studio.phone("customer", hz=CUSTOMER_HZ)
    await until(lambda: customer.packets, "silence")
    await studio.media.do(
        Play("customer", "t", (PlayItem(buffer="prompt"), PlayItem(buffer=MUSIC, loop=True)))
    )
    await until(lambda: studio_music(customer), "music")
    await studio.phone("agent", hz=AGENT_HZ)
    await studio.media.do(StopPlaying("customer"))
    await studio.media.do(Bridge("customer", "agent"))
    await until(lambda: hears(customer, AGENT_HZ), "the agent")
    await studio.media.do(Unbridge("customer"))
    await until(lambda: hears_nothing(customer), "silence again")
    packets = list(customer.packets)
    assert len({packet.ssrc for packet in packets}) == 1
    steps = [(b.sequence - a.sequence) & 0xFFFF for a, b in itertools.pairwise(packets)]
    assert set(steps) == {1}
    spans = [(b.timestamp - a.timestamp) & 0xFFFFFFFF for a, b in itertools.pairwise(packets)]
    assert all(160 <= span <= 480 for span in spans)
    assert sum(1 for span in spans if span != 160) <= 5


def studio_music(phone: Phone) -> bool:
    """Something sounds that is neither silence nor one of the test's tones."""
    newest = phone.heard(200)
    return power_db(newest) > -40 and not has_tone(newest, 700)


async def test_a_playlist_is_heard_and_ends(studio: Studio) -> None:
    """Items of a list follow each other; its token is said to have ended, and a replaced one to be
    replaced.
    """
    customer = await studio.phone("customer")
    for name, hz in (("one", 600), ("two", 900)):
        await studio.media.do(KeepBuffer(name, Law.ULAW, tone(hz, 500, Law.ULAW)))
    await studio.media.do(Play("customer", "loop", (PlayItem(buffer="one", loop=True),)))
    await until(lambda: hears(customer, 600), "the loop")
    await studio.media.do(Play("customer", "list", (PlayItem(buffer="two"), PlayItem(buffer="one"))))
    await until(lambda: hears(customer, 900), "the first item")
    await until(lambda: hears(customer, 600), "the second item")
    await until(lambda: len(studio.seen(PlayFinished)) == 2, "both ends")
    assert [(event.token, event.reason) for event in studio.seen(PlayFinished)] == [
        ("loop", "replaced"),
        ("list", "ended"),
    ]


async def test_a_list_can_follow_the_current_one(studio: Studio) -> None:
    """With `after_current` the current list is heard out, and a loop is let go of."""
    customer = await studio.phone("customer")
    await studio.media.do(KeepBuffer("one", Law.ALAW, tone(600, 400)))
    await studio.media.do(KeepBuffer("two", Law.ALAW, tone(900, 400)))
    await studio.media.do(Play("customer", "a", (PlayItem(buffer="one"),)))
    await studio.media.do(Play("customer", "b", (PlayItem(buffer="two", loop=True),), after_current=True))
    await until(lambda: hears(customer, 900), "the second list")
    await studio.media.do(Play("customer", "c", (PlayItem(buffer="one"),), after_current=True))
    await until(lambda: len(studio.seen(PlayFinished)) == 3, "all ends")
    assert [(event.token, event.reason) for event in studio.seen(PlayFinished)] == [
        ("a", "ended"),
        ("b", "replaced"),
        ("c", "ended"),
    ]


async def test_a_prompt_covers_the_peer_and_then_lets_it_through(studio: Studio) -> None:
    """What plays on a bridged leg is heard instead of the peer; afterwards the peer is heard again."""
    customer, agent = await talking(studio)
    await studio.media.do(Play("agent", "tone", (PlayItem(buffer=SOFT_TONE, loop=True),)))
    await until(lambda: not hears(agent, CUSTOMER_HZ) or has_tone(agent.heard(200), 440, -30), "the tone")
    assert hears(customer, AGENT_HZ)
    await studio.media.do(KeepBuffer("notice", Law.ALAW, tone(2000, 200)))
    await studio.media.do(Play("agent", "notice", (PlayItem(buffer="notice"),)))
    await until(lambda: len(studio.seen(PlayFinished)) == 2, "the end of the notice")
    await until(lambda: hears(agent, CUSTOMER_HZ), "the customer again")


async def test_mute_is_silence_for_the_other(studio: Studio) -> None:
    """Of a muted leg nothing is heard, while it goes on hearing."""
    customer, agent = await talking(studio)
    await studio.media.do(Mute("agent", True))
    await until(lambda: hears_nothing(customer), "silence")
    assert hears(agent, CUSTOMER_HZ)
    await studio.media.do(Mute("agent", False))
    await until(lambda: hears(customer, AGENT_HZ), "the agent again")


async def test_hold_is_music_for_the_other(studio: Studio) -> None:
    """The held side hears music, the holder silence; both hear each other again afterwards."""
    customer, agent = await talking(studio)
    await studio.media.do(Hold("agent", True))
    await until(lambda: hears_nothing(agent), "silence for the holder")
    await until(lambda: not hears(customer, AGENT_HZ) and power_db(customer.heard(200)) > -45, "music")
    await studio.media.do(Hold("agent", False))
    await until(lambda: hears(agent, CUSTOMER_HZ) and hears(customer, AGENT_HZ), "both again")


async def test_a_held_phone_is_not_sent_to(studio: Studio) -> None:
    """With direction recvonly nothing is sent to the phone, and it is still heard."""
    customer, agent = await talking(studio)
    await studio.media.do(
        SetRemote("customer", customer.address, Law.ALAW, 101, Direction.RECVONLY),
    )
    await until(lambda: studio.media.is_connected, "the answer")
    customer.forget()
    agent.forget()
    await until(lambda: hears(agent, CUSTOMER_HZ), "the customer")
    assert customer.packets == []


async def test_the_law_can_change_midway(studio: Studio) -> None:
    """A re-INVITE to the other law converts from then on, both ways."""
    customer, agent = await talking(studio)
    customer.law = Law.ULAW
    await studio.media.do(SetRemote("customer", customer.address, Law.ULAW, 101))
    assert customer.target is not None
    customer.say(CUSTOMER_HZ, customer.target[1])
    customer.forget()
    await until(lambda: hears(customer, AGENT_HZ) and customer.packets[-1].payload_type == 0, "u-law")
    agent.forget()
    await until(lambda: hears(agent, CUSTOMER_HZ), "the customer, converted")
    assert agent.packets[-1].payload_type == 8


async def test_a_waiting_leg_gets_silence_frames(studio: Studio) -> None:
    """With nothing to play, silence is sent all the same, so that routers on the way stay open."""
    customer = await studio.phone("customer")
    await until(lambda: hears_nothing(customer), "silence")


async def test_a_peer_that_falls_silent_is_filled_in(studio: Studio) -> None:
    """When the peer sends nothing, silence goes on in the same stream; when it speaks again it is heard."""
    customer, agent = await talking(studio)
    agent.be_quiet()
    await until(lambda: hears_nothing(customer), "silence")
    assert agent.target is not None
    agent.say(AGENT_HZ, agent.target[1])
    await until(lambda: hears(customer, AGENT_HZ), "the agent")
    sequences = [packet.sequence for packet in customer.packets]
    assert all((b - a) & 0xFFFF == 1 for a, b in itertools.pairwise(sequences))


async def test_deleting_a_leg_lets_the_other_wait(studio: Studio) -> None:
    """The peer of a deleted leg hears silence; deleting twice is fine."""
    customer, _ = await talking(studio)
    await studio.media.do(DeleteLeg("agent"))
    await studio.media.do(DeleteLeg("agent"))
    await until(lambda: hears_nothing(customer), "silence")
    legs = await studio.media.list_legs()
    assert [(leg.leg, leg.bridged_to) for leg in legs.legs] == [("customer", None)]


async def test_music_sounds_at_its_level(studio: Studio) -> None:
    """The built-in music is there in both laws, at about -20 dBFS, without clipping."""
    for law in Law:
        phone = await studio.phone(f"leg-{law}", law)
        await studio.media.do(Play(f"leg-{law}", "m", (PlayItem(buffer=MUSIC, loop=True),)))
        await until(lambda phone=phone: len(phone.packets) > 150, "three seconds of music")
        newest = phone.heard(2500)
        assert -32 < power_db(newest) < -12
        assert max(abs(sample) for sample in newest) < 30000
        assert tone_db(newest, 3500) < -60
