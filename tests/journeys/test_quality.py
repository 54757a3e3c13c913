"""A real call, drawn by chance, reviewed by the keyboard beside its recording, and answered by its agent."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.baresip import baresip
from journeys.browser import Scheme, Visit, chromium, demo_phone, objections, picture, sign_in, visit
from journeys.crew import AGENT_HZ, CUSTOMER_HZ
from journeys.house import GREETING_MS, House, house
from journeys.recording_check import until_all_is_recorded

MAJA = "101"
TALK_MS = GREETING_MS + 4_000
"""The sound of the two begins when the notice is over."""
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
LANGUAGES = ("nb", "en", "sv")
PATIENCE_MS = 40_000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One demo company, in which nothing is drawn but what the test draws."""
    with house(tmp_path_factory.mktemp("demo"), "--demo") as built:
        built.post("/api/quality/samplings/demo-sampling/archive", {"version": 1})
        yield built


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium."""
    with chromium() as running:
        yield running


def served(demo: House, folder: Path) -> str:
    """A call that Maja answers and the customer ends; its contact, once it can be played."""
    with contextlib.ExitStack() as stack:
        account = demo_phone(demo, MAJA).account(demo.sip_port)
        stack.enter_context(baresip(folder / "agent", tone_hz=AGENT_HZ, accounts=[account]))
        demo.until(lambda s: any(a["id"] == MAJA and a["phone_registered"] for a in s["agents"]), seconds=40)
        demo.cli("agent", "ready", MAJA)
        number = "<sip:+46701740680@127.0.0.1>;regint=0"
        caller = stack.enter_context(baresip(folder / "caller", tone_hz=CUSTOMER_HZ, accounts=[number]))
        caller.dial(demo.sip("support"))
        status = demo.until(lambda s: any(_talked(s, each) for each in s["contacts"]), seconds=90)
        contact = str(status["contacts"][0]["id"])
        caller.hang_up()
        demo.until_story(contact, "RecordingKept", seconds=40)
        demo.post(f"/api/agents/{MAJA}/finish-wrap-up", {})
        demo.cli("agent", "sign-out", MAJA)
    until_all_is_recorded(demo, contact)
    return contact


def _talked(status: dict[str, int], contact: dict[str, int]) -> bool:
    return contact["answered_at"] is not None and status["at"] - contact["answered_at"] > TALK_MS


def test_a_drawn_call_is_reviewed_by_keys_and_answered(demo: House, browser: Browser, tmp_path: Path) -> None:
    """Drawn, played, marked and answered without a mouse; the agent reads the same page, hears
    the marked place, does not agree, and somebody else is asked."""
    served(demo, tmp_path)
    with visit(browser, demo) as leader:
        page = leader.page
        sign_in(page, demo, "supervisor")
        page.get_by_role("link", name="Kvalitet").click()
        draw(page)
        page.get_by_role("button", name=re.compile("^Börja")).click()
        expect(page.get_by_role("heading", name="Granskning: Maja Lind")).to_be_visible()
        review_by_keys(page)
        review = page.url.rpartition("/")[2]
        in_all_looks(leader, "quality-review")
        with visit(browser, demo) as agent:
            answer(agent, demo, review)
        page.goto("/quality")
        expect(page.get_by_text("Medarbetaren håller inte med")).to_be_visible(timeout=PATIENCE_MS)
        expect(page.get_by_text("För någon annan")).to_be_visible()


def draw(page: Page) -> None:
    """Chance is set up, asked, and checked."""
    page.get_by_role("button", name="Lotta kontakter").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Kortaste samtal, sekunder").fill("1")
    form.get_by_role("button", name="Spara").click()
    page.get_by_role("button", name=re.compile("^Lotta nu")).click()
    expect(page.get_by_role("status").filter(has_text="1 lottade av 1.")).to_be_visible(timeout=PATIENCE_MS)
    assert objections(page) == []
    page.get_by_role("button", name=re.compile("^Kontrollera")).click()
    expect(page.get_by_role("dialog")).to_contain_text("samma kontakter")
    page.keyboard.press("Escape")


def review_by_keys(page: Page) -> None:
    """Space, M, numbers, J and N; then Ctrl Enter."""
    page.get_by_role("button", name="Hämta inspelningen").click()
    expect(page.get_by_role("button", name="Spela upp", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("Space")
    expect(page.get_by_role("slider", name="Läge")).not_to_have_value("0", timeout=PATIENCE_MS)
    page.keyboard.press("m")
    page.keyboard.type("Fint att du väntar in.")
    page.keyboard.press("Enter")
    expect(page.get_by_label(re.compile("^Vad som hörs vid"))).to_have_value("Fint att du väntar in.")
    for key in ("1", "j", "4", "j", "n", "j", "2", "j", "5", "j", "3"):
        page.keyboard.press(key)
    expect(page.get_by_text("89 %")).to_be_visible()
    page.get_by_label("Om helheten").fill("Ett lugnt samtal. Pröva att säga tillbaka ärendet tidigare.")
    expect(page.get_by_role("status").filter(has_text="Sparat")).to_be_visible(timeout=PATIENCE_MS)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert objections(page) == []
    page.emulate_media(color_scheme="light")
    page.get_by_role("heading", level=1).scroll_into_view_if_needed()
    picture(page, "quality-review.png")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Godkänt")).to_be_visible(timeout=PATIENCE_MS)


def in_all_looks(seen: Visit, name: str) -> None:
    """The page in each language, and in the dark."""
    for language in LANGUAGES:
        seen.choose(language, "light")
        expect(seen.page.get_by_role("heading", level=1)).to_contain_text("Maja Lind")
        picture(seen.page, f"{name}-{language}.png")
    seen.choose("sv", "dark")
    expect(seen.page.get_by_role("heading", level=1)).to_contain_text("Maja Lind")
    picture(seen.page, f"{name}-dark.png")
    seen.choose("sv", "light")


def answer(seen: Visit, demo: House, review: str) -> None:
    """The agent is told at the desk, reads, hears the place, and does not agree."""
    page = seen.page
    page.add_init_script("if (location.protocol !== 'about:') localStorage.setItem('lur.tour', '\"seen\"')")
    page.reload()
    sign_in(page, demo, "maja")
    page.get_by_role("status").filter(has_text="ny granskning").get_by_role("link", name="Läs").click()
    expect(page.get_by_role("heading", name="Granskning: Maja Lind")).to_be_visible(timeout=PATIENCE_MS)
    assert page.url.endswith(review)
    expect(page.get_by_text("Fint att du väntar in.")).to_be_visible()
    page.get_by_role("button", name="Hämta inspelningen").click()
    page.get_by_role("button", name=re.compile("^Spela upp från")).first.click()
    expect(page.get_by_role("button", name="Pausa")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Jag håller inte med").click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv varför")
    page.get_by_label("Vad du vill säga").fill("Jag sa tillbaka ärendet, alldeles i början.")
    page.get_by_role("button", name="Jag håller inte med").click()
    expect(page.get_by_role("region", name="Ditt svar")).to_contain_text(
        "Håller inte med", timeout=PATIENCE_MS
    )
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert objections(page) == []
