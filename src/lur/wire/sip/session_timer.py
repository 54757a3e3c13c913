"""Session timers (RFC 4028): a call whose other side has silently died is found and ended."""

from __future__ import annotations

from lur.wire.sip.config import StackConfig
from lur.wire.sip.errors import Malformed
from lur.wire.sip.headers import param, parse_params, parse_seconds
from lur.wire.sip.message import Headers, Message, Request, Response
from lur.wire.sip.records import SessionRecord


def session_expires(message: Message) -> tuple[int, str] | None:
    """Seconds and refresher ("uac", "uas" or "") of Session-Expires; None when absent or unreadable."""
    text = message.get("Session-Expires")
    if text is None:
        return None
    try:
        seconds = parse_seconds(text)
        refresher = (param(parse_params(text.partition(";")[2]), "refresher") or "").lower()
    except Malformed:
        return None
    return seconds, refresher if refresher in ("uac", "uas") else ""


def min_se(message: Message) -> int:
    """Min-SE in seconds; 90 when absent or unreadable (RFC 4028 5)."""
    try:
        return max(90, parse_seconds(message.get("Min-SE") or "90"))
    except Malformed:
        return 90


def too_small(request: Request, config: StackConfig) -> bool:
    """Whether the peer asks for a shorter interval than we allow (422)."""
    asked = session_expires(request)
    return asked is not None and asked[0] < config.min_se_s and "timer" in request.tokens("Supported")


def ask(config: StackConfig, interval_s: int = 0) -> Headers:
    """Headers of a request of ours that opens or refreshes a session."""
    wanted = interval_s or config.session_expires_s
    return (("Session-Expires", str(wanted)), ("Min-SE", str(config.min_se_s))) if wanted else ()


def agree_as_server(request: Request, config: StackConfig, now: int) -> tuple[SessionRecord | None, Headers]:
    """What our 2xx agrees to, and its headers (RFC 4028 9)."""
    asked = session_expires(request)
    if asked is None and not config.session_expires_s:
        return None, ()
    supports = "timer" in request.tokens("Supported")
    interval_s, refresher = asked or (config.session_expires_s, "")
    interval_s = max(interval_s, min_se(request) if asked is None else 0, config.min_se_s)
    if not supports:
        refresher = "uas"
    refresher = refresher or "uac"
    headers: Headers = (("Session-Expires", f"{interval_s};refresher={refresher}"),)
    if refresher == "uac":
        headers = (("Require", "timer"), *headers)
    updates = "update" in request.tokens("Allow")
    return SessionRecord(
        interval_s=interval_s, we_refresh=refresher == "uas", refreshed_at=now, peer_updates=updates
    ), headers


def agree_as_client(response: Response, config: StackConfig, now: int) -> SessionRecord | None:
    """What a 2xx to our request agrees to (RFC 4028 7.2): without the header we refresh ourselves."""
    updates = "update" in response.tokens("Allow")
    agreed = session_expires(response)
    if agreed is None:
        if not config.session_expires_s:
            return None
        agreed = (config.session_expires_s, "uac")
    interval_s, refresher = max(agreed[0], 90), agreed[1] or "uac"
    return SessionRecord(
        interval_s=interval_s, we_refresh=refresher == "uac", refreshed_at=now, peer_updates=updates
    )


def deadline(session: SessionRecord) -> int:
    """When to refresh, or, when that is the peer's task, when to give the call up (RFC 4028 10)."""
    if session.we_refresh:
        return session.refreshed_at + session.interval_s * 500
    return session.refreshed_at + (session.interval_s - min(32, session.interval_s // 3)) * 1_000
