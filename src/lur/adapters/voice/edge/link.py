"""The edge's side of DATA/run/runtime.sock: connects for ever, says Hello, hands on what comes.

It holds no state of calls: what must survive lies in the outbox and in the conversations.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path

from lur.adapters.voice.edge.frames import FrameError, for_edge, framed, read_body
from lur.adapters.voice.protocol import Hello, ToEdge, ToRuntime

RETRY_MS = 200


class RuntimeLink:
    """One connection at a time to the runtime. ``on_link(True)`` comes right after Hello was written."""

    def __init__(
        self,
        path: Path,
        hello: Callable[[], Hello],
        on_message: Callable[[ToEdge], None],
        on_link: Callable[[bool], None],
    ) -> None:
        self._path = path
        self._hello = hello
        self._on_message = on_message
        self._on_link = on_link
        self._writer: asyncio.StreamWriter | None = None

    @property
    def is_up(self) -> bool:
        """The runtime is connected now."""
        return self._writer is not None

    def send(self, message: ToRuntime) -> None:
        """Write a message; dropped when the runtime is away."""
        if self._writer is not None:
            self._writer.write(framed(message))

    async def run(self) -> None:
        """Connect, serve, connect again; until cancelled."""
        while True:
            with contextlib.suppress(OSError, FrameError, asyncio.IncompleteReadError):
                await self._serve()
            await asyncio.sleep(RETRY_MS / 1000)

    async def drain(self) -> None:
        """Wait until what was sent has left, at a clean stop."""
        if self._writer is not None:
            with contextlib.suppress(OSError):
                await self._writer.drain()

    async def _serve(self) -> None:
        reader, writer = await asyncio.open_unix_connection(str(self._path))
        try:
            writer.write(framed(self._hello()))
            self._writer = writer
            self._on_link(True)
            while True:
                self._on_message(for_edge(await read_body(reader)))
        finally:
            was_up, self._writer = self._writer is not None, None
            writer.close()
            if was_up:
                self._on_link(False)
