"""An import that is valid as a whole is carried out, in whatever order its steps would stand in each other's
way."""

from __future__ import annotations

import random

import msgspec
import pytest
from sqlalchemy import Connection, update
from tests.web.furnished import FORM, PROVIDER, SAMPLING, furnish
from tests.web.house import House

from lur.features import Refused
from lur.features.accounts.model import SERVICE
from lur.features.accounts.tables import account
from lur.features.flows import service as flow_service
from lur.features.quality.forms import MOST_FORMS
from lur.features.quality.samplings import MOST_SAMPLINGS
from lur.features.sign_on.model import Policy
from lur.features.sign_on.service import MOST
from lur.features.trail.model import Origins
from lur.features.webhooks.service import MOST_WEBHOOKS
from lur.web.office import word_sections
from lur.web.office.document import ONLY
from lur.web.office.service import Office, SettingsRefused

pytestmark = pytest.mark.anyio

BY = Origins(actor=SERVICE.actor, origin="import")
NAMES = ("adam", "berit", "cecilia")
ROUNDS = 40

Sections = dict[str, dict[str, dict[str, object]]]


async def present(office: Office) -> Sections:
    """What is set up, to be changed."""
    document = await office.document()
    return {name: {key: dict(item) for key, item in items.items()} for name, items in document.items()}


async def carry_out(office: Office, wanted: Sections) -> None:
    """Import these sections."""
    written = {name: items.get(ONLY, items) for name, items in wanted.items()}
    async with office.changing(SERVICE, lambda: BY):
        await office.carry_out(await office.plan(written, SERVICE, {}), SERVICE, BY, {})


async def strict(house: House) -> Office:
    """Only providers are good, and one administrator has a break-glass account."""
    await furnish(house)
    accounts = house.services.accounts
    for name in NAMES:
        await accounts.add(name, name.title(), "admin")
    await accounts.set_break_glass(await accounts.named("adam"), True)
    await house.services.sign_on.providers.set_policy(Policy(only_providers=True))
    return house.services.office


@pytest.mark.parametrize(("gives", "takes"), [("adam", "cecilia"), ("cecilia", "adam")])
@pytest.mark.parametrize("how", ["key", "role", "gone"])
async def test_the_last_break_glass_is_handed_over(house: House, gives: str, takes: str, how: str) -> None:
    """Whoever's name comes first, and whether the other only loses the key, the role, or the account: one has
    it at each moment."""
    office = await strict(house)
    accounts = house.services.accounts
    await accounts.set_break_glass(await accounts.named(gives), True)
    if gives != "adam":
        await accounts.set_break_glass(await accounts.named("adam"), False)
    wanted = {"accounts": (await present(office))["accounts"]}
    wanted["accounts"][takes]["break_glass"] = True
    wanted["accounts"][gives]["break_glass"] = False
    if how == "role":
        wanted["accounts"][gives]["role"] = "agent"
    if how == "gone":
        del wanted["accounts"][gives]
    await carry_out(office, wanted)
    assert await accounts.break_glass_accounts() == {(await accounts.named(takes)).id}


async def test_rules_get_stricter_with_all_that_they_need(house: House) -> None:
    """Provider, break-glass account and rule come in one file; and they go in one file."""
    await furnish(house)
    services, office = house.services, house.services.office
    loose = await present(office)
    wanted = await present(office)
    wanted["sign_on_providers"] = {"annan": dict(loose["sign_on_providers"]["firma"])}
    wanted["accounts"]["admin"]["break_glass"] = True
    wanted["sign_on_policy"][ONLY]["only_providers"] = True
    await carry_out(office, wanted)
    assert services.sign_on.providers.policy.only_providers
    assert [each.id for each in services.sign_on.providers.listed()] == ["annan"]
    assert len(await services.accounts.break_glass_accounts()) == 1
    gone = {**loose, "sign_on_providers": {}}
    await carry_out(office, gone)
    assert services.sign_on.providers.listed() == ()
    assert not await services.accounts.break_glass_accounts()


async def test_a_provider_gives_way_to_another(house: House) -> None:
    """While only providers are good: one goes or is switched off, and another comes or is switched on."""
    office = await strict(house)
    providers = house.services.sign_on.providers
    wanted = {"sign_on_providers": (await present(office))["sign_on_providers"]}
    firm = wanted["sign_on_providers"]["firma"]
    wanted["sign_on_providers"] = {"annan": {**firm, "enabled": True}, "firma": {**firm, "enabled": False}}
    await carry_out(office, wanted)
    assert {each.id: each.enabled for each in providers.listed()} == {"annan": True, "firma": False}
    await carry_out(office, {"sign_on_providers": {"zeta": dict(firm), "annan": {**firm, "enabled": False}}})
    assert {each.id: each.enabled for each in providers.listed()} == {"annan": False, "zeta": True}


