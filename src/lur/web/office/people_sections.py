"""Who may sign in, what there is to decide and when, and whom outside one can ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.core.flow import Words
from lur.core.ids import AgentId, Language
from lur.features import Refused
from lur.features.accounts.describing import rename
from lur.features.accounts.model import Account, Role
from lur.features.accounts.service import Accounts
from lur.features.colleagues.deciding import MOST_KINDS, MOST_RULES, check_words
from lur.features.colleagues.model import (
    NAME_LENGTH,
    TEXT_LENGTH,
    DecisionKind,
    HandoverRule,
    OutsideNumber,
    Unit,
)
from lur.features.colleagues.outside import MOST_OUTSIDE, CheckedNumber
from lur.features.colleagues.service import Colleagues
from lur.web.office.document import ONLY, Items
from lur.web.office.hand import Hand
from lur.web.office.sections import Fault, ItemBase, Section, Shown, Whole, Work, new_ids, too_many
from lur.web.office.word_sections import Position
from lur.web.payloads.common import END, AccountName, Name

Long = Annotated[str, msgspec.Meta(max_length=TEXT_LENGTH)]


class AccountItem(ItemBase, frozen=True, kw_only=True):
    """An account as the file has it; its password and second factors are never there."""

    display_name: Name
    role: Role
    language: Language = "sv"
    agent: str = ""
    break_glass: bool = False


class AccountSection(Section[AccountItem]):
    """Who may sign in. A new account gets a password that is shown once."""

    name = "accounts"
    note = "Who may sign in, with which role, and as which agent. Passwords are not here; new ones are made."
    item = AccountItem
    personal = True

    def __init__(self, hand: Hand, database: ReadModel, accounts: Accounts) -> None:
        self._hand = hand
        self._database = database
        self._accounts = accounts

    async def read(self) -> dict[str, AccountItem]:
        """Everybody, by what is typed."""
        return {each.login: _account_item(each) for each in await self._accounts.everybody()}

    def understood(self, items: Items) -> tuple[dict[str, AccountItem], list[Fault]]:
        """What is typed has no capitals."""
        good, faults = super().understood({key.casefold(): item for key, item in items.items()})
        for key in good:
            try:
                msgspec.convert(key, AccountName)
            except msgspec.ValidationError:
                faults.append(self.fault(key, "settings_bad_key", key))
        return good, faults

    async def check(self, work: Work[AccountItem], whole: Whole) -> Sequence[Fault]:
        """Agents are there, somebody is left to administer, and nobody removes themselves."""
        faults = [self.fault(key, "own_account", key) for key in work.drop if key == self._hand.by.login]
        faults += [
            self.fault(key, "unknown_agent", after.agent, "agent")
            for key, (_, after) in work.put.items()
            if after.agent and not whole.has("agents", after.agent)
        ]
        faults += [
            self.fault(key, "only_for_admins", key, "break_glass")
            for key, (_, after) in work.put.items()
            if after.break_glass and after.role != "admin"
        ]
        faults += [
            self.fault(key, "no_password", key, "break_glass") for key in await self._without_password(work)
        ]
        roles = {getattr(each, "role", "") for each in whole.items.get("accounts", {}).values()}
        had = [*work.drop.values(), *(before for before, _ in work.put.values() if before)]
        if any(each.role == "admin" for each in had) and "admin" not in roles:
            faults.append(self.fault("", "last_admin"))
        if any(each.break_glass for each in had) and only_providers(whole) and not has_break_glass(whole):
            faults.append(self.fault("", "no_break_glass"))
        return faults

    async def _without_password(self, work: Work[AccountItem]) -> list[str]:
        """Whose account would be a break-glass account and has no password for it; a new account gets one."""
        known = {each.login: each for each in await self._accounts.everybody()}
        asked = [known[key] for key, (_, after) in work.put.items() if after.break_glass and key in known]
        return [each.login for each in asked if not await self._accounts.has_password(each)]

    async def put_all(self, work: Work[AccountItem], shown: Shown) -> None:
        """Break-glass accounts first, then the other administrators, so that there is always one of each."""
        for key in sorted(work.put, key=lambda key: (*_standing(work.put[key][1]), key)):
            await self.put(key, *work.put[key], shown)

    async def put(self, key: str, before: AccountItem | None, after: AccountItem, shown: Shown) -> None:
        """New with a password, or another name, role, language, agent."""
        agent_id = AgentId(after.agent) if after.agent else None
        known = {each.login: each for each in await self._accounts.everybody()}.get(key)
        if known is None:
            known, shown.passwords[key] = await self._accounts.add(
                key, after.display_name, after.role, after.language, agent_id=agent_id
            )
        if known.display_name != after.display_name:
            await rename(self._database, known.id, after.display_name)
        if known.language != after.language:
            await self._accounts.set_language(known, after.language)
        if known.break_glass and not after.break_glass:
            await self._accounts.set_break_glass(known, False)
        if (known.role, known.agent_id) != (after.role, agent_id):
            known = await self._accounts.change(known, after.role, agent_id)
        if after.break_glass and not known.break_glass:
            await self._accounts.set_break_glass(known, True)

    async def drop(self, key: str, before: AccountItem) -> None:
        """May not sign in any more; what is open ends."""
        await self._accounts.remove(key, self._hand.by)


def _standing(item: AccountItem) -> tuple[bool, bool]:
    return not item.break_glass, item.role != "admin"


def only_providers(whole: Whole) -> bool:
    """Whether passwords will be good for nobody but break-glass accounts."""
    policy = whole.items.get("sign_on_policy", {}).get(ONLY)
    return bool(getattr(policy, "only_providers", False))


def has_break_glass(whole: Whole) -> list[str]:
    """Who will come in with a password when nobody else may."""
    accounts = whole.items.get("accounts", {})
    return [key for key, each in accounts.items() if getattr(each, "break_glass", False)]


def _account_item(account: Account) -> AccountItem:
    return AccountItem(
        display_name=account.display_name,
        role=account.role,
        language=account.language,
        agent=account.agent_id or "",
        break_glass=account.break_glass,
    )


# --- what there is to decide -------------------------------------------------------------------------------


class KindItem(ItemBase, frozen=True, kw_only=True):
    """A kind of decision as the file has it."""

    unit: Unit
    sv: Name
    nb: Name
    en: Name
    also: Long = ""
    archived: bool = False


class Kinds(Section[KindItem]):
    """What not everybody may decide. None is removed: limits would lose their meaning."""

    name = "decision_kinds"
    note = "What not everybody may decide: an amount (kr, percent) or a yes (none). None is removed."
    item = KindItem

    def __init__(self, colleagues: Colleagues) -> None:
        self._kinds = colleagues.kinds

    async def read(self) -> dict[str, KindItem]:
        """All kinds."""
        return {
            each.id: KindItem(
                unit=each.unit,
                sv=each.names.sv,
                nb=each.names.nb,
                en=each.names.en,
                also=each.also,
                archived=each.archived,
            )
            for each in self._kinds.listed()
        }

    def normal(self, key: str, item: KindItem) -> KindItem:
        """Trimmed. Raises ``Refused``: empty_text, text_too_long."""
        names = _words(item.sv, item.nb, item.en)
        check_words(names, NAME_LENGTH)
        return msgspec.structs.replace(item, sv=names.sv, nb=names.nb, en=names.en, also=item.also.strip())

    async def check(self, work: Work[KindItem], whole: Whole) -> Sequence[Fault]:
        """The unit stays."""
        return (
            *(self.fault(key, "kind_stays", key) for key in work.drop),
            *(
                self.fault(key, "unit_is_fixed", key, "unit")
                for key, (before, after) in work.put.items()
                if before is not None and before.unit != after.unit
            ),
            *new_ids(self, [key for key, (before, _) in work.put.items() if before is None]),
            *too_many(self, whole, MOST_KINDS, "too_many_decision_kinds"),
        )

    async def put(self, key: str, before: KindItem | None, after: KindItem, shown: Shown) -> None:
        """So it is called."""
        known = next((each for each in self._kinds.listed() if each.id == key), None)
        new = DecisionKind(
            id=key,
            version=known.version if known else 1,
            names=Words(sv=after.sv, nb=after.nb, en=after.en),
            unit=after.unit,
            also=after.also,
            archived=after.archived,
            demo=False,
        )
        await (self._kinds.change(new) if known else self._kinds.add(new))


class RuleItem(ItemBase, frozen=True, kw_only=True):
    """A rule for handing over as the file has it."""

    kind: str = ""
    position: Position = 0
    when: dict[Language, Long]
    say: dict[Language, Long]


class Rules(Section[RuleItem]):
    """When a customer may be handed to somebody who decides."""

    name = "handover_rules"
    note = "When a customer is handed to somebody who decides, and what to say; no kind: for all of them."
    item = RuleItem
    goes = "first"

    def __init__(self, colleagues: Colleagues) -> None:
        self._rules = colleagues.rules

    async def read(self) -> dict[str, RuleItem]:
        """All rules."""
        return {
            each.id: RuleItem(
                kind=each.kind_id or "",
                position=each.position,
                when=_by_language(each.when),
                say=_by_language(each.say),
            )
            for each in self._rules.listed()
        }

    def normal(self, key: str, item: RuleItem) -> RuleItem:
        """Trimmed, in all languages. Raises ``Refused``: empty_text, text_too_long."""
        when, say = _said(item.when), _said(item.say)
        check_words(when, TEXT_LENGTH)
        check_words(say, TEXT_LENGTH)
        return msgspec.structs.replace(item, when=_by_language(when), say=_by_language(say))

    async def check(self, work: Work[RuleItem], whole: Whole) -> Sequence[Fault]:
        """Kinds are there."""
        return (
            *(
                self.fault(key, "unknown_decision_kind", after.kind, "kind")
                for key, (_, after) in work.put.items()
                if after.kind and not whole.has("decision_kinds", after.kind)
            ),
            *too_many(self, whole, MOST_RULES, "too_many_rules"),
        )

    async def put(self, key: str, before: RuleItem | None, after: RuleItem, shown: Shown) -> None:
        """So it says."""
        known = next((each for each in self._rules.listed() if each.id == key), None)
        new = HandoverRule(
            id=key,
            version=known.version if known else 1,
            kind_id=after.kind or None,
            when=_said(after.when),
            say=_said(after.say),
            position=after.position,
            demo=False,
        )
        await (self._rules.change(new) if known else self._rules.add(new))

    async def drop(self, key: str, before: RuleItem) -> None:
        """Nobody sees it any more."""
        for each in self._rules.listed():
            if each.id == key:
                await self._rules.remove(key, each.version)


def _words(sv: str, nb: str, en: str) -> Words:
    return Words(sv=sv.strip(), nb=nb.strip(), en=en.strip())


def _said(texts: dict[Language, str]) -> Words:
    return _words(texts.get("sv", ""), texts.get("nb", ""), texts.get("en", ""))


def _by_language(words: Words) -> dict[Language, str]:
    return {"sv": words.sv, "nb": words.nb, "en": words.en}


# --- numbers outside ---------------------------------------------------------------------------------------


class OutsideItem(ItemBase, frozen=True, kw_only=True):
    """Somebody outside as the file has them."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_LENGTH)]
    number: Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=rf"^[^\x00-\x1f]*{END}")]
    languages: list[Language] = msgspec.field(default_factory=list)
    hours: Long = ""
    purpose: Long = ""


