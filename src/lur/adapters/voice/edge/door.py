"""The runtime's door: who we are when we knock, what is kept until the edge stands, where each message
goes.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import structlog

from lur.adapters.voice.edge.book import Book
from lur.adapters.voice.edge.clock import new_id
from lur.adapters.voice.edge.facts import Outbox
from lur.adapters.voice.edge.guarding import RuntimeAbsence
from lur.adapters.voice.edge.link import RuntimeLink
from lur.adapters.voice.edge.store import Store
from lur.adapters.voice.edge.turns import survived
from lur.adapters.voice.edge.wiring import Edge
from lur.adapters.voice.protocol import (
    Ack,
    BrowserAnswer,
    BrowserPath,
    Directory,
    Fact,
    Hello,
    Note,
    Telemetry,
    ToEdge,
    TrialNews,
)

log = structlog.get_logger("edge")


class Door:
    """Between the runtime's socket and the edge's parts. ``learned`` is set once a Directory is known."""

    def __init__(
        self, path: Path, store: Store, book: Book, absence: RuntimeAbsence, wake: Callable[[], None]
    ) -> None:
        self.outbox = Outbox(store, self._settled)
        self.learned = asyncio.Event()
        self.realm_changed = asyncio.Event()
        self._link = RuntimeLink(path, self._hello, self._came, self._link_changed)
        self._store = store
        self._book = book
        self._absence = absence
        self._wake = wake
        self._early: list[ToEdge] = []
        self._edge: Edge | None = None
        if book.known:
            self.learned.set()

    async def run(self) -> None:
        """Knock for ever."""
        await self._link.run()

    def begin(self, edge: Edge) -> None:
        """The edge stands: give it what came before."""
        self._edge = edge
        early, self._early = self._early, []
        for message in early:
            self._take(edge, message)

    def tell(self, message: Telemetry | BrowserAnswer | BrowserPath | TrialNews) -> None:
        """What belongs to the moment, if the runtime is there to hear it."""
        self._link.send(message)

    @property
    def is_up(self) -> bool:
        """The runtime is connected."""
        return self._link.is_up

    async def drain(self) -> None:
        """Wait until what was said has left."""
        await self._link.drain()

    def _came(self, message: ToEdge) -> None:
        if isinstance(message, Directory) and not self._book.known:
            self._book.replace(message)
            self._store.commit()
            self.learned.set()
        if isinstance(message, Directory) and message.realm != self._book.directory.realm:
            self._book.replace(message)
            self.realm_changed.set()
        elif self._edge is None:
            self._early.append(message)
        else:
            self._take(self._edge, message)
            self._wake()

    def _take(self, edge: Edge, message: ToEdge) -> None:
        with survived(type(message).__name__):
            if isinstance(message, Ack):
                self.outbox.acknowledge(message)
            else:
                edge.runtime_side.take(message)

    def _link_changed(self, up: bool) -> None:
        log.info("runtime_link", up=up)
        self._absence.changed(up)
        if self._edge is not None:
            self._edge.health.say_all()
        if up:
            self.outbox.attach(self._link.send)
        else:
            self.outbox.detach()

    def _settled(self, fact: Fact | Note, ack: Ack) -> None:
        if self._edge is not None:
            self._edge.runtime_side.settled(fact, ack)

    def _hello(self) -> Hello:
        talks = () if self._edge is None else self._edge.house.talks
        contacts = tuple(talk.contact_id for talk in talks if talk.caller.has_called)
        return Hello(edge_id=self._edge_id(), pid=os.getpid(), contacts=contacts)

    def _edge_id(self) -> str:
        stored = self._store.get("kept", "edge_id")
        if stored is None:
            stored = new_id("voice-").encode()
            self._store.put("kept", "edge_id", stored)
            self._store.commit()
        return stored.decode()
