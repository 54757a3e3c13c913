"""A server that gets webhooks: it answers as it is told, hangs when it is told, and remembers what came."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Got:
    """A request as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> Any:
        """Its JSON."""
        return json.loads(self.body)


@dataclass
class PostTarget:
    """``answer`` is what is sent back, a whole HTTP answer; None: nothing is, ever."""

    answer: bytes | None = b"HTTP/1.1 204 No Content\r\n\r\n"
    got: list[Got] = field(default_factory=list)
    taken: list[Got] = field(default_factory=list)
    """Those that were answered with 2xx."""
    open_now: int = 0
    most_open: int = 0
    _server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Where it is."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/hook"

    def say(self, status: int, text: str = "", *headers: str) -> None:
        """Answer with this status from now on."""
        lines = [f"HTTP/1.1 {status} X", f"content-length: {len(text)}", "connection: close", *headers]
        self.answer = ("\r\n".join(lines) + "\r\n\r\n" + text).encode()

    async def open(self) -> None:
        """Listen on a free port of this machine."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def close(self) -> None:
        """Stop."""
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        try:
            await self._answer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open_now -= 1
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in head[1:] if line)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        got = Got(headers, await reader.readexactly(int(headers.get("content-length", "0"))))
        self.got.append(got)
        if self.answer is None:
            await reader.read()  # Until the other side gives up.
            return
        if self.answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 204")):
            self.taken.append(got)
        writer.write(self.answer)
        await writer.drain()
