"""Recordings as values."""

from __future__ import annotations

from pathlib import Path

import msgspec

from lur.core.ids import ContactId, Instant, RecordingId


class Listening(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody was given the sound of a recording."""

    at: Instant
    recording_id: RecordingId
    contact_id: ContactId
    actor: str
    address: str


class Sound(msgspec.Struct, frozen=True, kw_only=True):
    """A recording that can be played: its file, its key and its length as a WAV file in bytes."""

    path: Path
    key: bytes
    length: int
