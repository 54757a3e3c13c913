"""Answers and bodies about an agent's work before hello, after goodbye and between; as in ``payloads``."""

from __future__ import annotations

from typing import Literal

from lur.core.ids import QueueId
from lur.features.contacts.model import ContactRow, SaidSolved
from lur.features.wrap_up.model import NextStep
from lur.web.payloads.common import Answer, Body

OpenKind = Literal["goes_on", "promised", "unsolved"]
"""goes_on: the contact is not over. promised: there is a next step. unsolved: it was said not to be solved,
and nothing later about the same matter was."""
StretchMin = Literal[0, 30, 45, 60]
"""Minutes of work before the agent is reminded to stretch; 0: never."""


class OpenMatter(Answer, frozen=True, kw_only=True):
    """Something between us and a customer that is not over."""

    kind: OpenKind
    contact: ContactRow
    note_line: str
    """The first line of the contact's note; empty without one."""
    next_steps: tuple[NextStep, ...]
    """Those that are not done."""


class CameBackRow(Answer, frozen=True, kw_only=True):
    """GET /api/came-back: of my own contacts that I said were solved for good, one whose customer came back
    about the same matter within seven days. Only for the agent it is about."""

    contact: ContactRow
    again: ContactRow
    """With what they came back."""
    customer_id: str
    customer_name: str


class SolvedRow(Answer, frozen=True, kw_only=True):
    """GET /api/reports/solved: served contacts that were given one answer to "solved for good?", and whether
    it held. See docs/measures.md."""

    queue_id: QueueId | None
    """None: all queues together."""
    said: SaidSolved
    contacts: int
    stranger: int
    """Nobody knows who it was."""
    pending: int
    """The seven days are not over."""
    judged: int
    """contacts - stranger - pending"""
    came_back: int
    """Judged contacts whose customer came back about the same matter within seven days."""
    held: float | None
    """(judged - came_back) / judged; None until anything is judged."""


class PauseRow(Answer, frozen=True, kw_only=True):
    """GET /api/pauses: a reason that an agent may give for a pause, how long it lasts at most, and its
    words."""

    reason: str
    limit_ms: int
    sv: str
    nb: str
    en: str


class StretchBody(Body, frozen=True, kw_only=True):
    """POST /api/stretch"""

    every_min: StretchMin


class StretchAnswer(Answer, frozen=True, kw_only=True):
    """GET and POST /api/stretch: how often the agent wants to be reminded to stretch."""

    every_min: StretchMin
