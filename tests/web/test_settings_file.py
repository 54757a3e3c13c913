"""All that is set up as one file: exported, changed, imported, exported again."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from tests.web.house import House

from lur.web.routes import settings_routes

pytestmark = pytest.mark.anyio


async def exported(client: httpx.AsyncClient) -> str:
    """The file."""
    answer = await client.get("/api/settings/file")
    assert answer.status_code == 200, answer.text
    return answer.text


async def previewed(client: httpx.AsyncClient, text: str) -> dict[str, object]:
    """What an import would do."""
    answer = await client.post("/api/settings/preview", json={"text": text})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def imported(client: httpx.AsyncClient, text: str, **more: object) -> httpx.Response:
    """Carry it out."""
    return await client.post("/api/settings/import", json={"text": text, **more})


EDITS = (
    ('name = "Retur"', 'name = "Returer"'),
    ('name = "Maja Lind"', 'name = "Maja Lindh"'),
    ("promise_ms = 60000", "promise_ms = 45000"),
    ('sv = "Exempelbolaget"', 'sv = "Provbolaget"'),
    ("\n[agents.101]\n", '\n[agents.111]\nname = "Ny"\nskills = {leverans = 2}\n\n[agents.101]\n'),
    (
        "\n[queues.retur]\n",
        '\n[queues.post]\nname = "Post"\nopening_hours = ["mon 08:00-17:00"]\n\n[queues.retur]\n',
    ),
    ('\n[entries.support]\nqueue = "leverans"', '\n[entries.support]\nqueue = "post"'),
)


async def test_export_change_preview_import_export_is_the_same_file(house: House) -> None:
    """After an import, an export is what an import would not change: byte for byte."""
    admin = await house.as_role("admin")
    text = await exported(admin)
    assert await exported(admin) == text
    assert (await previewed(admin, text))["changes"] == []
    for before, after in EDITS:
        assert before in text, before
        text = text.replace(before, after, 1)
    seen = await previewed(admin, text)
    assert seen["faults"] == []
    assert {(each["section"], each["key"], each["kind"]) for each in seen["changes"]} == {  # type: ignore[index, attr-defined]
        ("company", "", "changed"),
        ("queues", "leverans", "changed"),
        ("queues", "post", "added"),
        ("queues", "retur", "changed"),
        ("agents", "101", "changed"),
        ("agents", "111", "added"),
        ("entries", "support", "changed"),
    }
    done = await imported(admin, text, base=seen["base"])
    assert done.status_code == 200, done.text
    whole = await exported(admin)
    assert (await previewed(admin, whole))["changes"] == []
    assert (await imported(admin, whole)).json() == {"changes": [], "passwords": [], "left": []}
    assert await exported(admin) == whole
    assert 'name = "Maja Lindh"' in whole
    assert "[queues.post]" in whole
    assert house.services.directory.names["101"] == "Maja Lindh"  # type: ignore[index]


async def test_nothing_secret_is_in_the_file(house: House) -> None:
    """Passwords, phones' and trunks' secrets are not in it."""
    admin = await house.as_role("admin")
    body = {"id": "telia", "host": "sip.example", "username": "lur", "secret": "hemlig-nyckel"}
    assert (await admin.post("/api/trunks", json=body)).status_code == 200
    text = await exported(admin)
    assert "[trunks.telia]" in text
    phone = await house.services.directory.phone_secret("101")  # type: ignore[arg-type]
    for secret in ("hemlig-nyckel", phone.secret, *house.passwords.values()):
        assert secret not in text


async def test_a_trunk_keeps_its_secret_and_a_new_one_asks_for_it(house: House) -> None:
    """What is there keeps its secret; a new one with a user name cannot come without."""
    admin = await house.as_role("admin")
    body = {"id": "telia", "host": "sip.example", "username": "lur", "secret": "hemlig"}
    await admin.post("/api/trunks", json=body)
    text = (await exported(admin)).replace('host = "sip.example"', 'host = "sip2.example"')
    text = text.replace(
        "\n[trunks.telia]",
        '\n[trunks.ny]\nposition = 2\nhost = "ny.example"\nusername = "u"\n\n[trunks.telia]',
    )
    seen = await previewed(admin, text)
    assert seen["needs_secret"] == ["ny"]
    refused = await imported(admin, text)
    assert (refused.status_code, refused.json()["code"]) == (409, "settings_have_faults")
    assert refused.json()["faults"][0]["code"] == "settings_needs_secret"
    assert (await imported(admin, text, secrets={"ny": "s3"})).status_code == 200
    kept = {each.trunk_id: each.secret for each in (await house.services.directory.edge_directory()).trunks}
    assert kept == {"telia": "hemlig", "ny": "s3"}


async def test_a_file_is_read_beside_everything_else(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large one takes a while, and nobody waits for it."""
    admin, threads = await house.as_role("admin"), []

    def noting(real: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*given: Any) -> Any:
            threads.append(threading.current_thread())
            return real(*given)

        return noted

    for name in ("wanted_in", "with_lines"):
        monkeypatch.setattr(settings_routes, name, noting(getattr(settings_routes, name)))
    bad = (await exported(admin)).replace('\nqueue = "leverans"', '\nqueue = "ingen"', 1)
    assert (await previewed(admin, bad))["faults"]
    assert (await imported(admin, bad)).status_code == 409
    assert len(threads) == 4
    assert threading.current_thread() not in threads


