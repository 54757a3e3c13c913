"""Three and four in one talk, a colleague and a number outside: everybody hears everybody, and as each
leaves the customer stays with those who are left."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from journeys.baresip import Baresip, baresip
from journeys.colleague import FELLOW_HZ, Colleague, choose, colleague, hears_all_of, hears_none_of, who_hears
from journeys.crew import AGENT_HZ, CUSTOMER_HZ
from journeys.desk import DeskPage, desk, talk
from journeys.house import House
from journeys.recording_check import until_all_is_recorded

OUTSIDE_HZ = 600
WORKSHOP, OURS = "+46406280410", "+4685551234"
"""A number of the demo company's directory, and the number that is shown there."""
AFTER = ("wrap_up", "breath", "ready")


@pytest.fixture(scope="module")
def ali(office: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Colleague]:
    """Ali Rahimi stands by at a SIP phone that is answered by hand."""
    with colleague(office, tmp_path_factory.mktemp("ali"), "ali", "104") as there:
        yield there


@contextlib.contextmanager
def workshop(office: House, folder: Path) -> Iterator[Baresip]:
    """A phone outside, where the operator's line leads."""
    account = f"<sip:{WORKSHOP}@127.0.0.1>;regint=0;answermode=manual;audio_codecs=pcma,pcmu"
    with baresip(folder / "workshop", tone_hz=OUTSIDE_HZ, accounts=[account]) as phone:
        office.cli("trunk", "add", "operator", f"127.0.0.1:{phone.sip_port}", "--number", OURS)
        office.until(lambda s: [trunk["state"] for trunk in s["trunks"]] == ["up"])
        yield phone


def all_hear(maja: DeskPage, phones: dict[int, Baresip]) -> bool:
    """Whether each, by their own tone, hears all the others."""
    tones = (AGENT_HZ, *phones)
    return all(
        hears_all_of(phone, *(hz for hz in tones if hz != own), but=(own,)) for own, phone in phones.items()
    ) and all(maja.hears(hz) for hz in phones)


def test_four_in_one_talk(office: House, speaking: Browser, ali: Colleague, tmp_path: Path) -> None:
    """A colleague and a number outside are asked and joined by keys: four hear each other. The agent leaves,
    then the colleague, then the number: the customer is never alone, and all of it is on disk."""
    with (
        workshop(office, tmp_path) as outside,
        desk(speaking, office, "maja", "101") as maja,
        talk(maja, tmp_path) as (caller, contact),
    ):
        choose(maja, "q", ali.name)
        ali.answer()
        expect(who_hears(maja)).to_contain_text("Du talar med Ali Rahimi.")
        maja.press("j")
        maja.until_shown("talking")
        assert all_hear(maja, {CUSTOMER_HZ: caller, FELLOW_HZ: ali.phone})

        choose(maja, "q", "Cykelverkstaden")
        assert OURS in str(outside.wait_for("CALL_INCOMING")["peeruri"])
        maja.until_shown("held")
        assert hears_none_of(caller, AGENT_HZ, FELLOW_HZ)
        outside.command("accept")
        expect(who_hears(maja)).to_contain_text("Cykelverkstaden i Malmö svarade")
        assert hears_all_of(outside, AGENT_HZ, FELLOW_HZ, but=(CUSTOMER_HZ,))
        maja.press("j")
        maja.until_shown("talking")
        assert all_hear(maja, {CUSTOMER_HZ: caller, FELLOW_HZ: ali.phone, OUTSIDE_HZ: outside})

        maja.press("Control+e")
        maja.until_shown(*AFTER)
        ali.until(presence="on_contact", contacts=[contact])
        assert hears_all_of(caller, FELLOW_HZ, OUTSIDE_HZ, but=(AGENT_HZ,))
        ali.phone.hang_up()
        office.until(lambda s: [c["phase"] for c in s["contacts"]] == ["outside"])
        assert hears_all_of(caller, OUTSIDE_HZ, but=(AGENT_HZ, FELLOW_HZ))
        assert hears_all_of(outside, CUSTOMER_HZ, but=(AGENT_HZ, FELLOW_HZ))
        outside.hang_up()
        caller.wait_for("CALL_CLOSED")
    until_all_is_recorded(office, contact)


def test_two_take_over_at_once(office: House, speaking: Browser, ali: Colleague, tmp_path: Path) -> None:
    """Both press before either has seen the other: the first has the customer, the second is told who, and is
    still in the talk."""
    ali.until(contacts=[])
    ali.stand_by()
    with desk(speaking, office, "maja", "101") as maja, desk(speaking, office, "lars", "106") as lars:
        lars.press("b")
        lars.until(presence="standby", hindrance=None)
        with talk(maja, tmp_path) as (caller, contact):
            choose(maja, "q", ali.name)
            ali.answer()
            expect(who_hears(maja)).to_contain_text("Du talar med Ali Rahimi.")
            maja.press("j")
            maja.until_shown("talking")
            maja.press("?")
            lars.until_shown("asked")
            lars.press("Enter")
            lars.until_shown("assisting")
            lars.press("o")
            lars.page.get_by_test_id("take-over").wait_for()
            lars.hook("cut()")
            ali.post(f"parties/{ali.place()['id']}/take-over", {"from_agent_id": "101", "stays": False})
            lars.press("Enter")
            expect(lars.middle).to_contain_text("En annen kollega kom først og har kunden nå.")
            lars.hook("mend()")
            lars.until_shown("assisting")
            maja.until_shown(*AFTER)
            expect(maja.page.get_by_test_id("talk-news")).to_contain_text("Ali Rahimi har tagit över kunden")
            ali.until(presence="on_contact", contacts=[contact])
            assert hears_all_of(caller, FELLOW_HZ, but=(AGENT_HZ,))
            assert lars.hears(CUSTOMER_HZ)
            ali.phone.hang_up()
            caller.wait_for("CALL_CLOSED")
            lars.until_shown("standby")
    until_all_is_recorded(office, contact)
