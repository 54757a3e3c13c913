"""Events of those who wait: at the door, in line, to be called back, with something to say. Part of
``events.py``, which names them all.
"""

from __future__ import annotations

from lur.core.event import Event
from lur.core.ids import AgentId, ContactId, IncidentId, Instant, Language, QueueId, StatementId
from lur.core.values import CallMiss, Door, GrownReason, StatementForm


class ContactQueued(Event, frozen=True, kw_only=True):
    """The entry flow is done, or took too long: the contact has its place, credited from when it came."""

    contact_id: ContactId
    queue_id: QueueId
    language: Language
    due: Instant
    choices: tuple[str, ...] = ()


class ContactRefused(Event, frozen=True, kw_only=True):
    """The door is shut, and the customer is asked whether to be called back: when it opens, or in turn."""

    contact_id: ContactId
    queue_id: QueueId
    language: Language
    due: Instant
    door: Door
    opens: Instant | None = None
    choices: tuple[str, ...] = ()


class ContactOverflowed(Event, frozen=True, kw_only=True):
    """The contact has waited so long that the agents of ``queue_id`` may take it too. Its place in the one
    order is the same."""

    contact_id: ContactId
    queue_id: QueueId


class CallbackAsked(Event, frozen=True, kw_only=True):
    """The contact keeps its place and is called when its turn comes; no line is needed meanwhile."""

    contact_id: ContactId


class CallbackPostponed(Event, frozen=True, kw_only=True):
    """The contact is not to be called before ``from_at``; it has no place until then.

    ``chosen``: the customer wants a later time. The wait until then is their own, so ``entered`` is moved:
    what they had waited counts, what they chose to wait does not. Otherwise (closed) ``entered`` stays.
    ``until_at`` is when the window they chose ends.
    """

    contact_id: ContactId
    from_at: Instant
    entered: Instant
    due: Instant
    until_at: Instant | None = None
    chosen: bool = False


class CallbackDue(Event, frozen=True, kw_only=True):
    """The time has come: the contact waits in its queue at its credited place."""

    contact_id: ContactId


class CallbackDialled(Event, frozen=True, kw_only=True):
    """An agent has seen it and the customer is being called, for the ``attempt``-th time."""

    contact_id: ContactId
    agent_id: AgentId
    attempt: int


class CallbackAnswered(Event, frozen=True, kw_only=True):
    """The customer answered; the two speak, and the contact is on a line like any other."""

    contact_id: ContactId
    agent_id: AgentId
    attempt: int


class CallbackMissed(Event, frozen=True, kw_only=True):
    """The customer was not reached. Tried again at ``again_at``; None: this was the last attempt."""

    contact_id: ContactId
    agent_id: AgentId
    attempt: int
    miss: CallMiss
    again_at: Instant | None


class StatementKept(Event, frozen=True, kw_only=True):
    """A customer said, wrote or sent something before being served. See ``commands.KeepStatement``."""

    contact_id: ContactId
    statement_id: StatementId
    form: StatementForm
    duration_ms: int
    upset: int | None
    tell_all: bool


class IncidentOpened(Event, frozen=True, kw_only=True):
    """Something is down that many ask about."""

    incident_id: IncidentId
    queue_ids: tuple[QueueId, ...]


class IncidentSolved(Event, frozen=True, kw_only=True):
    """It works again."""

    incident_id: IncidentId


class ContactTied(Event, frozen=True, kw_only=True):
    """The contact is about this incident."""

    contact_id: ContactId
    incident_id: IncidentId


class PlaceResumed(Event, frozen=True, kw_only=True):
    """The contact has the place of an earlier one of the same customer: ``entered`` and ``due`` as they would
    be had the customer never left. An earlier contact gives its place back once. When it still waits to be
    called back, its end follows, and a call back is what this contact becomes again if its line is lost.
    """

    contact_id: ContactId
    former_id: ContactId
    entered: Instant
    due: Instant


class WaitTold(Event, frozen=True, kw_only=True):
    """What the customer was told: place and range. Kept, so that its error can be published.

    ``low_ms`` and ``high_ms`` are counted from ``at``; None when nothing honest can be said. ``staffed`` is
    how many agents who can serve the queue were signed in and not paused. ``grown`` says why the range rose,
    when it did.
    """

    contact_id: ContactId
    place: int
    low_ms: int | None
    high_ms: int | None
    staffed: int
    grown: GrownReason | None = None
