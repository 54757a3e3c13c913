"""Words from text: lists of them, and what a company has typed made safe to speak.

Synthesisers read digits wrongly, and control characters would reach their parser, so these lose both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST_NAME = 80
_LARGEST_SAID_WHOLE = 199
_TIME = re.compile(r"(?<![\d.:,])([01]?\d|2[0-4])[.:]([0-5]\d)(?![\d.:,]\d|\d)")
_SPACE_BEFORE = re.compile(r" ([.,;:!?])(?= |$)")


def word_list(text: str) -> tuple[str, ...]:
    """The words of a table written as running text."""
    return tuple(text.split())


def spoken_name(name: str, cardinal: Callable[[int], str]) -> str:
    """The name with each run of digits as words: whole up to 199 ("Radio 103"), digit by digit above."""
    return _worded(_plain(name)[:LONGEST_NAME], cardinal).rstrip(" .")


def spoken_text(text: str, cardinal: Callable[[int], str]) -> str:
    """The text as sentences, numbers as in names; "8.30" and "08:30" are times, "8.00" just the hour."""
    spoken = _worded(_TIME.sub(lambda time: _time(time, cardinal), _plain(text)), cardinal)
    return spoken if spoken.endswith((".", "!", "?")) else f"{spoken}."


def _time(time: re.Match[str], cardinal: Callable[[int], str]) -> str:
    hour, minute = cardinal(int(time[1])), int(time[2])
    return hour if minute == 0 else f"{hour} {cardinal(minute)}"


def _plain(text: str) -> str:
    return "".join(_decimal(char) for char in unicodedata.normalize("NFKC", text))


def _worded(decimal: str, cardinal: Callable[[int], str]) -> str:
    worded = re.sub(r"[0-9]+", lambda run: f" {_said(run.group(), cardinal)} ", decimal)
    printable = "".join(char if char.isprintable() else " " for char in worded)
    return _SPACE_BEFORE.sub(r"\1", " ".join(printable.split()))


def _decimal(char: str) -> str:
    digit = unicodedata.digit(char, None)
    return char if digit is None else str(digit)


def _said(digits: str, cardinal: Callable[[int], str]) -> str:
    whole = digits == "0" or not digits.startswith("0")
    if whole and len(digits) <= 3 and int(digits) <= _LARGEST_SAID_WHOLE:
        return cardinal(int(digits))
    return " ".join(cardinal(int(digit)) for digit in digits)
