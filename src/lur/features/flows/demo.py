"""The demo company's flow: one number for all, in three languages."""

from __future__ import annotations

from lur.core.flow import (
    ChooseLanguage,
    Flow,
    LanguageOption,
    Menu,
    MenuOption,
    ToQueue,
    Words,
)
from lur.core.ids import QueueId

FLOW = Flow(
    flow_id="meny",
    name="Ett nummer för allt",
    first="language",
    nodes=(
        ChooseLanguage(
            id="language",
            options=(LanguageOption("1", "sv"), LanguageOption("2", "nb"), LanguageOption("3", "en")),
            then="matter",
        ),
        Menu(
            id="matter",
            words=Words(
                sv="Gäller det en leverans, tryck ett. Vill du lämna tillbaka något, tryck två. "
                "Är det något som inte fungerar, tryck tre.",
                nb="Gjelder det en levering, trykk én. Vil du levere noe tilbake, trykk to. "
                "Er det noe som ikke virker, trykk tre.",
                en="If it is about a delivery, press one. If you want to return something, press two. "
                "If something does not work, press three.",
            ),
            options=(
                MenuOption("1", "leverans", "delivery"),
                MenuOption("2", "retur", "return"),
                MenuOption("3", "teknik", "technical"),
            ),
            otherwise="delivery",
        ),
        ToQueue(id="delivery", queue_id=QueueId("leverans")),
        ToQueue(id="return", queue_id=QueueId("retur")),
        ToQueue(id="technical", queue_id=QueueId("teknik")),
    ),
    fallback=QueueId("leverans"),
)
