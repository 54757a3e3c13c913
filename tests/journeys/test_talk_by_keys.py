"""A customer handed over and a colleague helped, by keyboard alone in each language; what axe-core says of
every face of it; and the pictures of the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from journeys.browser import picture
from journeys.colleague import choose, who_hears
from journeys.crew import customer, journal
from journeys.desk import DeskPage, desk
from journeys.forger import Forger
from journeys.house import House
from journeys.recording_check import until_all_is_recorded
from journeys.test_desk_work import Look, until_noted

PAIRS = {
    "sv": (("ali", "104"), ("maja", "101", "Maja Lind")),
    "nb": (("ingrid", "105"), ("solveig", "107", "Solveig Dahl")),
    "en": (("aino", "108"), ("freja", "109", "Freja Holm")),
}
NOTE = "Två stolar, den ena med en spricka. Vill ha en ny eller 400 kr tillbaka."
SUMMARY = "Stolen som kom i torsdags är sprucken."
SIZE = (1440, 900)


def shot(language: str, agent: DeskPage, name: str, scheme: str = "light") -> None:
    """A picture, in the language of the documentation's pictures."""
    if language == "sv":
        agent.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        picture(agent.page, f"desk-{name}-{scheme}.png")


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_hand_over_and_help_without_a_mouse(
    office: House, speaking: Browser, tmp_path: Path, language: str
) -> None:
    """Note, ask first, all together, hand over, wrap up, stand by, help, whisper, leave, end: keys alone."""
    (account, agent_id), (other_account, other_id, other_name) = PAIRS[language]
    Forger.signed_in(office, "supervisor").send("POST", f"/api/helpers/{agent_id}", {})
    with (
        desk(speaking, office, account, agent_id, size=SIZE) as agent,
        desk(speaking, office, other_account, other_id, size=SIZE) as other,
        customer(tmp_path / "caller", "+46701740614") as caller,
    ):
        sides = Sides(language, agent, other, (Look(agent), Look(other)))
        agent.become_ready()
        caller.dial(office.sip("calm"))
        contact = agent.answer()
        hands_over(sides, contact, other_name)
        helps(sides)
        other.press("Control+e")
        caller.wait_for("CALL_CLOSED")
        other.until_shown("wrap_up")
        other.press("Control+Enter")
        other.until_shown("breath", "ready", "standby")
    found = [*sides.looks[0].found, *sides.looks[1].found]
    assert not found, "\n".join(found)
    handed = [event for event in journal(office, "ContactHandedOver") if event["contact_id"] == contact]
    assert [(event["from_agent_id"], event["agent_id"]) for event in handed] == [(agent_id, other_id)]
    until_all_is_recorded(office, contact)


@dataclass
class Sides:
    """Two desks, and what axe-core says of them."""

    language: str
    agent: DeskPage
    other: DeskPage
    looks: tuple[Look, Look]


def hands_over(sides: Sides, contact: str, other_name: str) -> None:
    """Write, ask first, all together, and give the customer away."""
    language, agent, other, looks = sides.language, sides.agent, sides.other, sides.looks
    other.press("b")
    other.until(presence="standby", hindrance=None)
    looks[1].at("standing by")
    agent.press("n")
    agent.page.keyboard.type(NOTE)
    until_noted(agent, contact, NOTE)
    agent.press("Escape", "s")
    agent.page.keyboard.type(SUMMARY)
    agent.press("Escape", "t")
    agent.page.locator("#desk-seek").wait_for()
    looks[0].at("search")
    agent.press("Escape")

    choose(agent, "t", other_name)
    other.until_shown("asked")
    expect(other.page.get_by_test_id("read-note")).to_contain_text(NOTE)
    shot(language, other, "asked")
    looks[0].at("ringing")
    looks[1].at("asked")
    other.press("Enter")
    other.until_shown("assisting")
    expect(who_hears(agent).locator("[data-way=talks]")).to_have_count(2)
    shot(language, agent, "consult")
    shot(language, agent, "consult", "dark")
    looks[0].at("consult")
    looks[1].at("consulted")
    agent.press("j")
    agent.until_shown("talking")
    looks[0].at("all together")
    agent.press("Enter")
    agent.until_shown("wrap_up")
    other.until_shown("talking")
    agent.press("Control+Enter")
    agent.until_shown("breath", "ready")


def helps(sides: Sides) -> None:
    """Stand by, come when help is asked for, write, whisper, think of taking over, and go."""
    language, agent, other, looks = sides.language, sides.agent, sides.other, sides.looks
    agent.press("b")
    agent.until(presence="standby", hindrance=None)
    other.press("?")
    agent.until_shown("asked")
    looks[0].at("asked to help")
    agent.press("Enter")
    agent.until_shown("assisting")
    agent.press("n")
    agent.page.keyboard.type("Du får lova 400 kr")
    agent.press("Enter", "Escape", "w")
    expect(other.page.get_by_test_id("hints")).to_contain_text("Du får lova 400 kr")
    expect(who_hears(other).locator("[data-way=whispers]")).to_have_count(1)
    shot(language, agent, "assisting", "dark")
    shot(language, other, "helped")
    looks[0].at("helping")
    looks[1].at("helped")
    agent.press("o")
    agent.page.get_by_test_id("take-over").wait_for()
    looks[0].at("taking over")
    agent.press("Escape", "Control+e")
    agent.until_shown("standby")
