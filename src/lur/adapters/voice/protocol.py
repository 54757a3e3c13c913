"""What the runtime and the voice edge say to each other over the Unix socket DATA/run/runtime.sock.

The runtime listens, the edge connects and reconnects for ever. Frames: 4 bytes big-endian length, then one
msgpack-encoded tagged struct. The edge turns SIP into facts (core commands) and converges on what the runtime
wants for each contact; it decides nothing about people. Facts are sent until acknowledged, and the runtime
does each once by its command id; wanted states are levels, not edges, so that saying them again does no harm.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.core.commands import AnyCommand
from lur.core.flow import Flow, Words
from lur.core.ids import (
    AgentId,
    CommandId,
    ContactId,
    DeskId,
    IncidentId,
    Instant,
    Language,
    OfferId,
    PartyId,
    QueueId,
)
from lur.core.transitions import Phase
from lur.core.values import Door, Part, QueueSettings
from lur.ports import PersonalNote
from lur.wire.words import Opening

FRAME_LIMIT_BYTES = 16 * 1024 * 1024


class Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True):
    """Base of all messages, both ways."""


# --- runtime -> edge ---------------------------------------------------------------------------------------


class Phone(msgspec.Struct, frozen=True, kw_only=True):
    """An agent's SIP phone. The digests are of ``username:realm:secret`` (RFC 7616 A1), hex."""

    agent_id: AgentId
    username: str
    ha1_md5: str
    ha1_sha256: str
    language: Language = "sv"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An address that customers dial (the user part of the request URI) and where it leads."""

    address: str
    queue_id: QueueId
    language: Language = "sv"
    flow_id: str = ""
    """The entry flow that callers hear first; empty: straight into the queue."""
    own_phones: bool = False
    """Only phones of our own may dial it, by their digest: a test call."""


class Trunk(msgspec.Struct, frozen=True, kw_only=True):
    """A line to a telephone operator, tried in the order of the list.

    ``host`` and ``port`` are where it is reached; with ``username`` and ``secret`` Lur registers there. Calls
    from its ``host`` (and from ``allow``, networks in CIDR) are let in without digest.
    """

    trunk_id: str
    host: str
    port: int = 5060
    transport: Literal["udp", "tcp", "tls"] = "udp"
    username: str = ""
    secret: str = ""
    register: bool = False
    allow: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What is said to all who come to these queues while an incident lasts."""

    incident_id: IncidentId
    queue_ids: tuple[QueueId, ...]
    words: Words


class Directory(Message, frozen=True, kw_only=True):
    """All that the edge must know of the company. Sent at connect and at changes; replaces the one before."""

    company: dict[Language, str]
    realm: str
    phones: tuple[Phone, ...]
    entries: tuple[Entry, ...]
    trunks: tuple[Trunk, ...]
    recording: bool = True
    flows: tuple[Flow, ...] = ()
    queues: dict[QueueId, QueueSettings] = {}
    """For flows that ask whether a queue is open."""
    notices: tuple[Notice, ...] = ()
    callback_shown: str = ""
    """Our number that a customer whom we call sees, when the entry's own is none."""


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """The customer stands at a shut door: say why, and that key one gets them called back."""

    door: Door
    opens: Opening | None = None


class Outward(msgspec.Struct, frozen=True, kw_only=True):
    """A call to a customer that is wanted now: the ``attempt``-th to this number."""

    number: str
    """E.164 with the plus."""
    attempt: int
    asked: Instant = 0
    """When the customer asked to be called; with the attempt it names this call, also when they ask anew."""
    shown: str = ""
    """Our number, which the customer sees."""


