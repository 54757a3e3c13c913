"""An agent at a desk in a real Chromium: a file for a microphone, an ear on what the page plays, and hands.

A browser has one microphone file for its whole life, so each agent who speaks with a tone of their own has a
browser of their own. The tone comes in beats, because the noise suppression of a browser takes an even tone
for noise and removes it within two seconds. What a test knows of the inside of a page is in desk_hooks.js.
"""

from __future__ import annotations

import array
import contextlib
import math
import re
import shutil
import time
import wave
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from journeys.baresip import Baresip
from journeys.browser import Scheme, password
from journeys.crew import AGENT_HZ, CUSTOMER_HZ, customer
from journeys.ears import PLAIN_DB, SILENT_DB, hears
from journeys.house import House

HOOKS = Path(__file__).with_name("desk_hooks.js")
RATE_HZ = 48_000
BEAT_MS, SOUND_MS = 800, 600
FILE_S = 8
FLAGS = (
    "--no-sandbox",
    "--autoplay-policy=no-user-gesture-required",
    "--allow-loopback-in-peer-connection",
    "--use-fake-device-for-media-stream",
)
TOUR_IS_SEEN = "if (location.protocol !== 'about:') localStorage.setItem('lur.tour', '\"seen\"')"
BOTH = ("microphone", "notifications")


