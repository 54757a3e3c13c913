"""What is done from the wallboard: moving people for today, doors, messages; seen and undone."""

from __future__ import annotations

from litestar import get, post
from litestar.params import FromPath, JSONBody

from lur.core.ids import DAY_MS, AgentId, Instant, QueueId
from lur.core.values import HoursOverride
from lur.features.supervising.model import Act, Message
from lur.web.asking import Asked, once, services_of
from lur.web.payloads.acts import ActRow, AssignBody, DoorBody, MessageBody, WhyBody
from lur.web.rooms.supervising import Assigned, By


@post("/api/agents/{agent_id:str}/assign", permission="manage_skills", status_code=200)
async def assign(request: Asked, agent_id: FromPath[str], data: JSONBody[AssignBody]) -> Act:
    """For a while the agent has more skills, or serves only certain queues. Whom the agent may serve changes
    at once; who comes first never does."""
    until = _until(request, data.until)
    to = Assigned(data.skills, data.queue_ids, until)
    return await services_of(request).supervising.assign(_by(request, data.why), AgentId(agent_id), to)


@post("/api/agents/{agent_id:str}/assignment/end", permission="manage_skills", status_code=200)
async def end_assignment(request: Asked, agent_id: FromPath[str], data: JSONBody[WhyBody]) -> Act:
    """The agent works as usual again."""
    return await services_of(request).supervising.assign(_by(request, data.why), AgentId(agent_id), None)


@post("/api/queues/{queue_id:str}/door", permission="manage_queues", status_code=200)
async def door(request: Asked, queue_id: FromPath[str], data: JSONBody[DoorBody]) -> Act:
    """Open or close a queue for a while, whatever its hours say; who waits already waits on."""
    override = None
    if data.is_open is not None:
        now = services_of(request).clock.now()
        override = HoursOverride(data.is_open, now, _until(request, data.until))
    return await services_of(request).supervising.door(_by(request, data.why), QueueId(queue_id), override)


@post("/api/messages", permission="manage_colleagues", status_code=201)
async def write(request: Asked, data: JSONBody[MessageBody]) -> Act:
    """A line that the staff see at their desks until it is over or taken back."""
    services, by = services_of(request), _by(request, data.why)
    message = Message(
        id=once(request, "message-"),
        at=services.clock.now(),
        until=_until(request, data.until),
        by=request.user.actor,
        by_name=request.user.display_name,
        text=data.text.strip(),
        queue_ids=data.queue_ids,
        team=data.team,
    )
    return await services.supervising.write(by, message)


@post("/api/messages/{message_id:str}/withdraw", permission="manage_colleagues", status_code=200)
async def withdraw(request: Asked, message_id: FromPath[str], data: JSONBody[WhyBody]) -> Act:
    """Take a line back."""
    return await services_of(request).supervising.withdraw(_by(request, data.why), message_id)


@get("/api/acts", permission="see_all_contacts")
async def acts(request: Asked) -> tuple[ActRow, ...]:
    """What was done from the wallboard in the last day, the newest first, with who and why."""
    services = services_of(request)
    found = await services.supervising.acts.latest(services.clock.now() - DAY_MS)
    names = {each.actor: each.display_name for each in await services.accounts.everybody()}
    return tuple(ActRow(act=each, by_name=names.get(each.by, "")) for each in found)


@post("/api/acts/{act_id:str}/undo", permission="manage_queues", status_code=200)
async def undo(request: Asked, act_id: FromPath[str], data: JSONBody[WhyBody]) -> Act:
    """As it was before, if nobody has done something else there meanwhile. It is an act itself."""
    return await services_of(request).supervising.undo(_by(request, data.why), act_id)


def _by(request: Asked, why: str) -> By:
    return By(account=request.user, act_id=once(request, "act-"), why=why)


def _until(request: Asked, until: Instant | None) -> Instant:
    return services_of(request).helping.until() if until is None else until


HANDLERS = (assign, end_assignment, door, write, withdraw, acts, undo)
