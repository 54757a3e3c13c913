"""Something is wrong at the desk: nobody is called who cannot answer, and customers keep their places."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from journeys.crew import AGENT_HZ, customer, journal
from journeys.desk import BOTH, desk, talk
from journeys.ears import hears_again, hears_other_than
from journeys.forger import Forger
from journeys.house import House

CHECK = re.compile("^(Prov|Kontroll) före passet")
NOT_ALLOWED = ("notifications",)


def the_contact(status: dict[str, Any]) -> dict[str, Any]:
    """The only contact."""
    [contact] = status["contacts"]
    return dict(contact)


@contextlib.contextmanager
def waiting_caller(office: House, folder: Path, queue: str = "quick") -> Iterator[str]:
    """A customer who has come in: the contact."""
    with customer(folder / "waiting", "+46701740677") as caller:
        caller.dial(office.sip(queue))
        yield str(office.until(lambda s: s["contacts"])["contacts"][0]["id"])
        caller.hang_up()
        office.until(lambda s: not s["contacts"])


def test_a_tab_closed_while_it_rings(office: House, speaking: Browser, tmp_path: Path) -> None:
    """The contact keeps its place and rings at another desk; the one who left is blamed for nothing."""
    with desk(speaking, office, "maja", "101") as maja, desk(speaking, office, "erik", "102") as erik:
        maja.become_ready()
        with waiting_caller(office, tmp_path, "calm") as contact:
            maja.until_shown("offered")
            came = the_contact(office.status())["entered"]
            erik.become_ready()
            maja.page.close()
            maja.until(hindrance="desk_gone")
            assert erik.answer() == contact
            assert the_contact(office.status())["entered"] == came
            assert maja.me()["reason"] != "missed"
            assert not [e for e in journal(office, "OfferMissed") if e.get("contact_id") == contact]


def test_a_tab_closed_while_talking(office: House, speaking: Browser, tmp_path: Path) -> None:
    """The customer hears music, and after the grace is first in the line again; the agent has a pause."""
    with desk(speaking, office, "sara", "103") as sara, talk(sara, tmp_path) as (caller, contact):
        sara.page.close()
        assert hears_other_than(caller, AGENT_HZ)
        status = office.until(lambda s: the_contact(s)["phase"] == "waiting")
        assert the_contact(status)["id"] == contact
        assert sara.until(presence="pause")["reason"] == "line_lost"
        with desk(speaking, office, "ali", "104") as ali:
            ali.press("r")
            assert ali.answer() == contact
            assert hears_again(caller, AGENT_HZ)
            ali.press("Control+e")
            caller.wait_for("CALL_CLOSED")


def test_no_permission_no_calls(office: House, speaking: Browser, tmp_path: Path) -> None:
    """Without the microphone's permission nobody rings here, the page says why; given, the call comes."""
    with desk(speaking, office, "maja", "101", allowed=NOT_ALLOWED) as maja:
        maja.press("r")
        maja.until(hindrance="no_microphone")
        maja.until_shown("unreachable")
        expect(maja.middle).to_contain_text("Mikrofonen får inte användas")
        with waiting_caller(office, tmp_path) as contact:
            assert maja.me()["contacts"] == []
            expect(maja.page.get_by_text("Lur får inte använda mikrofonen")).to_be_visible()
            maja.context.grant_permissions(["microphone", "notifications"])
            assert maja.answer() == contact


def test_an_unplugged_headset(office: House, speaking: Browser, tmp_path: Path) -> None:
    """Pulled out: no calls, and the page says why; put in again, the waiting customer comes."""
    with desk(speaking, office, "erik", "102") as erik:
        erik.become_ready()
        erik.hook("unplug()")
        erik.until(hindrance="microphone_lost")
        expect(erik.middle).to_contain_text("Mikrofonen drogs ur")
        with waiting_caller(office, tmp_path) as contact:
            assert erik.me()["contacts"] == []
            erik.hook("plug()")
            assert erik.answer() == contact


