"""Signing in put together: passwords, second factors, passkeys and providers around the same accounts.

Who comes from a provider gets the role of their group at each sign-in, and an agent when the group serves
contacts. The last administrator stays one whatever a provider says, so that nobody is locked out of Lur by a
change made elsewhere.
"""

from __future__ import annotations

from typing import TypeVar, cast

import msgspec
import structlog
from sqlalchemy import Connection

from lur.adapters.storage.readmodel import ReadModel
from lur.core.command import Command
from lur.core.commands import AddAgent
from lur.core.commands_office import ChangeAgentTeam
from lur.core.ids import AgentId, CommandId, Language
from lur.core.transitions import Presence
from lur.features import Refused
from lur.features.accounts import store as account_store
from lur.features.accounts.factors import SecondFactors
from lur.features.accounts.model import Account, Factors, Role, Standing
from lur.features.accounts.passkeys import Passkeys, Site
from lur.features.accounts.service import Accounts, new_account
from lur.features.accounts.session_store import Session
from lur.features.directory.service import DirectoryService
from lur.features.sign_on import store as sign_on_store
from lur.features.sign_on.model import Person, Provider, Rule
from lur.features.sign_on.service import SignOn
from lur.features.sign_on.telling import rule_for
from lur.ports import Clock, Entropy, Vault
from lur.runtime import Centre
from lur.runtime.pending import Pending
from lur.web.payloads.sign_on import SecondFactorAsked

log = structlog.get_logger("lur.web.sign_on")

Kind = TypeVar("Kind", bound=Command)

TICKET_MS = 5 * 60_000
NONE = Factors(codes=False, recovery_left=0, passkeys=())
IN_A_CONTACT: frozenset[Presence] = frozenset({"on_contact", "wrap_up", "assisting"})


class Halfway(msgspec.Struct, frozen=True):
    """Somebody gave the right password and nothing more yet."""

    account_id: str
    passkey_ticket: str
    must_set_up: bool


