"""A customer's own page while they wait on a real line, on a phone, and without any script."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.baresip import Baresip, baresip
from journeys.browser import chromium, demo_phone, objections, picture, visit
from journeys.house import House, house
from journeys.sipp import Callers, callers, talks
from journeys.sms_gateway import SmsGateway, sms_gateway

PHONE = (390, 844)
TALKING, FIRST, MINE = "+46701740600", "+46701740601", "+46701740602"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests here."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def gateway() -> Iterator[SmsGateway]:
    """Where Lur hands over texts."""
    with sms_gateway() as running:
        yield running


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, gateway: SmsGateway) -> Iterator[House]:
    """The demo company, which texts."""
    texting = ("--sms-url", gateway.url, "--sms-from", "Lur", "--public-url", "https://lur.example.net")
    with house(tmp_path_factory.mktemp("demo"), "--demo", *texting) as built:
        yield built


def says(script: str, number: str) -> str:
    """The same call from this number."""
    return script.replace('"Caller [call_number]" ', "").replace("+4670[call_number]", number)


def looks(page: Page, name: str) -> None:
    """axe-core objects to nothing in either colours, and both are pictures of the documentation."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert objections(page) == []
        picture(page, f"{name}.png" if scheme == "light" else f"{name}-dark.png")
    page.emulate_media(color_scheme="light")


def test_the_page_of_a_caller(browser: Browser, demo: House, gateway: SmsGateway, tmp_path: Path) -> None:
    """A link is texted to who has waited a while. The page shows place and range, moves by itself, takes
    words and a picture, follows the call, and ends in the receipt."""
    with contextlib.ExitStack() as stack:

        def calls(number: str, here: int) -> Callers:
            caller = callers(
                tmp_path / number, says(talks(), number), sip_port=demo.sip_port, address="leverans", calls=1
            )
            running = stack.enter_context(caller)
            demo.until(lambda s: len(s["contacts"]) == here)
            return running

        busy = stack.enter_context(agent_phone(demo, tmp_path, "101"))
        talking = calls(TALKING, 1)
        demo.until(lambda s: any(c["phase"] == "talking" for c in s["contacts"]))
        account = f"<sip:{FIRST}@127.0.0.1>;regint=0"
        first = stack.enter_context(baresip(tmp_path / "first", tone_hz=440, accounts=[account]))
        first.dial(demo.sip("leverans"))
        demo.until(lambda s: len(s["contacts"]) == 2)
        mine = calls(MINE, 3)
        text = gateway.until_texted(MINE)
        path = re.search(r"https://lur\.example\.net(/p/[\w-]+)$", text)
        assert path is not None, text
        page = stack.enter_context(visit(browser, demo, path[1], size=PHONE)).page
        expect(page.locator(".now[data-alive]")).to_be_visible()
        expect(page.locator(".place strong")).to_have_text("2")
        expect(page.locator(".wait")).to_contain_text("Vi räknar med att svara")
        first.hang_up()
        expect(page.locator(".place strong")).to_have_text("1")
        looks(page, "place-waiting")
        tell(page, tmp_path)
        rows = said(demo)
        assert [row["form"] for row in rows] == ["text", "picture"]
        assert (rows[0]["text"], rows[0]["upset"]) == ("Paketet är borta sedan torsdag", 7)
        is_served(page, demo, stack.enter_context(agent_phone(demo, tmp_path, "102")))
        busy.hang_up()
        assert [each.wait(60) for each in (mine, talking)] == [0, 0]


@contextlib.contextmanager
def agent_phone(demo: House, folder: Path, agent_id: str) -> Iterator[Baresip]:
    """An agent's phone that answers by itself; the agent is ready."""
    account = demo_phone(demo, agent_id).account(demo.sip_port)
    with baresip(folder / agent_id, tone_hz=1000, accounts=[account]) as phone:
        demo.until(lambda s: any(a["id"] == agent_id and a["phone_registered"] for a in s["agents"]))
        demo.cli("agent", "ready", agent_id)
        yield phone


def tell(page: Page, folder: Path) -> None:
    """Say what happened and send a picture."""
    page.get_by_label("Vad har hänt?").fill("Paketet är borta sedan torsdag")
    page.get_by_label("Hur upprörd är du").select_option("7")
    page.get_by_role("button", name="Skicka", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Tack")
    page.screenshot(path=folder / "parcel.png")
    page.get_by_label("Skicka en bild").set_input_files(folder / "parcel.png")
    page.get_by_role("button", name="Skicka bilden").click()
    expect(page.get_by_text("Skickat hittills: 2")).to_be_visible()


def said(demo: House) -> list[dict[str, object]]:
    """What the one who waits has said, as an agent reads it."""
    (contact,) = [each for each in demo.status()["contacts"] if each["phase"] == "waiting"]
    rows: list[dict[str, object]] = demo.get(f"/api/contacts/{contact['id']}/statements")
    return rows


def is_served(page: Page, demo: House, phone: Baresip) -> None:
    """The agent answers by itself and hangs up: the page follows, and shows the receipt."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Du talar med oss")
    demo.until_recorded(2)
    phone.hang_up()
    expect(page.get_by_role("heading", name="Kvitto på din väntan")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Du var nummer 2 när du kom.")).to_be_visible()
    expect(page.get_by_text("Ingen som kom efter dig")).to_be_visible()
    looks(page, "place-receipt")


def test_everything_works_without_a_script(browser: Browser, demo: House) -> None:
    """Asked for on the form, looked at, told, changed, left and taken back, by plain forms alone."""
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{demo.http_port}",
        viewport={"width": PHONE[0], "height": PHONE[1]},
        locale="sv-SE",
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto("/callback")
    page.get_by_label("Vilket nummer ska vi ringa?").fill("070-174 06 03")
    page.get_by_label("Vad gäller det?").select_option("Retur")
    page.get_by_role("button", name="Ring upp mig").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vi ringer dig när det är din tur")
    expect(page.locator(".place strong")).to_have_text("1")
    page.get_by_label("Vad har hänt?").fill("Varan är trasig")
    page.get_by_role("button", name="Skicka", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Tack")
    page.get_by_role("link", name="Uppdatera").click()
    expect(page.get_by_text("Skickat hittills: 1")).to_be_visible()
    looks_without_a_script(browser, page)
    page.get_by_text("Lämna kön", exact=True).click()
    page.get_by_role("button", name="Ja, lämna kön").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du har lämnat kön")
    page.get_by_role("button", name="Ta tillbaka min plats").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vi ringer dig när det är din tur")
    context.close()


def looks_without_a_script(browser: Browser, page: Page) -> None:
    """The same page in a browser that runs axe-core, and not our script."""
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    still = context.new_page()
    still.route("**/place.js*", lambda route: route.abort())
    still.goto(page.url)
    expect(still.get_by_role("link", name="Uppdatera")).to_be_visible()
    assert objections(still) == []
    context.close()


def test_the_other_pages_have_no_faults(browser: Browser, demo: House) -> None:
    """The code, the form, help and a link that is wrong, in both colours, as a phone shows them."""
    for address, name in (("/place", ""), ("/callback", "callback-form"), ("/help", ""), ("/p/wrong", "")):
        with visit(browser, demo, address, size=PHONE) as seen:
            for scheme in ("light", "dark"):
                seen.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                assert objections(seen.page) == [], address
            if name:
                seen.page.emulate_media(color_scheme="light")
                picture(seen.page, f"{name}.png")
