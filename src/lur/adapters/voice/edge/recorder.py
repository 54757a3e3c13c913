"""Recordings: a key before the first byte, one file a stretch of talk, and a fact when it is whole or lost.

The key goes to the vault before the media plane starts writing, so that there is never a file that nobody
can open. What runs is kept on a shelf of its own, because a recording is finished after its conversation
is forgotten.

A spoken statement is a recording of the customer alone. It is told as kept when it is stopped, not when its
file is whole, for the contact may be over by then.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import structlog

from lur.adapters.voice.edge.clock import new_id
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.statements import LONGEST_MS
from lur.adapters.voice.edge.wishes import Statement
from lur.adapters.voice.media.protocol import (
    RecordingFailed,
    RecordingFinished,
    RecordingState,
    StartRecording,
    StopRecording,
)
from lur.adapters.voice.media.recording_format import KEY_BYTES, DamagedRecording, recording_facts
from lur.core.ids import ContactId, Instant, StatementId

log = structlog.get_logger("edge.recorder")

PARTS = 5
"""Of a recording's path inside the data folder: recordings, year, month, day, file."""
SHORTEST_MS = 1_000
"""A shorter statement says nothing."""


class Running(msgspec.Struct, frozen=True):
    """A recording that was started and is not yet finished."""

    recording_id: str
    contact_id: ContactId
    path: str
    started_at: Instant
    is_statement: bool = False
    tell_all: bool = False
    """See ``KeepStatement``."""
    is_void: bool = False
    """Nothing was said: the file goes when it is finished."""


