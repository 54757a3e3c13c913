"""The first start on a restored folder: calls that went on when the backup was made are over since then.

Otherwise they would end now, hours later: whoever reads the journal would see talks of a night, and
recordings with hours missing. Who had asked to be called back keeps the place.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec
import structlog

from lur.adapters.storage.backup import RESTORED, Restored
from lur.core.commands import EndContact
from lur.core.ids import CommandId, Instant
from lur.core.state import Contact, State
from lur.core.transitions import SERVED
from lur.ports import Clock
from lur.runtime import Centre, CommandRejected

log = structlog.get_logger("lur.restored")


class RestoredFolder:
    """What a start does first on the data folder at ``data``; nothing when it was not restored."""

    def __init__(self, data: Path, clock: Clock) -> None:
        self._mark = data / RESTORED
        self._clock = clock
        self._ends: tuple[EndContact, ...] = ()

    def first(self, state: State) -> tuple[EndContact, ...]:
        """The ends of calls of the backup, to be carried out before anything else, time included."""
        with suppress(FileNotFoundError):
            at = msgspec.json.decode(self._mark.read_bytes(), type=Restored).at
            over = (each for each in state.contacts.values() if _has_line(each))
            self._ends = tuple(self._end(contact, at) for contact in over)
        return self._ends

    async def done(self, centre: Centre) -> None:
        """Forget that it was restored, once all of it is in the journal. Raises ``JournalUnavailable``."""
        if self._mark.exists():
            for command in self._ends:
                with suppress(CommandRejected):
                    await centre.submit(command)
            self._mark.unlink()
            log.info("restored", calls_ended=len(self._ends))

    def _end(self, contact: Contact, at: Instant) -> EndContact:
        return EndContact(
            command_id=CommandId(f"restored-{at}-{contact.contact_id}"),
            at=at,
            utc_offset_min=self._clock.utc_offset_min(at),
            contact_id=contact.contact_id,
            ended_by="system",
            cause="stopped",
        )


def _has_line(contact: Contact) -> bool:
    return contact.channel == "voice" and (contact.callback is None or contact.phase in SERVED)