def test_nobody_answers_for_another(office: House, speaking: Browser, tmp_path: Path) -> None:
    """A colleague's session may neither answer nor decline what rings here, nor write its note."""
    thief = Forger.signed_in(office, "erik")
    with desk(speaking, office, "maja", "101") as maja:
        maja.become_ready()
        with waiting_caller(office, tmp_path, "calm") as contact:
            maja.until_shown("offered")
            offer = the_contact(office.status())["offer_id"]
            assert thief.code("POST", f"/api/offers/{offer}/accept", {}) == (403, "not_your_offer")
            assert thief.code("POST", f"/api/offers/{offer}/decline", {}) == (403, "not_your_offer")
            assert thief.code("POST", f"/api/contacts/{contact}/end", {})[0] == 403
            assert maja.answer() == contact


ICON = """() => document.querySelector('link[rel="icon"]').href"""


def test_a_hidden_tab_rings(office: House, speaking: Browser, tmp_path: Path) -> None:
    """Behind other windows: a notification, a title, an icon, and the sound of the ring."""
    with desk(speaking, office, "sara", "103") as sara:
        sara.become_ready()
        icon = sara.page.evaluate(ICON)
        sara.hook("look(true)")
        with waiting_caller(office, tmp_path, "calm"):
            sara.until(presence="offered")
            sara.page.wait_for_function("() => document.title.startsWith('☎')")
            sara.page.wait_for_function("() => lurTest.notifications.length > 0")
            sara.page.wait_for_function(f"before => ({ICON})() !== before", arg=icon)
            sara.page.wait_for_function("() => lurTest.sounds.length > 0")
            sara.hook("look(false)")
            sara.answer()
            assert "☎" not in sara.page.title()
            sara.page.wait_for_function(f"before => ({ICON})() === before", arg=icon)


def test_why_did_nobody_call_me(office: House, speaking: Browser) -> None:
    """The chain names the first link that does not hold and mends it: not ready, then no microphone."""
    with desk(speaking, office, "bjorn", "110", allowed=NOT_ALLOWED) as bjorn:
        bjorn.press("w")
        answer = bjorn.page.get_by_role("dialog", name="Varför ringde ingen mig?")
        expect(answer).to_contain_text("Du är utloggad")
        answer.get_by_role("button", name="Bli redo").first.press("Enter")
        bjorn.until(presence="unreachable", hindrance="no_microphone")
        expect(answer).to_contain_text("Lur får inte använda någon mikrofon")
        bjorn.context.grant_permissions([*BOTH])
        bjorn.until(presence="ready", hindrance=None)
        expect(answer).to_contain_text("Allt håller")


def test_the_check_before_the_shift(office: House, speaking: Browser) -> None:
    """Microphone, voice, path, both ways, echo, network and notifications are found good, and it is kept."""
    with desk(speaking, office, "maja", "101") as maja:
        maja.page.get_by_role("button", name=CHECK).first.press("Enter")
        dialog = maja.page.get_by_role("dialog", name="Kontroll före passet")
        dialog.get_by_role("button", name="Börja").press("Enter")
        expect(dialog.get_by_role("button", name="Kontrollera igen")).to_be_visible(timeout=60_000)
        expect(dialog.get_by_text("Allt är bra")).to_be_visible()
        [kept] = office.get("/api/agents/101/check")["checks"]
        assert kept["measured"]["verdict"] == "good"
        maja.page.reload()
        maja.page.get_by_role("button", name=CHECK).first.press("Enter")
        expect(dialog).to_contain_text("Allt är bra")


def test_a_first_visit_shows_three_steps(office: House, speaking: Browser) -> None:
    """Somebody new is shown around in three steps, once, and may skip it."""
    with desk(speaking, office, "erik", "102", newcomer=True) as erik:
        tour = erik.page.get_by_role("region", name="En kort rundtur")
        for number in (1, 2, 3):
            expect(tour).to_contain_text(f"Steg {number} av 3")
            tour.get_by_role("button").last.press("Enter")
        expect(tour).to_have_count(0)
        erik.page.reload()
        erik.middle.wait_for()
        expect(tour).to_have_count(0)
