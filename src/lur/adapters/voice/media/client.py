"""The asyncio side of the media plane's socket, for the voice edge.

It reconnects for ever, because the plane and the edge die and come back independently; it never repeats a
request by itself, because only the edge knows what is still wanted: on each `on_link(True)` ask
`list_legs()` and converge.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from lur.adapters.voice.media.frames import FrameReader, MediaProtocolError
from lur.adapters.voice.media.protocol import (
    Answer,
    BrowserLeg,
    CreateLeg,
    Done,
    Event,
    FromPlane,
    GetStats,
    LegCreated,
    Legs,
    ListLegs,
    Refused,
    Request,
    SetBrowser,
    Stats,
    Verb,
    frame,
    message_from,
)

Expected = TypeVar("Expected", Done, LegCreated, BrowserLeg, Legs, Stats)


class MediaUnavailable(Exception):
    """The media plane cannot be reached now, or went away before it answered (the request may have been
    done).
    """


class MediaRefused(Exception):
    """The media plane answered no; `code` is one of those listed at `protocol.Refused`."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class MediaClient:
    """One connection to the media plane at `path` (DATA/run/media.sock).

    `on_event` is called for every event, in order. `on_link(up)` is called when the connection comes (True)
    and goes (False). Both are called from the event loop and must not block; start a task for anything
    longer.

        client = MediaClient(data / "run" / "media.sock", on_event=..., on_link=...)
        task = asyncio.create_task(client.run())      # cancel it to close
        await client.connected()
        leg = await client.create_leg(CreateLeg("call-1", Law.ALAW))
        await client.do(Play("call-1", "greeting", (PlayItem(path="..."),)))

    Requests on one connection are carried out in the order they were sent; `post` sends without waiting.
    """

    def __init__(
        self,
        path: Path,
        on_event: Callable[[Event], None],
        on_link: Callable[[bool], None] = lambda up: None,
        retry_ms: int = 100,
        answer_timeout_ms: int = 5000,
    ) -> None:
        self._path = path
        self._on_event = on_event
        self._on_link = on_link
        self._retry_ms = retry_ms
        self._answer_timeout_ms = answer_timeout_ms
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Answer]] = {}
        self._writer: asyncio.StreamWriter | None = None
        self._up = asyncio.Event()

    async def run(self) -> None:
        """Connect, serve, reconnect when the plane goes away; until cancelled."""
        while True:
            with contextlib.suppress(OSError, MediaProtocolError, asyncio.IncompleteReadError):
                await self._serve_one_connection()
            await asyncio.sleep(self._retry_ms / 1000)

    async def connected(self) -> None:
        """Wait until the plane can be asked."""
        await self._up.wait()

    @property
    def is_connected(self) -> bool:
        """The plane can be asked now."""
        return self._up.is_set()

    async def create_leg(self, verb: CreateLeg) -> LegCreated:
        """Open (or find again) a leg; gives its local port and the host to advertise in SDP.

        Raises `MediaRefused` (`port_taken`, `no_free_port`, `bad_address`) and `MediaUnavailable`.
        """
        return _expect(LegCreated, await self.ask(verb))

    async def set_browser(self, verb: SetBrowser) -> BrowserLeg:
        """Open or renew a browser's leg; gives what the SDP answer needs.

        Raises `MediaRefused` (`leg_not_browser`, `bad_fingerprint`, `bad_ice`, `no_free_port`) and
        `MediaUnavailable`.
        """
        return _expect(BrowserLeg, await self.ask(verb))

    async def list_legs(self) -> Legs:
        """Everything the plane has: legs and running recordings."""
        return _expect(Legs, await self.ask(ListLegs()))

    async def stats(self) -> Stats:
        """Counters of each leg and of the whole plane."""
        return _expect(Stats, await self.ask(GetStats()))

    async def do(self, verb: Verb) -> None:
        """Carry out a verb that has nothing to answer but done; raises `MediaRefused`, `MediaUnavailable`."""
        _expect(Done, await self.ask(verb))

    async def ask(self, verb: Verb) -> Answer:
        """Send any verb and wait for its answer, `Refused` included; raises `MediaUnavailable`."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        number = self._send(verb)
        self._waiting[number] = future
        try:
            return await asyncio.wait_for(future, self._answer_timeout_ms / 1000)
        except TimeoutError as error:
            raise MediaUnavailable("no answer") from error
        finally:
            self._waiting.pop(number, None)

    def post(self, verb: Verb) -> None:
        """Send a verb whose answer does not matter (clean-up); raises `MediaUnavailable` when not
        connected.
        """
        self._send(verb)

    def _send(self, verb: Verb) -> int:
        if self._writer is None:
            raise MediaUnavailable("not connected")
        number = next(self._numbers)
        self._writer.write(frame(Request(number, verb)))
        return number

    async def _serve_one_connection(self) -> None:
        reader, writer = await asyncio.open_unix_connection(str(self._path))
        self._writer = writer
        try:
            self._up.set()
            self._on_link(True)
            frames = FrameReader()
            while received := await reader.read(65536):
                for body in frames.feed(received):
                    self._take(message_from(body))
        finally:
            self._lose(writer)

    def _take(self, message: FromPlane) -> None:
        if isinstance(message, Done | Refused | LegCreated | BrowserLeg | Legs | Stats):
            future = self._waiting.pop(message.request, None)
            if future is not None and not future.done():
                future.set_result(message)
        else:
            self._on_event(message)

    def _lose(self, writer: asyncio.StreamWriter) -> None:
        self._writer = None
        self._up.clear()
        writer.close()
        waiting, self._waiting = self._waiting, {}
        for future in waiting.values():
            if not future.done():
                future.set_exception(MediaUnavailable("connection lost"))
        self._on_link(False)


def _expect(kind: type[Expected], answer: Answer) -> Expected:
    if isinstance(answer, Refused):
        raise MediaRefused(answer.code, answer.detail)
    if not isinstance(answer, kind):
        raise MediaProtocolError(f"{type(answer).__name__} where {kind.__name__} belongs")
    return answer
