"""The whole job by keyboard in each language; what is typed is kept; and what axe-core says of it all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from journeys.browser import Scheme, objections, password, picture
from journeys.crew import customer, journal
from journeys.desk import DeskPage, desk, talk
from journeys.forger import Forger
from journeys.house import House

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
MARKUP = "<img src=x onerror=\"document.title='owned'\"><b>fet</b> & 'så'"
MEGABYTE = "ord " * 262_144


def note_of(office: House, contact: str) -> str:
    """The note as the server keeps it."""
    return str(office.get(f"/api/contacts/{contact}/note")["text"])


def until_noted(agent: DeskPage, contact: str, text: str) -> None:
    """Wait until the server has the note as it is on the screen."""
    agent.house.until(lambda _: note_of(agent.house, contact) == text)


def test_wrap_up_is_never_cut_short(office: House, speaking: Browser, tmp_path: Path) -> None:
    """Whoever has written a word keeps the wrap-up open beyond its limit, however long they think; a reload,
    a lost line and a restart of the server take no word and no time away."""
    office.queue("Brief", "--wrap-up", "10", "--breath", "1")
    with (
        desk(speaking, office, "maja", "101") as maja,
        talk(maja, tmp_path, queue="brief") as (caller, contact),
    ):
        caller.hang_up()
        maja.until_shown("wrap_up")
        began = maja.me()["since"]
        maja.press("n")
        text = "Ett ord "
        maja.page.keyboard.type(text)
        until_noted(maja, contact, text)
        expect(maja.middle).to_contain_text("så länge du behöver")
        office.until(lambda status: status["at"] - began > 14_000)
        assert maja.me()["presence"] == "wrap_up"
        maja.page.reload()
        expect(maja.page.locator("#desk-note")).to_have_value(text)
        maja.hook("cut()")
        office.kill("runtime")
        maja.page.locator("#desk-note").focus()
        maja.press("Control+End")
        maja.page.keyboard.type("slut")
        office.start()
        maja.hook("mend()")
        until_noted(maja, contact, text + "slut")
        expect(maja.page.locator("#desk-note")).to_have_value(text + "slut")
        assert maja.me()["presence"] == "wrap_up"
        maja.press("Escape", "l", "l", "l")
        expect(maja.page.get_by_role("radio", name="Vet inte")).to_be_checked()
        maja.press("Control+Enter")
        maja.until_shown("breath", "ready")


def test_words_are_words(office: House, speaking: Browser, tmp_path: Path) -> None:
    """Markup in a note and in a name is shown as it was typed. A note of a megabyte is refused, with its code
    on the screen and every word of it still in the field."""
    with (
        desk(speaking, office, "erik", "102") as erik,
        talk(erik, tmp_path, queue="calm") as (caller, contact),
    ):
        erik.press("n")
        erik.page.keyboard.type(MARKUP)
        until_noted(erik, contact, MARKUP)
        erik.page.reload()
        expect(erik.page.locator("#desk-note")).to_have_value(MARKUP)
        office_person = {"names": [MARKUP], "numbers": ["+46701740602"]}
        Forger.signed_in(office, "erik").send("POST", "/api/customers", office_person)
        expect(erik.page.locator("img[src=x]")).to_have_count(0)
        note = erik.page.locator("#desk-note")
        note.fill(MEGABYTE)
        expect(erik.page.get_by_role("alert").filter(has_text="för lång")).to_be_visible()
        expect(note).to_have_value(MEGABYTE)
        assert note_of(office, contact) == MARKUP
        note.fill("kort")
        until_noted(erik, contact, "kort")
        assert erik.page.title() != "owned"
        caller.hang_up()
        erik.until_shown("wrap_up")


def test_a_session_that_ended_elsewhere(office: House, speaking: Browser, tmp_path: Path) -> None:
    """Signed out from another place in the middle of a note: the page asks for the sign-in, and after it the
    typed words are there."""
    with desk(speaking, office, "sara", "103") as sara, talk(sara, tmp_path, queue="calm") as (_, contact):
        cookies = {each["name"]: each["value"] for each in sara.context.cookies()}
        elsewhere = Forger(office, f"lur_session={cookies['lur_session']}")
        sara.press("n")
        sara.page.keyboard.type("Det sista ordet är inte skickat")
        assert elsewhere.send("POST", "/api/sign-out", {})[0] == 200
        expect(sara.page.locator("input[type=password]")).to_be_visible(timeout=45_000)
        sign_in_again(sara, "sara")
        until_noted(sara, contact, "Det sista ordet är inte skickat")
        expect(sara.page.locator("#desk-note")).to_have_value("Det sista ordet är inte skickat")


def sign_in_again(agent: DeskPage, account: str) -> None:
    """Fill in the sign-in page that has come, and go to the desk."""
    agent.page.locator("input:not([type=password])").first.fill(account)
    agent.page.locator("input[type=password]").fill(password(agent.house, account))
    agent.press("Enter")
    agent.middle.wait_for()


PEOPLE = {
    "sv": ("ali", "104", "Kim Åberg"),
    "nb": ("ingrid", "105", "Kari Ås"),
    "en": ("aino", "108", "Jo Day"),
}


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_a_whole_job_without_a_mouse(office: House, speaking: Browser, tmp_path: Path, language: str) -> None:
    """Sign in, ready, answer, note, customer, hold, end, result, solved, next step, done: keys alone."""
    account, agent_id, name = PEOPLE[language]
    with desk(speaking, office, account, agent_id) as agent:
        expect(agent.page.locator("html")).to_have_attribute("lang", re.compile(f"^{language}"))
        with talk(agent, tmp_path, queue="calm") as (caller, contact):
            agent.press("n")
            agent.page.keyboard.type("Paketet ligger kvar.")
            agent.press("Escape", "c")
            agent.page.keyboard.type(name)
            agent.press("Enter")
            office.until(lambda _: customer_name(office, contact) == name)
            agent.press("Escape", "h")
            agent.until_shown("held")
            agent.press("h")
            agent.until_shown("talking")
            agent.press("Control+e")
            caller.wait_for("CALL_CLOSED")
        agent.until_shown("wrap_up")
        agent.press("r", "ArrowDown", "Enter", "Escape", "l", "s")
        agent.page.keyboard.type("Ring tillbaka")
        agent.press("Escape", "Control+Enter")
        agent.until_shown("breath")
        agent.press("r")
        agent.until_shown("ready")
        finished = [event for event in journal(office, "WrapUpFinished") if event["contact_id"] == contact]
        assert [(bool(event["disposition"]), event["solved"]) for event in finished] == [(True, True)]
        assert note_of(office, contact) == "Paketet ligger kvar."


def customer_name(office: House, contact: str) -> str:
    """The first name of whom the contact is linked with; empty when nobody is."""
    linked = office.get(f"/api/contacts/{contact}/customer")["linked"]
    return "" if linked is None else str(linked["names"][0])


def test_what_happens_is_announced(office: House, speaking: Browser, tmp_path: Path) -> None:
    """Ring, connect, hold and wrap-up are said to screen readers, the ring before anything else."""
    with desk(speaking, office, "erik", "102") as erik:
        erik.become_ready()
        said = (f".visually-hidden[aria-live={kind}]" for kind in ("polite", "assertive"))
        polite, urgent = map(erik.page.locator, said)
        with customer(tmp_path / "caller", "+46701740607") as caller:
            caller.dial(office.sip("calm"))
            expect(urgent).to_contain_text("Det ringer: ")
            erik.answer()
            expect(polite).to_contain_text("Du är i samtal med")
            erik.press("h")
            expect(polite).to_contain_text("Kunden är parkerad")
            caller.hang_up()
            expect(polite).to_contain_text("Samtalet är slut. Efterarbete")


def test_two_records_become_one_and_two_again(office: House, speaking: Browser) -> None:
    """Found by typing, shown side by side, merged, and parted by undo: on the page, with keys and buttons."""
    with desk(speaking, office, "sara", "103") as sara:
        page = sara.page
        sara.press("c")
        page.keyboard.type("hugo sj")
        expect(page.get_by_role("option", name=re.compile("Hugo Sjöberg"))).to_be_visible()
        sara.press("Enter")
        card = page.get_by_role("region", name="Kund")
        expect(card).to_contain_text("+46 70 174 06 46")
        page.get_by_role("button", name="Slå ihop med en annan").click()
        both = page.get_by_role("dialog")
        expect(both.get_by_role("button", name="Det är samma person: slå ihop")).to_have_count(0)
        both.get_by_role("combobox").fill("70 174 06 38")
        both.get_by_role("option", name=re.compile("Jonas Wikström")).click()
        expect(both).to_contain_text("+46 70 174 06 46")
        expect(both).to_contain_text("+46 70 174 06 38")
        both.get_by_role("button", name="Det är samma person: slå ihop").click()
        expect(card).to_contain_text("+46 70 174 06 38")
        page.get_by_role("button", name="Ångra").click()
        expect(card).not_to_contain_text("+46 70 174 06 38")
        expect(card).to_contain_text("+46 70 174 06 46")


def test_chosen_devices_are_used_and_kept(office: House, speaking: Browser) -> None:
    """Another microphone and another place for the ring: taken at once, and there after a reload. The
    browser's echo cancellation is on."""
    with desk(speaking, office, "ingrid", "105") as ingrid:
        ingrid.become_ready()
        chosen = {}
        open_devices(ingrid)
        for name in ("microphone", "ringer"):
            select = ingrid.page.locator("dialog select").nth(0 if name == "microphone" else 2)
            values = select.evaluate("field => [...field.options].map(option => option.value)")
            chosen[name] = values[-1]
            assert len(values) > 1, f"no {name} to choose"
            select.select_option(values[-1])
        settings = "() => lurTest.connections.at(-1).getSenders()[0].track.getSettings()"
        ingrid.page.wait_for_function(f"id => ({settings})().deviceId === id", arg=chosen["microphone"])
        assert ingrid.page.evaluate(settings)["echoCancellation"]
        ingrid.page.reload()
        ingrid.until(presence="ready", hindrance=None)
        open_devices(ingrid)
        for at, name in ((0, "microphone"), (2, "ringer")):
            expect(ingrid.page.locator("dialog select").nth(at)).to_have_value(chosen[name])


