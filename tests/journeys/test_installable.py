"""The pages as an app: Chromium would install it, and when Lur is away a page says what is wrong."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from journeys.browser import ROOT, chromium, objections, visit
from journeys.house import House, house

WORKING = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
HEADINGS = {"sv-SE": "Lur går inte att nå", "nb-NO": "Lur kan ikke nås", "en-GB": "Lur cannot be reached"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all of these tests."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def lur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A Lur that is stopped and started again by these tests."""
    with house(tmp_path_factory.mktemp("lur")) as built:
        yield built


@contextlib.contextmanager
def ordinary_window(folder: Path) -> Iterator[BrowserContext]:
    """A browser that keeps what it is given, as people have it."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder / "profile", executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield context
        context.close()


def cached(page: Page) -> dict[str, list[str]]:
    """All that the browser keeps of us, by the names of the caches."""
    found: dict[str, list[str]] = page.evaluate(
        """async () => {
            const kept = {};
            for (const name of await caches.keys()) {
                const requests = await (await caches.open(name)).keys();
                kept[name] = requests.map(each => new URL(each.url).pathname);
            }
            return kept;
        }"""
    )
    return found


def test_chromium_would_install_it(lur: House, tmp_path: Path) -> None:
    """The browser itself finds nothing to object to; name, icons and colours are those of the design. (Not in
    the other tests' browser: nothing is installed from a private window.)"""
    with ordinary_window(tmp_path) as context:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{lur.http_port}/")
        page.wait_for_function(WORKING)
        devtools = context.new_cdp_session(page)
        assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
        told = devtools.send("Page.getAppManifest")
        assert told["errors"] == []
        manifest = json.loads(told["data"])
        for icon in manifest["icons"]:
            answer = page.request.get(f"http://127.0.0.1:{lur.http_port}{icon['src']}")
            assert answer.headers["content-type"] == icon["type"]
    assert (manifest["name"], manifest["start_url"], manifest["display"]) == ("Lur", "/", "standalone")
    assert {icon.get("purpose") for icon in manifest["icons"]} == {"any", "maskable"}
    tokens = (ROOT / "ui/src/shared/tokens.css").read_text()
    paper = re.search(r"--paper: light-dark\((#\w+)", tokens)
    assert paper
    assert manifest["background_color"] == manifest["theme_color"] == paper[1]


def test_only_the_shell_is_kept(browser: Browser, lur: House) -> None:
    """After a visit the caches hold the offline page and its parts; nothing of the API, no other page."""
    with visit(browser, lur) as seen:
        seen.page.wait_for_function(WORKING)
        seen.page.reload()
        seen.page.evaluate("fetch('/api/health').then(answer => answer.json())")
        [kept] = cached(seen.page).values()
    assert set(kept) == {
        "/static/offline.html",
        "/static/offline.js",
        "/static/theme.js",
        "/static/plain.css",
        "/static/lur.svg",
    }


def test_a_new_build_is_a_new_worker(browser: Browser, lur: House, tmp_path: Path) -> None:
    """When the server's build changes the next visit brings a new worker, which forgets the old shell."""
    with visit(browser, lur) as seen:
        seen.page.wait_for_function(WORKING)
        [before] = cached(seen.page)
        mark = ROOT / "src/lur/web/static/build-of-a-test"
        mark.write_text(str(tmp_path))
        try:
            seen.page.reload()
            seen.page.wait_for_function(
                "before => caches.keys().then(names => names.length === 1 && names[0] !== before)", arg=before
            )
        finally:
            mark.unlink()


@pytest.mark.parametrize("language", HEADINGS)
def test_the_offline_page_says_what_is_wrong(browser: Browser, lur: House, language: str) -> None:
    """Lur is stopped: a reload shows, in the browser's language, that Lur does not answer, what still works
    and when it is tried again; without a network it says that. When Lur is back the page comes by itself."""
    with visit(browser, lur, language=language) as seen:
        page = seen.page
        page.wait_for_function(WORKING)
        stopped = lur.stop()
        try:
            page.reload()
            expect(page.get_by_role("heading", level=1)).to_have_text(HEADINGS[language])
            expect(page.locator("html")).to_have_attribute("lang", language[:2])
            assert page.locator("section:visible").count() == 1
            expect(page.locator("[data-when=server]:visible")).to_have_count(1)
            expect(page.locator(".again:visible")).to_have_text(re.compile(r"\d+ s"))
            assert objections(page) == []
            seen.context.set_offline(True)
            expect(page.locator("[data-when=network]:visible")).to_have_count(1)
            expect(page.locator("[data-when=server]:visible")).to_have_count(0)
            seen.context.set_offline(False)
        finally:
            lur.start()
        assert stopped == 0
        expect(page.locator("#app")).to_be_attached(timeout=40_000)


def test_the_offline_page_reads_without_scripts(browser: Browser, lur: House) -> None:
    """Whoever has scripts turned off can read it in each language, and is told to load it again."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{lur.http_port}", java_script_enabled=False)
    page = context.new_page()
    page.goto("/static/offline.html")
    for heading in HEADINGS.values():
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.locator(".by-hand")).to_have_count(3)
    expect(page.locator("button:visible")).to_have_count(0)
    context.close()


def test_types_are_right_for_the_strict(lur: House) -> None:
    """nosniff holds for each file, so each has its own type; the worker is asked for at each visit."""
    types = {
        "/sw.js": "text/javascript",
        "/static/plain.css": "text/css",
        "/static/manifest.webmanifest": "application/manifest+json",
    }
    for path, kind in types.items():
        with urllib.request.urlopen(f"http://127.0.0.1:{lur.http_port}{path}", timeout=10) as answer:
            assert answer.headers["content-type"].startswith(kind)
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["cache-control"] == "no-cache"
            assert b"__BUILD__" not in answer.read()
