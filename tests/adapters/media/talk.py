"""People who talk, each with a tone of their own, through a media plane whose clock the test turns."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.adapters.media.room import Room
from tests.fakes.tones import decoded, power_db, tone, tone_db

from lur.adapters.voice.media import protocol as p
from lur.adapters.voice.media.leg import LAW_OF, PAYLOAD_OF, Leg
from lur.wire.rtp.packet import RtpPacket, build, parse

REMOTE = p.Address("127.0.0.1", 9)
TONES_HZ = (310.0, 530.0, 790.0, 1130.0, 1670.0, 2290.0)
MUSIC_HZ = 3010.0
LEVEL_DB = -20.0
NOTHING_DB = -60.0
STEP_MS = 5
FRAME_MS = 20
FRAME = 160
QUIET_SAMPLE = 200
"""A tone of ours is 3277 high; what stays below this for long is a gap."""


class Person:
    """One leg's phone: what it says, and all packets that it heard."""

    def __init__(self, number: int, leg: str, law: p.Law) -> None:
        self.leg = leg
        self.law = law
        self.hz = TONES_HZ[number]
        self.offset_ms = number * 3 % FRAME_MS
        self.packets: list[RtpPacket] = []
        self.loses: Callable[[int], bool] = lambda number: False
        self.talks = True
        self._sound = tone(self.hz, 1000, law, LEVEL_DB)
        self._frame = 0
        self._sequence = 0

    def next_packet(self) -> bytes | None:
        """The next 20 ms; None when nothing is said, or when they are lost on the way."""
        at = self._frame * FRAME
        self._frame += 1
        if not self.talks:
            return None
        sound = self._sound[at % len(self._sound) :][:FRAME]
        number, self._sequence = self._sequence, self._sequence + 1
        kind, source = PAYLOAD_OF[self.law], int(self.hz)
        packet = RtpPacket(kind, False, number & 0xFFFF, at, source, sound)
        return None if self.loses(number) else build(packet)

    def skip(self, for_ms: int) -> None:
        """What was said in this time never arrives."""
        for _ in range(0, for_ms, FRAME_MS):
            self.next_packet()

    def timeline(self) -> list[int]:
        """What was heard, each packet where its timestamp puts it."""
        samples: list[int] = []
        begin = self.packets[0].timestamp
        for packet in self.packets:
            at = (packet.timestamp - begin) & 0xFFFFFFFF
            samples += [0] * (at - len(samples))
            samples[at:] = decoded(packet.payload, LAW_OF[packet.payload_type])
        return samples


class Talk:
    """A room and its people; `run` lets time pass, with everybody's packets."""

    def __init__(self, data: Path, laws: Iterable[tuple[str, p.Law]]) -> None:
        self.room = Room(data)
        self.room.verbs.sockets._transmit = self._transmit  # type: ignore[method-assign]
        self.people = {leg: Person(number, leg, law) for number, (leg, law) in enumerate(laws)}
        self.room.do(p.KeepBuffer(p.MUSIC, p.Law.ALAW, tone(MUSIC_HZ, 1000, p.Law.ALAW, LEVEL_DB)))
        for person in self.people.values():
            self.room.do(p.CreateLeg(person.leg, person.law, REMOTE))

    def _transmit(self, leg: Leg) -> object:
        if not leg.direction.sends:
            return None
        return lambda packet: self._hear(leg.leg_id, bytes(packet))

    def _hear(self, leg: str, datagram: bytes) -> int:
        packet = parse(datagram)
        assert packet is not None
        self.people[leg].packets.append(packet)
        return len(datagram)

    def run(self, for_ms: int) -> None:
        """Let time pass in steps of one phase."""
        room = self.room
        for _ in range(0, for_ms, STEP_MS):
            room.plane.now_ms += STEP_MS
            for person in self.people.values():
                leg = room.plane.legs.get(person.leg)
                due = (room.plane.now_ms - person.offset_ms) % FRAME_MS < STEP_MS
                if leg is None or not due:
                    continue
                datagram = person.next_packet()
                if datagram is not None:
                    room.verbs.path.arrived(leg, datagram)
            room.verbs.pacer.tick(1)
            room.verbs.recorder.turn()
            room.verbs.watch.look()
        assert room.plane.faults == 0

    def hears(self, mix: str, matrix: dict[str, str]) -> p.SetMix:
        """The verb for a matrix that is written short: listener to speakers, with spaces between."""
        cells = tuple(p.Hearing(one, other) for one, row in matrix.items() for other in row.split())
        return p.SetMix(mix, tuple(matrix), cells)

    def change(self, matrix: dict[str, str], mix: str = "room") -> None:
        """Say a matrix."""
        self.room.do(self.hears(mix, matrix))

    def check(self, **wanted: str) -> None:
        """After a settling time each of these hears exactly these people (and music, where named), and no
        other noise.
        """
        for person in self.people.values():
            person.packets.clear()
        self.run(600)
        for leg, row in wanted.items():
            newest = self.people[leg].timeline()[-3200:]
            assert found(newest, self.people.values()) == set(row.split()), leg
            if row:
                assert abs(power_db(newest) - LEVEL_DB - 10 * math.log10(len(row.split()))) < 1, leg
            else:
                assert power_db(newest) < NOTHING_DB, leg

    def longest_gap_ms(self, leg: str) -> float:
        """The longest silence between the first and the last sound that the leg heard."""
        loud = [at for at, sample in enumerate(self.people[leg].timeline()) if abs(sample) > QUIET_SAMPLE]
        return max((after - before) / 8 for before, after in itertools.pairwise(loud))

    def check_stream(self, leg: str) -> None:
        """All that the leg heard was one stream: one source, numbers one by one, time that never goes
        back.
        """
        packets = self.people[leg].packets
        assert len({packet.ssrc for packet in packets}) == 1
        for one, other in itertools.pairwise(packets):
            assert (other.sequence - one.sequence) & 0xFFFF == 1
            assert 0 < (other.timestamp - one.timestamp) & 0xFFFFFFFF <= 3 * FRAME

    def close(self) -> None:
        """Everybody goes."""
        self.room.close()


def found(samples: list[int], people: Iterable[Person]) -> set[str]:
    """Whose tones are there; each is plainly there, or at least 25 dB weaker than it would be."""
    tones = {person.leg: person.hz for person in people} | {"music": MUSIC_HZ}
    levels = {who: tone_db(samples, hz) for who, hz in tones.items()}
    assert not [level for level in levels.values() if LEVEL_DB - 25 < level < LEVEL_DB - 3], levels
    return {who for who, level in levels.items() if level >= LEVEL_DB - 3}
