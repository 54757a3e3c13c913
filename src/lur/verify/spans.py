"""Stretches of time and what is left of them, for comparing talk with sound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Span:
    """From ``begin`` until ``end``, both in milliseconds since 1970 (UTC)."""

    begin: int
    end: int

    @property
    def ms(self) -> int:
        """How long it is."""
        return self.end - self.begin


def minus(wanted: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What of ``wanted`` lies in none of ``taken``, in order."""
    left = sorted(wanted)
    for cut in sorted(taken):
        left = [part for span in left for part in _without(span, cut)]
    return left


def within(spans: Iterable[Span], frame: Iterable[Span]) -> list[Span]:
    """What of ``spans`` lies in ``frame``."""
    spans = list(spans)
    return minus(spans, minus(spans, frame))


def longer_than(spans: Iterable[Span], least_ms: int) -> list[Span]:
    """Those that are longer."""
    return [span for span in spans if span.ms > least_ms]


def total_ms(spans: Iterable[Span]) -> int:
    """How long they are together, each moment counted once."""
    merged, until = 0, 0
    for span in sorted(spans):
        merged += max(0, span.end - max(span.begin, until))
        until = max(until, span.end)
    return merged


def _without(span: Span, cut: Span) -> list[Span]:
    parts = (
        Span(span.begin, min(span.end, cut.begin)),
        Span(max(span.begin, cut.end), span.end),
    )
    return [part for part in parts if part.ms > 0]
