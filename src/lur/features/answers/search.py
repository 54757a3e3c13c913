"""Which answers fit what somebody has written: shared words, the rare ones counting most. Pure.

Words are compared by their first five letters, which stands in for the endings and many of the compounds of
all three languages ("leveransen", "leveranstid"). It understands nothing; it makes a short list worth a look.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log

from lur.core.ids import Language
from lur.features.answers.model import CommonAnswer

STEM_LETTERS = 5
SHORTEST = 3
BEST = 3
_QUESTION_WEIGHS = 2.0
_WORD = re.compile(r"[^\W_]+")


def _stems(words: str) -> frozenset[str]:
    return frozenset(word[:STEM_LETTERS] for word in words.split())


_TOO_COMMON: dict[Language, frozenset[str]] = {
    "sv": _stems(
        "alla allt att bara blir det den detta din ditt där eller ett från får för går gör hade han har hej "
        "hon  hur här inte jag kan kommer man med men mig min mina mitt mot mycket något några när och oss "
        "samma  ska skulle som till vad var vara varför vem vid vill vilken vår är"
    ),
    "nb": _stems(
        "alle alt bare ble blir det den dette din ditt der dere eller ett etter fra får for går gjør hadde "
        "han  har hei hun hva hvem hvor hvordan hvorfor ikke jeg kan kommer man med men meg min mine mitt "
        "mot mye noe  noen når oss også samme skal skulle som til var være ved vil vår"
    ),
    "en": _stems(
        "about all and any are but can could did does for from get had has have hello her how into its just "
        "like  may more not now off one only our out please she should some that the their them then there "
        "they this  too was what when where which who why will with would you your"
    ),
}


def best_fitting(text: str, answers: Sequence[CommonAnswer], language: Language) -> tuple[CommonAnswer, ...]:
    """At most three of ``answers`` (all in ``language``), the best first; none that shares no word."""
    asked = _words(text, language)
    in_question = [_words(each.question, language) for each in answers]
    in_text = [_words(each.text, language) for each in answers]
    having = Counter(word for pair in zip(in_question, in_text, strict=True) for word in pair[0] | pair[1])
    weight = {word: log(1 + len(answers) / having[word]) for word in asked if having[word]}
    scores = [
        sum(weight[word] * _QUESTION_WEIGHS for word in weight.keys() & question)
        + sum(weight[word] for word in (weight.keys() & rest) - question)
        for question, rest in zip(in_question, in_text, strict=True)
    ]
    ranked = sorted(range(len(answers)), key=lambda at: -scores[at])
    return tuple(answers[at] for at in ranked[:BEST] if scores[at] > 0)


def _words(text: str, language: Language) -> frozenset[str]:
    found = {word[:STEM_LETTERS] for word in _WORD.findall(text.casefold()) if len(word) >= SHORTEST}
    return frozenset(found) - _TOO_COMMON[language]