def write_beats(path: Path, hz: int, level_db: float = -12.0) -> None:
    """A microphone's file: a tone in beats, which Chromium plays round and round."""
    peak = 32767 * 10 ** (level_db / 20)
    beat = array.array("h", bytes(2 * RATE_HZ * BEAT_MS // 1000))
    for n in range(RATE_HZ * SOUND_MS // 1000):
        beat[n] = int(peak * math.sin(2 * math.pi * hz * n / RATE_HZ))
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE_HZ)
        sound.writeframes(beat.tobytes() * (FILE_S * 1000 // BEAT_MS))


@contextlib.contextmanager
def browser_with_microphone(folder: Path, hz: int) -> Iterator[Browser]:
    """A Chromium whose microphone hums this tone. Who may use it is for each profile to say."""
    folder.mkdir(parents=True, exist_ok=True)
    mouth = folder / f"microphone-{hz}.wav"
    write_beats(mouth, hz)
    program = shutil.which("chromium")
    assert program, "Debian's chromium is missing; ./test installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=[*FLAGS, f"--use-file-for-fake-audio-capture={mouth}"]
        )
        yield browser
        browser.close()


@dataclass
class DeskPage:
    """An agent's open desk. ``complaints`` are errors that the page's scripts met."""

    house: House
    page: Page
    context: BrowserContext
    agent_id: str
    complaints: list[str]

    # --- what the house says of this agent ---------------------------------------------------------------

    def me(self, status: dict[str, Any] | None = None) -> dict[str, Any]:
        """The agent as the API shows them."""
        agents = (status or self.house.status())["agents"]
        return next(agent for agent in agents if agent["id"] == self.agent_id)

    def until(self, **fields: object) -> dict[str, Any]:
        """Wait until the house says so of the agent (``presence="ready"``, ``hindrance=None``)."""
        status = self.house.until(lambda s: all(self.me(s)[name] == value for name, value in fields.items()))
        return self.me(status)

    @property
    def middle(self) -> Locator:
        """What the desk is about: the section in the middle, in any language."""
        return self.page.locator("section.stage")

    def until_shown(self, *stages: str) -> None:
        """Wait until the screen shows one of these faces: signed_out, pause, missed, ready, unreachable,
        offered, talking, held, wrap_up, breath."""
        face = re.compile(rf"\bstage ({'|'.join(stages)})\b")
        expect(self.middle).to_have_class(face)

    def contact(self) -> str:
        """The contact the agent has now."""
        contacts: Sequence[str] = self.me()["contacts"]
        assert len(contacts) == 1, contacts
        return contacts[0]

    def watch_complaints(self) -> None:
        """Keep what the page's scripts trip over."""
        self.page.on("pageerror", lambda error: self.complaints.append(error.stack or str(error)))

    # --- ears --------------------------------------------------------------------------------------------

    def hears(self, hz: int, *, seconds: float = 40.0) -> bool:
        """Whether the page comes to play the tone."""
        return self.listen(lambda heard: heard["tone"] > PLAIN_DB, hz, seconds=seconds)

    def hears_nothing_of(self, hz: int, *, seconds: float = 40.0) -> bool:
        """Whether the tone goes away."""
        return self.listen(lambda heard: heard["tone"] < SILENT_DB, hz, seconds=seconds)

    def listen(self, holds: Callable[[dict[str, float]], bool], hz: int, *, seconds: float = 60.0) -> bool:
        """Whether what is played comes to be as ``holds`` says, with ``tone`` and ``all`` in dB."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            heard = self.page.evaluate("hz => lurTest.hears(hz)", hz)
            if heard is not None and holds(heard):
                return True
            self.page.wait_for_timeout(100)  # between two looks, not instead of one
        return False

    # --- hands -------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def become_ready(self) -> None:
        """Ready by the key, and reachable."""
        self.press("r")
        self.until(presence="ready", hindrance=None)
        self.until_shown("ready")

    def answer(self) -> str:
        """Wait for the ring and answer by the key; the contact."""
        self.until_shown("offered")
        self.press("Enter")
        self.until(presence="on_contact")
        self.until_shown("talking")
        return self.contact()

    def hook(self, words: str) -> Any:
        """Something only a test does: ``unplug()``, ``look(true)``, ``cut()``; see desk_hooks.js."""
        return self.page.evaluate(f"() => lurTest.{words}")


@contextlib.contextmanager
def desk(
    browser: Browser,
    house: House,
    account: str,
    agent_id: str,
    *,
    allowed: Sequence[str] = BOTH,
    language: str = "sv-SE",
    scheme: Scheme = "light",
    size: tuple[int, int] = (1280, 800),
    newcomer: bool = False,
) -> Iterator[DeskPage]:
    """A demo agent signed in at /desk, in a profile of their own. ``allowed`` are the permissions given;
    a ``newcomer`` has not seen the tour."""
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{house.http_port}",
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        locale=language,
        timezone_id="Europe/Stockholm",
        reduced_motion="reduce",  # so that colours are looked at when they have arrived
    )
    context.grant_permissions([*allowed])
    context.add_init_script(path=HOOKS)
    if not newcomer:
        context.add_init_script(TOUR_IS_SEEN)
    opened = DeskPage(house, context.new_page(), context, agent_id, [])
    opened.watch_complaints()
    try:
        open_desk(opened.page, house, account)
        yield opened
        assert not opened.complaints, opened.complaints
    except BaseException:
        for number, page in enumerate(context.pages):
            with contextlib.suppress(Exception):
                page.screenshot(path=house.data.parent / f"failed-{agent_id}-{number}.png")
        raise
    finally:
        context.close()
        leave(house, agent_id)


def leave(house: House, agent_id: str) -> None:
    """Let nothing of a test be in the way of the next: the agent has nobody, and is signed out."""
    with contextlib.suppress(AssertionError, OSError):
        house.cli("agent", "sign-out", agent_id, ok=False)


@contextlib.contextmanager
def second_tab(first: DeskPage) -> Iterator[DeskPage]:
    """The same agent's desk in another tab."""
    tab = DeskPage(first.house, first.context.new_page(), first.context, first.agent_id, first.complaints)
    tab.watch_complaints()
    tab.page.goto("/desk")
    tab.middle.wait_for()
    yield tab
    tab.page.close()


def open_desk(page: Page, house: House, account: str) -> None:
    """Sign in by the keyboard and go to the desk; a supervisor's first page is another."""
    page.goto("/desk")
    page.locator("input").first.wait_for()
    page.locator("input").first.fill(account)
    page.locator("input[type=password]").fill(password(house, account))
    page.keyboard.press("Enter")
    page.locator("input[type=password]").wait_for(state="detached")
    if not page.url.endswith("/desk"):
        page.goto("/desk")
    page.locator("section.stage").wait_for()


@contextlib.contextmanager
def talk(agent: DeskPage, folder: Path, *, queue: str = "quick") -> Iterator[tuple[Baresip, str]]:
    """A customer calls, the key answers, and both hear each other: the caller and the contact."""
    agent.become_ready()
    with customer(folder / f"caller-{agent.agent_id}", f"+467017406{agent.agent_id[1:]}") as caller:
        caller.dial(agent.house.sip(queue))
        contact = agent.answer()
        assert agent.hears(CUSTOMER_HZ)
        assert hears(caller, AGENT_HZ)
        yield caller, contact
