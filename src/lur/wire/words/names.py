"""Words from text: lists of them, and a company's name made safe to speak.

Synthesisers read digits wrongly, and control characters would reach their parser, so a name loses both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST_NAME = 80
_LARGEST_SAID_WHOLE = 199


def word_list(text: str) -> tuple[str, ...]:
    """The words of a table written as running text."""
    return tuple(text.split())


def spoken_name(name: str, cardinal: Callable[[int], str]) -> str:
    """The name with each run of digits as words: whole up to 199 ("Radio 103"), digit by digit above."""
    plain = unicodedata.normalize("NFKC", name)[:LONGEST_NAME]
    decimal = "".join(_decimal(char) for char in plain)
    worded = re.sub(r"[0-9]+", lambda run: f" {_said(run.group(), cardinal)} ", decimal)
    printable = "".join(char if char.isprintable() else " " for char in worded)
    return " ".join(printable.split()).rstrip(" .")


def _decimal(char: str) -> str:
    digit = unicodedata.digit(char, None)
    return char if digit is None else str(digit)


def _said(digits: str, cardinal: Callable[[int], str]) -> str:
    whole = digits == "0" or not digits.startswith("0")
    if whole and len(digits) <= 3 and int(digits) <= _LARGEST_SAID_WHOLE:
        return cardinal(int(digits))
    return " ".join(cardinal(int(digit)) for digit in digits)
