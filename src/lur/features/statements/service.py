"""Keeps what customers write and send, and gives it to those who may read it."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import structlog

from lur.adapters.storage.readmodel import ReadModel
from lur.adapters.voice.media.recording_format import (
    DamagedRecording,
    recording_facts,
    to_wav_pcm16_stereo,
)
from lur.core.commands import KeepStatement
from lur.core.ids import CommandId, ContactId, Instant, StatementId
from lur.features import Refused
from lur.features.statements import store
from lur.features.statements.model import (
    BIGGEST_PICTURE_BYTES,
    LONGEST_TEXT,
    PICTURE_KEY_FIELD,
    SOUND_KEY_FIELD,
    STATEMENT_FIELD,
    Reading,
    Statement,
)
from lur.features.statements.pictures import DamagedPicture, seal, type_of, unseal
from lur.ports import Clock, Entropy, Vault
from lur.runtime import Centre

log = structlog.get_logger("lur.statements")

MOST = 20
"""As many as the core takes of one contact."""
_decode = msgspec.json.Decoder(Statement).decode


class Statements:
    """What customers said. Files lie below ``data``."""

    def __init__(
        self, centre: Centre, database: ReadModel, vault: Vault, clock: Clock, entropy: Entropy, data: Path
    ) -> None:
        self._centre = centre
        self._database = database
        self._vault = vault
        self._clock = clock
        self._entropy = entropy
        self._data = data

    # --- keeping -------------------------------------------------------------------------------------------

    async def keep_text(self, contact_id: ContactId, text: str, upset: int | None, tell_all: bool) -> None:
        """Keep what was written. Raises ``Refused``: statement_empty, statement_too_long,
        too_many_statements; ``CommandRejected``, ``VaultUnavailable``, ``JournalUnavailable``."""
        text = text.replace("\r\n", "\n").strip()
        if not text and upset is None and not tell_all:
            raise Refused("statement_empty")
        if len(text) > LONGEST_TEXT:
            raise Refused("statement_too_long", str(LONGEST_TEXT))
        self._check_room(contact_id)
        statement = Statement(
            statement_id=self._new_id(),
            form="text",
            started_at=self._clock.now(),
            text=text,
            upset=upset,
            tell_all=tell_all,
        )
        await self._keep(contact_id, statement)

    async def keep_picture(self, contact_id: ContactId, picture: bytes) -> None:
        """Keep a picture. Raises ``Refused``: picture_too_big, not_a_picture, storage_unavailable and as
        ``keep_text``."""
        if len(picture) > BIGGEST_PICTURE_BYTES:
            raise Refused("picture_too_big", str(BIGGEST_PICTURE_BYTES))
        media_type = type_of(picture)
        if media_type is None:
            raise Refused("not_a_picture")
        self._check_room(contact_id)
        statement_id, at = self._new_id(), self._clock.now()
        path = self._new_path(statement_id, at)
        try:
            key = await asyncio.to_thread(seal, path, picture, media_type)
        except OSError as error:
            raise Refused("storage_unavailable") from error
        statement = Statement(
            statement_id=statement_id,
            form="picture",
            started_at=at,
            file=str(path.relative_to(self._data)),
            media_type=media_type,
        )
        try:
            sealed_key = f"{statement_id}:{base64.b64encode(key).decode()}"
            await self._vault.append(contact_id, PICTURE_KEY_FIELD, sealed_key, at)
            await self._keep(contact_id, statement)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def _check_room(self, contact_id: ContactId) -> None:
        """Before anything is written: a contact that is over, or has said enough, takes no more."""
        contact = self._centre.state.contacts.get(contact_id)
        if contact is None:
            raise Refused("contact_already_ended", contact_id)
        if contact.statements >= MOST:
            raise Refused("too_many_statements", str(MOST))

    def _new_id(self) -> StatementId:
        return StatementId(self._entropy.token("statement-"))

    def _new_path(self, statement_id: StatementId, at: Instant) -> Path:
        day = datetime.fromtimestamp(at / 1000, UTC)
        return self._data / "attachments" / f"{day:%Y}" / f"{day:%m}" / f"{day:%d}" / f"{statement_id}.lurpic"

    async def _keep(self, contact_id: ContactId, statement: Statement) -> None:
        """To the vault first, so that the journal never tells of words that are not there."""
        body = msgspec.json.encode(statement).decode()
        await self._vault.append(contact_id, STATEMENT_FIELD, body, statement.started_at)
        at = self._clock.now()
        await self._centre.submit(
            KeepStatement(
                command_id=CommandId(f"keep-{statement.statement_id}"),
                at=at,
                utc_offset_min=self._clock.utc_offset_min(at),
                actor="customer",
                contact_id=contact_id,
                statement_id=statement.statement_id,
                form=statement.form,
                upset=statement.upset,
                tell_all=statement.tell_all,
            )
        )

    # --- reading -------------------------------------------------------------------------------------------

    async def of(self, contact_id: ContactId) -> tuple[Statement, ...]:
        """A contact's statements, the earliest first; empty after it was erased."""
        found: list[Statement] = []
        for value in (await self._vault.get(contact_id)).get(STATEMENT_FIELD, ()):
            try:
                found.append(_decode(value))
            except msgspec.DecodeError:
                log.warning("statement_not_read", contact_id=contact_id)
        return tuple(found)

    async def find(self, contact_id: ContactId, statement_id: str) -> Statement:
        """One of them. Raises ``Refused``: unknown_statement."""
        for each in await self.of(contact_id):
            if each.statement_id == statement_id:
                return each
        raise Refused("unknown_statement", statement_id)

    async def picture(self, contact_id: ContactId, statement: Statement) -> bytes:
        """A picture's bytes. Raises ``Refused``: unknown_statement, statement_damaged."""
        key = await self._key(contact_id, statement, PICTURE_KEY_FIELD)
        try:
            return await asyncio.to_thread(unseal, self._path(statement), key, statement.media_type)
        except (DamagedPicture, OSError) as error:
            raise Refused("statement_damaged", statement.statement_id) from error

    async def sound(self, contact_id: ContactId, statement: Statement) -> Iterator[bytes]:
        """A spoken statement as a WAV file, piece by piece. Raises ``Refused`` as ``picture``."""
        key = await self._key(contact_id, statement, SOUND_KEY_FIELD)
        path = self._path(statement)
        try:
            await asyncio.to_thread(recording_facts, path)
        except (DamagedRecording, OSError) as error:
            raise Refused("statement_damaged", statement.statement_id) from error
        return to_wav_pcm16_stereo(path, key)

    def _path(self, statement: Statement) -> Path:
        """Where its file is; never outside of DATA, whatever the vault says."""
        path = (self._data / statement.file).resolve()
        if not statement.file or not path.is_relative_to(self._data.resolve()):
            raise Refused("unknown_statement", statement.statement_id)
        return path

    async def _key(self, contact_id: ContactId, statement: Statement, field: str) -> bytes:
        for value in (await self._vault.get(contact_id)).get(field, ()):
            name, _, encoded = value.rpartition(":")
            if name == statement.statement_id:
                try:
                    return base64.b64decode(encoded, validate=True)
                except binascii.Error as error:
                    raise Refused("statement_damaged", statement.statement_id) from error
        raise Refused("unknown_statement", statement.statement_id)

    async def write_down(
        self, contact_id: ContactId, read: tuple[Statement, ...], actor: str, address: str
    ) -> None:
        """Keep account of a reading, before anything is given. Raises ``ReadModelUnavailable``."""
        at = self._clock.now()
        readings = tuple(
            Reading(
                at=at, contact_id=contact_id, statement_id=each.statement_id, actor=actor, address=address
            )
            for each in read
        )
        if readings:
            await self._database.run(lambda c: store.write_down(c, readings))

    async def read_by(self, contact_id: ContactId) -> tuple[Reading, ...]:
        """Who has read a contact's statements."""
        return await self._database.run(lambda c: store.of_contact(c, contact_id))
