"""How people get in, in the document: providers without their secrets and what holds for all; and, in the
history alone, whose second factors there are, because those belong to their people. ``changed`` is called
when somebody who is in may be so no more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

import msgspec

from lur.features import Refused
from lur.features.accounts.factors import SecondFactors
from lur.features.accounts.model import Role
from lur.features.accounts.service import Accounts
from lur.features.sign_on.model import Policy, Provider, Rule, check_issuer
from lur.features.sign_on.service import MOST, SignOn
from lur.web.office.document import ONLY
from lur.web.office.people_sections import has_break_glass, only_providers
from lur.web.office.sections import Fault, ItemBase, Section, Shown, Whole, Work, new_ids, too_many
from lur.web.payloads.common import Name
from lur.web.payloads.sign_on import Issuer, Line


class GroupItem(ItemBase, frozen=True, kw_only=True):
    """What a group means here."""

    group: Line
    role: Role
    agent: bool = False
    team: Annotated[str, msgspec.Meta(max_length=64)] = ""


class ProviderItem(ItemBase, frozen=True, kw_only=True):
    """A provider as the file has it; its secret is never there."""

    name: Name
    issuer: Issuer
    client_id: Line
    scopes: Line = "openid profile email"
    groups_claim: Line = "groups"
    link_by_email: bool = False
    enabled: bool = True
    rules: Annotated[list[GroupItem], msgspec.Meta(max_length=200)] = msgspec.field(default_factory=list)


class Providers(Section[ProviderItem]):
    """Where people sign on."""

    name = "sign_on_providers"
    note = "Where people sign on; the first rule whose group somebody is in decides. Secrets are not here."
    item = ProviderItem
    goes = "last"

    def __init__(self, sign_on: SignOn, changed: Callable[[], None]) -> None:
        self._sign_on = sign_on
        self._changed = changed

    async def read(self) -> dict[str, ProviderItem]:
        """Those there are now."""
        return {each.id: _provider_item(each) for each in self._sign_on.listed()}

    def normal(self, key: str, item: ProviderItem) -> ProviderItem:
        """Trimmed. Raises ``Refused``: empty_text, issuer_without_tls."""
        check_issuer(item.issuer)
        new = _provider_item(_provider(key, item))
        if not (new.name and new.client_id and all(each.group for each in new.rules)):
            raise Refused("empty_text", key)
        return new

    async def check(self, work: Work[ProviderItem], whole: Whole) -> Sequence[Fault]:
        """While only providers are good, one of them is in use."""
        faults = new_ids(self, [key for key, (before, _) in work.put.items() if before is None])
        if only_providers(whole) and not _in_use(whole):
            faults.append(self.fault("", "no_provider"))
        return (*faults, *too_many(self, whole, MOST, "too_many_providers"))

    async def put_all(self, work: Work[ProviderItem], shown: Shown) -> None:
        """Those in use first, so that there is always one. When there is no room for what comes, some of
        what goes goes first."""
        new = sum(1 for before, _ in work.put.values() if before is None)
        for key in sorted(work.drop, key=lambda key: work.drop[key].enabled):
            if len(self._sign_on.listed()) + new > MOST and not self._is_last(key):
                await self.drop(key, work.drop[key])
        for key in sorted(work.put, key=lambda key: (not work.put[key][1].enabled, key)):
            await self.put(key, *work.put[key], shown)

    def _is_last(self, key: str) -> bool:
        return not any(each.enabled and each.id != key for each in self._sign_on.listed())

    async def put(self, key: str, before: ProviderItem | None, after: ProviderItem, shown: Shown) -> None:
        """So it is set up; its secret stays, and that of a new one is typed on its page."""
        if all(each.id != key for each in self._sign_on.listed()):
            shown.secrets.append((self.name, key))
        await self._sign_on.put(_provider(key, after), "")
        self._changed()

    async def drop(self, key: str, before: ProviderItem) -> None:
        """Nobody signs on there any more, and its secret is forgotten."""
        if any(each.id == key for each in self._sign_on.listed()):
            await self._sign_on.remove(key)
            self._changed()


def _in_use(whole: Whole) -> bool:
    return any(getattr(each, "enabled", False) for each in whole.items.get("sign_on_providers", {}).values())


def _provider_item(each: Provider) -> ProviderItem:
    return ProviderItem(
        name=each.name,
        issuer=each.issuer,
        client_id=each.client_id,
        scopes=each.scopes,
        groups_claim=each.groups_claim,
        link_by_email=each.link_by_email,
        enabled=each.enabled,
        rules=[msgspec.convert(rule, GroupItem, from_attributes=True) for rule in each.rules],
    )


def _provider(key: str, item: ProviderItem) -> Provider:
    return Provider(
        id=key,
        name=item.name.strip(),
        issuer=item.issuer,
        client_id=item.client_id.strip(),
        scopes=item.scopes,
        groups_claim=item.groups_claim.strip(),
        link_by_email=item.link_by_email,
        enabled=item.enabled,
        rules=tuple(
            Rule(group=each.group.strip(), role=each.role, agent=each.agent, team=each.team)
            for each in item.rules
        ),
    )


class PolicyItem(ItemBase, frozen=True, kw_only=True):
    """What holds for all."""

    only_providers: bool = False
    second_factor_roles: list[Role] = msgspec.field(default_factory=list)


class SignOnPolicy(Section[PolicyItem]):
    """What holds for all who sign in. It gets looser before anything else is done and stricter after all that
    comes, because providers and break-glass accounts are held fast while it is strict."""

    name = "sign_on_policy"
    note = "What holds for all who sign in. only_providers needs one in use, and a break_glass account."
    item = PolicyItem
    one = True

    def __init__(self, sign_on: SignOn, changed: Callable[[], None]) -> None:
        self._sign_on = sign_on
        self._changed = changed

    async def read(self) -> dict[str, PolicyItem]:
        """The one item."""
        policy = self._sign_on.policy
        roles = msgspec.convert(policy.second_factor_roles, list[Role])
        return {ONLY: PolicyItem(only_providers=policy.only_providers, second_factor_roles=roles)}

    def normal(self, key: str, item: PolicyItem) -> PolicyItem:
        """Each role once."""
        return msgspec.structs.replace(
            item, second_factor_roles=list(dict.fromkeys(item.second_factor_roles))
        )

    async def check(self, work: Work[PolicyItem], whole: Whole) -> Sequence[Fault]:
        """Nobody is locked out: somebody can come in while the provider is away, and there is a provider."""
        if not only_providers(whole):
            return ()
        way_in = () if has_break_glass(whole) else (self.fault(ONLY, "no_break_glass", "", "only_providers"),)
        used = () if _in_use(whole) else (self.fault(ONLY, "no_provider", "", "only_providers"),)
        return (*way_in, *used)

    async def make_way(self, work: Work[PolicyItem]) -> None:
        """Passwords are good again before providers and break-glass accounts go."""
        for _, after in work.put.values():
            if not after.only_providers:
                await self._set(after)

    async def put(self, key: str, before: PolicyItem | None, after: PolicyItem, shown: Shown) -> None:
        """So it holds from now on."""
        await self._set(after)

    async def _set(self, item: PolicyItem) -> None:
        roles = tuple(item.second_factor_roles)
        await self._sign_on.set_policy(Policy(only_providers=item.only_providers, second_factor_roles=roles))
        self._changed()


class FactorItem(ItemBase, frozen=True, kw_only=True):
    """What an account has beside its password."""

    codes: bool
    passkeys: list[str]


class Factors(Section[FactorItem]):
    """Second factors: when one came, and who reset them."""

    name = "second_factors"
    note = "Second factors of accounts."
    item = FactorItem
    personal = True
    exported = False

    def __init__(self, accounts: Accounts, factors: SecondFactors) -> None:
        self._accounts = accounts
        self._factors = factors

    async def read(self) -> dict[str, FactorItem]:
        """Of those who have any."""
        found: dict[str, FactorItem] = {}
        everybody = {each.id: each.login for each in await self._accounts.everybody()}
        for account_id, factors in (await self._factors.of_all()).items():
            if account_id in everybody and factors.any:
                names = [each.name for each in factors.passkeys]
                found[everybody[account_id]] = FactorItem(codes=factors.codes, passkeys=names)
        return found
