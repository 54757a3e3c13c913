"""What a browser's leg costs beside a plain one: `python -m bench.browser --calls 25,50,100`.

Each line is a media plane of its own on the first core this process may use, with so many recorded calls
between a plain phone and an agent, who has a plain phone (`plain`) or a browser (`browser`: ICE, DTLS and
SRTP by the peer of the tests, on the last core), or with so many browsers that stand between two calls, each
side sending silence (`standing`). The plane's processor time is what it says of itself in
`Stats`; the agents stamp their packets, and the C program that is all the plain phones tells the delay.
"""

from __future__ import annotations

import argparse
import asyncio
import heapq
import os
import platform
import queue
import secrets
import select
import statistics
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable
from pathlib import Path

import msgspec
from bench.media import build_generator, check, let_go_first, media_plane, stolen_s
from tests.fakes.browser_peer import BrowserPeer

from lur.adapters.voice.media.client import MediaClient
from lur.adapters.voice.media.protocol import (
    Bridge,
    BrowserPath,
    CreateLeg,
    Event,
    Law,
    SetBrowser,
    StartRecording,
)
from lur.wire.rtp.packet import HEADER

MAGIC = 0x4C55522D52545021
"""Marks a packet that holds its time of sending, for rtp_load.c."""
STAMP = struct.Struct("=Qq")
SCENES = ("plain", "browser", "standing")
FRAME_NS = 20_000_000
CHECK_NS = 2_500_000_000
QUIET = b"\xd5" * (160 - STAMP.size)


class Result(msgspec.Struct, frozen=True):
    """One line of the table; `setups_ms` are the times from offer to a path that is up."""

    scene: str
    calls: int
    core_percent: float
    lost: int
    sent: int
    p50_ms: float
    p99_ms: float
    stolen_percent: float
    setups_ms: tuple[float, ...] = ()


