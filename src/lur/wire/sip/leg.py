"""A leg: one side of a call, from INVITE to BYE. Plain state; the rules live in arrivals, departures, offers,
endings.
"""

from __future__ import annotations

from typing import Literal

from lur.wire.sip.config import Limits
from lur.wire.sip.credentials import Credentials
from lur.wire.sip.dialog import Dialog, DialogKey
from lur.wire.sip.events import LegId
from lur.wire.sip.flow import Destination
from lur.wire.sip.message import Request, Response
from lur.wire.sip.records import Phase, SessionRecord
from lur.wire.sip.shared import Incoming, Pending


class Unacknowledged:
    """A 200 of ours to an INVITE, repeated until its ACK comes (RFC 3261 13.3.1.4)."""

    __slots__ = ("cseq", "incoming", "offered", "response")

    def __init__(self, cseq: int, incoming: Incoming, response: Response, offered: bool) -> None:
        self.cseq = cseq
        self.incoming = incoming
        self.response = response
        self.offered = offered


class OurOffer:
    """A re-INVITE of ours under way. `refresh`: the session timer wanted it; the shell is not told."""

    __slots__ = ("refresh", "sdp")

    def __init__(self, sdp: bytes, *, refresh: bool) -> None:
        self.sdp = sdp
        self.refresh = refresh


class Provisionals:
    """Reliable provisional responses of one leg (RFC 3262): one under way, the rest queued behind it."""

    __slots__ = ("answer", "queue", "rseq", "unconfirmed")

    def __init__(self) -> None:
        self.rseq = 0
        self.unconfirmed: Response | None = None
        self.queue: list[tuple[int, bytes | None]] = []
        self.answer: bytes | None = None


class Leg:
    """One side of a call."""

    def __init__(self, leg: LegId, outgoing: bool, invite: Request, started_at: int) -> None:
        self.id = leg
        self.outgoing = outgoing
        self.phase: Phase | Literal["ended"] = "calling" if outgoing else "arrived"
        self.invite = invite
        self.started_at = started_at
        self.dialog: Dialog | None = None
        self.incoming: Incoming | None = None
        self.destination: Destination | None = None
        self.pending: Pending | None = None
        self.credentials: Credentials | None = None
        self.early: dict[str, Dialog] = {}
        self.acked_rseq: dict[str, int] = {}
        self.refused_forks: list[str] = []
        self.local_sdp = b""
        self.cancelling = False
        self.cancel_sent = False
        self.reason = ""
        self.unacknowledged: Unacknowledged | None = None
        self.provisionals = Provisionals()
        self.their_offer: Incoming | None = None
        self.our_offer: OurOffer | None = None
        self.offer_tries = 0
        self.queued_offer: bytes | None = None
        self.referral: Incoming | None = None
        self.referral_event = ""
        self.session: SessionRecord | None = None

    @property
    def talking(self) -> bool:
        """Whether there is a confirmed dialog in which requests may be sent."""
        return self.phase == "confirmed"

    def timer(self, name: str) -> tuple[str, ...]:
        """The full name of one of this leg's timers."""
        return ("leg", self.id, name)


TIMER_NAMES = (
    "repeat",
    "give_up",
    "ring_limit",
    "cancel",
    "glare",
    "session",
    "provisional",
    "provisional_limit",
)


class LegTable:
    """All legs, found by id or by dialog."""

    def __init__(self, limits: Limits) -> None:
        self._limit = limits.open_legs
        self.by_id: dict[LegId, Leg] = {}
        self._by_dialog: dict[DialogKey, LegId] = {}
        self._our_calls: dict[str, LegId] = {}

    @property
    def full(self) -> bool:
        """Whether no further leg may be opened."""
        return len(self.by_id) >= self._limit

    def add(self, leg: Leg) -> None:
        """Keep a new leg."""
        self.by_id[leg.id] = leg
        if leg.outgoing:
            self._our_calls[leg.invite.get("Call-ID") or ""] = leg.id

    def is_our_call(self, call_id: str) -> bool:
        """Whether this Call-ID is that of an INVITE of ours."""
        return call_id in self._our_calls

    def index(self, leg: Leg, dialog: Dialog) -> None:
        """Let requests of this dialog find the leg."""
        self._by_dialog[dialog.key] = leg.id

    def find(self, key: DialogKey) -> Leg | None:
        """The leg of a dialog."""
        return self.by_id.get(self._by_dialog.get(key, ""))

    def remove(self, leg: Leg) -> None:
        """Forget a leg and its dialogs."""
        self.by_id.pop(leg.id, None)
        if leg.outgoing:
            self._our_calls.pop(leg.invite.get("Call-ID") or "", None)
        for dialog in (*leg.early.values(), *((leg.dialog,) if leg.dialog else ())):
            if self._by_dialog.get(dialog.key) == leg.id:
                del self._by_dialog[dialog.key]
