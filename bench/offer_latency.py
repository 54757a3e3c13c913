"""How long a waiting customer waits for nothing: from an agent being free to the offer.

    .venv/bin/python bench/offer_latency.py [--offers N] [--calls N]

Two parts. The writer alone: from the command that frees an agent being handed in until its offer is durable
in an SQLite journal, with callers waiting and others arriving. The whole way: a real `lur serve`, agents' and
callers' phones on the wire; from an agent's phone hanging up (BYE sent) until the next INVITE is at that
phone, so the way of the BYE, the decision, the journal and the way of the INVITE are all in it. Prints a
table.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import structlog

from journeys.house import House, Phone, house
from lur.adapters.storage.sqlite_journal import SqliteJournal
from lur.adapters.voice.phone import Account, PhoneCall, SoftPhone
from lur.adapters.voice.phone.call import CallEnded
from lur.core import commands as c
from lur.core import events as e
from lur.core.ids import AgentId, CommandId, ContactId, QueueId
from lur.core.values import QueueSettings
from lur.runtime import Centre, SteadyClock, SystemEntropy

WAITING = (1, 30, 300)
AGENTS = 20
QUEUE = QueueId("support")
TALK_S = 3.0
NOTICE_S = 15.0
"""An agent who hangs up while the customer still hears the recording notice has lost the line, not ended the
contact; so everybody waits longer than the notice lasts.
"""
SETTINGS = QueueSettings(name="Support", wrap_up_ms=0, breath_ms=0)


class Writer:
    """A centre with a durable journal, kept busy: whoever is offered answers and hangs up at once."""

    def __init__(self, centre: Centre, clock: SteadyClock) -> None:
        self._centre = centre
        self._clock = clock
        self._number = 0
        self.took_ms: list[float] = []

    async def _do(self, kind: type[c.Command], **fields: object) -> Sequence[e.AnyEvent]:
        self._number += 1
        command = kind(command_id=CommandId(f"b{self._number}"), at=self._clock.now(), **fields)
        return [row.event for row in await self._centre.submit(command)]

    async def prepare(self, waiting: int) -> None:
        """Agents who are ready, and more callers than agents."""
        await self._do(c.AddQueue, queue_id=QUEUE, settings=SETTINGS)
        for number in range(AGENTS):
            await self._do(c.AddAgent, agent_id=AgentId(f"a{number}"))
            await self._do(c.BecomeReady, agent_id=AgentId(f"a{number}"))
        for _ in range(waiting + AGENTS):
            await self._arrive()

    async def _arrive(self) -> None:
        self._number += 1
        await self._do(c.ArriveContact, contact_id=ContactId(f"c{self._number}"), queue_id=QUEUE)

    async def serve(self, offers: int) -> None:
        """All agents at once, until so many offers have followed upon a free agent."""
        open_offers = list(self._centre.state.offers.values())
        async with asyncio.TaskGroup() as group:
            for offer in open_offers:
                group.create_task(self._agent(offer.offer_id, offer.contact_id, offers))

    async def _agent(self, offer_id: str, contact_id: str, offers: int) -> None:
        """One agent's day; a new caller comes for each who is served."""
        while len(self.took_ms) < offers:
            await self._do(c.AcceptOffer, offer_id=offer_id)
            await self._arrive()
            begun = time.perf_counter()
            ended = await self._do(c.EndContact, contact_id=contact_id, ended_by="customer")
            self.took_ms.append((time.perf_counter() - begun) * 1000)
            offer = next(event for event in ended if isinstance(event, e.OfferMade))
            offer_id, contact_id = offer.offer_id, offer.contact_id


async def writer_alone(waiting: int, offers: int) -> list[float]:
    """Free to durable, ms, one value an offer."""
    with tempfile.TemporaryDirectory() as folder:
        journal, clock = SqliteJournal(Path(folder) / "journal.db"), SteadyClock()
        centre = await Centre.open(journal, clock, SystemEntropy())
        writer = Writer(centre, clock)
        await writer.prepare(waiting)
        await writer.serve(offers)
        await centre.stop()
        await journal.close()
        return writer.took_ms


