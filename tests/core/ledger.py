"""The credited wait, counted a second time: by following who came when and who chose to wait by themselves.

It reads only what an event says has happened, never the times that the core credits, so a wait that is lost
or gained on any path shows as a difference.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lur.core import events as e
from lur.core.ids import ContactId, Instant


@dataclass
class Ledger:
    """Feed it every event; ``entered`` is when each contact's wait counts from."""

    entered: dict[ContactId, Instant] = field(default_factory=dict)
    _waited: dict[ContactId, tuple[int, Instant]] = field(default_factory=dict)
    """Of those who rest by choice: how long they had waited, and until when they rest."""
    _left: dict[ContactId, Instant] = field(default_factory=dict)

    def observe(self, event: e.AnyEvent) -> None:
        """The next event."""
        match event:
            case e.ContactArrived() | e.CalledOut():
                self.entered[event.contact_id] = event.at
            case e.CallbackPostponed(chosen=True):
                waited_ms, _ = self._waited.get(
                    event.contact_id, (event.at - self.entered[event.contact_id], 0)
                )
                self._waited[event.contact_id] = (waited_ms, event.from_at)
                self.entered[event.contact_id] = event.from_at - waited_ms
            case e.CallbackPostponed() | e.CallbackDue():
                self._waited.pop(event.contact_id, None)
            case e.PlaceResumed():
                self._resume(event)
            case e.ContactEnded():
                self._left[event.contact_id] = self.entered.pop(event.contact_id)
                self._waited.pop(event.contact_id, None)
            case _:
                pass

    def _resume(self, event: e.PlaceResumed) -> None:
        former = event.former_id
        if former in self._waited:
            earlier = event.at - self._waited[former][0]
        else:
            earlier = self.entered[former] if former in self.entered else self._left[former]
        self.entered[event.contact_id] = min(self.entered[event.contact_id], earlier)
