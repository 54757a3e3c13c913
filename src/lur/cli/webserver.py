"""uvicorn inside our own loop: our socket, our signals, our logging, our patience."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket
import ssl
from collections.abc import Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from lur.cli.door import Door

GRACE_S = 2
"""How long requests that run may take at a clean stop."""
WEBSOCKET_BYTES = 64 * 1024
"""The longest message that a browser may send."""
REQUEST_S = 20.0
"""How long a request may take to arrive, from the connection or its first byte on."""
STEADY_BYTES = 64 * 1024
"""After so much more of a long request it may take as long again: a picture from a phone on a bad network."""
IDLE_S = 75
"""How long a connection is kept between requests; longer than the proxies of docs/examples keep theirs."""
MOST_CONNECTIONS = 4000
"""Beyond this many, sockets included, requests are answered 503."""


class _Request(HttpToolsProtocol):
    """A connection that nobody can hold by saying nothing, or a letter now and then."""

    _limit: asyncio.TimerHandle | None = None
    _since = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._begin()

    def on_message_begin(self) -> None:
        self._begin()
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        self._since += len(body)
        if self._since >= STEADY_BYTES:
            self._begin()
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._end()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        self._end()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()
        super().connection_lost(exc)

    def _begin(self) -> None:
        self._end()
        self._since = 0
        self._limit = self.loop.call_later(REQUEST_S, self.transport.abort)

    def _end(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None


class _Server(uvicorn.Server):
    """Leaves signals to ``lur serve``; with a context it speaks TLS through a ``Door``."""

    def __init__(self, config: uvicorn.Config, context: ssl.SSLContext | None) -> None:
        super().__init__(config)
        self._context = context

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do not touch them."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        if self._context is None or sockets is None:
            await super().startup(sockets)
            return
        self.servers: list[Any] = [Door(each, self._connection, self._context) for each in sockets]
        self.started = True

    def _connection(self) -> asyncio.Protocol:
        return _Request(config=self.config, server_state=self.server_state, app_state={})


class WebServer:
    """Serves on a socket that listens already, from ``start`` to ``stop``; by TLS when there is a context."""

    def __init__(self, app: Any, listener: socket.socket, context: ssl.SSLContext | None = None) -> None:
        self._server = _Server(_config(app), context)
        self._listener = listener
        # What is accepted inherits it. Head and body are two writes: without it the second waits (40 ms) for
        # the browser to acknowledge the first; asyncio sets it only on sockets that name their protocol.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> asyncio.Task[None]:
        """Begin to answer; the task ends when serving does.

        What is there by now stays: the collector need not look through it again and again, which took a tenth
        of a second in which nobody was answered.
        """
        gc.collect()
        gc.freeze()
        self._task = asyncio.create_task(self._server.serve(sockets=[self._listener]))
        return self._task

    async def stop(self) -> None:
        """Finish what runs and close."""
        self._server.should_exit = True
        if self._task is not None:
            await asyncio.wait([self._task])

    def hurry(self) -> None:
        """Do not wait for what runs."""
        self._server.force_exit = True


def _config(app: Any) -> uvicorn.Config:
    """Messages are not compressed: on 200 sockets that costs more than it saves."""
    return uvicorn.Config(
        app,
        http=_Request,
        ws="websockets-sansio",
        ws_max_size=WEBSOCKET_BYTES,
        ws_per_message_deflate=False,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        lifespan="off",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=IDLE_S,
        timeout_graceful_shutdown=GRACE_S,
    )
