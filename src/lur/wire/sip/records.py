"""What survives a SIGKILL: a leg as one frozen value that msgspec can store and read back.

Records hold the INVITE and last response as bytes; with the dialog's numbers that is all a restarted stack
needs to take over a call that talks, one that rings at a phone, or one that has not been answered yet.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.wire.sip.flow import Destination, Flow

Phase = Literal["arrived", "calling", "answered", "confirmed"]


class DialogRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of one dialog (RFC 3261 12): both tags, both CSeqs, route set and where the peer is."""

    call_id: str
    local_tag: str
    remote_tag: str
    local_party: str
    remote_party: str
    local_cseq: int
    remote_cseq: int | None
    remote_target: str
    route_set: tuple[str, ...]
    path: Destination
    sticky: bool


class CredentialsRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Who we are towards a trunk. Holds a secret: store it as such."""

    username: str
    password: str


class SessionRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The agreed session timer (RFC 4028); `we_refresh` says whose task it is."""

    interval_s: int
    we_refresh: bool
    refreshed_at: int
    peer_updates: bool


class LegRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One leg. `phase`: arrived (theirs), calling (ours), answered (no ACK yet), confirmed."""

    leg: str
    outgoing: bool
    phase: Phase
    dialog: DialogRecord | None
    invite: bytes
    flow: Flow | None
    destination: Destination | None
    response: bytes = b""
    local_sdp: bytes = b""
    credentials: CredentialsRecord | None = None
    session: SessionRecord | None = None
    started_at: int = 0
    cancelling: bool = False
    reason: str = ""
    rseq: int = 0
    our_offer: bytes | None = None
    their_offer: bytes = b""
    their_offer_flow: Flow | None = None


class Binding(msgspec.Struct, frozen=True, kw_only=True):
    """Where a phone can be reached: call `contact` over `flow`. `q` in thousandths, `expires_at` as `now`."""

    user: str
    contact: str
    flow: Destination
    expires_at: int
    q: int
    call_id: str
    cseq: int
    product: str = ""
    instance: str = ""
