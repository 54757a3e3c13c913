"""What a person may see of the centre now: frozen views, the status made of them, what a live socket sends.

These structs are the whole contract with the pages and with ``lur status --json``; the TypeScript in
``ui/src/generated/types.ts`` is made from them. Times are ms UTC, durations end in ``_ms``. Nothing in a view
depends on the time of reading (it says *since when*, never *for how long*), so that nothing has to be sent
merely because a second has passed.
"""

from __future__ import annotations

from typing import Literal

import msgspec

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
from lur.core.values import Hindrance, HoursOverride, Part, Purpose, Skill

PresenceName = Literal[
    "signed_out",
    "ready",
    "unreachable",
    "offered",
    "on_contact",
    "wrap_up",
    "breath",
    "pause",
    "standby",
    "asked",
    "assisting",
]
ContactPhase = Literal[
    "entering",
    "refused",
    "waiting",
    "resting",
    "offered",
    "dialling",
    "talking",
    "held",
    "transferring",
    "outside",
]
TrunkState = Literal["up", "down", "registering", "unknown"]
AlarmCode = Literal[
    "journal_unavailable",
    "edge_down",
    "media_down",
    "one_way_audio",
    "trunk_down",
    "disk_low",
    "backup_old",
    "figures_differ",
    "webhook_paused",
    "webhook_set_aside",
    "work_failing",
]


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all views: every field is always sent."""


class TodayView(View, frozen=True, kw_only=True):
    """The day's measures so far, since local midnight; formulas in docs/measures.md.

    Shares are 0 to 1 and None until something can be divided by.
    """

    arrived: int = 0
    turned_away: int = 0
    answered: int = 0
    answered_in_time: int = 0
    abandoned: int = 0
    abandoned_short: int = 0
    """Of those: they left so soon that nobody could have answered; the service level leaves them out."""
    lost: int = 0
    service_level: float | None = None
    abandonment: float | None = None
    asa_ms: int | None = None
    aht_ms: int | None = None
    estimate_kept: float | None = None
    """The share of answered contacts whose wait ended inside the range they were told."""
    estimate_error_ms: int | None = None
    """How far outside it the waits ended, on average."""


class EstimateView(View, frozen=True, kw_only=True):
    """What somebody who came to the queue now would be told; None when nothing honest can be said."""

    low_ms: int
    high_ms: int


class QueueView(View, frozen=True, kw_only=True):
    """A queue: who waits in it, in order, and how it keeps its promise today."""

    id: QueueId
    name: str
    channel: Channel
    promise_ms: int
    required_skills: tuple[Skill, ...]
    waiting: tuple[ContactId, ...]
    """Contacts that wait, the next one first: their index plus one is their place."""
    offered: tuple[ContactId, ...]
    """Contacts whose offer rings now, the earliest due first; they wait still, but have no place."""
    waiting_count: int
    """Both together."""
    longest_wait_since: Instant | None
    """When the one who has waited longest entered."""
    talking_count: int
    callback_count: int
    """Who is to be called, whether they stand in line now or rest until a later time."""
    ready_agents: int
    """Agents who are ready and can serve this queue."""
    open: bool
    opens: Instant | None
    """When it opens next, while it is closed."""
    override: HoursOverride | None
    """Opened or closed by somebody, now or later; None when its hours count."""
    today: TodayView
    estimate: EstimateView | None
    demo: bool


class CallbackView(View, frozen=True, kw_only=True):
    """A customer who is on no line and is to be called."""

    asked: Instant
    attempts: int
    """How often they have been called in vain, or are being called now."""
    from_at: Instant | None
    """Not before then; None when it is as soon as the turn comes."""
    until_at: Instant | None
    """The end of the window that the customer chose."""
    chosen: bool


class ToldView(View, frozen=True, kw_only=True):
    """What the customer was last told."""

    at: Instant
    place: int
    low_ms: int | None
    high_ms: int | None


class CallerView(View, frozen=True, kw_only=True):
    """Who it is, from the vault; empty when unknown, hidden or erased. Personal."""

    number: str = ""
    name: str = ""
    """The customer's when one is known, else what the caller's phone says of itself."""
    customer_id: str = ""
    """Empty when nobody, or more than one, has the number."""


class PartyView(View, frozen=True, kw_only=True):
    """Somebody who is asked into a talk, or is in it, beside its customer and agent."""

    id: PartyId
    agent_id: AgentId | None
    """None: an outside number."""
    number: str
    """Of an outside number. Personal."""
    name: str
    """What the outside number is known as. Personal."""
    purpose: Purpose
    part: Part
    is_there: bool
    since: Instant
    expires: Instant | None
    """When asking ends."""


class ContactView(View, frozen=True, kw_only=True):
    """A live contact. It leaves the collection when it has ended."""

    id: ContactId
    queue_id: QueueId
    channel: Channel
    language: Language
    entry: str
    phase: ContactPhase
    phase_since: Instant
    place: int | None
    """1 for the next one in its queue; None when it does not wait (offered, talking, held)."""
    place_at_arrival: int
    entered: Instant
    due: Instant
    agent_id: AgentId | None
    offer_id: OfferId | None
    offer_expires: Instant | None
    answered_at: Instant | None
    told: ToldView | None
    until: Instant | None
    """When entering, standing at a shut door or resting ends by itself."""
    callback: CallbackView | None
    also: tuple[QueueId, ...]
    """Other queues whose agents may take it, since it has waited long."""
    choices: tuple[str, ...]
    """What the customer chose in the entry flow."""
    statements: int
    """How much the customer has said, written or sent while waiting; read it where it is kept."""
    upset: int | None
    """The customer's own word, 0 to 10."""
    tell_all: bool
    """The customer wants to tell it all before it is solved."""
    solved: bool
    """The agent has marked it as solved while the talk goes on."""
    incident_id: IncidentId | None
    parties: tuple[PartyView, ...]
    """Who else is in the talk, or asked into it, the earliest first. Nobody listens who is not here."""
    left_by: AgentId | None
    """The agent who left while a colleague is asked to take the customer."""
    hold_since: Instant | None
    hold_reminded: bool = False
    """The agent has been reminded of the hold."""
    hold_over: bool
    """On hold for longer than may be."""
    is_outgoing: bool
    """An agent called."""
    hints: int
    """How many lines colleagues in the talk have written to who has it; read them where they are kept."""
    recording_declined: bool
    one_way_audio: bool
    caller: CallerView


