"""Incidents as values: their words, what was done with them, and everybody who waits for the answer."""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.core.flow import Words
from lur.core.ids import ContactId, IncidentId, Instant, Language, QueueId
from lur.core.values import Outcome

IncidentState = Literal["open", "published", "solved"]
"""open: known to staff alone. published: said and shown to customers. solved: over."""
IncidentDeed = Literal["opened", "published", "changed", "withdrawn", "solved"]
TiedState = Literal["here", "gone", "to_tell", "texted", "on_page", "seen", "wants_call", "told"]
"""here: the contact is not over. gone: it is over, and nothing is owed. to_tell: the customer left to be told
when it is solved. Then: texted: the answer was sent. on_page: it stands on the place page, for it could not
be sent. seen: the customer has looked at it there. wants_call: they want to be called about it. told:
somebody of the staff has told them."""
OWED: tuple[TiedState, ...] = ("to_tell", "on_page", "wants_call")
"""States in which a customer still waits for the answer."""
NOBODY_IS_OWED: tuple[Outcome, ...] = ("served", "joined")
"""Ends after which a tied contact's customer waits for nothing more."""


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody did with an incident. ``by`` is as the journal names them: ``account:ID``."""

    at: Instant
    by: str
    what: IncidentDeed


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """An incident with its words. ``answer`` is empty until it is solved."""

    id: IncidentId
    queue_ids: tuple[QueueId, ...]
    state: IncidentState
    words: Words
    answer: Words
    opened_at: Instant
    published_at: Instant | None
    """When customers first saw it."""
    solved_at: Instant | None
    deeds: tuple[Deed, ...]
    """The earliest first."""


class Dismissed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody has said that a queue's surge is no incident."""

    queue_id: QueueId
    until: Instant
    by: str


class Tied(msgspec.Struct, frozen=True, kw_only=True):
    """A contact that is about an incident, and whether its customer knows the answer."""

    contact_id: ContactId
    incident_id: IncidentId
    queue_id: QueueId
    language: Language
    tied_at: Instant
    state: TiedState
    since: Instant
    """When the state became this."""


class PublishedIncident(msgspec.Struct, frozen=True, kw_only=True):
    """What everybody may see of an incident."""

    id: IncidentId
    queue_ids: tuple[QueueId, ...]
    published_at: Instant
    text: str
    """In the language that was asked for."""


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a tied contact's customer sees of the incident."""

    incident_id: IncidentId
    solved: bool
    text: str
    """What is down, or when it is solved the answer; in the contact's language."""
    state: TiedState
