"""SIGKILL of each process in a consult and in a conference: the sound goes on or comes back, and the desk
shows the same as before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from journeys.baresip import Baresip
from journeys.colleague import FELLOW_HZ, Colleague, choose, colleague, hears_all_of, hears_none_of, who_hears
from journeys.crew import AGENT_HZ, CUSTOMER_HZ
from journeys.desk import DeskPage, desk, talk
from journeys.house import House
from journeys.recording_check import until_all_is_recorded


@pytest.fixture(scope="module")
def ali(office: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Colleague]:
    """Ali Rahimi stands by at a SIP phone that is answered by hand."""
    with colleague(office, tmp_path_factory.mktemp("ali"), "ali", "104") as there:
        yield there


def consults(maja: DeskPage, ali: Colleague, caller: Baresip) -> None:
    """The two talk alone, the customer hears music, and the desk says so."""
    assert hears_all_of(ali.phone, AGENT_HZ, but=(CUSTOMER_HZ,))
    assert maja.hears(FELLOW_HZ)
    assert hears_none_of(caller, AGENT_HZ, FELLOW_HZ)
    maja.until_shown("held")
    expect(who_hears(maja)).to_contain_text("Du talar med Ali Rahimi. Kunden hör musik.")


def confers(maja: DeskPage, ali: Colleague, caller: Baresip) -> None:
    """All three hear each other, and the desk says so."""
    assert hears_all_of(caller, AGENT_HZ, FELLOW_HZ)
    assert hears_all_of(ali.phone, AGENT_HZ, CUSTOMER_HZ)
    assert maja.hears(FELLOW_HZ)
    assert maja.hears(CUSTOMER_HZ)
    maja.until_shown("talking")
    expect(who_hears(maja)).to_contain_text("Du talar med kunden och Ali Rahimi.")


@pytest.mark.parametrize("victim", ["runtime", "edge", "media"])
def test_a_killed_process_parts_nobody(
    office: House, speaking: Browser, ali: Colleague, tmp_path: Path, victim: str
) -> None:
    """In a consult, then in a conference; in the end the desk is as able as before."""
    ali.until(contacts=[])
    ali.stand_by()
    with desk(speaking, office, "maja", "101") as maja, talk(maja, tmp_path) as (caller, contact):
        choose(maja, "q", ali.name)
        ali.answer()
        consults(maja, ali, caller)
        for holds in (consults, confers):
            office.kill(victim)
            if victim == "runtime":
                assert hears_all_of(ali.phone, AGENT_HZ)
                office.start()
            holds(maja, ali, caller)
            office.until(lambda s: s["health"]["edge"] == s["health"]["media"] == "up")
            maja.until(presence="on_contact", hindrance=None, contacts=[contact])
            if holds is consults:
                maja.press("j")
                confers(maja, ali, caller)
        maja.press("Control+e")
        ali.until(presence="on_contact", contacts=[contact])
        assert hears_all_of(caller, FELLOW_HZ, but=(AGENT_HZ,))
        ali.phone.hang_up()
        caller.wait_for("CALL_CLOSED")
    until_all_is_recorded(office, contact, but=("gap",) if victim == "media" else ())
