"""Recordings: a key before the first byte, one file a stretch of talk, and a fact when it is whole or lost.

The key goes to the vault before the media plane starts writing, so that there is never a file that nobody
can open. What runs is kept on a shelf of its own, because a recording is finished after its conversation
is forgotten.
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
from lur.adapters.voice.media.protocol import (
    RecordingFailed,
    RecordingFinished,
    RecordingState,
    StartRecording,
    StopRecording,
)
from lur.adapters.voice.media.recording_format import KEY_BYTES, DamagedRecording, recording_facts
from lur.core.ids import ContactId, Instant

log = structlog.get_logger("edge.recorder")


class Running(msgspec.Struct, frozen=True):
    """A recording that was started and is not yet finished."""

    recording_id: str
    contact_id: ContactId
    path: str
    started_at: Instant


class Recorder:
    """Starts and stops recordings, and tells what became of them."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._running: dict[str, Running] = {}
        for name, body in house.store.all("recording"):
            self._running[name] = msgspec.msgpack.decode(body, type=Running)

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

    def finished(self, event: RecordingFinished) -> None:
        """The file is complete and on disk."""
        running = self._forget(event.recording)
        if running is not None:
            self._house.reports.recording_kept(
                running.contact_id,
                running.recording_id,
                event.sha256,
                running.started_at,
                event.duration_ms,
            )

    def failed(self, event: RecordingFailed) -> None:
        """The media plane gave up (disk full): say so, so that nobody looks for it."""
        self._lose(event.recording, event.reason)

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
        for running in lost:
            self._house.tasks.start(self._keep_torn(running))

    def _start(self, talk: Conversation, agent_leg: str) -> None:
        at = self._house.clock.now()
        recording_id, key = new_id("rec-"), secrets.token_bytes(KEY_BYTES)
        folder = self._folder(at)
        path = folder / f"{recording_id}.lurrec"
        running = Running(recording_id, talk.contact_id, str(path), at)
        self._running[recording_id] = running
        self._house.store.put("recording", recording_id, msgspec.msgpack.encode(running))
        talk.recording_id = recording_id
        self._house.talks.changed(talk)
        self._house.counters.add("recordings_started")
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            log.warning("no_recording_folder", problem=str(error))
            self._lose(recording_id, "cannot_write")
            return
        sealed_key = f"{recording_id}:{base64.b64encode(key).decode()}"
        self._house.reports.personal(talk.contact_id, "recording_key", sealed_key)
        self._house.store.commit()
        verb = StartRecording(recording_id, str(path), key, talk.caller.sound.leg, agent_leg)
        self._house.media.order(verb, lambda code: self._lose(recording_id, code))

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
        if self._forget(running.recording_id) is not None:
            self._house.reports.recording_kept(
                running.contact_id, running.recording_id, digest, running.started_at, facts
            )

    def _lose(self, recording_id: str, reason: str) -> None:
        running = self._forget(recording_id)
        if running is not None:
            self._house.counters.add("recordings_failed")
            log.error("recording_lost", recording=recording_id, reason=reason)
            self._house.reports.recording_lost(running.contact_id, recording_id, reason)

    def _forget(self, recording_id: str) -> Running | None:
        self._house.store.drop("recording", recording_id)
        return self._running.pop(recording_id, None)


def _examined(path: Path) -> tuple[int, str]:
    """Duration and digest of a file that a killed media plane left behind."""
    duration_ms = recording_facts(path).duration_ms
    with path.open("rb") as file:
        return duration_ms, hashlib.file_digest(file, "sha256").hexdigest()
