"""A colleague at a SIP phone of their own, with a page's session beside it; and how an agent at a desk asks.

A desk asks by keys, as a person does. Phones make colleagues cheap: each has a tone of its own, which a
browser can only have once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Locator, expect

from fakes.tones import power_db, tone_db
from journeys.baresip import Baresip, baresip
from journeys.browser import demo_phone
from journeys.desk import DeskPage, leave
from journeys.ears import SECOND, SILENT_DB, bytes_heard
from journeys.forger import Forger
from journeys.house import House

FELLOW_HZ = 1500


@dataclass
class Colleague:
    """Somebody of the demo company at a SIP phone."""

    house: House
    agent_id: str
    name: str
    phone: Baresip
    forger: Forger
    rung: int = 0

    def stand_by(self) -> None:
        """Be there for colleagues."""
        self.post("agents/me/standby")
        self.until(presence="standby", hindrance=None)

    def post(self, path: str, body: object = None, *, status: int = 200) -> Any:
        """What the colleague's page says to the house; the answer."""
        got, _, answer = self.forger.send("POST", f"/api/{path}", body or {})
        assert got == status, (path, got, answer)
        return answer

    def until(self, **fields: object) -> None:
        """Wait until the house says so of the colleague."""
        self.house.until(
            lambda s: any(
                a["id"] == self.agent_id and all(a[k] == v for k, v in fields.items()) for a in s["agents"]
            ),
        )

    def until_rung(self) -> None:
        """Wait until the phone rings once more."""
        self.phone.wait_for("CALL_INCOMING", skip=self.rung)
        self.rung += 1

    def answer(self) -> None:
        """Wait for the ring and pick up."""
        self.until_rung()
        self.phone.command("accept")

    def place(self) -> dict[str, Any]:
        """The colleague's place in the talk that goes on."""
        contacts = self.house.status()["contacts"]
        return next(p for c in contacts for p in c["parties"] if p["agent_id"] == self.agent_id)


@contextlib.contextmanager
def colleague(
    house: House, folder: Path, account: str, agent_id: str, *, hz: int = FELLOW_HZ, answer: str = "manual"
) -> Iterator[Colleague]:
    """A colleague who stands by at a registered phone."""
    own = demo_phone(house, agent_id)
    lines = [own.account(house.sip_port, answer=answer)]
    with baresip(folder / f"phone-{agent_id}", tone_hz=hz, accounts=lines) as phone:
        house.until_registered(own)
        forger = Forger.signed_in(house, account)
        name = next(a["name"] for a in house.status()["agents"] if a["id"] == agent_id)
        there = Colleague(house, agent_id, name, phone, forger)
        there.stand_by()
        yield there
    leave(house, agent_id)


def choose(agent: DeskPage, key: str, whom: str, *, enter: str = "Enter") -> None:
    """Open the search by its key, type, and choose who is marked then, once they can be chosen."""
    agent.press(key)
    agent.page.locator("#desk-seek").wait_for()
    with agent.page.expect_response(lambda answer: answer.url.endswith(f"search?q={quote(whom)}")):
        agent.page.keyboard.type(whom)
    marked = agent.page.locator("[role=option][aria-selected=true][aria-disabled=false]")
    expect(marked).to_contain_text(whom)
    agent.press(enter)
    expect(agent.page.locator("#desk-seek")).to_have_count(0)


def who_hears(agent: DeskPage) -> Locator:
    """The line of the desk that says who hears whom, and what became of somebody."""
    return agent.page.get_by_test_id("who-hears")


def told(agent: DeskPage) -> Locator:
    """What the desk says of a talk or a question that is over."""
    return agent.page.get_by_test_id("talk-news")


def hears_none_of(phone: Baresip, *tones: int, seconds: float = 40.0) -> bool:
    """Whether a second comes from now on with sound and none of these tones (music, a prompt)."""
    before = bytes_heard(phone)
    return phone.listen(
        lambda sound: (
            bytes_heard(phone) > before + 2 * SECOND
            and len(sound) > SECOND
            and all(tone_db(sound[-SECOND:], hz) < SILENT_DB for hz in tones)
            and power_db(sound[-SECOND:]) > SILENT_DB
        ),
        seconds=seconds,
    )


def hears_all_of(phone: Baresip, *tones: int, but: tuple[int, ...] = (), seconds: float = 40.0) -> bool:
    """Whether a second comes from now on with all these tones and none of those others."""
    before = bytes_heard(phone)
    return phone.listen(
        lambda sound: (
            bytes_heard(phone) > before + 2 * SECOND
            and all(tone_db(sound[-SECOND:], hz) > IN_COMPANY_DB for hz in tones)
            and all(tone_db(sound[-SECOND:], hz) < SILENT_DB for hz in but)
        ),
        seconds=seconds,
    )


IN_COMPANY_DB = -30.0
"""A tone among others: a mix may take a few decibels off so that it does not clip."""
