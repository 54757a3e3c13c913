"""How quickly pages answer in the middle of a day of fifty: `python -m bench.day --speed 60 --seconds 60`.

A day of 4,000 contacts is played by `lur demo day` at this speed; a Chromium on the same machine presses what
people press, again and again. A time is from the press to the picture after the answer is there (two frames),
so 33 ms of it are the screen's own. Questions are timed without the page that draws their answer; beside
them, in the same run, stands the plainest question there is. The desk is that of one more agent, of whom the
day knows nothing and who takes no contacts, with 300 customers to look for.
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
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PRESS = """async ([press, typed, there]) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const shown = () => {
    const [selector, text] = there.split("~");
    return [...document.querySelectorAll(selector)].some((each) => each.textContent.includes(text ?? ""));
  };
  const target = document.querySelector(press);
  if (target === null || shown()) return null;
  const began = performance.now();
  if (typed === "") target.click();
  else {
    target.value = typed;
    target.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  while (!shown()) {
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
TELL = """async ([path, body]) => {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(path + " " + (await answer.text()));
  return await answer.json();
}"""


@dataclass(frozen=True)
class Press:
    """One thing that is done on a page: what is pressed (or typed into), and what is there when it is done,
    as ``selector`` or ``selector~text``. ``close`` is pressed afterwards."""

    what: str
    press: str
    there: str
    close: str = ""
    typed: str = ""


COUNTED, CLOSE = "[data-testid=counted]", "dialog header button"
WANTED, DESK = "Kund 0177", "desk-bench"
PAGES = {
    "/wall": (Press("wallboard: who waits", ".top button", COUNTED, CLOSE),),
    "/": (
        Press("live page: who waits", "dl.figures-row button", COUNTED, CLOSE),
        Press("live page: a queue's door", "th button", "dialog[open] form", CLOSE),
        Press("live page: somebody's day", "li > button", "dialog[open] fieldset", CLOSE),
    ),
}
AT_DESK = {
    "/desk": (
        Press("desk: ready", "#presence-menu > button", ".pill .ready, .pill .unreachable"),
        Press("desk: pause", "#presence-menu .reasons button", ".pill .presence.pause"),
        Press("desk: everything by typing", "header .find", "#palette-list .entry"),
        Press("desk: a command typed", "dialog [role=combobox]", "#palette-0~Paus", typed="paus"),
        Press(
            "desk: a customer typed (150 of it rest)",
            "dialog [role=combobox]",
            f".entry~{WANTED}",
            typed=WANTED,
        ),
        Press(
            "desk: the customer opened",
            "#palette-0",
            "[data-tour=customer] h3",
            "[data-tour=customer] .close",
        ),
    )
}
Times = dict[str, list[float]]
CUSTOMERS = 300
REST_S = 0.2
"""Between presses: nobody presses faster, and the page follows at most ten times a second."""
QUIET = "/api/me"
"""A page that draws nothing of its own."""
TODAY = "2026-01-05"
ASKED = {
    "plain question (/api/me)": "/api/me",
    "report by hour": f"/api/reports/figures?from={TODAY}&to={TODAY}&by=hour",
    "report by queue, compared": f"/api/reports/figures?from={TODAY}&to={TODAY}&by=queue&compare=week",
    "contacts behind a figure": f"/api/reports/contacts?from={TODAY}&to={TODAY}&figure=abandoned",
    "whole status": "/api/status",
}
ASKED_AT_DESK = {
    "desk: the directory of colleagues": "/api/colleagues/search",
    "desk: a customer's page": "/api/customers/{customer}",
}


def main() -> int:
    """Play, press, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speed", type=float, default=60.0)
    parser.add_argument("--wait", type=float, help="seconds before the first press (an hour of the day)")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long is pressed")
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
    print(f"{'what':<42}{'times':>6}{'p50 ms':>9}{'p95 ms':>9}{'worst':>9}")
    for name, found in times.items():
        found.sort()
        p95 = found[min(len(found) - 1, int(len(found) * 0.95))]
        print(f"{name:<42}{len(found):>6}{statistics.median(found):>9.1f}{p95:>9.1f}{found[-1]:>9.1f}")
    return 0


def _pressed(url: str, passwords: Path, asked: argparse.Namespace) -> Times:
    times: Times = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        login, password = _leader(passwords)
        page = _signed_in(browser, url, login, password)
        page.wait_for_selector("dl dd")
        password, customer = _at_the_desk(page)
        time.sleep(3600 / asked.speed if asked.wait is None else asked.wait)
        share = asked.seconds / (len(PAGES) + len(AT_DESK) + 2)
        for path, presses in PAGES.items():
            page.goto(path)
            page.wait_for_selector("dl dd")
            _press(page, presses, share, times)
        page.goto(QUIET)
        _ask(page, ASKED, share, times)
        page.close()
        desk = _signed_in(browser, url, DESK, password)
        for path, presses in AT_DESK.items():
            desk.goto(path)
            desk.wait_for_selector("[data-tour=presence]")
            _press(desk, presses, share, times)
        desk.goto(QUIET)
        _ask(
            desk, {what: path.format(customer=customer) for what, path in ASKED_AT_DESK.items()}, share, times
        )
        browser.close()
    return times


def _press(page: Page, presses: Iterable[Press], seconds: float, times: Times) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for each in presses:
            time.sleep(REST_S)
            _note(times, each.what, page.evaluate(PRESS, [each.press, each.typed, each.there]))
            page.evaluate("(close) => close && document.querySelector(close)?.click()", each.close)


def _ask(page: Page, questions: Mapping[str, str], seconds: float, times: Times) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for what, path in questions.items():
            _note(times, what, page.evaluate(ASK, path))


def _at_the_desk(page: Page) -> tuple[str, str]:
    """One more agent, and customers: the agent's password, and the customer who is looked for."""
    agent = page.evaluate(TELL, ["/api/agents", {"id": DESK, "name": "Bo Bänk"}])["agent_id"]
    account = {"account": DESK, "display_name": "Bo Bänk", "role": "agent", "agent_id": agent}
    password = page.evaluate(TELL, ["/api/accounts", account])["password"]
    made = {}
    for number in range(CUSTOMERS):
        name = f"Kund {number:04}"
        person = {"names": [name], "mails": [f"kund{number}@example.net"]}
        made[name] = page.evaluate(TELL, ["/api/customers", person])["id"]
    return password, made[WANTED]


def _leader(passwords: Path) -> tuple[str, str]:
    end = time.monotonic() + 60
    while not passwords.exists() and time.monotonic() < end:
        time.sleep(0.2)
    login, password = passwords.read_text().split()[:2]
    return login, password


def _signed_in(browser: Browser, url: str, login: str, password: str) -> Page:
    page = browser.new_context(base_url=url, viewport={"width": 1440, "height": 900}).new_page()
    for _ in range(50):
        try:
            page.goto("/")
            break
        except Exception:
            time.sleep(0.2)
    page.locator("input").first.fill(login)
    page.locator("input[type=password]").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_selector("input[type=password]", state="detached")
    return page


def _note(times: Times, name: str, found: float | None) -> None:
    if found is not None:
        times.setdefault(name, []).append(found)


if __name__ == "__main__":
    raise SystemExit(main())
