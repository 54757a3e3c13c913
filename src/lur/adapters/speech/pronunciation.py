"""Helps espeak-ng with what it says wrong: Swedish compound numbers and a few stresses.

Found by looking at its phonemes: "femtionionde" came out with the -tion- of "station", "minut" and "förlåt"
with the stress on the first syllable. The written words stay right; only what the synthesiser gets changes.
"""

from __future__ import annotations

import re

from lur.wire.words import Language

_WORDS: dict[Language, dict[str, str]] = {
    "sv": {
        "minut": "[[mIn'u-t]]",
        "minuter": "[[mIn'u-tE-R]]",
        "förlåt": "[[fWRl'o:t]]",
        "samtalet": "[[s'amtA:lE-t]]",
        "fungerar": "[[f8Ng'e:RaR]]",
        "igen": "[[Ij'En]]",
    },
    "nb": {
        "minutt": "[[mIn'u-t:]]",
        "minutter": "[[mIn'u-t:@R]]",
        "omtrent": "[[OmtR'Ent]]",
        "fortelle": "[[fURt'Ell@]]",
        "igjen": "[[Ij'En]]",
    },
    "en": {},
}
_SWEDISH_COMPOUND = re.compile(
    r"(tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio|hundra|tusen)"
    r"(?=ett|två|tre|fyr|fjär|fjort|fem|sex|sjätt|sju|ått|nio|nit|tio|elva|elfte|tol|art|förs|andr"
    r"|tjug|hundr)"
)


def pronounceable(text: str, language: Language) -> str:
    """The text as the synthesiser should get it; double brackets hold phonemes, and only ours do."""
    plain = text.replace("[", " ").replace("]", " ")
    if language == "sv":
        plain = _SWEDISH_COMPOUND.sub(r"\1 ", plain)
    words = _WORDS[language]
    return re.sub(r"\w+", lambda word: words.get(word.group().lower(), word.group()), plain)
