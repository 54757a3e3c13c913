"""Statements as values."""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.core.ids import ContactId, Instant, StatementId
from lur.core.values import StatementForm

STATEMENT_FIELD = "statement"
"""In the vault's subject of the contact, a list of ``Statement`` as JSON; spoken ones are put there by the
voice edge."""
SOUND_KEY_FIELD = "recording_key"
PICTURE_KEY_FIELD = "attachment_key"
"""Lists of ``statement id:base64 of 32 bytes``."""
LONGEST_TEXT = 4_000
BIGGEST_PICTURE_BYTES = 5 * 1024 * 1024

PictureType = Literal["image/jpeg", "image/png", "image/webp"]


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One statement as it lies in the vault. ``file`` is relative to DATA; empty for a text."""

    statement_id: StatementId
    form: StatementForm
    started_at: Instant
    duration_ms: int = 0
    file: str = ""
    text: str = ""
    upset: int | None = None
    tell_all: bool = False
    media_type: str = ""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody was given what a customer said."""

    at: Instant
    contact_id: ContactId
    statement_id: StatementId
    actor: str
    address: str