def open_devices(agent: DeskPage) -> None:
    """The dialog of microphone, speaker and ring."""
    agent.page.locator('[data-audio="up"] button').last.click()
    agent.page.locator("dialog select").first.wait_for()


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_axe_finds_nothing_at_the_desk(
    office: House, speaking: Browser, tmp_path: Path, language: str
) -> None:
    """Every face of the desk, its palette, check, devices and why, in this language and both themes."""
    account, agent_id, _ = PEOPLE[language]
    with desk(speaking, office, account, agent_id) as agent:
        look = Look(agent)
        look.at("signed out")
        for what, keys in {"why": "w", "palette": "Control+k", "help": "?"}.items():
            agent.press(keys)
            look.at_dialog(what)
        strip = agent.page.locator(".strip button")
        for number in range(strip.count()):
            strip.nth(number).press("Enter")
            look.at_dialog(f"button {number} of the strip")
        agent.become_ready()
        look.at("ready")
        agent.hook("unplug()")
        agent.until_shown("unreachable")
        look.at("unreachable")
        agent.hook("plug()")
        agent.until_shown("ready")
        with customer(tmp_path / "caller", "+46701740699") as caller:
            caller.dial(office.sip("calm"))
            agent.until_shown("offered")
            look.at("ringing")
            agent.answer()
            look.at("talking")
            agent.press("h", "k")
            agent.until_shown("held")
            look.at("held, with keypad")
            caller.hang_up()
        agent.until_shown("wrap_up")
        agent.press("s")
        look.at("wrap-up")
        agent.press("Escape", "Control+Enter")
        agent.until_shown("breath")
        look.at("breath")
        agent.press("p")
        look.at("why a pause")
        agent.page.locator("dialog[open] button").last.press("Enter")
        agent.until_shown("pause")
        look.at("pause")
    assert not look.found, "\n".join(look.found)


