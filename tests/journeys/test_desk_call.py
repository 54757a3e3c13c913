"""A whole call at the desk: a key answers, both hear each other, and the buttons do what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from fakes.tones import tone_db
from journeys.crew import AGENT_HZ, CUSTOMER_HZ, customer
from journeys.desk import desk, second_tab, talk
from journeys.ears import (
    PLAIN_DB,
    SECOND,
    SILENT_DB,
    channels,
    each_on_their_own_side,
    hears_again,
    hears_other_than,
)
from journeys.house import House
from journeys.recording_check import until_all_is_recorded


def test_a_key_answers_and_each_is_heard_on_their_side(
    office: House, speaking: Browser, tmp_path: Path
) -> None:
    """Enter answers; both tones are found at the other end; the recording has one side a channel."""
    with desk(speaking, office, "maja", "101") as maja:
        with talk(maja, tmp_path) as (caller, contact):
            caller.hang_up()
            maja.until_shown("wrap_up", "breath", "ready")
        office.until_story(contact, "RecordingKept")
    recording = office.get_bytes(f"/api/contacts/{contact}/recording")
    assert each_on_their_own_side(recording, customer_hz=CUSTOMER_HZ, agent_hz=AGENT_HZ)
    until_all_is_recorded(office, contact)


def test_mute_hold_keys_and_end(office: House, speaking: Browser, tmp_path: Path) -> None:
    """Muted: the customer hears nothing, and so does the recording. Held: music, and the agent hears nothing.
    Keys reach the customer. Ctrl E ends the call for both."""
    with desk(speaking, office, "erik", "102") as erik, talk(erik, tmp_path) as (caller, contact):
        erik.press("m")
        assert caller.listen(lambda sound: tone_db(sound[-SECOND:], AGENT_HZ) < SILENT_DB)
        assert erik.hears(CUSTOMER_HZ)
        erik.press("m")
        assert hears_again(caller, AGENT_HZ)

        erik.press("h")
        erik.until_shown("held")
        assert hears_other_than(caller, AGENT_HZ)
        assert erik.hears_nothing_of(CUSTOMER_HZ)
        erik.press("h")
        erik.until_shown("talking")
        assert hears_again(caller, AGENT_HZ)
        assert erik.hears(CUSTOMER_HZ)

        erik.press("k")
        erik.press("7", "#")
        caller.until_logged("received event: '7'")
        caller.until_logged("received event: '#'")

        erik.press("Control+e")
        caller.wait_for("CALL_CLOSED")
        erik.until_shown("wrap_up", "breath", "ready")
        story = office.until_story(contact, "RecordingKept")
    [ended] = [row["event"] for row in story["events"] if row["event"]["kind"] == "ContactEnded"]
    assert (ended["outcome"], ended["ended_by"]) == ("served", "agent")
    left, right = channels(office.get_bytes(f"/api/contacts/{contact}/recording"))
    assert any(
        tone_db(right[at : at + SECOND], AGENT_HZ) < SILENT_DB
        and tone_db(left[at : at + SECOND], CUSTOMER_HZ) > PLAIN_DB
        for at in range(0, len(left) - SECOND, SECOND // 4)
    )
    until_all_is_recorded(office, contact)


def test_a_reload_keeps_the_call(office: House, speaking: Browser, tmp_path: Path) -> None:
    """The page is loaded anew in the middle of a call: the same contact, sound both ways, one recording."""
    with desk(speaking, office, "sara", "103") as sara, talk(sara, tmp_path) as (caller, contact):
        sara.page.reload()
        sara.until_shown("talking")
        assert sara.hears(CUSTOMER_HZ)
        assert hears_again(caller, AGENT_HZ)
        assert [each["id"] for each in office.status()["contacts"]] == [contact]
        assert sara.contact() == contact
        sara.press("Control+e")
        caller.wait_for("CALL_CLOSED")
        story = office.until_story(contact, "RecordingKept")
    assert [row["event"]["kind"] for row in story["events"]].count("OfferAccepted") == 1
    recording = office.get_bytes(f"/api/contacts/{contact}/recording")
    assert each_on_their_own_side(recording, customer_hz=CUSTOMER_HZ, agent_hz=AGENT_HZ)
    until_all_is_recorded(office, contact)


def test_another_network_keeps_the_call(office: House, speaking: Browser, tmp_path: Path) -> None:
    """The browser says that its network has changed: a new path, the same connection, sound both ways."""
    with desk(speaking, office, "bjorn", "110") as bjorn, talk(bjorn, tmp_path) as (caller, contact):
        path, connections = bjorn.hook("path()"), bjorn.hook("connections.length")
        bjorn.page.evaluate("() => window.dispatchEvent(new Event('online'))")
        bjorn.page.wait_for_function("path => lurTest.path() !== path", arg=path)
        assert bjorn.hears(CUSTOMER_HZ)
        assert hears_again(caller, AGENT_HZ)
        assert bjorn.hook("connections.length") == connections
        assert bjorn.contact() == contact
        bjorn.press("Control+e")
        caller.wait_for("CALL_CLOSED")
    until_all_is_recorded(office, contact)


@pytest.mark.parametrize("victim", ["runtime", "media", "edge"])
def test_a_killed_process_does_not_end_the_call(
    office: House, speaking: Browser, tmp_path: Path, victim: str
) -> None:
    """SIGKILL in the middle of a call: the sound goes on or comes back, and so does the page, by itself."""
    with desk(speaking, office, "ali", "104") as ali, talk(ali, tmp_path) as (caller, contact):
        office.kill(victim)
        if victim == "runtime":
            assert hears_again(caller, AGENT_HZ)
            assert ali.hears(CUSTOMER_HZ)
            office.start()
        assert hears_again(caller, AGENT_HZ)
        assert ali.hears(CUSTOMER_HZ)
        office.until(lambda s: s["health"]["edge"] == s["health"]["media"] == "up")
        ali.until(presence="on_contact", hindrance=None, contacts=[contact])
        ali.until_shown("talking")
        ali.press("Control+e")
        caller.wait_for("CALL_CLOSED")
        office.until_story(contact, "RecordingKept")
    until_all_is_recorded(office, contact, but=("gap",) if victim == "media" else ())


def test_a_second_tab_takes_over(office: House, speaking: Browser, tmp_path: Path) -> None:
    """A second tab says that the first is the phone, takes over in the middle of a call, and has the sound;
    the first says so. When the second is closed the first is the phone again."""
    with desk(speaking, office, "maja", "101") as first, talk(first, tmp_path) as talked:
        caller, contact = talked
        with second_tab(first) as second:
            second.until_shown("talking")
            take = second.page.get_by_role("button", name=TAKE_OVER)
            expect(take).to_be_visible()
            expect(first.page.get_by_role("button", name=TAKE_OVER)).to_have_count(0)
            take.focus()
            second.press("Enter")
            assert second.hears(CUSTOMER_HZ)
            assert hears_again(caller, AGENT_HZ)
            expect(first.page.get_by_role("button", name=TAKE_OVER)).to_be_visible()
            assert first.contact() == contact
        assert first.hears(CUSTOMER_HZ)
        assert hears_again(caller, AGENT_HZ)
        assert [each["id"] for each in office.status()["contacts"]] == [contact]
    until_all_is_recorded(office, contact)


TAKE_OVER = "Ta över här"


LEFT = ("Kunden lade på", "Kunden la på", "The customer hung up")


@pytest.mark.parametrize("first", ["caller", "agent"])
def test_the_caller_leaves_at_the_instant_of_answering(
    office: House, speaking: Browser, tmp_path: Path, first: str
) -> None:
    """BYE and the answer key race, many times, 0 to 50 ms apart: the contact ends, nobody is stuck, and if
    anything is said it is that the customer hung up."""
    account, agent_id = ("freja", "109") if first == "caller" else ("bjorn", "110")
    with (
        desk(speaking, office, account, agent_id) as agent,
        customer(tmp_path / "caller", "+46701740688") as caller,
    ):
        for round_number in range(6):
            agent.become_ready()
            caller.dial(office.sip("quick"))
            agent.until_shown("offered")
            apart_ms = 10 * round_number
            if first == "caller":
                caller.hang_up()
                agent.page.wait_for_timeout(apart_ms)  # what is tried, not waited for
                agent.press("Enter")
            else:
                agent.press("Enter")
                agent.page.wait_for_timeout(apart_ms)
                caller.hang_up()
            caller.wait_for("CALL_CLOSED", skip=round_number)
            office.until(lambda s: not s["contacts"])
            agent.until(contacts=[])
            agent.until_shown("ready", "breath")
            alerts = agent.page.get_by_role("alert")
            said = "".join(alerts.all_inner_texts())
            assert said == "" or any(words in said for words in LEFT), said
