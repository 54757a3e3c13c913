"""An administrator draws what callers hear first, and is not let to lock anybody in.

In the page as a person uses it, against a running Lur: the flow is drawn from a template, bent into a trap,
refused with its reason, mended, saved and given to a number, which a real call then hears.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from journeys.browser import Scheme, chromium, objections, picture, sign_in, visit
from journeys.house import House, house
from journeys.sipp import callers, leaves_after

LANGUAGES = ("sv", "nb", "en")
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
TRAP = re.compile("går runt här och kommer aldrig ut")


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


def drawn(page: Page, name: str) -> None:
    """A new flow from the template with a language and a menu, open in its editor."""
    page.goto("/admin/flows")
    page.get_by_label("Namn").fill(name)
    page.get_by_role("radio", name="Språk och sedan en meny").check()
    page.get_by_role("button", name="Rita det").click()
    expect(box(page, "Hälsning och besked")).to_be_visible()


def box(page: Page, name: str) -> Locator:
    """A box of the picture."""
    return page.get_by_role("group", name="Bild", exact=True).get_by_role("button", name=name)


def bent_into_a_trap(page: Page) -> None:
    """Whoever presses nothing hears a sentence and the same menu, for ever."""
    box(page, "Meny").press("Enter")
    page.get_by_label("Utan val").select_option(label="+ Säg något")
    page.get_by_role("group", name="Det som sägs").get_by_label("svenska").fill("Vi hörde ingen knapp.")
    page.get_by_label("Sedan", exact=True).select_option(label=page_option(page, "Meny"))


def page_option(page: Page, begins: str) -> str:
    """What the choice of a next step calls the step of a kind."""
    return next(
        text
        for text in page.get_by_label("Sedan", exact=True).locator("option").all_inner_texts()
        if text.startswith(f"{begins}:")
    )


def test_a_flow_is_drawn_refused_as_a_trap_mended_and_heard(
    browser: Browser, demo: House, tmp_path: Path
) -> None:
    """A trap is seen beside its step and in the picture before anything is saved, saving it is refused with
    the reason; mended it is saved, tried by keys in the page, given to a number, and a caller is in it."""
    with visit(browser, demo, size=(1280, 900)) as seen:
        page = seen.page
        sign_in(page, demo, "admin")
        drawn(page, "Kundtjänst")
        bent_into_a_trap(page)
        expect(box(page, re.compile("Meny.*1 fel"))).to_be_visible()
        page.get_by_role("button", name="Spara").click()
        refused = page.get_by_role("alert")
        expect(refused).to_contain_text("Inte sparat")
        expect(refused).to_contain_text(TRAP)
        assert demo.get("/api/flows/kundtjanst")["row"]["version"] == 1
        page.get_by_label("Sedan", exact=True).select_option(label="Till en kö: Leverans")
        expect(refused).to_have_count(0)
        expect(page.get_by_text("Inga fel: det går att spara.")).to_be_visible()
        page.get_by_role("button", name="Spara").click()
        expect(page.get_by_text("Sparat som version 2")).to_be_visible()
        walked_in_the_page(page)
        page.get_by_label("support", exact=True).check()
        expect(page.get_by_text("Det här flödet · svenska")).to_be_visible()
        assert demo.get("/api/flows/kundtjanst")["row"]["entries"] == ["support"]
        page.set_viewport_size({"width": 1280, "height": 1240})
        box(page, "Meny").click()
        page.evaluate("scrollTo(0, 0)")
        picture(page, "flow-editor.png")
    call = callers(tmp_path, leaves_after(2_000), sip_port=demo.sip_port, address="support", calls=1)
    with call as caller:
        demo.until(lambda s: [c["phase"] for c in s["contacts"] if c["entry"] == "support"] == ["entering"])
        assert caller.wait(30) == 0


def walked_in_the_page(page: Page) -> None:
    """English, then key 2: the caller hears English and takes a place in the second queue."""
    pad = page.get_by_role("group", name="Knappsats")
    heard = page.get_by_role("list", name="Det här händer")
    expect(heard).to_contain_text("Knappar som leder vidare: 1 2 3")
    pad.get_by_role("button", name="3").click()
    expect(heard).to_contain_text("press two")
    pad.get_by_role("button", name="2").click()
    expect(heard).to_contain_text("Får en plats i Retur")


def test_the_earlier_version_is_had_back(browser: Browser, demo: House) -> None:
    """A step that is taken out is undone before saving; what was saved is undone by its version."""
    with visit(browser, demo) as seen:
        page = seen.page
        sign_in(page, demo, "admin")
        drawn(page, "Nattlinje")
        box(page, "Välj språk").click()
        page.get_by_role("button", name=re.compile("^Ta bort ?: 1 svenska")).click()
        expect(box(page, "Välj språk")).to_have_count(0)
        page.get_by_role("button", name="Ångra", exact=True).click()
        expect(box(page, "Välj språk")).to_be_visible()
        box(page, "Välj språk").click()
        page.get_by_role("button", name=re.compile("^Ta bort ?: 1 svenska")).click()
        page.get_by_role("button", name="Spara").click()
        expect(page.get_by_text("Sparat som version 2")).to_be_visible()
        page.get_by_role("button", name=re.compile("^Återställ")).click()
        expect(page.get_by_text("Sparat som version 3")).to_be_visible()
        expect(box(page, "Välj språk")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["flows", "flows/kundtjanst", "hours", "answers", "queues/leverans", "machine"]
)
def test_axe_finds_nothing(browser: Browser, demo: House, path: str) -> None:
    """WCAG 2.2 AA and best practice, in both colours and three languages."""
    with visit(browser, demo) as seen:
        sign_in(seen.page, demo, "admin")
        for language in LANGUAGES:
            for scheme in SCHEMES:
                seen.page.goto(f"/admin/{path}")
                seen.choose(language, scheme)
                seen.page.get_by_role("heading", level=2).first.wait_for()
                assert objections(seen.page) == [], (language, scheme)