class WantedParty(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is wanted in a talk beside its customer and agent.

    Not ``is_there``: their phone rings for at most ``ring_ms``, and what comes of it is a fact
    (``AnswerAsk``, ``DeclineAsk``). Then ``part`` says who hears whom (core/values.py). Who was there and
    hangs up or is lost is a fact too (``EndParty``).
    """

    party_id: PartyId
    agent_id: AgentId | None
    """None: an outside number is called."""
    part: Part
    is_there: bool
    ring_ms: int = 0
    number: str = ""
    """Of an outside number, E.164 with the plus; empty until it is known: then nothing is done yet."""
    shown: str = ""
    """Our number that the outside number sees."""
    hears: str = ""
    """What the colleague's phone shows as the caller: who asks, and of which queue the contact is."""


LastWords = Literal["closed", "full", "apology", "told", "rating"]
"""told: the customer will be told when the incident is solved. rating: they are asked how it went."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """How a contact should be now. ``seq`` is the journal number that made it so; older ones are ignored.

    waiting: greeting, then music. offered: the same, and the agent's phone rings for at most ``ring_ms``.
    entering: the entry flow of the dialled address runs. refused: see ``refused``. resting: nothing.
    dialling: the agent's phone has answered and hears the call being made to ``outward``; its answer is
    reported (``ReportAttempt``). talking: bridged to ``agent_id``'s phone and recorded unless ``record`` is
    false. held: the customer hears music, the agent nothing, or whoever is aside. transferring: no agent; the
    customer hears music while the parties who are asked ring. outside: no agent; the customer and who is
    joined hear each other, and nothing is recorded. In talking, held and outside ``parties`` are in it too.
    ended: both legs are hung up; before that the customer hears ``last_words``.
    """

    contact_id: ContactId
    seq: int
    phase: Phase
    language: Language
    offer_id: OfferId | None = None
    agent_id: AgentId | None = None
    ring_ms: int = 20_000
    record: bool = True
    last_words: LastWords | None = None
    opens: Opening | None = None
    """When the queue opens, beside the last words ``closed``."""
    former_id: ContactId | None = None
    """An earlier contact of this customer who hung up unserved: key one gives its place back."""
    former_waits: bool = False
    """That contact waits to be called; the key takes its place along to this line."""
    on_line: bool = True
    """False: the customer keeps the place without a line. One that is still there hears that they will be
    called, and is let go; in ``offered`` the agent's phone rings without a customer on the other side."""
    refused: Refused | None = None
    outward: Outward | None = None
    may_keep_place: bool = False
    """Key one keeps the place without a line; say so at a good moment."""
    place_code: str = ""
    """The short code of the customer's place page, digits; said once while waiting. Empty: there is none."""
    texted: bool = False
    """The place page was texted to the customer, so the code need not be said."""
    incident_id: IncidentId | None = None
    """An incident that the queue is told of: say its notice, and that key three has them told when it is
    solved."""
    agent_hears: str = ""
    """What the agent's phone shows as the caller: the queue's name and the caller's number."""
    parties: tuple[WantedParty, ...] = ()
    asks_rating: bool = False
    """When the agent hangs up, the customer is asked how it went."""
    is_outgoing: bool = False
    """An agent began it: their phone rings first, and whoever answers never asked to be called."""


class WantedAll(Message, frozen=True, kw_only=True):
    """Every live voice contact; sent after ``Hello``.

    A call of the edge's that is not in it, and whose arrival is not waiting for an acknowledgement, is hung
    up with an apology.
    """

    contacts: tuple[Wanted, ...]


class WantedOne(Message, frozen=True, kw_only=True):
    """One contact has changed."""

    contact: Wanted


class Tell(Message, frozen=True, kw_only=True):
    """Say place and range to a waiting customer, once (by ``seq``), when the greeting is done."""

    contact_id: ContactId
    seq: int
    place: int
    low_ms: int | None
    high_ms: int | None
    grown: str | None = None
    resumed: bool = False
    """The first place told after an earlier one was given back."""
    nobody_signed_in: bool = False


class Remind(Message, frozen=True, kw_only=True):
    """A customer is on hold still: the agent hears a soft tone, once (by ``seq``). ``over_limit``: the
    customer is told too that they are not forgotten."""

    contact_id: ContactId
    seq: int
    over_limit: bool


class Ack(Message, frozen=True, kw_only=True):
    """The runtime's answer to a fact. ``done`` and ``rejected`` end it; after ``unavailable`` (the journal
    cannot be written) the edge tries again later, but tells a caller who has just arrived an apology
    and hangs up.
    """

    command_id: CommandId
    result: Literal["done", "rejected", "unavailable"]
    code: str | None = None


class RingTest(Message, frozen=True, kw_only=True):
    """Ask all trunks for their health now (OPTIONS)."""


class TryTrunk(Message, frozen=True, kw_only=True):
    """Make a test call over one trunk; what comes of it is told as ``TrialNews`` with the same id."""

    trial_id: str
    trunk_id: str
    number: str
    """E.164 with the plus: a telephone of the administrator's."""
    language: Language
    shown: str = ""
    """Our number, which that telephone shows."""


class BrowserOffer(Message, frozen=True, kw_only=True):
    """A desk of the agent's wants to be the phone, or to be it anew: a WebRTC offer (SDP), numbered by the
    desk. A later offer takes the place of an earlier one, whichever desk it is from.
    """

    agent_id: AgentId
    desk_id: DeskId
    number: int
    sdp: str


class BrowserLeft(Message, frozen=True, kw_only=True):
    """The desk is no longer the agent's phone; nothing happens when another desk is by now."""

    agent_id: AgentId
    desk_id: DeskId


class BrowserEcho(Message, frozen=True, kw_only=True):
    """The check before the shift: let the agent hear themselves, or no longer. Never during a talk."""

    agent_id: AgentId
    desk_id: DeskId
    on: bool


# --- edge -> runtime ---------------------------------------------------------------------------------------


class Hello(Message, frozen=True, kw_only=True):
    """First message of the edge: who it is and the contacts it has calls for."""

    edge_id: str
    pid: int
    contacts: tuple[ContactId, ...]


class Fact(Message, frozen=True, kw_only=True):
    """Something happened on a line: a core command by ``edge`` and, beside it, what is personal."""

    command: AnyCommand
    personal: tuple[PersonalNote, ...] = ()


class Note(Message, frozen=True, kw_only=True):
    """Personal detail without a command (a key was pressed)."""

    note_id: CommandId
    personal: tuple[PersonalNote, ...]


class TrunkHealth(msgspec.Struct, frozen=True, kw_only=True):
    """A trunk as the edge sees it."""

    trunk_id: str
    state: Literal["up", "down", "registering", "unknown"]
    since: Instant
    detail: str = ""


class PhoneHealth(msgspec.Struct, frozen=True, kw_only=True):
    """An agent's phone: registered until ``expires`` from ``address`` (host:port)."""

    agent_id: AgentId
    registered: bool
    expires: Instant = 0
    address: str = ""


class BrowserHealth(msgspec.Struct, frozen=True, kw_only=True):
    """A desk that is an agent's phone. ``up``: sound can go both ways now."""

    agent_id: AgentId
    desk_id: DeskId
    up: bool
    jitter_ms: float = 0.0
    lost_percent: float = 0.0


class MediaHealth(msgspec.Struct, frozen=True, kw_only=True):
    """The media plane as the edge sees it; ``one_way`` lists contacts with sound in one direction only."""

    up: bool
    legs: int = 0
    cpu_percent: float = 0.0
    packets_per_s: float = 0.0
    lost_percent: float = 0.0
    strangers_dropped: int = 0
    one_way: tuple[ContactId, ...] = ()


class Telemetry(Message, frozen=True, kw_only=True):
    """The edge's health, once a second when it changed and at least every five; not journaled.

    ``counters`` are totals since the edge's start (calls_in, refused_404, refused_488, auth_failed,
    rate_limited, silenced, malformed, ...), for metrics.
    """

    trunks: tuple[TrunkHealth, ...]
    phones: tuple[PhoneHealth, ...]
    media: MediaHealth
    counters: dict[str, int]
    calls: tuple[ContactId, ...] | None = None
    """Contacts whose customer is on a line; None from an edge that does not tell."""
    browsers: tuple[BrowserHealth, ...] = ()
    """All desks that are phones; a desk that believes it is one and is not here must offer anew."""


class BrowserAnswer(Message, frozen=True, kw_only=True):
    """The answer to ``BrowserOffer`` with the same number: an SDP, or why not (``code``)."""

    agent_id: AgentId
    desk_id: DeskId
    number: int
    sdp: str = ""
    code: str = ""
    detail: str = ""


class BrowserPath(Message, frozen=True, kw_only=True):
    """Sound can, or can no longer, go between us and the desk; said at each change."""

    agent_id: AgentId
    desk_id: DeskId
    up: bool


TrialStep = Literal["asking", "ringing", "answered", "heard", "over"]
"""heard: sound has come from the telephone. over: see the fault; without one the line works."""
TrialFault = Literal[
    "",
    "ended",
    "no_trunk",
    "name",
    "connection",
    "tls",
    "certificate",
    "no_sign",
    "rang_out",
    "status",
    "no_media",
    "no_sound",
]
"""ended: by a newer test. name: the operator's name has no address. connection: nobody listens there.
no_sign: no answer at all. rang_out: nobody picked up. status: the operator refused, see ``status``."""


class TrialNews(Message, frozen=True, kw_only=True):
    """How far a test call over a trunk is."""

    trial_id: str
    step: TrialStep
    fault: TrialFault = ""
    status: int = 0
    detail: str = ""
    """What the operator or the system said, for those who can read it."""


ToEdge = (
    Directory
    | WantedAll
    | WantedOne
    | Tell
    | Remind
    | Ack
    | RingTest
    | TryTrunk
    | BrowserOffer
    | BrowserLeft
    | BrowserEcho
)
ToRuntime = Hello | Fact | Note | Telemetry | BrowserAnswer | BrowserPath | TrialNews
