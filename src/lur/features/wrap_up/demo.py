"""The demo company's words for how a contact ended."""

from __future__ import annotations

from lur.features.wrap_up.model import Disposition


def _one(id: str, parent: str | None, position: int, sv: str, nb: str, en: str) -> Disposition:
    return Disposition(
        id=id, parent=parent, position=position, sv=sv, nb=nb, en=en, archived=False, demo=True
    )


DISPOSITIONS: tuple[Disposition, ...] = (
    _one("answered", None, 1, "Besvarat", "Besvart", "Answered"),
    _one("delivery", "answered", 1, "Leverans", "Levering", "Delivery"),
    _one("delivery_time", "delivery", 1, "När varan kommer", "Når varen kommer", "When it arrives"),
    _one("delivery_missing", "delivery", 2, "Saknad vara", "Manglende vare", "Missing item"),
    _one("delivery_damaged", "delivery", 3, "Skadad vara", "Skadet vare", "Damaged item"),
    _one("return", "answered", 2, "Retur", "Retur", "Return"),
    _one("return_how", "return", 1, "Hur man returnerar", "Slik returnerer man", "How to return"),
    _one("return_money", "return", 2, "Pengar tillbaka", "Penger tilbake", "Refund"),
    _one("technical", "answered", 3, "Teknik", "Teknikk", "Technical"),
    _one("follow_up", None, 2, "Ska följas upp", "Skal følges opp", "To follow up"),
    _one("call_back", "follow_up", 1, "Ring upp", "Ring tilbake", "Call back"),
    _one("waiting_answer", "follow_up", 2, "Väntar på svar", "Venter på svar", "Awaiting an answer"),
    _one("passed_on", None, 3, "Lämnat vidare", "Gitt videre", "Passed on"),
    _one("wrong_number", None, 4, "Fel nummer", "Feil nummer", "Wrong number"),
)
