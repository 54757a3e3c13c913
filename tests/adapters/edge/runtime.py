"""A runtime as the edge sees it: takes facts, acknowledges as it is told to, wants what a test wants."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from lur.adapters.voice.edge.frames import FrameError, for_runtime, framed, read_body
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
    Wanted,
    WantedAll,
    WantedOne,
)
from lur.core.commands import AnyCommand, Command
from lur.core.ids import AgentId, ContactId, OfferId

C = TypeVar("C", bound=Command)


class FakeRuntime:
    """Keeps what came; ``verdicts`` overrule the answer "done" by kind of command."""

    def __init__(self, path: Path, directory: Directory) -> None:
        self.path = path
        self.directory = directory
        self.hellos: list[Hello] = []
        self.facts: list[Fact] = []
        self.notes: list[Note] = []
        self.telemetry: Telemetry | None = None
        self.answers: list[BrowserAnswer] = []
        self.paths: list[BrowserPath] = []
        self.trials: list[TrialNews] = []
        self.wanted: dict[ContactId, Wanted] = {}
        self.verdicts: dict[type[Command], tuple[str, str]] = {}
        self.mute: set[type[Command]] = set()
        self._seq = 0
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def start(self) -> None:
        """Listen."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._serve, str(self.path))

    async def stop(self) -> None:
        """Be gone."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in tuple(self._writers):
            writer.close()
        self.path.unlink(missing_ok=True)

    def send(self, message: ToEdge) -> None:
        """To whoever is connected."""
        for writer in self._writers:
            writer.write(framed(message))

    def want(
        self, contact_id: ContactId, phase: str, *, agent: str = "", offer: str = "", **more: object
    ) -> None:
        """Say how a contact should be."""
        self.send(WantedOne(contact=self.restate(contact_id, phase, agent=agent, offer=offer, **more)))

    def restate(
        self, contact_id: ContactId, phase: str, *, agent: str = "", offer: str = "", **more: object
    ) -> Wanted:
        """Want a contact to be so, and say it when the edge comes."""
        self._seq += 1
        wanted = Wanted(
            contact_id=contact_id,
            seq=self._seq,
            phase=phase,  # type: ignore[arg-type]
            language="sv",
            agent_id=AgentId(agent) if agent else None,
            offer_id=OfferId(offer) if offer else None,
            **more,  # type: ignore[arg-type]
        )
        if phase == "ended":
            self.wanted.pop(contact_id, None)
        else:
            self.wanted[contact_id] = wanted
        return wanted

    def commands(self, kind: type[C]) -> list[C]:
        """All commands of a kind, each id once, in order of arrival."""
        seen: dict[str, C] = {}
        for fact in self.facts:
            if isinstance(fact.command, kind):
                seen.setdefault(fact.command.command_id, fact.command)
        return list(seen.values())

    async def heard(self, kind: type[C], count: int = 1, limit_ms: int = 10_000) -> C:
        """The ``count``-th command of a kind, when it comes. Raises TimeoutError."""
        await until(lambda: len(self.commands(kind)) >= count, limit_ms)
        return self.commands(kind)[count - 1]

    def personal(self, field: str) -> list[str]:
        """Values of a personal field, in notes and beside commands."""
        return [
            note.value for sent in [*self.facts, *self.notes] for note in sent.personal if note.field == field
        ]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        with contextlib.suppress(OSError, FrameError, asyncio.IncompleteReadError):
            while True:
                self._take(for_runtime(await read_body(reader)), writer)
        self._writers.discard(writer)
        writer.close()

    def _take(self, message: object, writer: asyncio.StreamWriter) -> None:
        match message:
            case Hello():
                self.hellos.append(message)
                writer.write(framed(self.directory))
                writer.write(framed(WantedAll(contacts=tuple(self.wanted.values()))))
            case Fact():
                self.facts.append(message)
                self._answer(message.command, writer)
            case Note():
                self.notes.append(message)
                writer.write(framed(Ack(command_id=message.note_id, result="done")))
            case Telemetry():
                self.telemetry = message
            case BrowserAnswer():
                self.answers.append(message)
            case BrowserPath():
                self.paths.append(message)
            case TrialNews():
                self.trials.append(message)
            case _:
                pass

    def _answer(self, command: AnyCommand, writer: asyncio.StreamWriter) -> None:
        if type(command) in self.mute:
            return
        result, code = self.verdicts.get(type(command), ("done", ""))
        ack = Ack(command_id=command.command_id, result=result, code=code or None)  # type: ignore[arg-type]
        writer.write(framed(ack))


async def until(what: Callable[[], object], limit_ms: int = 10_000) -> None:
    """Poll until it is so. Raises TimeoutError."""
    async with asyncio.timeout(limit_ms / 1000):
        while not what():
            await asyncio.sleep(0.005)
