"""Events: what has happened. Past participles, frozen, the only thing that ``apply`` reads and the journal
keeps.

They carry ids, times and choices, never a name, a number or a word that somebody said: those lie in the
vault. Times are ``Instant`` (ms UTC), durations end in ``_ms``. A kind that changes its fields gets a new
number in ``VERSIONS`` and an upcaster in ``upcasters.py``.
"""

from __future__ import annotations

import msgspec

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
from lur.core.values import (
    CallMiss,
    DeclineReason,
    Door,
    EndCause,
    EndedBy,
    GrownReason,
    Hindrance,
    Outcome,
    QueueSettings,
    ReturnReason,
    SignOutReason,
    Skill,
    StatementForm,
    WithdrawReason,
)


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=True):
    """What all events carry: when it happened."""

    at: Instant


class QueueAdded(Event, frozen=True, kw_only=True):
    """A queue exists."""

    queue_id: QueueId
    settings: QueueSettings


class QueueChanged(Event, frozen=True, kw_only=True):
    """A queue has new settings."""

    queue_id: QueueId
    settings: QueueSettings


class AgentAdded(Event, frozen=True, kw_only=True):
    """An agent is known."""

    agent_id: AgentId
    skills: tuple[Skill, ...]
    written_capacity: int
    demo: bool = False


class AgentSkillsChanged(Event, frozen=True, kw_only=True):
    """An agent has other skills than before."""

    agent_id: AgentId
    skills: tuple[Skill, ...]


class AgentRemoved(Event, frozen=True, kw_only=True):
    """An agent is no longer known."""

    agent_id: AgentId


class AgentBecameReady(Event, frozen=True, kw_only=True):
    """The agent can be offered contacts."""

    agent_id: AgentId


class AgentPaused(Event, frozen=True, kw_only=True):
    """The agent is away for a reason, until ``until`` at the latest."""

    agent_id: AgentId
    reason: str
    until: Instant


class AgentSignedOut(Event, frozen=True, kw_only=True):
    """The agent has left."""

    agent_id: AgentId
    reason: SignOutReason


class PauseRequested(Event, frozen=True, kw_only=True):
    """The agent will pause when the contact and its wrap-up are done."""

    agent_id: AgentId
    reason: str
    limit_ms: int


class SignOutRequested(Event, frozen=True, kw_only=True):
    """The agent will leave when the contact and its wrap-up are done."""

    agent_id: AgentId


class RequestWithdrawn(Event, frozen=True, kw_only=True):
    """The agent stays after all: the asked-for pause or sign-out is taken back."""

    agent_id: AgentId


class WrapUpStarted(Event, frozen=True, kw_only=True):
    """The contact is over, the agent works on with it until ``until`` at the latest."""

    agent_id: AgentId
    contact_id: ContactId
    until: Instant


class WrapUpFinished(Event, frozen=True, kw_only=True):
    """The work after the contact is done, by the agent or by its limit (``disposition`` None)."""

    agent_id: AgentId
    contact_id: ContactId
    disposition: str | None = None
    solved: bool | None = None
    hard: bool = False


class BreathStarted(Event, frozen=True, kw_only=True):
    """A short pause after a contact, before the next."""

    agent_id: AgentId
    until: Instant


class MoreTimeTaken(Event, frozen=True, kw_only=True):
    """The wrap-up or breath lasts until ``until``."""

    agent_id: AgentId
    until: Instant


class AgentHindered(Event, frozen=True, kw_only=True):
    """The agent's desk cannot be called, and why. Another hindrance takes the place of an earlier one."""

    agent_id: AgentId
    hindrance: Hindrance


class AgentUnhindered(Event, frozen=True, kw_only=True):
    """The agent's desk can be called again."""

    agent_id: AgentId


class AgentBecameUnreachable(Event, frozen=True, kw_only=True):
    """The agent wants contacts but cannot be called; at ``until`` a pause begins."""

    agent_id: AgentId
    until: Instant


class ContactArrived(Event, frozen=True, kw_only=True):
    """A contact is here. ``entered`` is when the wait began, ``due`` when it should be answered.

    ``entering``: an entry flow has it, or the door is shut, and it has no place yet; ``queue_id`` is where it
    would go. ``on_line`` false: nobody is on a line, the customer is to be called.
    """

    contact_id: ContactId
    queue_id: QueueId
    channel: Channel
    language: Language
    entry: str
    entered: Instant
    due: Instant
    entering: bool = False
    on_line: bool = True


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


class PlaceResumed(Event, frozen=True, kw_only=True):
    """The contact has the place of an earlier one of the same customer: ``entered`` and ``due`` as they would
    be had the customer never left. An earlier contact gives its place back once. When it still waits to be
    called back, its end follows, and a call back is what this contact becomes again if its line is lost.
    """

    contact_id: ContactId
    former_id: ContactId
    entered: Instant
    due: Instant


