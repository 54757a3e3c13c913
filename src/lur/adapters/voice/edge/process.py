"""The edge as a process: sockets, one timer, one turn at a time.

A turn takes all events the SIP stack has, lets the parts act, stores what changed, and only then sends:
nothing that a peer has seen can be unknown to the store after a SIGKILL. Whatever wakes the process asks
for a turn; several in one round of the loop are one.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
from collections.abc import Iterator

import msgspec
import structlog

from lur.adapters.voice.edge.book import Book
from lur.adapters.voice.edge.certificates import tls_context
from lur.adapters.voice.edge.clock import EdgeClock, new_id
from lur.adapters.voice.edge.conversation import Conversations
from lur.adapters.voice.edge.counters import Counters
from lur.adapters.voice.edge.exchange import save_bindings
from lur.adapters.voice.edge.facts import Outbox
from lur.adapters.voice.edge.guarding import RuntimeAbsence
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.link import RuntimeLink
from lur.adapters.voice.edge.media_desk import MediaDesk
from lur.adapters.voice.edge.reports import Reports
from lur.adapters.voice.edge.sounds import Sounds
from lur.adapters.voice.edge.store import Store
from lur.adapters.voice.edge.tasks import Tasks
from lur.adapters.voice.edge.transports import WILDCARDS, LocalAddresses, Transports
from lur.adapters.voice.edge.wiring import Edge, Options, assemble
from lur.adapters.voice.media import protocol as media
from lur.adapters.voice.protocol import Ack, Directory, Fact, Hello, Note, ToEdge
from lur.wire.sip import Destination, Flow, SipEvent, SipStack, StackConfig, Transport

log = structlog.get_logger("edge")

ROUND_MS = 1_000
SAVE_BINDINGS_EVERY_ROUNDS = 10
RETRY_EVERY_ROUNDS = 2
STOP_LIMIT_MS = 1_500


class RealmChanged(Exception):
    """The runtime's realm is another than the phones' digests were made for here: start the process anew."""


class EdgeProcess:
    """Runs an edge until it is told to stop."""

    def __init__(self, options: Options, sounds: Sounds) -> None:
        self._options = options
        self._sounds = sounds
        self.clock = EdgeClock()
        self.port = 0
        self.tls_port = 0
        self.ready = asyncio.Event()
        self._stopping = asyncio.Event()
        self._learned = asyncio.Event()
        self._failure: Exception | None = None
        self._early: list[ToEdge] = []
        self._edge: Edge | None = None
        self._turn_asked = False
        self._timer: asyncio.TimerHandle | None = None

    def stop(self) -> None:
        """Ask for a clean end: calls are hung up, facts sent."""
        self._stopping.set()

    async def run(self) -> None:
        """The whole life. Raises ``RealmChanged``, OSError when a port cannot be had."""
        self._options.data.mkdir(parents=True, exist_ok=True)
        self.store = Store(self._options.data / "edge.db")
        self.book = Book(self.store)
        self.outbox = Outbox(self.store, self._settled)
        self.absence = RuntimeAbsence(self.clock, self._options.runtime_patience_ms)
        self.tasks = Tasks(self.wake)
        background: list[asyncio.Task[None]] = []
        run = self._options.data / "run"
        self.link = RuntimeLink(run / "runtime.sock", self._hello, self._on_runtime, self._on_link)
        try:
            background.append(asyncio.create_task(self.link.run()))
            await self._until(self._learned if not self.book.known else None)
            if not self._stopping.is_set():
                await self._live(background)
        finally:
            for task in background:
                task.cancel()
            self.tasks.cancel()
            self.store.close()
        if self._failure is not None:
            raise self._failure

    @property
    def media_is_up(self) -> bool:
        """The media plane is connected."""
        return self._edge is not None and self._edge.house.media.is_up

    @property
    def calls_now(self) -> int:
        """How many conversations there are."""
        return 0 if self._edge is None else len(self._edge.house.talks)

    async def abandon(self) -> None:
        """Let go of the ports and do nothing more, as a killed process would."""
        edge, self._edge = self._edge, None
        if edge is not None:
            await self._transports.close()

    def wake(self) -> None:
        """Something happened: a turn, soon."""
        if not self._turn_asked and self._edge is not None:
            self._turn_asked = True
            asyncio.get_running_loop().call_soon(self._turn)

    # --- life -----------------------------------------------------------------------------------------------

    async def _until(self, event: asyncio.Event | None) -> None:
        if event is None:
            return
        waits = {asyncio.ensure_future(event.wait()), asyncio.ensure_future(self._stopping.wait())}
        _, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()

    async def _live(self, background: list[asyncio.Task[None]]) -> None:
        await self._listen()
        edge = self._build()
        self._edge = edge
        edge.revival.load()
        background.append(asyncio.create_task(edge.house.media.run()))
        background.append(asyncio.create_task(self._rounds(edge)))
        edge.operators.follow()
        early, self._early = self._early, []
        for message in early:
            self._take(edge, message)
        self.wake()
        self.ready.set()
        log.info("listening", sip_port=self.port, tls_port=self.tls_port, calls=len(edge.house.talks))
        await self._stopping.wait()
        await self._hang_up_all(edge)
        await self._transports.close()

    def _build(self) -> Edge:
        counters, options = Counters(), self._options
        run = options.data / "run"
        desk = MediaDesk(run / "media.sock", self.tasks, counters, self._on_media, self._on_media_link)
        self.stack = SipStack(self._stack_config(), secrets=self.book.secret, token=_token)
        house = House(
            data=options.data,
            clock=self.clock,
            stack=self.stack,
            store=self.store,
            book=self.book,
            media=desk,
            sounds=self._sounds,
            reports=Reports(self.outbox, self.clock),
            talks=Conversations(self.store),
            counters=counters,
            tasks=self.tasks,
            runtime_is_up=self.absence.is_up,
            media_host=options.advertise,
        )
        return assemble(house, self.absence)

    def _stack_config(self) -> StackConfig:
        options = self._options
        host = options.advertise or ("127.0.0.1" if options.sip_host in WILDCARDS else options.sip_host)
        advertised: list[tuple[Transport, tuple[str, int]]] = [
            ("udp", (host, self.port)),
            ("tcp", (host, self.port)),
        ]
        if options.tls_port is not None:
            advertised.append(("tls", (host, self.tls_port)))
        return StackConfig(realm=self.book.directory.realm, advertised=tuple(advertised))

    async def _listen(self) -> None:
        options = self._options
        addresses = LocalAddresses(options.sip_host, options.advertise)
        self._transports = Transports(self, addresses, self.tasks.start)
        self.port = await self._transports.listen(options.sip_host, options.sip_port)
        if options.tls_port is not None:
            context = tls_context(options.data, options.advertise or options.tls_host)
            self.tls_port = await self._transports.listen_tls(options.tls_host, options.tls_port, context)

    async def _rounds(self, edge: Edge) -> None:
        number = 0
        while True:
            await asyncio.sleep(ROUND_MS / 1000)
            number += 1
            with _survived("round"):
                edge.guarding.check()
                edge.codes.check()
                edge.operators.check()
                if number % RETRY_EVERY_ROUNDS == 0:
                    self.outbox.retry()
                if number % SAVE_BINDINGS_EVERY_ROUNDS == 0:
                    self._save_all_bindings(edge)
                await edge.health.look()
                if self.link.is_up and (telemetry := edge.health.news()) is not None:
                    self.link.send(telemetry)
            self.wake()

    async def _hang_up_all(self, edge: Edge) -> None:
        for talk in edge.house.talks:
            if not talk.ending:
                edge.house.reports.ended(talk.contact_id, "system", "stopped")
            edge.converging.close(talk)
        self._turn()
        deadline = self.clock.now() + STOP_LIMIT_MS
        while self.stack.calls.legs() and self.clock.now() < deadline:  # noqa: ASYNC110 - at the end only
            await asyncio.sleep(0.02)
        await self.link.drain()

    def _save_all_bindings(self, edge: Edge) -> None:
        for user in self.stack.registrar.users():
            save_bindings(edge.house, user)

    # --- a turn ---------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        self._turn_asked = False
        edge = self._edge
        if edge is None:
            return
        while events := self.stack.take_events():
            for event in events:
                self._on_sip(edge, event)
        self._store(edge)
        for out in self.stack.take_output():
            self._transports.send(out)
        for flow in self.stack.take_broken_connections():
            self._transports.close_connection(flow)
        self._arm()

    def _on_sip(self, edge: Edge, event: SipEvent) -> None:
        with _survived(type(event).__name__):
            edge.exchange.on_sip(event)

    def _store(self, edge: Edge) -> None:
        for leg in self.stack.take_changed_legs():
            record = self.stack.calls.export(leg)
            if record is None:
                self.store.drop("leg", leg)
            else:
                self.store.put("leg", leg, msgspec.msgpack.encode(record))
        edge.house.talks.save()
        self.store.commit()

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        deadline = self.stack.next_deadline()
        if deadline is not None:
            delay_s = max(0, deadline - self.clock.now()) / 1000
            self._timer = asyncio.get_running_loop().call_later(delay_s, self._on_deadline)

    def _on_deadline(self) -> None:
        self.stack.handle_deadline(self.clock.now())
        self.wake()

    # --- what wakes -----------------------------------------------------------------------------------------

    def receive(self, data: bytes, flow: Flow) -> None:
        """Bytes came from a SIP peer."""
        if self._edge is not None:
            self.stack.receive(data, flow, self.clock.now())
            self.wake()

    def connection_closed(self, flow: Flow) -> None:
        """A SIP stream is gone."""
        if self._edge is not None:
            self.stack.connection_closed(flow, self.clock.now())
            self.wake()

    def transport_failed(self, destination: Destination) -> None:
        """SIP bytes could not be sent."""
        if self._edge is not None:
            self.stack.transport_failed(destination, self.clock.now())
            self.wake()

    def _on_media(self, event: media.Event) -> None:
        if self._edge is not None:
            with _survived(type(event).__name__):
                self._edge.exchange.on_media(event)
            self.wake()

    def _on_media_link(self, up: bool) -> None:
        log.info("media_link", up=up)
        if up and self._edge is not None:
            self.tasks.start(self._edge.revival.media_is_back())

    def _on_runtime(self, message: ToEdge) -> None:
        if isinstance(message, Directory) and self._edge is None and not self.book.known:
            self.book.replace(message)
            self.store.commit()
            self._learned.set()
        if isinstance(message, Directory) and message.realm != self.book.directory.realm:
            self._failure = RealmChanged(message.realm)
            self.book.replace(message)
            self.stop()
        elif self._edge is None:
            self._early.append(message)
        else:
            self._take(self._edge, message)
            self.wake()

    def _take(self, edge: Edge, message: ToEdge) -> None:
        with _survived(type(message).__name__):
            if isinstance(message, Ack):
                self.outbox.acknowledge(message)
            else:
                edge.runtime_side.take(message)

    def _on_link(self, up: bool) -> None:
        log.info("runtime_link", up=up)
        self.absence.changed(up)
        if up:
            self.outbox.attach(self.link.send)
        else:
            self.outbox.detach()

    def _settled(self, fact: Fact | Note, ack: Ack) -> None:
        if self._edge is not None:
            self._edge.runtime_side.settled(fact, ack)

    def _hello(self) -> Hello:
        contacts = () if self._edge is None else (talk.contact_id for talk in self._edge.house.talks)
        return Hello(edge_id=self._edge_id(), pid=os.getpid(), contacts=tuple(contacts))

    def _edge_id(self) -> str:
        stored = self.store.get("kept", "edge_id")
        if stored is None:
            stored = new_id("voice-").encode()
            self.store.put("kept", "edge_id", stored)
            self.store.commit()
        return stored.decode()


def _token() -> str:
    return secrets.token_hex(12)


@contextlib.contextmanager
def _survived(what: str) -> Iterator[None]:
    """A bug in serving one event is logged and costs that event only; the other calls talk on."""
    try:
        yield
    except Exception:
        log.exception("event_failed", what=what)
