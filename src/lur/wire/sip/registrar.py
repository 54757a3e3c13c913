"""Where the agents' phones are (RFC 3261 10): bindings with expiry, kept by account.

Only the account's owner may register it. The flow that a REGISTER came on is remembered and used for calls to
the phone, so a phone behind NAT is reached by the way it opened itself.
"""

from __future__ import annotations

import msgspec

from lur.wire.sip.dialog import way_back
from lur.wire.sip.errors import Malformed
from lur.wire.sip.events import RegistrationChanged
from lur.wire.sip.flow import Flow
from lur.wire.sip.headers import NameAddr, parse_name_addr, parse_seconds
from lur.wire.sip.message import Headers, Request
from lur.wire.sip.records import Binding
from lur.wire.sip.shared import Incoming, Shared, printable
from lur.wire.sip.uri import parse_uri, same_uri


class _Refused(Exception):
    def __init__(self, status: int, headers: Headers = ()) -> None:
        super().__init__(status)
        self.status = status
        self.headers = headers


class Registrar:
    """All bindings of one stack."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._bindings: dict[str, list[Binding]] = {}

    def bindings(self, user: str) -> tuple[Binding, ...]:
        """Live bindings of an account, highest q first, then the newest."""
        held = list(reversed(self._bindings.get(user, [])))
        return tuple(sorted(held, key=lambda binding: -binding.q))

    def users(self) -> tuple[str, ...]:
        """Accounts with at least one live binding, sorted."""
        return tuple(sorted(self._bindings))

    def count(self) -> int:
        """All live bindings."""
        return sum(len(held) for held in self._bindings.values())

    def restore(self, binding: Binding, now: int) -> None:
        """Take a stored binding over after a restart; expired ones are dropped. Emits no event."""
        if binding.expires_at <= now:
            return
        binding = msgspec.structs.replace(binding, flow=way_back(binding.contact, binding.flow))
        others = [held for held in self._bindings.get(binding.user, []) if held.contact != binding.contact]
        self._keep(binding.user, [*others, binding])

    def forget(self, user: str) -> None:
        """Drop all bindings of an account (it was removed, or got a new secret). Emits no event."""
        self._keep(user, [])

    # -- from the wire
    def on_register(self, incoming: Incoming, user: str, now: int) -> None:
        """A REGISTER from `user`, who has proved who they are."""
        try:
            account = self._account(incoming, user)
            changed = self._update(account, incoming, now)
        except _Refused as refused:
            self._shared.respond(incoming, refused.status, now, headers=refused.headers)
            return
        except Malformed as error:
            self._shared.respond(incoming, error.status, now)
            return
        contacts = tuple(("Contact", _described(binding, now)) for binding in self.bindings(account))
        self._shared.respond(incoming, 200, now, headers=contacts)
        if changed is not None:
            self._tell(account, added=changed)

    def _account(self, incoming: Incoming, user: str) -> str:
        try:
            uri = parse_uri(incoming.head.to.uri)
        except Malformed:
            raise _Refused(400) from None
        domains = self._shared.config.domains
        if domains and uri.host.lower() not in domains:
            raise _Refused(404)
        if uri.user_name != user:
            raise _Refused(403)
        return user

    def _update(self, user: str, incoming: Incoming, now: int) -> bool | None:
        """Apply all contacts or none. True: someone new; False: changed otherwise; None: only a question."""
        request, held = incoming.request, list(self._bindings.get(user, []))
        lines = request.items("Contact")
        if not lines:
            return None
        if "*" in lines:
            if len(lines) > 1 or (request.get("Expires") or "").strip() != "0":
                raise _Refused(400)
            for binding in held:
                _check_order(binding, incoming)
            self._keep(user, [])
            return False
        before = {(binding.contact, binding.flow) for binding in held}
        for line in lines:
            held = self._apply(user, held, parse_name_addr(line), incoming, now)
        if len(held) > self._shared.config.limits.bindings_per_account:
            raise _Refused(403)
        self._keep(user, held)
        return any((binding.contact, binding.flow) not in before for binding in held)

    def _apply(
        self, user: str, held: list[Binding], contact: NameAddr, incoming: Incoming, now: int
    ) -> list[Binding]:
        uri = parse_uri(contact.uri)
        instance = (contact.param("+sip.instance") or "").strip('"')
        expires_s = self._expires_s(contact, incoming.request)
        kept = []
        for binding in held:
            if same_uri(parse_uri(binding.contact), uri) or (instance and binding.instance == instance):
                _check_order(binding, incoming)
            else:
                kept.append(binding)
        if expires_s == 0:
            return kept
        return [
            *kept,
            Binding(
                user=user,
                contact=str(uri),
                flow=incoming.flow,
                expires_at=now + expires_s * 1_000,
                q=_q_of(contact),
                call_id=incoming.head.call_id,
                cseq=incoming.head.cseq.number,
                product=printable(incoming.request.get("User-Agent") or ""),
                instance=printable(instance),
            ),
        ]

    def _expires_s(self, contact: NameAddr, request: Request) -> int:
        config = self._shared.config
        asked = contact.param("expires")
        if asked is None:
            asked = request.get("Expires")
        try:
            seconds = config.registration_default_s if asked is None else parse_seconds(asked)
        except Malformed:
            seconds = config.registration_default_s
        if 0 < seconds < config.registration_min_s:
            raise _Refused(423, (("Min-Expires", str(config.registration_min_s)),))
        return min(seconds, config.registration_max_s)

    # -- time and connections
    def connection_closed(self, flow: Flow) -> None:
        """Phones that were reached by this connection are out of reach until they register again."""
        for user in [one for one, held in self._bindings.items() if any(b.flow == flow for b in held)]:
            self._keep(user, [binding for binding in self._bindings[user] if binding.flow != flow])
            self._tell(user, added=False)

    def _expire(self, user: str, now: int) -> None:
        held = self._bindings.get(user, [])
        live = [binding for binding in held if binding.expires_at > now]
        self._keep(user, live)
        if len(live) < len(held):
            self._tell(user, added=False)

    def _keep(self, user: str, held: list[Binding]) -> None:
        timer = ("binding", user)
        if not held:
            self._bindings.pop(user, None)
            self._shared.timers.stop(timer)
            return
        self._bindings[user] = held
        first = min(binding.expires_at for binding in held)
        self._shared.timers.arm(timer, first, lambda now: self._expire(user, now))

    def _tell(self, user: str, *, added: bool) -> None:
        contacts = tuple(binding.contact for binding in self.bindings(user))
        self._shared.emit(RegistrationChanged(user=user, contacts=contacts, added=added))


def _check_order(binding: Binding, incoming: Incoming) -> None:
    """An older REGISTER of the same client must not undo a newer one (RFC 3261 10.3)."""
    if binding.call_id == incoming.head.call_id and incoming.head.cseq.number <= binding.cseq:
        raise _Refused(500)


def _q_of(contact: NameAddr) -> int:
    whole, _, part = (contact.param("q") or "1").partition(".")
    if not (whole in ("", "0", "1") and (part == "" or (part.isascii() and part.isdigit()))):
        return 1_000
    return min(1_000, int(whole or "0") * 1_000 + int((part + "000")[:3]))


def _described(binding: Binding, now: int) -> str:
    left_s = max(1, (binding.expires_at - now) // 1_000)
    return f"<{binding.contact}>;q={binding.q // 1000}.{binding.q % 1000:03d};expires={left_s}"
