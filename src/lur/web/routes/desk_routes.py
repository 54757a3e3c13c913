"""About an agent's desk: why nobody called, the check before the shift, when to stretch."""

from __future__ import annotations

import msgspec
from litestar import get, post
from litestar.params import FromPath, JSONBody

from lur.core.ids import AgentId
from lur.features import Refused
from lur.features.desks.model import CheckResult
from lur.runtime.why import WhyAnswer
from lur.web.asking import ME, Asked, agent_meant, services_of
from lur.web.payloads.desks import CheckBody, ChecksAnswer
from lur.web.payloads.work import StretchAnswer, StretchBody


@get("/api/agents/{agent_id:str}/why", permission="act_as_agent")
async def why(request: Asked, agent_id: FromPath[str]) -> WhyAnswer:
    """Why did nobody call? Each link from "signed in" to "somebody waited", and what can mend it."""
    return services_of(request).desks.why(_known(request, agent_id))


@post("/api/agents/{agent_id:str}/check", permission="act_as_agent", status_code=200)
async def keep_check(request: Asked, agent_id: FromPath[str], data: JSONBody[CheckBody]) -> CheckResult:
    """Keep what the check before the shift found."""
    return await services_of(request).desks.book.keep_check(_known(request, agent_id), data.measured)


@get("/api/agents/{agent_id:str}/check", permission="act_as_agent")
async def checks(request: Asked, agent_id: FromPath[str]) -> ChecksAnswer:
    """The latest checks, newest first."""
    return ChecksAnswer(checks=await services_of(request).desks.book.checks(_known(request, agent_id)))


@get("/api/stretch", permission="act_as_agent")
async def stretch(request: Asked) -> StretchAnswer:
    """How often I want to be reminded to stretch. Nobody can ask for another's."""
    every_min = await services_of(request).desks.book.stretch(agent_meant(request, ME))
    return msgspec.convert({"every_min": every_min}, StretchAnswer)


@post("/api/stretch", permission="act_as_agent", status_code=200)
async def set_stretch(request: Asked, data: JSONBody[StretchBody]) -> StretchAnswer:
    """Remind me so often from now on, or never."""
    await services_of(request).desks.book.keep_stretch(agent_meant(request, ME), data.every_min)
    return StretchAnswer(every_min=data.every_min)


def _known(request: Asked, agent_id: str) -> AgentId:
    """Raises ``Refused``: not_your_agent, no_agent_of_yours, unknown_agent."""
    meant = agent_meant(request, agent_id)
    if meant not in services_of(request).centre.state.agents:
        raise Refused("unknown_agent", meant)
    return meant


HANDLERS = (why, keep_check, checks, stretch, set_stretch)
