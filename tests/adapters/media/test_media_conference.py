"""Conference, listening in, whisper, joining and taking over: matrices of who hears whom, said while people
talk.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.adapters.media.talk import Talk, found

from lur.adapters.voice.media import protocol as p
from lur.adapters.voice.media.protocol import Law

ALONE = {"customer": "agent", "agent": "customer"}
LISTENING = ALONE | {"coach": "customer agent"}
WHISPER = {"customer": "agent", "agent": "customer coach", "coach": "customer agent"}
JOINED = {"customer": "agent coach", "agent": "customer coach", "coach": "customer agent"}
TAKEN_OVER = {"customer": "coach", "coach": "customer", "agent": ""}
MOST_GAP_MS = 40


@pytest.fixture(params=["one law", "two laws"])
def talk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Talk]:
    """Three people, with one law or with two."""
    other = Law.ULAW if request.param == "two laws" else Law.ALAW
    talk = Talk(tmp_path, (("customer", other), ("agent", Law.ALAW), ("coach", Law.ALAW)))
    yield talk
    talk.close()


def decoded_legs(talk: Talk) -> set[str]:
    """Whose sound is mixed for somebody."""
    return {leg.leg_id for leg in talk.room.plane.legs.values() if leg.ear is not None}


def test_in_a_conference_each_hears_the_two_others(talk: Talk) -> None:
    """And not themselves; A-law and u-law alike."""
    talk.room.do(p.SetMix("room", ("customer", "agent", "coach")))
    talk.check(customer="agent coach", agent="customer coach", coach="customer agent")


def test_nobody_notices_who_listens_in(talk: Talk) -> None:
    """The talk of two goes on packet by packet, with the packets that it had; the listener hears both."""
    talk.room.do(p.Bridge("customer", "agent"))
    talk.run(600)
    feeds = [(leg.relay_to, leg.relayed_from) for leg in talk.room.plane.legs.values()]
    talk.change(LISTENING)
    talk.check(customer="agent", agent="customer", coach="customer agent")
    assert [(leg.relay_to, leg.relayed_from) for leg in talk.room.plane.legs.values()] == feeds
    for leg in ("customer", "agent"):
        talk.check_stream(leg)
        assert talk.longest_gap_ms(leg) < 2
        assert talk.room.plane.legs[leg].mixed is None


def test_only_the_agent_hears_a_whisper(talk: Talk) -> None:
    """What the customer hears are the agent's own packets, so there is nothing of the coach in them."""
    talk.change(WHISPER)
    talk.check(customer="agent", agent="customer coach", coach="customer agent")
    assert talk.room.plane.legs["customer"].fed_by is talk.room.plane.legs["agent"]


def test_who_hears_one_other_is_not_decoded(talk: Talk) -> None:
    """A mix of two is two relays; only what a mixed listener hears passes through the tables."""
    talk.change(ALONE)
    talk.check(customer="agent", agent="customer")
    assert decoded_legs(talk) == set()
    talk.change(WHISPER)
    talk.check(customer="agent", agent="customer coach", coach="customer agent")
    assert decoded_legs(talk) == {"customer", "agent", "coach"}


def test_help_from_listening_to_taking_over(talk: Talk) -> None:
    """Each step is another matrix; nobody who goes on hearing somebody has a gap of more than 40 ms, and
    each phone hears one stream all the time.
    """
    talk.room.do(p.Bridge("customer", "agent"))
    talk.run(500)
    for matrix in (LISTENING, WHISPER, JOINED, WHISPER, JOINED, LISTENING, JOINED, TAKEN_OVER):
        for person in talk.people.values():
            del person.packets[:-25]
        talk.change(matrix)
        talk.run(500)
        for leg in ("customer", "agent") if matrix is not TAKEN_OVER else ("customer",):
            assert talk.longest_gap_ms(leg) <= MOST_GAP_MS, (leg, matrix)
            talk.check_stream(leg)
    talk.check(customer="coach", coach="customer", agent="")


