"""Incidents put together: the board, the list of those who are told, the watch over arrivals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lur.adapters.storage.readmodel import ReadModel
from lur.core import events as e
from lur.core.ids import DAY_MS, ContactId, Language, QueueId
from lur.core.state import State
from lur.features.contacts.past import Past
from lur.features.contacts.service import Contacts
from lur.features.incidents.board import Board
from lur.features.incidents.proposals import StormWatch
from lur.features.incidents.service import Incidents
from lur.features.incidents.telling import Telling
from lur.ports import Clock, Recorded, Vault
from lur.runtime import Centre
from lur.runtime.personal import number_in


@dataclass(frozen=True, slots=True)
class IncidentRoom:
    """``follow`` is a ``Subscriber``; ``works`` run for ever."""

    incidents: Incidents
    telling: Telling
    storm: StormWatch
    past: Past
    state: State
    vault: Vault

    @property
    def board(self) -> Board:
        """The incidents as they are now."""
        return self.incidents.board

    async def load(self) -> None:
        """After the projection has caught up with the journal."""
        await self.incidents.load()
        since = self.state.now - DAY_MS
        await self.telling.load(await self.past.happened((e.ContactTied, e.ContactEnded), since))
        await self.storm.load()

    async def number_of(self, contact_id: ContactId) -> str:
        """The number at which a contact's customer can be called; empty when there is none."""
        return number_in(await self.vault.get(contact_id))

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New events were made durable."""
        self.telling.follow(batch)
        self.storm.follow(batch)


def incident_room(
    database: ReadModel, centre: Centre, clock: Clock, vault: Vault, contacts: Contacts
) -> IncidentRoom:
    """All of it, not loaded yet."""
    incidents, past = Incidents(database, centre, clock), Past(database)

    async def whose(contact_id: ContactId) -> tuple[QueueId, Language]:
        row = await contacts.find(contact_id)
        return row.queue_id, row.language

    return IncidentRoom(
        incidents=incidents,
        telling=Telling(database, incidents.board, clock, whose),
        storm=StormWatch(database, incidents.board, clock, by_hour=past.by_hour, latest=past.latest),
        past=past,
        state=centre.state,
        vault=vault,
    )
