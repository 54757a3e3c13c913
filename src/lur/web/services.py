"""What the web layer works with, put together: features, live page, health, around one centre.

``open_services`` is called once at start, after the centre has replayed its journal; ``close`` at the end.
"""

from __future__ import annotations

import asyncio
import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import structlog

from lur import __version__
from lur.adapters.storage.readmodel import ReadModel
from lur.core.events import QueueAdded, QueueChanged
from lur.core.ids import DAY_MS
from lur.features.accounts.service import Accounts
from lur.features.accounts.tokens import Tokens
from lur.features.answers.service import Answers
from lur.features.colleagues.service import Colleagues
from lur.features.contacts.day import Day
from lur.features.contacts.promise import Promises
from lur.features.contacts.service import Contacts
from lur.features.contacts.solved import Served
from lur.features.customers.numbers import REGION
from lur.features.customers.service import Customers
from lur.features.desks.service import DeskBook
from lur.features.directory.service import DirectoryService
from lur.features.flows.service import Flows
from lur.features.helping.service import Helping, Hints
from lur.features.hours.service import Hours
from lur.features.phrases.service import Phrases
from lur.features.recordings.service import Recordings
from lur.features.refusals.service import Refusals
from lur.features.wrap_up.service import SUMMARY, Dispositions, NextSteps, Notes
from lur.ports import Clock, Entropy, Journal, Mailer, Recorded, Vault
from lur.runtime import Centre
from lur.runtime.projection import Surroundings
from lur.runtime.push import Push
from lur.runtime.views import CentreView
from lur.web.calendar_keeper import CalendarKeeper
from lur.web.callers import Callers
from lur.web.colleague_room import colleagues_with, obeyed_by, refusals_in
from lur.web.desks.room import DeskRoom, desk_room
from lur.web.figures_room import FiguresRoom, figures_room
from lur.web.health import HealthWatch
from lur.web.helping_room import HelpingRoom
from lur.web.incident_room import IncidentRoom, incident_room
from lur.web.limits import RateLimits
from lur.web.mailing_room import MailingRoom
from lur.web.office.service import Office
from lur.web.office_room import office_of
from lur.web.public.room import PublicConfig, PublicRoom, public_room
from lur.web.quality_room import QualityRoom
from lur.web.setup_room import SetupRoom, setup_room
from lur.web.sign_on_room import SignOnRoom
from lur.web.supervising_room import SupervisingRoom
from lur.web.turn import NO_ICE_SERVERS, IceConfig
from lur.web.upkeep import Upkeep
from lur.web.watching import Watching
from lur.web.webhook_room import WebhookRoom
from lur.web.works import works_of

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

log = structlog.get_logger("lur.web")


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """``data`` is the data folder; ``sip_address`` (HOST:PORT) is what people dial."""

    data: Path
    sip_address: str = "127.0.0.1:5060"
    region: str = REGION
    """Where a telephone number without a country code is, as SE or NO."""
    ice: IceConfig = NO_ICE_SERVERS
    """STUN and TURN servers for desks: ``lur.web.turn.ice_servers(config.ice, agent_id, now)``."""
    trust: Path | None = None
    """The self-made authority's certificate, which ``/trust`` hands out."""
    proxies: tuple[Network, ...] = ()
    """Proxies on other machines that are believed when they say for whom they ask."""
    only_by_tls: bool = False
    """Browsers are told to come by https alone (HSTS); only with the operator's own certificate."""
    mailer: Mailer | None = None
    """The server that takes reports that are mailed."""
    webhooks_private: bool = False
    """Webhooks may lead into our own network, and by http."""
    public: PublicConfig = field(default_factory=PublicConfig)
    """Customers' pages, callbacks and text messages."""


