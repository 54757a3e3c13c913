"""Ask a colleague while the customer hears music, hand over, and whoever hangs up first: nobody is lost."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from journeys.colleague import (
    FELLOW_HZ,
    Colleague,
    choose,
    colleague,
    hears_all_of,
    hears_none_of,
    told,
    who_hears,
)
from journeys.crew import AGENT_HZ, CUSTOMER_HZ, customer
from journeys.desk import DeskPage, desk, talk
from journeys.ears import hears_again
from journeys.forger import Forger
from journeys.house import House
from journeys.recording_check import until_all_is_recorded

AFTER = ("wrap_up", "breath", "ready")


@pytest.fixture(scope="module")
def ali(office: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Colleague]:
    """Ali Rahimi stands by at a SIP phone that is answered by hand."""
    with colleague(office, tmp_path_factory.mktemp("ali"), "ali", "104") as there:
        yield there


def consulted(maja: DeskPage, ali: Colleague) -> None:
    """Maja asks Ali by keys, and Ali answers."""
    ali.until(presence="standby")
    choose(maja, "q", ali.name)
    ali.answer()
    expect(who_hears(maja)).to_contain_text("Du talar med Ali Rahimi.")


def test_ask_swap_and_hand_over(office: House, speaking: Browser, ali: Colleague, tmp_path: Path) -> None:
    """The two talk alone while the customer hears music and nothing of them; H swaps; a reload and a change
    of network in the middle change nothing; T gives the customer to the colleague, and both are on disk."""
    with desk(speaking, office, "maja", "101") as maja, talk(maja, tmp_path) as (caller, contact):
        consulted(maja, ali)
        maja.until_shown("held")
        assert maja.hears(FELLOW_HZ)
        assert hears_again(ali.phone, AGENT_HZ)
        assert hears_none_of(caller, AGENT_HZ, FELLOW_HZ)
        assert maja.hears_nothing_of(CUSTOMER_HZ)
        expect(who_hears(maja)).to_contain_text("Du talar med Ali Rahimi. Kunden hör musik.")

        maja.press("h")
        maja.until_shown("talking")
        assert hears_all_of(caller, AGENT_HZ, but=(FELLOW_HZ,))
        assert maja.hears(CUSTOMER_HZ)
        assert hears_none_of(ali.phone, AGENT_HZ, CUSTOMER_HZ)
        expect(who_hears(maja)).to_contain_text("Ali Rahimi hör musik.")
        maja.press("h")
        maja.until_shown("held")
        assert hears_again(ali.phone, AGENT_HZ)

        maja.page.reload()
        maja.until_shown("held")
        expect(who_hears(maja)).to_contain_text("Du talar med Ali Rahimi.")
        assert maja.hears(FELLOW_HZ)
        assert hears_again(ali.phone, AGENT_HZ)
        path = maja.hook("path()")
        maja.page.evaluate("() => window.dispatchEvent(new Event('online'))")
        maja.page.wait_for_function("path => lurTest.path() !== path", arg=path)
        assert maja.hears(FELLOW_HZ)
        assert hears_again(ali.phone, AGENT_HZ)
        assert hears_none_of(caller, AGENT_HZ, FELLOW_HZ)

        maja.press("t")
        maja.until_shown(*AFTER)
        ali.until(presence="on_contact", contacts=[contact])
        assert hears_all_of(caller, FELLOW_HZ, but=(AGENT_HZ,))
        assert hears_all_of(ali.phone, CUSTOMER_HZ, but=(AGENT_HZ,))
        ali.phone.hang_up()
        caller.wait_for("CALL_CLOSED")
    until_all_is_recorded(office, contact)


def test_whoever_hangs_up_first(office: House, speaking: Browser, tmp_path: Path) -> None:
    """The customer while it rings, the customer in a consult, the agent, the colleague: each of the others is
    told, is free again, and a customer who is still there is with the agent."""
    with desk(speaking, office, "maja", "101") as maja, desk(speaking, office, "erik", "102") as erik:
        erik.press("b")
        with talk(maja, tmp_path / "rings") as (caller, first):
            asked(maja, erik)
            [party] = the_contact(office)["parties"]
            caller.hang_up()
            erik.until_shown("standby")
            late = Forger.signed_in(office, "erik").code("POST", f"/api/parties/{party['id']}/answer", {})
            assert late == (409, "ask_is_over")
            expect(told(erik)).to_contain_text("Kunden har lagt på")
            maja.until_shown(*AFTER)
        with talk(maja, tmp_path / "customer") as (caller, second):
            asked(maja, erik, answers=True)
            caller.hang_up()
            erik.until_shown("standby")
            expect(told(erik)).to_contain_text("Samtalet är slut")
            maja.until_shown(*AFTER)
        with talk(maja, tmp_path / "agent") as (caller, third):
            asked(maja, erik, answers=True)
            maja.press("Control+e")
            maja.until_shown(*AFTER)
            erik.until_shown("talking")
            assert hears_again(caller, AGENT_HZ)
            assert erik.hears(CUSTOMER_HZ)
            erik.press("Control+e")
            caller.wait_for("CALL_CLOSED")
        with talk(maja, tmp_path / "colleague") as (caller, fourth):
            asked(maja, erik, answers=True)
            erik.press("Control+e")
            erik.until_shown("standby")
            expect(who_hears(maja)).to_contain_text("Erik Sandberg har lämnat samtalet")
            maja.until_shown("held")
            maja.press("h")
            assert hears_again(caller, AGENT_HZ)
            maja.press("Control+e")
            caller.wait_for("CALL_CLOSED")
    until_all_is_recorded(office, first, second, third, fourth)


def asked(maja: DeskPage, erik: DeskPage, *, answers: bool = False) -> None:
    """Maja asks Erik, whose desk rings, and who answers by the key or lets it ring."""
    erik.until(presence="standby", hindrance=None)
    choose(maja, "q", "Erik")
    erik.until_shown("asked")
    expect(erik.middle).to_contain_text("Maja Lind vill fråga dig något")
    if answers:
        erik.press("Enter")
        erik.until_shown("assisting")
        maja.until_shown("held")
        expect(who_hears(maja)).to_contain_text("Du talar med Erik Sandberg.")


def test_who_does_not_come(office: House, speaking: Browser, ali: Colleague, tmp_path: Path) -> None:
    """Not now, not answered, rung no more, gone in the middle of a consult, busy: the agent is told which,
    and the customer is still there. When the agent has left meanwhile, the customer is back in the queue at
    the old place."""
    office.cli("queue", "change", "order", "--ring-timeout", "12")
    with desk(speaking, office, "maja", "101") as maja, talk(maja, tmp_path) as (caller, contact):
        with desk(speaking, office, "erik", "102") as erik:
            erik.press("b")
            asked(maja, erik)
            erik.press("x")
            expect(who_hears(maja)).to_contain_text("Erik Sandberg kan inte nu. Kunden är kvar hos dig.")
            erik.until_shown("standby")
            asked(maja, erik)
            maja.press("Control+e")
            erik.until_shown("standby")
            maja.until_shown("held")
            asked(maja, erik)
            expect(who_hears(maja)).to_contain_text(f"hann inte svara. {STILL}")
            expect(told(erik)).to_contain_text("Du hann inte svara. Det gör inget.")
            asked(maja, erik, answers=True)
            erik.page.close()
            expect(who_hears(maja)).to_contain_text("Linjen till Erik Sandberg bröts")
        choose(maja, "q", ali.name)
        ali.until_rung()
        ali.phone.hang_up()
        expect(who_hears(maja)).to_contain_text(f"Ali Rahimi är upptagen. {STILL}")
        maja.until_shown("held")
        maja.press("h")
        assert hears_again(caller, AGENT_HZ)
        came = the_contact(office)["entered"]

        choose(maja, "t", ali.name, enter="Shift+Enter")
        ali.until_rung()
        expect(who_hears(maja)).to_contain_text("Det ringer hos Ali Rahimi.")
        maja.press("v")
        maja.until_shown(*AFTER)
        assert hears_none_of(caller, AGENT_HZ, FELLOW_HZ)
        ali.phone.hang_up()
        assert maja.answer() == contact
        assert the_contact(office)["entered"] == came
        assert hears_all_of(caller, AGENT_HZ)
        maja.press("Control+e")
        caller.wait_for("CALL_CLOSED")
    until_all_is_recorded(office, contact)


STILL = "Kunden är kvar hos dig."


def test_what_cannot_be_asked(office: House, speaking: Browser, ali: Colleague, tmp_path: Path) -> None:
    """Somebody signed out, in a talk, oneself, a queue that is closed, no number, one who has said no, nobody
    to help, the same way twice: each is refused with what to do, nothing is half done."""
    office.queue("Natten", "--hours", f"{THREE_DAYS_ON:%a} 03:00-03:01".lower())
    Forger.signed_in(office, "supervisor").send("POST", "/api/refused-numbers", {"number": SAID_NO})
    pages = Forger.signed_in(office, "maja")
    with desk(speaking, office, "maja", "101") as maja, talk(maja, tmp_path) as (caller, contact):
        at = f"/api/contacts/{contact}"
        with in_another_talk(office, ali, tmp_path):
            busy = pages.send("POST", f"{at}/ask", {"purpose": "consult", "agent_id": "104"})[2]
            assert busy["code"] == "agent_not_available"
            assert "i ett samtal" in busy["what_to_do"]
        ali.stand_by()
        before = the_contact(office)
        for path, body, code in (
            ("ask", {"purpose": "consult", "agent_id": "103"}, "agent_not_available"),
            ("ask", {"purpose": "transfer", "agent_id": "101"}, "same_agent"),
            ("queue", {"queue_id": "natten"}, "queue_closed"),
            ("ask", {"purpose": "consult", "number": "112"}, "number_invalid"),
            ("ask", {"purpose": "transfer", "number": SAID_NO}, "number_refused"),
        ):
            status, _, answer = pages.send("POST", f"{at}/{path}", body)
            assert (400 <= status < 500, answer["code"]) == (True, code)
            assert len(answer["what_to_do"]) > 10, answer
        assert the_contact(office) == before
        maja.press("?")
        expect(maja.middle).to_contain_text("Ingen är redo att hjälpa just nu.")
        maja.press("q")
        maja.page.keyboard.type("Sara")
        expect(maja.page.locator("[role=option][aria-selected=true]")).to_contain_text("Sara Nyström")
        maja.press("Enter")
        gone = "Sara Nyström är inte inloggad. Välj någon annan"
        expect(maja.page.get_by_test_id("colleague-search")).to_contain_text(gone)
        expect(maja.page.locator(".visually-hidden[aria-live=polite]")).to_contain_text(gone)
        maja.press("Escape")
        maja.until_shown("talking")
        assert hears_again(caller, AGENT_HZ)

        choose(maja, "t", ali.name, enter="Shift+Enter")
        ali.answer()
        ali.until(presence="on_contact", contacts=[contact])
        assert hears_all_of(caller, FELLOW_HZ, but=(AGENT_HZ,))
        maja.until(presence="ready")
        ali.post(f"contacts/{contact}/ask", {"purpose": "transfer", "agent_id": "101"})
        maja.until_shown("asked")
        expect(maja.middle).to_contain_text("Ali Rahimi vill koppla en kund till dig")
        maja.press("Enter")
        maja.until_shown("talking")
        ali.until(contacts=[])
        ali.stand_by()
        choose(maja, "t", ali.name, enter="Shift+Enter")
        expect(maja.middle).to_contain_text("Kunden har redan skickats just dit härifrån.")
        maja.until_shown("talking")
        assert hears_all_of(caller, AGENT_HZ, but=(FELLOW_HZ,))
        maja.press("Control+e")
        caller.wait_for("CALL_CLOSED")
    until_all_is_recorded(office, contact)


SAID_NO = "+46701740698"
THREE_DAYS_ON = datetime.now().astimezone() + timedelta(days=3)


@contextlib.contextmanager
def in_another_talk(office: House, ali: Colleague, folder: Path) -> Iterator[None]:
    """Meanwhile Ali talks with somebody else."""
    ali.post("agents/me/ready")
    with customer(folder / "another", "+46701740697") as another:
        another.dial(office.sip("quick"))
        ali.answer()
        ali.until(presence="on_contact")
        yield
        another.hang_up()
        ali.until(contacts=[])


def the_contact(office: House) -> dict[str, Any]:
    """What there is of the only contact."""
    [contact] = office.status()["contacts"]
    return {name: contact[name] for name in ("id", "phase", "agent_id", "parties", "queue_id", "entered")}
