"""The edge as a process: it learns the company, opens its sockets, comes back to its calls, and lives."""

from __future__ import annotations

import asyncio
import secrets

import structlog

from lur.adapters.voice.edge.book import Book
from lur.adapters.voice.edge.browsers import BrowserPhones
from lur.adapters.voice.edge.certificates import tls_context
from lur.adapters.voice.edge.clock import EdgeClock
from lur.adapters.voice.edge.conversation import Conversations
from lur.adapters.voice.edge.counters import Counters
from lur.adapters.voice.edge.door import Door
from lur.adapters.voice.edge.exchange import save_bindings
from lur.adapters.voice.edge.guarding import RuntimeAbsence
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.media_desk import MediaDesk
from lur.adapters.voice.edge.party_reports import PartyReports
from lur.adapters.voice.edge.reports import Reports
from lur.adapters.voice.edge.sounds import Sounds
from lur.adapters.voice.edge.store import Store
from lur.adapters.voice.edge.tasks import Tasks
from lur.adapters.voice.edge.transports import WILDCARDS, LocalAddresses, Transports
from lur.adapters.voice.edge.turns import Turns, survived
from lur.adapters.voice.edge.wiring import Edge, Options, assemble
from lur.adapters.voice.edge.wishes import Wishes
from lur.adapters.voice.media import protocol as media
from lur.core.ids import ContactId
from lur.wire.sip import Binding, SipStack, StackConfig, Transport

log = structlog.get_logger("edge")

ROUND_MS = 1_000
SAVE_BINDINGS_EVERY_ROUNDS = 10
RETRY_EVERY_ROUNDS = 2
STOP_LIMIT_MS = 1_500


class RealmChanged(Exception):
    """The runtime's realm is another than the stack was made with: start the process anew."""