class Outside(Section[OutsideItem]):
    """Whom outside the house one can ask."""

    name = "outside_numbers"
    note = "Whom outside the house one can ask, when they answer and what for."
    item = OutsideItem
    personal = True
    goes = "first"

    def __init__(self, colleagues: Colleagues, checked: CheckedNumber) -> None:
        self._outside = colleagues.outside
        self._checked = checked

    async def read(self) -> dict[str, OutsideItem]:
        """All of them."""
        return {
            each.id: OutsideItem(
                name=each.name,
                number=each.number,
                languages=list(each.languages),
                hours=each.hours,
                purpose=each.purpose,
            )
            for each in self._outside.listed()
        }

    def normal(self, key: str, item: OutsideItem) -> OutsideItem:
        """With the number in full. Raises ``Refused``: empty_text, and what the rule for numbers raises."""
        if not item.name.strip():
            raise Refused("empty_text", key)
        return msgspec.structs.replace(
            item,
            name=item.name.strip(),
            number=self._checked(item.number.strip()),
            languages=list(dict.fromkeys(item.languages)),
            hours=item.hours.strip(),
            purpose=item.purpose.strip(),
        )

    async def check(self, work: Work[OutsideItem], whole: Whole) -> Sequence[Fault]:
        """Not too many."""
        return tuple(too_many(self, whole, MOST_OUTSIDE, "too_many_outside"))

    async def put(self, key: str, before: OutsideItem | None, after: OutsideItem, shown: Shown) -> None:
        """So they are called."""
        known = next((each for each in self._outside.listed() if each.id == key), None)
        new = OutsideNumber(
            id=key,
            version=known.version if known else 1,
            name=after.name,
            number=after.number,
            languages=tuple(after.languages),
            hours=after.hours,
            purpose=after.purpose,
            demo=False,
        )
        await (self._outside.change(new) if known else self._outside.add(new))

    async def drop(self, key: str, before: OutsideItem) -> None:
        """They are forgotten."""
        for each in self._outside.listed():
            if each.id == key:
                await self._outside.remove(key, each.version)
