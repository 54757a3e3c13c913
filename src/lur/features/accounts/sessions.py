"""Sessions: begun, known again, listed and ended, here or everywhere at once."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable

import msgspec

from lur.adapters.storage.readmodel import ReadModel, ReadModelUnavailable
from lur.core.ids import Instant
from lur.features import Refused
from lur.features.accounts import session_store as store
from lur.features.accounts.model import Account, SessionRow, Standing, Where
from lur.features.accounts.passwords import digest
from lur.features.accounts.session_store import Session
from lur.ports import Clock
from lur.runtime.pending import Pending
from lur.runtime.publisher import Publisher

IDLE_MS = 12 * 60 * 60 * 1000
LONGEST_MS = 7 * 24 * 60 * 60 * 1000
SEEN_EVERY_MS = 60_000
FRESH_MS = 10 * 60_000
"""So long after a sign-in, or after the password was given again, factors may be changed."""
HERE = Where()


class Known(msgspec.Struct, frozen=True):
    """Who has a session. ``finishing``: it ends when the contact that its agent is in does."""

    account: Account
    finishing: bool = False


class Sessions:
    """Who is signed in where. ``ended`` hears the digest of one token, or an account's id."""

    def __init__(self, database: ReadModel, clock: Clock, ended: Publisher[str]) -> None:
        self._database = database
        self._clock = clock
        self._ended = ended
        self._confirmed: dict[str, Instant] = {}
        self._outdated: Pending[bool] = Pending(FRESH_MS)
        self.standing: Callable[[Session], Awaitable[Standing]] = _good
        """What the company's rules of today say of a session that was begun under others."""

    async def start(self, account: Account, where: Where = HERE) -> str:
        """The token of a new session."""
        token, at = secrets.token_urlsafe(32), self._clock.now()
        hashed, times = digest(token), (at, at + LONGEST_MS)
        await self._database.run(lambda c: store.start(c, hashed, account.id, times, where))
        return token

    async def who_has(self, token: str) -> Account | None:
        """The account of a session's token, None when there is none."""
        known = await self.look(token)
        return known.account if known else None

    async def look(self, token: str) -> Known | None:
        """Whose a session's token is; None when it is unknown, over, was idle for too long, or was begun in
        a way in which nobody may come in any more."""
        hashed, at = digest(token), self._clock.now()
        found = await self._database.run(lambda c: store.find(c, hashed))
        if found is None:
            return None
        if at >= found.expires_at or at - found.seen_at > IDLE_MS:
            await self.end(token)
            return None
        standing = await self.standing(found)
        if standing == "outdated":
            self._outdated.put_as(hashed, True, at)
            await self.end(token)
            return None
        if at - found.seen_at > SEEN_EVERY_MS:
            await self._see(hashed, at)
        return Known(found.account, finishing=standing == "finishing")

    def was_outdated(self, token: str) -> bool:
        """Whether a session ended just now because the rules are others than when it was begun."""
        return self._outdated.get(digest(token), self._clock.now()) is not None

    async def _see(self, hashed: str, at: Instant) -> None:
        try:
            await self._database.run(lambda c: store.see(c, hashed, at))
        except ReadModelUnavailable:
            return  # A full disk must not sign anybody out.

    async def known(self, token: str) -> SessionRow | None:
        """What is kept of a session."""
        return await self._database.run(lambda c: store.row_of(c, digest(token)))

    async def of(self, account: Account) -> tuple[SessionRow, ...]:
        """All that are not over, the one that was used last first."""
        at = self._clock.now()
        rows = await self._database.run(lambda c: store.all_of(c, account.id))
        return tuple(row for row in rows if at - row.seen_at <= IDLE_MS)

    # --- ending --------------------------------------------------------------------------------------------

    async def end(self, token: str) -> None:
        """End a session; an unknown one is fine."""
        await self._end(digest(token))

    async def _end(self, hashed: str) -> None:
        await self._database.run(lambda c: store.end(c, hashed))
        self._confirmed.pop(hashed, None)
        self._ended.publish(hashed)

    async def end_one(self, account: Account, session_id: str) -> None:
        """End one of an account's sessions. Raises ``Refused``: unknown_session."""
        for row in await self.of(account):
            if row.id == session_id:
                await self._end(row.token_hash)
                return
        raise Refused("unknown_session", session_id)

    async def end_all(self, account_id: str, but: str = "") -> None:
        """End an account's sessions everywhere, save the one with the token ``but``."""
        kept = digest(but) if but else ""
        await self._database.run(lambda c: store.end_others(c, account_id, kept))
        self._ended.publish(account_id)

    async def end_at_provider(self, provider_id: str, sid: str) -> None:
        """The provider says that a session there is over."""
        for each in await self._database.run(lambda c: store.end_at_provider(c, provider_id, sid)):
            self._ended.publish(each)

    # --- is it really you ----------------------------------------------------------------------------------

    def confirm(self, token: str) -> None:
        """The password was given again in this session."""
        now = self._clock.now()
        self._confirmed = {key: at for key, at in self._confirmed.items() if now - at < FRESH_MS}
        self._confirmed[digest(token)] = now

    async def must_be_fresh(self, token: str) -> None:
        """Raises ``Refused``: confirm_first, when a forgotten screen could be used by somebody else."""
        now, row = self._clock.now(), await self.known(token)
        since = max(self._confirmed.get(digest(token), 0), row.started_at if row else 0)
        if now - since > FRESH_MS:
            raise Refused("confirm_first")


async def _good(_: Session) -> Standing:
    """Nothing is asked for but what was asked for then."""
    return "good"
