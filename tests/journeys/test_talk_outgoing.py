"""A call that an agent begins: from the customer's page, with the queue's own number shown, within its hours,
and to nobody who has said no."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, expect

from journeys.baresip import Baresip, baresip
from journeys.browser import objections, picture
from journeys.crew import AGENT_HZ, CUSTOMER_HZ
from journeys.desk import DeskPage, desk
from journeys.ears import hears
from journeys.forger import Forger
from journeys.house import House
from journeys.recording_check import until_all_is_recorded

NUMBER, SHOWN = "+46701740610", "+46 70 174 06 10"
COMPANY, QUEUES_OWN = "+4685551234", "+4685551299"
THREE_DAYS_ON = datetime.now().astimezone() + timedelta(days=3)


@contextlib.contextmanager
def reachable(office: House, folder: Path) -> Iterator[Baresip]:
    """Elin's phone, where the operator's line leads."""
    account = f"<sip:{NUMBER}@127.0.0.1>;regint=0;answermode=manual;audio_codecs=pcma,pcmu"
    with baresip(folder / "elin", tone_hz=CUSTOMER_HZ, accounts=[account]) as phone:
        office.cli("trunk", "add", "operator", f"127.0.0.1:{phone.sip_port}", "--number", COMPANY)
        office.until(lambda s: [trunk["state"] for trunk in s["trunks"]] == ["up"])
        yield phone


def begin_a_call(maja: DeskPage) -> None:
    """Find Elin by keys, and press the button beside her number."""
    maja.press("c")
    maja.page.keyboard.type("Elin")
    maja.page.get_by_role("option").first.wait_for()
    maja.press("Enter")
    maja.page.get_by_role("button", name=f"Ring {SHOWN}").press("Enter")


def test_called_from_her_page(office: House, speaking: Browser, tmp_path: Path) -> None:
    """By keys: find her, call, she sees the queue's number and answers, both hear each other.
    A queue that is closed, and a number of somebody who has said no, are refused with what to do."""
    quick = ("--wrap-up", "1", "--breath", "1")
    office.cli("queue", "add", "Ringlistan", "--number", QUEUES_OWN, *quick)
    office.queue("Natten", "--hours", f"{THREE_DAYS_ON:%a} 03:00-03:01".lower())
    with reachable(office, tmp_path) as elin, desk(speaking, office, "maja", "101") as maja:
        maja.press("b")
        maja.until(presence="standby", hindrance=None)
        begin_a_call(maja)
        dialog = maja.page.get_by_test_id("call-out")
        dialog.get_by_label("Ring som").select_option(label="Natten (stängd)")
        dialog.get_by_role("button", name="Ring upp").press("Enter")
        expect(dialog.get_by_role("alert")).to_contain_text("Kön har stängt.")
        assert objections(maja.page) == []
        dialog.get_by_label("Ring som").select_option(label="Ringlistan")
        expect(dialog.get_by_role("alert")).to_have_count(0)
        picture(maja.page, "desk-call-out-light.png")
        dialog.get_by_role("button", name="Ring upp").press("Enter")
        maja.until_shown("dialling")
        assert QUEUES_OWN in str(elin.wait_for("CALL_INCOMING")["peeruri"])
        elin.command("accept")
        maja.until_shown("talking")
        expect(maja.middle).to_contain_text("Elin Åkerström")
        assert hears(elin, AGENT_HZ)
        assert maja.hears(CUSTOMER_HZ)
        contact = maja.contact()
        maja.press("Control+e")
        elin.wait_for("CALL_CLOSED")
        maja.until(presence="standby")

        supervisor = Forger.signed_in(office, "supervisor")
        supervisor.send("POST", "/api/refused-numbers", {"number": NUMBER})
        begin_a_call(maja)
        dialog.get_by_role("button", name="Ring upp").press("Enter")
        expect(dialog.get_by_role("alert")).to_contain_text("Numret ska inte ringas upp")
        assert office.status()["contacts"] == []
        assert elin.seen("CALL_INCOMING") == 1
    story = office.get(f"/api/contacts/{contact}")
    assert story["events"][0]["event"]["kind"] == "CalledOut"
    until_all_is_recorded(office, contact)
