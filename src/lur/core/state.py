"""The live centre as data. Only ``apply`` changes it; everybody else reads, and hands out frozen copies.

Kept small on purpose: an ended contact leaves at once (its story is in the journal), and what is derived (who
may serve which queue, which deadline is next) is kept beside the facts so that a decision costs no scan.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from lur.core.ids import (
    AgentId,
    Channel,
    ContactId,
    IncidentId,
    Instant,
    Language,
    OfferId,
    PartyId,
    QueueId,
)
from lur.core.transitions import STAFFED, Phase, Presence
from lur.core.values import PAUSE_LIMITS_MS, Door, Hindrance, Part, Purpose, QueueSettings, Skill

CYCLES_KEPT = 50
ENDED_KEPT = 2_000
LEFT_KEPT = 2_000
HARD_WINDOW_MS = 2 * 60 * 60 * 1000

OrderKey = tuple[Instant, Instant, ContactId]
"""Due, entered, id: the one order there is."""

IdleKey = tuple[Instant, AgentId]
"""Idle since, id: who of the free agents comes first when none has had hard contacts."""


@dataclass(slots=True)
class Queue:
    """Where contacts wait, in ``waiting`` order: earliest due first."""

    queue_id: QueueId
    settings: QueueSettings
    waiting: list[OrderKey] = field(default_factory=list)
    staffed: dict[AgentId, None] = field(default_factory=dict)
    """Agents who can serve it and are signed in and not paused. No sets in the state: they have no order."""
    free: list[IdleKey] = field(default_factory=list)
    """Those of them who are ready, longest idle first."""
    cycles_ms: list[int] = field(default_factory=list)
    """The latest times an agent was bound by one contact, ring to free again; newest last."""
    served_recently: int = 0
    abandoned_recently: int = 0
    """Halved together when they pass 200, so that old days fade."""


@dataclass(slots=True)
class Told:
    """The latest place and range that a customer heard."""

    at: Instant
    place: int
    low_ms: int | None
    high_ms: int | None
    staffed: int


@dataclass(slots=True)
class Callback:
    """What a contact that is to be called has beside its place."""

    asked: Instant
    attempts: int = 0
    from_at: Instant | None = None
    """Not before then; None: when its turn comes."""
    until_at: Instant | None = None
    """The end of the window that the customer chose."""
    chosen: bool = False


@dataclass(slots=True)
class Refusal:
    """Why a customer stands at a shut door, and when it opens."""

    door: Door
    opens: Instant | None


@dataclass(slots=True)
class Party:
    """Somebody who is asked into a talk, or is in it, beside the agent who has it."""

    party_id: PartyId
    agent_id: AgentId | None
    """None: an outside number, which lies in the vault."""
    purpose: Purpose
    part: Part
    since: Instant
    asked_by: AgentId | None = None
    expires: Instant | None = None
    """When asking ends; None: they are there."""
    passed: tuple[AgentId, ...] = ()
    """Who was asked for the same help before."""

    @property
    def is_there(self) -> bool:
        """In the talk, not only asked into it."""
        return self.expires is None


@dataclass(slots=True)
class Contact:
    """One interaction that is not over yet."""

    contact_id: ContactId
    queue_id: QueueId
    channel: Channel
    language: Language
    entry: str
    entered: Instant
    due: Instant
    phase: Phase = "waiting"
    phase_since: Instant = 0
    offer_id: OfferId | None = None
    place_at_arrival: int = 1
    agent_id: AgentId | None = None
    answered_at: Instant | None = None
    """The first time an agent answered; a contact that returns keeps it."""
    told: Told | None = None
    tell_at: Instant | None = None
    recording_declined: bool = False
    until: Instant | None = None
    """When entering, standing at a shut door or resting ends by itself."""
    callback: Callback | None = None
    """The customer is on no line and is to be called."""
    has_fallback: bool = False
    """The customer had asked to be called back before this call; if its line is lost, that is what it is."""
    refusal: Refusal | None = None
    also: tuple[QueueId, ...] = ()
    """Other queues whose agents may take it, since it has waited long."""
    overflow_at: Instant | None = None
    choices: tuple[str, ...] = ()
    statements: int = 0
    tell_all: bool = False
    upset: int | None = None
    solved: bool = False
    """Marked as solved while it is talked about; the latest word counts."""
    incident_id: IncidentId | None = None
    parties: list[Party] = field(default_factory=list)
    """Who else is in the talk, or asked into it, the earliest first."""
    left_by: AgentId | None = None
    """The agent who left while a colleague was asked to take the customer."""
    hold_since: Instant | None = None
    hold_at: Instant | None = None
    """When the agent is next reminded of the customer on hold."""
    hold_reminded: bool = False
    """The agent has been reminded."""
    hold_over: bool = False
    """On hold for longer than may be."""
    steps: tuple[tuple[str, str], ...] = ()
    """From whom to whom it has been given; the same step twice would be a loop."""
    is_outgoing: bool = False
    """An agent of ours called; the customer never stood in line."""

    @property
    def queues(self) -> tuple[QueueId, ...]:
        """All queues that it waits in when it waits; its own first."""
        return (self.queue_id, *self.also)

    @property
    def order_key(self) -> OrderKey:
        """Its place in the one order."""
        return (self.due, self.entered, self.contact_id)


@dataclass(slots=True)
class Offer:
    """One timed attempt to give a contact to an agent, while it is open."""

    offer_id: OfferId
    contact_id: ContactId
    agent_id: AgentId
    made: Instant
    expires: Instant


@dataclass(slots=True)
class Request:
    """What an agent has asked for, to be done when the contact and its wrap-up are over."""

    sign_out: bool
    reason: str = ""
    limit_ms: int = 0


@dataclass(slots=True)
class Assignment:
    """What an agent does otherwise for a while."""

    skills: tuple[Skill, ...]
    """Beside their own."""
    queue_ids: tuple[QueueId, ...]
    """Only these are served; none: all that the skills allow."""
    until: Instant


@dataclass(slots=True)
class Agent:
    """A person who serves."""

    agent_id: AgentId
    own_skills: dict[str, int]
    written_capacity: int
    skills: dict[str, int]
    """What counts: their own, and those of today's assignment."""
    team: str = ""
    assignment: Assignment | None = None
    demo: bool = False
    presence: Presence = "signed_out"
    since: Instant = 0
    until: Instant | None = None
    """When pause, wrap-up, breath or being unreachable ends by itself."""
    pause_reason: str | None = None
    hindrance: Hindrance | None = None
    """Why the agent's desk cannot be called now, whatever the presence."""
    contacts: list[ContactId] = field(default_factory=list)
    offer_id: OfferId | None = None
    idle_since: Instant = 0
    requested: Request | None = None
    hard_at: list[Instant] = field(default_factory=list)
    cycle_from: Instant | None = None
    cycle_queue: QueueId | None = None
    wrap_up_contact: ContactId | None = None
    party_id: PartyId | None = None
    """What the agent is asked into, or in, of a colleague's."""
    stands_by: bool = False
    """Goes back to standing by when what keeps the agent is over."""
    helps: bool = False
    """Calls for help come to this agent while standing by."""
    learner_id: AgentId | None = None
    """Beside whom this mentor sits."""
    serves: tuple[QueueId, ...] = ()

    @property
    def is_staffed(self) -> bool:
        """Signed in and not paused."""
        return self.presence in STAFFED

    def hard_load(self, at: Instant) -> int:
        """How many hard contacts in the last two hours; shares them out among those who are free."""
        if not self.hard_at:
            return 0
        return sum(1 for moment in self.hard_at if moment > at - HARD_WINDOW_MS)


