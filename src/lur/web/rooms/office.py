"""The office document put together with what keeps its parts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lur.features.accounts.model import SERVICE
from lur.features.directory.describing import Describing
from lur.features.trail.service import Trail
from lur.web.office.agent_section import Agents
from lur.web.office.api_sections import WebhookSecrets, WebhooksSection
from lur.web.office.directory_sections import CalendarSection, Company, Entries, Trunks
from lur.web.office.hand import Hand
from lur.web.office.heard_sections import LogoSection, Voices
from lur.web.office.people_sections import AccountSection, Kinds, Outside, Rules
from lur.web.office.quality_sections import FormsSection, SamplingsSection
from lur.web.office.queue_section import Queues
from lur.web.office.report_sections import SchedulesSection
from lur.web.office.sections import AnySection
from lur.web.office.service import Office
from lur.web.office.setup_sections import Looks, Pauses, Watched
from lur.web.office.sign_on_sections import Factors, Providers, SignOnPolicy
from lur.web.office.today_sections import Assignments, Doors, IncidentSection
from lur.web.office.word_sections import AnswerSection, FlowSection, PhraseSection, Results
from lur.web.rooms.colleague import rule_for

if TYPE_CHECKING:
    from lur.web.services import Services


def office_of(services: Services) -> Office:
    """Not loaded yet. What is named by others comes before them: in this order things are made, and removed
    the other way round."""
    hand = Hand(services.centre, services.clock, services.entropy)
    database, vault = services.database, services.vault
    directory, colleagues, accounts = services.directory, services.colleagues, services.accounts
    describing = Describing(database, vault, directory)
    agents = Agents(hand, directory, describing, colleagues, services.helping.helpers, accounts)
    trunks = Trunks(directory, describing)
    doubt = services.desks.hearing.doubt_all
    sections: tuple[AnySection, ...] = (
        Company(directory, services.config.region),
        CalendarSection(services.hours, services.calendar),
        Queues(hand, services.calendar, services.hours),
        FlowSection(hand, services.flows, directory),
        Entries(directory),
        trunks,
        Kinds(colleagues),
        agents,
        AccountSection(hand, database, accounts),
        Rules(colleagues),
        Outside(colleagues, rule_for(services.config.public.rule)),
        Results(services.dispositions),
        AnswerSection(services.answers),
        PhraseSection(hand, services.phrases),
        Pauses(hand, services.setup.pauses),
        Looks(services.setup.branding),
        FormsSection(hand, services.quality.quality.forms),
        SamplingsSection(hand, services.quality.quality.samplings),
        SchedulesSection(hand, services.mailing.schedules),
        WebhooksSection(services.webhooks.webhooks),
        Providers(services.sign_on.providers, doubt),
        SignOnPolicy(services.sign_on.providers, doubt),
        Voices(services.setup.prompts),
        LogoSection(services.setup.branding),
        Watched("tokens", services.tokens.all),
        WebhookSecrets(services.webhooks.webhooks),
        Assignments(services.centre),
        Doors(services.centre),
        IncidentSection(services.incidents.board),
        Factors(accounts, services.sign_on.factors),
    )
    trail = Trail(database, vault, services.clock, services.entropy)
    names = partial(names_of, services)
    return Office(sections=sections, hand=hand, trail=trail, names=names, agents=agents, trunks=trunks)


async def names_of(services: Services) -> dict[str, str]:
    """What those are called who may have changed something, by how the journal names them."""
    people = {each.actor: each.display_name for each in await services.accounts.everybody()}
    programs = {f"account:{each.id}": each.name for each in await services.tokens.all()}
    return {**programs, **people, SERVICE.actor: "lur"}
