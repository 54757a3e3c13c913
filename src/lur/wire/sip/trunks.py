"""Towards operators: our registration there, and OPTIONS to see whether they live. Failover is the shell's choice."""

from __future__ import annotations

import msgspec

from lur.wire.sip.credentials import Credentials
from lur.wire.sip.flow import Destination


class TrunkPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A registration to keep up. `registrar` is the Request-URI (sip:operator.example), `account` our AOR there."""

    trunk: str
    destination: Destination
    registrar: str
    account: str
    credentials: Credentials | None = None
    contact_user: str = ""
    expires_s: int = 600


class Trunks:
    """Registrations kept up and OPTIONS asked."""

    def register(self, plan: TrunkPlan, now: int) -> None:
        """Register and keep it so: refreshes before expiry, backs off after failures (RFC 5626 4.5)."""
        raise NotImplementedError

    def unregister(self, trunk: str, now: int) -> bool:
        """Remove our registration and stop refreshing. One last TrunkRegistrationChanged follows."""
        raise NotImplementedError

    def ping(self, destination: Destination, now: int, *, target: str = "", ping: str = "") -> str:
        """Send OPTIONS; PingFinished with the returned id follows within 64*T1."""
        raise NotImplementedError