class EdgeProcess:
    """Runs an edge until it is told to stop. Make it inside a running loop."""

    def __init__(self, options: Options, sounds: Sounds) -> None:
        options.data.mkdir(parents=True, exist_ok=True)
        self.port = 0
        self.tls_port = 0
        self.ready = asyncio.Event()
        self._options = options
        self._sounds = sounds
        self._clock = EdgeClock()
        self._turns = Turns()
        self._tasks = Tasks(self._turns.wake)
        self._store = Store(options.data / "edge.db")
        self._book = Book(self._store)
        self._absence = RuntimeAbsence(self._clock, options.runtime_patience_ms)
        path = options.data / "run" / "runtime.sock"
        self._door = Door(path, self._store, self._book, self._absence, self._turns.wake)
        addresses = LocalAddresses(options.sip_host, options.advertise)
        self._transports = Transports(self._turns, addresses, self._tasks.start)
        self._stopping = asyncio.Event()
        self._edge: Edge | None = None
        self._knocking = False
        self._background: list[asyncio.Task[None]] = []

    @property
    def media_is_up(self) -> bool:
        """The media plane is connected."""
        return self._edge is not None and self._edge.house.media.is_up

    @property
    def house(self) -> House | None:
        """What its parts share; None until it stands."""
        return None if self._edge is None else self._edge.house

    @property
    def calls_now(self) -> int:
        """How many conversations there are."""
        return 0 if self._edge is None else len(self._edge.house.talks)

    def knows(self, contact_id: ContactId) -> bool:
        """Whether the runtime has acknowledged this call's arrival."""
        talk = None if self._edge is None else self._edge.house.talks.get(contact_id)
        return talk is not None and talk.arrival_known

    def bindings_of(self, user: str) -> tuple[Binding, ...]:
        """Where a phone is registered."""
        return () if self._edge is None else self._edge.house.stack.registrar.bindings(user)

    def stop(self) -> None:
        """Ask for a clean end: calls are hung up, facts sent."""
        self._stopping.set()

    async def run(self) -> None:
        """The whole life. Raises ``RealmChanged``; OSError when a port cannot be had."""
        try:
            if not self._door.learned.is_set():
                self._knock()
            await _first(self._door.learned, self._stopping)
            if not self._stopping.is_set():
                await self._live()
        finally:
            await self.abandon()
        if self._door.realm_changed.is_set():
            raise RealmChanged

    async def abandon(self) -> None:
        """Let go of everything and say nothing, as a killed process would."""
        self._turns.end()
        self._edge = None
        for task in self._background:
            task.cancel()
        self._tasks.cancel()
        await self._transports.close()
        self._store.close()

    async def _live(self) -> None:
        await self._listen()
        edge = self._edge = self._build()
        self._turns.begin(edge, self._transports)
        edge.revival.load()
        self._background.append(asyncio.create_task(edge.house.media.run()))
        self._background.append(asyncio.create_task(self._rounds(edge)))
        edge.operators.follow()
        self._door.begin(edge)
        self._knock()
        self._turns.wake()
        self.ready.set()
        log.info("listening", sip_port=self.port, tls_port=self.tls_port, calls=len(edge.house.talks))
        await _first(self._stopping, self._door.realm_changed)
        if self._stopping.is_set():
            await self._hang_up_all(edge)

    def _knock(self) -> None:
        """Go to the runtime, once. Who has calls to come back to knows them first, to name them in Hello."""
        if not self._knocking:
            self._knocking = True
            self._background.append(asyncio.create_task(self._door.run()))

    async def _listen(self) -> None:
        options = self._options
        self.port = await self._transports.listen(options.sip_host, options.sip_port)
        if options.tls_port is not None:
            context = tls_context(options.data, options.advertise or options.tls_host)
            self.tls_port = await self._transports.listen_tls(options.tls_host, options.tls_port, context)

    def _build(self) -> Edge:
        counters, options = Counters(), self._options
        path = options.data / "run" / "media.sock"
        house = House(
            data=options.data,
            clock=self._clock,
            stack=SipStack(
                self._stack_config(), secrets=self._book.secret, token=_token, trusts=self._book.trusts
            ),
            store=self._store,
            book=self._book,
            media=MediaDesk(path, self._tasks, counters, self._on_media, self._on_media_link),
            sounds=self._sounds,
            reports=Reports(self._door.outbox, self._clock),
            party_reports=PartyReports(self._door.outbox, self._clock),
            wishes=Wishes(self._door.outbox, self._clock),
            talks=Conversations(self._store),
            browsers=BrowserPhones(self._store),
            counters=counters,
            tasks=self._tasks,
            runtime_is_up=self._absence.is_up,
            tell=self._door.tell,
            media_host=options.advertise,
        )
        return assemble(house, self._absence)

    def _stack_config(self) -> StackConfig:
        options = self._options
        host = options.advertise or ("127.0.0.1" if options.sip_host in WILDCARDS else options.sip_host)
        advertised: list[tuple[Transport, tuple[str, int]]] = [
            ("udp", (host, self.port)),
            ("tcp", (host, self.port)),
        ]
        if options.tls_port is not None:
            advertised.append(("tls", (host, self.tls_port)))
        realm = self._book.directory.realm
        return StackConfig(realm=realm, advertised=tuple(advertised), timing=options.timing)

    async def _rounds(self, edge: Edge) -> None:
        number = 0
        while True:
            await asyncio.sleep(ROUND_MS / 1000)
            number += 1
            with survived("round"):
                await self._round(edge, number)
            self._turns.wake()

    async def _round(self, edge: Edge, number: int) -> None:
        if self._store.mended():
            self._turns.store_all(edge)
        edge.guarding.check()
        edge.codes.check()
        edge.desks.check()
        edge.operators.check()
        if number % RETRY_EVERY_ROUNDS == 0:
            self._door.outbox.retry()
        if number % SAVE_BINDINGS_EVERY_ROUNDS == 0:
            for user in edge.house.stack.registrar.users():
                save_bindings(edge.house, user)
        await edge.health.look()
        edge.silence.look(edge.health.stats)
        self._say_health(edge)

    def _say_health(self, edge: Edge) -> None:
        if self._door.is_up and (telemetry := edge.health.news()) is not None:
            self._door.tell(telemetry)

    async def _hang_up_all(self, edge: Edge) -> None:
        for talk in edge.house.talks:
            edge.converging.stop(talk)
        self._turns.turn()
        deadline = self._clock.now() + STOP_LIMIT_MS
        while edge.house.stack.calls.legs() and self._clock.now() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        await self._door.drain()

    def _on_media(self, event: media.Event) -> None:
        if self._edge is not None:
            with survived(type(event).__name__):
                self._edge.exchange.on_media(event)
            self._turns.wake()

    def _on_media_link(self, up: bool) -> None:
        log.info("media_link", up=up)
        if self._edge is None:
            return
        if up:
            self._tasks.start(self._edge.revival.media_is_back())
        else:
            with survived("media_link"):
                self._edge.desks.plane_is_gone()
                self._say_health(self._edge)
            self._turns.wake()


async def _first(*events: asyncio.Event) -> None:
    """Wait until one of them is set."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


def _token() -> str:
    return secrets.token_hex(12)
