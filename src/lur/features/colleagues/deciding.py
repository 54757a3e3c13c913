"""What there is to decide, and when a customer is handed to somebody who decides: the company's own words."""

from __future__ import annotations

import asyncio

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.core.flow import Words
from lur.features import Refused
from lur.features.colleagues import store
from lur.features.colleagues.model import NAME_LENGTH, TEXT_LENGTH, DecisionKind, HandoverRule

MOST_KINDS = 50
MOST_RULES = 100


class DecisionKinds:
    """Kept in memory: they are few, and each search asks for them."""

    def __init__(self, database: ReadModel) -> None:
        self._database = database
        self._writing = asyncio.Lock()
        self._all: dict[str, DecisionKind] = {}

    async def load(self) -> None:
        """Read them, at start and after each change."""
        self._all = {each.id: each for each in await self._database.run(store.kinds)}

    def listed(self) -> tuple[DecisionKind, ...]:
        """All of them by id, the archived ones too."""
        return tuple(self._all.values())

    def known(self, kind_id: str) -> DecisionKind:
        """One of them. Raises ``Refused``: unknown_decision_kind."""
        found = self._all.get(kind_id)
        if found is None:
            raise Refused("unknown_decision_kind", kind_id)
        return found

    async def add(self, new: DecisionKind) -> DecisionKind:
        """One more; the same again is there already. Raises ``Refused``: decision_kind_exists,
        too_many_decision_kinds, empty_text, text_too_long."""
        async with self._writing:
            known = self._all.get(new.id)
            if known is not None:
                if msgspec.structs.replace(known, version=1) == msgspec.structs.replace(new, version=1):
                    return known
                raise Refused("decision_kind_exists", new.id)
            if len(self._all) >= MOST_KINDS:
                raise Refused("too_many_decision_kinds", str(MOST_KINDS))
            return await self._put(msgspec.structs.replace(new, version=1))

    async def change(self, new: DecisionKind) -> DecisionKind:
        """Other words, archived or not, made of ``new.version``; the unit stays, since limits are counted in
        it. Raises ``Refused``: unknown_decision_kind, changed_meanwhile, unit_is_fixed, empty_text,
        text_too_long."""
        async with self._writing:
            known = self.known(new.id)
            if known.version != new.version:
                raise Refused("changed_meanwhile", new.id)
            if known.unit != new.unit:
                raise Refused("unit_is_fixed", new.id)
            return await self._put(msgspec.structs.replace(new, version=known.version + 1, demo=known.demo))

    async def _put(self, new: DecisionKind) -> DecisionKind:
        check_words(new.names, NAME_LENGTH)
        if len(new.also) > TEXT_LENGTH:
            raise Refused("text_too_long", str(TEXT_LENGTH))
        await self._database.run(lambda c: store.put_kind(c, new))
        await self.load()
        return new


class HandoverRules:
    """Kept in memory, in their order."""

    def __init__(self, database: ReadModel, kinds: DecisionKinds) -> None:
        self._database = database
        self._kinds = kinds
        self._writing = asyncio.Lock()
        self._all: dict[str, HandoverRule] = {}

    async def load(self) -> None:
        """Read them, at start and after each change."""
        self._all = {each.id: each for each in await self._database.run(store.rules)}

    def listed(self) -> tuple[HandoverRule, ...]:
        """All of them in their order."""
        return tuple(self._all.values())

    async def add(self, new: HandoverRule) -> HandoverRule:
        """One more; the same id again gives the one that was made. Raises ``Refused``: too_many_rules,
        unknown_decision_kind, empty_text, text_too_long."""
        async with self._writing:
            if (known := self._all.get(new.id)) is not None:
                return known
            if len(self._all) >= MOST_RULES:
                raise Refused("too_many_rules", str(MOST_RULES))
            return await self._put(msgspec.structs.replace(new, version=1))

    async def change(self, new: HandoverRule) -> HandoverRule:
        """Other words, another kind or place, made of ``new.version``. Raises ``Refused``: unknown_rule,
        changed_meanwhile, and as ``add``."""
        async with self._writing:
            known = self._known(new.id, new.version)
            return await self._put(msgspec.structs.replace(new, version=known.version + 1, demo=known.demo))

    async def remove(self, rule_id: str, version: int) -> HandoverRule:
        """Nobody sees it any more; to undo, add it again. Raises ``Refused``: unknown_rule,
        changed_meanwhile."""
        async with self._writing:
            known = self._known(rule_id, version)
            await self._database.run(lambda c: store.drop_rule(c, rule_id))
            await self.load()
            return known

    def _known(self, rule_id: str, version: int) -> HandoverRule:
        known = self._all.get(rule_id)
        if known is None:
            raise Refused("unknown_rule", rule_id)
        if known.version != version:
            raise Refused("changed_meanwhile", rule_id)
        return known

    async def _put(self, new: HandoverRule) -> HandoverRule:
        check_words(new.when, TEXT_LENGTH)
        check_words(new.say, TEXT_LENGTH)
        if new.kind_id is not None:
            self._kinds.known(new.kind_id)
        await self._database.run(lambda c: store.put_rule(c, new))
        await self.load()
        return new


def check_words(words: Words, longest: int) -> None:
    """All three languages are there. Raises ``Refused``: empty_text, text_too_long."""
    for text in (words.sv, words.nb, words.en):
        if not text.strip():
            raise Refused("empty_text")
        if len(text) > longest:
            raise Refused("text_too_long", str(longest))
