"""Carries out what the edge reports: personal notes to the vault first, then the command, then the answer.

The edge sends a fact until it is answered; the vault keeps a repeated note once and the writer does a
repeated command once, so a fact may come any number of times.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec
import structlog

from lur.adapters.voice.protocol import Ack, Fact, Note
from lur.core.commands import AnyCommand, ArriveContact, AskCallback
from lur.core.ids import CommandId, ContactId, Instant
from lur.ports import Clock, JournalUnavailable, PersonalNote, Vault, VaultUnavailable
from lur.runtime import Centre, CommandRejected

log = structlog.get_logger("lur.voice")

SINGLE_FIELDS = ("caller_number", "caller_name", "callback_number")
"""Fields with one value; all others are lists."""

BELIEVED_MS = 10 * 60 * 1000
"""A fact that waited for the runtime keeps its own time when it is not older than this, so that a caller who
came while the runtime was away is credited with the wait."""


class Intake:
    """Takes facts and notes, one at a time, in the order they came."""

    def __init__(
        self,
        centre: Centre,
        vault: Vault,
        clock: Clock,
        fault_in_number_of: Callable[[ContactId], str] = lambda _: "",
    ) -> None:
        self._fault_in_number_of = fault_in_number_of
        self._centre = centre
        self._vault = vault
        self._clock = clock

    async def fact(self, fact: Fact) -> Ack:
        """Carry it out and say how it went. Raises ``CentreStopped``: then there is no answer."""
        command = self._stamped(fact.command)
        try:
            await self._keep(fact.personal)
            fault = self._fault_in_number_of(command.contact_id) if isinstance(command, AskCallback) else ""
            if fault:
                return _ack(command.command_id, "rejected", fault)
            await self._centre.submit(command)
        except VaultUnavailable as error:
            return await self._not_kept(command.command_id, error)
        except JournalUnavailable as error:
            return _ack(command.command_id, "unavailable", error.reason)
        except CommandRejected as error:
            await self._forget(command, error.rejected.code)
            return _ack(command.command_id, "rejected", error.rejected.code)
        return _ack(command.command_id, "done")

    async def note(self, note: Note) -> Ack:
        """Keep what is personal."""
        try:
            await self._keep(note.personal)
        except VaultUnavailable as error:
            return await self._not_kept(note.note_id, error)
        return _ack(note.note_id, "done")

    async def _not_kept(self, command_id: CommandId, error: VaultUnavailable) -> Ack:
        log.error("vault_unavailable", reason=error.reason, detail=error.detail)
        await self._centre.doubt_storage()
        return _ack(command_id, "unavailable", error.reason)

    def _stamped(self, command: AnyCommand) -> AnyCommand:
        now = self._clock.now()
        at: Instant = command.at if now - BELIEVED_MS <= command.at <= now else now
        actor = command.actor if command.actor.startswith("agent:") else "edge"
        offset = self._clock.utc_offset_min(at)
        return msgspec.structs.replace(command, at=at, utc_offset_min=offset, actor=actor)

    async def _keep(self, notes: Sequence[PersonalNote]) -> None:
        for note in notes:
            if note.field in SINGLE_FIELDS:
                await self._vault.put(note.contact_id, note.field, note.value)
            else:
                await self._vault.append(note.contact_id, note.field, note.value, note.at)

    async def _forget(self, command: AnyCommand, code: str) -> None:
        """No contact came of it: keep nothing about the caller."""
        if isinstance(command, ArriveContact) and code != "contact_exists":
            try:
                await self._vault.erase(command.contact_id)
            except VaultUnavailable as error:
                log.error("vault_unavailable", reason=error.reason, detail=error.detail)


def _ack(
    command_id: CommandId, result: Literal["done", "rejected", "unavailable"], code: str | None = None
) -> Ack:
    return Ack(command_id=command_id, result=result, code=code)
