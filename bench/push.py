"""How long a state change takes to all desks: 200 sockets, one change after the other, delivered p50 and p99.

Run ``python bench/push.py [--sockets 200] [--changes 200]``. Every socket is a desk: the demo company's
agents are signed in with twenty pages each, say hello and answer each ping with how they are. The server runs
as its own process with the demo company and a journal on disk; this process holds all sockets and measures,
on the same clock, from just before the request that changes an agent's presence until each socket has the
message that shows it. The second row gives what comes when changes are so dense that they travel together (at
most ten messages a second), the last line what desks cost that only stand there and answer.

``--places 500`` measures customers' place pages instead: so many wait in one queue, each with an open page,
and whoever is first leaves, so that every page has a new place to show.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import socket
import statistics
import sys
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import msgspec
import uvloop
from websockets.asyncio.client import ClientConnection, connect

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from lur.adapters.storage.memory import MemoryVault
from lur.adapters.storage.sqlite_journal import SqliteJournal
from lur.cli.webserver import WebServer
from lur.runtime import Centre, SteadyClock, SystemEntropy
from lur.runtime.views import Changes, LiveMessage
from lur.web.app import create_app
from lur.web.founding import found_demo_company
from lur.web.opening import open_services
from lur.web.services import WebConfig
from push_places import Pages, leave_one_by_one, people_wait

AGENT = "101"
PINGS_S = 5.0
"""How often a desk is pinged."""


async def _serve(folder: Path, tell: Connection, places: int) -> None:
    """The server, until it is ended from outside."""
    journal, clock, entropy = SqliteJournal(folder / "journal.db"), SteadyClock(), SystemEntropy()
    centre = await Centre.open(journal, clock, entropy)
    services = await open_services(
        centre=centre,
        journal=journal,
        vault=MemoryVault(),
        clock=clock,
        entropy=entropy,
        config=WebConfig(data=folder),
    )
    people = await found_demo_company(services)
    links = await people_wait(services, places) if places else []
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    serving = WebServer(create_app(services), listener).start()
    token = (folder / "run" / "token").read_text().strip()
    agents = [(p.account, p.password) for p in people if p.role == "agent"]
    tell.send((listener.getsockname()[1], token, links if places else agents))
    while True:
        await asyncio.sleep(0.2)
        if serving.done():
            return
        if tell.poll():
            if tell.recv() == "stop":
                break
            tell.send(time.process_time())
    used = time.process_time()
    tell.send(used)


def _server(folder: Path, tell: Connection, places: int) -> None:
    uvloop.run(_serve(folder, tell, places))


class Desks:
    """All sockets; each notes when it got the presence that is waited for."""

    def __init__(self, address: str, token: str, people: Sequence[tuple[str, str]]) -> None:
        self._people = people
        self.pulses = 0
        self._address = address
        self._headers = {"authorization": f"Bearer {token}"}
        self._decoder = msgspec.json.Decoder(LiveMessage)
        self._sockets: list[ClientConnection] = []
        self._readers: list[asyncio.Task[None]] = []
        self._waited = ""
        self._arrived: list[float] = []
        self._all_there = asyncio.Event()
        self._client = httpx.AsyncClient(base_url=f"http://{address}", headers=self._headers)

    async def open(self, count: int) -> None:
        """Sign everybody in, connect, say hello, and read for ever."""
        cookies = [await self._sign_in(account, password) for account, password in self._people]
        for number in range(count):
            url = f"ws://{self._address}/api/live"
            headers = {"cookie": cookies[number % len(cookies)], "origin": f"http://{self._address}"}
            page = await connect(url, additional_headers=headers, compression=None, max_size=None)
            await page.recv()
            self._sockets.append(page)
            hello = {"desk": f"desk-{number:05}", "wants_phone": True, "endpoint": "browser", "visible": True}
            await page.send(json.dumps({"type": "hello", "number": 1} | hello))
            self._readers.append(asyncio.create_task(self._read(page)))

    async def _sign_in(self, account: str, password: str) -> str:
        async with httpx.AsyncClient(base_url=f"http://{self._address}") as client:
            body = {"account": account, "password": password}
            origin = {"origin": f"http://{self._address}"}
            (await client.post("/api/sign-in", json=body, headers=origin)).raise_for_status()
            return "; ".join(f"{name}={value}" for name, value in client.cookies.items())

    async def _read(self, page: ClientConnection) -> None:
        number = 1
        async for text in page:
            at = time.perf_counter()
            if '"type":"ping"' in str(text):
                number += 1
                pulse = {"ping": json.loads(text)["number"], "audio": "up", "visible": True, "lag_ms": 0}
                await page.send(json.dumps({"type": "pulse", "number": number} | pulse))
                self.pulses += 1
                continue
            if self._waited and f'"presence":"{self._waited}"' in str(text) and self._shows(str(text)):
                self._arrived.append(at)
                if len(self._arrived) == len(self._sockets):
                    self._all_there.set()

    def _shows(self, text: str) -> bool:
        message = self._decoder.decode(text)
        agents = message.puts.agents if isinstance(message, Changes) else ()
        return any(each.id == AGENT and each.presence == self._waited for each in agents)

    async def change(self, verb: str, presence: str) -> list[float]:
        """One change: how many milliseconds until each desk showed it."""
        self._waited, self._arrived = presence, []
        self._all_there.clear()
        began = time.perf_counter()
        (await self._client.post(f"/api/agents/{AGENT}/{verb}")).raise_for_status()
        async with asyncio.timeout(10):
            await self._all_there.wait()
        return [(at - began) * 1000 for at in self._arrived]

    async def others(self, stop: asyncio.Event) -> None:
        """Changes of other agents all the time, so that messages are made at the highest rate."""
        while not stop.is_set():
            for verb in ("ready", "sign-out"):
                await self._client.post(f"/api/agents/105/{verb}")
            await asyncio.sleep(0.01)

    async def close(self) -> None:
        """Let go."""
        for task in self._readers:
            task.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)
        await asyncio.gather(*(page.close() for page in self._sockets))
        await self._client.aclose()


async def _measure(server: Connection, options: argparse.Namespace) -> tuple[dict[str, list[float]], float]:
    port, token, people = server.recv()
    desks = Desks(f"127.0.0.1:{port}", token, people)
    await desks.open(options.sockets)
    standing = await _standing(server, desks)
    changes = options.changes
    figures = {"one change at a time": await _changes(desks, changes, pause_s=0.2)}
    stop = asyncio.Event()
    storm = asyncio.create_task(desks.others(stop))
    figures["during a storm of changes"] = await _changes(desks, max(2, changes // 4), pause_s=0.0)
    stop.set()
    await storm
    await desks.close()
    return figures, standing


async def _measure_places(
    server: Connection, options: argparse.Namespace
) -> tuple[dict[str, list[float]], float]:
    port, _, links = server.recv()
    in_front, behind = links[: options.changes], links[options.changes :]
    pages = Pages("127.0.0.1", port)
    await pages.open(behind)
    began, used = time.perf_counter(), _cpu(server)
    await asyncio.sleep(2 * PINGS_S)
    standing = 100 * (_cpu(server) - used) / (time.perf_counter() - began)
    used, messages, size = _cpu(server), pages.messages, pages.bytes
    delays = await leave_one_by_one(pages, in_front, len(behind), pause_s=0.5)
    used, messages, size = _cpu(server) - used, pages.messages - messages, pages.bytes - size
    await pages.close()
    each, size_each = messages // len(in_front), size // max(1, messages)
    print(f"each change: {each} messages of {size_each} bytes, {1000 * used / len(in_front):.0f} ms of CPU")
    lasts = [max(delays[at : at + len(behind)]) for at in range(0, len(delays), len(behind))]
    return {"one change at a time": delays, "its last page": lasts}, standing


async def _standing(server: Connection, desks: Desks) -> float:
    """The server's CPU, in per cent of a core, while nothing happens but pings and their answers."""
    await asyncio.sleep(PINGS_S)
    before, pulses = _cpu(server), desks.pulses
    began = time.perf_counter()
    await asyncio.sleep(2 * PINGS_S)
    used, took = _cpu(server) - before, time.perf_counter() - began
    if desks.pulses == pulses:
        raise SystemExit("no desk was pinged")
    return 100 * used / took


