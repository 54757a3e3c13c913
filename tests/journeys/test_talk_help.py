"""Somebody helps, and the customer notices nothing: listen, whisper, take over, sit in with a learner.
Whoever has the customer always sees who hears."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from fakes.tones import power_db, tone_db
from journeys.baresip import Baresip
from journeys.colleague import FELLOW_HZ, hears_all_of, told, who_hears
from journeys.crew import AGENT_HZ, CUSTOMER_HZ
from journeys.desk import FLAGS, DeskPage, desk, talk, write_beats
from journeys.ears import SECOND, bytes_heard, hears_again
from journeys.forger import Forger
from journeys.house import House
from journeys.recording_check import until_all_is_recorded

AFTER = ("wrap_up", "breath", "ready")
UNHEARD_DB = -60.0


@pytest.fixture(scope="module")
def helping(speaking: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A second Chromium, whose microphone has the helpers' tone."""
    mouth = tmp_path_factory.mktemp("helping") / "microphone.wav"
    write_beats(mouth, FELLOW_HZ)
    flags = [*FLAGS, f"--use-file-for-fake-audio-capture={mouth}"]
    browser = speaking.browser_type.launch(executable_path=shutil.which("chromium"), args=flags)
    yield browser
    browser.close()


def hears_only(phone: Baresip, *, below_db: float, seconds: float = 20.0) -> bool:
    """Whether a second comes from now on with no more energy than this."""
    before = bytes_heard(phone)
    return phone.listen(
        lambda sound: bytes_heard(phone) > before + 4 * SECOND and power_db(sound[-SECOND:]) < below_db,
        seconds=seconds,
    )


def is_unheard(phone: Baresip, hz: int) -> bool:
    """Whether two seconds from now on have next to nothing of a tone, among all else that is said."""
    before = bytes_heard(phone)
    return phone.listen(
        lambda sound: (
            bytes_heard(phone) > before + 4 * SECOND
            and all(tone_db(sound[at : at + SECOND], hz) < UNHEARD_DB for at in (-2 * SECOND, -SECOND - 1))
        ),
        seconds=20,
    )


def stands_by(agent: DeskPage) -> None:
    """There for colleagues, by the key."""
    agent.press("b")
    agent.until(presence="standby", hindrance=None)
    agent.until_shown("standby")


def test_help_by_one_key(office: House, speaking: Browser, helping: Browser, tmp_path: Path) -> None:
    """?: a helper of today comes without a word, listens, whispers, joins and takes over; what is whispered
    is below -60 dB at the customer, and the agent's screen says at each step who hears."""
    Forger.signed_in(office, "supervisor").send("POST", "/api/helpers/102", {})
    with desk(speaking, office, "maja", "101") as maja, desk(helping, office, "erik", "102") as erik:
        stands_by(erik)
        with talk(maja, tmp_path) as (caller, contact):
            maja.press("?")
            erik.until_shown("asked")
            expect(erik.middle).to_contain_text("Maja Lind ber om hjälp")
            maja.until_shown("talking")
            erik.press("Enter")
            erik.until_shown("assisting")
            expect(who_hears(maja)).to_contain_text("Erik Sandberg lyssnar.")
            expect(who_hears(erik)).to_contain_text("Du lyssnar. Ingen hör dig.")
            assert erik.hears(CUSTOMER_HZ)
            assert erik.hears(AGENT_HZ)
            assert maja.hears_nothing_of(FELLOW_HZ)
            assert is_unheard(caller, FELLOW_HZ)

            erik.press("w")
            expect(who_hears(maja)).to_contain_text("Erik Sandberg viskar; bara du hör det.")
            assert maja.hears(FELLOW_HZ)
            assert is_unheard(caller, FELLOW_HZ)
            maja.press("m")
            assert hears_only(caller, below_db=UNHEARD_DB)
            assert maja.hears(FELLOW_HZ)
            maja.press("m")
            assert hears_again(caller, AGENT_HZ)

            erik.press("j")
            assert hears_all_of(caller, AGENT_HZ, FELLOW_HZ)
            erik.press("l")
            assert is_unheard(caller, FELLOW_HZ)
            erik.press("o")
            over = erik.page.get_by_test_id("take-over")
            expect(over).to_contain_text("jag är Majas kollega och har lyssnat")
            erik.press("Enter")
            erik.until_shown("talking")
            maja.until_shown(*AFTER)
            expect(told(maja)).to_contain_text("Erik Sandberg har tagit över kunden")
            assert hears_all_of(caller, FELLOW_HZ, but=(AGENT_HZ,))
            erik.press("Control+e")
            caller.wait_for("CALL_CLOSED")
    until_all_is_recorded(office, contact)


