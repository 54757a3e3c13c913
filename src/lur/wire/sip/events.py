"""What the stack tells its shell: frozen values, past participles, one `leg` for each side of a call.

A leg lives from `CallArrived` or `Calls.invite` to exactly one of `CallCancelled`, `CallFailed`, `CallEnded`
(or the shell's own reject); after that its id is unknown to the stack.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.wire.sip.flow import Flow

LegId = str
HeaderList = tuple[tuple[str, str], ...]

EndCause = Literal[
    "bye",  # the peer hung up
    "hung_up",  # we hung up
    "no_ack",  # our 200 was never acknowledged; BYE was sent
    "session_expired",  # RFC 4028: nobody refreshed; BYE was sent
    "peer_lost",  # a request inside the dialog got 408/481 or no answer
]


class SipEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all events."""


class CallArrived(SipEvent, frozen=True, kw_only=True):
    """A new INVITE; 100 Trying has been sent. Answer with ring, answer, reject or challenge.

    `user` is the account whose digest was right, or empty. `asserted` is P-Asserted-Identity as sent: trust
    it from trunks only. `replaces` is the leg an attended transfer wants replaced (RFC 3891), already
    looked up. `sdp` is None when the caller wants our offer (its answer then comes with CallConfirmed).
    """

    leg: LegId
    flow: Flow
    request_uri: str
    dialled: str
    caller_uri: str
    caller_name: str
    to_uri: str
    sdp: bytes | None
    user: str = ""
    asserted: str = ""
    replaces: LegId = ""
    product: str = ""
    call_id: str = ""
    headers: HeaderList = ()


class CallCancelled(SipEvent, frozen=True, kw_only=True):
    """The caller gave up before our answer; 487 has been sent. `reason` is their Reason header, if any."""

    leg: LegId
    reason: str = ""


class CallConfirmed(SipEvent, frozen=True, kw_only=True):
    """The ACK for our 200 came; `sdp` is the answer when our 200 carried the offer."""

    leg: LegId
    sdp: bytes | None = None


class CallProgressed(SipEvent, frozen=True, kw_only=True):
    """A provisional response (180, 183 ...) to our INVITE; `sdp` when it carries early media."""

    leg: LegId
    status: int
    sdp: bytes | None = None


class CallAnswered(SipEvent, frozen=True, kw_only=True):
    """A 200 to our INVITE; the ACK has been sent."""

    leg: LegId
    sdp: bytes | None


class CallFailed(SipEvent, frozen=True, kw_only=True):
    """Our INVITE ended without a call. 408: no answer at all. 487: we cancelled. 503: transport failed.

    `status` of a local timeout or transport failure has `local=True`.
    """

    leg: LegId
    status: int
    reason: str = ""
    retry_after_s: int | None = None
    contacts: tuple[str, ...] = ()
    local: bool = False


class CallEnded(SipEvent, frozen=True, kw_only=True):
    """An answered call is over, whoever ended it. `reason` is the peer's Reason header, if any."""

    leg: LegId
    cause: EndCause
    reason: str = ""


class Reoffered(SipEvent, frozen=True, kw_only=True):
    """re-INVITE or UPDATE: the peer wants other media (hold, resume, new address).

    Answer with answer_offer or refuse_offer. `sdp` None: they want our offer.
    """

    leg: LegId
    sdp: bytes | None


class ReofferConfirmed(SipEvent, frozen=True, kw_only=True):
    """The ACK of their re-INVITE carried the answer to our offer (offerless re-INVITE only)."""

    leg: LegId
    sdp: bytes | None


class ReofferAnswered(SipEvent, frozen=True, kw_only=True):
    """Our reoffer was accepted; `sdp` is the peer's answer."""

    leg: LegId
    sdp: bytes | None


class ReofferRefused(SipEvent, frozen=True, kw_only=True):
    """Our reoffer was refused (488 ...); the session goes on. Glare (491) is retried by the stack."""

    leg: LegId
    status: int


class Referred(SipEvent, frozen=True, kw_only=True):
    """The peer asks us to call `target` (blind transfer), or to replace `replaces` there (attended transfer).

    `replaces` is our leg when the Replaces in Refer-To names one of our own dialogs.
    """

    leg: LegId
    target: str
    replaces: LegId = ""
    replaces_header: str = ""
    referred_by: str = ""


class ReferralProgressed(SipEvent, frozen=True, kw_only=True):
    """The peer we sent REFER to tells how its call goes (NOTIFY sipfrag); `final` closes the subscription."""

    leg: LegId
    status: int
    final: bool


class KeyPressed(SipEvent, frozen=True, kw_only=True):
    """A key by INFO (application/dtmf-relay or application/dtmf), not by RTP."""

    leg: LegId
    key: str
    duration_ms: int


class InfoReceived(SipEvent, frozen=True, kw_only=True):
    """Any other INFO; 200 has been sent."""

    leg: LegId
    content_type: str
    body: bytes


class RegistrationChanged(SipEvent, frozen=True, kw_only=True):
    """A phone's bindings changed or expired. `contacts` is what is left, best q first; `added`: someone is
    new.
    """

    user: str
    contacts: tuple[str, ...]
    added: bool


class AuthenticationFailed(SipEvent, frozen=True, kw_only=True):
    """A wrong password or unknown account, counted by the guard."""

    user: str
    source: str
    method: str


class SourceSilenced(SipEvent, frozen=True, kw_only=True):
    """A source knocked too often; it gets no answer until `until` (same clock as `now`)."""

    source: str
    until: int


class PingFinished(SipEvent, frozen=True, kw_only=True):
    """Our OPTIONS got an answer. `alive` is false for 408 (none came), 503 and transport failures."""

    ping: str
    status: int
    alive: bool
    elapsed_ms: int


class TrunkRegistrationChanged(SipEvent, frozen=True, kw_only=True):
    """Our registration at an operator. Retries go on by themselves until `unregister`."""

    trunk: str
    registered: bool
    status: int
    expires_at: int = 0
    retry_at: int = 0
