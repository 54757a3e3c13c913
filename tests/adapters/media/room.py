"""A media plane without process and loop: the clock, and what happens next, are in the test's hands."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.browser_peer import BrowserPeer

from lur.adapters.voice.media import protocol as p
from lur.adapters.voice.media.plane import Options, Plane
from lur.adapters.voice.media.verbs import Verbs

SAID = p.OneWayAudio | p.LegSilent | p.AudioRestored


class Room:
    """A plane without a loop: the test turns the clock and looks."""

    def __init__(self, data: Path, most_handshakes: int = 64) -> None:
        self.events: list[p.Event] = []
        options = Options(data, 30000, 60000, most_handshakes=most_handshakes)
        self.plane = Plane(options, self.events.append)
        self.plane.now_ms = 1_000_000
        self.verbs = Verbs(self.plane)

    def do(self, verb: p.Verb) -> None:
        """Carry out a verb that must go well."""
        answer = self.verbs.carry_out(p.Request(1, verb))
        assert not isinstance(answer, p.Refused), answer

    def browser(self, leg: str, peer: BrowserPeer) -> p.BrowserLeg:
        """Take a page's offer, and the answer back to it."""
        verb = p.SetBrowser(leg, p.Law.ALAW, peer.ufrag, peer.password, peer.fingerprint, 126)
        ours = self.verbs.carry_out(p.Request(1, verb))
        assert isinstance(ours, p.BrowserLeg), ours
        peer.meet((ours.advertised, ours.local_port), ours.ufrag, ours.password, ours.fingerprint)
        return ours

    def serve(self, *peers: BrowserPeer) -> None:
        """Let everything that was sent arrive, on both sides, until nothing more is said."""
        while True:
            for peer in peers:
                peer.pump()
            ready = self.plane.epoll.poll(0)
            if not ready:
                return
            for fd, _ in self.verbs.path.take(ready):
                self.verbs.sockets.knock(self.plane.by_door[fd])

    def connect(self, leg: str, peer: BrowserPeer) -> None:
        """All the way to a path that is up."""
        self.browser(leg, peer)
        peer.check()
        self.serve(peer)
        assert peer.state == "connected"

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
            self.verbs.browsers.look()
        return [event for event in self.events if isinstance(event, SAID)]
