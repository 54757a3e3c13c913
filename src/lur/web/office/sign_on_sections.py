"""How people get in, as the history sees it: providers without their secrets, what holds for all, and whose
second factors there are. It is not in the file: a provider's secret belongs to one installation, and factors
to their people.
"""

from __future__ import annotations

from lur.features.accounts.factors import SecondFactors
from lur.features.accounts.service import Accounts
from lur.features.sign_on.service import SignOn
from lur.web.office.document import ONLY
from lur.web.office.sections import ItemBase, Section


class ProviderItem(ItemBase, frozen=True, kw_only=True):
    """A provider as it is set up."""

    name: str
    issuer: str
    client_id: str
    scopes: str
    groups_claim: str
    link_by_email: bool
    enabled: bool
    rules: list[str]
    """``GROUP = ROLE``, with what else it gives."""


class Providers(Section[ProviderItem]):
    """Where people sign on."""

    name = "sign_on_providers"
    note = "Where people sign on."
    item = ProviderItem
    exported = False

    def __init__(self, sign_on: SignOn) -> None:
        self._sign_on = sign_on

    async def read(self) -> dict[str, ProviderItem]:
        """Those there are now."""
        return {
            each.id: ProviderItem(
                name=each.name,
                issuer=each.issuer,
                client_id=each.client_id,
                scopes=each.scopes,
                groups_claim=each.groups_claim,
                link_by_email=each.link_by_email,
                enabled=each.enabled,
                rules=[
                    f"{rule.group} = {rule.role}{', agent' if rule.agent else ''}"
                    f"{f', team {rule.team}' if rule.team else ''}"
                    for rule in each.rules
                ],
            )
            for each in self._sign_on.listed()
        }


class PolicyItem(ItemBase, frozen=True, kw_only=True):
    """What holds for all."""

    only_providers: bool
    second_factor_roles: list[str]


class SignOnPolicy(Section[PolicyItem]):
    """What holds for all who sign in."""

    name = "sign_on_policy"
    note = "What holds for all who sign in."
    item = PolicyItem
    one = True
    exported = False

    def __init__(self, sign_on: SignOn) -> None:
        self._sign_on = sign_on

    async def read(self) -> dict[str, PolicyItem]:
        """The one item."""
        policy = self._sign_on.policy
        roles = list(policy.second_factor_roles)
        return {ONLY: PolicyItem(only_providers=policy.only_providers, second_factor_roles=roles)}


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
