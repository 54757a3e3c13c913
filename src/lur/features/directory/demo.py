"""The small demo company that is there at the first start: three queues, ten agents, the addresses to dial.

Everything in it is marked as demo, so that it can be told from real data on every page.
"""

from __future__ import annotations

from lur.core.ids import AgentId, Language, QueueId
from lur.core.values import QueueSettings, Skill
from lur.features.directory.model import CompanyName, EntryAddress

COMPANY = CompanyName(sv="Exempelbolaget", nb="Eksempelselskapet", en="Example Company")

QUEUES: dict[QueueId, QueueSettings] = {
    QueueId("leverans"): QueueSettings(
        name="Leverans", promise_ms=60_000, required_skills=(Skill("leverans"),), demo=True
    ),
    QueueId("retur"): QueueSettings(
        name="Retur", promise_ms=90_000, required_skills=(Skill("retur"),), demo=True
    ),
    QueueId("teknik"): QueueSettings(
        name="Teknik", promise_ms=120_000, required_skills=(Skill("teknik", 2),), demo=True
    ),
}

Person = tuple[AgentId, str, Language, tuple[Skill, ...]]


def _person(number: int, name: str, language: Language, **levels: int) -> Person:
    skills = tuple(Skill(skill, level) for skill, level in sorted(levels.items()))
    return AgentId(str(number)), name, language, skills


AGENTS: tuple[Person, ...] = (
    _person(101, "Maja Lind", "sv", leverans=4, retur=3),
    _person(102, "Erik Sandberg", "sv", leverans=3, teknik=4),
    _person(103, "Sara Nyström", "sv", retur=5),
    _person(104, "Ali Rahimi", "sv", leverans=2, retur=2, teknik=2),
    _person(105, "Ingrid Haugen", "nb", leverans=4, retur=4),
    _person(106, "Lars Bakken", "nb", leverans=2, teknik=5),
    _person(107, "Solveig Dahl", "nb", leverans=3, retur=2),
    _person(108, "Aino Virtanen", "en", teknik=3, retur=1),
    _person(109, "Freja Holm", "en", leverans=3, retur=3),
    _person(110, "Björn Ek", "sv", leverans=1, teknik=2),
)
LEADERS: frozenset[AgentId] = frozenset({AgentId("106")})
"""Agents who are supervisors too, and so are called when a colleague wants help."""


def entries() -> tuple[EntryAddress, ...]:
    """``support`` leads to Leverans in Swedish; ``.nb`` and ``.en`` give the other languages. ``meny`` asks
    for language and matter first."""
    addresses = {"support": "leverans", "leverans": "leverans", "retur": "retur", "teknik": "teknik"}
    endings: dict[str, Language] = {"": "sv", ".nb": "nb", ".en": "en"}
    straight = tuple(
        EntryAddress(address=address + ending, queue_id=QueueId(queue), language=language, demo=True)
        for address, queue in addresses.items()
        for ending, language in endings.items()
    )
    menu = EntryAddress(address="meny", queue_id=QueueId("leverans"), flow_id="meny", demo=True)
    return (*straight, menu)
