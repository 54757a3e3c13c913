"""How the places of those who wait have moved: what each was told, in memory and bounded."""

from __future__ import annotations

from lur.core.events import WaitTold
from lur.core.ids import ContactId, Instant
from lur.features.places.model import Move

MOST = 60
"""The first is kept, of the others the latest."""


class Moves:
    """What live contacts were told."""

    def __init__(self) -> None:
        self._told: dict[ContactId, list[Move]] = {}

    def observe(self, event: WaitTold) -> None:
        """A contact was told."""
        told = self._told.setdefault(event.contact_id, [])
        if told and told[-1].at == event.at:
            return
        told.append(
            Move(
                at=event.at,
                place=event.place,
                low_ms=event.low_ms,
                high_ms=event.high_ms,
                grown=event.grown,
            )
        )
        if len(told) > MOST:
            del told[1]

    def of(self, contact_id: ContactId) -> tuple[Move, ...]:
        """What a contact was told, the earliest first."""
        return tuple(self._told.get(contact_id, ()))

    def latest(self, contact_id: ContactId) -> Instant:
        """When it was told last; 0 when it was not."""
        told = self._told.get(contact_id)
        return told[-1].at if told else 0

    def forget(self, contact_id: ContactId) -> None:
        """The contact is over."""
        self._told.pop(contact_id, None)
