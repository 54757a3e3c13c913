"""The web layer's parts put together, each with what it works on; nothing is read yet."""

from __future__ import annotations

from dataclasses import dataclass

from lur.adapters.storage.readmodel import ReadModel
from lur.features.accounts.service import Accounts
from lur.features.accounts.tokens import Tokens
from lur.features.answers.service import Answers
from lur.features.contacts.day import Day
from lur.features.contacts.promise import Promises
from lur.features.contacts.service import Contacts
from lur.features.contacts.solved import Served
from lur.features.customers.service import Customers
from lur.features.desks.service import DeskBook
from lur.features.directory.service import DirectoryService
from lur.features.flows.service import Flows
from lur.features.helping.service import Helping, Hints
from lur.features.hours.service import Hours
from lur.features.phrases.service import Phrases
from lur.features.recordings.service import Recordings
from lur.features.wrap_up.service import SUMMARY, Dispositions, NextSteps, Notes
from lur.ports import Clock, Entropy, Journal, Vault
from lur.runtime import Centre
from lur.runtime.projection import Surroundings
from lur.runtime.push import Push
from lur.web.calendar_keeper import CalendarKeeper
from lur.web.callers import Callers
from lur.web.desks.room import DeskRoom, desk_room
from lur.web.health import HealthWatch
from lur.web.limits import RateLimits
from lur.web.public.room import PublicRoom, public_room
from lur.web.rooms.colleague import colleagues_with, refusals_in
from lur.web.rooms.figures import FiguresRoom, figures_room
from lur.web.rooms.helping import HelpingRoom
from lur.web.rooms.incident import IncidentRoom, incident_room
from lur.web.rooms.mailing import MailingRoom
from lur.web.rooms.quality import QualityRoom
from lur.web.rooms.setup import SetupRoom, setup_room
from lur.web.rooms.sign_on import SignOnRoom
from lur.web.rooms.supervising import SupervisingRoom
from lur.web.rooms.webhook import WebhookRoom
from lur.web.services import Services, WebConfig
from lur.web.upkeep import Upkeep
from lur.web.watching import Watching


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
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


def put_together(base: Base) -> Services:
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


def _webhooks(base: Base) -> WebhookRoom:
    return WebhookRoom(
        database=base.database,
        vault=base.vault,
        journal=base.journal,
        clock=base.clock,
        allow_private=base.config.webhooks_private,
    )


def _desks(base: Base) -> DeskRoom:
    book = DeskBook(base.database, base.clock)
    return desk_room(
        base.centre, base.clock, base.entropy, base.around, book, run=base.push.run, ice=base.config.ice
    )


def _sign_on(base: Base, accounts: Accounts, directory: DirectoryService) -> SignOnRoom:
    return SignOnRoom(
        database=base.database,
        vault=base.vault,
        clock=base.clock,
        entropy=base.entropy,
        centre=base.centre,
        accounts=accounts,
        directory=directory,
    )


def _setup(base: Base, accounts: Accounts, directory: DirectoryService) -> SetupRoom:
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


def _helping(base: Base, accounts: Accounts, day: Day) -> HelpingRoom:
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
    base: Base, directory: DirectoryService, dispositions: Dispositions, figures: FiguresRoom
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


def _quality(base: Base, contacts: Contacts, accounts: Accounts) -> QualityRoom:
    return QualityRoom(
        database=base.database,
        vault=base.vault,
        clock=base.clock,
        entropy=base.entropy,
        contacts=contacts,
        accounts=accounts,
    )


def _public(base: Base, contacts: Contacts, incidents: IncidentRoom) -> PublicRoom:
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
