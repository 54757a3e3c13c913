"""A media plane without process and loop: the clock, and what happens next, are in the test's hands."""

from __future__ import annotations

from pathlib import Path

from lur.adapters.voice.media import protocol as p
from lur.adapters.voice.media.plane import Options, Plane
from lur.adapters.voice.media.verbs import Verbs

SAID = p.OneWayAudio | p.LegSilent | p.AudioRestored


class Room:
    """A plane without a loop: the test turns the clock and looks."""

    def __init__(self, data: Path) -> None:
        self.events: list[p.Event] = []
        self.plane = Plane(Options(data, 30000, 60000), self.events.append)
        self.plane.now_ms = 1_000_000
        self.verbs = Verbs(self.plane)

    def do(self, verb: p.Verb) -> None:
        """Carry out a verb that must go well."""
        answer = self.verbs.carry_out(p.Request(1, verb))
        assert not isinstance(answer, p.Refused), answer

    def close(self) -> None:
        """Give up the sockets and the thread."""
        for leg in tuple(self.plane.legs):
            self.do(p.DeleteLeg(leg))
        self.verbs.recorder.stop_all()
        self.verbs.recorder.scribe.close(1.0)
        self.plane.epoll.close()

    def after(self, wait_ms: int, *heard: str) -> list[p.Event]:
        """Turn the clock on while these legs are heard all the time; what was said."""
        self.events.clear()
        end_ms = self.plane.now_ms + wait_ms
        while self.plane.now_ms < end_ms:
            self.plane.now_ms += 100
            for leg in heard:
                self.plane.legs[leg].heard_ms = self.plane.now_ms
            self.verbs.watch.look()
        return [event for event in self.events if isinstance(event, SAID)]
