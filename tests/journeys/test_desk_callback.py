"""A callback from both its ends: the customer says what it is about and keeps the place by a key, the agent
reads and listens first, one key calls, and when nobody answers the desk says when it is tried again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, expect

from fakes.tones import tone_db
from journeys.baresip import Baresip, baresip
from journeys.browser import objections, picture
from journeys.crew import AGENT_HZ, CUSTOMER_HZ
from journeys.desk import DeskPage, desk
from journeys.ears import PLAIN_DB, SECOND, channels, contains, hears
from journeys.house import House
from lur.wire.words import StatementIntro

NUMBER = "+46701740610"
NAME = "Elin Åkerström"
SHOWN = "+46 70 174 06 10"
SPEAKS_MS = 12_000
"""From the first words of what key 2 says: the rest of them, the tone, and seconds to speak in."""


@contextlib.contextmanager
def reachable(office: House, folder: Path) -> Iterator[Baresip]:
    """A customer whose own phone is where the operator's line leads, and who answers by hand."""
    account = f"<sip:{NUMBER}@127.0.0.1>;regint=0;answermode=manual;audio_codecs=pcma,pcmu"
    with baresip(folder, tone_hz=CUSTOMER_HZ, accounts=[account]) as phone:
        office.cli("trunk", "add", "operator", f"127.0.0.1:{phone.sip_port}")
        office.until(lambda s: [trunk["state"] for trunk in s["trunks"]] == ["up"])
        yield phone


def keep_the_place(office: House, caller: Baresip, *, telling: bool) -> str:
    """Call, say what happened by key 2 when ``telling``, and keep the place by key 1: the contact."""
    caller.dial(office.sip("quick"))
    office.until(lambda s: s["contacts"])
    office.until_greeted()
    contact = str(office.status()["contacts"][0]["id"])
    if telling:
        tell(office, caller)
    caller.press("1")
    caller.wait_for("CALL_CLOSED")
    office.until(lambda s: s["contacts"][0]["callback"] is not None)
    return contact


def tell(office: House, caller: Baresip) -> None:
    """By key 2, and key 1 to be let tell it all: seconds of the customer's own tone, ended by a key."""
    caller.press("2")
    caller.press("1")
    assert says(caller, office.prompt(StatementIntro(), "sv"))
    asked = office.status()["at"]
    office.until(lambda s: s["at"] - asked > SPEAKS_MS)
    caller.press("#")
    office.until(lambda s: s["contacts"][0]["statements"] == 1)


def says(phone: Baresip, prompt: list[int]) -> bool:
    """Whether the phone comes to hear a second of these words: a busy machine drops a frame now and then."""
    pieces = [prompt[at : at + SECOND] for at in range(0, len(prompt) - SECOND, SECOND)]
    return phone.listen(lambda sound: any(contains(sound, piece, limit=0.7) for piece in pieces))


def preview(agent: DeskPage, *, attempt: int) -> None:
    """Ready, and the callback is on the desk: who, which number, which attempt; nobody is called yet."""
    agent.press("r")
    agent.until_shown("offered")
    expect(agent.middle).to_contain_text(NAME)
    expect(agent.middle).to_contain_text(SHOWN)
    expect(agent.middle).to_contain_text(f"försök {attempt} av 3")
    expect(agent.page.get_by_role("button", name="Ring upp")).to_be_focused()


def test_a_key_calls_back(office: House, speaking: Browser, tmp_path: Path) -> None:
    """What was said is heard before hello and only by the agent; Enter calls; both hear each other."""
    with (
        desk(speaking, office, "maja", "101", size=(1440, 900)) as maja,
        reachable(office, tmp_path / "customer") as caller,
    ):
        contact = keep_the_place(office, caller, telling=True)
        preview(maja, attempt=1)
        said = maja.page.locator("[data-form=voice]")
        expect(said).to_be_visible()
        expect(maja.middle).to_contain_text("Vill berätta allt innan du löser det")
        picture(maja.page, "desk-callback-light.png")
        assert objections(maja.page) == []
        assert caller.seen("CALL_INCOMING") == 0
        maja.press("Shift+P")
        expect(said.locator("[data-playing=true]")).to_be_visible()
        expect(said.get_by_role("slider")).not_to_have_value("0")
        picture(maja.page, "desk-statement-light.png")
        assert tells_of(office, contact)

        maja.press("Enter")
        maja.until_shown("dialling")
        expect(maja.middle).to_contain_text("Ringer upp")
        caller.wait_for("CALL_INCOMING")
        caller.command("accept")
        maja.until_shown("talking")
        assert maja.hears(CUSTOMER_HZ)
        assert hears(caller, AGENT_HZ)
        maja.press("Control+e")
        maja.until_shown("wrap_up", "breath", "ready")
        story = office.until_story(contact, "RecordingKept")
    kinds = [row["event"]["kind"] for row in story["events"]]
    assert kinds.index("CallbackAsked") < kinds.index("CallbackDialled") < kinds.index("CallbackAnswered")


def tells_of(office: House, contact: str) -> bool:
    """Whether what was kept is the customer's own tone."""
    [row] = office.get(f"/api/contacts/{contact}/statements")
    left, right = channels(office.get_bytes(f"/api/contacts/{contact}/statements/{row['id']}/content"))
    return any(tone_db(side[:SECOND], CUSTOMER_HZ) > PLAIN_DB for side in (left, right))


def test_stopped_and_busy(office: House, speaking: Browser, tmp_path: Path) -> None:
    """Stopped by the agent: the place is kept. Busy: the desk says so and when it is tried again, and the
    agent is ready for the next one."""
    with (
        desk(speaking, office, "erik", "102") as erik,
        reachable(office, tmp_path / "customer") as caller,
    ):
        contact = keep_the_place(office, caller, telling=False)
        preview(erik, attempt=1)
        erik.press("Enter")
        caller.wait_for("CALL_INCOMING")
        erik.until_shown("dialling")
        erik.press("Control+e")
        caller.wait_for("CALL_CLOSED", skip=1)
        expect(erik.page.locator("[data-attempt=stopped]")).to_contain_text("Kunden behåller sin plats")

        preview(erik, attempt=2)
        erik.press("Enter")
        caller.wait_for("CALL_INCOMING", skip=1)
        caller.hang_up()
        erik.until(presence="ready", contacts=[])
        expect(erik.page.locator("[data-attempt=missed]")).to_contain_text(
            "Det var upptaget. Vi försöker igen"
        )
        [view] = office.status()["contacts"]
        assert (view["id"], view["phase"], view["callback"]["attempts"]) == (contact, "resting", 2)
