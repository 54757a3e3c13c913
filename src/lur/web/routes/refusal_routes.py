"""Numbers that are not called. Supervisors keep the list; that a number is on it stops callbacks, transfers
and outgoing calls by itself (``number_refused``)."""

from __future__ import annotations

from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from lur.features.refusals.model import RefusedNumber, RefusedNumbers
from lur.web.asking import Asked, once, services_of
from lur.web.payloads.colleagues import RefusedNumberBody

NumberPart = Annotated[str, QueryParameter(max_length=40)]


@get("/api/refused-numbers", permission="manage_refusals")
async def refused_numbers(request: Asked, number: NumberPart = "") -> RefusedNumbers:
    """The newest, at most 200; with a number or a part of one, those that have it."""
    return services_of(request).refusals.listed(number)


@post("/api/refused-numbers", permission="manage_refusals")
async def refuse_number(request: Asked, data: JSONBody[RefusedNumberBody]) -> RefusedNumber:
    """It is not called from now on. Said again, it is said anew: with the reason and the time of now."""
    refusals, by = services_of(request).refusals, request.user.actor
    return await refusals.add(once(request, "refused-"), data.number, data.reason, data.note, by)


@post("/api/refused-numbers/{refused_id:str}/remove", permission="manage_refusals", status_code=200)
async def allow_number(request: Asked, refused_id: FromPath[str]) -> RefusedNumber:
    """It may be called again, and is forgotten here. To undo, add what is answered."""
    return await services_of(request).refusals.remove(refused_id, request.user.actor)


HANDLERS = (refused_numbers, refuse_number, allow_number)