class SignOnRoom:
    """All ways in. ``directory`` and ``centre`` get an agent when a group says so."""

    def __init__(
        self,
        *,
        database: ReadModel,
        vault: Vault,
        clock: Clock,
        entropy: Entropy,
        centre: Centre,
        accounts: Accounts,
        directory: DirectoryService,
    ) -> None:
        self.providers = SignOn(database, vault, clock)
        self.factors = SecondFactors(database, vault, clock)
        self.passkeys = Passkeys(database, clock)
        self._database = database
        self._accounts = accounts
        self._directory = directory
        self._centre = centre
        self._clock = clock
        self._entropy = entropy
        self._halfway: Pending[Halfway] = Pending(TICKET_MS)
        accounts.when_removed = self._forget
        accounts.spare_needed = lambda: self.providers.policy.only_providers
        accounts.sessions.standing = self._standing

    async def company(self) -> str:
        """What devices and apps call us."""
        return (await self._directory.company()).en or "Lur"

    async def _forget(self, account: Account) -> None:
        """An account is no more: neither are its factors, nor who it is elsewhere."""
        await self.factors.reset(account)
        await self.providers.untie(account.id)

    # --- after the password --------------------------------------------------------------------------------

    def let_in(self, account: Account) -> None:
        """Raises ``Refused``: only_providers, when a password or passkey is not good enough here."""
        if self.providers.policy.only_providers and not account.break_glass:
            raise Refused("only_providers")

    def requires(self, account: Account) -> bool:
        """Whether the role asks for a second factor."""
        return account.role in self.providers.policy.second_factor_roles

    async def _standing(self, session: Session) -> Standing:
        """A session is good for as long as one could begin it today as it was begun. An agent finishes the
        contact that they are in: its customer has done nothing."""
        account = session.account
        if await self._could_begin(session):
            return "good"
        agent = self._centre.state.agents.get(account.agent_id) if account.agent_id else None
        return "finishing" if agent is not None and agent.presence in IN_A_CONTACT else "outdated"

    async def _could_begin(self, session: Session) -> bool:
        account = session.account
        if session.way == "sign_on":
            return any(each.id == session.provider_id and each.enabled for each in self.providers.listed())
        if self.providers.policy.only_providers and not account.break_glass:
            return False
        if session.way == "passkey" or not self.requires(account):
            return True
        return (await self.factors.of(account.id)).any

    async def second_factor_made(self, account: Account, had: Factors = NONE, *, here: str = "") -> None:
        """The role asks for one and now there is the first: sessions that began without end, save this."""
        if self.requires(account) and not had.any:
            await self._accounts.sessions.end_all(account.id, but=here)

    async def second_step(self, account: Account, site: Site) -> SecondFactorAsked | None:
        """What is asked for beside the password; None: nothing."""
        factors = await self.factors.of(account.id)
        must_set_up = not factors.any and self.requires(account)
        if not factors.any and not must_set_up:
            return None
        ticket, options = "", ""
        if any(each.host == site.host for each in factors.passkeys):
            ticket, options = await self.passkeys.ask(site, account.id)
        halfway = Halfway(account.id, ticket, must_set_up)
        return SecondFactorAsked(
            ticket=self._halfway.put(halfway, self._clock.now()),
            codes=factors.codes,
            recovery=factors.recovery_left > 0,
            passkey=options,
            must_set_up=must_set_up,
        )

    async def halfway(self, ticket: str, *, to_set_up: bool = False) -> tuple[Halfway, Account]:
        """Who gave the password before. Raises ``Refused``: too_late."""
        found = self._halfway.get(ticket, self._clock.now())
        account = await self._accounts.known(found.account_id) if found else None
        if found is None or account is None or found.must_set_up != to_set_up:
            raise Refused("too_late")
        if found.must_set_up and (await self.factors.of(account.id)).any:
            raise Refused("too_late")  # Somebody was quicker: now the password is not enough for this.
        return found, account

    def over(self, ticket: str) -> None:
        """The ticket was good, and is good no more."""
        self._halfway.take(ticket, self._clock.now())

    # --- from a provider -----------------------------------------------------------------------------------

    async def arrive(self, provider_id: str, person: Person) -> Account:
        """The account of somebody whom a provider vouches for, as their group says. Who is in no group any
        more is signed out everywhere. Raises ``Refused``: no_group, sign_on_name_taken."""
        provider = self.providers.known(provider_id)
        rule = rule_for(provider, person.groups)
        if rule is None:
            log.info("sign_on_without_group", provider_id=provider_id, groups=len(person.groups))
            if (known := await self._known(person)) is not None:
                await self._accounts.sessions.end_all(known.id)
            raise Refused("no_group")
        account = await self._known(person) or await self._take_over(provider, person)
        if account is None:
            account = await self._provision(person, rule)
        else:
            account = await self._follow(account, rule)
        return await self._serve(account, person, rule)

    async def _known(self, person: Person) -> Account | None:
        account_id = await self.providers.account_of(person.issuer, person.subject)
        return await self._accounts.known(account_id) if account_id else None

    async def _take_over(self, provider: Provider, person: Person) -> Account | None:
        """An account that was here before, when somebody allowed that; never one that is let in when the
        provider is away, and never one that is somebody's there already."""
        found = await self._accounts.by_login(person.verified_email) if person.verified_email else None
        if found is None or not provider.link_by_email or found.break_glass:
            return None
        if found.id in await self._database.run(sign_on_store.tied):
            return None
        await self.providers.tie(person, found.id)
        log.info("account_linked", account_id=found.id, provider_id=provider.id)
        return found

    async def _provision(self, person: Person, rule: Rule) -> Account:
        language = cast("Language", person.language or "sv")
        account = new_account(person.login, person.display_name, cast("Role", rule.role), language)
        at = self._clock.now()

        def made(connection: Connection) -> bool:
            """Both or neither: an account that is nobody's would bar its own person for ever."""
            if not account_store.add(connection, account, ""):
                return False
            sign_on_store.tie(connection, person.issuer, person.subject, account.id, at)
            return True

        if not await self._database.run(made):
            raise Refused("sign_on_name_taken", person.login)
        log.info("account_provisioned", account_id=account.id, role=account.role)
        return account

    async def _follow(self, account: Account, rule: Rule) -> Account:
        """The role of today's group; the last administrator stays one, and so does the last whose
        break-glass account is needed."""
        role = cast("Role", rule.role)
        if role == account.role:
            return account
        try:
            changed = await self._accounts.change(account, role, account.agent_id)
        except Refused as refused:
            log.warning("last_admin_kept", account_id=account.id, role=role, code=refused.code)
            return account
        log.info("role_followed_group", account_id=account.id, role=role, before=account.role)
        return changed

    # --- an agent for who serves ---------------------------------------------------------------------------

    async def _serve(self, account: Account, person: Person, rule: Rule) -> Account:
        if not rule.agent:
            return account
        if account.agent_id is None:
            agent_id = await self._new_agent(account, person, rule)
            return await self._accounts.change(account, account.role, agent_id)
        agent = self._centre.state.agents.get(account.agent_id)
        if agent is not None and rule.team and agent.team != rule.team:
            change = self._command(ChangeAgentTeam, account, agent_id=account.agent_id, team=rule.team)
            await self._centre.submit(change)
        return account

    async def _new_agent(self, account: Account, person: Person, rule: Rule) -> AgentId:
        agent_id = self._directory.next_number()
        await self._centre.submit(self._command(AddAgent, account, agent_id=agent_id, team=rule.team))
        await self._directory.add_agent(agent_id, person.display_name, account.language)
        return agent_id

    def _command(self, kind: type[Kind], account: Account, **fields: object) -> Kind:
        at = self._clock.now()
        return kind(
            command_id=CommandId(self._entropy.token("sign-on-")),
            at=at,
            utc_offset_min=self._clock.utc_offset_min(at),
            actor=account.actor,
            **fields,
        )
