"""Keys pressed in a talk of three and more reach everybody who hears who pressed them (RFC 4733)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.adapters.media.talk import REMOTE, Talk

from lur.adapters.voice.media import protocol as p
from lur.adapters.voice.media.leg import PAYLOAD_OF
from lur.wire.rtp.keys import parse_event, press_payloads
from lur.wire.rtp.packet import RtpPacket, build

EVENTS = {"customer": 101, "agent": 101, "coach": 126, "plain": None}
JOINED = {
    "customer": "agent coach",
    "agent": "customer coach",
    "coach": "customer agent",
    "plain": "customer agent",
}
WHISPER = {"customer": "agent", "agent": "customer coach", "coach": "customer agent"}


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    """Four people; one has a phone that knows no keys."""
    talk = Talk(tmp_path, ((leg, p.Law.ALAW) for leg in EVENTS))
    for leg, payload in EVENTS.items():
        talk.room.do(p.SetRemote(leg, REMOTE, p.Law.ALAW, payload))
    yield talk
    talk.close()


def press(talk: Talk, leg: str, keys: str) -> None:
    """A phone presses keys, a whole press each, and says nothing meanwhile."""
    person = talk.people[leg]
    for key in keys:
        at = person._frame * 160
        person.talks = False
        for payload in press_payloads(key, 120):
            number, person._sequence = person._sequence, person._sequence + 1
            packet = RtpPacket(101, False, number & 0xFFFF, at, int(person.hz), payload)
            talk.room.verbs.path.arrived(talk.room.plane.legs[leg], build(packet))
            talk.run(20)
        person.talks = True
        talk.run(200)


def keys_at(talk: Talk, leg: str) -> str:
    """The presses that came to the phone, each once."""
    presses: dict[int, str] = {}
    for packet in talk.people[leg].packets:
        if packet.payload_type == EVENTS[leg]:
            event = parse_event(packet.payload)
            assert event is not None
            presses[packet.timestamp] = event.key
    return "".join(presses.values())


def test_keys_reach_everybody_who_hears_the_presser(talk: Talk) -> None:
    """Each press once, in order, with each phone's own payload type; who presses hears nothing of it, and a
    phone without keys goes on hearing sound. Afterwards all hear each other as before.
    """
    talk.change(JOINED)
    talk.run(300)
    press(talk, "customer", "15#")
    assert keys_at(talk, "agent") == keys_at(talk, "coach") == "15#"
    assert keys_at(talk, "customer") == ""
    assert {packet.payload_type for packet in talk.people["plain"].packets} == {PAYLOAD_OF[p.Law.ALAW]}
    for person in talk.people.values():
        numbers = [packet.sequence for packet in person.packets]
        assert all((after - before) & 0xFFFF == 1 for before, after in itertools.pairwise(numbers))
    assert [event.key for event in talk.room.events if isinstance(event, p.KeyPressed)] == list("15#")
    talk.check(**JOINED)


def test_who_is_fed_and_who_is_mixed_get_the_same_keys(talk: Talk) -> None:
    """The agent's press goes to the customer as the packets they are, to the coach as a new press; the
    coach's own press stays with the agent, who alone hears the coach.
    """
    talk.change(WHISPER)
    talk.run(300)
    press(talk, "agent", "7")
    assert (keys_at(talk, "customer"), keys_at(talk, "coach"), keys_at(talk, "agent")) == ("7", "7", "")
    press(talk, "coach", "9")
    assert (keys_at(talk, "customer"), keys_at(talk, "agent")) == ("7", "9")
    talk.check(**WHISPER)


def test_keys_of_who_is_not_heard_stay_where_they_are(talk: Talk) -> None:
    """On mute or on hold a press is said to the controller only."""
    talk.change(JOINED)
    talk.room.do(p.Mute("customer", True))
    talk.run(300)
    press(talk, "customer", "4")
    talk.room.do(p.Mute("customer", False))
    talk.room.do(p.Hold("customer", True))
    press(talk, "customer", "5")
    assert keys_at(talk, "agent") == keys_at(talk, "coach") == ""
    assert [event.key for event in talk.room.events if isinstance(event, p.KeyPressed)] == ["4", "5"]


def test_a_phone_that_presses_without_end_silences_nobody(talk: Talk) -> None:
    """A hundred presses in two seconds: those who hear them have at most three waiting, and their sound back
    as soon as it is over.
    """
    talk.change(JOINED)
    talk.run(300)
    leg = talk.room.plane.legs["customer"]
    for number in range(100):
        packet = RtpPacket(101, True, number, 160 * number, 4711, press_payloads("1", 100)[0])
        talk.room.verbs.path.arrived(leg, build(packet))
        talk.run(20)
        assert len(talk.room.plane.legs["agent"].key_payloads) <= 3
    talk.run(500)
    talk.check(**JOINED)
