"""The runtime's side of the socket to the voice edge: facts come in, wanted levels go out.

One edge at a time; the newest connection counts. Nothing is kept for an edge that is away: when it comes
back it is told the whole directory and every live contact, and contacts whose call it no longer has are
ended with the reason. So a crash on either side needs no other repair than saying everything again.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from pathlib import Path

import structlog

from lur.adapters.voice.beside import Beside, NothingBeside
from lur.adapters.voice.browser_link import BrowserLink
from lur.adapters.voice.dialling import Dialling
from lur.adapters.voice.edge.frames import FrameError, for_runtime, framed, read_body
from lur.adapters.voice.intake import Intake
from lur.adapters.voice.missing import GRACE_MS, Missing
from lur.adapters.voice.protocol import (
    FRAME_LIMIT_BYTES,
    Ack,
    BrowserAnswer,
    BrowserPath,
    Directory,
    Fact,
    Hello,
    Note,
    Telemetry,
    ToEdge,
    ToRuntime,
    TrialNews,
    Wanted,
    WantedAll,
    WantedOne,
)
from lur.adapters.voice.returning import Returning
from lur.adapters.voice.trunk_link import TrunkLink
from lur.adapters.voice.wanted import WantedCalls
from lur.core.commands import ArriveContact, QueueContact
from lur.core.events import CallbackAsked, CallbackDialled, CalledOut, PartyAsked
from lur.core.ids import ContactId, Instant, QueueId
from lur.ports import Clock, Recorded, Vault
from lur.runtime import Centre, CentreStopped
from lur.runtime.publisher import Publisher

log = structlog.get_logger("lur.voice")

DirectorySource = Callable[[], Awaitable[Directory]]


class VoiceLink:
    """The edge as the runtime sees it. Implements ``ports.VoiceEdge``.

    ``changes`` publishes this link when the edge comes, goes or has sent telemetry. ``browsers`` is for desks
    that are phones.
    """

    def __init__(
        self,
        centre: Centre,
        vault: Vault,
        clock: Clock,
        directory: DirectorySource,
        *,
        beside: Beside | None = None,
        grace_ms: int = GRACE_MS,
    ) -> None:
        self.telemetry: Telemetry | None = None
        self.since: Instant = clock.now()
        self.changes: Publisher[VoiceLink] = Publisher()
        self.browsers = BrowserLink(self._send)
        self._centre = centre
        self._vault = vault
        self._clock = clock
        self._directory = directory
        beside = beside or NothingBeside()
        self.trunks = TrunkLink(self._send)
        self._wanted = WantedCalls(centre.state, beside, clock)
        self._returning = Returning(centre, clock, self._wanted, self._send)
        self._dialling = Dialling(centre, vault, clock, self._wanted)
        self._intake = Intake(centre, vault, clock, self._dialling.fault)
        self._missing = Missing(centre, clock, grace_ms)
        self._edge: asyncio.StreamWriter | None = None
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def is_up(self) -> bool:
        """An edge is connected and has said Hello."""
        return self._edge is not None

    async def start(self, path: Path) -> None:
        """Listen at ``path`` (mode 0600) and follow the centre's events."""
        for contact_id in self._wanted.live:
            await self._dialling.look_up(contact_id)
        await self._returning.load(self._vault)
        self._centre.subscribe(self.effects_of)
        self._server = await asyncio.start_unix_server(self._accept, sock=_listening(path))

    async def stop(self) -> None:
        """Close the socket; the edge keeps its calls."""
        if self._server is not None:
            self._server.close()
        if self._edge is not None:
            self._edge.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def effects_of(self, recorded: Sequence[Recorded]) -> None:
        """See ``ports.VoiceEdge``."""
        self._returning.follow(recorded)
        for contact_id in _to_be_called(recorded):
            self._spawn(self._call(contact_id))
        for row in recorded:
            if isinstance(row.event, PartyAsked) and row.event.agent_id is None:
                self._spawn(self._dialling.find_outside(row.event, self._say_again))
        for said in self._wanted.after(recorded, self._clock.now()):
            self._send(WantedOne(contact=said) if isinstance(said, Wanted) else said)

    def say_again(self, queue_ids: Sequence[QueueId]) -> None:
        """Something beside the state has changed for those who wait in these queues (an incident)."""
        for contact_id in self._wanted.waiting_in(queue_ids):
            self._say_again(contact_id)

    def _say_again(self, contact_id: ContactId) -> None:
        wanted = self._wanted.one(contact_id, self._centre.seq, self._clock.now())
        if wanted is not None:
            self._send(WantedOne(contact=wanted))

    async def _call(self, contact_id: ContactId) -> None:
        """Somebody is to be called: know the number, and say again what is wanted."""
        await self._dialling.find(contact_id)
        self._returning.number_is_known(contact_id)
        await self._returning.join_earlier(contact_id)
        self._say_again(contact_id)

    def directory_changed(self) -> None:
        """Send the edge the directory anew."""
        if self._edge is not None:
            self._spawn(self._send_directory())

    # --- a connection --------------------------------------------------------------------------------------

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            await self._serve(reader, writer)
        except FrameError as error:
            log.error("edge_protocol_error", detail=str(error))
        except (OSError, asyncio.IncompleteReadError, CentreStopped):
            pass
        finally:
            writer.close()
            if self._edge is writer:
                self._set_edge(None)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            message = for_runtime(await read_body(reader))
            if isinstance(message, Hello):
                await self._welcome(message, writer)
            elif self._edge is writer:
                await self._take(message)

    async def _welcome(self, hello: Hello, writer: asyncio.StreamWriter) -> None:
        if self._edge is not None and self._edge is not writer:
            self._edge.close()
        self._set_edge(writer)
        log.info("edge_connected", edge_id=hello.edge_id, pid=hello.pid, contacts=len(hello.contacts))
        await self._send_directory()
        wanted = self._wanted.all(self._centre.seq, self._clock.now())
        self._send(WantedAll(contacts=wanted))
        if self._missing.expect(set(self._wanted.on_line) - set(hello.contacts)):
            self._spawn(self._missing.end_them(lambda: self._edge is writer))

    def _set_edge(self, writer: asyncio.StreamWriter | None) -> None:
        if writer is None:
            log.warning("edge_disconnected")
            self.telemetry = None
        self._edge = writer
        self.since = self._clock.now()
        self.changes.publish(self)

    async def _take(self, message: ToRuntime) -> None:
        match message:
            case Fact():
                self._wanted.numbers.hear(message.personal)
                self._send(await self._fact(message))
            case Note():
                self._send(await self._note(message))
            case Telemetry():
                _log_one_way(self.telemetry, message)
                self.telemetry = message
                self.changes.publish(self)
            case BrowserAnswer() | BrowserPath():
                self.browsers.heard(message)
            case TrialNews():
                self.trunks.trials.publish(message)
            case Hello():
                pass

    async def _fact(self, fact: Fact) -> Ack:
        contact_id: ContactId | None = getattr(fact.command, "contact_id", None)
        if contact_id is not None:
            self._missing.reported(contact_id)
        try:
            ack = await self._intake.fact(fact)
        except CentreStopped:
            raise
        except Exception:
            log.exception("fact_failed", kind=type(fact.command).__name__)
            ack = Ack(command_id=fact.command.command_id, result="rejected", code="internal_error")
        if ack.result == "done" and isinstance(fact.command, ArriveContact | QueueContact):
            await self._returning.welcome(fact.command.contact_id)
        if ack.result != "unavailable" and contact_id is not None:
            self._wanted.forget_caller_of_none(contact_id)
        return ack

    async def _note(self, note: Note) -> Ack:
        """Never refused: it may be the only key of a recording. What cannot be kept now comes again."""
        try:
            return await self._intake.note(note)
        except Exception:
            log.exception("note_failed")
            return Ack(command_id=note.note_id, result="unavailable", code="internal_error")

    # --- what is sent --------------------------------------------------------------------------------------

    def _send(self, message: ToEdge) -> bool:
        if self._edge is None:
            return False
        if self._edge.transport.get_write_buffer_size() > FRAME_LIMIT_BYTES:
            log.error("edge_does_not_read")
            self._edge.close()
            return False
        self._edge.write(framed(message))
        return True

    async def _send_directory(self) -> None:
        try:
            self._send(await self._directory())
        except Exception:
            log.exception("directory_failed")

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _to_be_called(recorded: Sequence[Recorded]) -> list[ContactId]:
    """Who has asked to be called, or is being called now."""
    events = (row.event for row in recorded)
    return [
        event.contact_id for event in events if isinstance(event, CallbackAsked | CallbackDialled | CalledOut)
    ]


def _log_one_way(before: Telemetry | None, now: Telemetry) -> None:
    """Say once of each contact that sound goes in one direction only."""
    known = before.media.one_way if before else ()
    for contact_id in now.media.one_way:
        if contact_id not in known:
            log.warning("one_way_audio", contact_id=contact_id)


def _listening(path: Path) -> socket.socket:
    """A socket at ``path`` for this user alone, in place of one that a killed process left."""
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    path.chmod(0o600)
    return listener
