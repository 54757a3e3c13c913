"""Whatever controllers and phones do, in whatever order: no fault, and each leg hears exactly one thing."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.media.room import Room

from lur.adapters.voice.media import protocol as p
from lur.adapters.voice.media.leg import Leg
from lur.wire.rtp.packet import RtpPacket, build, parse

LEGS = ("a", "b", "c", "d")
KEY = bytes(32)
REMOTE = p.Address("127.0.0.1", 9)
legs = st.sampled_from(LEGS)
laws = st.sampled_from(list(p.Law))
lists = st.lists(
    st.builds(p.PlayItem, buffer=st.sampled_from(["music", "short"]), loop=st.booleans()), max_size=3
).map(tuple)
verbs = st.one_of(
    st.builds(
        p.CreateLeg, legs, laws, st.sampled_from([None, REMOTE]), event_payload=st.sampled_from([None, 101])
    ),
    st.builds(
        p.SetRemote,
        legs,
        st.sampled_from([None, REMOTE, p.Address("127.0.0.1", 11)]),
        laws,
        st.sampled_from([None, 101]),
        st.sampled_from(list(p.Direction)),
    ),
    st.builds(p.Play, legs, st.just("t"), lists, st.booleans()),
    st.builds(p.StopPlaying, legs),
    st.builds(p.Bridge, legs, legs),
    st.builds(p.Bridge, legs, legs),
    st.builds(p.Unbridge, legs),
    st.builds(p.Mute, legs, st.booleans()),
    st.builds(p.Hold, legs, st.booleans()),
    st.builds(p.Echo, legs, st.booleans()),
    st.builds(
        p.SetMix,
        st.sampled_from(["m", "n"]),
        st.lists(legs, max_size=4).map(tuple),
        st.one_of(st.none(), st.lists(st.builds(p.Hearing, legs, legs), max_size=8).map(tuple)),
    ),
    st.builds(p.EndMix, st.sampled_from(["m", "n"])),
    st.builds(p.SendKey, legs, st.sampled_from("1#")),
    st.builds(p.AttachRecording, st.just("r"), st.one_of(st.none(), legs)),
    st.builds(p.StopRecording, st.just("r")),
    st.builds(p.DeleteLeg, legs),
    st.just(p.ListLegs()),
    st.just(p.GetStats()),
)
packets = st.builds(
    RtpPacket,
    payload_type=st.sampled_from([0, 8, 8, 8, 101, 13, 99]),
    marker=st.booleans(),
    sequence=st.integers(0, 40),
    timestamp=st.integers(0, 4000),
    ssrc=st.sampled_from([1, 2]),
    payload=st.binary(min_size=0, max_size=320),
)
steps = st.one_of(
    verbs, st.tuples(legs, packets), st.tuples(legs, st.binary(max_size=40)), st.integers(1, 400)
)


class Stage:
    """A room whose phones hear into lists."""

    def __init__(self, data: Path) -> None:
        self.room = Room(data)
        self.heard: dict[str, list[bytes]] = {leg: [] for leg in LEGS}
        self.room.do(p.KeepBuffer("music", p.Law.ALAW, bytes(800)))
        self.room.do(p.KeepBuffer("short", p.Law.ULAW, bytes(100)))
        self.room.verbs.sockets._transmit = self._transmit  # type: ignore[method-assign]
        self.recordings = 0

    def _transmit(self, leg: Leg) -> object:
        if leg.remote is None or not leg.direction.sends:
            return None
        return lambda packet: self.heard[leg.leg_id].append(bytes(packet)) or len(packet)

    def step(self, step: object) -> None:
        """Do one thing that controllers, phones or the clock can do."""
        room = self.room
        if isinstance(step, int):
            room.plane.now_ms += step
            room.verbs.pacer.tick(max(1, step // 5))
            room.verbs.recorder.turn()
            room.verbs.watch.look()
        elif isinstance(step, tuple):
            leg = room.plane.legs.get(step[0])
            if leg is not None:
                datagram = build(step[1]) if isinstance(step[1], RtpPacket) else step[1]
                room.verbs.path.arrived(leg, datagram)
        else:
            answer = room.verbs.carry_out(p.Request(1, step))  # type: ignore[arg-type]
            assert not (isinstance(answer, p.Refused) and answer.code == "internal_fault")

    def check(self) -> None:
        """What is true at every moment."""
        assert self.room.plane.faults == 0
        for leg in self.room.plane.legs.values():
            assert leg.ticking == (leg.fed_by is None)
            assert leg.peer is None or leg.peer.peer is leg
            assert leg.peer is None or leg.mix is None
            partner = leg if leg.echo and leg.peer is None and leg.mix is None else leg.peer
            feeder = partner
            if leg.mix is not None:
                partner, feeder = leg.mix.fed_from(leg), leg.mix.feeder_of(leg)
            assert leg.fed_by is None or (leg.fed_by is feeder and leg.fed_by.relay_to is leg)
            assert leg.relay_to in (None, partner)
            assert (leg.relay_send is None) == (leg.relay_to is None or leg.relay_to.fed_by is not leg)
            assert leg.track is None or (leg.track is leg.own_track and leg.track.leg is leg)
            silent = leg.mix is None or leg.muted or leg.held
            assert leg.ear is (None if silent or leg.mix is None else leg.mix.ear_of(leg))
            right = leg.right_track
            assert right is None or right.leg is None or not (right.by_mix and right.leg.track is right)
            assert right is None or right.by_mix == (
                leg.mix is not None and (right.leg is None or leg.mix.feeder_of(leg) is not right.leg)
            )


@settings(max_examples=150)
@given(st.lists(steps, min_size=5, max_size=60))
def test_every_leg_is_fed_or_ticks_whatever_happens(story: list[object]) -> None:
    """Random verbs, packets, nonsense and time: the relations of the legs stay consistent, and nothing
    breaks.
    """
    with tempfile.TemporaryDirectory() as directory:
        stage = Stage(Path(directory))
        try:
            for leg in LEGS:
                stage.step(p.CreateLeg(leg, p.Law.ALAW, REMOTE))
            stage.step(p.StartRecording("r", f"{directory}/r.lurrec", KEY, "a", "b"))
            for step in story:
                stage.step(step)
                stage.check()
        finally:
            stage.room.close()


ways = st.lists(
    st.sampled_from(["speak", "speak", "speak", "lose", "stop", "play", "bridge", "unbridge", "hold"])
)


@given(ways.filter(lambda way: len(way) > 3))
def test_what_a_phone_hears_is_one_stream(story: list[str]) -> None:
    """Through silence, prompts, bridge and hold: one SSRC, numbers that rise by one (but for what was lost
    on the way in), timestamps that never go back.
    """
    with tempfile.TemporaryDirectory() as directory:
        stage = Stage(Path(directory))
        lost = 0
        sequence = timestamp = 0
        try:
            for leg in "ab":
                stage.step(p.CreateLeg(leg, p.Law.ALAW, REMOTE))
            verbs = {
                "play": p.Play("a", "t", (p.PlayItem(buffer="short"),)),
                "bridge": p.Bridge("a", "b"),
                "unbridge": p.Unbridge("a"),
                "hold": p.Hold("b", not stage.room.plane.legs["b"].held),
            }
            for way in story:
                if way == "speak":
                    packet = RtpPacket(8, False, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, 5, bytes(160))
                    stage.step(("b", packet))
                else:
                    lost += 1
                    if way in verbs:
                        stage.step(verbs[way])
                sequence, timestamp = sequence + 1, timestamp + 160
                stage.step(20)
        finally:
            stage.room.close()
        heard = [packet for packet in map(parse, stage.heard["a"]) if packet is not None]
    assert len({packet.ssrc for packet in heard}) <= 1
    jumps = 0
    for one, other in itertools.pairwise(heard):
        step = (other.sequence - one.sequence) & 0xFFFF
        assert 1 <= step <= 1 + lost
        jumps += step - 1
        assert 0 < (other.timestamp - one.timestamp) & 0xFFFFFFFF < 0x10000
    assert jumps <= lost


def test_an_unknown_buffer_is_refused() -> None:
    """The stage itself refuses what is not there (so that the properties above mean something)."""
    with tempfile.TemporaryDirectory() as directory:
        stage = Stage(Path(directory))
        try:
            stage.step(p.CreateLeg("a", p.Law.ALAW, REMOTE))
            with pytest.raises(AssertionError):
                stage.room.do(p.Play("a", "t", (p.PlayItem(buffer="nothing"),)))
        finally:
            stage.room.close()