class Line:
    """An agent's phone that answers each ring and hangs up after a short talk."""

    def __init__(self, phone: SoftPhone) -> None:
        self._freed: float | None = None
        self._talks: set[asyncio.Task[None]] = set()
        self._wanted = 0
        self._enough = asyncio.Event()
        self.took_ms: list[float] = []
        phone.on_call = self._rings

    async def has_measured(self, wanted: int) -> None:
        """Wait for so many offers."""
        self._wanted = wanted
        if len(self.took_ms) < wanted:
            self._enough.clear()
            await self._enough.wait()

    def _rings(self, call: PhoneCall) -> None:
        if self._freed is not None:
            self.took_ms.append((time.perf_counter() - self._freed) * 1000)
            self._freed = None
            if len(self.took_ms) >= self._wanted:
                self._enough.set()
        talk = asyncio.create_task(self._talk(call))
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)

    async def _talk(self, call: PhoneCall) -> None:
        try:
            await call.answered()
        except CallEnded:
            return
        await asyncio.sleep(TALK_S)
        self._freed = time.perf_counter()
        call.hang_up()


async def call_again_and_again(phone: SoftPhone) -> None:
    """A customer who calls, is served, and calls again."""
    while True:
        call = await phone.call("support")
        await call.answered()
        await call.over(limit_ms=600_000)


async def on_the_wire(lur: House, phones: list[Phone], waiting: int, offers: int) -> list[float]:
    """BYE sent to INVITE at the phone, ms, one value an offer."""
    server = ("127.0.0.1", lur.sip_port)
    async with AsyncExitStack() as leaving:
        lines = []
        for known in phones:
            phone = await SoftPhone(server, Account(username=known.username, secret=known.secret)).open()
            leaving.push_async_callback(phone.close)
            lines.append(Line(phone))
            assert await phone.register()
        callers = []
        for number in range(waiting + len(phones)):
            phone = await SoftPhone(server, name=f"+4670000{number:04}").open()
            leaving.push_async_callback(phone.close)
            callers.append(asyncio.create_task(call_again_and_again(phone)))
        await asyncio.sleep(NOTICE_S)
        for known in phones:
            await asyncio.to_thread(lur.cli, "agent", "ready", known.agent_id)
        async with asyncio.timeout(600):
            for line in lines:
                await line.has_measured(offers // len(lines))
        for caller in callers:
            caller.cancel()
        await asyncio.gather(*callers, return_exceptions=True)
        return [took for line in lines for took in line.took_ms]


def row(part: str, waiting: int, agents: int, took_ms: list[float]) -> str:
    """One line of the table."""
    ordered = sorted(took_ms)
    p50, p99 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.99))
    return f"| {part} | {waiting} | {agents} | {len(ordered)} | {p50:.1f} | {p99:.1f} | {ordered[-1]:.1f} |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--offers", type=int, default=3_000, help="offers of the writer alone (3000)")
    parser.add_argument("--calls", type=int, default=200, help="offers on the wire, 0 for none (200)")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    print("| part | waiting | agents | offers | p50 ms | p99 ms | worst ms |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for waiting in WAITING:
        took_ms = asyncio.run(writer_alone(waiting, options.offers))
        print(row("writer, durable", waiting, AGENTS, took_ms), flush=True)
    if options.calls:
        with tempfile.TemporaryDirectory() as folder, house(Path(folder), "--empty") as lur:
            lur.queue("Support", "--wrap-up", "0", "--breath", "0")
            phones = [lur.agent(f"Agent {number}") for number in range(1, 6)]
            took_ms = asyncio.run(on_the_wire(lur, phones, 25, options.calls))
            print(row("whole way, BYE to INVITE", 25, len(phones), took_ms))


if __name__ == "__main__":
    main()
