"""The whole check of one journal, and what it says."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .colleagues import Colleagues
from .fairness import Fairness
from .findings import Finding
from .heads import Heads, read_heads
from .rows import Chain, Row, read

SHOWN = 50


@dataclass
class Verdict:
    """What came of it. ``heads``: how many signed heads were given and are in the journal; None: no file."""

    rows: int = 0
    offers: int = 0
    heads: int | None = None
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What is no fault and should be known."""

    @property
    def holds(self) -> bool:
        """Nothing is wrong."""
        return not self.findings

    def lines(self) -> list[str]:
        """The verdict as text."""
        overtakings = sum(each.code == "overtaking" for each in self.findings)
        others = len(self.findings) - overtakings
        shown = [each.line() for each in self.findings[:SHOWN]]
        more = [f"and {len(self.findings) - SHOWN} more"] if len(self.findings) > SHOWN else []
        heads = "no signed heads given" if self.heads is None else f"{self.heads} signed heads hold"
        return [
            *shown,
            *more,
            *self.notes,
            f"{self.rows} rows, {'unbroken' if not others else f'{others} faults'}; {heads}",
            f"{self.offers} offers, {overtakings} overtakings",
        ]


def verify(journal: Path, heads: Path | None = None, key: str = "") -> Verdict:
    """Check the journal, and against the signed heads when there are some. Raises ``Unusable``."""
    signed = Heads(read_heads(heads, key)) if heads is not None else None
    chain, fairness, colleagues, findings = Chain(), Fairness(), Colleagues(), list[Finding]()
    readable = True
    for row in read(journal):
        findings += chain.follow(row)
        if signed is not None:
            findings += signed.follow(row.seq, row.hash)
        if readable:
            wrong = _judged(fairness, colleagues, row)
            readable = not any(each.code == "unreadable" for each in wrong)
            findings += wrong
    findings += colleagues.at_end() if readable else []
    if signed is not None:
        findings += signed.at_end(chain.seq)
    held = None if signed is None else signed.held
    return Verdict(chain.rows, fairness.offers, held, findings, fairness.doors.notes)


def _judged(fairness: Fairness, colleagues: Colleagues, row: Row) -> list[Finding]:
    """A row that cannot be followed ends the judging: what comes after it would only be guessed."""
    try:
        event: dict[str, Any] = json.loads(row.payload)
        if event.get("kind") != row.kind:
            return [Finding("changed", row.seq, f"says {row.kind} and holds {event.get('kind')}")]
        return fairness.follow(row.seq, event) + colleagues.follow(row.seq, event)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return [
            Finding("unreadable", row.seq, f"cannot be followed ({error!r}); offers after it are not judged")
        ]
