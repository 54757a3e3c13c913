"""Draws docs/diagrams.md from the tables in lur/core/transitions.py, as Mermaid state diagrams.

Run `python tools/draw_diagrams.py` to write the page and with `--check` to fail when it is stale. What a
table does not allow is not in the picture, and nothing is in the picture that the core does not do.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "diagrams.md"
sys.path.insert(0, str(ROOT / "src"))

from lur.core.transitions import CONTACT, PRESENCE, STAFFED  # noqa: E402  the line above finds it

State = TypeVar("State", bound=str)


def diagram(
    table: Mapping[tuple[State, str], State], *, begins: tuple[str, str], ends: tuple[str, str]
) -> list[str]:
    """One state machine; events that lead the same way share an arrow.

    ``begins`` and ``ends`` are (state, event) for the way in from nothing and out again.
    """
    arrows: dict[tuple[str, str], list[str]] = {}
    for (before, event), after in table.items():
        arrows.setdefault((before, after), []).append(event)
    lines = [f"    {before} --> {after}: {', '.join(events)}" for (before, after), events in arrows.items()]
    first, last = f"    [*] --> {begins[0]}: {begins[1]}", f"    {ends[0]} --> [*]: {ends[1]}".rstrip(": ")
    return ["```mermaid", "stateDiagram-v2", first, *lines, last, "```"]


def page() -> str:
    """The whole page."""
    staffed = ", ".join(presence for presence in dict.fromkeys(PRESENCE.values()) if presence in STAFFED)
    lines = [
        "# State diagrams",
        "",
        "Drawn by `tools/draw_diagrams.py` from `src/lur/core/transitions.py`; do not edit them here. The",
        "labels are events (docs/reference.md). A move that has no arrow cannot happen: `apply` looks each",
        "one up in these tables.",
        "",
        "## A contact",
        "",
        *diagram(CONTACT, begins=("waiting", "ContactArrived"), ends=("ended", "")),
        "",
        "A contact whose entry flow comes first begins as `entering`. One that comes to a queue which is",
        "shut and calls nobody back arrives and ends in the same instant, turned away; where the queue calls",
        "back, it is `refused` first, and asked.",
        "",
        "## An agent's presence",
        "",
        *diagram(PRESENCE, begins=("signed_out", "AgentAdded"), ends=("signed_out", "AgentRemoved")),
        "",
        f"Counted as staffed, for the estimate of the wait: {staffed}.",
        "",
        "An agent is moved on by an event of its own when the last contact is over: `ContactEnded` leaves",
        "`on_contact` as it is, and `WrapUpStarted`, `BreathStarted`, `AgentBecameReady`, `AgentPaused` or",
        "`AgentSignedOut` follows in the same command.",
    ]
    return "\n".join(lines) + "\n"


def main(words: list[str]) -> int:
    """Write the page, or with --check compare it."""
    if words == ["--check"]:
        if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page():
            return 0
        print("docs/diagrams.md is stale: run python tools/draw_diagrams.py")
        return 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
