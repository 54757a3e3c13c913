"""Incidents: what arrivals hint at, what is down, and who is still to be told that it is solved."""

from __future__ import annotations

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from lur.core.commands import TieContact
from lur.core.flow import Words
from lur.core.ids import ContactId, IncidentId, Language, QueueId
from lur.features.incidents.model import Incident, PublishedIncident, Tied
from lur.web.asking import Asked, AskedByAnyone, once, services_of, stamped, submit
from lur.web.ownership import may_write
from lur.web.payloads.common import Done
from lur.web.payloads.incidents import (
    ChangeIncidentBody,
    Draft,
    IncidentAnswer,
    IncidentRow,
    IncidentsAnswer,
    IncidentWords,
    OpenIncidentBody,
    ProposalRow,
    SolveIncidentBody,
    TieBody,
    TiedRow,
)
from lur.web.problems import language_of

NOTHING = Done(seq=0)
NO_CONTACTS = (0, 0)


@get("/api/incidents", permission="public")
async def published(
    request: AskedByAnyone,
    queue_id: FromQuery[str | None] = None,
    language: FromQuery[Language | None] = None,
) -> tuple[PublishedIncident, ...]:
    """What everybody may know: incidents that are published now, of one queue or all, the newest first."""
    board = services_of(request).incidents.board
    spoken = language or language_of(request)
    return board.published(spoken, QueueId(queue_id) if queue_id is not None else None)


@get("/api/incidents/all", permission="manage_incidents")
async def all_incidents(request: Asked) -> IncidentsAnswer:
    """What is proposed now, and all incidents, the newest first."""
    room = services_of(request).incidents
    counts = await room.telling.counts()
    return IncidentsAnswer(
        proposals=tuple(
            ProposalRow(proposal=each, draft=room.board.draft((each.queue_id,)))
            for each in room.storm.proposals()
        ),
        incidents=tuple(_row(each, counts.get(each.id, NO_CONTACTS)) for each in room.board.all),
    )


@get("/api/incidents/draft", permission="manage_incidents")
async def draft(request: Asked, queue_id: FromQuery[list[str]]) -> Draft:
    """Texts to begin with, about one or more queues."""
    board = services_of(request).incidents.board
    queue_ids = [QueueId(each) for each in queue_id]
    return Draft(words=board.draft(queue_ids), answer=board.draft_answer(queue_ids))


@get("/api/incidents/{incident_id:str}", permission="manage_incidents")
async def incident(request: Asked, incident_id: FromPath[str]) -> IncidentAnswer:
    """An incident and everybody who is tied to it, those who still wait for the answer first."""
    room = services_of(request).incidents
    found = room.board.find(IncidentId(incident_id))
    tied = await room.telling.tied_to(found.id)
    counts = await room.telling.counts()
    return IncidentAnswer(
        row=_row(found, counts.get(found.id, NO_CONTACTS)),
        tied=tuple([await _tied_row(request, each) for each in tied]),
    )


async def _tied_row(request: Asked, tied: Tied) -> TiedRow:
    number = await services_of(request).incidents.number_of(tied.contact_id)
    return TiedRow(tied=tied, number=number)


@post("/api/incidents", permission="manage_incidents")
async def open_incident(request: Asked, data: JSONBody[OpenIncidentBody]) -> IncidentRow:
    """Something is down: tell staff, and with ``publish`` the customers too, by one click."""
    room, by = services_of(request).incidents, request.user.actor
    incident_id = IncidentId(once(request, "incident-"))
    opened = await room.incidents.open(incident_id, data.queue_ids, _words(data.words), by)
    if data.publish:
        opened = await room.incidents.publish(incident_id, by)
    return await _answer(request, opened)


@post("/api/incidents/{incident_id:str}/publish", permission="manage_incidents", status_code=200)
async def publish(request: Asked, incident_id: FromPath[str]) -> IncidentRow:
    """Put it before its queues, on the place pages and on the help pages."""
    incidents = services_of(request).incidents.incidents
    return await _answer(request, await incidents.publish(IncidentId(incident_id), request.user.actor))


@post("/api/incidents/{incident_id:str}/withdraw", permission="manage_incidents", status_code=200)
async def withdraw(request: Asked, incident_id: FromPath[str]) -> IncidentRow:
    """Take it from where customers see and hear it; it is not solved, and nobody is told so."""
    incidents = services_of(request).incidents.incidents
    return await _answer(request, await incidents.withdraw(IncidentId(incident_id), request.user.actor))


@post("/api/incidents/{incident_id:str}/change", permission="manage_incidents", status_code=200)
async def change(
    request: Asked, incident_id: FromPath[str], data: JSONBody[ChangeIncidentBody]
) -> IncidentRow:
    """Other words. An empty text stays as it was."""
    incidents, by = services_of(request).incidents.incidents, request.user.actor
    return await _answer(request, await incidents.change(IncidentId(incident_id), _words(data.words), by))


@post("/api/incidents/{incident_id:str}/solve", permission="manage_incidents", status_code=200)
async def solve(request: Asked, incident_id: FromPath[str], data: JSONBody[SolveIncidentBody]) -> IncidentRow:
    """It works again: everybody who left to be told gets this one answer."""
    incidents, by = services_of(request).incidents.incidents, request.user.actor
    return await _answer(request, await incidents.solve(IncidentId(incident_id), _words(data.answer), by))


@post("/api/incidents/{incident_id:str}/tie", permission="act_as_agent", status_code=200)
async def tie(request: Asked, incident_id: FromPath[str], data: JSONBody[TieBody]) -> Done:
    """The contact is about it too: its customer is told when they have gone without help."""
    await may_write(request, data.contact_id)
    command = stamped(
        request, TieContact, contact_id=data.contact_id, incident_id=IncidentId(incident_id), leave=False
    )
    return await submit(request, command)


@post("/api/incidents/told/{contact_id:str}", permission="manage_incidents", status_code=200)
async def told(request: Asked, contact_id: FromPath[str]) -> Done:
    """Somebody has told this contact's customer the answer, by a call."""
    await services_of(request).incidents.telling.told(ContactId(contact_id))
    return NOTHING


@post("/api/proposals/{queue_id:str}/dismiss", permission="manage_incidents", status_code=200)
async def dismiss(request: Asked, queue_id: FromPath[str]) -> Done:
    """It is no incident; it is not proposed again for an hour."""
    await services_of(request).incidents.storm.dismiss(QueueId(queue_id), request.user.actor)
    return NOTHING


def _words(words: IncidentWords) -> Words:
    return Words(sv=words.sv, nb=words.nb, en=words.en)


async def _answer(request: Asked, incident: Incident) -> IncidentRow:
    counts = await services_of(request).incidents.telling.counts()
    return _row(incident, counts.get(incident.id, NO_CONTACTS))


def _row(incident: Incident, count: tuple[int, int]) -> IncidentRow:
    return IncidentRow(incident=incident, tied=count[0], owed=count[1])


HANDLERS = (
    published,
    all_incidents,
    draft,
    incident,
    open_incident,
    publish,
    withdraw,
    change,
    solve,
    tie,
    told,
    dismiss,
)
