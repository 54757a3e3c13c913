"""An administrator lets programs in and tells other systems what happens: by keys where it matters, in three
languages and both colours. The other system is a server of ours.
"""

from __future__ import annotations

import asyncio
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.fakes.post_target import PostTarget

from journeys.browser import Visit, chromium, objections, picture, sign_in, visit
from journeys.house import House, house

SECONDS = 30_000


@pytest.fixture(scope="module")
def lur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo company; webhooks may lead to this machine."""
    with house(tmp_path_factory.mktemp("api"), "--demo", "--webhook-allow-private") as built:
        yield built


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all of it."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def target() -> Iterator[PostTarget]:
    """Another system, in a loop of its own."""
    made, loop = PostTarget(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(made.open(), loop).result(30)
    yield made
    asyncio.run_coroutine_threadsafe(made.close(), loop).result(30)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(30)


def in_all_looks(seen: Visit, name: str, there: str) -> None:
    """axe-core objects to nothing in both colours; a picture in each language, once ``there`` is seen."""
    for language in ("nb", "en", "sv"):
        seen.choose(language, "light")
        seen.page.locator(there).first.wait_for(timeout=SECONDS)
        picture(seen.page, f"{name}-{language}.png")
    assert objections(seen.page) == []
    seen.choose("sv", "dark")
    seen.page.locator(there).first.wait_for(timeout=SECONDS)
    assert objections(seen.page) == []
    seen.choose("sv", "light")
    seen.page.locator(there).first.wait_for(timeout=SECONDS)


def status_of(lur: House, secret: str) -> int:
    """What a program with this token is answered."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{lur.http_port}/api/status", headers={"authorization": f"Bearer {secret}"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def make_token(page: Page) -> str:
    """By keys alone: the name, one scope, and Enter. The secret that is shown."""
    form = page.get_by_test_id("token-form")
    form.get_by_label("Vad den är till för").focus()
    page.keyboard.type("Väggen")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    form.get_by_label("Vad den är till för").press("Enter")
    shown = page.locator("text=/lur_/").first
    expect(shown).to_be_visible(timeout=SECONDS)
    return shown.inner_text().strip()


def add_webhook(page: Page, url: str) -> None:
    """A name, an address, and the usual kinds."""
    form = page.get_by_test_id("webhook-form")
    form.get_by_label("Namn").fill("Ärenden")
    form.get_by_label("Adress").fill(url)
    form.get_by_role("button", name="Lägg till en webhook").click()
    expect(page.locator("text=/whsec_/").first).to_be_visible(timeout=SECONDS)
    page.get_by_role("link", name="Ärenden").click()


def test_programs_are_let_in_and_told(lur: House, browser: Browser, target: PostTarget) -> None:
    """A token works until it is taken back; a webhook is tried, told of a contact, and sends it again."""
    with visit(browser, lur, "/sign-in") as seen:
        page = seen.page
        sign_in(page, lur, "admin")
        page.goto("/admin/api")
        secret = make_token(page)
        assert status_of(lur, secret) == 200
        add_webhook(page, target.url)
        page.get_by_role("button", name="Skicka ett test").click()
        expect(page.get_by_text("Mottaget på")).to_be_visible(timeout=SECONDS)
        assert target.taken[-1].message["type"] == "webhook.ping"
        expect(page.get_by_text("Inga meddelanden än")).to_be_visible(timeout=SECONDS)
        in_all_looks(seen, "admin-webhook", "form")
        page.goto("/admin/api")
        expect(page.get_by_role("rowheader", name="Väggen")).to_be_visible(timeout=SECONDS)
        in_all_looks(seen, "admin-api", "tbody tr")
        page.locator("tbody tr", has_text="Väggen").get_by_role("button").click()
        page.get_by_role("dialog").get_by_role("button", name="Återkalla", exact=True).click()
        expect(page.get_by_role("rowheader", name="Väggen")).to_have_count(0, timeout=SECONDS)
        assert status_of(lur, secret) == 401
        page.goto("/api/schema/page")
        expect(page.get_by_role("heading", level=1)).to_contain_text("API", timeout=SECONDS)
        assert objections(page) == []
