"""A voice edge for a test: speaks the protocol over the real socket and remembers what it was told."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import TypeVar

from tests.runtime.centres import until

from lur.adapters.voice.edge.frames import for_edge, framed, read_body
from lur.adapters.voice.protocol import Ack, Fact, Hello, ToEdge, ToRuntime, Wanted, WantedOne
from lur.core.commands import AnyCommand
from lur.core.ids import ContactId
from lur.ports import PersonalNote

Kind = TypeVar("Kind", bound=ToEdge)


class FakeEdge:
    """One connection to the runtime."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.told: list[ToEdge] = []
        self._writer = writer
        self._task = asyncio.create_task(self._listen(reader))

    @classmethod
    async def connect(cls, path: Path, *contacts: str) -> FakeEdge:
        """Connect and say Hello with these contacts."""
        edge = cls(*await asyncio.open_unix_connection(str(path)))
        edge.say(Hello(edge_id="fake", pid=1, contacts=tuple(ContactId(each) for each in contacts)))
        return edge

    def say(self, message: ToRuntime) -> None:
        """Send a message."""
        self._writer.write(framed(message))

    def say_raw(self, frame: bytes) -> None:
        """Send bytes."""
        self._writer.write(frame)

    async def fact(self, command: AnyCommand, *personal: PersonalNote) -> Ack:
        """Report a fact and wait for the answer."""
        known = len(self.all_of(Ack))
        self.say(Fact(command=command, personal=personal))
        return (await until(lambda: self.all_of(Ack)[known:]))[0]

    def all_of(self, kind: type[Kind]) -> list[Kind]:
        """What it was told of this kind, in order."""
        return [message for message in self.told if isinstance(message, kind)]

    def wanted_of(self, name: str) -> list[Wanted]:
        """How one contact should have been, in order."""
        return [m.contact for m in self.all_of(WantedOne) if m.contact.contact_id == name]

    @property
    def is_closed(self) -> bool:
        """The runtime has closed the connection."""
        return self._task.done()

    async def leave(self) -> None:
        """Close the connection."""
        self._writer.close()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, OSError):
            while True:
                self.told.append(for_edge(await read_body(reader)))
