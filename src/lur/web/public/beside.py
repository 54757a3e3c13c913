"""What the runtime must know of a waiting customer, from memory: see ``lur.adapters.voice.beside.Beside``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lur.core.ids import ContactId, IncidentId, Instant, QueueId
from lur.features.callbacks.service import Callbacks
from lur.features.places.service import Places

IncidentFor = Callable[[QueueId], IncidentId | None]


@dataclass(slots=True, kw_only=True)
class BesideTheLine:
    """Numbers, codes, texts and incidents."""

    places: Places
    callbacks: Callbacks
    find_incident: IncidentFor
    address: str
    """Where customers reach the pages; empty: they do not, so no code is said either."""

    def fault_in_number(self, number: str) -> str:
        """Why this number may not be called, or empty."""
        return self.callbacks.fault_in_number(number) or ""

    def fault_in_wish(self, number: str, wished_at: Instant) -> str:
        """As ``fault_in_number``, of a number whose owner has asked from it for the call."""
        return self.callbacks.fault_in_number(number, wished_at) or ""

    def dialled(self, number: str) -> str:
        """The number as trunks want it."""
        return self.callbacks.dialled(number)

    def code_of(self, contact_id: ContactId) -> str:
        """The code that is said to the customer."""
        return self.places.code_of(contact_id) if self.address else ""

    def was_texted(self, contact_id: ContactId) -> bool:
        """Whether the customer has been sent the link."""
        return self.places.was_texted(contact_id)

    def incident_for(self, queue_id: QueueId) -> IncidentId | None:
        """The incident that those who wait in this queue are told of."""
        return self.find_incident(queue_id)
