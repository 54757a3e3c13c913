"""How alike several people judged a contact: range, mean, agreement of pairs, Krippendorff's alpha. Pure.

Alpha is Krippendorff's, for interval data and with missing values: 1 - observed / expected disagreement over
pairable values (K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania,
2011, section C and D). Units are the form's questions, values their shares of the top of the scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import msgspec

from lur.features.quality.model import TOP, Given, Question


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """What was said to one question."""

    question_id: str
    values: tuple[int, ...]
    """Of those for whom it applied, the lowest first: whose is whose is not told."""
    not_applicable: int
    least: int | None
    most: int | None
    mean: float | None
    exact: float | None
    """Of all pairs of people, the share who said the very same; None for one person alone."""
    adjacent: float | None
    """The share who said the same or one step beside it."""


def spread(question: Question, answers: Sequence[Sequence[Given]]) -> Spread:
    """Of one question over all reviews."""
    said = [value for given in answers for value in _said(question.id, given)]
    values = sorted(value for value in said if value is not None)
    pairs = list(combinations(said, 2))
    exact = [one == other for one, other in pairs]
    near = [_near(one, other) for one, other in pairs]
    return Spread(
        question_id=question.id,
        values=tuple(values),
        not_applicable=said.count(None),
        least=values[0] if values else None,
        most=values[-1] if values else None,
        mean=sum(values) / len(values) if values else None,
        exact=sum(exact) / len(pairs) if pairs else None,
        adjacent=sum(near) / len(pairs) if pairs else None,
    )


def _said(question_id: str, given: Sequence[Given]) -> list[int | None]:
    return [each.value for each in given if each.question_id == question_id]


def _near(one: int | None, other: int | None) -> bool:
    return one == other if one is None or other is None else abs(one - other) <= 1


def alpha_of(questions: Sequence[Question], answers: Sequence[Sequence[Given]]) -> float | None:
    """Alpha over all questions; "not applicable" is a missing value."""
    units = []
    for question in questions:
        said = [value for given in answers for value in _said(question.id, given)]
        units.append([Fraction(value, TOP[question.scale]) for value in said if value is not None])
    return alpha(units)


def alpha(units: Sequence[Sequence[Fraction]]) -> float | None:
    """Krippendorff's alpha for interval data: 1 is full agreement, 0 is what chance gives. None when nothing
    can be compared, or when nobody ever said anything different (then there is nothing to tell apart)."""
    pairable = [unit for unit in units if len(unit) > 1]
    values = [value for unit in pairable for value in unit]
    expected = _disagreement(values)
    if expected == 0:
        return None
    observed = sum((_disagreement(unit) / (len(unit) - 1) for unit in pairable), Fraction(0))
    return float(1 - observed * (len(values) - 1) / expected)


def _disagreement(values: Sequence[Fraction]) -> Fraction:
    """The sum of the squares of all differences, each pair once in each order."""
    total, squares = sum(values, Fraction(0)), sum((each * each for each in values), Fraction(0))
    return 2 * (len(values) * squares - total * total)
