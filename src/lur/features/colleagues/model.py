"""Colleagues and decisions as values. Amounts are hundredths of a crown or of a percentage point."""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.core.flow import Words
from lur.core.ids import AgentId, Language

Unit = Literal["kr", "percent", "none"]
"""What a decision is measured in; ``none`` is a plain yes or no, as a change of a contract."""

NAME_LENGTH = 80
TEXT_LENGTH = 400
TOPICS_LENGTH = 400


class DecisionKind(msgspec.Struct, frozen=True, kw_only=True):
    """Something that not everybody may decide. It is never removed: limits would lose their meaning."""

    id: str
    version: int
    """Grows with each change, from 1."""
    names: Words
    unit: Unit
    also: str
    """Other words that people use for it, in any language; found as the names are."""
    archived: bool
    demo: bool


class Authority(msgspec.Struct, frozen=True, kw_only=True):
    """What an agent may decide: up to and including a limit, or without one (None)."""

    kind_id: str
    limit_hundredths: int | None


class HandoverRule(msgspec.Struct, frozen=True, kw_only=True):
    """When a customer may be handed to somebody who decides, and what to say: of one kind of decision, or
    (``kind_id`` None) of all."""

    id: str
    version: int
    kind_id: str | None
    when: Words
    """The condition, for the agent's eyes."""
    say: Words
    """The wording, to the customer, in the customer's language."""
    position: int
    """The lowest is shown first."""
    demo: bool


class OutsideNumber(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody outside the house who can be asked. All of it lies in the vault."""

    id: str
    version: int
    name: str
    number: str
    """E.164."""
    languages: tuple[Language, ...]
    hours: str
    """When they answer, in words."""
    purpose: str
    """What to call them for."""
    demo: bool


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of an agent here; name, skills and presence are known elsewhere."""

    agent_id: AgentId
    topics: str
    """What they are good at, in their own words, beside their skills."""
    authority: tuple[Authority, ...]
    """In the order of the kinds."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague as the live centre knows them, to be searched among."""

    agent_id: AgentId
    name: str
    skills: tuple[str, ...]
    can_be_asked: bool
    """Ready, or standing by for colleagues."""


class Understood(msgspec.Struct, frozen=True, kw_only=True):
    """What a line of typing was understood as: a decision when it has an amount, a kind or a word for
    deciding."""

    hundredths: int | None
    unit: Unit | None
    """None when only a number was written."""
    kind_ids: tuple[str, ...]
    is_decision: bool


class FoundColleague(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who fits; ``kind_ids`` are the asked kinds of decision that they may make."""

    agent_id: AgentId
    kind_ids: tuple[str, ...]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What was found, the best first."""

    asked: Understood
    colleagues: tuple[FoundColleague, ...]
    outside: tuple[OutsideNumber, ...]
