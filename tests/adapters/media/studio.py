"""A real media plane with fake phones around it, on loopback."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tests.fakes.browser_peer import BrowserPeer
from tests.fakes.tones import decoded, tone

from lur.adapters.voice.media.client import MediaClient
from lur.adapters.voice.media.leg import LAW_OF, PAYLOAD_OF
from lur.adapters.voice.media.protocol import Address, CreateLeg, Event, Law, SetBrowser
from lur.wire.rtp.packet import RtpPacket, build, parse

DEADLINE_S = 15.0
SRC = Path(__file__).parents[3] / "src"
EventKind = TypeVar("EventKind")


async def until(condition: Callable[[], object], what: str = "condition") -> None:
    """Wait until the condition holds; fail after the deadline."""
    end = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        await asyncio.sleep(0.01)


def free_ports(count: int = 60) -> tuple[int, int]:
    """A range that begins where the system has a free port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        first = min(probe.getsockname()[1], 65000)
    return first, first + count


class Phone:
    """A phone: sends a tone (or nothing) in packets of `ptime_ms`, keeps all it hears."""

    def __init__(self, law: Law = Law.ALAW, ptime_ms: int = 20) -> None:
        self.law = law
        self.ptime_ms = ptime_ms
        self.ssrc = int.from_bytes(os.urandom(4), "big")
        self.sequence = 65530
        self.timestamp = 0xFFFFFF00
        self.packets: list[RtpPacket] = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.target: tuple[str, int] | None = None
        self._sound = b""
        self._at = 0
        self._next: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self.socket, self._read)

    @property
    def address(self) -> Address:
        """Where it listens."""
        return Address("127.0.0.1", self.socket.getsockname()[1])

    def say(self, hz: float | None, port: int) -> None:
        """Begin to send a tone of this frequency (None: silence) to the plane's port."""
        self.target = ("127.0.0.1", port)
        quiet = bytes([0xD5 if self.law is Law.ALAW else 0xFF]) * 8000
        self._sound = quiet if hz is None else tone(hz, 1000, self.law)
        if self._next is None:
            self._due = self._loop.time()
            self._send_next()

    def be_quiet(self) -> None:
        """Send no more packets."""
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def send(self, payload: bytes, payload_type: int | None = None, marker: bool = False) -> None:
        """Send one packet and move the counters on."""
        kind = PAYLOAD_OF[self.law] if payload_type is None else payload_type
        packet = RtpPacket(kind, marker, self.sequence, self.timestamp, self.ssrc, payload)
        self.sequence = (self.sequence + 1) & 0xFFFF
        if payload_type is None:
            self.timestamp = (self.timestamp + len(payload)) & 0xFFFFFFFF
        self._transmit(build(packet))

    def heard(self, newest_ms: int = 400) -> list[int]:
        """The newest sound that came, as samples."""
        frames = [(p.payload, LAW_OF[p.payload_type]) for p in self.packets if p.payload_type in LAW_OF]
        samples: list[int] = []
        for payload, law in frames[-(newest_ms // 10) :]:
            samples.extend(decoded(payload, law))
        return samples[-newest_ms * 8 :]

    def forget(self) -> None:
        """Forget what was heard until now."""
        self.packets.clear()

    def close(self) -> None:
        """Hang up, without a word."""
        self.be_quiet()
        self._loop.remove_reader(self.socket)
        self.socket.close()

    def _transmit(self, packet: bytes) -> None:
        assert self.target is not None
        self.socket.sendto(packet, self.target)

    def _send_next(self) -> None:
        samples = self.ptime_ms * 8
        self.send((self._sound * 2)[self._at : self._at + samples])
        self._at = (self._at + samples) % len(self._sound)
        self._due += self.ptime_ms / 1000
        self._next = self._loop.call_at(self._due, self._send_next)

    def _read(self) -> None:
        while True:
            try:
                datagram = self.socket.recv(2048)
            except (BlockingIOError, ConnectionRefusedError):
                return
            self._take(datagram)

    def _take(self, datagram: bytes) -> None:
        packet = parse(datagram)
        if packet is not None:
            self.packets.append(packet)


class BrowserPhone(Phone):
    """A phone in a page: the same, but over a WebRTC connection."""

    def __init__(self, peer: BrowserPeer, law: Law = Law.ALAW) -> None:
        super().__init__(law)
        self.use(peer)

    def use(self, peer: BrowserPeer) -> None:
        """Speak and listen through this connection from now on."""
        self.peer = peer
        peer.heard = self._take

    def close(self) -> None:
        """The page is killed."""
        super().close()
        self.peer.close()

    def _transmit(self, packet: bytes) -> None:
        self.peer.send(packet)


class Studio:
    """The plane's process, one client, and the phones."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.ports = free_ports()
        self.events: list[Event] = []
        self.phones: list[Phone] = []
        self.process: subprocess.Popen[bytes] | None = None
        self.media = self.new_client(self.events)
        self._task = asyncio.create_task(self.media.run())

    @property
    def socket_path(self) -> Path:
        """Where the plane listens for controllers."""
        return self.data / "run" / "media.sock"

    def new_client(self, events: list[Event]) -> MediaClient:
        """Another controller; its `run` must be started."""
        return MediaClient(self.socket_path, events.append, retry_ms=20)

    async def start(self, *options: str) -> None:
        """Start the process and wait until it can be asked."""
        command = [sys.executable, "-m", "lur.adapters.voice.media", "--data", str(self.data)]
        command += ["--rtp", f"{self.ports[0]}-{self.ports[1]}", *options]
        environment = {**os.environ, "PYTHONPATH": str(SRC)}
        self.process = await asyncio.to_thread(subprocess.Popen, command, env=environment)
        await asyncio.wait_for(self.media.connected(), DEADLINE_S)

    async def kill(self, number: int = signal.SIGKILL) -> int:
        """End the process and wait until it is gone, and the client has noticed."""
        assert self.process is not None
        self.process.send_signal(number)
        code = await asyncio.to_thread(self.process.wait)
        await until(lambda: not self.media.is_connected, "the client to notice")
        return code

    async def drop_client(self) -> None:
        """Let the plane be without a controller."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def take_client(self) -> None:
        """Come back as its controller."""
        self._task = asyncio.create_task(self.media.run())
        await asyncio.wait_for(self.media.connected(), DEADLINE_S)

    async def phone(
        self, leg: str, law: Law = Law.ALAW, hz: float | None = None, ptime_ms: int = 20
    ) -> Phone:
        """A phone on a leg of this id, saying a tone when `hz` is given."""
        phone = Phone(law, ptime_ms)
        self.phones.append(phone)
        created = await self.media.create_leg(CreateLeg(leg, law, phone.address, event_payload=101))
        phone.target = ("127.0.0.1", created.local_port)
        if hz is not None:
            phone.say(hz, created.local_port)
        return phone

    async def offer(self, leg: str, peer: BrowserPeer, law: Law = Law.ALAW) -> None:
        """Take the page's offer to the plane, and the answer back."""
        verb = SetBrowser(leg, law, peer.ufrag, peer.password, peer.fingerprint, 126)
        ours = await self.media.set_browser(verb)
        peer.meet((ours.advertised, ours.local_port), ours.ufrag, ours.password, ours.fingerprint)

    async def browser(
        self, leg: str, law: Law = Law.ALAW, hz: float | None = None, peer: BrowserPeer | None = None
    ) -> BrowserPhone:
        """A connected browser on a leg of this id, saying a tone when `hz` is given."""
        peer = peer or BrowserPeer()
        phone = BrowserPhone(peer, law)
        self.phones.append(phone)
        await self.offer(leg, peer, law)
        peer.live_in(asyncio.get_running_loop())
        await until(lambda: peer.state == "connected", "the browser to be connected")
        if hz is not None:
            phone.say(hz, peer.target[1])
        return phone

    def seen(self, kind: type[EventKind]) -> list[EventKind]:
        """The events of this kind until now."""
        return [event for event in self.events if isinstance(event, kind)]

    async def close(self) -> None:
        """End everything."""
        for phone in self.phones:
            phone.close()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            await asyncio.to_thread(self.process.wait)
