"""A supervisor says who may decide what, sees what agents find, and keeps the list of numbers not to call.

In the page as a person uses it, by keyboard where agents do, against a running Lur.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.browser import Scheme, chromium, objections, picture, sign_in, visit
from journeys.house import House, house

LANGUAGES = ("sv", "nb", "en")
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
PARTS = 5


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests here."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One demo company for all tests here."""
    with house(tmp_path_factory.mktemp("demo"), "--demo") as built:
        yield built


def names(page: Page) -> list[str]:
    """Whom the search shows, in its order."""
    return page.get_by_role("option").locator(".name").all_inner_texts()


def marked(page: Page) -> str:
    """Whom the arrows are at."""
    return page.locator("[role=option][aria-selected=true] .name").inner_text()


def test_a_limit_is_set_and_found_by_keyboard(browser: Browser, demo: House) -> None:
    """Typed into the table, it counts in the next search; the arrows go through the people, who decides has
    the conditions and the wording beside them, and whoever is away cannot be chosen."""
    with visit(browser, demo, size=(1280, 1000)) as seen:
        page = seen.page
        sign_in(page, demo, "supervisor")
        page.goto("/admin/colleagues")
        page.get_by_label("Björn Ek får besluta: Goodwill").check()
        limit = page.get_by_label("Gräns för Björn Ek: Goodwill")
        limit.fill("många")
        limit.press("Tab")
        expect(page.get_by_role("alert")).to_have_text("Skriv ett belopp, eller ingenting.")
        limit.fill("900 kr")
        limit.press("Tab")
        expect(page.get_by_role("alert")).to_have_count(0)
        search = page.get_by_role("combobox", name="Kollega, kunskap eller beslut")
        search.fill("någon som får godkänna 850 kr goodwill")
        expect(page.get_by_text("Får besluta: Goodwill, 850 kr")).to_be_visible()
        expect(page.get_by_role("option")).to_have_count(3)
        assert names(page) == ["Björn Ek", "Ingrid Haugen", "Lars Bakken"]
        assert marked(page) == "Björn Ek"
        search.press("ArrowDown")
        assert marked(page) == "Ingrid Haugen"
        rules = page.get_by_role("region", name="Innan du lämnar över")
        expect(rules).to_contain_text("Min kollega som beslutar om det här hjälper dig.")
        expect(rules).not_to_contain_text("Avtalet ska ändras")
        search.press("Enter")
        expect(page.get_by_text("Ingrid Haugen är inte inloggad.").first).to_be_visible()
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        picture(page, "colleagues.png")


def test_a_number_is_refused_and_allowed_again(browser: Browser, demo: House) -> None:
    """Written down with its reason; the customers' form does not call it; taken away, and undone."""
    with visit(browser, demo) as seen:
        page = seen.page
        sign_in(page, demo, "supervisor")
        page.goto("/admin/colleagues")
        page.get_by_role("radio", name="Ring inte").check()
        expect(page.get_by_text("Inget nummer är spärrat")).to_be_visible()
        page.get_by_label("Nummer", exact=True).fill("070-174 06 99")
        page.get_by_role("button", name="Ring inte").click()
        row = page.get_by_role("row", name=re.compile(r"\+46 70 174 06 99"))
        expect(row).to_contain_text("Vill inte bli uppringd")
        page.get_by_role("button", name="Får ringas igen: +46 70 174 06 99").click()
        expect(row).to_have_count(0)
        page.get_by_role("button", name="Ångra").click()
        expect(row).to_have_count(1)
        page.goto("/callback?queue=retur&lang=sv")
        page.get_by_role("textbox").first.fill("0701740699")
        page.get_by_role("button", name="Ring upp mig").click()
        expect(page.get_by_text("Vi kan inte ringa upp det numret.")).to_be_visible()


def test_axe_finds_nothing(browser: Browser, demo: House) -> None:
    """Each part of the tab, in both colours and three languages."""
    with visit(browser, demo) as seen:
        sign_in(seen.page, demo, "supervisor")
        for language in LANGUAGES:
            for scheme in SCHEMES:
                seen.page.goto("/admin/colleagues")
                seen.choose(language, scheme)
                seen.page.get_by_role("heading", level=2).first.wait_for()
                for n in range(PARTS):
                    seen.page.get_by_role("radio").nth(n).check()
                    seen.page.get_by_role("heading", level=2).first.wait_for()
                    assert objections(seen.page) == [], (language, scheme, n)
