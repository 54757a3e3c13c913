"""What an agent's desk (one open page) and the server say to each other on ``/api/live``, beside the push.

The server asks each desk for a sign of life every five seconds, and the page answers at once; nothing depends
on a page's own timers, which browsers slow down in hidden tabs. At most one desk of an agent is the phone.

Every message from a page has a ``number`` that rises on its socket, so that a replayed one is known for what
it is. What is forged, replayed, unknown or too frequent is answered by a ``Complaint``, and nothing happens.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from lur.core.ids import DeskId

DeskEndpoint = Literal["browser", "sip"]
"""Where the agent's phone is: in one of their pages, or their own SIP phone."""
DeskAudio = Literal["off", "connecting", "up", "no_microphone", "microphone_lost", "failed"]
"""The page's own word on its audio path. off: there is no connection, and none is wanted."""
DeskRoleName = Literal["phone", "elsewhere", "none"]
"""phone: this desk is the agent's phone. elsewhere: another desk is. none: no desk is."""
ComplaintCode = Literal[
    "bad_message",
    "old_number",
    "too_many",
    "no_agent_of_yours",
    "hello_first",
    "other_desk",
    "desk_replaced",
    "not_the_phone",
    "edge_down",
]
"""bad_message: no JSON, an unknown type, a field that is missing, wrong or too long. old_number: the number
did not rise, or no such ping was sent. too_many: said too often. no_agent_of_yours: the account has no agent,
so it cannot have a desk. hello_first: this needs a ``hello`` before it. other_desk: a socket speaks for one
desk only. desk_replaced: the same desk id came on a newer socket (a tab was duplicated): choose a new id,
and say ``hello`` on a new socket. not_the_phone: only the desk that is the phone may. edge_down: the voice
edge is away."""

Number = Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]
DeskName = Annotated[DeskId, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{8,64}$(?!\n)")]
LagMs = Annotated[int, msgspec.Meta(ge=0, le=3_600_000)]
Sdp = Annotated[str, msgspec.Meta(min_length=1, max_length=60_000)]


# --- from the page -----------------------------------------------------------------------------------------


class FromDesk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of what a page says. ``number`` is greater than in the message before it on the same socket."""

    number: Number


class DeskHello(FromDesk, frozen=True, kw_only=True, tag_field="type", tag="hello"):
    """I am here. Said first on every new socket, and again when the choice of phone has changed.

    ``desk`` is random and kept in sessionStorage, so that a reload is the same desk. ``endpoint`` is the
    agent's choice for all their desks; the latest word counts.
    """

    desk: DeskName
    wants_phone: bool
    endpoint: DeskEndpoint
    visible: bool


class DeskPulse(FromDesk, frozen=True, kw_only=True, tag_field="type", tag="pulse"):
    """I am alive. Sent at once for every ``ping``, with its number in ``ping``; and with ``ping`` 0 when the
    audio or the visibility has changed.
    """

    ping: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
    audio: DeskAudio
    visible: bool
    lag_ms: LagMs
    """How late the page's own tasks run, as it measures it; 0 when it does not."""


class PhoneOffer(FromDesk, frozen=True, kw_only=True, tag_field="type", tag="phone_offer"):
    """A WebRTC offer for the standing leg; the answer has the same ``number``. Only from the phone."""

    sdp: Sdp


class PhoneLeave(FromDesk, frozen=True, kw_only=True, tag_field="type", tag="phone_leave"):
    """The standing leg is put away (pause, signed out). The desk stays what it is; it offers anew later."""


class TakeOver(FromDesk, frozen=True, kw_only=True, tag_field="type", tag="take_over"):
    """Make this desk the phone, whichever is it now."""


class EchoCheck(FromDesk, frozen=True, kw_only=True, tag_field="type", tag="echo"):
    """The check before the shift: let me hear myself through the server, or no longer."""

    on: bool


DeskUpstream = DeskHello | DeskPulse | PhoneOffer | PhoneLeave | TakeOver | EchoCheck
"""All that a page may say."""


# --- to the page -------------------------------------------------------------------------------------------


class ToDesk(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what a desk is told: every field is always sent."""


class IceServerView(ToDesk, frozen=True, kw_only=True):
    """One entry for ``RTCConfiguration.iceServers``; without name and password when those are empty."""

    urls: tuple[str, ...]
    username: str
    credential: str


class DeskRole(ToDesk, frozen=True, kw_only=True, tag_field="type", tag="desk"):
    """The answer to ``hello``, and again whenever the role changes. A desk that becomes the phone in a
    presence that wants contacts sends a ``phone_offer``; one that no longer is it closes its connection.
    """

    role: DeskRoleName
    endpoint: DeskEndpoint
    ice_servers: tuple[IceServerView, ...]
    run: str
    """Which run of the server says so."""


class DeskPing(ToDesk, frozen=True, kw_only=True, tag_field="type", tag="ping"):
    """Are you there? Answer at once with a ``pulse``. Numbers rise on a socket."""

    number: int


class PhoneAnswer(ToDesk, frozen=True, kw_only=True, tag_field="type", tag="phone_answer"):
    """The answer to the ``phone_offer`` with this number."""

    number: int
    sdp: str


class PhoneRefused(ToDesk, frozen=True, kw_only=True, tag_field="type", tag="phone_refused"):
    """The ``phone_offer`` with this number came to nothing; ``code`` is stable, ``detail`` is for the log."""

    number: int
    code: str
    detail: str


class PhoneRenew(ToDesk, frozen=True, kw_only=True, tag_field="type", tag="phone_renew"):
    """The server's end of the standing leg is gone: make a new connection and offer it."""


class Complaint(ToDesk, frozen=True, kw_only=True, tag_field="type", tag="complaint"):
    """What was just said did nothing, and why."""

    code: ComplaintCode
    detail: str


DeskDownstream = DeskRole | DeskPing | PhoneAnswer | PhoneRefused | PhoneRenew | Complaint
"""All that a desk is told."""
