"""Alarms, with the clock in the test's hands."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.adapters.media.room import SAID, Room

from lur.adapters.voice.media import protocol as p


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Two legs with remote addresses."""
    room = Room(tmp_path)
    remote = p.Address("127.0.0.1", 9)
    for leg in ("customer", "agent"):
        room.do(p.CreateLeg(leg, p.Law.ALAW, remote))
    yield room
    room.close()


def kinds(events: list[p.Event]) -> list[tuple[str, str]]:
    """Event names and legs."""
    return [(type(event).__name__, event.leg) for event in events if isinstance(event, SAID)]


def test_a_waiting_leg_that_fell_silent_is_reported_once(room: Room) -> None:
    """Only after twenty seconds, only once, and again when it is heard."""
    assert kinds(room.after(19_000, "agent")) == []
    assert kinds(room.after(60_000, "agent")) == [("LegSilent", "customer")]
    assert kinds(room.after(1_000, "agent", "customer")) == [("AudioRestored", "customer")]


def test_a_bridged_leg_is_reported_within_five_seconds(room: Room) -> None:
    """Three silent seconds after the bridge; both sides are watched each for themselves."""
    room.do(p.Bridge("customer", "agent"))
    assert kinds(room.after(2_900)) == []
    assert sorted(kinds(room.after(500))) == [("OneWayAudio", "agent"), ("OneWayAudio", "customer")]
    assert kinds(room.after(60_000)) == []


def test_a_phone_on_hold_is_not_missed(room: Room) -> None:
    """Where SDP says that nothing will come, nothing is expected; an alarm that was raised is over."""
    room.do(p.Bridge("customer", "agent"))
    assert kinds(room.after(4_000, "agent")) == [("OneWayAudio", "customer")]
    room.do(p.SetRemote("customer", p.Address("127.0.0.1", 9), p.Law.ALAW, None, p.Direction.SENDONLY))
    assert kinds(room.after(10_000, "agent")) == [("AudioRestored", "customer")]
    room.do(p.SetRemote("customer", p.Address("127.0.0.1", 9), p.Law.ALAW))
    assert kinds(room.after(2_900, "agent")) == []
    assert kinds(room.after(500, "agent")) == [("OneWayAudio", "customer")]


def test_the_end_of_the_talk_ends_its_alarm(room: Room) -> None:
    """Unbridged, the leg is no longer one-way; it is then watched as a waiting one."""
    room.do(p.Bridge("customer", "agent"))
    room.after(4_000, "agent")
    room.events.clear()
    room.do(p.Unbridge("agent"))
    assert kinds(list(room.events)) == [("AudioRestored", "customer")]
    assert kinds(room.after(21_000, "agent")) == [("LegSilent", "customer")]


def test_a_leg_without_an_address_is_not_missed(room: Room) -> None:
    """While a phone rings, its leg has no address yet and nothing is expected of it."""
    room.do(p.CreateLeg("ringing", p.Law.ALAW))
    assert kinds(room.after(60_000, "agent", "customer")) == []
    room.do(p.DeleteLeg("ringing"))


def test_a_leg_whose_handler_breaks_disturbs_no_other(room: Room) -> None:
    """A fault in one leg is counted there; the others of the same turn are served."""
    first, second = room.plane.legs["customer"], room.plane.legs["agent"]
    sent: list[bytes] = []
    first.frames = (b"too", b"short")
    first.frame_at = 99
    second.transmit = lambda packet: sent.append(bytes(packet)) or len(packet)
    for _ in range(8):
        room.verbs.pacer.tick(1)
    assert first.faults == 2
    assert second.faults == 0
    assert len(sent) == 2
    first.frames, first.frame_at = None, 0


def test_a_late_loop_catches_up_with_three_frames_at_most(room: Room) -> None:
    """After a pause of a second each leg is sent three frames, and its timestamps have moved on by the
    whole second.
    """
    leg = room.plane.legs["customer"]
    sent: list[bytes] = []
    leg.transmit = lambda packet: sent.append(bytes(packet)) or len(packet)
    before = leg.ts_out
    room.verbs.pacer.tick(200)
    assert len(sent) == 3
    assert (leg.ts_out - before) & 0xFFFFFFFF == 50 * 160
    assert room.plane.late_ticks == 1


def test_a_main_socket_is_not_found_by_strangers(room: Room) -> None:
    """The connected socket shares its port with the door and nobody can bind a third one."""
    leg = room.plane.legs["customer"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", leg.port))