def test_a_supervisor_comes_in(office: House, speaking: Browser, helping: Browser, tmp_path: Path) -> None:
    """From the page of what happens now; the agent is told by name. A colleague who was not asked is
    refused."""
    with desk(speaking, office, "maja", "101") as maja, desk(helping, office, "lars", "106") as lars:
        stands_by(lars)
        with talk(maja, tmp_path) as (caller, contact):
            uninvited = Forger.signed_in(office, "sara").code
            path = f"/api/contacts/{contact}/join"
            assert uninvited("POST", path, {"part": "listen"}) == (403, "may_not_join")
            lars.page.goto("/")
            lars.page.get_by_role("button", name="Lytt til Maja Lind").press("Enter")
            lars.until_shown("assisting")
            expect(who_hears(maja)).to_contain_text("Lars Bakken lyssnar.")
            assert lars.hears(CUSTOMER_HZ)
            assert lars.hears(AGENT_HZ)
            assert is_unheard(caller, FELLOW_HZ)
            lars.press("Control+e")
            expect(who_hears(maja)).to_contain_text("Lars Bakken har lämnat samtalet")
            lars.until_shown("standby")
            assert hears_again(caller, AGENT_HZ)
            maja.press("Control+e")
            caller.wait_for("CALL_CLOSED")
    until_all_is_recorded(office, contact)


def test_a_mentor_sits_in(office: House, speaking: Browser, helping: Browser, tmp_path: Path) -> None:
    """The mentor is there from the first word, writes, whispers, and takes over with an honest introduction;
    the learner listens on. The customer hears one voice all the time."""
    with desk(speaking, office, "bjorn", "110") as bjorn, desk(helping, office, "erik", "102") as erik:
        stands_by(erik)
        erik.page.get_by_role("button", name="Sitt med Björn Ek").press("Enter")
        expect(erik.page.get_by_test_id("sits-with")).to_contain_text("Du sitter med Björn Ek")
        with talk(bjorn, tmp_path) as (caller, contact):
            erik.until_shown("assisting")
            expect(who_hears(bjorn)).to_contain_text("Erik Sandberg lyssnar.")
            assert erik.hears(CUSTOMER_HZ)
            assert erik.hears(AGENT_HZ)
            erik.press("n")
            erik.page.keyboard.type("Fråga efter ordernumret")
            erik.press("Enter")
            expect(bjorn.page.get_by_test_id("hints")).to_contain_text("Fråga efter ordernumret")
            erik.press("Escape", "w")
            assert bjorn.hears(FELLOW_HZ)
            assert hears_all_of(caller, AGENT_HZ)
            assert is_unheard(caller, FELLOW_HZ)

            erik.press("o")
            over = erik.page.get_by_test_id("take-over")
            expect(over).to_contain_text("Hej, jag heter Erik, jag är Björns handledare och har lyssnat med.")
            erik.press("Enter")
            erik.until_shown("talking")
            bjorn.until_shown("assisting")
            expect(who_hears(erik)).to_contain_text("Björn Ek lyssnar.")
            assert hears_all_of(caller, FELLOW_HZ, but=(AGENT_HZ,))
            assert is_unheard(caller, AGENT_HZ)
            assert bjorn.hears(FELLOW_HZ)
            assert bjorn.hears(CUSTOMER_HZ)
            erik.press("Control+e")
            caller.wait_for("CALL_CLOSED")
            bjorn.until_shown(*AFTER, "standby")
    until_all_is_recorded(office, contact)
