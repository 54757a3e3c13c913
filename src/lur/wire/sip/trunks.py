"""Towards operators: our registration there, and OPTIONS to see whether they live. Failover is the shell's
choice.
"""

from __future__ import annotations

import msgspec

from lur.wire.sip.credentials import Credentials
from lur.wire.sip.errors import Malformed
from lur.wire.sip.events import PingFinished, TrunkRegistrationChanged
from lur.wire.sip.flow import Destination, Flow
from lur.wire.sip.headers import parse_name_addr, parse_seconds
from lur.wire.sip.message import Headers, Request, Response
from lur.wire.sip.shared import ALLOWED, Pending, Shared, retry_after
from lur.wire.sip.uri import parse_uri, same_uri

_FIRST_WAIT_MS = 30_000
_LONGEST_WAIT_MS = 1_800_000


class TrunkPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A registration to keep up. `registrar` is the Request-URI (sip:operator.example), `account` our AOR."""

    trunk: str
    destination: Destination
    registrar: str
    account: str
    credentials: Credentials | None = None
    contact_user: str = ""
    expires_s: int = 600


class _Registration:
    __slots__ = ("call_id", "cseq", "expires_s", "failures", "leaving", "pending", "plan", "tag", "told")

    def __init__(self, plan: TrunkPlan, call_id: str, tag: str) -> None:
        self.plan = plan
        self.call_id = call_id
        self.tag = tag
        self.cseq = 0
        self.expires_s = plan.expires_s
        self.failures = 0
        self.leaving = False
        self.pending: Pending | None = None
        self.told: tuple[bool, int] | None = None

    def next_cseq(self) -> int:
        self.cseq += 1
        return self.cseq


class Trunks:
    """Registrations kept up and OPTIONS asked."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._registrations: dict[str, _Registration] = {}

    def register(self, plan: TrunkPlan, now: int) -> None:
        """Register and keep it so: refreshes before expiry, backs off after failures (RFC 5626 4.5)."""
        registration = _Registration(plan, self._shared.token(), self._shared.token())
        self._registrations[plan.trunk] = registration
        self._send(registration, now)

    def unregister(self, trunk: str, now: int) -> bool:
        """Remove our registration and stop refreshing. One last TrunkRegistrationChanged follows."""
        registration = self._registrations.get(trunk)
        if registration is None or registration.leaving:
            return False
        registration.leaving = True
        self._send(registration, now)
        return True

    def ping(self, destination: Destination, now: int, *, target: str = "", ping: str = "") -> str:
        """Send OPTIONS; PingFinished with the returned id follows within 64*T1."""
        ping = ping or self._shared.token()
        host = destination.remote[0] if isinstance(destination, Flow) else destination.host
        port = destination.remote[1] if isinstance(destination, Flow) else destination.port
        uri = target or f"sip:{f'[{host}]' if ':' in host else host}:{port}"

        def handle(response: Response, flow: Flow | None, at: int) -> None:
            if response.status >= 200:
                alive = flow is not None and response.status not in (408, 503)
                self._shared.emit(
                    PingFinished(ping=ping, status=response.status, alive=alive, elapsed_ms=at - now)
                )

        headers = (("Accept", "application/sdp"), ("Allow", ALLOWED))
        us = self._shared.contact_uri(destination)
        request = self._request("OPTIONS", uri, us, uri, (self._shared.token(), self._shared.token(), 1))
        self._shared.send(request.changed(last=headers), destination, handle, now)
        return ping

    def _request(self, method: str, uri: str, sender: str, to: str, ids: tuple[str, str, int]) -> Request:
        call_id, tag, cseq = ids
        headers: Headers = (
            ("Max-Forwards", "70"),
            ("From", f"<{sender}>;tag={tag}"),
            ("To", f"<{to}>"),
            ("Call-ID", call_id),
            ("CSeq", f"{cseq} {method}"),
        )
        return Request(method=method, uri=uri, headers=headers)

    def _send(self, registration: _Registration, now: int) -> None:
        plan = registration.plan
        contact = self._shared.contact_uri(plan.destination, plan.contact_user)
        expires_s = 0 if registration.leaving else registration.expires_s
        ids = (registration.call_id, registration.tag, registration.next_cseq())
        request = self._request("REGISTER", plan.registrar, plan.account, plan.account, ids)
        headers = (("Contact", f"<{contact}>;expires={expires_s}"), ("Expires", str(expires_s)))

        def handle(response: Response, flow: Flow | None, at: int) -> None:
            current = self._registrations.get(plan.trunk) is registration
            if response.status >= 200 and current:
                self._on_final(registration, contact, response, at)

        registration.pending = self._shared.send(
            request.changed(last=headers), plan.destination, handle, now,
            credentials=plan.credentials, next_cseq=registration.next_cseq,
        )  # fmt: skip

    def _on_final(self, registration: _Registration, contact: str, response: Response, now: int) -> None:
        if registration.leaving:
            self._forget(registration, response)
        elif response.status < 300:
            registration.failures = 0
            granted_s = _granted_s(response, contact, registration.expires_s)
            self._tell(registration, response.status, expires_at=now + granted_s * 1_000)
            self._again_at(registration, now + max(1_000, granted_s * 850))
        elif response.status == 423 and _min_expires(response) > registration.expires_s:
            registration.expires_s = _min_expires(response)
            self._send(registration, now)
        else:
            wait_ms = self._backoff_ms(registration, response)
            self._tell(registration, response.status, retry_at=now + wait_ms)
            self._again_at(registration, now + wait_ms)

    def _forget(self, registration: _Registration, response: Response) -> None:
        del self._registrations[registration.plan.trunk]
        self._shared.timers.stop(("trunk", registration.plan.trunk))
        self._shared.emit(
            TrunkRegistrationChanged(trunk=registration.plan.trunk, registered=False, status=response.status)
        )

    def _again_at(self, registration: _Registration, at: int) -> None:
        def again(now: int) -> None:
            if self._registrations.get(registration.plan.trunk) is registration and not registration.leaving:
                self._send(registration, now)

        self._shared.timers.arm(("trunk", registration.plan.trunk), at, again)

    def _backoff_ms(self, registration: _Registration, response: Response) -> int:
        registration.failures += 1
        longest = min(_LONGEST_WAIT_MS, _FIRST_WAIT_MS << min(registration.failures - 1, 10))
        wait_ms = longest // 2 + self._shared.random_below(longest // 2)
        return max(wait_ms, min((retry_after(response) or 0) * 1_000, _LONGEST_WAIT_MS))

    def _tell(
        self, registration: _Registration, status: int, *, expires_at: int = 0, retry_at: int = 0
    ) -> None:
        """Refreshes that change nothing are not told."""
        registered = status < 300
        if registration.told == (registered, status) and registered:
            return
        registration.told = (registered, status)
        self._shared.emit(
            TrunkRegistrationChanged(
                trunk=registration.plan.trunk,
                registered=registered,
                status=status,
                expires_at=expires_at,
                retry_at=retry_at,
            )
        )


def _granted_s(response: Response, contact: str, asked_s: int) -> int:
    """How long the registrar keeps our contact."""
    ours = parse_uri(contact)
    header = response.get("Expires")
    try:
        granted = parse_seconds(header) if header is not None else asked_s
    except Malformed:
        granted = asked_s
    for line in response.lines("Contact"):
        try:
            held = parse_name_addr(line)
            text = held.param("expires")
            if text is not None and same_uri(parse_uri(held.uri), ours):
                return max(1, min(parse_seconds(text), 86_400))
        except Malformed:
            continue
    return max(1, min(granted, 86_400))


def _min_expires(response: Response) -> int:
    try:
        return min(parse_seconds(response.get("Min-Expires") or "0"), 86_400)
    except Malformed:
        return 0
