"""What a customer can do about an incident: leave and be told when it is solved, and be called about the
answer."""

from __future__ import annotations

from litestar.params import FromPath

from lur.core.commands import TieContact
from lur.core.ids import CommandId
from lur.features import Refused
from lur.web.asking import services_of
from lur.web.public.asked import NOTHING, AskedByCustomer, check_and_take, query_of, room_of
from lur.web.public.handling import form
from lur.web.public.place_pages import changeable
from lur.web.public.place_verbs import Answer, carried_out
from lur.web.public.showing import MAY_LEAVE


@form("/p/{token:str}/when-solved")
async def when_solved(request: AskedByCustomer, token: FromPath[str]) -> Answer:
    """Wait no longer, and be told when it is solved."""
    link = await changeable(request, token)
    services, room = services_of(request), room_of(request)

    async def work() -> str:
        contact = services.centre.state.contacts.get(link.contact_id)
        if contact is None:
            raise Refused("contact_already_ended")
        incident_id = contact.incident_id or room.incident_for(contact.queue_id)
        if contact.phase not in MAY_LEAVE or incident_id is None:
            raise Refused("contact_not_waiting")
        at = services.clock.now()
        await services.centre.submit(
            TieContact(
                command_id=CommandId(services.entropy.token("web-")),
                at=at,
                utc_offset_min=services.clock.utc_offset_min(at),
                actor="customer",
                contact_id=link.contact_id,
                incident_id=incident_id,
                leave=True,
            )
        )
        return f"/p/{token}{query_of(request)}"

    return await carried_out(request, token, link, NOTHING, work)


@form("/p/{token:str}/call-about-it")
async def call_about_it(request: AskedByCustomer, token: FromPath[str]) -> Answer:
    """Be called about the answer."""
    link = await changeable(request, token)
    services, room = services_of(request), room_of(request)

    async def work() -> str:
        check_and_take(room.limits.statements, room.clock.now(), link.contact_id)
        await services.incidents.telling.wants_call(link.contact_id)
        return f"/p/{token}{query_of(request)}"

    return await carried_out(request, token, link, NOTHING, work)


HANDLERS = (when_solved, call_about_it)
