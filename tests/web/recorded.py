"""Contacts that were served and recorded, for tests about what comes after."""

from __future__ import annotations

import base64
import secrets
from datetime import UTC, datetime

from tests.web.house import House

from lur.adapters.voice.media.recording_format import Law, Sealer
from lur.core.commands import FinishWrapUp, KeepRecording, SignOut
from lur.core.ids import AgentId, ContactId, RecordingId


async def served(house: House, contact: str, agent: str = "101", queue: str = "leverans") -> ContactId:
    """An agent serves a contact alone; it ends, and its recording is kept."""
    await house.ready(agent)
    contact_id = await house.arrive(contact, queue)
    await house.answer(contact_id)
    await house.hang_up(contact_id)
    at = house.services.clock.now()
    who = AgentId(agent)
    await house.submit(FinishWrapUp(command_id=house.command_id(), at=at, agent_id=who))
    await house.submit(SignOut(command_id=house.command_id(), at=at, agent_id=who))
    await keep_recording(house, contact_id)
    return contact_id


async def keep_recording(house: House, contact_id: ContactId) -> None:
    """Two seconds of sound lie where the voice edge lays them, with their key in the vault."""
    at, recording_id = house.services.clock.now(), RecordingId(f"rec-{contact_id}")
    key = secrets.token_bytes(32)
    folder = house.services.config.data / "recordings" / f"{datetime.fromtimestamp(at / 1000, UTC):%Y/%m/%d}"
    folder.mkdir(parents=True, exist_ok=True)
    sealer = Sealer(Law.ALAW, at, key, 7)
    second = bytes([0xD5, 0x55]) * 8000
    sound = sealer.header + sealer.seal(second) + sealer.seal(second)
    (folder / f"{recording_id}.lurrec").write_bytes(sound)
    await house.vault.append(
        contact_id, "recording_key", f"{recording_id}:{base64.b64encode(key).decode()}", at
    )
    kept = KeepRecording(
        command_id=house.command_id(),
        at=at,
        contact_id=contact_id,
        recording_id=recording_id,
        sha256="00",
        started_at=at,
        duration_ms=2_000,
    )
    await house.submit(kept)
