"""The pages as people use them, against a running Lur with real calls.

Nothing is mocked, nothing is reloaded by hand, and axe-core is asked about every page in both themes
and three languages. The pictures of the documentation are made here, so that they show what is.
"""

from __future__ import annotations

import array
import contextlib
import re
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from journeys.baresip import Baresip, baresip
from journeys.browser import chromium, demo_phone, objections, picture, sign_in, visit
from journeys.house import House, house
from journeys.sipp import callers, leaves_after
from lur.adapters.speech import EspeakVoice

MAJA, SARA = "101", "103"
CUSTOMER_SAYS = "Hej, paketet skulle ha kommit i torsdags. Jag har väntat hemma hela dagen."
AGENT_SAYS = "Då ska vi se. Det ligger kvar på terminalen, jag skickar ut det igen i morgon förmiddag."


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


@contextlib.contextmanager
def agent_phone(demo: House, folder: Path, agent_id: str, *, answer: str = "auto") -> Iterator[Baresip]:
    """A demo agent's phone with something to say, registered."""
    account = demo_phone(demo, agent_id).account(demo.sip_port, answer=answer)
    with baresip(folder, tone_hz=1000, accounts=[account]) as phone:
        demo.until(lambda s: any(a["id"] == agent_id and a["phone_registered"] for a in s["agents"]))
        say(phone, AGENT_SAYS, begin_s=5)
        yield phone


@contextlib.contextmanager
def customer(folder: Path, number: str) -> Iterator[Baresip]:
    """A customer's phone with something to say."""
    with baresip(folder, tone_hz=440, accounts=[f"<sip:{number}@127.0.0.1>;regint=0"]) as phone:
        say(phone, CUSTOMER_SAYS, begin_s=0)
        yield phone


def say(phone: Baresip, text: str, *, begin_s: int) -> None:
    """Let the phone speak words instead of its tone, again and again with pauses."""
    spoken = array.array("h", EspeakVoice().say(text, "sv"))
    with wave.open(str(phone.folder / "mouth.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16_000 * begin_s))
        for _ in range(20):
            sound.writeframes(spoken.tobytes() + bytes(16_000 * 5))


def rows(page: Page) -> Locator:
    """Who waits, as the page has them in its list."""
    return page.get_by_role("region", name=re.compile("^I kön")).locator("tbody tr")


def test_sign_in_is_refused_and_then_allowed(browser: Browser, demo: House) -> None:
    """A wrong password says so, keeps the name, empties the password; the right one opens the live page."""
    with visit(browser, demo) as seen:
        page = seen.page
        expect(page.get_by_role("heading", name="Logga in")).to_be_visible()
        page.get_by_label("Användarnamn").fill("supervisor")
        page.get_by_label("Lösenord", exact=True).fill("not the password")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("hör inte ihop")
        expect(page.get_by_label("Lösenord", exact=True)).to_have_value("")
        expect(page.get_by_label("Användarnamn")).to_have_value("supervisor")
        sign_in(page, demo, "supervisor")
        expect(page.get_by_text("Ingen väntar just nu")).to_be_visible()
        expect(page.get_by_text(f"sip:support@127.0.0.1:{demo.sip_port}")).to_be_visible()


def test_the_queue_moves_by_itself_and_the_recording_plays(
    browser: Browser, demo: House, tmp_path: Path
) -> None:
    """Callers appear in order, agents answer, rows leave the line; afterwards both sides can be heard."""
    with contextlib.ExitStack() as stack:
        page = stack.enter_context(visit(browser, demo)).page
        sign_in(page, demo, "supervisor")
        for n, agent in enumerate((MAJA, SARA)):
            stack.enter_context(agent_phone(demo, tmp_path / f"a{n}", agent))
        first, second = (
            stack.enter_context(customer(tmp_path / f"c{n}", f"+4670123450{n}")) for n in range(2)
        )
        first.dial(demo.sip("support"))
        expect(page.get_by_text("+46 70 123 45 00")).to_be_visible()
        second.dial(demo.sip("retur"))
        expect(page.get_by_text("+46 70 123 45 01")).to_be_visible()
        waiting = []
        for n, entry in enumerate(("support", "retur.nb", "teknik.en")):
            script = leaves_after(50_000).replace("+4670[call_number]", f"+46704412{n + 5}0[call_number]")
            script = script.replace('"Caller [call_number]" ', "")
            more = callers(tmp_path / entry, script, sip_port=demo.sip_port, address=entry, calls=2)
            waiting.append(stack.enter_context(more))
        expect(rows(page)).to_have_count(8)
        for agent in (MAJA, SARA):
            demo.cli("agent", "ready", agent)
        talking = page.get_by_role("region", name=re.compile("^I samtal"))
        expect(talking.get_by_text("Maja Lind")).to_be_visible()
        expect(talking.get_by_text("Sara Nyström")).to_be_visible()
        expect(talking.get_by_text("+46 70 123 45 00")).to_be_visible()
        expect(rows(page)).to_have_count(6)
        expect(talking.locator("time").first).to_have_text(re.compile("0:(2[2-9]|[3-5])"))
        pictures_of_the_live_page(page)
        first.hang_up()
        expect(talking.get_by_text("+46 70 123 45 00")).to_have_count(0)
        the_recording_plays(browser, demo)
        assert [each.wait(120) for each in waiting] == [0, 0, 0]


def pictures_of_the_live_page(page: Page) -> None:
    """Light, dark, and as a phone shows it."""
    page.set_viewport_size({"width": 1280, "height": 900})
    picture(page, "live-light.png")
    page.emulate_media(color_scheme="dark")
    picture(page, "live-dark.png")
    page.set_viewport_size({"width": 390, "height": 844})
    picture(page, "live-phone.png")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 800})