BAD = {
    "cut": (lambda text: text[: text.index("[queues.retur]")], "settings_cut"),
    "no toml": (lambda text: text[: text.index("[queues.retur]") + 40], "settings_unreadable"),
    "newer": (lambda text: text.replace("format = 1", "format = 2"), "settings_newer"),
    "no format": (lambda text: text.replace("format = 1", ""), "settings_no_format"),
    "unknown section": (lambda text: text.replace("[end]", "[kings]\n[end]"), "settings_unknown_section"),
    "unknown field": (
        lambda text: text.replace("promise_ms = 90000", "promise = 90"),
        "settings_unknown_field",
    ),
    "bad value": (
        lambda text: text.replace("promise_ms = 90000", 'promise_ms = "long"'),
        "settings_bad_value",
    ),
    "unknown queue": (
        lambda text: text.replace('[entries.retur]\nqueue = "retur"', '[entries.retur]\nqueue = "ghost"'),
        "unknown_queue",
    ),
    "unknown agent": (lambda text: text.replace('mentors = ["', 'mentors = ["999", "', 1), "unknown_agent"),
    "queue removed": (
        lambda text: re.sub(r"\[queues\.teknik\]\n.*?\n\n", "", text, flags=re.S),
        "queue_stays",
    ),
    "bad hours": (
        lambda text: text.replace("opening_hours = []", 'opening_hours = ["mon 17:00-08:00"]', 1),
        "settings_bad_hours",
    ),
    "bad key": (lambda text: text.replace("[agents.101]", "[agents.ANNA]"), "settings_bad_key"),
    "last admin": (lambda text: text.replace('role = "admin"', 'role = "agent"'), "last_admin"),
}


@pytest.mark.parametrize("name", list(BAD))
async def test_bad_files_are_refused_whole(house: House, name: str) -> None:
    """Each is refused with a code, its line when it has one, and what to do; and nothing is changed."""
    admin = await house.as_role("admin")
    text, (spoil, code) = await exported(admin), BAD[name]
    spoilt = spoil(text.replace('name = "Maja Lind"', 'name = "Never"'))
    assert spoilt != text
    seen = await previewed(admin, spoilt)
    faults = seen["faults"]
    assert isinstance(faults, list)
    assert code in {each["code"] for each in faults}, faults
    assert all(each["what_to_do"] for each in faults)
    refused = await imported(admin, spoilt)
    assert (refused.status_code, refused.json()["code"]) == (409, "settings_have_faults")
    assert refused.json()["faults"] == faults
    assert await exported(admin) == text


async def test_a_fault_names_its_line(house: House) -> None:
    """So that one finds it in an editor."""
    admin = await house.as_role("admin")
    text = (await exported(admin)).replace("promise_ms = 90000", "promise_ms = 0")
    line = text.splitlines().index("promise_ms = 0") + 1
    faults = (await previewed(admin, text))["faults"]
    assert [(each["line"], each["field"]) for each in faults] == [(line, "promise_ms")]  # type: ignore[attr-defined, index]


async def test_a_section_that_is_left_out_stays(house: House) -> None:
    """So one may import only what one cares for; a section that is there is the whole truth of it."""
    admin = await house.as_role("admin")
    before = await exported(admin)
    only = '[lur]\nformat = 1\n[answers.a1]\nlanguage = "sv"\nquestion = "Hur?"\ntext = "Så."\n[end]\n'
    assert (await imported(admin, only)).status_code == 200
    after = await exported(admin)
    assert re.sub(r"\n# --- answers.*?\n# --- ", "", before, flags=re.S) == re.sub(
        r"\n# --- answers.*?\n# --- ", "", after, flags=re.S
    )
    assert re.findall(r"^\[answers\.(.*)\]$", after, re.M) == ["a1"]


async def test_an_agent_who_works_is_not_removed(house: House) -> None:
    """It is said before anything is done."""
    admin = await house.as_role("admin")
    await house.ready("103")
    text = await exported(admin)
    without = re.sub(r"\[agents\.103\]\n.*?\n\n", "", text, flags=re.S).replace('"Maja Lind"', '"Maja L"')
    without = without.replace('agent = "103"\n', 'agent = ""\n')
    refused = await imported(admin, without)
    assert [each["code"] for each in refused.json()["faults"]] == ["agent_not_signed_out"]
    assert await exported(admin) == text


async def test_agents_and_accounts_come_and_go(house: House) -> None:
    """Who is taken out of the file is forgotten, as by hand; who is new gets a password, once."""
    admin = await house.as_role("admin")
    text = await exported(admin)
    text = re.sub(r"\[agents\.110\]\n.*?\n\n", "", text, flags=re.S)
    text = re.sub(r"\[accounts\.bjorn\]\n.*?\n\n", "", text, flags=re.S)
    text = text.replace(
        "[accounts.ali]", '[accounts.anna]\ndisplay_name = "Anna"\nrole = "planner"\n\n[accounts.ali]'
    )
    done = await imported(admin, text)
    assert done.status_code == 200, done.text
    (password,) = done.json()["passwords"]
    assert password["account"] == "anna"
    assert len(password["password"]) >= 10
    assert "110" not in house.services.centre.state.agents
    assert "110" not in house.services.directory.names
    assert {"anna", "bjorn"} & {each.login for each in await house.services.accounts.everybody()} == {"anna"}


async def test_what_changed_since_the_preview_is_not_overrun(house: House) -> None:
    """The import names what it was made upon; when that is another by now, nothing is done."""
    admin = await house.as_role("admin")
    text = (await exported(admin)).replace('name = "Maja Lind"', 'name = "Maja L"')
    base = (await previewed(admin, text))["base"]
    assert (await admin.post("/api/company", json={"sv": "A", "nb": "B", "en": "C"})).status_code == 200
    refused = await imported(admin, text, base=base)
    assert (refused.status_code, refused.json()["code"]) == (409, "settings_changed")
    assert 'name = "Maja Lind"' in await exported(admin)
