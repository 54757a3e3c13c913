"""A supervisor reads the wallboard, opens what its figures count, and changes the day from the live page.

In the page as a person uses it, against a running Lur with real calls that wait.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from journeys.browser import chromium, objections, picture, sign_in, visit
from journeys.house import House, house
from journeys.sipp import callers, leaves_after

ERIK = "102"


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


def agent(demo: House, agent_id: str) -> dict[str, object]:
    """An agent as everybody sees them."""
    return next(each for each in demo.status()["agents"] if each["id"] == agent_id)


def test_a_figure_opens_who_it_counts(browser: Browser, demo: House, tmp_path: Path) -> None:
    """Two wait: the figure says two and opens the two; on the big screen, at a desk and on a phone."""
    with (
        callers(tmp_path / "c", leaves_after(240_000), sip_port=demo.sip_port, address="support", calls=2),
        visit(browser, demo, size=(1600, 900)) as seen,
    ):
        page = seen.page
        sign_in(page, demo, "supervisor")
        demo.until(lambda s: len(s["contacts"]) == 2)
        figure = page.get_by_role("button", name="Visa vilka: Väntar: 2", exact=True)
        figure.click(timeout=30_000)
        expect(page.get_by_test_id("counted").get_by_role("listitem")).to_have_count(2)
        page.keyboard.press("Escape")
        expect(figure).to_be_focused()
        page.goto("/wall")
        wait = page.get_by_role("button", name=re.compile("^Visa vilka: Väntar, .*: 2$"))
        wait.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_test_id("counted").get_by_role("listitem")).to_have_count(2)
        page.keyboard.press("Escape")
        page.set_viewport_size({"width": 390, "height": 844})
        assert objections(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide
        picture(page, "wallboard-phone.png")


def test_the_day_is_changed_and_changed_back(browser: Browser, demo: House) -> None:
    """A skill is lent by keyboard, a queue closed, a line written to the staff; each is listed with why, and
    undone."""
    with visit(browser, demo, size=(1280, 1000)) as seen:
        page = seen.page
        demo.cli("agent", "standby", ERIK)
        sign_in(page, demo, "supervisor")
        page.get_by_role("button", name=re.compile("^Ändra dagen för Erik")).focus()
        page.keyboard.press("Enter")
        page.get_by_label("Låna ut kunskaper").fill("flytt 2")
        page.get_by_label("Varför").fill("Två är sjuka")
        page.keyboard.press("Enter")
        demo.until(lambda s: any(a["id"] == ERIK and a["assignment"] is not None for a in s["agents"]))
        done = page.get_by_test_id("acts").get_by_role("listitem")
        expect(done.first).to_contain_text("Ändrade dagen för Erik")
        expect(done.first).to_contain_text("Två är sjuka")
        page.get_by_role("button", name="Öppna eller stäng Retur").click()
        page.get_by_label("Varför").fill("Strömavbrott")
        page.get_by_role("button", name="Stäng kön").click()
        expect(done.first).to_contain_text("Stängde Retur")
        assert not next(q for q in demo.status()["queues"] if q["id"] == "retur")["open"]
        page.get_by_role("button", name="Skriv till medarbetarna").click()
        page.get_by_label("Meddelande").fill("Fika i matsalen 14.30")
        page.get_by_role("button", name="Visa", exact=True).click()
        expect(page.get_by_test_id("staff-messages")).to_contain_text("Fika i matsalen 14.30")
        assert objections(page) == []
        picture(page, "acts.png")
        for number in range(3):
            page.get_by_role("button", name=re.compile("^Ångra: ")).first.click()
            expect(page.get_by_test_id("acts").get_by_text("ångrat")).to_have_count(number + 1)
        demo.until(lambda s: all(queue["open"] for queue in s["queues"]))
        assert agent(demo, ERIK)["assignment"] is None
        expect(page.get_by_test_id("staff-messages")).to_have_count(0)
