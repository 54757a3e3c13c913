"""What a form's answers come to, exactly: shares of whole numbers, rounded once. Pure.

The formulas are told in docs/measures.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from lur.core.flow import Words
from lur.features import Refused
from lur.features.quality.model import (
    MOST_QUESTIONS,
    TEXT_LENGTH,
    TOP,
    Given,
    Question,
    ScoringForm,
    Section,
)

MOST_COUNTS = 10
WHOLE = 100_00


class Outcome(NamedTuple):
    """``hundredths`` of a per cent, None when nothing applied; ``failed``: criticals that got 0."""

    hundredths: int | None
    failed: tuple[str, ...]
    passed: bool | None


def outcome(form: ScoringForm, given: Iterable[Given]) -> Outcome:
    """What the answers come to. Who has failed a critical has 0, whatever else was good."""
    values = {each.question_id: each.value for each in given}
    failed = tuple(each.id for each in form.questions if each.critical and values.get(each.id) == 0)
    if failed:
        return Outcome(0, failed, False)
    hundredths = whole(form.questions, values)
    return Outcome(hundredths, (), None if hundredths is None else hundredths >= form.passes_at * 100)


def of_section(section: Section, given: Iterable[Given]) -> int | None:
    """A section by itself; criticals count in it like any other question."""
    return whole(section.questions, {each.question_id: each.value for each in given})


def whole(questions: Sequence[Question], values: dict[str, int | None]) -> int | None:
    """Hundredths of a per cent over the questions that apply, each as many times as it counts."""
    earned, possible = Fraction(0), 0
    for each in questions:
        value = values.get(each.id)
        if value is not None:
            earned += Fraction(each.counts * value, TOP[each.scale])
            possible += each.counts
    return None if possible == 0 else int(earned * WHOLE / possible + Fraction(1, 2))


def missing(form: ScoringForm, given: Iterable[Given]) -> tuple[str, ...]:
    """Questions without an answer."""
    answered = {each.question_id for each in given}
    return tuple(each.id for each in form.questions if each.id not in answered)


def check_given(form: ScoringForm, given: Sequence[Given]) -> None:
    """Raises ``Refused``: unknown_question, bad_answer."""
    questions = {each.id: each for each in form.questions}
    if len({each.question_id for each in given}) != len(given):
        raise Refused("bad_answer", "twice")
    for each in given:
        question = questions.get(each.question_id)
        if question is None:
            raise Refused("unknown_question", each.question_id)
        top = TOP[question.scale]
        fits = question.may_not_apply if each.value is None else 0 <= each.value <= top
        if not fits:
            raise Refused("bad_answer", each.question_id)


def check_form(form: ScoringForm) -> None:
    """Raises ``Refused``: empty_text, text_too_long, form_is_empty, too_many_questions, bad_form."""
    questions = form.questions
    if not questions or any(not section.questions for section in form.sections):
        raise Refused("form_is_empty")
    if len(questions) > MOST_QUESTIONS:
        raise Refused("too_many_questions", str(MOST_QUESTIONS))
    ids = [each.id for each in form.sections] + [each.id for each in questions]
    if len(set(ids)) != len(ids):
        raise Refused("bad_form", "ids")
    if not all(1 <= each.counts <= MOST_COUNTS for each in questions) or not 0 <= form.passes_at <= 100:
        raise Refused("bad_form", "counts")
    for words in (form.words, *(each.words for each in form.sections), *(each.words for each in questions)):
        _check_words(words)
    if any(_longest(each.hint) > TEXT_LENGTH for each in questions):
        raise Refused("text_too_long", str(TEXT_LENGTH))


def _check_words(words: Words) -> None:
    if not any(text.strip() for text in (words.sv, words.nb, words.en)):
        raise Refused("empty_text")
    if _longest(words) > TEXT_LENGTH:
        raise Refused("text_too_long", str(TEXT_LENGTH))


def _longest(words: Words) -> int:
    return max(len(text) for text in (words.sv, words.nb, words.en))
