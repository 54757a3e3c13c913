"""Where the agents' phones are (RFC 3261 10): bindings with expiry, kept by account.

Only the account's owner may register it. The flow that a REGISTER came on is remembered and used for calls to the
phone, so a phone behind NAT is reached by the way it opened itself.
"""

from __future__ import annotations

from lur.wire.sip.records import Binding


class Registrar:
    """All bindings of one stack."""

    def bindings(self, user: str) -> tuple[Binding, ...]:
        """Live bindings of an account, highest q first, then the newest."""
        raise NotImplementedError

    def users(self) -> tuple[str, ...]:
        """Accounts with at least one live binding, sorted."""
        raise NotImplementedError

    def restore(self, binding: Binding, now: int) -> None:
        """Take a stored binding over after a restart; expired ones are dropped. Emits no event."""
        raise NotImplementedError

    def forget(self, user: str) -> None:
        """Drop all bindings of an account (it was removed, or got a new secret). Emits no event."""
        raise NotImplementedError
