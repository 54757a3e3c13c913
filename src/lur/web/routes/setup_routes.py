"""People by the list, names of pauses, teams, and test calls over trunks."""

from __future__ import annotations

from functools import partial

from litestar import get, post
from litestar.params import FromPath, JSONBody

from lur.core.commands import ChangeAgentTeam, ChangePauses, Command
from lur.core.ids import CommandId
from lur.core.values import PauseReason
from lur.features import Refused
from lur.features.callbacks.numbers import FAULTS
from lur.features.directory.model import REALM
from lur.features.pauses.model import PauseName
from lur.web.asking import Asked, Kind, services_of, stamped, submit
from lur.web.payloads.common import Done, PhoneSecret
from lur.web.payloads.setup import (
    NewPerson,
    PausesBody,
    PeopleBody,
    PeopleFaults,
    TeamBody,
    TrialBody,
)
from lur.web.payloads.work import PauseRow
from lur.web.people import Added
from lur.web.trunk_trials import TrunkTrial


@post("/api/people/check", permission="manage_accounts", trail=False, status_code=200)
async def check_people(request: Asked, data: JSONBody[PeopleBody]) -> PeopleFaults:
    """What would be wrong with adding them; nothing is added."""
    return PeopleFaults(faults=await services_of(request).setup.people.faults(data.people))


@post("/api/people", permission="manage_accounts")
async def add_people(request: Asked, data: JSONBody[PeopleBody]) -> tuple[NewPerson, ...]:
    """Add them all, or nobody."""
    found = await services_of(request).setup.people.add(data.people, request.user, partial(_stamp, request))
    return tuple(_shown(request, each) for each in found)


def _stamp(request: Asked, kind: type[Kind], **fields: object) -> Command:
    """Each command of a request has an id of its own."""
    services = services_of(request)
    at = services.clock.now()
    return kind(
        command_id=CommandId(services.entropy.token("people-")),
        at=at,
        utc_offset_min=services.clock.utc_offset_min(at),
        actor=request.user.actor,
        **fields,
    )


def _shown(request: Asked, person: Added) -> NewPerson:
    phone = None
    if person.phone is not None:
        phone = PhoneSecret(
            agent_id=person.phone.agent_id,
            address=services_of(request).config.sip_address,
            username=person.phone.username,
            secret=person.phone.secret,
            realm=REALM,
        )
    return NewPerson(
        name=person.name,
        login=person.login,
        password=person.password,
        agent_id=person.agent_id,
        phone=phone,
    )


@post("/api/agents/{agent_id:str}/team", permission="manage_skills", status_code=200)
async def change_team(request: Asked, agent_id: FromPath[str], data: JSONBody[TeamBody]) -> Done:
    """The agent belongs to another team, or to none."""
    command = stamped(request, ChangeAgentTeam, agent_id=agent_id, team=data.team.strip())
    return await submit(request, command)


@get("/api/pauses", permission="see_status")
async def pauses(request: Asked) -> tuple[PauseRow, ...]:
    """The reasons that an agent may give for a pause, their words, and how long each lasts at most. Then the
    agent is signed out, so that nobody rings at an empty chair; the same reason again begins it anew."""
    return _pauses(request)


def _pauses(request: Asked) -> tuple[PauseRow, ...]:
    services = services_of(request)
    rows = []
    for reason, limit_ms in services.centre.state.pauses.items():
        name = services.setup.pauses.of(reason)
        rows.append(PauseRow(reason=reason, limit_ms=limit_ms, sv=name.sv, nb=name.nb, en=name.en))
    return tuple(rows)


@post("/api/pauses", permission="manage_queues", status_code=200)
async def change_pauses(request: Asked, data: JSONBody[PausesBody]) -> tuple[PauseRow, ...]:
    """Other reasons, limits or words. The one to recover stays."""
    reasons = tuple(PauseReason(each.reason, each.limit_ms) for each in data.reasons)
    await submit(request, stamped(request, ChangePauses, reasons=reasons))
    names = tuple(
        PauseName(reason=each.reason, sv=each.sv.strip(), nb=each.nb.strip(), en=each.en.strip())
        for each in data.reasons
    )
    await services_of(request).setup.pauses.call(names)
    return _pauses(request)


@post("/api/trunks/{trunk_id:str}/try", permission="manage_telephony", trail=False, status_code=200)
async def try_trunk(request: Asked, trunk_id: FromPath[str], data: JSONBody[TrialBody]) -> TrunkTrial:
    """A test call over this trunk to a telephone of one's own."""
    services = services_of(request)
    trunk = next((each for each in await services.directory.trunks() if each.trunk_id == trunk_id), None)
    if trunk is None:
        raise Refused("unknown_trunk", trunk_id)
    number = services.config.public.rule.checked_of_ours(data.number)
    if number in FAULTS:
        raise Refused(number)
    shown = await services.directory.callback_shown() or next(iter(trunk.numbers), "")
    return services.setup.trials.begin(trunk_id, number, request.user.language, shown)


@get("/api/trunks/trials/{trial_id:str}", permission="manage_telephony")
async def trunk_trial(request: Asked, trial_id: FromPath[str]) -> TrunkTrial:
    """How far a test call is."""
    return services_of(request).setup.trials.find(trial_id)


HANDLERS = (
    check_people,
    add_people,
    change_team,
    pauses,
    change_pauses,
    try_trunk,
    trunk_trial,
)
