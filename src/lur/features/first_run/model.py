"""The steps of the first-run guide as values."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from lur.core.ids import Instant, Language

GuideStep = Literal["company", "languages", "queue", "number", "agents", "hours", "call"]
STEPS: tuple[GuideStep, ...] = get_args(GuideStep)
GuideState = Literal["open", "done", "later"]
"""later: put off by whoever sets up; it can be done at any time."""


class GuideRow(msgspec.Struct, frozen=True, kw_only=True):
    """One step, and when that was last said of it (0: never)."""

    step: GuideStep
    state: GuideState
    at: Instant


class GuideProgress(msgspec.Struct, frozen=True, kw_only=True):
    """All steps in their order."""

    steps: tuple[GuideRow, ...]
    languages: tuple[Language, ...]
    """What the company speaks, the first one first; empty: not said yet."""
    hidden: bool
    """Nobody is led here any more; the page stays."""

    @property
    def is_over(self) -> bool:
        """Nothing is open."""
        return all(each.state != "open" for each in self.steps)