class AssignmentView(View, frozen=True, kw_only=True):
    """For a while an agent has more skills, or serves only certain queues (none: all)."""

    skills: tuple[Skill, ...]
    queue_ids: tuple[QueueId, ...]
    until: Instant


class AgentView(View, frozen=True, kw_only=True):
    """An agent and what they do now."""

    id: AgentId
    name: str
    presence: PresenceName
    since: Instant
    until: Instant | None
    """When the presence ends by itself (offer, wrap-up, breath, pause, unreachable)."""
    reason: str | None
    """Why a pause."""
    hindrance: Hindrance | None
    """Why the agent's desk cannot be called, whatever the presence."""
    next: Literal["pause", "sign_out"] | None
    """Asked for, and will happen when the contact and its wrap-up are done."""
    contacts: tuple[ContactId, ...]
    """Contacts that are offered to the agent, talked with or wrapped up."""
    assists: ContactId | None
    """The colleague's contact that the agent is asked into, or in the talk of."""
    stands_by: bool
    """Goes back to standing by for colleagues when what keeps the agent is over."""
    helps: bool
    """Calls for help come to this agent."""
    learner_id: AgentId | None
    """Beside whom this mentor sits."""
    mentor_id: AgentId | None
    skills: tuple[Skill, ...]
    """What counts now: their own, and those of the assignment."""
    own_skills: tuple[Skill, ...]
    team: str
    assignment: AssignmentView | None
    """What they do otherwise for a while."""
    phone_registered: bool
    phone_address: str
    at_desk: bool
    """The agent's phone is a page in the browser, whatever SIP phone there is."""
    demo: bool


class TrunkView(View, frozen=True, kw_only=True):
    """A line to a telephone operator, as the voice edge sees it."""

    id: str
    state: TrunkState
    since: Instant
    detail: str


class AlarmView(View, frozen=True, kw_only=True):
    """Something an operator should look at; ``subject`` is the contact, trunk or path it is about."""

    code: AlarmCode
    subject: str
    since: Instant
    detail: str = ""


class HealthView(View, frozen=True, kw_only=True):
    """How the machinery is."""

    journal: Literal["ok", "unavailable"] = "ok"
    journal_seq: int = 0
    edge: Literal["up", "down"] = "down"
    media: Literal["up", "down"] = "down"
    legs: int = 0
    media_cpu_percent: float = 0.0
    lost_percent: float = 0.0
    strangers_dropped: int = 0
    one_way: tuple[ContactId, ...] = ()
    disk_free_bytes: int = 0
    alarms: tuple[AlarmView, ...] = ()


