"""Forms, samplings, reports by mail, webhooks and sign-on in the settings file."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import httpx
import pytest
from tests.web.furnished import FORM, PROVIDER_SECRET, WEBHOOK_URL, furnish, webhook_secrets
from tests.web.house import House
from tests.web.test_settings_file import exported, imported, previewed

pytestmark = pytest.mark.anyio

NEW_WEBHOOK = (
    f'[webhooks.ny]\nname = "Ny"\nurl = "{WEBHOOK_URL}/ny"\nkinds = ["contact.ended"]\nstate = "off"\n\n'
)
NEW_FORM = (
    '[forms.kort]\nsv = "Kort"\nsections = [{id = "a", sv = "Allt"}]\n'
    'questions = [{section = "a", id = "k1", sv = "Bra?", critical = true}]\n\n'
)
NEW_SAMPLING = '[samplings.manad]\nname = "Varje månad"\nform = "kort"\nperiod = "month"\n\n'
NEW_SCHEDULE = (
    '[schedules.manad]\nname = "Månaden"\ncadence = "monthly"\nat = "06:05"\nmonth_day = 2\n'
    'by = "team"\nlanguage = "nb"\nrecipients = ["b@example.net"]\n\n'
)
NEW_PROVIDER = (
    '[sign_on_providers.annan]\nname = "Annan"\nissuer = "https://annan.example"\nclient_id = "x"\n\n'
)
EDITS = (
    ('sv = "Samtalet"', 'sv = "Hela samtalet"'),
    ("passes_at = 80", "passes_at = 75"),
    ('hint = {sv = "Det som står i svaren."}\nscale = "to_five"', 'hint = {}\nscale = "to_three"'),
    ("least_ms = 45000", "least_ms = 60000"),
    ('at = "07:30"', 'at = "08:15"'),
    ('recipients = ["chef@example.net"]', 'recipients = ["chef@example.net", "a@example.net"]'),
    (
        'kinds = ["contact.arrived"]\nstate = "on"',
        'kinds = ["contact.arrived", "contact.rated"]\nstate = "off"',
    ),
    ('group = "chefer"\nrole = "supervisor"', 'group = "ledning"\nrole = "supervisor"'),
    ("second_factor_roles = []", 'second_factor_roles = ["auditor"]'),
    ("[forms.service]", f"{NEW_FORM}[forms.service]"),
    ("[samplings.weekly]", f"{NEW_SAMPLING}[samplings.weekly]"),
    ("[schedules.yesterday]", f"{NEW_SCHEDULE}[schedules.yesterday]"),
    ("[webhooks.", f"{NEW_WEBHOOK}[webhooks."),
    ("[sign_on_providers.firma]", f"{NEW_PROVIDER}[sign_on_providers.firma]"),
)


def edited(text: str) -> str:
    """Something of each new section is changed and something added."""
    for before, after in EDITS:
        assert before in text, before
        text = text.replace(before, after, 1)
    return text


async def test_all_sections_come_back_as_the_same_file(house: House) -> None:
    """Exported, changed, looked at, imported and exported: the file says what was imported, and nothing
    differs from it any more."""
    admin, webhook_id = await house.as_role("admin"), await furnish(house)
    text = edited(await exported(admin))
    seen = await previewed(admin, text)
    assert seen["faults"] == []
    assert {(each["section"], each["key"], each["kind"]) for each in seen["changes"]} == {  # type: ignore[index, attr-defined]
        *(("forms", "service", "changed"), ("forms", "kort", "added")),
        *(("samplings", "weekly", "changed"), ("samplings", "manad", "added")),
        *(("schedules", "yesterday", "changed"), ("schedules", "manad", "added")),
        *(("webhooks", webhook_id, "changed"), ("webhooks", "ny", "added")),
        *(("sign_on_providers", "firma", "changed"), ("sign_on_providers", "annan", "added")),
        ("sign_on_policy", "", "changed"),
    }
    done = await imported(admin, text, base=seen["base"])
    assert done.status_code == 200, done.text
    whole = await exported(admin)
    for _, after in EDITS[:9]:
        assert after in whole
    for table in (
        "forms.kort",
        "samplings.manad",
        "schedules.manad",
        "webhooks.ny",
        "sign_on_providers.annan",
    ):
        assert f"[{table}]" in whole
    assert (await previewed(admin, text))["changes"] == []
    assert (await previewed(admin, whole))["changes"] == []
    back = await imported(admin, await exported(admin))
    assert back.json()["changes"] == []
    assert await exported(admin) == whole


async def test_an_import_says_which_secrets_are_left_to_see_to(house: House) -> None:
    """A new webhook has a new secret that nobody has seen; a new provider has none yet. What was there keeps
    its own, and none is in the file."""
    admin, webhook_id = await house.as_role("admin"), await furnish(house)
    services = house.services
    before = await webhook_secrets(services, webhook_id)
    done = (await imported(admin, edited(await exported(admin)))).json()
    assert [(each["section"], each["key"]) for each in done["left"]] == [
        ("webhooks", "ny"),
        ("sign_on_providers", "annan"),
    ]
    assert all(each["what_to_do"] for each in done["left"])
    assert await webhook_secrets(services, webhook_id) == before
    assert await services.sign_on.providers.has_secret("firma")
    assert not await services.sign_on.providers.has_secret("annan")
    (made,) = (await webhook_secrets(services, "ny"))["secret"]
    text, history = await exported(admin), (await admin.get("/api/changes")).text
    for secret in (made, *before["secret"], PROVIDER_SECRET):
        assert secret not in text + history
    renewed = (await admin.post("/api/webhooks/ny/rotate")).json()["secret"]
    assert (await webhook_secrets(services, "ny"))["secret"] == [renewed]
    (row,) = (await admin.get("/api/changes?section=webhook_secrets")).json()["changes"]
    assert (row["key"], row["by_name"], row["can_undo"]) == ("ny", "Demo admin", False)


async def test_a_changed_form_is_a_new_version(house: House) -> None:
    """Reviews that were begun go on with the questions that they began with; one that is left out is archived
    and comes back by its name, once."""
    admin, _ = await house.as_role("admin"), await furnish(house)
    forms = house.services.quality.quality.forms
    text = await exported(admin)
    assert (await imported(admin, text.replace("passes_at = 80", "passes_at = 60"))).status_code == 200
    assert (forms.known("service").version, forms.known("service").passes_at) == (2, 60)
    assert forms.of_version("service", 1).passes_at == 80
    assert forms.changed_since("service", 1)
    assert (await imported(admin, without(text, "forms.service", "samplings.weekly"))).status_code == 200
    assert forms.known("service").archived
    assert (await imported(admin, text)).status_code == 200
    assert forms.in_use("service").sections == FORM.sections
    assert await exported(admin) == text


def without(text: str, *tables: str) -> str:
    """The file without some items."""
    for table in tables:
        name = re.escape(table)
        text, count = re.subn(rf"^\[{name}\]\n.*?\n\n(?=\[(?!\[?{name}\.)|# )", "", text, flags=re.S | re.M)
        assert count == 1, table
    return text


def changing(before: str, after: str) -> Callable[[str], str]:
    """One text for another."""
    return lambda text: text.replace(before, after, 1)


BAD: dict[str, tuple[Callable[[str], str], str, str]] = {
    "cut in a form": (lambda text: text[: text.index("[[forms.service.questions]]")], "settings_cut", ""),
    "newer": (changing("format = 1", "format = 2"), "settings_newer", ""),
    "unknown field": (changing("passes_at = 80", "passes = 80"), "settings_unknown_field", "forms.service"),
    "bad scale": (changing('scale = "to_five"', 'scale = "to_ten"'), "settings_bad_value", "forms.service"),
    "counts too often": (changing("counts = 2", "counts = 11"), "settings_bad_value", "forms.service"),
    "no such part of a form": (
        changing('section = "begin"', 'section = "end"'),
        "settings_unknown_name",
        "forms.service",
    ),
    "a question twice": (changing('id = "q2"', 'id = "q1"'), "bad_form", "forms.service"),
    "a part without questions": (
        changing('section = "middle"', 'section = "begin"'),
        "form_is_empty",
        "forms.service",
    ),
    "form by a bad name": (
        lambda text: text.replace("forms.service", "forms.Service").replace('"service"', '"Service"'),
        "settings_bad_key",
        "forms.Service",
    ),
    "unknown form": (changing('form = "service"', 'form = "ghost"'), "unknown_form", "samplings.weekly"),
    "form that is drawn by": (
        lambda text: without(text, "forms.service"),
        "unknown_form",
        "samplings.weekly",
    ),
    "sampling of no queue": (
        changing('queues = ["retur"]\nleast_ms = 45000', 'queues = ["ghost"]\nleast_ms = 45000'),
        "unknown_queue",
        "samplings.weekly",
    ),
    "report of no queue": (
        changing('by = "queue"\nqueue = "retur"', 'by = "queue"\nqueue = "ghost"'),
        "unknown_queue",
        "schedules.yesterday",
    ),
    "report of no team": (
        changing('channel = "voice"\ncompare', 'team = "ghost"\ncompare'),
        "unknown_team",
        "schedules.yesterday",
    ),
    "report of no result": (
        changing('channel = "voice"\ncompare', 'result = "ghost"\ncompare'),
        "unknown_disposition",
        "schedules.yesterday",
    ),
    "report of no channel": (
        changing('channel = "voice"\ncompare', 'channel = "fax"\ncompare'),
        "settings_unknown_name",
        "schedules.yesterday",
    ),
    "no time": (changing('at = "07:30"', 'at = "24:00"'), "settings_bad_value", "schedules.yesterday"),
    "no address": (changing("chef@example.net", "chef.example.net"), "bad_recipients", "schedules.yesterday"),
    "unknown kind": (changing("contact.arrived", "contact.eaten"), "settings_bad_value", "webhooks."),
    "private target": (changing(WEBHOOK_URL, "https://127.0.0.1/x"), "private_webhook_url", "webhooks."),
    "a secret in the file": (
        changing('state = "on"', 'state = "on"\nsecret = "s"'),
        "settings_unknown_field",
        "webhooks.",
    ),
    "no tls": (
        changing("https://login.example.com", "http://login.example.com"),
        "issuer_without_tls",
        "sign_on_providers.firma",
    ),
    "unknown role": (
        changing('"chefer"\nrole = "supervisor"', '"chefer"\nrole = "king"'),
        "settings_bad_value",
        "sign_on_providers.firma",
    ),
    "all locked out": (
        changing("only_providers = false", "only_providers = true"),
        "no_break_glass",
        "sign_on_policy",
    ),
}


@pytest.mark.parametrize("name", list(BAD))
async def test_bad_sections_are_refused_whole(house: House, name: str) -> None:
    """Each with where it is and what to do; and nothing else of the file is carried out."""
    admin, _ = await house.as_role("admin"), await furnish(house)
    text, (spoil, code, where) = await exported(admin), BAD[name]
    spoilt = spoil(text.replace('name = "Maja Lind"', 'name = "Never"'))
    assert spoilt != text.replace('name = "Maja Lind"', 'name = "Never"')
    faults: Any = (await previewed(admin, spoilt))["faults"]
    found = [
        f"{each['section']}.{each['key']}" for each in faults if each["code"] == code and each["what_to_do"]
    ]
    assert any(each.startswith(where) for each in found), faults
    refused = await imported(admin, spoilt)
    assert (refused.status_code, refused.json()["faults"]) == (409, faults)
    assert await exported(admin) == text


UNDONE = (
    ("forms", changing("passes_at = 80", "passes_at = 60")),
    ("samplings", lambda text: without(text, "samplings.weekly")),
    ("schedules", changing('at = "07:30"', 'at = "07:35"')),
    ("webhooks", changing(WEBHOOK_URL, f"{WEBHOOK_URL}/2")),
    ("webhooks", lambda text: re.sub(r"^\[webhooks\.w.*?\n\n", "[webhooks]\n\n", text, flags=re.S | re.M)),
    ("sign_on_providers", changing('group = "chefer"', 'group = "ledning"')),
    ("sign_on_policy", changing("second_factor_roles = []", 'second_factor_roles = ["auditor"]')),
)


@pytest.mark.parametrize(("section", "change"), UNDONE)
async def test_a_change_is_in_the_history_and_undone(
    house: House, section: str, change: Callable[[str], str]
) -> None:
    """Who, from where and why; and one press makes the file what it was."""
    admin, _ = await house.as_role("admin"), await furnish(house)
    text = await exported(admin)
    assert (await imported(admin, change(text), why="Prov")).status_code == 200
    assert await exported(admin) != text
    (row,) = [
        each
        for each in (await admin.get(f"/api/changes?section={section}")).json()["changes"]
        if each["origin"] == "import"
    ]
    assert (row["by_name"], row["why"], row["can_undo"], row["is_whole"]) == (
        "Demo admin",
        "Prov",
        True,
        True,
    )
    undone = await admin.post(f"/api/changes/{row['id']}/undo", json={})
    assert undone.status_code == 200, undone.text
    assert await exported(admin) == text


async def test_a_program_neither_imports_nor_undoes_who_may_come_in(house: House) -> None:
    """With ``manage_settings`` a token changes much, and never how one signs on or as what."""
    admin, _ = await house.as_role("admin"), await furnish(house)
    asked = {"name": "p", "scopes": ["manage_settings", "see_trail"]}
    secret = (await admin.post("/api/tokens", json=asked)).json()["secret"]
    headers = {"authorization": f"Bearer {secret}", "origin": ""}
    text = await exported(admin)
    for before, after in (EDITS[7], EDITS[8]):
        answer = await said(
            house.client, "/api/settings/import", {"text": text.replace(before, after)}, headers
        )
        assert answer == (403, "not_for_programs")
    await imported(admin, text.replace('group = "chefer"', 'group = "ledning"'))
    (row,) = (await admin.get("/api/changes?section=sign_on_providers")).json()["changes"][:1]
    undo = f"/api/changes/{row['id']}/undo"
    assert await said(house.client, undo, {}, headers) == (403, "not_for_programs")
    assert 'group = "ledning"' in await exported(admin)
    text = (await exported(admin)).replace("passes_at = 80", "passes_at = 70")
    assert (await said(house.client, "/api/settings/import", {"text": text}, headers))[0] == 200


async def said(
    client: httpx.AsyncClient, path: str, body: dict[str, Any], headers: dict[str, str]
) -> tuple[int, str]:
    """Status and code."""
    answer = await client.post(path, json=body, headers=headers)
    return answer.status_code, answer.json().get("code", "")


@pytest.mark.parametrize("edit", [EDITS[7], EDITS[8]])
async def test_who_is_in_is_looked_at_again(house: House, edit: tuple[str, str]) -> None:
    """Another provider or another rule in a file ends what began before, as on the page: open sockets too."""
    admin, _ = await house.as_role("admin"), await furnish(house)
    line = Mock()
    house.services.desks.hearing._open[line] = None
    assert (
        await imported(admin, (await exported(admin)).replace("promise_ms = 90000", "promise_ms = 1"))
    ).is_success
    assert not line.doubted.set.called
    assert (await imported(admin, (await exported(admin)).replace(*edit))).is_success
    assert line.doubted.set.called
