"""The guide beside a talk: in the customer's language, by keys alone, and where it was after a reload."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from journeys.browser import Scheme, objections, picture, sign_in, visit
from journeys.crew import customer, journal
from journeys.desk import desk, talk
from journeys.house import House

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SAID_BACK = "Paketet skulle ha kommit i torsdags och står still på terminalen."


def test_a_guided_talk_survives_a_reload(office: House, speaking: Browser, tmp_path: Path) -> None:
    """Step by step, what was said back becomes the summary, solved is marked and others wait: a reload shows
    it all again, the wrap-up begins with it, and axe-core objects to nothing."""
    with (
        desk(speaking, office, "maja", "101", size=(1440, 900)) as maja,
        talk(maja, tmp_path, queue="calm") as (caller, contact),
        customer(tmp_path / "next", "+46701740699") as waits,
    ):
        guide = maja.page.get_by_role("region", name="Guide", exact=True)
        expect(guide).to_contain_text("Hej, du pratar med Maja")
        waits.dial(office.sip("calm"))
        maja.press(".", ".")
        expect(guide.locator("[aria-current=step]")).to_have_accessible_name("Säg tillbaka")
        maja.press("s")
        maja.page.keyboard.type(SAID_BACK)
        maja.press("Escape", ".", "y")
        expect(guide).to_contain_text("Har det fungerat tidigare?")
        office.until(lambda status: len(status["contacts"]) == 2)
        maja.press("l")
        head = maja.page.locator("section.stage header")
        expect(head).to_contain_text("löst; 1 väntar")
        for scheme in SCHEMES:
            maja.page.emulate_media(color_scheme=scheme)
            assert objections(maja.page) == []
            picture(maja.page, f"desk-guide-{scheme}.png")
        maja.page.reload()
        expect(head).to_contain_text("löst; 1 väntar")
        expect(guide.locator("[aria-current=step]")).to_have_accessible_name("Stäm av")
        expect(maja.page.locator("#desk-summary")).to_have_value(SAID_BACK)
        assert office.get(f"/api/contacts/{contact}/summary")["text"] == SAID_BACK
        maja.press("l")
        expect(head).not_to_contain_text("väntar")
        maja.press("l")
        expect(head).to_contain_text("löst; 1 väntar")
        caller.hang_up()
        maja.until_shown("wrap_up")
        maja.press("Control+Enter")
        maja.until_shown("breath")
        finished = [event for event in journal(office, "WrapUpFinished") if event["contact_id"] == contact]
        assert [event["solved"] for event in finished] == [True]
        waits.hang_up()


def test_the_team_edits_what_the_desk_says(office: House, speaking: Browser, tmp_path: Path) -> None:
    """What a supervisor changes, the next talk shows; an agent who folds the guide away has peace."""
    with visit(speaking, office, "/") as office_page:
        page = office_page.page
        sign_in(page, office, "supervisor")
        page.goto("/admin/phrases")
        page.get_by_role("button", name="Ändra: Berätta, jag lyssnar.").click()
        form = page.get_by_role("dialog")
        form.get_by_label("Svenska").fill("Berätta för {agent}, jag lyssnar.")
        expect(form).to_contain_text("Berätta för Anna, jag lyssnar.")
        assert objections(page) == []
        form.get_by_role("button", name="Spara").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_role("listitem").filter(has_text="Berätta för Anna")).to_be_visible()
        picture(page, "phrases.png")
    with desk(speaking, office, "erik", "102") as erik, talk(erik, tmp_path, queue="calm"):
        guide = erik.page.get_by_role("region", name="Guide", exact=True)
        erik.press(".")
        expect(guide).to_contain_text("Berätta för Erik")
        guide.get_by_role("button", name="Fäll ihop guiden").click()
        erik.page.reload()
        expect(guide).to_contain_text("Lyssna klart")
        expect(guide).not_to_contain_text("Berätta för Erik")
        erik.press(".")
        expect(guide).to_contain_text("Berätta för Erik")
