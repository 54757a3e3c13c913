"""What goes in and out of the API beside the views: bodies and answers, declared once for both languages.

A field of a ``Body`` that has a default may be left out; every field of an ``Answer`` is always there.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from lur.core.ids import AgentId, Channel, ContactId, Instant, Language, QueueId, RecordingId
from lur.core.values import OpenSpan, Overflow, QueueSettings, Skill
from lur.features.accounts.model import Role
from lur.features.contacts.model import ContactRow, Happened
from lur.runtime.views import CallerView

Permission = Literal[
    "public",
    "own_account",
    "see_status",
    "act_as_agent",
    "act_for_agents",
    "see_contacts",
    "see_all_contacts",
    "play_recordings",
    "see_customers",
    "change_customers",
    "erase_contacts",
    "manage_dispositions",
    "manage_answers",
    "manage_phrases",
    "manage_incidents",
    "see_colleagues",
    "manage_colleagues",
    "manage_refusals",
    "manage_skills",
    "manage_agents",
    "manage_queues",
    "review_quality",
    "manage_forms",
    "manage_schedules",
    "see_reports",
    "manage_telephony",
    "manage_accounts",
    "manage_api",
    "manage_settings",
    "see_trail",
    "read_metrics",
]

END = r"$(?!\n)"
"""The very end of a text: a bare ``$`` is content before a last line break too."""
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
AccountName = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=rf"^[A-Za-z0-9._@+-]+{END}")]
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=rf"^[a-z0-9][a-z0-9_-]*{END}")]
NewAgentId = Annotated[
    str, msgspec.Meta(min_length=1, max_length=64, pattern=rf"^(?!me$)[a-z0-9][a-z0-9_-]*{END}")
]
"""``me`` in an address means one's own."""
Address = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=rf"^[A-Za-z0-9._+*#-]+{END}")]
SipText = Annotated[str, msgspec.Meta(max_length=120, pattern=rf"^[^\s\x00-\x1f\x7f\"<>]*{END}")]
"""What is written into SIP headers as it is."""
Password = Annotated[str, msgspec.Meta(min_length=1, max_length=1024)]
NewPassword = Annotated[str, msgspec.Meta(min_length=10, max_length=1024)]
Code = Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=rf"^[a-z0-9][a-z0-9_-]*{END}")]
"""A reason or a disposition. It is in the journal for ever, so it is a code and never a sentence about
somebody."""
DurationMs = Annotated[int, msgspec.Meta(ge=1, le=86_400_000)]
ShortMs = Annotated[int, msgspec.Meta(ge=0, le=3_600_000)]
DayMs = Annotated[int, msgspec.Meta(ge=0, le=86_400_000)]
Skills = Annotated[tuple[Skill, ...], msgspec.Meta(max_length=100)]


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of what a client sends."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what a client gets."""


# --- accounts ----------------------------------------------------------------------------------------------


class SignInBody(Body, frozen=True, kw_only=True):
    """POST /api/sign-in"""

    account: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    password: Password


class SetupBody(Body, frozen=True, kw_only=True):
    """POST /api/setup: the first administrator. On the machine itself ``token`` is not needed."""

    account: AccountName
    display_name: Name
    password: NewPassword
    language: Language = "sv"
    token: Annotated[str, msgspec.Meta(max_length=200)] = ""


class PasswordBody(Body, frozen=True, kw_only=True):
    """POST /api/password"""

    old: Password
    new: NewPassword


class LanguageBody(Body, frozen=True, kw_only=True):
    """POST /api/me/language"""

    language: Language


class AddAccountBody(Body, frozen=True, kw_only=True):
    """POST /api/accounts. The password is generated and shown once."""

    account: AccountName
    display_name: Name
    role: Role
    language: Language = "sv"
    agent_id: AgentId | None = None


class Me(Answer, frozen=True, kw_only=True):
    """Who is signed in, and what they may do."""

    account: str
    display_name: str
    role: Role
    language: Language
    agent_id: AgentId | None
    permissions: tuple[Permission, ...]


class SetupState(Answer, frozen=True, kw_only=True):
    """GET /api/setup: is a first administrator needed, and may this browser make it without the token?"""

    needed: bool
    token_needed: bool


class AccountRow(Answer, frozen=True, kw_only=True):
    """An account as an administrator sees it."""

    account: str
    display_name: str
    role: Role
    language: Language
    agent_id: AgentId | None
    demo: bool


class NewAccount(Answer, frozen=True, kw_only=True):
    """An account that was just made, with the password that is shown this once."""

    account: AccountRow
    password: str


class NewPasswordAnswer(Answer, frozen=True, kw_only=True):
    """A generated password, shown this once."""

    password: str


# --- agents ------------------------------------------------------------------------------------------------


class AddAgentBody(Body, frozen=True, kw_only=True):
    """POST /api/agents. Without ``id`` it is the next free number from 101; the id is in the journal, so it
    must not be a name. A phone and its secret come with the agent."""

    name: Name
    id: NewAgentId | None = None
    skills: Skills = ()
    language: Language = "sv"


class SkillsBody(Body, frozen=True, kw_only=True):
    """POST /api/agents/{id}/skills"""

    skills: Skills


class PauseBody(Body, frozen=True, kw_only=True):
    """POST /api/agents/{id}/pause"""

    reason: Code = "break"
    limit_ms: DurationMs | None = None


class MoreTimeBody(Body, frozen=True, kw_only=True):
    """POST /api/agents/{id}/more-time"""

    by_ms: DurationMs = 60_000


