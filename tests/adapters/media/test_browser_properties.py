"""Whatever controllers, pages and strangers do to browser legs, in whatever order: no fault, and what is
said of a path is true.
"""

from __future__ import annotations

import socket
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.media.room import Room
from tests.fakes.browser_peer import BrowserPeer

from lur.adapters.voice.media import protocol as p
from lur.adapters.voice.media.dtls import DtlsState
from lur.wire.rtp.packet import RtpPacket, build

LEGS, PAGES = ("desk", "other"), (0, 1)
legs, pages = st.sampled_from(LEGS), st.sampled_from(PAGES)
rubbish = st.binary(max_size=60) | st.builds(
    lambda first, rest: bytes([first]) + rest,
    st.sampled_from([0, 1, 20, 22, 128, 144]),
    st.binary(max_size=60),
)
verbs = st.one_of(
    st.builds(p.Bridge, legs, st.just("customer")),
    st.builds(p.Unbridge, legs),
    st.builds(p.Echo, legs, st.booleans()),
    st.builds(p.Hold, legs, st.booleans()),
    st.builds(p.DeleteLeg, legs),
    st.builds(p.SetMix, st.just("m"), st.just(("customer", *LEGS))),
    st.builds(p.EndMix, st.just("m")),
)
page_steps = st.tuples(st.sampled_from(["check", "plain check", "speak", "move", "goodbye"]), pages)
steps = st.one_of(
    verbs,
    st.tuples(st.just("offer"), legs, pages),
    st.tuples(st.just("offer"), legs, pages),
    st.tuples(st.just("restart"), legs, pages),
    page_steps,
    page_steps,
    st.tuples(st.just("rubbish"), pages, rubbish),
    st.integers(1, 7000),
)


class Stage:
    """A room with a customer, and pages that come and go."""

    def __init__(self, data: Path) -> None:
        self.room = Room(data)
        self.room.do(p.KeepBuffer(p.MUSIC, p.Law.ALAW, bytes(800)))
        self.room.do(p.CreateLeg("customer", p.Law.ALAW, p.Address("127.0.0.1", 9)))
        self.spoken = 0
        self.pages: list[BrowserPeer] = [BrowserPeer() for _ in PAGES]

    def step(self, step: object) -> None:
        """Do one thing."""
        room = self.room
        if isinstance(step, int):
            room.plane.now_ms += step
            room.verbs.pacer.tick(4)
            room.verbs.watch.look()
            room.verbs.browsers.look()
        elif isinstance(step, tuple):
            self._page(*step)
        else:
            answer = room.verbs.carry_out(p.Request(1, step))  # type: ignore[arg-type]
            assert not (isinstance(answer, p.Refused) and answer.code == "internal_fault")
            if isinstance(step, p.DeleteLeg):
                self.room.events[:] = [one for one in room.events if not self._is_about(one, step.leg)]
        room.serve(*self.pages)

    def _page(self, what: str, *of: object) -> None:
        if what in ("offer", "restart"):
            leg, at = of
            assert isinstance(at, int)
            if what == "offer":
                self.pages[at].close()
                self.pages[at] = BrowserPeer()
            self.pages[at].restart_ice()
            self.room.browser(str(leg), self.pages[at])
            return
        peer = self.pages[of[0]]  # type: ignore[call-overload]
        if what == "rubbish":
            peer.socket.sendto(of[1], peer.target)
        elif what == "move":
            peer.move()
        elif what == "goodbye":
            peer.say_goodbye()
        elif what == "speak" and peer.state == "connected":
            self.spoken += 1
            peer.send(build(RtpPacket(8, False, self.spoken, 0, 7, bytes(160))))
        elif what.endswith("check"):
            peer.check(nominate=what == "check")

    def check(self) -> None:
        """What is true at every moment."""
        plane = self.room.plane
        assert plane.faults == 0
        browsers = {leg.leg_id: leg.browser for leg in plane.legs.values() if leg.browser is not None}
        connections = [one for browser in browsers.values() for one in browser.connections]
        assert plane.handshakes == sum(one.shaking for one in connections)
        for leg_id, browser in browsers.items():
            leg = plane.legs[leg_id]
            assert leg.ticking == (leg.fed_by is None)
            assert (leg.transmit is not None) == browser.is_up
            if browser.is_up:
                assert browser.current is not None
                assert browser.current.dtls.state is DtlsState.DONE
            assert len(connections) <= 2 * len(browsers)
            said = [event.state for event in self.room.events if self._is_about(event, leg_id)]
            assert (said[-1:] == ["up"]) == browser.is_up

    def _is_about(self, event: p.Event, leg_id: str) -> bool:
        return isinstance(event, p.BrowserPath) and event.leg == leg_id

    def close(self) -> None:
        """Give up all sockets."""
        self.room.close()
        for peer in self.pages:
            peer.close()


@settings(max_examples=60, deadline=None)
@given(st.lists(steps, min_size=5, max_size=40))
def test_no_order_of_things_breaks_a_browser_leg(story: list[object]) -> None:
    """Offers, restarts, checks, sound, moves, goodbyes, rubbish and time: nothing breaks, handshakes are
    counted right, and a path is up exactly when that was the last thing said of it.
    """
    with tempfile.TemporaryDirectory() as directory:
        stage = Stage(Path(directory))
        try:
            for step in [("offer", "desk", 0), ("check", 0), *story]:
                stage.step(step)
                stage.check()
        finally:
            stage.close()


def test_a_socket_that_nobody_reads_is_no_fault(tmp_path: Path) -> None:
    """The page's port is closed and the kernel says so: packets to it are lost, and nothing else."""
    stage = Stage(tmp_path)
    try:
        stage.step(("offer", "desk", 0))
        stage.step(("check", 0))
        assert stage.room.plane.legs["desk"].transmit is not None
        stage.pages[0].socket.close()
        stage.pages[0].socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        stage.pages[0].socket.setblocking(False)
        for _ in range(10):
            stage.room.verbs.pacer.tick(4)
        stage.room.serve()
        stage.check()
    finally:
        stage.close()