@dataclass
class Look:
    """What axe-core objects to, in both themes."""

    agent: DeskPage
    found: list[str] = field(default_factory=list)

    def at(self, what: str) -> None:
        """The page as it is now."""
        for scheme in SCHEMES:
            self.agent.page.emulate_media(color_scheme=scheme)
            self.found += [f"{what}, {scheme}: {each}" for each in objections(self.agent.page)]

    def at_dialog(self, what: str) -> None:
        """The page with the dialog that opens now; it is closed again."""
        expect(self.agent.page.locator("dialog[open]"), what).to_be_visible(timeout=20_000)
        self.at(what)
        self.agent.press("Escape")
        expect(self.agent.page.locator("dialog")).to_have_count(0)


def test_twice_the_size_has_no_sideways_scroll(office: House, speaking: Browser, tmp_path: Path) -> None:
    """200 % zoom of a 1280 pixel screen: nothing has to be scrolled sideways, waiting or talking."""
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    with desk(speaking, office, "bjorn", "110", size=(640, 400)) as bjorn:
        assert bjorn.page.evaluate(wide) == 0
        with talk(bjorn, tmp_path) as (caller, _):
            assert bjorn.page.evaluate(wide) == 0
            caller.hang_up()
            bjorn.until_shown("wrap_up", "breath", "ready")
            assert bjorn.page.evaluate(wide) == 0