@dataclass(slots=True, kw_only=True)
class Services:
    """All of it. Handlers reach it through ``lur.web.asking``."""

    config: WebConfig
    centre: Centre
    vault: Vault
    clock: Clock
    entropy: Entropy
    database: ReadModel
    accounts: Accounts
    tokens: Tokens
    sign_on: SignOnRoom
    limits: RateLimits
    directory: DirectoryService
    flows: Flows
    hours: Hours
    calendar: CalendarKeeper
    contacts: Contacts
    promises: Promises
    served: Served
    recordings: Recordings
    customers: Customers
    notes: Notes
    summaries: Notes
    """What the matter is, said back by the agent; as notes are kept."""
    dispositions: Dispositions
    figures: FiguresRoom
    next_steps: NextSteps
    answers: Answers
    colleagues: Colleagues
    refusals: Refusals
    helping: HelpingRoom
    supervising: SupervisingRoom
    phrases: Phrases
    setup: SetupRoom
    quality: QualityRoom
    mailing: MailingRoom
    incidents: IncidentRoom
    day: Day
    around: Surroundings
    push: Push
    callers: Callers
    health: HealthWatch
    desks: DeskRoom
    public: PublicRoom
    watching: Watching
    webhooks: WebhookRoom
    upkeep: Upkeep
    office: Office = field(init=False)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def keep(self, work: Coroutine[None, None, None]) -> None:
        """Run ``work`` until ``close``; what stops it is logged."""
        task = asyncio.get_running_loop().create_task(work)
        task.add_done_callback(_say_why)
        task.add_done_callback(self.tasks.discard)
        self.tasks.add(task)

    async def refresh_centre(self) -> None:
        """Names, addresses and the company changed: show them."""
        name, entries = await self.directory.company(), await self.directory.entries()
        self.around.centre = CentreView(
            company={"sv": name.sv, "nb": name.nb, "en": name.en},
            dial=tuple(f"sip:{entry.address}@{self.config.sip_address}" for entry in entries),
            demo=any(queue.settings.demo for queue in self.centre.state.queues.values()),
            version=__version__,
        )
        self.around.names = dict(self.directory.names)
        self.push.touch_everything()

    async def close(self) -> None:
        """Stop the tasks, write what is left, let go of the database."""
        running = tuple(self.tasks)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self.setup.close()
        await self.desks.desks.close()
        await self.webhooks.close()
        try:
            await self.public.close()
            await self.contacts.now()
        finally:
            await self.database.close()