class ContactReturned(Event, frozen=True, kw_only=True):
    """The agent's side failed; the contact waits again at its credited place."""

    contact_id: ContactId
    agent_id: AgentId
    reason: ReturnReason


class ContactMoved(Event, frozen=True, kw_only=True):
    """The contact waits in another queue; ``entered`` is unchanged, ``due`` follows the new promise."""

    contact_id: ContactId
    queue_id: QueueId
    due: Instant


class ContactHeld(Event, frozen=True, kw_only=True):
    """The customer is parked and hears music."""

    contact_id: ContactId


class ContactResumed(Event, frozen=True, kw_only=True):
    """The customer and the agent hear each other again."""

    contact_id: ContactId


class ContactEnded(Event, frozen=True, kw_only=True):
    """The contact is over, with its one outcome."""

    contact_id: ContactId
    outcome: Outcome
    ended_by: EndedBy
    cause: EndCause


class ContactDescribed(Event, frozen=True, kw_only=True):
    """The agent said what came of a contact, outside its wrap-up; the latest word counts."""

    contact_id: ContactId
    agent_id: AgentId
    disposition: str | None
    solved: bool | None
    hard: bool


class RecordingDeclined(Event, frozen=True, kw_only=True):
    """The customer does not want to be recorded."""

    contact_id: ContactId


class RecordingKept(Event, frozen=True, kw_only=True):
    """A recording is on disk, whole, with this digest of its file."""

    contact_id: ContactId
    recording_id: RecordingId
    sha256: str
    started_at: Instant
    duration_ms: int


class RecordingLost(Event, frozen=True, kw_only=True):
    """A recording is missing, and why."""

    contact_id: ContactId
    recording_id: RecordingId
    reason: str


class OfferMade(Event, frozen=True, kw_only=True):
    """One timed attempt to give a contact to an agent.

    ``waited`` are those who waited for this agent, earliest due first, at most ten; the contact is the first
    of them. ``free_agents`` are those who could have taken it, best first, at most ten (the first was
    chosen). ``passed_over`` has, for each queue that this agent cannot serve, its first contact if that
    one is due earlier. A stranger can check the choice with them.
    """

    offer_id: OfferId
    contact_id: ContactId
    agent_id: AgentId
    expires: Instant
    free_agents: tuple[AgentId, ...]
    passed_over: tuple[ContactId, ...] = ()
    waited: tuple[ContactId, ...] = ()


class OfferAccepted(Event, frozen=True, kw_only=True):
    """The agent answered; the two speak."""

    offer_id: OfferId
    contact_id: ContactId
    agent_id: AgentId


class OfferDeclined(Event, frozen=True, kw_only=True):
    """The agent or the phone said no; the contact waits again at its credited place."""

    offer_id: OfferId
    contact_id: ContactId
    agent_id: AgentId
    reason: DeclineReason


class OfferExpired(Event, frozen=True, kw_only=True):
    """Nobody answered in time: a missed ring."""

    offer_id: OfferId
    contact_id: ContactId
    agent_id: AgentId


class OfferWithdrawn(Event, frozen=True, kw_only=True):
    """The offer ended without fault of the agent."""

    offer_id: OfferId
    contact_id: ContactId
    agent_id: AgentId
    reason: WithdrawReason


AnyEvent = (
    QueueAdded
    | QueueChanged
    | AgentAdded
    | AgentSkillsChanged
    | AgentRemoved
    | AgentBecameReady
    | AgentPaused
    | AgentSignedOut
    | PauseRequested
    | SignOutRequested
    | RequestWithdrawn
    | WrapUpStarted
    | WrapUpFinished
    | BreathStarted
    | MoreTimeTaken
    | AgentHindered
    | AgentUnhindered
    | AgentBecameUnreachable
    | ContactArrived
    | ContactQueued
    | ContactRefused
    | ContactOverflowed
    | CallbackAsked
    | CallbackPostponed
    | CallbackDue
    | CallbackDialled
    | CallbackAnswered
    | CallbackMissed
    | StatementKept
    | IncidentOpened
    | IncidentSolved
    | ContactTied
    | WaitTold
    | PlaceResumed
    | ContactReturned
    | ContactMoved
    | ContactHeld
    | ContactResumed
    | ContactEnded
    | ContactDescribed
    | RecordingDeclined
    | RecordingKept
    | RecordingLost
    | OfferMade
    | OfferAccepted
    | OfferDeclined
    | OfferExpired
    | OfferWithdrawn
)

VERSIONS: dict[str, int] = {}
"""Kinds whose current version is not 1."""


def version_of(kind: str) -> int:
    """The current version of an event kind, 1 unless it has changed since the first release."""
    return VERSIONS.get(kind, 1)