class HourView(View, frozen=True, kw_only=True):
    """How the wait that was told agreed with the wait that was, in one hour."""

    since: Instant
    told: int
    """Answered contacts that had been told a range."""
    kept: int
    """Those of them whose wait ended inside the first range they were told."""


class IncidentView(View, frozen=True, kw_only=True):
    """Something that is down; its words are read where they are kept."""

    id: IncidentId
    queue_ids: tuple[QueueId, ...]
    opened: Instant
    tied: int
    """Contacts that are about it."""


class ProposalView(View, frozen=True, kw_only=True):
    """Far more arrivals than usual: is something down that many ask about? To be opened, or dismissed."""

    queue_id: QueueId
    topic: str
    """What they are about, as chosen in the entry flow, when that is what surges; else empty."""
    since: Instant
    """When it was proposed."""
    window_ms: int
    """The arrivals are those of this long, up to the last arrival."""
    arrived: int
    usual: float
    """How many usually arrive in this time, to one decimal."""
    limit: int
    """So many are more than chance explains."""


class MessageView(View, frozen=True, kw_only=True):
    """A line to the staff; neither queues nor a team: to all."""

    id: str
    at: Instant
    until: Instant
    by: str
    """Who wrote it, by name."""
    text: str
    queue_ids: tuple[QueueId, ...]
    team: str


class CentreView(View, frozen=True, kw_only=True):
    """The whole company's day."""

    company: dict[Language, str] = msgspec.field(default_factory=dict)
    today: TodayView = TodayView()
    occupancy: float | None = None
    """Of all agents together, in whole hundredths."""
    told_by_hour: tuple[HourView, ...] = ()
    """Today's hours, the earliest first."""
    incidents: tuple[IncidentView, ...] = ()
    proposals: tuple[ProposalView, ...] = ()
    """Incidents that the arrivals hint at, and nobody has opened or dismissed."""
    messages: tuple[MessageView, ...] = ()
    """The newest first."""
    dial: tuple[str, ...] = ()
    """Addresses that can be dialled, as SIP URIs."""
    demo: bool = False
    version: str = ""


class Status(View, frozen=True, kw_only=True):
    """All of it, sorted by id: what ``lur status --json`` prints and what a page starts from."""

    at: Instant
    centre: CentreView
    queues: tuple[QueueView, ...]
    contacts: tuple[ContactView, ...]
    agents: tuple[AgentView, ...]
    trunks: tuple[TrunkView, ...]
    health: HealthView


class Puts(View, frozen=True, kw_only=True, omit_defaults=True):
    """Views that are new or different; each replaces the one with the same id. Empty ones are left out."""

    queues: tuple[QueueView, ...] = ()
    contacts: tuple[ContactView, ...] = ()
    agents: tuple[AgentView, ...] = ()
    trunks: tuple[TrunkView, ...] = ()
    health: HealthView | None = None
    centre: CentreView | None = None


class Gone(View, frozen=True, kw_only=True, omit_defaults=True):
    """Ids whose view is no more. Empty collections are left out."""

    queues: tuple[QueueId, ...] = ()
    contacts: tuple[ContactId, ...] = ()
    agents: tuple[AgentId, ...] = ()
    trunks: tuple[str, ...] = ()


class Snapshot(View, frozen=True, kw_only=True, tag_field="type", tag="snapshot"):
    """The first message of a socket, or the next one when it could not follow. Forget all that was before."""

    run: str
    """Which run of the server numbers these messages; a resume with another run's number gets a snapshot."""
    seq: int
    status: Status


class Changes(View, frozen=True, kw_only=True, tag_field="type", tag="changes"):
    """What became different after number ``seq - 1``."""

    seq: int
    at: Instant
    puts: Puts = Puts()
    gone: Gone = Gone()


class Alive(View, frozen=True, kw_only=True, tag_field="type", tag="alive"):
    """Nothing changed for some seconds; the line is still good, and this is the server's time."""

    seq: int
    at: Instant


LiveMessage = Snapshot | Changes | Alive
"""All that ``/api/live`` sends. Connect with ``?run=RUN&after=SEQ`` to go on where a socket was lost."""
