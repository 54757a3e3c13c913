"""From the key to the voice: how long after Enter each side hears the other.

    .venv/bin/python bench/answer.py [--calls N]

A real `lur serve`, an agent in a real Chromium with a microphone that warbles, and callers' phones with a
tone. All callers have heard their greeting before the agent is ready, so that nothing but the answer is
measured. The page's clock and ours are one machine's; the page notes the key and the first sound of the
customer's tone, the callers' phones note the first packet in which the agent's warble is stronger than
everything else. Two-way is the later of the two. Prints a table.
"""

from __future__ import annotations

import argparse
import array
import asyncio
import math
import statistics
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import numpy as np

from fakes.tones import decoded, tone
from journeys import desk as desks
from journeys.house import House, house
from lur.adapters.voice.media.values import Law
from lur.adapters.voice.phone import PhoneCall, SoftPhone
from lur.wire.rtp import packet

CUSTOMER_HZ = 440
LOW_HZ, HIGH_HZ = 800, 1_300
WARBLE_MS = 160
LIMIT_S = 10.0
SHARE = 0.6
"""Of a packet's energy, so much between LOW_HZ and HIGH_HZ is the agent and not our music."""

EAR = """() => {
  const track = lurTest.connections.at(-1).getReceivers()[0].track;
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 256;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(256);
  window.lurBench = { key: 0, heard: 0 };
  addEventListener("keydown", (event) => {
    if (event.key === "Enter") window.lurBench = { key: performance.timeOrigin + event.timeStamp, heard: 0 };
  }, true);
  setInterval(() => {
    if (lurBench.key === 0 || lurBench.heard !== 0) return;
    analyser.getFloatTimeDomainData(samples);
    if (!samples.some((sample) => Math.abs(sample) > 0.02)) return;
    lurBench.heard = performance.timeOrigin + performance.now();
  }, 2);
}"""


def warble(path: Path) -> None:
    """A microphone's file that no noise suppression takes for noise: it never stays the same."""
    rate, phase = 48_000, 0.0
    samples = array.array("h")
    for n in range(rate * 8):
        part = (n * 1000 // rate) % WARBLE_MS / WARBLE_MS
        phase += 2 * math.pi * (LOW_HZ + 100 + (HIGH_HZ - LOW_HZ - 200) * part) / rate
        samples.append(int(12_000 * math.sin(phase)))
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(samples.tobytes())


class Callers:
    """Phones that call and hum, in a thread with a loop of its own."""

    def __init__(self, lur: House) -> None:
        self._lur = lur
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._phone: SoftPhone | None = None
        self._heard: list[tuple[float, bytes]] = []

    def call(self, count: int) -> None:
        """So many at once."""
        asyncio.run_coroutine_threadsafe(self._call(count), self._loop).result(30)

    async def _call(self, count: int) -> None:
        self._phone = await SoftPhone(("127.0.0.1", self._lur.sip_port), name="caller").open()
        for _ in range(count):
            call = await self._phone.call("quick")
            await call.answered()
            call.sound.play(tone(CUSTOMER_HZ, 1000, Law.ALAW))
            self._listen(call)

    def _listen(self, call: PhoneCall) -> None:
        inner = call.sound.datagram_received

        def received(data: bytes, addr: tuple[str | object, int]) -> None:
            got = packet.parse(data)
            if got is not None and len(got.payload) == 160:
                self._heard.append((time.time() * 1000, got.payload))
            inner(data, addr)

        call.sound.datagram_received = received  # type: ignore[method-assign]

    def forget(self) -> None:
        """What was heard until now."""
        self._heard.clear()

    def first_of_the_agent(self) -> float | None:
        """When the agent was first heard by anybody, ms since 1970."""
        return next((at for at, payload in tuple(self._heard) if _is_agent(payload)), None)

    def close(self) -> None:
        """Hang up."""
        if self._phone is not None:
            asyncio.run_coroutine_threadsafe(self._phone.close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)


def _is_agent(payload: bytes) -> bool:
    power = np.abs(np.fft.rfft(np.array(decoded(payload, Law.ALAW), dtype=float))) ** 2
    total = float(power.sum())
    low, high = (hz * len(payload) // 8000 for hz in (LOW_HZ, HIGH_HZ))
    return total > 1e8 and float(power[low : high + 1].sum()) > SHARE * total


@contextmanager
def agent(lur: House, folder: Path) -> Iterator[desks.DeskPage]:
    """The agent's desk in a browser that warbles."""
    mouth = folder / "warble.wav"
    write, desks.write_beats = desks.write_beats, lambda path, hz, level_db=-12.0: warble(path)
    try:
        with (
            desks.browser_with_microphone(mouth.parent, 0) as browser,
            desks.desk(browser, lur, "maja", "101") as opened,
        ):
            yield opened
    finally:
        desks.write_beats = write


def answers(lur: House, folder: Path, calls: int) -> list[tuple[float, float]]:
    """For each call: key to the customer's sound at the desk, key to the agent's at the customer, ms."""
    took: list[tuple[float, float]] = []
    callers = Callers(lur)
    with agent(lur, folder) as maja:
        callers.call(calls)
        lur.until_greeted()
        for number in range(calls):
            maja.press("r")
            maja.until_shown("offered")
            if number == 0:
                maja.page.evaluate(EAR)
            callers.forget()
            maja.press("Enter")
            took.append(_both(maja, callers))
            maja.until_shown("talking")
            maja.press("Control+e")
            maja.until_shown("wrap_up", "breath")
            maja.press("Control+Enter")
            maja.until_shown("breath", "ready", "offered")
    callers.close()
    return took


def _both(maja: desks.DeskPage, callers: Callers) -> tuple[float, float]:
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline:
        page = maja.page.evaluate("() => lurBench")
        customer = callers.first_of_the_agent()
        if page["heard"] and customer:
            return page["heard"] - page["key"], customer - page["key"]
        maja.page.wait_for_timeout(50)  # between two looks, not instead of one
    raise SystemExit(f"no two-way sound: {page}, {customer}")


def _row(name: str, values: list[float]) -> str:
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return f"{name:<44}{cuts[49]:>8.0f}{cuts[98]:>8.0f}{max(values):>8.0f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--calls", type=int, default=20)
    calls = parser.parse_args().calls
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with house(folder, "--demo") as lur:
            lur.queue("Quick", "--wrap-up", "30", "--breath", "0")
            took = answers(lur, folder, calls)
    print(f"{calls} calls, ms from the key{'p50':>22}{'p99':>8}{'worst':>8}")
    print(_row("the customer is heard at the desk", [desk for desk, _ in took]))
    print(_row("the agent is heard by the customer", [customer for _, customer in took]))
    print(_row("both", [max(pair) for pair in took]))


if __name__ == "__main__":
    main()