class Recorder:
    """Starts and stops recordings, and tells what became of them."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._running: dict[str, Running] = {}
        for name, body in house.store.all("recording"):
            self._running[name] = _in_this_folder(msgspec.msgpack.decode(body, type=Running), house.data)

    def ensure(self, talk: Conversation, wanted: bool) -> None:
        """Record the talk, or do not, as it is wanted now."""
        allowed = wanted and self._house.book.directory.recording and not talk.recording_declined
        if not allowed:
            self.stop(talk)
        elif talk.recording_id is None and talk.agent is not None:
            self._start(talk, talk.agent.sound.leg)

    def stop(self, talk: Conversation) -> None:
        """End the talk's recording, if there is one."""
        if talk.recording_id is not None:
            if talk.recording_id in self._running:
                self._house.media.order(StopRecording(talk.recording_id))
            talk.recording_id = None
            self._house.talks.changed(talk)

    def take_statement(self, talk: Conversation, tell_all: bool) -> None:
        """Record what the customer says, until told to stop or for as long as a statement may be."""
        at = self._house.clock.now()
        statement_id = new_id("statement-")
        talk.aside.statement_id = statement_id
        path = str(self._folder(at) / f"{statement_id}.lurrec")
        running = Running(statement_id, talk.contact_id, path, at, is_statement=True, tell_all=tell_all)
        self._begin(talk, running, None, LONGEST_MS)

    def end_statement(self, talk: Conversation) -> bool:
        """Stop, and keep what was said; False when there was nothing."""
        running = self._running.get(talk.aside.statement_id)
        if running is None:
            return False
        talk.aside.statement_id = ""
        self._house.talks.changed(talk)
        self._house.media.order(StopRecording(running.recording_id))
        duration_ms = min(self._house.clock.now() - running.started_at, LONGEST_MS)
        if duration_ms < SHORTEST_MS:
            self._keep_running(msgspec.structs.replace(running, is_void=True))
            return False
        self._kept(running, "", duration_ms)
        return True

    def finished(self, event: RecordingFinished) -> Conversation | None:
        """The file is complete and on disk. Gives the talk of a statement that the media plane itself
        ended.
        """
        running = self._running.get(event.recording)
        if running is None:
            return None
        self._kept(running, event.sha256, event.duration_ms)
        return self._talk_in_statement(running)

    def failed(self, event: RecordingFailed) -> Conversation | None:
        """The media plane gave up (disk full): say so, so that nobody looks for it. Gives the talk of a
        statement that is cut off by it.
        """
        running = self._running.get(event.recording)
        self._lose(event.recording, event.reason)
        return None if running is None else self._talk_in_statement(running)

    def plane_has(self, talks: Iterable[Conversation], recordings: tuple[RecordingState, ...]) -> None:
        """The media plane is there (again): recordings it does not know ended with the plane before it."""
        known = {state.recording for state in recordings}
        for recording_id in known - self._running.keys():
            self._house.media.order(StopRecording(recording_id))
        lost = [running for name, running in self._running.items() if name not in known]
        for talk in talks:
            if talk.recording_id is not None and talk.recording_id not in known:
                talk.recording_id = None
                self._house.talks.changed(talk)
            if talk.aside.statement_id and talk.aside.statement_id not in known:
                talk.aside.statement_id = ""
                self._house.talks.changed(talk)
        for running in lost:
            self._house.tasks.start(self._keep_torn(running))

    def _start(self, talk: Conversation, agent_leg: str) -> None:
        at = self._house.clock.now()
        recording_id = talk.recording_id = new_id("rec-")
        path = str(self._folder(at) / f"{recording_id}.lurrec")
        self._house.counters.add("recordings_started")
        self._begin(talk, Running(recording_id, talk.contact_id, path, at), agent_leg, None)

    def _begin(
        self, talk: Conversation, running: Running, agent_leg: str | None, limit_ms: int | None
    ) -> None:
        recording_id, key = running.recording_id, secrets.token_bytes(KEY_BYTES)
        self._keep_running(running)
        self._house.talks.changed(talk)
        try:
            Path(running.path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            log.warning("no_recording_folder", problem=str(error))
            self._lose(recording_id, "cannot_write")
            return
        sealed_key = f"{recording_id}:{base64.b64encode(key).decode()}"
        self._house.reports.personal(talk.contact_id, "recording_key", sealed_key)
        self._house.store.commit()
        leg = talk.caller.sound.leg
        verb = StartRecording(recording_id, running.path, key, leg, agent_leg, limit_ms)
        self._house.media.order(verb, lambda code: self._lose(recording_id, code))

    def _keep_running(self, running: Running) -> None:
        self._running[running.recording_id] = running
        self._house.store.put("recording", running.recording_id, msgspec.msgpack.encode(running))

    def _kept(self, running: Running, sha256: str, duration_ms: int) -> None:
        self._forget(running.recording_id)
        if not running.is_statement:
            self._house.reports.recording_kept(
                running.contact_id, running.recording_id, sha256, running.started_at, duration_ms
            )
        elif running.is_void or duration_ms < SHORTEST_MS:
            Path(running.path).unlink(missing_ok=True)
        else:
            told = Statement(
                statement_id=StatementId(running.recording_id),
                file=str(Path(running.path).relative_to(self._house.data)),
                started_at=running.started_at,
                duration_ms=duration_ms,
                tell_all=running.tell_all,
            )
            self._house.wishes.statement_kept(running.contact_id, told)

    def _talk_in_statement(self, running: Running) -> Conversation | None:
        talk = self._house.talks.get(running.contact_id)
        if talk is None or talk.aside.statement_id != running.recording_id:
            return None
        talk.aside.statement_id = ""
        self._house.talks.changed(talk)
        return talk

    def _folder(self, at: Instant) -> Path:
        day = datetime.fromtimestamp(at / 1000, UTC)
        return self._house.data / "recordings" / f"{day:%Y}" / f"{day:%m}" / f"{day:%d}"

    async def _keep_torn(self, running: Running) -> None:
        path = Path(running.path)
        try:
            facts, digest = await asyncio.get_running_loop().run_in_executor(None, _examined, path)
        except (OSError, DamagedRecording) as error:
            log.warning("recording_lost", recording=running.recording_id, problem=str(error))
            self._lose(running.recording_id, "media_lost")
            return
        if running.recording_id in self._running:
            self._kept(running, digest, facts)

    def _lose(self, recording_id: str, reason: str) -> None:
        running = self._forget(recording_id)
        if running is not None:
            self._house.counters.add("recordings_failed")
            log.error("recording_lost", recording=recording_id, reason=reason)
            if not running.is_statement:
                self._house.reports.recording_lost(running.contact_id, recording_id, reason)

    def _forget(self, recording_id: str) -> Running | None:
        self._house.store.drop("recording", recording_id)
        return self._running.pop(recording_id, None)


def _in_this_folder(running: Running, data: Path) -> Running:
    """A data folder that was moved, or restored elsewhere, has its recordings where it is now."""
    return msgspec.structs.replace(running, path=str(data.joinpath(*Path(running.path).parts[-PARTS:])))


def _examined(path: Path) -> tuple[int, str]:
    """Duration and digest of a file that a killed media plane left behind."""
    duration_ms = recording_facts(path).duration_ms
    with path.open("rb") as file:
        return duration_ms, hashlib.file_digest(file, "sha256").hexdigest()