def _say_why(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("web_task_failed", exc_info=error)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Base:
    """What all parts are made of."""

    centre: Centre
    journal: Journal
    vault: Vault
    clock: Clock
    entropy: Entropy
    config: WebConfig
    database: ReadModel
    around: Surroundings
    push: Push


async def open_services(
    *, centre: Centre, journal: Journal, vault: Vault, clock: Clock, entropy: Entropy, config: WebConfig
) -> Services:
    """Open the database, catch up with the journal, follow the centre. Writes DATA/run/token."""
    around = Surroundings()
    base = _Base(
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
    services = _put_together(base)
    await _begin(services)
    return services


def _put_together(base: _Base) -> Services:
    """All parts; nothing is read yet."""
    config, centre, clock, entropy = base.config, base.centre, base.clock, base.entropy
    database, vault = base.database, base.vault
    accounts, day = Accounts(database, clock), Day(clock)
    directory, dispositions = DirectoryService(database, vault), Dispositions(database)
    customers = Customers(database, vault, clock, config.region)
    hours, contacts = Hours(database), Contacts(database, base.journal, vault)
    incidents = incident_room(database, centre, clock, vault, contacts)
    desks, calendar = _desks(base), CalendarKeeper(centre, clock, hours)
    figures = figures_room(
        database, base.journal, clock, centre.state, day, contacts, customers, dispositions
    )
    return Services(
        config=config,
        centre=centre,
        vault=vault,
        clock=clock,
        entropy=entropy,
        database=database,
        accounts=accounts,
        tokens=Tokens(database, clock),
        sign_on=_sign_on(base, accounts, directory),
        limits=RateLimits(),
        directory=directory,
        flows=Flows(database, clock),
        hours=hours,
        calendar=calendar,
        contacts=contacts,
        promises=Promises(database),
        served=Served(database),
        recordings=Recordings(database, vault, clock, config.data / "recordings"),
        customers=customers,
        notes=Notes(vault, clock),
        summaries=Notes(vault, clock, SUMMARY),
        dispositions=dispositions,
        figures=figures,
        next_steps=NextSteps(database, vault, clock),
        answers=Answers(database, clock),
        colleagues=colleagues_with(database, vault, config.public.rule),
        refusals=refusals_in(database, vault, clock, config.region),
        helping=_helping(base, accounts, day),
        supervising=SupervisingRoom(centre, clock, entropy, calendar, database),
        phrases=Phrases(database, clock),
        setup=_setup(base, accounts, directory),
        quality=_quality(base, contacts, accounts),
        mailing=_mailing(base, directory, dispositions, figures),
        incidents=incidents,
        day=day,
        around=base.around,
        push=base.push,
        callers=Callers(vault, base.push, customers),
        health=HealthWatch(centre, clock, base.push, config.data),
        desks=desks,
        public=_public(base, contacts, incidents),
        watching=Watching(centre, clock, entropy, at_desk=base.around.at_desk, settle=desks.desks.settle),
        webhooks=_webhooks(base),
        upkeep=Upkeep(clock),
    )


def _webhooks(base: _Base) -> WebhookRoom:
    return WebhookRoom(
        database=base.database,
        vault=base.vault,
        journal=base.journal,
        clock=base.clock,
        allow_private=base.config.webhooks_private,
    )


def _desks(base: _Base) -> DeskRoom:
    book = DeskBook(base.database, base.clock)
    return desk_room(
        base.centre, base.clock, base.entropy, base.around, book, run=base.push.run, ice=base.config.ice
    )


def _sign_on(base: _Base, accounts: Accounts, directory: DirectoryService) -> SignOnRoom:
    return SignOnRoom(
        database=base.database,
        vault=base.vault,
        clock=base.clock,
        entropy=base.entropy,
        centre=base.centre,
        accounts=accounts,
        directory=directory,
    )


def _setup(base: _Base, accounts: Accounts, directory: DirectoryService) -> SetupRoom:
    return setup_room(
        base.config,
        base.database,
        centre=base.centre,
        clock=base.clock,
        entropy=base.entropy,
        push=base.push,
        accounts=accounts,
        directory=directory,
        vault=base.vault,
    )


def _helping(base: _Base, accounts: Accounts, day: Day) -> HelpingRoom:
    return HelpingRoom(
        centre=base.centre,
        clock=base.clock,
        push=base.push,
        accounts=accounts,
        day=day,
        helpers=Helping(base.database, base.clock),
        hints=Hints(base.vault, base.clock),
    )


def _mailing(
    base: _Base, directory: DirectoryService, dispositions: Dispositions, figures: FiguresRoom
) -> MailingRoom:
    return MailingRoom(
        database=base.database,
        clock=base.clock,
        entropy=base.entropy,
        centre=base.centre,
        directory=directory,
        dispositions=dispositions,
        figures_of=figures.report,
        mailer=base.config.mailer,
        address=base.config.public.address,
    )


def _quality(base: _Base, contacts: Contacts, accounts: Accounts) -> QualityRoom:
    return QualityRoom(
        database=base.database,
        vault=base.vault,
        clock=base.clock,
        entropy=base.entropy,
        contacts=contacts,
        accounts=accounts,
    )


def _public(base: _Base, contacts: Contacts, incidents: IncidentRoom) -> PublicRoom:
    return public_room(
        config=base.config.public,
        data=base.config.data,
        database=base.database,
        centre=base.centre,
        vault=base.vault,
        clock=base.clock,
        entropy=base.entropy,
        around=base.around,
        contacts=contacts,
        incidents=incidents,
    )


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