@pytest.mark.parametrize("turns", [1, 2, 3, 4, 5, 6, 7])
def test_a_change_at_any_moment_leaves_no_gap(talk: Talk, turns: int) -> None:
    """Wherever between two packets the change falls."""
    talk.change(ALONE | {"coach": "customer"})
    talk.run(500)
    for matrix in itertools.islice(itertools.cycle((JOINED, WHISPER, LISTENING)), 12):
        talk.run(100 + 5 * turns)
        talk.change(matrix)
    talk.run(200)
    for leg in ("customer", "agent"):
        assert talk.longest_gap_ms(leg) <= MOST_GAP_MS
        talk.check_stream(leg)


def test_of_two_who_hear_only_one_the_first_stays_fed(talk: Talk) -> None:
    """Somebody else who is to hear only the agent is served by the mix; the customer's packets stay as they
    are.
    """
    talk.room.do(p.Bridge("customer", "agent"))
    talk.run(500)
    talk.people["customer"].packets.clear()
    talk.change({"coach": "agent", "customer": "agent", "agent": "customer"})
    talk.run(500)
    assert talk.longest_gap_ms("customer") < 2
    assert talk.room.plane.legs["customer"].fed_by is talk.room.plane.legs["agent"]
    talk.check(coach="agent", customer="agent", agent="customer")


def test_the_same_matrix_again_changes_nothing(talk: Talk) -> None:
    """A controller that came back says everything again; nobody hears it do so."""
    for matrix in (LISTENING, JOINED):
        talk.change(matrix)
        talk.run(500)
        for person in talk.people.values():
            person.packets.clear()
        for _ in range(10):
            talk.change(matrix)
            talk.run(35)
        for leg in talk.people:
            assert talk.longest_gap_ms(leg) < 2
            talk.check_stream(leg)


def test_one_on_hold_hears_music_while_the_others_talk(talk: Talk) -> None:
    """The customer whose agent parks them: music; with a coach in the talk, the coach goes on."""
    talk.room.do(p.Bridge("customer", "agent"))
    talk.room.do(p.Hold("agent", True))
    talk.check(customer="music", agent="")
    talk.change(LISTENING)
    talk.check(customer="music", agent="", coach="customer")
    talk.change(JOINED)
    talk.check(customer="coach", agent="", coach="customer")
    talk.room.do(p.Hold("agent", False))
    talk.check(customer="agent coach", agent="customer coach", coach="customer agent")


def test_a_consult_leaves_the_customer_out(talk: Talk) -> None:
    """The customer's row is empty and nobody hears the customer; music is played to whom it should be."""
    talk.change({"customer": "", "agent": "coach", "coach": "agent"})
    talk.check(customer="", agent="coach", coach="agent")
    talk.room.do(p.Play("customer", "hold", (p.PlayItem(buffer=p.MUSIC, loop=True),)))
    talk.check(customer="music", agent="coach", coach="agent")
    talk.room.do(p.StopPlaying("customer"))
    talk.change(JOINED)
    talk.check(customer="agent coach", agent="customer coach", coach="customer agent")


def test_a_muted_voice_is_heard_by_nobody(talk: Talk) -> None:
    """Neither mixed nor relayed; the others go on as they were."""
    talk.change(WHISPER)
    talk.room.do(p.Mute("agent", True))
    talk.check(customer="", agent="customer coach", coach="customer")
    talk.room.do(p.Mute("agent", False))
    talk.check(customer="agent", agent="customer coach", coach="customer agent")


def test_a_prompt_is_heard_instead_of_the_others(talk: Talk) -> None:
    """By who is mixed and by who is fed; afterwards they hear the others again."""
    talk.change(WHISPER)
    for leg in ("customer", "agent"):
        talk.room.do(p.Play(leg, "t", (p.PlayItem(buffer=p.MUSIC, loop=True),)))
    talk.check(customer="music", agent="music", coach="customer agent")
    for leg in ("customer", "agent"):
        talk.room.do(p.StopPlaying(leg))
    talk.check(customer="agent", agent="customer coach", coach="customer agent")


def test_lost_packets_are_short_silences(talk: Talk) -> None:
    """One packet in ten of one voice is lost: the voice is still there, and the other is whole."""
    talk.room.do(p.SetMix("room", ("customer", "agent", "coach")))
    talk.people["agent"].loses = lambda number: number % 10 == 3
    talk.run(5000)
    newest = talk.people["coach"].timeline()[-8000:]
    assert found(newest, talk.people.values()) == {"customer", "agent"}
    assert talk.longest_gap_ms("coach") < 2
    talk.check_stream("coach")


