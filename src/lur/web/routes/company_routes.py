"""The company: its queues, the addresses that lead to them, the lines to operators, its spoken name."""

from __future__ import annotations

import ipaddress
import re
import unicodedata

import msgspec
from litestar import get, post
from litestar.params import FromPath, JSONBody

from lur.adapters.voice.protocol import Trunk
from lur.core.commands import AddQueue, ChangeQueue
from lur.core.events import QueueAdded
from lur.core.ids import QueueId
from lur.core.values import QueueSettings
from lur.features import Refused
from lur.features.customers.numbers import normalised
from lur.features.directory.model import CompanyName, EntryAddress
from lur.runtime.views import QueueView, TrunkView
from lur.web.asking import Asked, done, services_of, stamped
from lur.web.payloads.common import (
    CompanyAnswer,
    CompanyBody,
    Done,
    EntryBody,
    EntryRow,
    NewQueue,
    QueueBody,
    QueueRow,
    TrunkBody,
    TrunkRow,
)

NOTHING = Done(seq=0)


@get("/api/queues", permission="see_status")
async def queues(request: Asked) -> tuple[QueueView, ...]:
    """All queues as they are now."""
    return services_of(request).push.status().queues


@get("/api/queues/{queue_id:str}", permission="see_status")
async def queue(request: Asked, queue_id: FromPath[str]) -> QueueRow:
    """A queue's settings."""
    found = services_of(request).centre.state.queues.get(QueueId(queue_id))
    if found is None:
        raise Refused("unknown_queue", queue_id)
    follows = found.queue_id in services_of(request).hours.followers
    return QueueRow(id=found.queue_id, settings=found.settings, follows_calendar=follows)


@post("/api/queues", permission="manage_queues")
async def add_queue(request: Asked, data: JSONBody[QueueBody]) -> NewQueue:
    """Open a new queue."""
    queue_id = QueueId(data.id or _id_of(data.name))
    command = stamped(request, AddQueue, queue_id=queue_id, settings=_settings(data))
    follows = bool(data.opening_hours) if data.follows_calendar is None else data.follows_calendar
    recorded = await services_of(request).calendar.submit(command, follows)
    added = (each.event.queue_id for each in recorded if isinstance(each.event, QueueAdded))
    await services_of(request).refresh_centre()
    return NewQueue(queue_id=next(added, queue_id))


@post(
    "/api/queues/{queue_id:str}",
    permission="manage_queues",
    edits=("queues", "queue_id"),
    status_code=200,
)
async def change_queue(request: Asked, queue_id: FromPath[str], data: JSONBody[QueueBody]) -> Done:
    """Give a queue new settings."""
    services = services_of(request)
    found = services.centre.state.queues.get(QueueId(queue_id))
    settings = msgspec.structs.replace(_settings(data), demo=found is not None and found.settings.demo)
    command = stamped(request, ChangeQueue, queue_id=QueueId(queue_id), settings=settings)
    followed = queue_id in services.hours.followers
    follows = followed if data.follows_calendar is None else data.follows_calendar
    return done(await services.calendar.submit(command, follows))


def _settings(data: JSONBody[QueueBody]) -> QueueSettings:
    names = (each for each in QueueBody.__struct_fields__ if each not in ("id", "follows_calendar"))
    return QueueSettings(**{name: getattr(data, name) for name in names})


def _id_of(name: str) -> str:
    """A plain id from a queue's name: ``Köp & Sälj`` gives ``kop-salj``."""
    bare = unicodedata.normalize("NFKD", name.lower().replace("ø", "o").replace("æ", "ae"))
    words = re.findall(r"[a-z0-9]+", "".join(each for each in bare if not unicodedata.combining(each)))
    return "-".join(words)[:64] or "queue"


