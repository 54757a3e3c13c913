"""What is written about a contact: its note, the words for how it ended, what is still to be done."""

from __future__ import annotations

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from lur.core.commands import DescribeContact
from lur.core.ids import ContactId
from lur.features import Refused
from lur.features.wrap_up.model import Disposition, NextStep, Note
from lur.web.asking import Asked, agent_meant, once, services_of, stamped, submit
from lur.web.ownership import may_see, may_write, writer
from lur.web.payloads.common import Done, FinishWrapUpBody
from lur.web.payloads.customers import DispositionBody, NextStepBody, NextStepRow, NoteBody
from lur.web.permissions import allows


@get("/api/contacts/{contact_id:str}/note", permission="see_contacts")
async def note(request: Asked, contact_id: FromPath[str]) -> Note:
    """What was written; version 0 before the first word."""
    await may_see(request, ContactId(contact_id))
    return await services_of(request).notes.of(ContactId(contact_id))


@post("/api/contacts/{contact_id:str}/note", permission="act_as_agent", status_code=200)
async def write_note(request: Asked, contact_id: FromPath[str], data: JSONBody[NoteBody]) -> Note:
    """Keep what was typed so far, while talking and afterwards."""
    contact = ContactId(contact_id)
    await may_write(request, contact)
    return await services_of(request).notes.write(contact, data.text, data.version, writer(request))


@get("/api/contacts/{contact_id:str}/summary", permission="see_contacts")
async def summary(request: Asked, contact_id: FromPath[str]) -> Note:
    """What the matter is, as the agent said it back to the customer; whoever takes over reads it first."""
    await may_see(request, ContactId(contact_id))
    return await services_of(request).summaries.of(ContactId(contact_id))


@post("/api/contacts/{contact_id:str}/summary", permission="act_as_agent", status_code=200)
async def write_summary(request: Asked, contact_id: FromPath[str], data: JSONBody[NoteBody]) -> Note:
    """Keep it, as a note is kept."""
    contact = ContactId(contact_id)
    await may_write(request, contact)
    return await services_of(request).summaries.write(contact, data.text, data.version, writer(request))


@post("/api/contacts/{contact_id:str}/describe", permission="act_as_agent", status_code=200)
async def describe(request: Asked, contact_id: FromPath[str], data: JSONBody[FinishWrapUpBody]) -> Done:
    """What came of it, said outside the wrap-up: while talking, or when the wrap-up ran out first. The latest
    word counts."""
    services, contact = services_of(request), ContactId(contact_id)
    await may_write(request, contact)
    services.dispositions.check_known(data.disposition)
    who = request.user.agent_id or (await services.contacts.find(contact)).agent_id
    if who is None:
        raise Refused("no_agent_of_yours")
    command = stamped(
        request,
        DescribeContact,
        contact_id=contact,
        agent_id=who,
        disposition=data.disposition,
        solved=data.solved,
        unsure=data.unsure,
        hard=data.hard,
    )
    return await submit(request, command)


# --- dispositions ------------------------------------------------------------------------------------------


@get("/api/dispositions", permission="see_contacts")
async def dispositions(request: Asked) -> tuple[Disposition, ...]:
    """The company's words for how a contact ended, siblings in their order, the archived ones too."""
    return services_of(request).dispositions.tree()


@post("/api/dispositions", permission="manage_dispositions")
async def add_disposition(request: Asked, data: JSONBody[DispositionBody]) -> Disposition:
    """One more."""
    if data.id is None:
        raise Refused("bad_request", "id")
    return await services_of(request).dispositions.add(_disposition(data.id, data))


@post(
    "/api/dispositions/{disposition_id:str}",
    permission="manage_dispositions",
    edits=("results", "disposition_id"),
    status_code=200,
)
async def change_disposition(
    request: Asked, disposition_id: FromPath[str], data: JSONBody[DispositionBody]
) -> Disposition:
    """Other words, another place, archived or offered again. It is never removed: contacts have it."""
    return await services_of(request).dispositions.change(_disposition(disposition_id, data))


def _disposition(disposition_id: str, data: DispositionBody) -> Disposition:
    return Disposition(
        id=disposition_id,
        parent=data.parent,
        position=data.position,
        sv=data.sv,
        nb=data.nb,
        en=data.en,
        archived=data.archived,
        demo=False,
    )


# --- next steps --------------------------------------------------------------------------------------------


@post("/api/contacts/{contact_id:str}/next-step", permission="act_as_agent")
async def add_next_step(request: Asked, contact_id: FromPath[str], data: JSONBody[NextStepBody]) -> NextStep:
    """Something to be done on a day, by oneself or a colleague."""
    services, contact = services_of(request), ContactId(contact_id)
    await may_write(request, contact)
    owner = data.owner or request.user.agent_id
    if owner is None:
        raise Refused("no_agent_of_yours")
    if owner not in services.centre.state.agents:
        raise Refused("unknown_agent", owner)
    step_id, by = once(request, "step-"), writer(request)
    return await services.next_steps.add(step_id, contact, data.text, data.due, owner, by)


@get("/api/next-steps", permission="act_as_agent")
async def next_steps(
    request: Asked, owner: FromQuery[str] = "me", open: FromQuery[bool] = True
) -> tuple[NextStepRow, ...]:
    """An agent's, the earliest day first; with ``open=0`` those that are done too."""
    services = services_of(request)
    steps = await services.next_steps.of_owner(agent_meant(request, owner), open)
    whose = await services.customers.links.of_contacts([step.contact_id for step in steps])
    rows = []
    for step in steps:
        row = whose.get(step.contact_id)
        name, customer_id = (row.name or row.company, row.id) if row else ("", "")
        rows.append(NextStepRow(step=step, customer_id=customer_id, customer_name=name))
    return tuple(rows)


@post("/api/next-steps/{step_id:str}/done", permission="act_as_agent", status_code=200)
async def done(request: Asked, step_id: FromPath[str]) -> NextStep:
    """It is done."""
    return await _set_done(request, step_id, True)


@post("/api/next-steps/{step_id:str}/undone", permission="act_as_agent", status_code=200)
async def undone(request: Asked, step_id: FromPath[str]) -> NextStep:
    """It is to be done after all."""
    return await _set_done(request, step_id, False)


async def _set_done(request: Asked, step_id: str, is_done: bool) -> NextStep:
    steps = services_of(request).next_steps
    step = await steps.find(step_id)
    if writer(request) not in (step.owner, step.made_by) and not allows(request.user, "act_for_agents"):
        raise Refused("not_your_next_step", step_id)
    return await steps.set_done(step, is_done)


HANDLERS = (
    note,
    write_note,
    summary,
    write_summary,
    describe,
    dispositions,
    add_disposition,
    change_disposition,
    add_next_step,
    next_steps,
    done,
    undone,
)