def test_an_incident_and_a_rest(office: House, speaking: Browser, tmp_path: Path) -> None:
    """What customers of the queue are told is read before hello. A pause says how long it may be and when it
    ends; who asked for it is reminded to stretch between contacts, never while it rings."""
    with desk(speaking, office, "sara", "103") as sara:
        sara.press("p")
        dialog = sara.page.locator("dialog[open]")
        expect(dialog).to_contain_text("högst 30 min")
        dialog.get_by_text("Efter 30 min").click()
        sara.press("1")
        sara.until_shown("pause")
        expect(sara.middle).to_contain_text("Pausen räcker till")
        expect(sara.middle.locator("header time")).to_have_count(0)
        sara.become_ready()
        sara.page.evaluate(SAT_FOR_LONG)
        sara.page.reload()
        reminder = sara.page.locator("[data-stretch]")
        expect(reminder).to_contain_text("Du har hållit på i 30 minuter")
        assert objections(sara.page) == []
        told = {"queue_ids": ["faktura"], "words": {"sv": "Fakturorna är sena."}, "publish": True}
        made = Forger.signed_in(office, "supervisor").send("POST", "/api/incidents", told)
        assert made[0] == 201, made
        with customer(tmp_path / "caller", "+46701740633") as caller:
            caller.dial(office.sip("calm"))
            sara.until_shown("offered")
            expect(sara.middle).to_contain_text("Driftstörning i den här kön. Fakturorna är sena.")
            expect(reminder).to_have_count(0)
            caller.hang_up()
        sara.until_shown("ready")
        reminder.get_by_role("button", name="Gjort").click()
        expect(reminder).to_have_count(0)
        solve = f"/api/incidents/{made[2]['incident']['id']}/solve"
        assert Forger.signed_in(office, "supervisor").send("POST", solve, {})[0] == 200


SAT_FOR_LONG = """() => localStorage.setItem(
    'lur.stretch.103', JSON.stringify({since: Date.now() - 1801000, later: null, seen: Date.now()}))"""


def test_pictures_of_the_desk(office: House, speaking: Browser, tmp_path: Path) -> None:
    """The pictures of the documentation, light and dark: ringing, talking, wrap-up with somebody who has
    called before: what was promised then is read before hello, and that they came back is told to the agent
    alone."""
    with (
        desk(speaking, office, "maja", "101", size=(1440, 900)) as maja,
        customer(tmp_path / "caller", "+46701740612") as caller,
    ):
        maja.become_ready()
        caller.dial(office.sip("calm"))
        contact = maja.answer()
        maja.press("c")
        maja.page.keyboard.type("Maria Holm")
        maja.press("Enter")
        office.until(lambda _: customer_name(office, contact) == "Maria Holm")
        maja.press("Escape", "n")
        maja.page.keyboard.type("Beställde två stolar. Leverans på torsdag, ring innan.")
        until_noted(maja, contact, "Beställde två stolar. Leverans på torsdag, ring innan.")
        maja.press("Escape", "Control+e")
        caller.wait_for("CALL_CLOSED")
        maja.until_shown("wrap_up")
        maja.press("l", "s")
        maja.page.keyboard.type("Ring innan leverans")
        maja.press("Escape", "Control+Enter")
        maja.until_shown("breath")
        maja.become_ready()
        caller.dial(office.sip("calm"))
        maja.until_shown("offered")
        expect(maja.middle).to_contain_text("Maria Holm")
        expect(maja.middle).to_contain_text("Lovat: Ring innan leverans")
        light_and_dark(maja, "ringing")
        maja.answer()
        maja.press("n")
        maja.page.keyboard.type("Stolarna kom aldrig i torsdags. Ligger kvar på terminalen.")
        light_and_dark(maja, "talking")
        caller.hang_up()
        maja.until_shown("wrap_up")
        maja.press("Escape", "l")
        expect(maja.page.get_by_text("kom tillbaka samma dag")).to_be_visible()
        light_and_dark(maja, "wrap-up")


def light_and_dark(agent: DeskPage, what: str) -> None:
    """Two pictures of the same moment."""
    for scheme in SCHEMES:
        agent.page.emulate_media(color_scheme=scheme)
        picture(agent.page, f"desk-{what}-{scheme}.png")
