"""The first-run guide: how far it is, and its test call."""

from __future__ import annotations

from litestar import get, post
from litestar.params import FromPath, JSONBody

from lur.features import Refused
from lur.features.first_run.model import STEPS, GuideProgress
from lur.web.asking import Asked, services_of
from lur.web.first_call import CallProgress
from lur.web.payloads.setup import FirstCallBody, HiddenBody, LanguagesBody, StepBody


@get("/api/guide", permission="manage_telephony")
async def guide(request: Asked) -> GuideProgress:
    """All steps and their states."""
    return await services_of(request).setup.guide.progress()


@post("/api/guide/hidden", permission="manage_telephony", status_code=200)
async def hide_guide(request: Asked, data: JSONBody[HiddenBody]) -> GuideProgress:
    """Lead administrators here no longer, or again."""
    return await services_of(request).setup.guide.hide(data.hidden)


@post("/api/guide/languages", permission="manage_telephony", status_code=200)
async def choose_languages(request: Asked, data: JSONBody[LanguagesBody]) -> GuideProgress:
    """The company speaks these."""
    return await services_of(request).setup.guide.speak(data.languages)


@get("/api/guide/call", permission="manage_telephony")
async def call_progress(request: Asked) -> CallProgress:
    """How far the test call is."""
    return services_of(request).setup.call.progress


@post("/api/guide/call", permission="manage_telephony", status_code=200)
async def first_call(request: Asked, data: JSONBody[FirstCallBody]) -> CallProgress:
    """Make the test call."""
    services = services_of(request)
    entries = await services.directory.entries()
    entry = next((each for each in entries if each.address == data.address.lower()), None)
    if entry is None or entry.queue_id not in services.centre.state.queues:
        raise Refused("unknown_entry", data.address)
    return services.setup.call.begin(entry, entry.language, request.user.actor, request.user.agent_id)


@post("/api/guide/step/{step:str}", permission="manage_telephony", status_code=200)
async def say_step(request: Asked, step: FromPath[str], data: JSONBody[StepBody]) -> GuideProgress:
    """A step is done, put off, or open again."""
    found = next((each for each in STEPS if each == step), None)
    if found is None:
        raise Refused("not_found")
    return await services_of(request).setup.guide.say(found, data.state)


HANDLERS = (guide, hide_guide, choose_languages, call_progress, first_call, say_step)
