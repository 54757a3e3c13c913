"""Words of a question as the search compares them: small, without marks, and the rare ones alone. Pure.

Words are compared by their beginnings, which stands in for the endings and compounds of all three languages.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_SAME = str.maketrans({"æ": "a", "ø": "o", "ß": "ss", "đ": "d", "ł": "l"})

STEM_LETTERS = 5
"""Two words with the same first five letters are taken for the same: ``rabatten``, ``rabattera``."""
SHORTEST_PART = 3
"""A shorter word is looked for only at the beginning of others."""


def folded(text: str) -> str:
    """``Åsa BJØRN`` as ``asa bjorn``, so that any keyboard finds anybody."""
    parted = unicodedata.normalize("NFKD", text.casefold().translate(_SAME))
    return "".join(each for each in parted if not unicodedata.combining(each))


def words_in(text: str) -> tuple[str, ...]:
    """The folded words in their order, each once."""
    return tuple(dict.fromkeys(_WORD.findall(folded(text))))


def _set(text: str) -> frozenset[str]:
    return frozenset(words_in(text))


COMMON = _set(
    "någon nån som får fick kan kunna kunde jag vi du behöver vill vem vilka den det de en ett på i av för "
    "om till med upp över under minst högst cirka ca mer än lite ge göra åt kunden kund kunder och "
    "att eller är noen som får kan kunne jeg vi trenger vil hvem hvilke den det de en et på i "
    "av for om til med opp over under minst høyst mer enn litt gi gjøre kunden kunde kunder å og eller er "
    "someone somebody anyone anybody who that which can could may i we need want to a an the in on of for "
    "about up with over under least most more than some give make do customer customers and or is are"
)
"""What says nothing about whom to look for."""

DECIDING = _set(
    "godkänna godkänner godkänn godkännande besluta beslutar beslut bestämma bestämmer bevilja beviljar "
    "godkjenne godkjenner godkjenn godkjenning beslutte beslutter beslutning bestemme bestemmer innvilge "
    "innvilger approve approves approval decide decides decision authorise authorize authorised authorized "
    "authority grant grants allow allows befogenhet mandat fullmakt"
)
"""Words for deciding: who says one looks for somebody who may."""


def likeness(word: str, others: tuple[str, ...]) -> int:
    """How well a word fits one of the others: 3 the whole word, 2 its beginning or the same stem, 1 a part,
    0 not at all."""
    best = 0
    for other in others:
        if other == word:
            return 3
        if other.startswith(word) or _same_stem(word, other):
            best = 2
        elif best == 0 and len(word) >= SHORTEST_PART and word in other:
            best = 1
    return best


def _same_stem(word: str, other: str) -> bool:
    """``returer`` and ``retur``: the shorter begins the longer, or both begin alike."""
    shorter, longer = sorted((word, other), key=len)
    if len(shorter) < STEM_LETTERS - 1:
        return False
    return longer.startswith(shorter) or longer[:STEM_LETTERS] == shorter[:STEM_LETTERS]
