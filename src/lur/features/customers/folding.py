"""Texts as they are searched: small letters, accents away, but å, ä and ö are letters of their own.

A Norwegian æ and ø meet the Swedish ä and ö, so that Bjørn is found by Björn.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_KEPT = frozenset("åäö")
_SAME = {"æ": "ä", "ø": "ö", "ß": "ss", "đ": "d", "ł": "l"}
_WORD = re.compile(r"[^\s,;]+")
_PART = re.compile(r"[^\W_]+")


class _Table(dict[int, str]):
    """Filled as letters are met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        bare = "".join(
            each for each in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(each)
        )
        folded = self[code] = letter if letter in _KEPT else _SAME.get(letter, bare)
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """``Élise ÅSTRÖM`` as ``elise åström``."""
    lower = text.casefold()
    return lower if lower.isascii() else unicodedata.normalize("NFC", lower).translate(_TABLE)


def words_of(texts: Iterable[str]) -> list[str]:
    """The folded words, and the parts of those that have a hyphen, a dot or the like; each once."""
    found: dict[str, None] = {}
    for text in texts:
        for word in _WORD.findall(fold(text)):
            found[word] = None
            found.update(dict.fromkeys(_PART.findall(word)))
    return list(found)