@get("/api/entries", permission="see_status")
async def entries(request: Asked) -> tuple[EntryRow, ...]:
    """The addresses that customers dial."""
    found = await services_of(request).directory.entries()
    return tuple(msgspec.convert(msgspec.structs.asdict(each), EntryRow) for each in found)


@post("/api/entries", permission="manage_telephony", status_code=200)
async def put_entry(request: Asked, data: JSONBody[EntryBody]) -> Done:
    """Add an address, or change where it leads."""
    services = services_of(request)
    if data.queue_id not in services.centre.state.queues:
        raise Refused("unknown_queue", data.queue_id)
    if data.flow_id:
        services.flows.find(data.flow_id)
    await services.directory.put_entry(
        EntryAddress(
            address=data.address, queue_id=data.queue_id, language=data.language, flow_id=data.flow_id
        ),
    )
    return NOTHING


@post("/api/entries/{address:str}/remove", permission="manage_telephony", status_code=200)
async def remove_entry(request: Asked, address: FromPath[str]) -> Done:
    """Forget an address."""
    await services_of(request).directory.remove_entry(address)
    return NOTHING


@get("/api/trunks", permission="see_status")
async def trunks(request: Asked) -> tuple[TrunkView, ...]:
    """The lines to operators as they are now."""
    return services_of(request).push.status().trunks


@get("/api/trunks/settings", permission="manage_telephony")
async def trunk_settings(request: Asked) -> tuple[TrunkRow, ...]:
    """The lines to operators as they are set up, in the order they are tried."""
    return tuple(
        TrunkRow(
            id=each.trunk_id,
            host=each.host,
            port=each.port,
            transport=each.transport,
            username=each.username,
            register=each.register,
            allow=each.allow,
            numbers=each.numbers,
        )
        for each in await services_of(request).directory.trunks()
    )


@post("/api/trunks", permission="manage_telephony", status_code=200)
async def put_trunk(request: Asked, data: JSONBody[TrunkBody]) -> Done:
    """Add or change a line to an operator."""
    for network in data.allow:
        _check_network(network)
    fields = {name: getattr(data, name) for name in TrunkBody.__struct_fields__ if name != "id"}
    await services_of(request).directory.put_trunk(Trunk(trunk_id=data.id, **fields))
    return NOTHING


def _check_network(network: str) -> None:
    try:
        ipaddress.ip_network(network, strict=False)
    except ValueError as error:
        raise Refused("bad_network", network) from error


@post("/api/trunks/{trunk_id:str}/remove", permission="manage_telephony", status_code=200)
async def remove_trunk(request: Asked, trunk_id: FromPath[str]) -> Done:
    """Forget a line to an operator, and its secret."""
    await services_of(request).directory.remove_trunk(trunk_id)
    return NOTHING


@get("/api/company", permission="see_status")
async def company(request: Asked) -> CompanyAnswer:
    """The name that callers hear, and the number that they see when they are called."""
    directory = services_of(request).directory
    name = await directory.company()
    return CompanyAnswer(sv=name.sv, nb=name.nb, en=name.en, callback_shown=await directory.callback_shown())


@post("/api/company", permission="manage_telephony", edits=("company", ""), status_code=200)
async def set_company(request: Asked, data: JSONBody[CompanyBody]) -> Done:
    """Give the company another name, or show another number of ours to those whom we call."""
    directory = services_of(request).directory
    if data.callback_shown is not None:
        await directory.set_callback_shown(_number(request, data.callback_shown))
    await directory.set_company(CompanyName(sv=data.sv, nb=data.nb, en=data.en))
    return NOTHING


def _number(request: Asked, typed: str) -> str:
    number = normalised(typed, services_of(request).config.region) if typed else ""
    if number is None:
        raise Refused("bad_number", typed)
    return number


HANDLERS = (
    queues,
    queue,
    add_queue,
    change_queue,
    entries,
    put_entry,
    remove_entry,
    trunks,
    trunk_settings,
    put_trunk,
    remove_trunk,
    company,
    set_company,
)
