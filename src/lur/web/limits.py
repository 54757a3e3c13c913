"""How much anybody may ask of the API: by account or token, and by address for those who are nobody yet.

People at their pages never come near it; a program that asks in a loop is slowed down before it slows anybody
else. A whole house may sit behind one address, so an address counts only what comes without a session or a
good token. This machine's own command line has no limit: who reads its token owns the machine.
"""

from __future__ import annotations

from lur.core.ids import Instant
from lur.features import Refused
from lur.features.accounts.model import SERVICE, Account
from lur.features.accounts.tokens import Program
from lur.web.public.limits import Limit, line_of

PERSON_BURST, PERSON_EVERY_MS = 1_200, 15
PROGRAM_BURST, PROGRAM_EVERY_MS = 300, 50
STRANGER_BURST, STRANGER_EVERY_MS = 1_200, 50


class RateLimits:
    """Requests under /api, counted in memory. Time is an argument."""

    def __init__(self) -> None:
        self.persons = Limit(PERSON_BURST, PERSON_EVERY_MS)
        self.programs = Limit(PROGRAM_BURST, PROGRAM_EVERY_MS)
        self.strangers = Limit(STRANGER_BURST, STRANGER_EVERY_MS)

    def check(self, account: Account | None, address: str, at: Instant) -> None:
        """Count a request. Raises ``Refused``: too_many_requests, with when to ask again."""
        if account is SERVICE:
            return
        limit, key = self._limit_of(account, address)
        if (wait_ms := limit.wait_ms(key, at)) > 0:
            raise Refused("too_many_requests", retry_after_s=-(-wait_ms // 1000))
        limit.take(key, at)

    def _limit_of(self, account: Account | None, address: str) -> tuple[Limit, str]:
        if account is None:
            return self.strangers, line_of(address)
        return (self.programs if isinstance(account, Program) else self.persons), account.id
