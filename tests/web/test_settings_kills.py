"""An import that dies on the way: at every single step, the next start ends with all of it or nothing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.web.furnished import WEBHOOK_URL, furnish, webhook_secrets
from tests.web.house import House

from lur.adapters.storage.memory import MemoryVault
from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import AgentId
from lur.features.accounts.model import SERVICE
from lur.features.trail.model import Filter, Origins
from lur.runtime import Centre
from lur.web.office.reading import wanted_in
from lur.web.office.toml_text import to_text
from lur.web.rooms.office import office_of
from lur.web.services import Services

pytestmark = pytest.mark.anyio

BY = Origins(actor=SERVICE.actor, origin="import")
EDITS = (
    ('name = "Retur"', 'name = "Returer"'),
    ('name = "Maja Lind"', 'name = "Maja Lindh"'),
    ("\n[agents.101]\n", '\n[agents.111]\nname = "Ny"\nskills = {leverans = 2}\n\n[agents.101]\n'),
    ('\n[entries.support]\nqueue = "leverans"', '\n[entries.support]\nqueue = "retur"'),
    (
        "\n[outside_numbers",
        '\n[outside_numbers.dhl]\nname = "DHL"\nnumber = "+46812345678"\n\n[outside_numbers',
    ),
)


NEW_EDITS = (
    ("passes_at = 80", "passes_at = 75"),
    ("least_ms = 45000", "least_ms = 60000"),
    ('at = "07:30"', 'at = "08:15"'),
    ('kinds = ["contact.arrived"]\nstate = "on"', 'kinds = ["contact.rated"]\nstate = "off"'),
    (
        "[webhooks.",
        f'[webhooks.ny]\nname = "Ny"\nurl = "{WEBHOOK_URL}"\nkinds = ["contact.ended"]\n\n[webhooks.',
    ),
    (
        'role = "admin"\nlanguage = "sv"\nagent = ""\nbreak_glass = false',
        'role = "admin"\nlanguage = "sv"\nagent = ""\nbreak_glass = true',
    ),
    ("only_providers = false", "only_providers = true"),
    ("[sign_on_providers.firma]", "[sign_on_providers.annan]"),
)


class Killed(BaseException):
    """The power is gone."""


class Power:
    """Lets so many steps pass and none after them."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.task = asyncio.current_task()
        """Whose steps are counted."""

    def wrap(self, patch: pytest.MonkeyPatch, owner: type, name: str) -> None:
        """Each call of it is a step."""
        real: Callable[..., Awaitable[Any]] = getattr(owner, name)

        async def step(*args: Any, **fields: Any) -> Any:
            if self.left is not None and asyncio.current_task() is self.task:
                if self.left <= 0:
                    raise Killed
                self.left -= 1
            return await real(*args, **fields)

        patch.setattr(owner, name, step)

    def count_all(self, patch: pytest.MonkeyPatch) -> None:
        """Each write is a step, wherever to."""
        writes = ((MemoryVault, "put"), (MemoryVault, "erase"), (ReadModel, "run"), (Centre, "submit"))
        for owner, name in writes:
            self.wrap(patch, owner, name)


def changed(text: str) -> str:
    """Something is added, changed and removed, in the centre, in the database and in the vault."""
    for before, after in EDITS:
        assert before in text, before
        text = text.replace(before, after, 1)
    text = re.sub(r"\[agents\.110\]\n.*?\n\n", "", text, flags=re.S)
    return re.sub(r"\[accounts\.bjorn\]\n.*?\n\n", "", text, flags=re.S)


async def exported(services: Services) -> str:
    """The file."""
    return to_text(await services.office.document(), {})


async def carried_out(services: Services, text: str) -> None:
    """Import a file."""
    wanted, faults = wanted_in(text)
    assert not faults
    async with services.office.changing(SERVICE, lambda: BY):
        plan = await services.office.plan(wanted, SERVICE, {})
        await services.office.carry_out(plan, SERVICE, BY, {})


async def start_again(services: Services) -> None:
    """What a start does with what is set up: nothing that was only in memory is left."""
    await services.quality.quality.load()
    await services.mailing.schedules.load()
    await services.sign_on.providers.load()
    for kept in (services.flows, services.hours, services.dispositions, services.answers, services.phrases):
        await kept.load()
    await services.helping.helpers.load()
    services.directory.names.clear()
    await services.directory.load()
    await services.colleagues.load(tuple(services.centre.state.agents))
    services.office = office_of(services)
    await services.office.look()


async def ends_of(
    services: Services, power: Power, before: str, wanted: str, each_time: Callable[[], Awaitable[None]]
) -> list[str]:
    """What is set up after a start, when an import was killed after more and more steps; the last one was
    not."""
    allowed, ends, died = 0, list[str](), True
    while died:
        power.left = allowed
        try:
            await carried_out(services, wanted)
            died = False
        except Killed:
            allowed += 1 + allowed // 8
        power.left = None
        await start_again(services)
        ends.append(await exported(services))
        await each_time()
        if died and ends[-1] != before:
            await carried_out(services, before)
            assert await exported(services) == before
    return ends


async def test_at_every_step_all_or_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after more and more writes: after the next start it is as before, or whole; never between. The
    agents' phones go on working, and the history names who began it."""
    services, power = house.services, Power()
    await services.office.look()
    before = await exported(services)
    wanted = changed(before)
    phone = await services.directory.phone_secret(AgentId("101"))
    power.count_all(monkeypatch)

    async def phones_work() -> None:
        assert await services.directory.phone_secret(AgentId("101")) == phone

    ends = await ends_of(services, power, before, wanted, phones_work)
    assert before in ends[:-1]
    assert 'name = "Maja Lindh"' in ends[-1]
    assert {*ends} == {before, ends[-1]}
    rows = await services.office.trail.page(Filter(section="queues", key="retur"))
    assert {(change.row.actor, change.row.origin) for change in rows} == {(SERVICE.actor, "import")}


async def test_forms_webhooks_and_sign_on_are_whole_too(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a form, a report, webhooks and stricter rules for sign-on with the provider and the break-glass
    account that they need: never between, and a webhook that was there keeps its secret."""
    services, power = house.services, Power()
    webhook_id = await furnish(house)
    before = await exported(services)
    wanted = before
    for old, new in NEW_EDITS:
        assert old in wanted, old
        wanted = wanted.replace(old, new, 1)
    wanted = wanted.replace("[[sign_on_providers.firma", "[[sign_on_providers.annan")
    secret = await webhook_secrets(services, webhook_id)
    power.count_all(monkeypatch)

    async def secrets_stay() -> None:
        assert await webhook_secrets(services, webhook_id) == secret

    ends = await ends_of(services, power, before, wanted, secrets_stay)
    assert before in ends[:-1]
    assert "only_providers = true" in ends[-1]
    assert {*ends} == {before, ends[-1]}
    assert (await webhook_secrets(services, "ny"))["secret"]