def the_recording_plays(browser: Browser, demo: House) -> None:
    """From the list to the contact to its sound, by mouse and by keyboard."""
    with visit(browser, demo) as seen:
        page = seen.page
        sign_in(page, demo, "supervisor")
        page.get_by_role("link", name="Kontakter").click()
        page.locator("tbody tr", has_text="Maja Lind").first.get_by_role("link").click()
        expect(page.get_by_role("heading", name="+46 70 123 45 00")).to_be_visible()
        expect(page.get_by_text("Kom till Leverans på telefon")).to_be_visible()
        expect(page.get_by_text("Maja Lind svarade")).to_be_visible()
        page.get_by_role("button", name="Hämta inspelningen").click()
        play = page.get_by_role("button", name="Spela upp", exact=True)
        expect(play).to_be_visible()
        page.get_by_role("heading", level=1).click()
        page.keyboard.press("ArrowRight")
        position = page.get_by_role("slider", name="Läge")
        expect(position).to_have_value("5")
        page.keyboard.press("2")
        expect(page.get_by_role("button", name="Ljud av: Medarbetare")).to_have_attribute(
            "aria-pressed", "true"
        )
        page.keyboard.press("2")
        page.keyboard.press("Space")
        expect(page.get_by_role("button", name="Pausa")).to_be_visible()
        expect(position).not_to_have_value("5")
        page.keyboard.press("Space")
        expect(play).to_be_visible()
        picture(page, "contact.png")
        assert objections(page) == []
        assert page.evaluate(LOUD_ON_BOTH_LANES) == [True, True]


LOUD_ON_BOTH_LANES = """() => [...document.querySelectorAll('canvas')].map(canvas => {
  const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const tallest = Math.max(...Array.from({ length: width }, (_, x) => {
    let ink = 0;
    for (let y = 0; y < height; y++) if (data[(y * width + x) * 4 + 3] > 0) ink++;
    return ink;
  }).filter(ink => ink < height));
  return tallest > height / 4;
})"""


