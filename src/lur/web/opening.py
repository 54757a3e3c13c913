"""Opens what the web layer works with: everything is read, and from then on follows the centre's events.

``open_services`` is called once at start, after the centre has replayed its journal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.core.events import QueueAdded, QueueChanged
from lur.core.ids import DAY_MS
from lur.ports import Clock, Entropy, Journal, Recorded, Vault
from lur.runtime import Centre
from lur.runtime.projection import Surroundings
from lur.runtime.push import Push
from lur.web.putting_together import Base, put_together
from lur.web.rooms.colleague import obeyed_by
from lur.web.rooms.office import office_of
from lur.web.services import Services, WebConfig
from lur.web.works import works_of

if TYPE_CHECKING:
    from collections.abc import Sequence


async def open_services(
    *, centre: Centre, journal: Journal, vault: Vault, clock: Clock, entropy: Entropy, config: WebConfig
) -> Services:
    """Open the database, catch up with the journal, follow the centre. Writes DATA/run/token."""
    around = Surroundings()
    base = Base(
        centre=centre,
        journal=journal,
        vault=vault,
        clock=clock,
        entropy=entropy,
        config=config,
        database=await ReadModel.open(config.data / "lur.db"),
        around=around,
        push=Push(centre.state, around, clock, run=entropy.token("run-")),
    )
    services = put_together(base)
    await _begin(services)
    return services


def _tie(services: Services) -> None:
    """Parts that ask each other."""
    services.office = office_of(services)
    desks, push = services.desks.desks, services.push
    services.mailing.looks = services.setup.looks
    desks.has_no_phone = services.watching.has_no_phone
    services.health.also = lambda: [*services.webhooks.alarms(), *services.upkeep.alarms()]
    desks.seats.moved = lambda agent_id: push.touch(agents=(agent_id,))
    obeyed_by(services.public.callbacks, services.colleagues, services.refusals)


async def _begin(services: Services) -> None:
    """Follow the centre without missing an event that happens while the past is read."""
    _tie(services)
    meanwhile: list[Recorded] = []
    stop_listening = services.centre.subscribe(meanwhile.extend)
    await services.contacts.catch_up()
    since = services.day.midnight_before(services.clock.now()) - DAY_MS
    past = await services.contacts.for_measures(since)
    services.day.load(past)
    services.desks.offers.follow([happened.event for happened in past])
    await _load_settings(services)
    await services.incidents.load()
    await services.public.load([happened.event for happened in past])
    await services.customers.load()
    await services.callers.load(services.centre.state)
    services.tokens.write_service_token(services.config.data / "run" / "token")
    services.health.differing = services.figures.differing
    services.around.today = services.day.today
    services.around.occupancy = services.day.occupancy
    services.around.told_by_hour = services.day.told_by_hour
    services.around.messages = services.supervising.message_views
    services.around.proposals = services.incidents.storm.proposals
    stop_listening()
    _follow(services, meanwhile)
    services.centre.subscribe(lambda batch: _follow(services, batch))
    _tell_edge(services)
    services.directory.on_change(lambda: services.keep(services.refresh_centre()))
    await services.refresh_centre()
    services.accounts.ended.subscribe(services.desks.hearing.doubt)
    services.tokens.ended.subscribe(services.desks.hearing.doubt)
    await services.desks.desks.load()
    for work in works_of(services):
        services.keep(services.upkeep.keep(work))


async def _load_settings(services: Services) -> None:
    """What people have set up and written."""
    await services.directory.load()
    await services.sign_on.providers.load()
    await services.flows.load()
    await services.hours.load()
    await services.dispositions.load()
    await services.figures.load()
    await services.answers.load()
    await services.colleagues.load(tuple(services.centre.state.agents))
    await services.refusals.load()
    await services.supervising.messages.load()
    await services.phrases.load()
    await services.setup.load()
    await services.quality.quality.load()
    await services.mailing.schedules.load()


def _tell_edge(services: Services) -> None:
    """Flows, incidents and the queues' hours reach the edge with the directory."""
    directory, centre = services.directory, services.centre
    directory.flows = services.flows.flows
    directory.queues = lambda: {each.queue_id: each.settings for each in centre.state.queues.values()}
    directory.notices = services.incidents.board.notices
    services.flows.on_change(directory.tell)
    services.incidents.board.on_change(lambda _: directory.tell())


def _follow(services: Services, batch: Sequence[Recorded]) -> None:
    """The order matters: figures before the views that show them."""
    if not batch:
        return
    around = services.around
    around.health = msgspec.structs.replace(around.health, journal_seq=batch[-1].seq)
    services.day.follow(batch)
    services.contacts.follow(batch)
    services.callers.follow(batch)
    services.figures.follow(batch)
    services.helping.follow(batch)
    services.incidents.follow(batch)
    services.public.follow(batch)
    services.push.publish(batch)
    services.webhooks.follow(batch)
    services.desks.follow([recorded.event for recorded in batch])
    if any(isinstance(recorded.event, QueueAdded | QueueChanged) for recorded in batch):
        services.directory.tell()