@dataclass(slots=True)
class Left:
    """Somebody who left unserved, and whose place is kept a while."""

    channel: Channel
    entered: Instant
    at: Instant
    by_customer: bool
    """The customer hung up; otherwise a line or a machine failed."""


@dataclass(slots=True)
class Incident:
    """Something that is down and that many ask about."""

    queue_ids: tuple[QueueId, ...]
    opened: Instant
    tied: int = 0


Deadline = tuple[Instant, str, str]
"""When, what (``offer``, ``agent``, ``assigned``, ``tell``, ``contact``, ``overflow``, ``hold``, ``party``),
whose id."""


@dataclass(slots=True)
class State:
    """Everything the centre knows. ``deadlines`` is a heap that may hold stale rows below its top."""

    now: Instant = 0
    offers_made: int = 0
    parties_made: int = 0
    queues: dict[QueueId, Queue] = field(default_factory=dict)
    agents: dict[AgentId, Agent] = field(default_factory=dict)
    contacts: dict[ContactId, Contact] = field(default_factory=dict)
    offers: dict[OfferId, Offer] = field(default_factory=dict)
    ended: dict[ContactId, Instant] = field(default_factory=dict)
    """The latest contacts that are over, oldest first; a second arrival with their id is refused."""
    left: dict[ContactId, Left] = field(default_factory=dict)
    """Contacts that left their queue unserved, the latest last; their places can be resumed."""
    parties: dict[PartyId, ContactId] = field(default_factory=dict)
    """In which contact each party is."""
    pauses: dict[str, int] = field(default_factory=lambda: dict(PAUSE_LIMITS_MS))
    """What agents may pause for, and for how long at most, ms."""
    mentors: dict[AgentId, AgentId] = field(default_factory=dict)
    """Learner to mentor."""
    incidents: dict[IncidentId, Incident] = field(default_factory=dict)
    """Those that are not solved yet."""
    overflowed: dict[ContactId, None] = field(default_factory=dict)
    """Waiting contacts that stand in more queues than one."""
    ready: dict[AgentId, None] = field(default_factory=dict)
    on_written: dict[AgentId, None] = field(default_factory=dict)
    """Agents on written contacts, who may have room for one more."""
    deadlines: list[Deadline] = field(default_factory=list)


def place_of(state: State, contact: Contact) -> int | None:
    """The contact's place in its queue, 1 for the first, or None when it is not waiting."""
    if contact.phase != "waiting":
        return None
    return bisect_left(state.queues[contact.queue_id].waiting, contact.order_key) + 1


def party_of(state: State, party_id: PartyId) -> tuple[Contact, Party] | None:
    """The contact and the party of that name, or None when it is over."""
    contact_id = state.parties.get(party_id)
    if contact_id is None:
        return None
    contact = state.contacts[contact_id]
    return contact, next(each for each in contact.parties if each.party_id == party_id)
