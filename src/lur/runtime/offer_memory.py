"""Remembers what came of recent offers, so that whoever asks a moment later can be told.

An offer that is over has left the state. A page that answers at the instant the caller hangs up shall hear
just that, a second press of the key shall do no harm, and an agent may see which calls they missed. Kept in
memory only: the whole story is in the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import msgspec

from lur.core import events as e
from lur.core.ids import AgentId, ContactId, Instant, OfferId
from lur.runtime.views import View

KEPT = 2_000

OfferOutcome = Literal["open", "accepted", "declined", "missed", "withdrawn"]


class PastOffer(View, frozen=True, kw_only=True):
    """One offer and what came of it. ``reason`` says why it was declined or withdrawn."""

    offer_id: OfferId
    contact_id: ContactId
    agent_id: AgentId
    at: Instant
    outcome: OfferOutcome = "open"
    reason: str = ""
    ended_at: Instant | None = None


class OfferMemory:
    """The latest offers, oldest first. ``follow`` is a ``Subscriber``, and may be shown old events too."""

    def __init__(self) -> None:
        self._offers: dict[OfferId, PastOffer] = {}

    def find(self, offer_id: OfferId) -> PastOffer | None:
        """An offer that is remembered."""
        return self._offers.get(offer_id)

    def of_agent(self, agent_id: AgentId, most: int) -> tuple[PastOffer, ...]:
        """The agent's latest offers, newest first."""
        own = [each for each in self._offers.values() if each.agent_id == agent_id]
        return tuple(reversed(own[-most:]))

    def follow(self, events: Sequence[e.AnyEvent]) -> None:
        """These have happened, in this order."""
        for event in events:
            note = _NOTES.get(type(event))
            if note is not None:
                past = note(self._offers.get(event.offer_id), event)  # type: ignore[union-attr]
                if past is not None:
                    self._offers[past.offer_id] = past
        while len(self._offers) > KEPT:
            del self._offers[next(iter(self._offers))]


def _made(_: PastOffer | None, event: e.OfferMade) -> PastOffer:
    return PastOffer(
        offer_id=event.offer_id, contact_id=event.contact_id, agent_id=event.agent_id, at=event.at
    )


def _ended(outcome: OfferOutcome) -> Callable[[PastOffer | None, Any], PastOffer | None]:
    def note(past: PastOffer | None, event: Any) -> PastOffer | None:
        if past is None:
            return None
        reason: str = getattr(event, "reason", "")
        return msgspec.structs.replace(past, outcome=outcome, reason=reason, ended_at=event.at)

    return note


_NOTES: dict[type, Callable[[PastOffer | None, Any], PastOffer | None]] = {
    e.OfferMade: _made,
    e.OfferAccepted: _ended("accepted"),
    e.OfferDeclined: _ended("declined"),
    e.OfferExpired: _ended("missed"),
    e.OfferWithdrawn: _ended("withdrawn"),
}
