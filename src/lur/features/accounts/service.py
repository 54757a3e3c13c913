"""The verbs: sign in and out, who is this, set up the first administrator, add, change, remove."""

from __future__ import annotations

import secrets

import msgspec

from lur.adapters.storage.readmodel import ReadModel, ReadModelUnavailable
from lur.core.ids import AgentId, Instant, Language
from lur.features import Refused
from lur.features.accounts import store
from lur.features.accounts.model import Account, Role
from lur.features.accounts.passwords import Passwords, check_new, digest, new_password
from lur.features.accounts.throttle import Throttle
from lur.ports import Clock
from lur.runtime.publisher import Publisher

IDLE_MS = 12 * 60 * 60 * 1000
LONGEST_MS = 7 * 24 * 60 * 60 * 1000
SEEN_EVERY_MS = 60_000


class Accounts:
    """Everything about who may use Lur."""

    def __init__(self, database: ReadModel, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._passwords = Passwords()
        self._throttle = Throttle()
        self.ended: Publisher[str] = Publisher()
        """Sessions have ended: the digest of one session's token, an account's id or an agent's id."""
        self.setup_token = secrets.token_urlsafe(24)
        """Proves, from another machine, that one can read what Lur printed at its first start."""

    # --- signing in and being known ------------------------------------------------------------------------

    async def sign_in(self, login: str, password: str, address: str) -> tuple[Account, str]:
        """The account and a new session's token. Raises ``Refused``: wrong_password, too_many_tries."""
        login, at = login.casefold(), self._clock.now()
        wait_ms = self._throttle.wait_ms(login, address, at)
        if wait_ms > 0:
            raise Refused("too_many_tries", retry_after_s=-(-wait_ms // 1000))
        self._throttle.wrong(login, address, at)
        found = await self._database.run(lambda c: store.credentials(c, login))
        right = await self._passwords.verify(found.password_hash if found else None, password)
        if found is None or not right:
            raise Refused("wrong_password")
        self._throttle.right(login, address)
        return found.account, await self._start_session(found.account)

    async def _start_session(self, account: Account) -> str:
        token, at = secrets.token_urlsafe(32), self._clock.now()
        hashed = digest(token)
        await self._database.run(
            lambda c: store.start_session(c, hashed, account.id, at, at + LONGEST_MS),
        )
        return token

    async def who_has_session(self, token: str) -> Account | None:
        """The account of a session's token, None when it is unknown, over, or was idle for too long."""
        hashed, at = digest(token), self._clock.now()
        found = await self._database.run(lambda c: store.find_session(c, hashed))
        if found is None:
            return None
        if at >= found.expires_at or at - found.seen_at > IDLE_MS:
            await self.sign_out(token)
            return None
        if at - found.seen_at > SEEN_EVERY_MS:
            await self._see(hashed, at)
        return found.account

    async def _see(self, hashed: str, at: Instant) -> None:
        try:
            await self._database.run(lambda c: store.see_session(c, hashed, at))
        except ReadModelUnavailable:
            return  # A full disk must not sign anybody out.

    async def sign_out(self, token: str) -> None:
        """End a session; an unknown one is fine."""
        await self._database.run(lambda c: store.end_session(c, digest(token)))
        self.ended.publish(digest(token))

    # --- the first start -----------------------------------------------------------------------------------

    async def setup_needed(self) -> bool:
        """Whether there is no administrator yet."""
        return not await self._database.run(store.has_admin)

    async def set_up(
        self, login: str, display_name: str, password: str, language: Language
    ) -> tuple[Account, str]:
        """Make the first administrator and sign them in. Raises ``Refused``: already_set_up."""
        check_new(password)
        account = _new(login, display_name, "admin", language)
        hashed = await self._passwords.hash(password)
        made = await self._database.run(
            lambda c: not store.has_admin(c) and store.add(c, account, hashed),
        )
        if not made:
            raise Refused("already_set_up")
        return account, await self._start_session(account)

    # --- one's own account ---------------------------------------------------------------------------------

    async def change_password(self, account: Account, old: str, new: str, address: str) -> str:
        """Replace the password; all sessions end and the token of a new one is returned."""
        check_new(new)
        await self.sign_out((await self.sign_in(account.login, old, address))[1])
        hashed = await self._passwords.hash(new)
        await self._database.run(lambda c: store.set_password(c, account.id, hashed))
        token = await self._start_session(account)
        self.ended.publish(account.id)
        return token

    async def set_language(self, account: Account, language: Language) -> None:
        """The language of screens and messages."""
        await self._database.run(lambda c: store.set_language(c, account.id, language))

    # --- administration ------------------------------------------------------------------------------------

    async def everybody(self) -> tuple[Account, ...]:
        """All accounts, by login."""
        return await self._database.run(store.all_accounts)

    async def add(
        self,
        login: str,
        display_name: str,
        role: Role,
        language: Language = "sv",
        *,
        agent_id: AgentId | None = None,
        demo: bool = False,
    ) -> tuple[Account, str]:
        """A new account and its generated password. Raises ``Refused``: login_taken."""
        bare, password = _new(login, display_name, role, language), new_password()
        account = msgspec.structs.replace(bare, agent_id=agent_id, demo=demo)
        hashed = await self._passwords.hash(password)
        if not await self._database.run(lambda c: store.add(c, account, hashed)):
            raise Refused("login_taken", login)
        return account, password

    async def reset_password(self, login: str) -> str:
        """A new generated password; all sessions of the account end. Raises ``Refused``: unknown_account."""
        account, password = await self._named(login), new_password()
        hashed = await self._passwords.hash(password)
        await self._database.run(lambda c: store.set_password(c, account.id, hashed))
        self.ended.publish(account.id)
        return password

    async def remove(self, login: str, by: Account) -> None:
        """Forget an account. Raises ``Refused``: unknown_account, own_account."""
        account = await self._named(login)
        if account.id == by.id:
            raise Refused("own_account", login)
        await self._database.run(lambda c: store.remove(c, account.id))
        self.ended.publish(account.id)

    async def unlink(self, agent_id: AgentId) -> None:
        """The agent is no more: accounts that were theirs are nobody's."""
        await self._database.run(lambda c: store.unlink(c, agent_id))
        self.ended.publish(agent_id)

    async def _named(self, login: str) -> Account:
        found = await self._database.run(lambda c: store.credentials(c, login.casefold()))
        if found is None:
            raise Refused("unknown_account", login)
        return found.account


def _new(login: str, display_name: str, role: Role, language: Language) -> Account:
    return Account(
        id="a" + secrets.token_hex(8),
        login=login.casefold(),
        display_name=display_name,
        role=role,
        language=language,
    )
