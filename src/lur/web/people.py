"""Adding people: an account, an agent with a phone, a team and skills, for one person or for a whole list.

A list is added whole or not at all: everything that can be wrong is looked for first and told row by row, and
what fails after all (a full disk) takes back what was done before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, get_args

import msgspec

from lur.core.commands import AddAgent, Command, RemoveAgent
from lur.core.ids import AgentId, Language
from lur.core.values import Skill
from lur.features import Refused
from lur.features.accounts.model import Account, Role
from lur.features.accounts.service import Accounts
from lur.features.directory.model import PhoneSecret
from lur.features.directory.service import DirectoryService
from lur.runtime import Centre

MOST_ROWS = 200
NAME_LENGTH, TEAM_LENGTH, SKILL_LENGTH = 120, 40, 40
MOST_SKILLS = 20
_LOGIN = re.compile(r"[A-Za-z0-9._@+-]{1,64}\Z")

RowFault = Literal[
    "name_missing",
    "name_long",
    "login_missing",
    "login_strange",
    "login_taken",
    "login_twice",
    "role_unknown",
    "language_unknown",
    "team_long",
    "skill_strange",
    "skills_many",
]
Stamp = Callable[..., Command]


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """A person as somebody typed or pasted them; nothing is checked yet. ``answers``: they take contacts."""

    name: str = ""
    login: str = ""
    role: str = "agent"
    language: str = "sv"
    team: str = ""
    skills: tuple[Skill, ...] = ()
    answers: bool = True


class FaultyRow(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with the ``row``-th person, counted from 0."""

    row: int
    fault: RowFault


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """A person who was added. The secrets are shown this once."""

    name: str
    login: str
    password: str
    agent_id: AgentId | None
    phone: PhoneSecret | None


class People:
    """The verbs of people."""

    def __init__(self, centre: Centre, accounts: Accounts, directory: DirectoryService) -> None:
        self._centre = centre
        self._accounts = accounts
        self._directory = directory

    async def faults(self, rows: Sequence[PersonRow]) -> tuple[FaultyRow, ...]:
        """All that is wrong, row by row."""
        taken = {account.login for account in await self._accounts.everybody()}
        found: list[FaultyRow] = []
        seen: set[str] = set()
        for number, row in enumerate(rows):
            login = row.login.strip().casefold()
            faults = [*_faults_of(row), *_login_faults(login, taken, seen)]
            found += [FaultyRow(row=number, fault=fault) for fault in faults]
            seen.add(login)
        return tuple(found)

    async def add(self, rows: Sequence[PersonRow], by: Account, stamp: Stamp) -> tuple[Added, ...]:
        """All of them; ``stamp`` makes a command of its kind and fields. Raises ``Refused``: bad_people (the
        first row that is faulty), and what accounts and the centre refuse; then nobody was added."""
        if faults := await self.faults(rows):
            raise Refused("bad_people", f"{faults[0].row + 1}: {faults[0].fault}")
        added: list[Added] = []
        try:
            for row in rows:
                added.append(await self._add(row, stamp))
        except BaseException:
            for person in reversed(added):
                await self._take_back(person, by, stamp)
            raise
        return tuple(added)

    async def _add(self, row: PersonRow, stamp: Stamp) -> Added:
        role, language = msgspec.convert(row.role, Role), msgspec.convert(row.language, Language)
        name, agent_id, phone = row.name.strip(), None, None
        if row.answers:
            agent_id = self._directory.next_number()
            command = stamp(AddAgent, agent_id=agent_id, skills=row.skills, team=row.team.strip())
            await self._centre.submit(command)  # type: ignore[arg-type]
            phone = await self._directory.add_agent(agent_id, name, language)
        try:
            account, password = await self._accounts.add(
                row.login.strip(), name, role, language, agent_id=agent_id
            )
        except BaseException:
            if agent_id is not None:
                await self._forget(agent_id, stamp)
            raise
        return Added(name=name, login=account.login, password=password, agent_id=agent_id, phone=phone)

    async def _take_back(self, person: Added, by: Account, stamp: Stamp) -> None:
        await self._accounts.remove(person.login, by)
        if person.agent_id is not None:
            await self._forget(person.agent_id, stamp)

    async def _forget(self, agent_id: AgentId, stamp: Stamp) -> None:
        await self._centre.submit(stamp(RemoveAgent, agent_id=agent_id))  # type: ignore[arg-type]
        await self._directory.remove_agent(agent_id)


def _faults_of(row: PersonRow) -> list[RowFault]:
    tests: tuple[tuple[bool, RowFault], ...] = (
        (not row.name.strip(), "name_missing"),
        (len(row.name.strip()) > NAME_LENGTH, "name_long"),
        (row.role not in get_args(Role), "role_unknown"),
        (row.language not in get_args(Language), "language_unknown"),
        (len(row.team.strip()) > TEAM_LENGTH, "team_long"),
        (not all(map(_is_sound, row.skills)), "skill_strange"),
        (len(row.skills) > MOST_SKILLS, "skills_many"),
    )
    return [fault for is_so, fault in tests if is_so]


def _login_faults(login: str, taken: set[str], seen: set[str]) -> list[RowFault]:
    if not login:
        return ["login_missing"]
    if _LOGIN.match(login) is None:
        return ["login_strange"]
    if login in seen:
        return ["login_twice"]
    return ["login_taken"] if login in taken else []


def _is_sound(skill: Skill) -> bool:
    return 0 < len(skill.name.strip()) <= SKILL_LENGTH and 1 <= skill.level <= 5