def test_a_leg_that_dies_leaves_the_others_talking(talk: Talk) -> None:
    """A phone that says nothing more is silent for the others; a deleted leg is out of every row."""
    talk.room.do(p.SetMix("room", ("customer", "agent", "coach")))
    talk.run(500)
    talk.people["coach"].talks = False
    talk.check(customer="agent", agent="customer")
    talk.people["customer"].packets.clear()
    talk.room.do(p.DeleteLeg("coach"))
    talk.run(500)
    assert talk.longest_gap_ms("customer") <= MOST_GAP_MS
    talk.check(customer="agent", agent="customer")
    assert decoded_legs(talk) == set()


def test_who_leaves_the_mix_for_a_bridge_is_out(talk: Talk) -> None:
    """Bridge takes two out of it; EndMix leaves everybody waiting, and holds of the talk are over."""
    talk.change(JOINED)
    talk.room.do(p.Hold("coach", True))
    talk.room.do(p.Bridge("customer", "agent"))
    talk.check(customer="agent", agent="customer", coach="")
    talk.room.do(p.EndMix("room"))
    talk.room.do(p.Bridge("customer", "coach"))
    talk.check(customer="coach", coach="customer", agent="")


def test_a_peer_left_behind_waits(talk: Talk) -> None:
    """A mix that takes one of a bridge leaves the other in silence, without a hold."""
    talk.room.do(p.Bridge("customer", "agent"))
    talk.room.do(p.Hold("agent", True))
    talk.change({"customer": "coach", "coach": "customer"})
    talk.check(customer="coach", coach="customer", agent="")
    talk.room.do(p.Bridge("customer", "agent"))
    talk.check(customer="agent", agent="customer", coach="")


def test_a_matrix_of_strangers_is_refused_and_changes_nothing(talk: Talk) -> None:
    """Somebody in a cell who is not in the mix, or not there at all."""
    talk.change(WHISPER)
    legs = ("customer", "agent", "coach")
    for verb in (
        p.SetMix("room", legs[:2], (p.Hearing("coach", "agent"),)),
        p.SetMix("room", (*legs, "nobody"), ()),
        p.SetMix("room", ("customer",)),
    ):
        answer = talk.room.verbs.carry_out(p.Request(1, verb))
        assert isinstance(answer, p.Refused)
    talk.check(customer="agent", agent="customer coach", coach="customer agent")


def test_a_key_is_pressed_through_a_relay(talk: Talk) -> None:
    """A key sent to a fed leg interrupts its relay for the length of the key, as in a bridge."""
    talk.room.do(p.CreateLeg("customer", talk.people["customer"].law, p.Address("127.0.0.1", 9), None, 101))
    talk.change(WHISPER)
    talk.run(500)
    talk.people["customer"].packets.clear()
    talk.room.do(p.SendKey("customer", "5"))
    talk.run(300)
    assert {packet.payload_type for packet in talk.people["customer"].packets} >= {101}
    talk.check(customer="agent")


def test_who_begins_to_be_heard_is_given_time(talk: Talk) -> None:
    """A coach whose phone was silent while listening is missed three seconds after joining, not at once."""
    talk.change(LISTENING)
    talk.people["coach"].talks = False
    talk.run(6000)
    talk.change(JOINED)
    talk.run(2500)
    assert [event for event in talk.room.events if isinstance(event, p.OneWayAudio)] == []
    talk.change(JOINED)
    talk.run(1500)
    assert [event.leg for event in talk.room.events if isinstance(event, p.OneWayAudio)] == ["coach"]


def test_only_who_should_be_heard_is_missed(talk: Talk) -> None:
    """A listener whom nobody hears may be silent; a speaker of the mix may not."""
    talk.change(LISTENING)
    talk.run(500)
    talk.people["coach"].talks = talk.people["agent"].talks = False
    talk.run(4000)
    missed = [event.leg for event in talk.room.events if isinstance(event, p.OneWayAudio)]
    assert missed == ["agent"]
