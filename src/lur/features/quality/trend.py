"""How the answers to each question move from week to week. Pure.

A figure stands for at least ``FEWEST`` reviews and comes with the 95 % interval in which the truth may lie,
by E. B. Wilson's method (Journal of the American Statistical Association 22, 1927). It is made for yes or no;
what lies between 0 and 1 varies less than that, so for scales the interval is wider than it need be, never
narrower. With fewer reviews there is only
their number: too few to say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from lur.core.ids import AgentId, Instant
from lur.features.quality.model import TOP, Question, Review

FEWEST = 5
"""Reviews behind a figure."""
FEWEST_AGENTS = 3
"""Agents behind a team's figure, before those who are not leaders see it."""
Z = 1.959964


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """A share of the top of the scale, 0 to 1, with its interval; None when there are too few to say."""

    reviews: int
    share: float | None
    low: float | None
    high: float | None


class TrendPoint(msgspec.Struct, frozen=True, kw_only=True):
    """One week."""

    since: Instant
    level: Level


class QuestionTrend(msgspec.Struct, frozen=True, kw_only=True):
    """One question, over the whole span and week by week."""

    question_id: str
    over_all: Level
    points: tuple[TrendPoint, ...]


def trend_of(
    question: Question, reviews: Sequence[Review], weeks: Sequence[Instant], fewest_agents: int = 1
) -> QuestionTrend:
    """``weeks`` are the instants at which they begin, in order; a review counts in the week it was done."""
    points = []
    for number, since in enumerate(weeks):
        before = weeks[number + 1] if number + 1 < len(weeks) else math.inf
        done = [each for each in reviews if each.done_at is not None and since <= each.done_at < before]
        points.append(TrendPoint(since=since, level=level_of(question, done, fewest_agents)))
    over_all = level_of(question, reviews, fewest_agents)
    return QuestionTrend(question_id=question.id, over_all=over_all, points=tuple(points))


def level_of(question: Question, reviews: Sequence[Review], fewest_agents: int = 1) -> Level:
    """Of the reviews in which the question applied."""
    answered = [(each.agent_id, value) for each in reviews if (value := _value(question, each)) is not None]
    agents: set[AgentId] = {agent_id for agent_id, _ in answered}
    shares = [value / TOP[question.scale] for _, value in answered]
    if len(shares) < FEWEST or len(agents) < fewest_agents:
        return Level(reviews=len(shares), share=None, low=None, high=None)
    mean = sum(shares) / len(shares)
    low, high = wilson(mean, len(shares))
    return Level(reviews=len(shares), share=mean, low=low, high=high)


def _value(question: Question, review: Review) -> int | None:
    for each in review.given:
        if each.question_id == question.id and each.value is not None:
            return min(each.value, TOP[question.scale])
    return None


def wilson(share: float, count: int) -> tuple[float, float]:
    """Wilson's interval for a share of ``count``."""
    spread = Z * math.sqrt(share * (1 - share) / count + Z * Z / (4 * count * count))
    middle, below = share + Z * Z / (2 * count), 1 + Z * Z / count
    return max(0.0, (middle - spread) / below), min(1.0, (middle + spread) / below)
