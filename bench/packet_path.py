"""What the media plane's own code takes for one packet, handshake or stranger: `python -m bench.packet_path`.

Everything runs in this one process, without waiting: datagrams are put into the sockets first and the
processor time of the plane's part is taken afterwards. What waking up costs is left out. On a crowded
machine all figures grow alike (cores share their caches): read the ratios.
"""

from __future__ import annotations

import os
import socket
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import structlog
from tests.adapters.media.room import Room
from tests.fakes.browser_peer import COUNTER_MODE, GCM, BrowserPeer

from lur.adapters.voice.media import protocol as p
from lur.adapters.voice.media.dtls import Dtls
from lur.wire import stun
from lur.wire.rtp.packet import RtpPacket, build

BATCH = 20
BATCHES = 300
HANDSHAKES = 100


def took_us(room: Room, send: Callable[[int], object], drain: socket.socket | None = None) -> float:
    """Processor time of the plane for one datagram, the median of all batches."""
    times: list[float] = []
    for batch in range(BATCHES):
        for at in range(BATCH):
            send(batch * BATCH + at)
        began = time.process_time_ns()
        for _ in range(BATCH):
            room.verbs.path.take(room.plane.epoll.poll(0))
        times.append((time.process_time_ns() - began) / BATCH / 1000)
        while drain is not None:
            try:
                drain.recv(2048)
            except BlockingIOError:
                break
    return statistics.median(times)


def phone() -> socket.socket:
    """A plain phone's socket."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    opened.bind(("127.0.0.1", 0))
    opened.setblocking(False)
    return opened


def packet(number: int, ssrc: int) -> bytes:
    """20 ms of silence."""
    return build(RtpPacket(8, False, number & 0xFFFF, number * 160, ssrc, b"\xd5" * 160))


def measure_sound(room: Room, profile: bytes) -> None:
    """A packet from one leg to the other, in all three ways."""
    one, two, browser = phone(), phone(), BrowserPeer(profile)
    for leg, socket_ in (("one", one), ("two", two)):
        room.do(p.CreateLeg(leg, p.Law.ALAW, p.Address(*socket_.getsockname())))
    room.connect("desk", browser)
    target = ("127.0.0.1", room.plane.legs["one"].port)
    one.sendto(packet(0, 1), target)
    room.serve()
    name = profile.decode().removeprefix("SRTP_")
    room.do(p.Bridge("one", "two"))
    print(f"phone to phone: {took_us(room, lambda at: one.sendto(packet(at + 1, 1), target), two):.1f} us")
    room.do(p.Bridge("desk", "one"))
    print(f"browser to phone, {name}: {took_us(room, lambda at: browser.send(packet(at, 2)), one):.1f} us")
    sent = BATCH * BATCHES + 1
    took = took_us(room, lambda at: one.sendto(packet(at + sent, 1), target), browser.socket)
    print(f"phone to browser, {name}: {took:.1f} us")
    for leg in ("one", "two", "desk"):
        room.do(p.DeleteLeg(leg))
    browser.close()


def measure_strangers(room: Room) -> None:
    """What rubbish costs, by what it pretends to be."""
    browser, stranger = BrowserPeer(), phone()
    room.connect("desk", browser)
    ours = browser._server[0]
    names = {
        "an ICE check for somebody else": b"other:name",
        "an ICE check": f"{ours}:{browser.ufrag}".encode(),
    }
    rubbish = {
        what: stun.build(stun.BINDING_REQUEST, os.urandom(12), ((stun.USERNAME, name),), "wrong password")
        for what, name in names.items()
    }
    rubbish["DTLS"] = bytes.fromhex("16fefd000000000000000000c8") + bytes(200)
    rubbish["sound"] = b"\x80\x08" + os.urandom(186)
    rubbish["nothing known"] = b"\xff" * 100
    for what, datagram in rubbish.items():
        took = took_us(room, lambda _, datagram=datagram: stranger.sendto(datagram, browser.target))
        print(f"a stranger's datagram that looks like {what}: {took:.1f} us")


def measure_handshakes(room: Room) -> None:
    """The plane's share of a whole DTLS handshake, and its longest step."""
    steps: list[float] = []
    feed = Dtls.feed

    def timed(dtls: Dtls, datagram: bytes) -> list[bytes]:
        began = time.process_time_ns()
        answers = feed(dtls, datagram)
        steps.append((time.process_time_ns() - began) / 1_000_000)
        return answers

    Dtls.feed = timed  # type: ignore[method-assign]
    for _ in range(HANDSHAKES):
        browser = BrowserPeer()
        room.connect("desk", browser)
        browser.close()
    Dtls.feed = feed  # type: ignore[method-assign]
    print(
        f"a DTLS handshake: {sum(steps) / HANDSHAKES:.2f} ms in {len(steps) / HANDSHAKES:.0f} steps, ", end=""
    )
    print(f"of which the median takes {statistics.median(steps):.2f} ms and the longest {max(steps):.2f} ms")


def main() -> None:
    """Print one line a figure."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with tempfile.TemporaryDirectory(prefix="lur-bench-") as directory:
        room = Room(Path(directory))
        for profile in (GCM, COUNTER_MODE):
            measure_sound(room, profile)
        measure_strangers(room)
        measure_handshakes(room)
        room.close()


if __name__ == "__main__":
    main()
