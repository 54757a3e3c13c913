"""The way in, with real phones: languages, menus, wrong keys, silence, and a door that is shut."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import msgspec

from journeys.baresip import Baresip
from journeys.crew import customer, journal
from journeys.ears import SECOND, contains
from journeys.house import House
from lur.core.flow import (
    ChooseLanguage,
    Flow,
    LanguageOption,
    Menu,
    MenuOption,
    ToQueue,
    Words,
)
from lur.core.ids import Language, QueueId
from lur.wire.words import (
    CallbackOffer,
    CallbackPromised,
    LanguageChoice,
    NotAChoice,
    OwnWords,
    Prompt,
)

NUMBERS = ("+46701740611", "+46701740612", "+46701740613")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MENU = Words(
    sv="För faktura, tryck ett. För ombud, tryck två.", nb="For faktura, trykk en. For forhandlere, trykk to."
)
NORWEGIAN = LanguageChoice("nb", "2")
MENU_SV, MENU_NB = OwnWords(MENU.sv, "sv"), OwnWords(MENU.nb, "nb")
FLOW = Flow(
    flow_id="main",
    name="Växel",
    first="language",
    nodes=(
        ChooseLanguage(
            id="language", options=(LanguageOption("1", "sv"), LanguageOption("2", "nb")), then="menu"
        ),
        Menu(
            id="menu",
            words=MENU,
            options=(MenuOption("1", "invoice", "billing"), MenuOption("2", "dealer", "dealers")),
            otherwise="support",
            wait_ms=5_000,
        ),
        ToQueue(id="billing", queue_id=QueueId("faktura")),
        ToQueue(id="dealers", queue_id=QueueId("ombud")),
        ToQueue(id="support", queue_id=QueueId("support")),
    ),
    fallback=QueueId("support"),
)


def switchboard(lur: House, folder: Path) -> None:
    """A company whose main number has a menu, and one queue that opens on another day only."""
    closed_today = DAYS[(time.gmtime().tm_wday + 3) % 7]
    lur.queue("Faktura")
    lur.queue("Ombud", "--hours", f"{closed_today} 08:00-17:00")
    file = folder / "flow.json"
    file.write_bytes(msgspec.json.encode(FLOW))
    lur.cli("flow", "save", str(file))
    lur.cli("queue", "add", "Övrigt", "--number", "main", "--flow", "main")


class Ear:
    """Knows what Lur says, from before anybody calls: a voice never says the same twice in the very same way,
    so the house must play the sounds that are looked for."""

    def __init__(self, lur: House, *prompts: tuple[Prompt, Language]) -> None:
        self._sounds = {prompt: lur.prompt(prompt, language) for prompt, language in prompts}

    def hears(self, caller: Baresip, prompt: Prompt) -> bool:
        """Whether the caller comes to hear these words, but for the very end, where a key may cut them."""
        sound = self._sounds[prompt]
        said = sound[: max(SECOND, len(sound) - SECOND)]
        return caller.listen(lambda heard: contains(heard, said))


def inside(lur: House, **wanted: object) -> dict[str, Any]:
    """The contact of which this is true, once there is one."""

    def matching(status: dict[str, Any]) -> list[dict[str, Any]]:
        return [c for c in status["contacts"] if all(c.get(name) == value for name, value in wanted.items())]

    return matching(lur.until(matching))[0]


def test_keys_lead_where_they_say(lur: House, tmp_path: Path) -> None:
    """One chooses Norwegian, errs and chooses; one presses nothing; one comes to a shut door and is called
    another day. The wait of each counts from the first instant, and none is recorded as having chosen what
    they did not."""
    switchboard(lur, tmp_path)
    ear = Ear(
        lur,
        (NORWEGIAN, "nb"),
        (MENU_NB, "nb"),
        (NotAChoice(), "nb"),
        (MENU_SV, "sv"),
        (CallbackOffer("closed"), "sv"),
        (CallbackPromised(), "sv"),
    )
    with (
        customer(tmp_path / "1", NUMBERS[0]) as norwegian,
        customer(tmp_path / "2", NUMBERS[1]) as silent,
        customer(tmp_path / "3", NUMBERS[2]) as dealer,
    ):
        for caller in (norwegian, silent, dealer):
            caller.dial(lur.sip("main"))
        lur.until(lambda s: [c["phase"] for c in s["contacts"]] == ["entering"] * 3)
        assert ear.hears(norwegian, NORWEGIAN)
        norwegian.press("2")
        dealer.press("1")
        assert ear.hears(norwegian, MENU_NB)
        norwegian.press("7")
        assert ear.hears(norwegian, NotAChoice())
        norwegian.press("1")
        billing = inside(lur, queue_id="faktura", phase="waiting")
        assert billing["language"] == "nb"
        assert ear.hears(dealer, MENU_SV)
        dealer.press("2")
        assert ear.hears(dealer, CallbackOffer("closed"))
        inside(lur, queue_id="ombud", phase="refused")
        dealer.press("1")
        assert ear.hears(dealer, CallbackPromised())
        dealer.wait_for("CALL_CLOSED")
        inside(lur, queue_id="ombud", phase="resting")
        assert ear.hears(silent, MENU_SV)
        inside(lur, queue_id="support", phase="waiting", language="sv")
    arrived = {row["contact_id"]: row["entered"] for row in journal(lur, "ContactArrived")}
    queued = {row["queue_id"]: row for row in journal(lur, "ContactQueued", "ContactRefused")}
    assert queued["faktura"]["choices"] == ["invoice"]
    assert queued["ombud"]["choices"] == ["dealer"]
    assert queued["support"]["choices"] == []
    assert arrived[billing["id"]] == billing["entered"]
