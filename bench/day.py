"""How quickly pages answer in the middle of a day of fifty: `python -m bench.day --speed 60 --seconds 60`.

A day of 4,000 contacts is played by `lur demo day` at this speed; a Chromium on the same machine presses what
people press, again and again. A time is from the press to the picture after the answer is there (two frames),
so 33 ms of it are the screen's own. Beside it, in the same run, stands a plain question to the server.
"""

from __future__ import annotations

import argparse
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PRESS = """async ([press, there]) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const target = document.querySelector(press);
  if (target === null) return null;
  const began = performance.now();
  target.click();
  while (document.querySelector(there) === null) {
    if (performance.now() - began > 10000) return null;
    await frame();
  }
  await frame();
  await frame();
  return performance.now() - began;
}"""
ASK = """async (path) => {
  const began = performance.now();
  await (await fetch(path)).text();
  return performance.now() - began;
}"""
COUNTED, CLOSE = "[data-testid=counted]", "dialog header button"
PRESSES = {
    "/wall": {"wallboard: who waits": (".top button", COUNTED, CLOSE)},
    "/": {
        "live page: who waits": ("dl.figures-row button", COUNTED, CLOSE),
        "live page: a queue's door": ("th button", "dialog[open] form", CLOSE),
        "live page: somebody's day": ("li > button", "dialog[open] fieldset", CLOSE),
    },
}
TODAY = "2026-01-05"
ASKED = {
    "plain question (/api/me)": "/api/me",
    "report by hour": f"/api/reports/figures?from={TODAY}&to={TODAY}&by=hour",
    "report by queue, compared": f"/api/reports/figures?from={TODAY}&to={TODAY}&by=queue&compare=week",
    "contacts behind a figure": f"/api/reports/contacts?from={TODAY}&to={TODAY}&figure=abandoned",
    "whole status": "/api/status",
}


def main() -> int:
    """Play, press, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speed", type=float, default=60.0)
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="how long is pressed, after the first hour"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        data, command = Path(folder) / "data", [sys.executable, "-m", "lur.cli", "demo", "day"]
        options = ["--speed", str(asked.speed), "--data", str(data), "--http", f"127.0.0.1:{port}"]
        with open(Path(folder) / "log", "w") as log:
            day = subprocess.Popen([*command, *options], stdout=log, stderr=log)
        try:
            times = _pressed(f"http://127.0.0.1:{port}", data / "demo-sign-in.txt", asked)
        finally:
            day.terminate()
            day.wait()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(f"{machine}, speed {asked.speed:.0f}")
    print(f"{'what':<32}{'times':>6}{'p50 ms':>9}{'p95 ms':>9}{'worst':>9}")
    for name, found in times.items():
        found.sort()
        p95 = found[min(len(found) - 1, int(len(found) * 0.95))]
        print(f"{name:<32}{len(found):>6}{statistics.median(found):>9.1f}{p95:>9.1f}{found[-1]:>9.1f}")
    return 0


def _pressed(url: str, passwords: Path, asked: argparse.Namespace) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(base_url=url, viewport={"width": 1440, "height": 900}).new_page()
        _sign_in(page, passwords)
        time.sleep(3600 / asked.speed)
        share = asked.seconds / (len(PRESSES) + 1)
        for path, presses in PRESSES.items():
            page.goto(path)
            page.wait_for_selector("dl dd")
            end = time.monotonic() + share
            while time.monotonic() < end:
                for name, (press, there, close) in presses.items():
                    _note(times, name, page.evaluate(PRESS, [press, there]))
                    page.evaluate("(close) => document.querySelector(close)?.click()", close)
        end = time.monotonic() + share
        while time.monotonic() < end:
            for name, path in ASKED.items():
                _note(times, name, page.evaluate(ASK, path))
        browser.close()
    return times


def _sign_in(page: Page, passwords: Path) -> None:
    end = time.monotonic() + 60
    while not passwords.exists() and time.monotonic() < end:
        time.sleep(0.2)
    login, password = passwords.read_text().split()[:2]
    for _ in range(50):
        try:
            page.goto("/")
            break
        except Exception:
            time.sleep(0.2)
    page.locator("input").first.fill(login)
    page.locator("input[type=password]").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_selector("dl dd")


def _note(times: dict[str, list[float]], name: str, found: float | None) -> None:
    if found is not None:
        times.setdefault(name, []).append(found)


if __name__ == "__main__":
    raise SystemExit(main())
