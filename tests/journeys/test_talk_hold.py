"""A customer on hold for long: the agent is reminded softly, the customer is told that nobody has forgotten
them, and the music goes on."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from journeys.baresip import Baresip
from journeys.colleague import hears_all_of, hears_none_of
from journeys.crew import AGENT_HZ, CUSTOMER_HZ, journal
from journeys.desk import desk, talk
from journeys.ears import SECOND, contains
from journeys.house import House
from journeys.recording_check import until_all_is_recorded
from lur.wire.words import StillOnHold

SOFT_TONE_HZ, SOFT_DB = CUSTOMER_HZ, -45.0
"""The reminder's note is the customer's own, whom nobody hears on hold."""


def says(phone: Baresip, prompt: list[int]) -> bool:
    """Whether a second of these words is heard."""
    pieces = [prompt[at : at + SECOND] for at in range(0, len(prompt) - SECOND, SECOND)]
    return phone.listen(lambda sound: any(contains(sound, piece, limit=0.7) for piece in pieces))


def test_held_past_the_limit(office: House, speaking: Browser, tmp_path: Path) -> None:
    """A soft tone to the agent; past the limit it is said on the screen, in words that blame nobody, and the
    customer hears the sentence and then music again. One key brings the two together; pressed twice in a
    moment, it is on hold and back again."""
    office.cli("queue", "change", "order", "--hold-remind", "5", "--hold-limit", "15")
    sentence = office.prompt(StillOnHold(), "sv")
    with desk(speaking, office, "maja", "101") as maja, talk(maja, tmp_path) as (caller, contact):
        maja.press("h", "h")
        office.until(lambda _: journal(office, "ContactResumed") != [])
        maja.until_shown("talking")
        maja.press("h")
        maja.until_shown("held")
        assert maja.hears_nothing_of(SOFT_TONE_HZ)
        assert maja.listen(lambda heard: heard["tone"] > SOFT_DB, SOFT_TONE_HZ)
        expect(maja.page.locator("[data-hold=remind], [data-hold=over]")).to_have_count(1)
        notice = maja.page.locator("[data-hold=over]")
        expect(notice).to_contain_text("Kunden får höra att ingen har glömt bort hen")
        assert says(caller, sentence)
        assert hears_none_of(caller, AGENT_HZ)
        maja.press("h")
        maja.until_shown("talking")
        expect(notice).to_have_count(0)
        assert hears_all_of(caller, AGENT_HZ)
        maja.press("Control+e")
        caller.wait_for("CALL_CLOSED")
        story = office.until_story(contact, "ContactEnded")
    events = [row["event"] for row in story["events"]]
    reminded = [event["over_limit"] for event in events if event["kind"] == "HoldReminded"]
    assert reminded[:3] == [False, False, True]
    until_all_is_recorded(office, contact)
