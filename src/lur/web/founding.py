"""The first start: the demo company, or an empty house that waits for its first administrator.

Each step can be done again, so a start that was killed midway is completed by the next. Passwords are
generated, returned once for printing and kept beside the data, readable by the owner alone, because a demo
whose passwords are lost is of no use.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from lur.core.commands import AddAgent, AddQueue, AnyCommand
from lur.core.ids import AgentId, CommandId, Language
from lur.features import Refused
from lur.features.accounts.model import Role
from lur.features.answers.demo import ANSWERS
from lur.features.colleagues import demo as colleagues
from lur.features.customers.demo import PEOPLE
from lur.features.directory import demo
from lur.features.flows.demo import FLOW
from lur.features.helping.demo import MENTORS
from lur.features.hours.demo import CALENDAR
from lur.features.hours.model import Calendar
from lur.features.quality.demo import SAMPLING, STARTER
from lur.features.wrap_up.demo import DISPOSITIONS
from lur.runtime import CommandRejected
from lur.runtime.whole_file import write_whole
from lur.web.services import Services

SIGN_IN_FILE = "demo-sign-in.txt"
_OFFICE: tuple[Role, ...] = ("supervisor", "admin")


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody of the demo company signs in."""

    account: str
    password: str
    role: Role
    display_name: str


class _Person(NamedTuple):
    login: str
    name: str
    role: Role
    language: Language
    agent_id: AgentId | None


async def found_demo_company(services: Services) -> tuple[SignIn, ...]:
    """Found it, when nothing was founded before: the sign-ins to print. Empty when Lur is already
    somebody's."""
    if not await services.accounts.setup_needed():
        return ()
    for command in _commands(services):
        await _submit(services, command)
    for agent_id, name, language, _ in demo.AGENTS:
        await services.directory.add_agent(agent_id, name, language)
    await _flow_and_calendar(services)
    for entry in demo.entries():
        await services.directory.put_entry(entry)
    await services.directory.set_company(demo.COMPANY)
    await _customers(services)
    sign_ins = await _accounts(services)
    await _write_down(services, sign_ins)
    return sign_ins


async def _flow_and_calendar(services: Services) -> None:
    if FLOW not in services.flows.flows():
        await services.flows.save(FLOW, 0, demo.QUEUES, "system")
    if services.hours.calendar == Calendar():
        await services.hours.set_calendar(CALENDAR)


def _commands(services: Services) -> Iterator[AnyCommand]:
    at = services.clock.now()
    for queue_id, settings in demo.QUEUES.items():
        yield AddQueue(command_id=_once(queue_id), at=at, queue_id=queue_id, settings=settings)
    for agent_id, _, _, skills in demo.AGENTS:
        yield AddAgent(command_id=_once(agent_id), at=at, agent_id=agent_id, skills=skills, demo=True)


def _once(subject: str) -> CommandId:
    return CommandId(f"demo-{subject}")


async def _submit(services: Services, command: AnyCommand) -> None:
    try:
        await services.centre.submit(command)
    except CommandRejected as error:
        if error.rejected.code not in ("queue_exists", "agent_exists"):
            raise


async def _accounts(services: Services) -> tuple[SignIn, ...]:
    """The administrator comes last: with that account the founding is complete."""
    sign_ins: list[SignIn] = []
    for agent_id, name, language, _ in demo.AGENTS:
        role: Role = "supervisor" if agent_id in demo.LEADERS else "agent"
        sign_ins.append(await _account(services, _Person(_login(name), name, role, language, agent_id)))
    for office in _OFFICE:
        sign_ins.append(await _account(services, _Person(office, f"Demo {office}", office, "sv", None)))
    return tuple(reversed(sign_ins))


async def _customers(services: Services) -> None:
    for customer_id, person in PEOPLE.items():
        await services.customers.add(customer_id, person, "system", demo=True)
    known = {each.id for each in services.dispositions.tree()}
    for each in DISPOSITIONS:
        if each.id not in known:
            await services.dispositions.add(each)
    for answer in ANSWERS:
        await services.answers.add(answer)
    await _colleagues(services)
    await services.phrases.add_starters(demo=True)
    await services.quality.quality.forms.add(msgspec.structs.replace(STARTER, demo=True), "")
    await services.quality.quality.samplings.add(SAMPLING, "")


async def _colleagues(services: Services) -> None:
    kept = services.colleagues
    for kind in colleagues.KINDS:
        await kept.kinds.add(kind)
    for agent_id, may in colleagues.AUTHORITY:
        await kept.let_decide(agent_id, may)
    for agent_id, topics in colleagues.TOPICS.items():
        await kept.set_topics(agent_id, topics)
    for rule in colleagues.RULES:
        await kept.rules.add(rule)
    for outside in colleagues.OUTSIDE:
        await kept.outside.add(outside)
    for pair in MENTORS:
        await services.helping.helpers.let_sit_in(pair)


def _login(name: str) -> str:
    return name.partition(" ")[0].lower().replace("ö", "o")


async def _account(services: Services, who: _Person) -> SignIn:
    try:
        added = await services.accounts.add(
            who.login, who.name, who.role, who.language, agent_id=who.agent_id, demo=True
        )
        password = added[1]
    except Refused:
        password = await services.accounts.reset_password(who.login)
    return SignIn(account=who.login, password=password, role=who.role, display_name=who.name)


async def _write_down(services: Services, sign_ins: tuple[SignIn, ...]) -> None:
    lines = ["Lur's demo company. Sign in on the page with:", ""]
    lines += [f"{each.account:12} {each.password:16} {each.role:11} {each.display_name}" for each in sign_ins]
    lines += ["", f"Phones register at {services.config.sip_address} with:", ""]
    for agent_id, name, _, _ in demo.AGENTS:
        secret = await services.directory.phone_secret(agent_id)
        lines.append(f"{secret.username:12} {secret.secret:26} {name}")
    write_whole(services.config.data / SIGN_IN_FILE, ("\n".join(lines) + "\n").encode())