class Agent:
    """A browser that sends a stamped packet each 20 ms, at its own steady moment."""

    def __init__(self, peer: BrowserPeer) -> None:
        self.peer = peer
        self.heard = 0
        self.sequence = 0
        self.ssrc = int.from_bytes(os.urandom(4), "big")
        self.due_ns = time.monotonic_ns() + int.from_bytes(os.urandom(2), "big") * FRAME_NS // 65536
        self.check_ns = time.monotonic_ns() + CHECK_NS
        peer.heard = self._hear

    def send(self, now_ns: int) -> None:
        """Send what is due now, and know when the next is."""
        if now_ns >= self.check_ns:
            self.check_ns = now_ns + CHECK_NS
            self.peer.check()
        self.due_ns = max(self.due_ns + FRAME_NS, now_ns - FRAME_NS)
        if self.peer.state != "connected":
            return
        header = HEADER.pack(0x80, 8, self.sequence & 0xFFFF, self.sequence * 160 & 0xFFFFFFFF, self.ssrc)
        self.sequence += 1
        self.peer.send(header + STAMP.pack(MAGIC, time.monotonic_ns() // 1000) + QUIET)

    def _hear(self, packet: bytes) -> None:
        self.heard += 1


class Agents(threading.Thread):
    """All browsers of a line, in one thread."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.coming: queue.SimpleQueue[Agent] = queue.SimpleQueue()
        self.agents: dict[int, Agent] = {}
        self.stopping = False

    def run(self) -> None:
        """Serve until told to stop."""
        poll = select.epoll()
        due: list[tuple[int, int]] = []
        while not self.stopping:
            while not self.coming.empty():
                agent = self.coming.get()
                fd = agent.peer.socket.fileno()
                self.agents[fd] = agent
                poll.register(fd, select.EPOLLIN)
                agent.peer.check()
                heapq.heappush(due, (agent.due_ns, fd))
            for fd, _ in poll.poll(0.0005):
                self.agents[fd].peer.pump()
            now_ns = time.monotonic_ns()
            while due and due[0][0] <= now_ns:
                agent = self.agents[due[0][1]]
                agent.send(now_ns)
                heapq.heapreplace(due, (agent.due_ns, due[0][1]))
        for agent in self.agents.values():
            agent.peer.close()

    def counted(self) -> tuple[int, int]:
        """Packets sent and heard until now, of all."""
        agents = tuple(self.agents.values())
        return sum(agent.sequence for agent in agents), sum(agent.heard for agent in agents)


class Paths:
    """Waits for paths to come up."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Event] = {}

    def of(self, leg: str) -> asyncio.Event:
        """Set when the leg's path is up."""
        return self._waiting.setdefault(leg, asyncio.Event())

    def told(self, event: Event) -> None:
        """An event of the plane."""
        if isinstance(event, BrowserPath) and event.state == "up":
            self.of(event.leg).set()


class Stand:
    """A plane with its calls (or only desks that stand and wait), and what is counted in a window of time."""

    def __init__(self, client: MediaClient, agents: Agents, paths: Paths) -> None:
        self.client = client
        self.agents = agents
        self.paths = paths
        self.ports: list[int] = []
        self.setups_ms: list[float] = []

    async def make(self, scene: str, calls: int, data: Path) -> None:
        """Open the legs, bridge them and record them."""
        for call in range(calls):
            if scene == "plain":
                created = await self.client.create_leg(CreateLeg(f"{call}-agent", Law.ALAW))
                self.ports.append(created.local_port)
            else:
                self.setups_ms.append(await self._open_browser(f"{call}-agent"))
            if scene != "standing":
                created = await self.client.create_leg(CreateLeg(f"{call}-customer", Law.ALAW))
                self.ports.append(created.local_port)
                await record(self.client, call, data)

    async def watch(self, length: Awaitable[object]) -> tuple[float, int, int, float]:
        """For so long: share of a core, packets that the browsers sent and heard, time stolen."""
        before, stolen, began = await self.client.stats(), stolen_s(), time.monotonic()
        sent, heard = self.agents.counted()
        await length
        took_s, after = time.monotonic() - began, await self.client.stats()
        check(after)
        sent_after, heard_after = self.agents.counted()
        percent = (after.cpu_ms - before.cpu_ms) / took_s / 10
        return percent, sent_after - sent, heard_after - heard, 100 * (stolen_s() - stolen) / took_s

    async def _open_browser(self, leg: str) -> float:
        """From the offer's arrival until the path is up, in ms."""
        peer = BrowserPeer()
        began = time.perf_counter()
        verb = SetBrowser(leg, Law.ALAW, peer.ufrag, peer.password, peer.fingerprint, 126)
        ours = await self.client.set_browser(verb)
        peer.meet((ours.advertised, ours.local_port), ours.ufrag, ours.password, ours.fingerprint)
        self.agents.coming.put(Agent(peer))
        await asyncio.wait_for(self.paths.of(leg).wait(), 30)
        return 1000 * (time.perf_counter() - began)


async def record(client: MediaClient, call: int, data: Path) -> None:
    """Bridge the call's two legs and record it."""
    customer, agent = f"{call}-customer", f"{call}-agent"
    await client.do(Bridge(customer, agent))
    path, key = str(data / "recordings" / f"{call}.lurrec"), secrets.token_bytes(32)
    await client.do(StartRecording(str(call), path, key, customer, agent))


async def measure(scene: str, calls: int, seconds: float, generator: Path, cores: tuple[int, int]) -> Result:
    """One line of the table."""
    agents, paths = Agents(), Paths()
    with tempfile.TemporaryDirectory(prefix="lur-bench-") as directory:
        data = Path(directory)
        async with media_plane(data, cores[0], paths.told) as (client, _):
            agents.start()
            stand = Stand(client, agents, paths)
            await stand.make(scene, calls, data)
            if scene == "standing":
                percent, sent, _, stolen = await stand.watch(asyncio.sleep(seconds))
                figures, heard = [0] * 6, sent
            else:
                load = await phones(generator, seconds, cores[1], stand.ports)
                assert load.stdout is not None
                await load.stdout.readline()
                percent, sent, heard, stolen = await stand.watch(load.stdout.readline())
                figures = [int(word) for word in (await load.stdout.readline()).split()]
                await load.wait()
            agents.stopping = True
            agents.join()
    phones_sent, _, phones_timed, p50_us, p99_us, _ = figures
    lost = max(0, phones_sent + sent - phones_timed - heard)
    milliseconds = p50_us / 1000, p99_us / 1000
    return Result(
        scene, calls, percent, lost, phones_sent + sent, *milliseconds, stolen, tuple(stand.setups_ms)
    )


async def phones(generator: Path, seconds: float, core: int, ports: list[int]) -> asyncio.subprocess.Process:
    """Let the C program be the plain phones on these ports."""
    load = await asyncio.create_subprocess_exec(
        *("taskset", "-c", str(core), str(generator), str(seconds)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    let_go_first(load.pid)
    assert load.stdin is not None
    load.stdin.write("".join(f"{port}\n" for port in ports).encode())
    load.stdin.close()
    return load


def line(result: Result) -> str:
    """A row of the table."""
    per_call = result.core_percent / result.calls
    return (
        f"| {result.scene:8} | {result.calls:5} | {result.core_percent:6.1f} | {per_call:8.3f} "
        f"| {result.lost:4} | {result.sent:7} | {result.p50_ms:6.2f} | {result.p99_ms:6.2f} "
        f"| {result.stolen_percent:5.1f} |"
    )


def comparison(plain: Result, browser: Result, standing: Result) -> str:
    """What a browser's leg costs by itself, when a plain one costs half of a plain call."""
    plain_leg = plain.core_percent / plain.calls / 2
    browser_leg = browser.core_percent / browser.calls - plain_leg
    setups = sorted(browser.setups_ms + standing.setups_ms)
    p99 = setups[min(len(setups) - 1, len(setups) * 99 // 100)]
    return (
        f"{browser.calls} calls: a plain leg {plain_leg:.3f} %, a browser's {browser_leg:.3f} % of a core "
        f"({browser_leg / plain_leg:.2f} times), one that stands and waits "
        f"{standing.core_percent / standing.calls:.3f} %; {100 / (browser_leg + plain_leg):.0f} such calls a "
        f"core; offer to path up p50 {statistics.median(setups):.1f} ms, p99 {p99:.1f} ms"
    )


async def run(calls: list[int], seconds: float) -> None:
    """Print the table as it comes, and what follows from it."""
    allowed = sorted(os.sched_getaffinity(0))
    cores = allowed[0], allowed[-1]
    os.sched_setaffinity(0, {cores[1]})
    print(f"{platform.machine()}, {len(allowed)} cores, Linux {platform.release()}, {sys.version.split()[0]}")
    print("| agents   | calls | core % | % a call | lost |    sent | p50 ms | p99 ms | steal |")
    print("| -------- | ----: | -----: | -------: | ---: | ------: | -----: | -----: | ----: |")
    compared: list[str] = []
    with tempfile.TemporaryDirectory(prefix="lur-bench-") as directory:
        generator = build_generator(Path(directory))
        for count in calls:
            results = [await measure(scene, count, seconds, generator, cores) for scene in SCENES]
            print("\n".join(line(result) for result in results), flush=True)
            compared.append(comparison(*results))
    print("\n" + "\n".join(compared))


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description="Measures browser legs at the media plane.")
    parser.add_argument("--calls", default="25,50,100", help="how many, separated by commas")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long each is measured")
    given = parser.parse_args()
    asyncio.run(run([int(word) for word in given.calls.split(",")], given.seconds))


if __name__ == "__main__":
    main()
