"""``lur demo call``: the customer reacts to an agent who speaks, is silent, holds and hangs up."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from journeys.browser import demo_phone
from journeys.crew import CUSTOMER_HZ
from journeys.desk import desk
from journeys.house import LUR, House, house
from lur.adapters.speech import Timbre
from lur.adapters.speech.demo_matters import INTERJECTIONS, MATTERS
from lur.adapters.voice.phone import Account, PhoneCall, SoftPhone
from lur.cli.demo_sound import spoken

AGENT_ID = "101"
HELLO = "Hej och välkommen. Vad kan jag hjälpa dig med?"
LONG = f"{HELLO} Jag tittar efter vad som har hänt. {HELLO}"
LINES = MATTERS["sv"][0].lines
LIMIT_S = 60
TENTHS_ALIKE = {True: 3, False: 6}
"""Tenths of a second alike that are believed: a voice at once, quiet only when it is longer than the rest
between two sentences."""
VOICE_DB = -35.0
"""Below full scale: louder than a line on which nobody speaks."""


@pytest.fixture
def anyio_backend() -> str:
    """asyncio."""
    return "asyncio"


class Customer:
    """A running ``lur demo call``, by what it prints."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said: list[str] = []

    async def prints(self, what: str) -> str:
        """Read on until a line has it. Raises TimeoutError, AssertionError."""
        assert self.process.stdout is not None
        async with asyncio.timeout(LIMIT_S):
            while line := (await self.process.stdout.readline()).decode():
                self.said.append(line)
                if re.search(what, line):
                    return line
        raise AssertionError(f"no {what!r} in {''.join(self.said)}")


@contextlib.asynccontextmanager
async def calling(lur: House, *words: str) -> AsyncIterator[Customer]:
    """Somebody calls."""
    process = await asyncio.create_subprocess_exec(
        *LUR, "demo", "call", *words, "--data", str(lur.data), stdout=asyncio.subprocess.PIPE
    )
    try:
        yield Customer(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@contextlib.asynccontextmanager
async def agent(lur: House) -> AsyncIterator[Callable[[], asyncio.Future[PhoneCall]]]:
    """A demo agent with a phone of their own, ready; gives the next call, answered."""
    account = demo_phone(lur, AGENT_ID)
    phone = SoftPhone(("127.0.0.1", lur.sip_port), Account(account.username, account.secret))
    await phone.open()
    try:
        assert await phone.register()
        await asyncio.to_thread(lur.cli, "agent", "ready", AGENT_ID)
        calls: asyncio.Queue[PhoneCall] = asyncio.Queue()
        phone.on_call = calls.put_nowait
        yield lambda: asyncio.ensure_future(_answered(calls))
    finally:
        phone.vanish()


async def _answered(calls: asyncio.Queue[PhoneCall]) -> PhoneCall:
    async with asyncio.timeout(LIMIT_S):
        call = await calls.get()
        await call.answered()
    return call


def speak(call: PhoneCall, text: str) -> None:
    """The agent says something."""
    call.sound.play(spoken(text, "sv", Timbre("f3")), once=True)


async def until_voice(call: PhoneCall, wanted: bool) -> None:
    """Wait until the agent's phone hears a voice, or a quiet line for a while: a line on which nothing
    comes at all is neither. Raises TimeoutError."""
    async with asyncio.timeout(LIMIT_S):
        call.sound.ear.take()
        alike = 0
        while alike < TENTHS_ALIKE[wanted]:
            await asyncio.sleep(0.1)  # the ear is asked for tenths of a second
            heard = call.sound.ear.frames
            spoken = call.sound.ear.take()
            if heard:
                alike = alike + 1 if spoken is wanted else 0


async def first_words(call: PhoneCall, customer: Customer) -> str:
    """The agent says hello, and the customer answers; or has answered the greeting already, as they do when
    nobody has said hello for two seconds, and on a slow machine we are that late."""
    first = asyncio.ensure_future(customer.prints("Customer: "))
    done, _ = await asyncio.wait({first}, timeout=0.2)
    if not done:
        speak(call, HELLO)
    return await first


async def until_said(call: PhoneCall) -> None:
    """Wait until the customer has begun and ended a sentence. Raises TimeoutError."""
    await until_voice(call, True)
    await until_voice(call, False)


@pytest.mark.anyio
async def test_the_customer_reacts(tmp_path: Path) -> None:
    """Greeted, they tell their matter; spoken to, they fall silent and say it again; after hold they say
    that they are there; hung up on, the screen sums up what it was like."""
    with house(tmp_path / "lur", "--demo") as lur:
        async with agent(lur) as next_call, calling(lur, "--queue", "leverans") as customer:
            call = await next_call()
            await customer.prints("Talking with Maja Lind")
            await asyncio.to_thread(lur.until_greeted)
            assert (await first_words(call, customer)).strip() == f"Customer: {LINES[0]}"
            await until_said(call)
            speak(call, HELLO)
            await customer.prints(r"Maja Lind speaks for \d")
            line = await customer.prints(re.escape(LINES[1]))
            await until_voice(call, True)
            speak(call, LONG)
            await customer.prints("falls silent")
            await until_voice(call, False)
            assert await customer.prints("Customer: ") == line, "".join(customer.said)
            call.hold(True)
            await customer.prints("On hold")
            call.hold(False)
            await customer.prints("Talking with Maja Lind")
            await customer.prints(re.escape(INTERJECTIONS["sv"].after_hold))
            await until_voice(call, True)
            call.hang_up()
            summed = await customer.prints("^Over")
            assert re.search(
                r"the other side hung up: waited \d+ s, .*talked \d+ s, on hold \d+ s", summed
            ), summed
            assert await customer.process.wait() == 0


@pytest.mark.anyio
async def test_ctrl_c_hangs_up(tmp_path: Path) -> None:
    """Ctrl-C while waiting: the contact is gone from Lur, the screen says so, the exit code is 0."""
    with house(tmp_path / "lur", "--demo") as lur:
        async with calling(lur, "--language", "en") as customer:
            await customer.prints("Nobody is ready there: press Ready at a desk")
            await customer.prints("Answered after")
            await asyncio.to_thread(lur.until, lambda s: s["contacts"])
            os.kill(customer.process.pid, signal.SIGINT)
            assert "talked to nobody" in await customer.prints("^Over, you hung up")
            assert await customer.process.wait() == 0
            await asyncio.to_thread(lur.until, lambda s: not s["contacts"])


def test_an_agent_at_a_desk_in_the_browser(speaking: Browser, tmp_path: Path) -> None:
    """What a newcomer does first: `lur demo call` rings the desk of whoever is ready, whatever they serve;
    a key answers; the agent stops speaking and hears the customer; a key ends it and both are told."""
    story = tmp_path / "story"
    with house(tmp_path / "lur", "--demo") as lur, desk(speaking, lur, "aino", "108") as aino:
        aino.become_ready()
        with story.open("wb") as output:
            words = [*LUR, "demo", "call", "--data", str(lur.data)]
            customer = subprocess.Popen(words, stdout=output)
        try:
            aino.answer()
            lur.until_greeted()
            aino.press("m")
            assert aino.listen(lambda heard: heard["all"] > VOICE_DB, CUSTOMER_HZ, seconds=LIMIT_S)
            aino.press("Control+e")
            assert customer.wait(LIMIT_S) == 0
        finally:
            customer.kill()
        told = story.read_text()
    assert re.search(r"Calling sip:(retur|teknik)@", told), told
    assert "Talking with Aino Virtanen" in told
    assert re.search(r"Over, the other side hung up: .*talked \d+ s", told), told
