"""What a check found, one value each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Code = Literal["changed", "removed", "cut", "unreadable", "back_in_time", "head_wrong", "overtaking", "rule"]


@dataclass(frozen=True)
class Finding:
    """Something that may not be. ``row`` is the journal number it is about."""

    code: Code
    row: int
    text: str

    def line(self) -> str:
        """As it is printed."""
        return f"row {self.row}: {self.code}: {self.text}"


class Unusable(Exception):
    """What was given cannot be checked at all: no such file, no journal, no heads."""
