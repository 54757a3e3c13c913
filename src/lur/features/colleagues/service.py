"""The verbs: what an agent is good at, what they may decide, and the search over all of it.

Who the agents are, and what they do now, the centre knows; it comes in with each question.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import AgentId
from lur.features import Refused
from lur.features.colleagues import store
from lur.features.colleagues.deciding import DecisionKinds, HandoverRules
from lur.features.colleagues.model import TOPICS_LENGTH, Authority, Colleague, Found, Known
from lur.features.colleagues.outside import CheckedNumber, OutsideNumbers
from lur.features.colleagues.search import find
from lur.ports import Vault

MOST_HUNDREDTHS = 100_000_000_00
TOPICS = "topics"


class Colleagues:
    """Everything about whom to turn to. ``checked`` is the rule for numbers that the company chooses."""

    def __init__(self, database: ReadModel, vault: Vault, checked: CheckedNumber) -> None:
        self._database = database
        self._vault = vault
        self._writing = asyncio.Lock()
        self.kinds = DecisionKinds(database)
        self.rules = HandoverRules(database, self.kinds)
        self.outside = OutsideNumbers(database, vault, checked)
        self._kept: dict[AgentId, Colleague] = {}

    async def load(self, agents: Iterable[AgentId]) -> None:
        """Read all of it into memory, once at start; ``agents`` are those that there are."""
        await self.kinds.load()
        await self.rules.load()
        await self.outside.load()
        for agent_id in agents:
            topics = (await self._vault.get(_subject(agent_id))).get(TOPICS, [""])[0]
            self._put(msgspec.structs.replace(self.of(agent_id), topics=topics))
        for agent_id, each in await self._database.run(store.authorities):
            self._put(_with(self.of(agent_id), each))

    # --- questions -----------------------------------------------------------------------------------------

    def of(self, agent_id: AgentId) -> Colleague:
        """What is kept of an agent; nothing yet for one who is not known here."""
        return self._kept.get(agent_id) or Colleague(agent_id=agent_id, topics="", authority=())

    def search(self, query: str, known: Sequence[Known]) -> Found:
        """Whom to turn to, the best first."""
        return find(query, self.kinds.listed(), self._kept, known, self.outside.listed())

    # --- verbs ---------------------------------------------------------------------------------------------

    async def set_topics(self, agent_id: AgentId, topics: str) -> Colleague:
        """Other words for what an agent is good at. Raises ``Refused``: text_too_long."""
        if len(topics) > TOPICS_LENGTH:
            raise Refused("text_too_long", str(TOPICS_LENGTH))
        async with self._writing:
            await self._vault.put(_subject(agent_id), TOPICS, topics.strip())
            return self._put(msgspec.structs.replace(self.of(agent_id), topics=topics.strip()))

    async def let_decide(self, agent_id: AgentId, new: Authority) -> Colleague:
        """An agent may decide something, up to a limit or without one. Raises ``Refused``:
        unknown_decision_kind, bad_limit."""
        unit = self.kinds.known(new.kind_id).unit
        _check_limit(new.limit_hundredths, unit)
        async with self._writing:
            await self._database.run(lambda c: store.put_authority(c, agent_id, new))
            return self._put(_with(self.of(agent_id), new))

    async def let_not_decide(self, agent_id: AgentId, kind_id: str) -> Colleague:
        """An agent may not decide it any more. Raises ``Refused``: unknown_decision_kind."""
        self.kinds.known(kind_id)
        async with self._writing:
            await self._database.run(lambda c: store.drop_authority(c, agent_id, kind_id))
            return self._put(_without(self.of(agent_id), kind_id))

    async def forget(self, agent_id: AgentId) -> None:
        """An agent is no more; what lay in the vault has gone with the name."""
        async with self._writing:
            await self._database.run(lambda c: store.drop_authority(c, agent_id))
            self._kept.pop(agent_id, None)

    def _put(self, colleague: Colleague) -> Colleague:
        self._kept[colleague.agent_id] = colleague
        return colleague


def _check_limit(hundredths: int | None, unit: str) -> None:
    if hundredths is None:
        return
    if unit == "none":
        raise Refused("bad_limit", "none")
    if not 0 < hundredths <= (100_00 if unit == "percent" else MOST_HUNDREDTHS):
        raise Refused("bad_limit", unit)


def _with(colleague: Colleague, new: Authority) -> Colleague:
    kept = (*_without(colleague, new.kind_id).authority, new)
    ordered = tuple(sorted(kept, key=lambda each: each.kind_id))
    return msgspec.structs.replace(colleague, authority=ordered)


def _without(colleague: Colleague, kind_id: str) -> Colleague:
    kept = tuple(each for each in colleague.authority if each.kind_id != kind_id)
    return msgspec.structs.replace(colleague, authority=kept)


def _subject(agent_id: AgentId) -> str:
    """Where the agent's name lies too: erasing one erases both."""
    return f"agent:{agent_id}"