class FinishWrapUpBody(Body, frozen=True, kw_only=True):
    """POST /api/agents/{id}/finish-wrap-up"""

    disposition: Code | None = None
    solved: bool | None = None
    unsure: bool = False
    """The agent does not know whether it is solved, and takes back what was said of it before."""
    hard: bool = False


class PhoneSecret(Answer, frozen=True, kw_only=True):
    """What to type into the agent's SIP phone. The secret is shown this once."""

    agent_id: AgentId
    username: str
    secret: str
    realm: str
    address: str
    """The SIP address of the phone, with the host that was used to reach this page."""


class NewAgent(Answer, frozen=True, kw_only=True):
    """An agent that was just added."""

    agent_id: AgentId
    phone: PhoneSecret


# --- queues, entries, trunks -------------------------------------------------------------------------------


class QueueBody(Body, frozen=True, kw_only=True):
    """POST /api/queues and /api/queues/{id}. No opening hours means always open."""

    name: Name
    id: Id | None = None
    channel: Channel = "voice"
    promise_ms: DurationMs = 60_000
    required_skills: Skills = ()
    ring_timeout_ms: DurationMs = 20_000
    wrap_up_ms: ShortMs = 30_000
    breath_ms: ShortMs = 10_000
    tell_every_ms: ShortMs = 20_000
    resume_ms: DayMs = 900_000
    hold_remind_ms: ShortMs = 60_000
    hold_limit_ms: ShortMs = 180_000
    opening_hours: Annotated[tuple[OpenSpan, ...], msgspec.Meta(max_length=200)] = ()
    overflow: Annotated[tuple[Overflow, ...], msgspec.Meta(max_length=10)] = ()
    most_waiting: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 0
    callbacks: bool = True
    asks_rating: bool = False
    """Whether customers are asked afterwards how it went."""
    follows_calendar: bool | None = None
    """Whether the company's holidays, eves and own days count. Left out: as before, and a new queue follows
    the calendar when it has opening hours."""


class NewQueue(Answer, frozen=True, kw_only=True):
    """A queue that was just opened."""

    queue_id: QueueId


class QueueRow(Answer, frozen=True, kw_only=True):
    """GET /api/queues/{id}: what a queue is set to."""

    id: QueueId
    settings: QueueSettings
    """``special_days`` come from the calendar."""
    follows_calendar: bool


class EntryBody(Body, frozen=True, kw_only=True):
    """POST /api/entries: an address that customers dial, and where it leads; replaces an earlier one."""

    address: Address
    queue_id: QueueId
    language: Language = "sv"
    flow_id: str = ""
    """The entry flow that callers hear first; empty: straight into the queue."""


class EntryRow(Answer, frozen=True, kw_only=True):
    """An address that customers dial."""

    address: str
    queue_id: QueueId
    language: Language
    flow_id: str
    demo: bool


class TrunkBody(Body, frozen=True, kw_only=True):
    """POST /api/trunks: a line to an operator. Replaces an earlier one; an empty secret keeps the old."""

    id: Id
    host: Annotated[str, msgspec.Meta(min_length=1, max_length=253, pattern=rf"^[A-Za-z0-9.:_-]+{END}")]
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 5060
    transport: Literal["udp", "tcp", "tls"] = "udp"
    username: SipText = ""
    secret: Annotated[str, msgspec.Meta(max_length=200)] = ""
    register: bool = False
    allow: Annotated[tuple[str, ...], msgspec.Meta(max_length=50)] = ()
    numbers: Annotated[tuple[SipText, ...], msgspec.Meta(max_length=1000)] = ()


class TrunkRow(Answer, frozen=True, kw_only=True):
    """A trunk's settings, without its secret."""

    id: str
    host: str
    port: int
    transport: Literal["udp", "tcp", "tls"]
    username: str
    register: bool
    allow: tuple[str, ...]
    numbers: tuple[str, ...]


class CompanyBody(Body, frozen=True, kw_only=True):
    """POST /api/company: the name that callers hear, in each language."""

    sv: Name
    nb: Name
    en: Name
    callback_shown: Annotated[str, msgspec.Meta(max_length=60)] | None = None
    """Our number that a customer whom we call sees; empty for none, left out to leave it as it is."""


class CompanyAnswer(Answer, frozen=True, kw_only=True):
    """GET /api/company"""

    sv: str
    nb: str
    en: str
    callback_shown: str


# --- contacts ----------------------------------------------------------------------------------------------


class RecordingRow(Answer, frozen=True, kw_only=True):
    """A recording of a contact; ``playable`` is false while it is written and when it was lost or erased."""

    id: RecordingId
    contact_id: ContactId
    started_at: Instant
    duration_ms: int
    sha256: str
    playable: bool
    lost_because: str | None


class ContactHistory(Answer, frozen=True, kw_only=True):
    """GET /api/contacts/{id}: all that is known of one contact."""

    contact: ContactRow
    caller: CallerView
    keys: tuple[str, ...]
    """What the customer pressed, in order. Personal, from the vault."""
    events: tuple[Happened, ...]
    recordings: tuple[RecordingRow, ...]


# --- all ---------------------------------------------------------------------------------------------------


class Done(Answer, frozen=True, kw_only=True):
    """The command was carried out; ``seq`` is the last journal number it wrote, 0 when nothing changed."""

    seq: int


class Problem(Answer, frozen=True, kw_only=True):
    """Every refusal and fault: a stable code, what it is about, and what to do, in the reader's language."""

    code: str
    detail: str
    what_to_do: str
    request_id: str


class Health(Answer, frozen=True, kw_only=True):
    """GET /api/health: is it alive? Says nothing about anybody."""

    state: Literal["ok", "degraded"]
    version: str
