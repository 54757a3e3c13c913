"""Opens a recording for one listener."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from lur.adapters.storage.readmodel import ReadModel
from lur.adapters.voice.media.recording_format import (
    DamagedRecording,
    recording_facts,
    to_wav_pcm16_stereo,
    wav_length,
)
from lur.core.events import RecordingKept
from lur.core.ids import ContactId, RecordingId
from lur.features import Refused
from lur.features.recordings import store
from lur.features.recordings.model import Listening, Sound
from lur.ports import Clock, Vault

KEY_FIELD = "recording_key"
"""In the vault's subject of the contact, a list of ``recording id:base64 of 32 bytes``."""


class Recordings:
    """The files in ``folder``, as the voice edge lays them: ``YYYY/MM/DD/ID.lurrec`` by UTC day of their
    start."""

    def __init__(self, database: ReadModel, vault: Vault, clock: Clock, folder: Path) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._folder = folder

    async def keys(self, contact_id: ContactId) -> dict[RecordingId, bytes]:
        """The keys of a contact's recordings; empty after it was erased."""
        found: dict[RecordingId, bytes] = {}
        for value in (await self._vault.get(contact_id)).get(KEY_FIELD, ()):
            name, _, encoded = value.rpartition(":")
            try:
                found[RecordingId(name)] = base64.b64decode(encoded, validate=True)
            except binascii.Error:
                continue
        return found

    def has_file(self, kept: RecordingKept) -> bool:
        """Whether the file is there."""
        return self._path(kept).is_file()

    def _path(self, kept: RecordingKept) -> Path:
        day = datetime.fromtimestamp(kept.started_at / 1000, UTC)
        return self._folder / f"{day:%Y}" / f"{day:%m}" / f"{day:%d}" / f"{kept.recording_id}.lurrec"

    async def open(self, kept: RecordingKept) -> Sound:
        """Find file and key. Raises ``Refused``: unknown_recording, recording_erased, recording_damaged."""
        path, recording_id = self._path(kept), kept.recording_id
        if not path.is_file():
            raise Refused("unknown_recording", recording_id)
        key = (await self.keys(kept.contact_id)).get(recording_id)
        if key is None:
            raise Refused("recording_erased", recording_id)
        try:
            facts = await asyncio.to_thread(recording_facts, path)
        except (DamagedRecording, OSError) as error:
            raise Refused("recording_damaged", recording_id) from error
        return Sound(path=path, key=key, length=wav_length(facts))

    async def write_down(self, kept: RecordingKept, actor: str, address: str) -> None:
        """Keep account of a listening, before any sound is given. Raises ``ReadModelUnavailable``."""
        row = Listening(
            at=self._clock.now(),
            recording_id=kept.recording_id,
            contact_id=kept.contact_id,
            actor=actor,
            address=address,
        )
        await self._database.run(lambda c: store.write_down(c, row))

    async def listened(self, contact_id: ContactId) -> tuple[Listening, ...]:
        """Who has listened to a contact's recordings."""
        return await self._database.run(lambda c: store.of_contact(c, contact_id))


def wav_bytes(sound: Sound, first: int, last: int) -> Iterator[bytes]:
    """The bytes ``first`` to ``last``, both included, of the recording as a WAV file."""
    at = 0
    for piece in to_wav_pcm16_stereo(sound.path, sound.key):
        begin, end = max(first - at, 0), min(last + 1 - at, len(piece))
        if begin < end:
            yield piece[begin:end]
        at += len(piece)
        if at > last:
            return
