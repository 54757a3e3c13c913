"""Debian's Chromium as a person at a page: signs in, looks, presses keys, and lets axe-core object."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from journeys.house import Desk, Phone

ROOT = Path(__file__).parents[2]
AXE = ROOT / "ui/node_modules/axe-core/axe.min.js"
PICTURES = ROOT / "docs/images"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIGN_INS = "demo-sign-in.txt"
LANDINGS = re.compile("^(Just nu|Skrivbord)$")
"""Agents come to their desk, all others to what happens now."""
Scheme = Literal["light", "dark"]
FLAGS = (
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)


@contextlib.contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """A running browser without a window, with these flags too."""
    program = shutil.which("chromium")
    assert program, "Debian's chromium is missing; ./test installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *more])
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page in its own browser profile. ``complaints`` are errors that its scripts met."""

    page: Page
    context: BrowserContext
    complaints: list[str]

    def choose(self, language: str, scheme: Scheme) -> None:
        """Another language and other colours, as the page itself remembers them."""
        self.page.evaluate(
            "([language, theme]) => { localStorage.setItem('lur.language', language);"
            " localStorage.setItem('lur.theme', theme); }",
            [language, scheme],
        )
        self.page.reload()


@contextlib.contextmanager
def visit(
    browser: Browser,
    house: Desk,
    path: str = "/",
    *,
    language: str = "sv-SE",
    scheme: Scheme = "light",
    size: tuple[int, int] = (1280, 800),
) -> Iterator[Visit]:
    """Open a page of this house. When a test fails, what was seen lies beside the data as failed.png."""
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{house.http_port}",
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        locale=language,
        timezone_id="Europe/Stockholm",
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path)
    try:
        yield Visit(page, context, complaints)
        assert not complaints, complaints
    except BaseException:
        page.screenshot(path=house.data.parent / "failed.png")
        raise
    finally:
        context.close()


def password(house: Desk, account: str) -> str:
    """The generated password of somebody in the demo company."""
    return _told(house, account)[0]


def demo_phone(house: Desk, agent_id: str) -> Phone:
    """The SIP phone of a demo agent."""
    return Phone(agent_id, agent_id, _told(house, agent_id)[0])


def _told(house: Desk, who: str) -> list[str]:
    lines = (house.data / SIGN_INS).read_text().splitlines()
    return next(words[1:] for words in map(str.split, lines) if words[:1] == [who])


def sign_in(page: Page, house: Desk, account: str) -> None:
    """Fill in the sign-in page."""
    page.get_by_label("Användarnamn").fill(account)
    page.get_by_label("Lösenord", exact=True).fill(password(house, account))
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("heading", name=LANDINGS, level=1).wait_for()


SETTLED = """() => Promise.all(
  document.getAnimations()
    .filter((each) => each.effect !== null && each.effect.getComputedTiming().endTime !== Infinity)
    .map((each) => each.finished.catch(() => undefined)),
)"""
"""Until colours that are on their way have arrived: half-way they have the contrast of neither end."""


def objections(page: Page) -> list[str]:
    """What axe-core objects to on the page as it is now: rule, and where."""
    page.evaluate(SETTLED)
    page.evaluate(AXE.read_text())
    result: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, { runOnly: { type: 'tag', values: rules } })", RULES
    )
    return [
        f"{found['id']}: {json.dumps([node['target'] for node in found['nodes']])} {found['help']}"
        for found in result["violations"]
    ]


def picture(page: Page, name: str) -> None:
    """A picture for the documentation, when nothing is marked as just changed any more. It is kept only with
    LUR_PICTURES=1, so that a run of the tests changes no file; with as many colours as anybody sees,
    in a third of the room."""
    expect(page.locator(".just-changed")).to_have_count(0)
    page.evaluate(SETTLED)
    taken = page.screenshot()
    if os.environ.get("LUR_PICTURES") == "1":
        drawn = Image.open(io.BytesIO(taken)).convert("RGB")
        drawn.quantize(256, dither=Image.Dither.NONE).save(PICTURES / name, optimize=True)
