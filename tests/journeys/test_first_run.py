"""From an empty folder to an answered, recorded test call through the guide, by keys alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.browser import Scheme, Visit, chromium, objections, picture, visit
from journeys.desk import write_beats
from journeys.house import House, house

PATIENCE_MS = 90_000
FOCUSED = """() => {
  const it = document.activeElement;
  const labels = [...(it.labels ?? [])].map((label) => label.textContent).join(" ");
  return (it.getAttribute("aria-label") ?? (labels || it.textContent)).trim().replace(/\\s+/g, " ");
}"""
LOOKS: tuple[tuple[str, Scheme], ...] = (("sv", "light"), ("nb", "dark"), ("en", "light"))
TABS = ("voices", "brand", "people", "skills", "pauses", "trunks")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium for all tests here, with somebody who speaks into its microphone."""
    mouth = tmp_path_factory.mktemp("mouth") / "mouth.wav"
    write_beats(mouth, 440)
    with chromium(f"--use-file-for-fake-audio-capture={mouth}") as running:
        yield running


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if re.search(name, page.evaluate(FOCUSED)):
            return
    raise AssertionError(f"no {name} by Tab, but {page.evaluate(FOCUSED)}")


def typed(page: Page, name: str, text: str) -> None:
    """Something written into a field, in place of what stands there."""
    tab_to(page, name)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def at_step(page: Page, name: str) -> None:
    """The next step is open, and has the focus."""
    heading = page.get_by_role("heading", level=2, name=name)
    expect(heading).to_be_visible(timeout=PATIENCE_MS)
    expect(heading).to_be_focused(timeout=PATIENCE_MS)


def founded(page: Page) -> None:
    """The first administrator's account."""
    expect(page.get_by_role("heading", name="Välkommen till Lur")).to_be_visible(timeout=PATIENCE_MS)
    typed(page, "Ditt namn", "Åsa Öberg")
    typed(page, "Användarnamn", "asa")
    typed(page, "Lösenord", "tre gröna hästar")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kom i gång")).to_be_visible(timeout=PATIENCE_MS)


def set_up(page: Page) -> None:
    """Six steps, each saved at once; one of them after a reload."""
    typed(page, "Vad ni heter i telefon", "Nordfrakt")
    page.keyboard.press("Enter")
    at_step(page, "Språk")
    tab_to(page, "Spara och gå vidare")
    page.keyboard.press("Enter")
    at_step(page, "Den första kön")
    page.reload()
    expect(page.get_by_role("heading", level=2, name="Den första kön")).to_be_visible(timeout=PATIENCE_MS)
    typed(page, "Vad handlar den om", "Leverans")
    page.keyboard.press("Enter")
    at_step(page, "Ett nummer att ringa")
    typed(page, "Adress eller nummer", "leverans")
    page.keyboard.press("Enter")
    at_step(page, "Vilka som svarar")
    tab_to(page, "Jag svarar också")
    page.keyboard.press("Enter")
    expect(page.get_by_text("En person svarar: Åsa Öberg")).to_be_visible(timeout=PATIENCE_MS)
    tab_to(page, "^Gå vidare$")
    page.keyboard.press("Enter")
    at_step(page, "Öppettider")
    tab_to(page, "Dagar")
    page.keyboard.press("End")
    tab_to(page, "Spara och gå vidare")
    page.keyboard.press("Enter")
    at_step(page, "Provsamtal")


def called(empty: House, page: Page) -> None:
    """The test call rings in this very browser, is answered there, and is followed to its recording."""
    empty.until(lambda status: status["agents"][0]["at_desk"])
    tab_to(page, "Ring provsamtalet")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Det ringer hos dig")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("header.ringing")).to_be_visible(timeout=PATIENCE_MS)
    page.keyboard.press("Enter")
    for step in ("dialled", "rang", "answered", "caller_hears", "agent_hears", "recorded"):
        there = page.locator(f"li[data-step={step}][data-there=true]")
        expect(there).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("Det fungerar: ringde, besvarades")).to_be_visible(timeout=PATIENCE_MS)


def seen_in_three_languages(seen: Visit) -> None:
    """The guide when it is done, and what it leads to, without an objection of axe-core."""
    found: dict[str, list[str]] = {}
    for language, scheme in LOOKS:
        seen.page.goto("/start")
        seen.choose(language, scheme)
        seen.page.locator("nav ol li").first.wait_for()
        found[f"start {language}"] = objections(seen.page)
        picture(seen.page, f"start-{language}.png")
        for tab in TABS if language != "en" else ("voices",):
            seen.page.goto(f"/admin/{tab}")
            seen.page.get_by_role("navigation").nth(2).wait_for()
            found[f"{tab} {language}"] = objections(seen.page)
            if language == "sv":
                found[f"{tab} on a phone"] = too_wide(seen.page)
            if tab == "voices":
                picture(seen.page, f"admin-{tab}-{language}.png")
    assert not any(found.values()), found


def too_wide(page: Page) -> list[str]:
    """Whether the page itself must be moved sideways at a phone's width."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": 390, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(size)
    return [] if width <= 390 else [f"{width} px wide"]


def recorded_and_kept(demo: House, page: Page) -> None:
    """The call is a contact like any other, served and recorded; the administrator is signed out again."""
    page.get_by_role("link", name="Öppna kontakten och lyssna").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE_MS)
    (agent,) = demo.until(lambda status: status["agents"][0]["presence"] == "signed_out")["agents"]
    assert agent["name"] == "Åsa Öberg"


def test_a_working_centre_by_keys_alone(browser: Browser, tmp_path: Path) -> None:
    """Company, language, queue, address, agent and hours, each kept by the server; a real call that rings, is
    answered, heard both ways and recorded; then every page of it in three languages."""
    with house(tmp_path / "empty", "--empty") as empty, visit(browser, empty, size=(1280, 900)) as seen:
        founded(seen.page)
        set_up(seen.page)
        called(empty, seen.page)
        recorded_and_kept(empty, seen.page)
        seen_in_three_languages(seen)
        assert seen.complaints == []


def test_lur_answers_itself_when_nobody_sits_anywhere(tmp_path: Path) -> None:
    """An agent without phone or desk: a small phone of Lur's answers in their place, each hears the other, it
    is recorded; the agent is signed out as before."""
    with house(tmp_path / "stand-in", "--empty") as empty:
        empty.queue("Support")
        phone = empty.agent("Kim Berg")
        begun = empty.post("/api/guide/call", {"address": "support"})
        assert begun["stand_in"] == phone.agent_id
        empty.until(lambda _: empty.get("/api/guide/call")["is_over"], seconds=PATIENCE_MS / 1000)
        told = empty.get("/api/guide/call")
        assert told["fault"] == "", told
        happened = [told[step] for step in ("dialled", "rang", "answered", "ended", "recorded")]
        assert happened == sorted(happened)
        assert min(*happened, told["caller_hears"], told["agent_hears"]) > 0
        empty.until(lambda status: status["agents"][0]["presence"] == "signed_out")