def _cpu(server: Connection) -> float:
    server.send("cpu")
    return float(server.recv())


async def _changes(desks: Desks, count: int, pause_s: float) -> list[float]:
    delays: list[float] = []
    for number in range(count):
        verb, presence = ("ready", "ready") if number % 2 == 0 else ("sign-out", "signed_out")
        delays += await desks.change(verb, presence)
        await asyncio.sleep(pause_s)
    return delays


def _show(sockets: int, figures: dict[str, list[float]], standing: float, cpu_s: float) -> None:
    print(f"{sockets} pages, time from request to shown, milliseconds")
    print(f"{'':28}{'p50':>8}{'p99':>8}{'max':>8}{'samples':>10}")
    for name, delays in figures.items():
        p99 = statistics.quantiles(delays, n=100)[98]
        print(f"{name:28}{statistics.median(delays):8.1f}{p99:8.1f}{max(delays):8.1f}{len(delays):10}")
    print(f"CPU of the server while nothing happens: {standing:.1f} % of a core")
    print(f"CPU of the server in all: {cpu_s:.1f} s")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=200)
    parser.add_argument("--changes", type=int, default=200)
    parser.add_argument("--places", type=int, default=0, help="so many place pages, and no desks")
    options = parser.parse_args()
    people = options.places + options.changes if options.places else 0
    with TemporaryDirectory() as folder:
        here, there = multiprocessing.Pipe()
        server = multiprocessing.get_context("spawn").Process(
            target=_server, args=(Path(folder), there, people)
        )
        server.start()
        try:
            measure = _measure_places if options.places else _measure
            figures, standing = uvloop.run(measure(here, options))
            here.send("stop")
            _show(options.places or options.sockets, figures, standing, here.recv())
        finally:
            server.terminate()
            server.join()


if __name__ == "__main__":
    main()
