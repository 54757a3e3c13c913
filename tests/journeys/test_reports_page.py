"""The reports as a leader reads them: a day that was simulated, chosen and looked into by keys alone.

The day's journal is written before Lur starts, so what the page shows is held against the simulation's own
count, figure by figure.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.browser import LANDINGS, Scheme, Visit, chromium, objections, picture, visit
from journeys.house import House

DAY = "2026-01-05"
"""The simulated Monday."""
LANGUAGES = {"sv": "Rapporter", "nb": "Rapporter", "en": "Reports"}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
ALL_ROW = re.compile(r"^all\s+(\d+)\s+(\d+)\s+(\d+)", re.MULTILINE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests here."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, tuple[int, int, int]]]:
    """A Lur that starts with a simulated day behind it, and that day's arrived, answered and abandoned."""
    lur = House(tmp_path_factory.mktemp("day"))
    lur.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    words = ["--seed", "7", "--contacts", "500", "--agents", "6", "--journal", str(lur.data / "journal.db")]
    command = [sys.executable, "-m", "lur.cli", "simulate", *words]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = ALL_ROW.search(told)
    assert found is not None, told
    try:
        lur.start()
        yield lur, (int(found[1]), int(found[2]), int(found[3]))
    finally:
        lur.clean_up()


def sign_in_as_leader(lur: House, page: Page) -> None:
    """Make an account, and sign in with it."""
    body = {"account": "lea", "display_name": "Lea Ek", "role": "admin", "language": "sv"}
    made = lur.post("/api/accounts", body)
    page.goto("/")
    page.get_by_label("Användarnamn").fill("lea")
    page.get_by_label("Lösenord", exact=True).fill(made["password"])
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=LANDINGS, level=1).wait_for()


def main_figure(page: Page, name: str) -> int:
    """A figure of the first row."""
    link = page.get_by_role("link", name=re.compile(rf"^{name} \d"))
    return int(re.sub(r"\D", "", link.inner_text()))


def test_a_day_is_read_by_keys(browser: Browser, day: tuple[House, tuple[int, int, int]]) -> None:
    """G R, the days, the rows; the figures are the simulation's own; Enter in the table opens a cell's
    contacts; a file is taken along; axe has no objections in both themes and three languages."""
    lur, (arrived, answered, abandoned) = day
    with visit(browser, lur) as seen:
        page = seen.page
        sign_in_as_leader(lur, page)
        page.keyboard.press("g")
        page.keyboard.press("r")
        expect(page.get_by_role("heading", name="Rapporter", level=1)).to_be_visible()
        expect(page.get_by_text("Inget hände de här dagarna")).to_be_visible()
        assert objections(page) == []

        page.goto(f"/reports?from={DAY}&to={DAY}&by=day")
        rows = page.get_by_label("Rader")
        rows.focus()
        rows.press("t")
        expect(page).to_have_url(re.compile("by=hour"))
        expect(page.get_by_role("row", name=re.compile("^09–10"))).to_be_visible()
        assert main_figure(page, "Inkomna") == arrived
        assert main_figure(page, "Besvarade") == answered
        assert main_figure(page, "Tappade") == abandoned
        the_figure_explains_itself(page)
        files_are_taken_along(page)
        a_cell_opens_its_contacts(page)
        the_page_is_everybodys(seen)


def the_figure_explains_itself(page: Page) -> None:
    """One press, and Escape."""
    page.get_by_role("button", name="Så räknas Servicenivå").focus()
    page.keyboard.press("Enter")
    explained = page.get_by_text("Besvarade inom löftet, av besvarade och tappade.").first
    expect(explained).to_be_visible()
    page.keyboard.press("Escape")
    expect(explained).to_be_hidden()


def files_are_taken_along(page: Page) -> None:
    """All three, each what it says it is."""
    for kind, begins in (("CSV", b"\xef\xbb\xbf"), ("XLSX", b"PK"), ("Parquet", b"PAR1")):
        with page.expect_download() as coming:
            page.get_by_role("link", name=kind, exact=True).press("Enter")
        file = coming.value.path().read_bytes()
        assert len(file) > 500
        assert kind == "CSV" or file.startswith(begins)


def a_cell_opens_its_contacts(page: Page) -> None:
    """Arrows from the first cell to the third row's answered, Enter, and as many contacts as it said."""
    page.locator("tbody [tabindex='0']").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator("tbody tr:nth-child(3) td:nth-of-type(2) a")).to_be_focused()
    said = int(page.evaluate("document.activeElement.textContent"))
    assert said > 0
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("figure=answered"))
    expect(page.get_by_text(f"Siffran räknar {said}.")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(said)
    assert objections(page) == []
    page.go_back()
    expect(page.get_by_role("row", name=re.compile("^09–10"))).to_be_visible()


def the_page_is_everybodys(seen: Visit) -> None:
    """The link shows the same in each language and theme, and on a phone nothing is lost."""
    page = seen.page
    page.set_viewport_size({"width": 1280, "height": 1000})
    for language, title in LANGUAGES.items():
        for scheme in SCHEMES:
            seen.choose(language, scheme)
            expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
            expect(page.get_by_role("row", name=re.compile("^09–10"))).to_be_visible()
            assert objections(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
    assert objections(page) == []


def test_a_report_by_mail_is_set_up_and_taken_back(
    browser: Browser, day: tuple[House, tuple[int, int, int]]
) -> None:
    """Without a mail server that is said, all can be set up; what is removed comes back by one press."""
    lur, _ = day
    with visit(browser, lur) as seen:
        page = seen.page
        made = lur.post("/api/accounts", {"account": "per", "display_name": "Per Ek", "role": "supervisor"})
        page.get_by_label("Användarnamn").fill("per")
        page.get_by_label("Lösenord", exact=True).fill(made["password"])
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=LANDINGS, level=1).wait_for()
        page.goto("/reports/mail")
        expect(page.get_by_text("Lur har ingen mejlserver än")).to_be_visible()
        page.get_by_label("Namn").fill("Veckan på Øst")
        page.get_by_label("Varje vecka").check()
        page.get_by_label("Mottagare").fill("maja@example.net, inte-en-adress")
        page.get_by_role("button", name="Lägg till").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("mejladresser")
        page.get_by_label("Mottagare").fill("maja@example.net")
        page.get_by_role("button", name="Lägg till").press("Enter")
        expect(page.get_by_text("Varje vecka mån 07:30")).to_be_visible()
        assert objections(page) == []
        picture(page, "reports-mail.png")
        page.get_by_role("button", name="Ta bort Veckan på Øst").press("Enter")
        expect(page.get_by_text("Ingen rapport kommer per mejl än")).to_be_visible()
        page.get_by_role("button", name="Ångra").press("Enter")
        expect(page.get_by_text("Varje vecka mån 07:30")).to_be_visible()
