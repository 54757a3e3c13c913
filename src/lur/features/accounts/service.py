"""The verbs: sign in and out, who is this, set up the first administrator, add, change, remove."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import AgentId, Language
from lur.features import Refused
from lur.features.accounts import store
from lur.features.accounts.model import Account, Role, Where
from lur.features.accounts.passwords import Passwords, check_new, new_password
from lur.features.accounts.sessions import HERE, Sessions
from lur.features.accounts.throttle import Throttle
from lur.ports import Clock
from lur.runtime.publisher import Publisher


class Accounts:
    """Everything about who may use Lur."""

    def __init__(self, database: ReadModel, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._passwords = Passwords()
        self._throttle = Throttle()
        self.ended: Publisher[str] = Publisher()
        """Sessions have ended: the digest of one session's token, an account's id or an agent's id."""
        self.sessions = Sessions(database, clock, self.ended)
        self.when_removed: Callable[[Account], Awaitable[None]] = _nothing_more
        """What else is forgotten with an account."""
        self.spare_needed: Callable[[], bool] = lambda: False
        """Whether somebody must be left whose password is good when all others must sign on elsewhere."""
        self.setup_token = secrets.token_urlsafe(24)
        """Proves, from another machine, that one can read what Lur printed at its first start."""

    # --- signing in and being known ------------------------------------------------------------------------

    async def check(self, login: str, password: str, address: str) -> Account:
        """Whose name and password these are. Raises ``Refused``: wrong_password, too_many_tries."""
        login, at = login.casefold(), self._clock.now()
        wait_ms = self._throttle.wait_ms(login, address, at)
        if wait_ms > 0:
            raise Refused("too_many_tries", retry_after_s=-(-wait_ms // 1000))
        self._throttle.wrong(login, address, at)
        found = await self._database.run(lambda c: store.credentials(c, login))
        right = await self._passwords.verify((found.password_hash or None) if found else None, password)
        if found is None or not right:
            raise Refused("wrong_password")
        self._throttle.right(login, address)
        return found.account

    async def who_has_session(self, token: str) -> Account | None:
        """The account of a session's token, None when it is unknown or over."""
        return await self.sessions.who_has(token)

    async def sign_out(self, token: str) -> None:
        """End a session; an unknown one is fine."""
        await self.sessions.end(token)

    async def known(self, account_id: str) -> Account | None:
        """The account with this id."""
        return await self._database.run(lambda c: store.by_id(c, account_id))

    # --- the first start -----------------------------------------------------------------------------------

    async def setup_needed(self) -> bool:
        """Whether there is no administrator yet."""
        return not await self._database.run(store.has_admin)

    async def set_up(
        self, login: str, display_name: str, password: str, language: Language, where: Where = HERE
    ) -> tuple[Account, str]:
        """Make the first administrator and sign them in. Raises ``Refused``: already_set_up."""
        check_new(password)
        account = new_account(login, display_name, "admin", language)
        hashed = await self._passwords.hash(password)
        made = await self._database.run(
            lambda c: not store.has_admin(c) and store.add(c, account, hashed),
        )
        if not made:
            raise Refused("already_set_up")
        return account, await self.sessions.start(account, where)

    # --- one's own account ---------------------------------------------------------------------------------

    async def change_password(self, account: Account, old: str, new: str, where: Where) -> str:
        """Replace the password; all sessions end and the token of a new one is returned."""
        check_new(new)
        await self.check(account.login, old, where.address)
        hashed = await self._passwords.hash(new)
        await self._database.run(lambda c: store.set_password(c, account.id, hashed))
        token = await self.sessions.start(account, where)
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
        bare, password = new_account(login, display_name, role, language), new_password()
        account = msgspec.structs.replace(bare, agent_id=agent_id, demo=demo)
        hashed = await self._passwords.hash(password)
        if not await self._database.run(lambda c: store.add(c, account, hashed)):
            raise Refused("login_taken", login)
        return account, password

    async def reset_password(self, login: str) -> str:
        """A new generated password; all sessions of the account end. Raises ``Refused``: unknown_account."""
        account, password = await self.named(login), new_password()
        hashed = await self._passwords.hash(password)
        await self._database.run(lambda c: store.set_password(c, account.id, hashed))
        self.ended.publish(account.id)
        return password

    async def change(self, account: Account, role: Role, agent_id: AgentId | None) -> Account:
        """Another role or agent; sessions end when the role is another. Raises ``Refused``: last_admin,
        no_break_glass."""
        needed = self.spare_needed()
        kept = await self._database.run(lambda c: store.change(c, account.id, role, agent_id, needed))
        if kept is not None:
            raise Refused(kept, account.login)
        if role != account.role:
            await self.sessions.end_all(account.id)
        self.ended.publish(account.id)
        break_glass = account.break_glass and role == "admin"
        return msgspec.structs.replace(account, role=role, agent_id=agent_id, break_glass=break_glass)

    async def break_glass_accounts(self) -> frozenset[str]:
        """The administrators who can come in with a password when the provider is away, by their ids."""
        return await self._database.run(store.break_glass_accounts)

    async def set_break_glass(self, account: Account, on: bool) -> None:
        """Whether the password is good when all others must sign on elsewhere. Raises ``Refused``:
        only_for_admins, no_password, no_break_glass (the last one while it is needed)."""
        if on and account.role != "admin":
            raise Refused("only_for_admins", account.login)
        if on and not await self.has_password(account):
            raise Refused("no_password", account.login)
        needed = self.spare_needed()
        if not await self._database.run(lambda c: store.set_break_glass(c, account.id, on, needed)):
            raise Refused("no_break_glass", account.login)

    async def remove(self, login: str, by: Account) -> None:
        """Forget an account. Raises ``Refused``: unknown_account, own_account, last_admin,
        no_break_glass."""
        account = await self.named(login)
        if account.id == by.id:
            raise Refused("own_account", login)
        needed = self.spare_needed()
        kept = await self._database.run(lambda c: store.remove(c, account.id, needed))
        if kept is not None:
            raise Refused(kept, login)
        self.ended.publish(account.id)
        await self.when_removed(account)

    async def unlink(self, agent_id: AgentId) -> None:
        """The agent is no more: accounts that were theirs are nobody's."""
        await self._database.run(lambda c: store.unlink(c, agent_id))
        self.ended.publish(agent_id)

    async def by_login(self, login: str) -> Account | None:
        """The account that signs in as ``login``, if there is one."""
        found = await self._database.run(lambda c: store.credentials(c, login.casefold()))
        return found.account if found else None

    async def has_password(self, account: Account) -> bool:
        """Whether the account can sign in by itself; one that came from a provider cannot."""
        found = await self._database.run(lambda c: store.credentials(c, account.login))
        return found is not None and bool(found.password_hash)

    async def named(self, login: str) -> Account:
        """The account that signs in as ``login``. Raises ``Refused``: unknown_account."""
        found = await self.by_login(login)
        if found is None:
            raise Refused("unknown_account", login)
        return found


async def _nothing_more(_: Account) -> None:
    """An account alone."""


def new_account(login: str, display_name: str, role: Role, language: Language) -> Account:
    """A new one, not kept yet."""
    return Account(
        id="a" + secrets.token_hex(8),
        login=login.casefold(),
        display_name=display_name,
        role=role,
        language=language,
    )
