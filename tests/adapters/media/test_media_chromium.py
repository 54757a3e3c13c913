"""Debian's Chromium at the media plane: what our own browser peer does must be what a real browser does."""

from __future__ import annotations

import math
import shutil
import struct
import time
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright
from tests.adapters.media.studio import DEADLINE_S, Studio, until
from tests.fakes.tones import has_tone

from lur.adapters.voice.media.protocol import Bridge, BrowserPath, Echo, KeyPressed, Law, SetBrowser, Unbridge
from lur.wire.webrtc import build_answer, parse_offer

pytestmark = pytest.mark.anyio
CUSTOMER_HZ, AGENT_HZ = 1000.0, 440.0
SCRIPT = Path(__file__).with_name("chromium_page.js")


def spoken(path: Path) -> Path:
    """What the fake microphone says: twenty seconds of a tone, as Chromium wants it."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 48000, 0, "NONE", ""))
        period = [round(8000 * math.sin(2 * math.pi * AGENT_HZ * at / 48000)) for at in range(48000)]
        file.writeframes(struct.pack(f"<{len(period)}h", *period) * 20)
    return path


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    """A page with our script alone, at a secure origin."""
    program = shutil.which("chromium")
    assert program, "Debian's chromium is missing; ./test installs it"
    flags = [
        "--no-sandbox",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={spoken(tmp_path / 'microphone.wav')}",
        "--allow-loopback-in-peer-connection",
        "--autoplay-policy=no-user-gesture-required",
    ]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=flags)
        page = await browser.new_page()
        body = f"<script>{SCRIPT.read_text()}</script>"
        await page.route("**/*", lambda route: route.fulfill(body=body, content_type="text/html"))
        await page.goto("http://localhost/")
        yield page
        await browser.close()


async def connect(studio: Studio, page: Page, offer: str) -> None:
    """Take an offer to the plane, and the answer back."""
    theirs = parse_offer(offer)
    verb = SetBrowser(
        "desk", Law.ALAW, theirs.ufrag, theirs.password, theirs.fingerprint, theirs.event_payload
    )
    ours = await studio.media.set_browser(verb)
    answer = build_answer(
        theirs, ours.advertised, ours.local_port, ours.ufrag, ours.password, ours.fingerprint, 7, "pcma"
    )
    await page.evaluate("sdp => answer(sdp)", answer)


async def until_loudest(page: Page, hz: float) -> None:
    """Wait until the loudest frequency in the page's loudspeaker is this one."""
    end = time.monotonic() + DEADLINE_S
    while abs(await page.evaluate("loudest()") - hz) > 15:
        assert time.monotonic() < end, f"the page does not hear {hz} Hz"


async def test_chromium_talks_moves_and_comes_back(studio: Studio, page: Page) -> None:
    """Sound both ways, keys, an ICE restart, the page loaded again in the middle of the talk, and the
    browser's own voice when nobody else is there.
    """
    customer = await studio.phone("customer", Law.ALAW, CUSTOMER_HZ)
    await connect(studio, page, await page.evaluate("offer()"))
    await studio.media.do(Bridge("customer", "desk"))
    await until_loudest(page, CUSTOMER_HZ)
    await until(lambda: has_tone(customer.heard(200), AGENT_HZ), "the phone to hear the page")

    await page.evaluate("press('5')")
    await until(lambda: KeyPressed("desk", "5") in studio.events, "the key")

    await connect(studio, page, await page.evaluate("restart()"))
    await page.evaluate("forget()")
    await until_loudest(page, CUSTOMER_HZ)
    assert studio.seen(BrowserPath) == [BrowserPath("desk", "up")]

    await page.reload()
    await connect(studio, page, await page.evaluate("offer()"))
    customer.forget()
    await until_loudest(page, CUSTOMER_HZ)
    await until(lambda: has_tone(customer.heard(200), AGENT_HZ), "the phone to hear the new page")

    await studio.media.do(Unbridge("desk"))
    await studio.media.do(Echo("desk", True))
    await until_loudest(page, AGENT_HZ)
    assert (await studio.media.stats()).faults == 0
