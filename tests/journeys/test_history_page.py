"""What was changed in the office is seen and undone in the page, and ratings are read there.

In the page as a person uses it, against a running Lur.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from journeys.browser import chromium, objections, sign_in, visit
from journeys.house import House, house


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


def promise_of(demo: House, queue: str) -> int:
    """What a queue promises, in ms."""
    return int(next(each for each in demo.status()["queues"] if each["id"] == queue)["promise_ms"])


def test_a_change_is_seen_and_undone(browser: Browser, demo: House) -> None:
    """A queue's promise is changed: who, before and after stand in the history; one press takes it back."""
    before = promise_of(demo, "retur")
    demo.cli("queue", "change", "retur", "--promise", "75")
    with visit(browser, demo, size=(1280, 1000)) as seen:
        page = seen.page
        sign_in(page, demo, "admin")
        page.goto("/admin/history")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text("Retur").first).to_be_visible()
        page.get_by_role("button", name="Ångra").first.click()
        demo.until(lambda s: promise_of(demo, "retur") == before)
        page.goto("/reports/ratings")
        expect(page.get_by_text("Inga omdömen de här dagarna")).to_be_visible()
        expect(page.locator("main .picture, main svg").first).to_be_visible()
        assert objections(page) == []
