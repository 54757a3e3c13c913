"""A house in which each section of the settings file has something, for the tests of the file."""

from __future__ import annotations

import msgspec
from tests.web.house import House

from lur.core.flow import Words
from lur.core.ids import QueueId
from lur.features.quality.model import Question, Sampling, ScoringForm, Section
from lur.features.schedules.model import Filters, Schedule, Timetable
from lur.features.sign_on.model import Provider, Rule
from lur.web.services import Services

BY = "Demo admin"
WEBHOOK_URL = "https://hooks.example.com/lur"
PROVIDER_SECRET = "klienthemligheten"
QUESTION = Question(id="q1", words=Words(sv="Hälsade?", en="Greeted?"), counts=2, may_not_apply=True)
CRITICAL = Question(
    id="q2",
    words=Words(sv="Rätt svar?"),
    hint=Words(sv="Det som står i svaren."),
    scale="to_five",
    critical=True,
)
FORM = ScoringForm(
    id="service",
    version=1,
    words=Words(sv="Samtalet", nb="Samtalen", en="The call"),
    sections=(
        Section(id="begin", words=Words(sv="Början"), questions=(QUESTION,)),
        Section(id="middle", words=Words(sv="Mitten"), questions=(CRITICAL,)),
    ),
    passes_at=80,
    archived=False,
    changed_at=0,
    changed_by="",
    demo=False,
)
SAMPLING = Sampling(
    id="weekly",
    version=1,
    name="Varje vecka",
    form_id="service",
    each=3,
    period="week",
    queue_ids=(QueueId("retur"),),
    least_ms=45_000,
    archived=False,
    changed_at=0,
    changed_by="",
    demo=False,
)
SCHEDULE = Schedule(
    id="yesterday",
    version=1,
    name="Gårdagen",
    timetable=Timetable(cadence="weekly", minute=450, weekday=2),
    by="queue",
    filters=Filters(queue="retur", channel="voice"),
    compare="week",
    language="sv",
    recipients=("chef@example.net",),
    paused=False,
    archived=False,
    changed_at=0,
    changed_by="",
)
PROVIDER = Provider(
    id="firma",
    name="Firma",
    issuer="https://login.example.com",
    client_id="lur",
    rules=(
        Rule(group="chefer", role="supervisor"),
        Rule(group="kundtjanst", role="agent", agent=True, team="Kundtjänst"),
    ),
)


async def furnish(house: House) -> str:
    """Put something into each section that the demo company leaves empty; the id of its webhook."""
    services = house.services
    await services.quality.quality.forms.add(FORM, BY)
    await services.quality.quality.samplings.add(SAMPLING, BY)
    await services.mailing.schedules.add(SCHEDULE, BY)
    await services.sign_on.providers.put(PROVIDER, PROVIDER_SECRET)
    webhook, _ = await services.webhooks.webhooks.add("Ärenden", WEBHOOK_URL, ["contact.arrived"])
    await services.office.look()
    return webhook.id


async def webhook_secrets(services: Services, webhook_id: str) -> dict[str, list[str]]:
    """What the vault has of a webhook: the secret, and the one before."""
    return dict(await services.webhooks.webhooks._posting._vault.get(f"webhook:{webhook_id}"))


def renamed(form: ScoringForm, sv: str) -> ScoringForm:
    """The form by another name."""
    return msgspec.structs.replace(form, words=msgspec.structs.replace(form.words, sv=sv))
