"""Agents in the document: what the centre, the directory and their colleagues know of them, as one item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated

import msgspec

from lur.core.commands import AddAgent, AnyCommand, ChangeAgentSkills, ChangeAgentTeam, RemoveAgent
from lur.core.ids import AgentId, Language
from lur.core.state import Agent
from lur.features import Refused
from lur.features.accounts.service import Accounts
from lur.features.colleagues.model import Authority, Unit
from lur.features.colleagues.service import MOST_HUNDREDTHS, Colleagues
from lur.features.directory.describing import Describing
from lur.features.directory.service import DirectoryService
from lur.features.helping.model import Mentor
from lur.features.helping.service import Helping
from lur.web.office.hand import Hand, Level, skills_of
from lur.web.office.sections import Fault, ItemBase, Section, Shown, Whole, Work, check_id

ANY = "any"


class AgentItem(ItemBase, frozen=True, kw_only=True):
    """An agent as the file has them."""

    name: Annotated[str, msgspec.Meta(max_length=120)]
    language: Language = "sv"
    team: Annotated[str, msgspec.Meta(max_length=60)] = ""
    skills: dict[str, Level] = msgspec.field(default_factory=dict)
    topics: Annotated[str, msgspec.Meta(max_length=400)] = ""
    may_decide: dict[str, str] = msgspec.field(default_factory=dict)
    mentors: list[str] = msgspec.field(default_factory=list)


class Agents(Section[AgentItem]):
    """Who serves."""

    name = "agents"
    note = (
        "Who serves: skills 1 to 5, the language of the phone, what they may decide (an amount, or any), "
        "who may sit in."
    )
    item = AgentItem
    personal = True

    def __init__(
        self,
        hand: Hand,
        directory: DirectoryService,
        describing: Describing,
        colleagues: Colleagues,
        helping: Helping,
        accounts: Accounts,
    ) -> None:
        self._hand = hand
        self._directory = directory
        self._describing = describing
        self._colleagues = colleagues
        self._helping = helping
        self._accounts = accounts

    async def read(self) -> dict[str, AgentItem]:
        """All agents; those too whom the centre has let go while the rest is still to be forgotten."""
        agents, languages = self._hand.centre.state.agents, await self._describing.languages()
        mentors: dict[AgentId, list[str]] = {}
        for pair in self._helping.mentors():
            mentors.setdefault(pair.learner_id, []).append(pair.agent_id)
        return {
            agent_id: self._item(
                agent_id,
                agents.get(agent_id),
                languages.get(agent_id, "sv"),
                sorted(mentors.get(agent_id, ())),
            )
            for agent_id in dict.fromkeys((*agents, *self._directory.names))
        }

    def _item(
        self, agent_id: AgentId, agent: Agent | None, language: Language, mentors: list[str]
    ) -> AgentItem:
        kept = self._colleagues.of(agent_id)
        return AgentItem(
            name=self._directory.names.get(agent_id, ""),
            language=language,
            team=agent.team if agent else "",
            skills=dict(sorted(agent.own_skills.items())) if agent else {},
            topics=kept.topics,
            may_decide={each.kind_id: _limit(each.limit_hundredths) for each in kept.authority},
            mentors=mentors,
        )

    def normal(self, key: str, item: AgentItem) -> AgentItem:
        """Sorted and trimmed. Raises ``Refused``: settings_bad_key, bad_limit."""
        if AgentId(key) not in self._hand.centre.state.agents:
            check_id(key)
        return msgspec.structs.replace(
            item,
            name=item.name.strip(),
            team=item.team.strip(),
            topics=item.topics.strip(),
            skills=dict(sorted(item.skills.items())),
            may_decide={kind: _limit(_hundredths(text)) for kind, text in sorted(item.may_decide.items())},
            mentors=sorted(set(item.mentors)),
        )

    async def check(self, work: Work[AgentItem], whole: Whole) -> Sequence[Fault]:
        """The centre's own word about each, and that named kinds and mentors are there."""
        tried, faults = self._hand.trial(), []
        for key, command in self._commands(work):
            if (rejected := tried(command)) is not None:
                faults.append(self.fault(key, rejected.code, rejected.detail))
        for key, (_, after) in work.put.items():
            faults.extend(self._unknown_names(key, after, whole))
        return faults

    def _unknown_names(self, key: str, after: AgentItem, whole: Whole) -> Iterator[Fault]:
        if not after.name:
            yield self.fault(key, "empty_text", "", "name")
        for kind_id, text in after.may_decide.items():
            unit = getattr(whole.items.get("decision_kinds", {}).get(kind_id), "unit", None)
            if unit is None:
                yield self.fault(key, "unknown_decision_kind", kind_id, "may_decide")
            elif not _fits(_hundredths(text), unit):
                yield self.fault(key, "bad_limit", f"{kind_id}: {text}", "may_decide")
        for mentor in after.mentors:
            if mentor == key or not whole.has("agents", mentor):
                code = "same_agent" if mentor == key else "unknown_agent"
                yield self.fault(key, code, mentor, "mentors")

    def _commands(self, work: Work[AgentItem]) -> Iterator[tuple[str, AnyCommand]]:
        """Those who go first: only this can be refused by what people do meanwhile."""
        agents = self._hand.centre.state.agents
        for key in work.drop:
            if AgentId(key) in agents:
                yield key, self._hand.command(RemoveAgent, agent_id=AgentId(key))
        for key, (_, after) in work.put.items():
            yield from ((key, each) for each in self._settled(AgentId(key), after))

    def _settled(self, agent_id: AgentId, after: AgentItem) -> Iterator[AnyCommand]:
        agent, skills = self._hand.centre.state.agents.get(agent_id), skills_of(after.skills)
        if agent is None:
            yield self._hand.command(AddAgent, agent_id=agent_id, skills=skills, team=after.team)
            return
        if agent.own_skills != after.skills:
            yield self._hand.command(ChangeAgentSkills, agent_id=agent_id, skills=skills)
        if agent.team != after.team:
            yield self._hand.command(ChangeAgentTeam, agent_id=agent_id, team=after.team)

    async def let_go(self, work: Work[AgentItem]) -> None:
        """The centre forgets those who go, all or none. Raises ``CommandRejected``: one of them works just
        now."""
        gone: list[Agent] = []
        agents = self._hand.centre.state.agents
        try:
            for key in work.drop:
                if (agent := agents.get(AgentId(key))) is not None:
                    await self._hand.do(self._hand.command(RemoveAgent, agent_id=agent.agent_id))
                    gone.append(agent)
        except Exception:
            for agent in gone:
                await self._come_back(agent)
            raise

    async def _come_back(self, agent: Agent) -> None:
        command = self._hand.command(
            AddAgent,
            agent_id=agent.agent_id,
            skills=skills_of(agent.own_skills),
            written_capacity=agent.written_capacity,
            team=agent.team,
            demo=agent.demo,
        )
        await self._hand.do(command)

    async def put(self, key: str, before: AgentItem | None, after: AgentItem, shown: Shown) -> None:
        """The centre first, then name and phone, then what colleagues see."""
        agent_id = AgentId(key)
        for command in tuple(self._settled(agent_id, after)):
            await self._hand.do(command)
        if agent_id in self._directory.names:
            await self._describing.describe(agent_id, after.name, after.language)
        else:
            await self._directory.add_agent(agent_id, after.name, after.language)
        await self._decide(agent_id, after)
        now = {pair.agent_id for pair in self._helping.mentors() if pair.learner_id == agent_id}
        for mentor in sorted(now.symmetric_difference(AgentId(each) for each in after.mentors)):
            pair = Mentor(agent_id=mentor, learner_id=agent_id)
            await (self._helping.let_not_sit_in(pair) if mentor in now else self._helping.let_sit_in(pair))

    async def _decide(self, agent_id: AgentId, after: AgentItem) -> None:
        kept = self._colleagues.of(agent_id)
        if kept.topics != after.topics:
            await self._colleagues.set_topics(agent_id, after.topics)
        for each in kept.authority:
            if each.kind_id not in after.may_decide:
                await self._colleagues.let_not_decide(agent_id, each.kind_id)
        for kind_id, text in after.may_decide.items():
            new = Authority(kind_id=kind_id, limit_hundredths=_hundredths(text))
            if new not in kept.authority:
                await self._colleagues.let_decide(agent_id, new)

    async def drop(self, key: str, before: AgentItem) -> None:
        """The phone stops working and the name is erased; the centre has let them go before."""
        agent_id = AgentId(key)
        await self._directory.remove_agent(agent_id)
        await self._colleagues.forget(agent_id)
        await self._helping.forget(agent_id)
        await self._accounts.unlink(agent_id)


def _limit(hundredths: int | None) -> str:
    return ANY if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02}"


def _hundredths(text: str) -> int | None:
    if text == ANY:
        return None
    found = re.fullmatch(r"(\d{1,9})(?:\.(\d{1,2}))?", text, re.ASCII)
    if found is None:
        raise Refused("bad_limit", text)
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def _fits(hundredths: int | None, unit: Unit) -> bool:
    """As ``Colleagues.let_decide`` judges."""
    if hundredths is None:
        return True
    return unit != "none" and 0 < hundredths <= (100_00 if unit == "percent" else MOST_HUNDREDTHS)
