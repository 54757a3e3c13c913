"""Every page there is, as the router itself knows them, in a house that has a day and a quarter behind it.

A new page is judged from the day it has an address; one that needs somebody's or something's id fails here
until ``IDS`` names one.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from journeys.browser import LANDINGS, ROOT, Scheme, Visit, chromium, objections, password, picture, visit
from journeys.desk import TOUR_IS_SEEN
from journeys.months import Months
from journeys.played import FIRST, Played, played

LANGUAGES: dict[str, Scheme] = {"nb": "dark", "en": "light", "sv": "light"}
"""In which colours each is judged once more; Swedish, which comes last, has been judged in both."""
PICTURES_WANTED = os.environ.get("LUR_PICTURES") == "1"
SCHEMES: tuple[Scheme, ...] = ("dark", "light")
DESK, PHONE, WALL = (1280, 800), (390, 844), (1920, 1080)
OUTSIDE = ("/sign-in", "/setup")
"""Pages of those who have not signed in."""
OWN = ("/desk", "/quality/mine")
"""Pages of those who serve."""
NOWHERE = ("/ui/kit", "/no-such-page")
"""What says that there is nothing there: the page of the parts is for those who build."""
SCHEDULE = {
    "name": "Veckan, för ledningen",
    "timetable": {"cadence": "weekly", "minute": 420},
    "by": "queue",
    "compare": "week",
    "language": "sv",
    "recipients": ["chef@example.com"],
}
LATER = "/quality"
"""What begins so is looked at when months have passed."""
MORE = {"/reports/contacts": "?from=2026-01-05&to=2026-01-05&figure=answered"}
"""What some pages are asked."""
DIALOGS = {
    "/": ("Skriv till medarbetarna", "Meddela en driftstörning", "Ändra dagen för", "Öppna eller stäng"),
    "/wall": ("Visa vilka: Väntar",),
    "/quality": ("Lotta kontakter", "Kontrollera"),
    "/admin/agents": ("Ny hemlighet",),
    "/admin/results": ("Ändra",),
    "/admin/answers": ("Ändra",),
    "/admin/phrases": ("Ändra",),
    "/account": ("Byt lösenord",),
}
"""Buttons that open one."""
KEYS = ("?", "Control+k")
"""What opens one anywhere."""
NAMES = {"/": "live", "/wall": "wallboard", "/admin/history": "history"}
PICTURED_ELSEWHERE = {
    *("account", "start", "admin-sign-on", "admin-voices", "admin-api", "admin-api-one"),
    *("desk", "sign-in", "setup"),
}
"""Other journeys have more to see there."""
NOTHING = re.compile("^Den (här sidan är inte för din roll|sidan finns inte)$")
DAYS = """(at) => {
  const shift = at - Date.now(), Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + shift); }
    static now() { return Real.now() + shift; }
  };
  const ask = globalThis.fetch;
  globalThis.asking ??= 0;
  globalThis.fetch = (...given) => {
    globalThis.asking += 1;
    return ask(...given).finally(() => { globalThis.asking -= 1; });
  };
}"""
"""The browser's clock is the day's too, and the page tells how many answers it waits for."""
CALM = """async () => {
  for (let calm = 0; calm < 5; calm += 1) {
    await new Promise((done) => setTimeout(done, 30));
    if (globalThis.asking > 0 || document.querySelector(".loading") !== null) calm = -1;
  }
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def lur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """A day, stopped in the afternoon."""
    with played(tmp_path_factory.mktemp("played")) as built:
        yield built


def addresses() -> list[str]:
    """All of the router's; of two that lead to the same page the first."""
    node = Path(sys.executable).with_name("node")
    script = Path(__file__).with_name("addresses.mjs")
    told = subprocess.run([node, script], cwd=ROOT / "ui", check=True, capture_output=True, text=True).stdout
    found: dict[str, str] = {}
    for address, page in json.loads(told):
        found.setdefault(page, address)
    return list(found.values())


def in_the_house(seen: Visit, lur: Played, account: str = "") -> None:
    """The day's date from now on; signed in as somebody."""
    page = seen.page
    page.add_init_script(f"({DAYS})({lur.clock.now()})")
    page.add_init_script(TOUR_IS_SEEN)
    page.goto("/sign-in")
    if account:
        page.get_by_label("Användarnamn").fill(account)
        page.get_by_label("Lösenord", exact=True).fill(password(lur, account))
        page.get_by_role("button", name="Logga in").click()
        page.get_by_role("heading", name=LANDINGS, level=1).wait_for()
    seen.complaints.clear()


def fault(seen: Visit, answer: Response) -> None:
    """What was answered with an error is a complaint; that nobody has signed in yet is none."""
    if answer.status >= 400 and not (answer.status == 401 and answer.url.endswith("/api/me")):
        seen.complaints.append(f"{answer.status} {answer.url}")


def said(page: Page, path: str, body: object) -> Any:
    """What the page's own account asks of the API."""
    asked = page.request.post(path, data=body, headers={"origin": page.evaluate("location.origin")})
    assert asked.ok, f"{path}: {asked.status} {asked.text()}"
    return asked.json()


class Judge:
    """Looks at one page after another, and remembers what is wrong."""

    def __init__(self, ids: dict[str, str]) -> None:
        self.ids = ids
        self.judged: list[str] = []
        self.found: list[str] = []

    def look(self, seen: Visit, address: str) -> None:
        """One page, at a desk and on a phone, in the dark and in the light."""
        page = seen.page
        size = WALL if address == "/wall" else DESK
        resize(page, size)
        self._open(seen, address)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            self._note(address, scheme, objections(page))
        self._note(address, f"{size[0]} px", too_wide(page))
        resize(page, PHONE)
        self._note(address, f"{PHONE[0]} px", too_wide(page) + objections(page))
        resize(page, size)
        if address == "/":
            page.locator(".me").click()
            self._note(address, "menu", objections(page))
            page.keyboard.press("Escape")
        for name in DIALOGS.get(address, ()):
            page.get_by_role("button", name=re.compile(f"^{name}")).first.click()
            self._dialog(seen, f"{address}: {name}")
        for key in KEYS if address == "/" else ():
            page.keyboard.press(key)
            self._dialog(seen, f"{address}: {key}")
        self._note(address, "errors", seen.complaints)
        seen.complaints.clear()
        self.judged.append(address)
        for language, scheme in LANGUAGES.items():
            self._in(seen, address, language, scheme)

    def _in(self, seen: Visit, address: str, language: str, scheme: Scheme) -> None:
        """In a language; a picture in the light, when pictures are wanted."""
        page, name = seen.page, name_of(address)
        page.evaluate("language => localStorage.setItem('lur.language', language)", language)
        if language == "sv" and not PICTURES_WANTED:
            return
        page.emulate_media(color_scheme=scheme)
        page.reload()
        settle(page)
        if language != "sv":
            self._note(address, f"{language}, {scheme}", objections(page))
            resize(page, PHONE)
            self._note(address, f"{language}, {PHONE[0]} px", too_wide(page))
            resize(page, WALL if address == "/wall" else DESK)
            self._note(address, language, too_wide(page))
        if name not in PICTURED_ELSEWHERE and address not in NOWHERE:
            page.emulate_media(color_scheme="light")
            picture(page, f"{name}-{language}.png")

    def _dialog(self, seen: Visit, what: str) -> None:
        """What is open on a page; Escape closes it."""
        seen.page.get_by_role("dialog").first.wait_for()
        for scheme in SCHEMES:
            seen.page.emulate_media(color_scheme=scheme)
            self._note(what, scheme, objections(seen.page))
        seen.page.keyboard.press("Escape")
        expect(seen.page.get_by_role("dialog")).to_have_count(0)

    def _open(self, seen: Visit, address: str) -> None:
        page = seen.page
        path = address.replace(":id", self.ids[address]) if ":id" in address else address
        page.goto(path + MORE.get(address, ""))
        settle(page)
        lost = page.get_by_role("heading", level=1, name=NOTHING).count() > 0
        if lost != (address in NOWHERE):
            self.found.append(f"{address}: {'not shown' if lost else 'there is something after all'}")

    def _note(self, address: str, where: str, found: list[str]) -> None:
        self.found += [f"{address}, {where}: {each}" for each in found]


def name_of(address: str) -> str:
    """Of its pictures."""
    return NAMES.get(address) or address.strip("/").replace("/", "-").replace(":id", "one")


def resize(page: Page, size: tuple[int, int]) -> None:
    """Another screen."""
    page.set_viewport_size({"width": size[0], "height": size[1]})


def settle(page: Page) -> None:
    """Until everything that was asked for is there."""
    page.get_by_role("heading", level=1).first.wait_for(state="attached")
    page.evaluate(CALM)


def too_wide(page: Page) -> list[str]:
    """Whether the page itself must be moved sideways; and what sticks out."""
    return list(page.evaluate(WIDER))


WIDER = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const right = (it) => Math.round(it.getBoundingClientRect().right);
  const out = [...document.querySelectorAll("body *")].filter((it) => right(it) > wide + 1).slice(0, 5);
  const named = out.map((it) => `${it.tagName}.${it.className} ${right(it)}`).join(", ");
  return [`${document.documentElement.scrollWidth} px wide: ${named}`];
}"""


def test_every_page(browser: Browser, lur: Played) -> None:
    """axe-core objects to no page in the dark or in the light, no script meets an error, nothing is answered
    with an error, and nothing must be moved sideways at a desk or on a phone, in any language."""
    judge = Judge({"/contacts/:id": lur.run(lur.ended())[0].id, "/reports/agents/:id": FIRST})
    every = [*addresses(), "/no-such-page"]
    with visit(browser, lur) as outside, visit(browser, lur) as inside, visit(browser, lur) as agent:
        for seen in (outside, inside, agent):
            seen.page.on("response", partial(fault, seen))
        in_the_house(outside, lur)
        in_the_house(agent, lur, "agent")
        in_the_house(inside, lur, "admin")
        set_up(inside.page, lur, judge.ids)
        for address in every:
            if not address.startswith(LATER):
                judge.look(whose(address, outside, inside, agent), address)
        months = Months(lur)
        lur.run(months.pass_by())
        judge.ids |= ids_of(months)
        in_the_house(agent, lur, "agent")
        in_the_house(inside, lur, "supervisor")
        for address in every:
            if address.startswith(LATER):
                judge.look(whose(address, outside, inside, agent), address)
    assert judge.found == [], "\n".join(judge.found)
    assert sorted(judge.judged) == sorted(every)


def whose(address: str, outside: Visit, inside: Visit, agent: Visit) -> Visit:
    """Who may see it."""
    if address in OUTSIDE:
        return outside
    return agent if address in OWN else inside


def ids_of(months: Months) -> dict[str, str]:
    """What a quarter has left behind."""
    return {
        "/quality/forms/:id": "starter",
        "/quality/calibration/:id": months.calibration.id,
        "/quality/trend/:id": FIRST,
        "/quality/reviews/:id": months.review.id,
    }


def set_up(page: Page, lur: Played, ids: dict[str, str]) -> None:
    """What an office does in a day: a report by mail, something that is down, a word to the staff."""
    said(page, "/api/schedules", SCHEDULE)
    said(page, "/api/incidents", {"queue_ids": ["teknik"], "publish": True})
    said(page, "/api/messages", {"text": "Fika i matsalen 16.15"})
    said(page, "/api/queues/leverans/door", {"is_open": False, "why": "Larmet gick"})
    said(page, "/api/queues/leverans/door", {"is_open": None, "why": "Falskt larm"})
    said(page, "/api/company", {"sv": "Dagsverket", "nb": "Dagsverket", "en": "A day's work"})
    flows, webhooks = page.request.get("/api/flows").json(), page.request.get("/api/webhooks").json()
    ids["/admin/queues/:id"] = "leverans"
    ids["/admin/flows/:id"] = flows[0]["id"]
    ids["/admin/api/:id"] = webhooks[0]["id"]
    said(page, f"/api/webhooks/{webhooks[0]['id']}/ping", {})