async def test_whatever_is_whole_is_carried_out(house: House) -> None:
    """Keys, roles, accounts, providers and rules at random: what the plan has no fault with is carried out,
    and what would lock everybody out has a fault."""
    office, chance = await strict(house), random.Random(20261122)
    done = 0
    for number in range(ROUNDS):
        wanted = await present(office)
        wanted = {name: wanted[name] for name in ("accounts", "sign_on_providers", "sign_on_policy")}
        shuffle(wanted, chance)
        policy = wanted["sign_on_policy"][ONLY]["only_providers"]
        keys = any(each.get("break_glass") for each in wanted["accounts"].values())
        used = any(each["enabled"] for each in wanted["sign_on_providers"].values())
        try:
            await carry_out(office, wanted)
        except SettingsRefused as refused:
            codes = {each.code for each in refused.faults}
            assert policy, f"round {number}: {codes}"
            assert not (keys and used), f"round {number}: {codes}"
            assert codes <= {"no_break_glass", "no_provider"}
        else:
            done += 1
            assert not policy or (keys and used), f"round {number}"
    assert done > ROUNDS // 3


def shuffle(wanted: Sections, chance: random.Random) -> None:
    """Who administers, who has a key, who is there; which providers, in use or not; and what holds."""
    template = dict(next(iter(wanted["accounts"].values())), role="admin", break_glass=False, agent="")
    for name in NAMES:
        if chance.random() < 0.25:
            wanted["accounts"].pop(name, None)
            continue
        item = wanted["accounts"].setdefault(name, dict(template))
        item["role"] = chance.choice(("admin", "admin", "agent"))
        item["break_glass"] = item["role"] == "admin" and chance.random() < 0.5
    for key in ("annan", "firma", "zeta"):
        if chance.random() < 0.3:
            wanted["sign_on_providers"].pop(key, None)
            continue
        wanted["sign_on_providers"][key] = {
            **{name: getattr(PROVIDER, name) for name in ("name", "issuer", "client_id")},
            "enabled": chance.random() < 0.6,
        }
    wanted["sign_on_policy"][ONLY]["only_providers"] = chance.random() < 0.6


async def test_a_key_without_a_password_is_refused_before_anything_is_done(house: House) -> None:
    """An account from a provider has no password to come in with; it is said by its name."""
    office = await strict(house)
    accounts = house.services.accounts
    await accounts._database.run(_without_password)
    wanted = {"accounts": (await present(office))["accounts"], "company": (await present(office))["company"]}
    wanted["accounts"]["berit"]["break_glass"] = True
    wanted["company"][ONLY]["sv"] = "Aldrig AB"
    with pytest.raises(SettingsRefused) as caught:
        await carry_out(office, wanted)
    assert [(each.key, each.code) for each in caught.value.faults] == [("berit", "no_password")]
    assert (await house.services.directory.company()).sv != "Aldrig AB"


def _without_password(connection: Connection) -> None:
    connection.execute(update(account).where(account.c.login == "berit").values(password_hash=""))


async def test_a_full_section_takes_what_comes_for_what_goes(house: House) -> None:
    """As many as there may be: one goes and one comes in the same file."""
    webhook_id = await furnish(house)
    services, office = house.services, house.services.office
    await fill(house)
    wanted = await present(office)
    swapped = {
        name: wanted[name]
        for name in ("forms", "samplings", "schedules", "webhooks", "sign_on_providers", "answers")
    }
    for name, gone in (("webhooks", webhook_id), ("samplings", "weekly"), ("schedules", "yesterday")):
        swapped[name]["new"] = swapped[name].pop(gone)
    swapped["sign_on_providers"]["new"] = swapped["sign_on_providers"].pop("firma")
    swapped["forms"]["new"] = swapped["forms"].pop("service")
    for each in swapped["samplings"].values():
        each["form"] = "new" if each["form"] == "service" else each["form"]
    await carry_out(office, swapped)
    after = await present(office)
    assert {name: after[name] for name in swapped} == swapped
    assert len(services.sign_on.providers.listed()) == MOST


async def fill(house: House) -> None:
    """No room for one more of anything."""
    services = house.services
    quality, webhooks = services.quality.quality, services.webhooks.webhooks
    for at in range(MOST_FORMS - len(quality.forms.listed())):
        await quality.forms.add(msgspec.structs.replace(FORM, id=f"form{at}"), "x")
    for at in range(MOST_SAMPLINGS - len(quality.samplings.listed())):
        await quality.samplings.add(msgspec.structs.replace(SAMPLING, id=f"sampling{at}"), "x")
    for at in range(MOST_WEBHOOKS - len(await webhooks.all())):
        await webhooks.add(f"w{at}", "https://hooks.example.com/", ["contact.ended"])
    for at in range(MOST - 1):
        await services.sign_on.providers.put(msgspec.structs.replace(PROVIDER, id=f"p{at}"), "")
    with pytest.raises(Refused, match="too_many_forms"):
        await quality.forms.add(msgspec.structs.replace(FORM, id="more"), "x")


async def test_a_full_house_of_flows_takes_another(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """One to which no address leads goes first; the one to which one leads is there all the time."""
    office = house.services.office
    flows = (await present(office))["flows"]
    await carry_out(office, {"flows": {**flows, "gammal": flows["meny"]}})
    for module in (word_sections, flow_service):
        monkeypatch.setattr(module, "MOST_FLOWS", len(flows) + 1)
    await carry_out(office, {"flows": {**flows, "ny": flows["meny"]}})
    assert set((await present(office))["flows"]) == {*flows, "ny"}
    with pytest.raises(SettingsRefused, match="too_many_flows"):
        await carry_out(office, {"flows": {**flows, "ny": flows["meny"], "mer": flows["meny"]}})