def test_an_agent_with_a_sip_phone_works_at_the_desk(browser: Browser, demo: House, tmp_path: Path) -> None:
    """Ready, pause with a reason, a call, wrap-up with a result, and the breath after it; the live page
    is one press away."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(agent_phone(demo, tmp_path / "agent", "102"))
        page = stack.enter_context(visit(browser, demo)).page
        sign_in(page, demo, "erik")
        middle = page.locator("section.stage")
        expect(middle).to_contain_text("Utloggad")
        page.get_by_role("button", name="Hoppa över").click()
        expect(page.get_by_role("link", name="Ställ in")).to_have_count(0)
        page.keyboard.press("r")
        expect(middle).to_have_class(re.compile(r"\bready\b"))
        page.keyboard.press("p")
        page.get_by_role("button", name="Lunch").click()
        expect(middle).to_contain_text("Lunch")
        page.keyboard.press("r")
        expect(middle).to_have_class(re.compile(r"\bready\b"))
        caller = stack.enter_context(customer(tmp_path / "caller", "+46709998877"))
        caller.dial(demo.sip("teknik"))
        expect(middle).to_contain_text("I samtal")
        caller.hang_up()
        expect(middle).to_contain_text("Efterarbete")
        assert objections(page) == []
        middle.get_by_role("option", name=re.compile("Ring upp")).click()
        page.keyboard.press("Control+Enter")
        expect(middle).to_contain_text("Andrum")
        page.get_by_role("link", name="Just nu").click()
        expect(page.get_by_role("heading", name="Just nu", level=1)).to_be_visible()
        page.get_by_role("button", name=re.compile("Min närvaro")).click()
        page.get_by_role("button", name="Logga ut", exact=True).click()
        page.get_by_role("link", name="Skrivbord").click()
        expect(middle).to_contain_text("Utloggad")


def test_the_page_survives_that_lur_goes_away(browser: Browser, demo: House) -> None:
    """A killed server gives a banner that says what still works; when it is back, the page is live again."""
    with visit(browser, demo) as seen:
        sign_in(seen.page, demo, "supervisor")
        expect(seen.page.get_by_text("Live")).to_be_visible()
        demo.kill("runtime")
        expect(seen.page.get_by_text("Ingen kontakt med Lur").first).to_be_visible(timeout=15_000)
        expect(seen.page.get_by_text("Samtalen går vidare som vanligt")).to_be_visible()
        demo.start()
        expect(seen.page.get_by_text("Samtalen går vidare som vanligt")).to_have_count(0)
        expect(seen.page.get_by_text("Live")).to_be_visible()


def test_the_first_administrator_sets_up_an_empty_house(browser: Browser, tmp_path: Path) -> None:
    """An empty Lur leads to set-up; then a queue and an agent are made, whose secret is shown once."""
    with house(tmp_path / "empty", "--empty") as empty, visit(browser, empty) as seen:
        page = seen.page
        expect(page.get_by_role("heading", name="Välkommen till Lur")).to_be_visible()
        page.goto("about:blank")
        page.goto("/#/setup?token=printed")
        expect(page.get_by_role("heading", name="Välkommen till Lur")).to_be_visible()
        assert page.url.endswith("/setup?token=printed")
        assert objections(page) == []
        page.get_by_label("Ditt namn").fill("Åsa Öberg")
        page.get_by_label("Användarnamn").fill("asa")
        page.get_by_label("Lösenord").fill("kort")
        page.get_by_role("button", name="Skapa kontot").click()
        expect(page.get_by_text("Lösenordet behöver minst tio tecken.")).to_be_visible()
        page.get_by_label("Lösenord").fill("tre gröna hästar")
        page.get_by_role("button", name="Skapa kontot").click()
        expect(page.get_by_role("heading", name="Kom i gång")).to_be_visible()
        page.goto("/")
        expect(page.get_by_text("Det finns inga köer än")).to_be_visible()
        page.locator(".me").click()
        page.get_by_role("button", name="Byt lösenord").click()
        page.get_by_label("Nuvarande lösenord").fill("tre gröna hästar")
        page.get_by_label("Nytt lösenord").fill("fyra gröna hästar")
        page.get_by_role("dialog").get_by_role("button", name="Byt lösenord").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.get_by_role("link", name="Ställ in").click()
        page.get_by_label("Namn").fill("Leverans")
        page.get_by_label("Nummer eller adress").fill("support")
        page.get_by_role("button", name="Öppna en kö").click()
        expect(page.get_by_role("row", name=re.compile("Leverans.*support"))).to_be_visible()
        page.get_by_role("link", name="Personal").click()
        page.get_by_role("link", name="Medarbetare").click()
        page.get_by_label("Namn").fill("Kim Berg")
        page.get_by_role("button", name="Lägg till en medarbetare").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Hemligheten visas bara nu")
        assert objections(page) == []
        secret = dialog.locator(".copyable", has_text="Hemlighet").locator(".code").inner_text()
        dialog.get_by_role("button", name="Klart").click()
        expect(page.get_by_role("row", name=re.compile("Kim Berg"))).to_be_visible()
        page.reload()
        assert secret
        assert secret not in page.content()
