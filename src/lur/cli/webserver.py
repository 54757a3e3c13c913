"""uvicorn inside our own loop: our socket, our signals, our logging."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import uvicorn

GRACE_S = 2
"""How long requests that run may take at a clean stop."""
WEBSOCKET_BYTES = 64 * 1024
"""The longest message that a browser may send."""


class _Server(uvicorn.Server):
    """Leaves signals to ``lur serve``."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do not touch them."""
        yield


class WebServer:
    """Serves on a socket that listens already, from ``start`` to ``stop``."""

    def __init__(self, app: Any, listener: socket.socket) -> None:
        self._server = _Server(_config(app))
        self._listener = listener
        self._task: asyncio.Task[None] | None = None

    def start(self) -> asyncio.Task[None]:
        """Begin to answer; the task ends when serving does."""
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
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=WEBSOCKET_BYTES,
        ws_per_message_deflate=False,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        lifespan="off",
        timeout_graceful_shutdown=GRACE_S,
    )
