"""What is told of an event: one documented shape for each kind, whatever the journal's own shapes become.

Every field is an id, an instant, a number or a code. Fields are added in time, and never removed or given
another meaning, so a receiver ignores what it does not know.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec

from lur.core import events as e
from lur.core.ids import (
    AgentId,
    Channel,
    ContactId,
    IncidentId,
    Instant,
    Language,
    OfferId,
    QueueId,
    RecordingId,
    StatementId,
)
from lur.features.webhooks.model import PING, MessageKind


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What each message about a contact says. ``seq`` numbers all events of this Lur in their order."""

    contact_id: ContactId
    seq: int


class Arrived(Told, frozen=True, kw_only=True):
    """A contact is here. ``entered``: when its wait began; ``entry``: our address that was dialled."""

    queue_id: QueueId
    channel: Channel
    language: Language
    entry: str
    entered: Instant


class InQueue(Told, frozen=True, kw_only=True):
    """The contact waits in a queue: after its entry flow, or moved there. ``due``: when it should be
    answered."""

    queue_id: QueueId
    due: Instant


class Refused(Told, frozen=True, kw_only=True):
    """The door is shut (``closed`` or ``full``); ``opens``: when it opens."""

    queue_id: QueueId
    door: str
    opens: Instant | None


class Stated(Told, frozen=True, kw_only=True):
    """The customer said, wrote or sent something before being served; ``upset``: their own word, 0 to 10."""

    statement_id: StatementId
    form: str
    upset: int | None


class WaitTold(Told, frozen=True, kw_only=True):
    """What the customer was told: place, and a range in ms from ``timestamp``; None: nothing honest can be
    said."""

    place: int
    low_ms: int | None
    high_ms: int | None


class Tied(Told, frozen=True, kw_only=True):
    """The contact is about an incident."""

    incident_id: IncidentId


class OnlyContact(Told, frozen=True, kw_only=True):
    """It happened to the contact; the kind says it all."""


class CallbackMissed(Told, frozen=True, kw_only=True):
    """The customer was called and not reached. Tried again at ``again_at``; None: this was the last time."""

    agent_id: AgentId
    attempt: int
    miss: str
    again_at: Instant | None


class Offered(Told, frozen=True, kw_only=True):
    """An agent is rung."""

    offer_id: OfferId
    agent_id: AgentId


class WithAgent(Told, frozen=True, kw_only=True):
    """An agent has the contact."""

    agent_id: AgentId


class CalledOut(Told, frozen=True, kw_only=True):
    """An agent began the contact; its customer is being called."""

    agent_id: AgentId
    queue_id: QueueId


class Returned(Told, frozen=True, kw_only=True):
    """The agent's side failed; the contact waits again at its credited place."""

    agent_id: AgentId
    reason: str


class HandedOver(Told, frozen=True, kw_only=True):
    """Another agent has the contact."""

    agent_id: AgentId
    from_agent_id: AgentId | None


class Ended(Told, frozen=True, kw_only=True):
    """The contact is over, with its one outcome."""

    outcome: str
    ended_by: str
    cause: str


class Described(Told, frozen=True, kw_only=True):
    """The agent said what came of it; the latest word counts. None: not said."""

    agent_id: AgentId
    disposition: str | None
    solved: bool | None


class Rated(Told, frozen=True, kw_only=True):
    """The customer said how it went, 1 to 5, by key or on the place page."""

    way: str
    rating: int


class RecordingKept(Told, frozen=True, kw_only=True):
    """A recording is there; who may play recordings gets it from the API."""

    recording_id: RecordingId
    duration_ms: int


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent: the kind, when it happened (ISO 8601, UTC), and what is told."""

    type: str
    timestamp: str
    data: msgspec.Raw


TABLE: dict[type[e.AnyEvent], tuple[MessageKind, type[Told]]] = {
    e.ContactArrived: ("contact.arrived", Arrived),
    e.ContactQueued: ("contact.queued", InQueue),
    e.ContactRefused: ("contact.refused", Refused),
    e.StatementKept: ("contact.statement_kept", Stated),
    e.WaitTold: ("contact.wait_told", WaitTold),
    e.ContactTied: ("contact.tied", Tied),
    e.CallbackAsked: ("contact.callback_asked", OnlyContact),
    e.CallbackMissed: ("contact.callback_missed", CallbackMissed),
    e.OfferMade: ("contact.offered", Offered),
    e.OfferAccepted: ("contact.answered", WithAgent),
    e.CallbackAnswered: ("contact.answered", WithAgent),
    e.CalledOut: ("contact.called_out", CalledOut),
    e.ContactHeld: ("contact.held", OnlyContact),
    e.ContactResumed: ("contact.resumed", OnlyContact),
    e.ContactReturned: ("contact.returned", Returned),
    e.ContactMoved: ("contact.moved", InQueue),
    e.ContactHandedOver: ("contact.handed_over", HandedOver),
    e.ContactEnded: ("contact.ended", Ended),
    e.ContactDescribed: ("contact.described", Described),
    e.WrapUpFinished: ("contact.described", Described),
    e.ContactRated: ("contact.rated", Rated),
    e.RecordingKept: ("contact.recording_kept", RecordingKept),
}
"""Which event is told as what. The fields of the shape are taken from the event, by name."""
SHAPES: dict[MessageKind, type[Told]] = dict(TABLE.values())
_OWN = {
    kind: tuple(name for name in shape.__struct_fields__ if name != "seq") for kind, shape in TABLE.values()
}
_encode: Callable[[Any], bytes] = msgspec.json.Encoder().encode


def told_of(seq: int, event: e.AnyEvent) -> tuple[MessageKind, ContactId, str] | None:
    """The kind, the contact and the body of the message about an event; None when there is none."""
    found = TABLE.get(type(event))
    if found is None or (isinstance(event, e.WrapUpFinished) and event.disposition is None):
        return None
    kind, shape = found
    data = shape(seq=seq, **{name: getattr(event, name) for name in _OWN[kind]})
    return kind, data.contact_id, _message(kind, event.at, data)


def ping_body(webhook_id: str, at: Instant) -> str:
    """The body of a message that is only a try."""
    return _message(PING, at, {"webhook_id": webhook_id})


def _message(kind: str, at: Instant, data: object) -> str:
    message = Message(type=kind, timestamp=_iso(at), data=msgspec.Raw(_encode(data)))
    return _encode(message).decode()


def _iso(at: Instant) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
