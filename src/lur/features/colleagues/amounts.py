"""Amounts as people type them in three languages: ``800 kr``, ``1 200 kr``, ``1.200,50 kr``, ``15 %``. Pure.

A number that is long, or begins with 0 or +, is a telephone number and no amount. A dot or a comma before
exactly three digits groups thousands; before one or two it begins the decimals.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lur.features.colleagues.model import Unit

MOST_DIGITS = 9
"""Of whole crowns: more is no sum that a colleague approves."""

_CROWNS = r"kr\.?|kronor|krona|kroner|krone|kronen|crowns?|sek|nok|dkk|:-|,-|\.-|:–|,–"
_PERCENT = r"%|procent|prosent|percent|per\s+cent|pct"
_GROUPED = r"\d{1,3}(?:[ .,\u00a0\u202f']\d{3})+(?!\d)"
_AMOUNT = re.compile(
    rf"(?<![\w+.,])(?:(?P<before>kr\.?|sek|nok|dkk)\s*)?"
    rf"(?P<whole>{_GROUPED}|\d+)"
    rf"(?:[.,](?P<rest>\d{{1,2}})(?!\d))?"
    rf"(?:\s*(?P<crowns>{_CROWNS})(?!\w)|\s*(?P<percent>{_PERCENT})(?!\w))?(?![\w])",
    re.IGNORECASE,
)

_TELEPHONE = re.compile(r"(?<![\w.,])(?<!\d[ \u00a0])(?:\+|0)[\d ()/\u00a0-]{5,}\d")


class Amount(NamedTuple):
    """``unit`` is None when only a number was written."""

    hundredths: int
    unit: Unit | None
    start: int
    end: int
    """Where it stands in the text."""


def amount_in(text: str) -> Amount | None:
    """The amount that a text names: the first with a unit, else the first plain number; None without any."""
    plain = _TELEPHONE.sub(lambda each: "-" * len(each[0]), text)
    found = [amount for each in _AMOUNT.finditer(plain) if (amount := _amount(each)) is not None]
    return next((each for each in found if each.unit is not None), found[0] if found else None)


def _amount(match: re.Match[str]) -> Amount | None:
    digits = re.sub(r"\D", "", match["whole"])
    unit: Unit | None = None
    if match["percent"]:
        unit = "percent"
    elif match["before"] or match["crowns"]:
        unit = "kr"
    is_telephone = unit is None and (digits.startswith("0") or len(digits) > MOST_DIGITS - 3)
    if is_telephone or len(digits) > MOST_DIGITS or not digits.isascii():
        return None
    hundredths = int(digits) * 100 + int((match["rest"] or "").ljust(2, "0"))
    return Amount(hundredths, unit, match.start(), match.end())
