"""Names and numbers for people of a played day: the same person always has the same. Numbers are from the
series that is kept for fiction (Swedish Post and Telecom Authority: 070-174 06 05 to 070-174 06 99).
"""

from __future__ import annotations

import zlib

from lur.core.ids import AgentId, ContactId

FIRST = (
    *("Anna", "Björn", "Cecilia", "David", "Elin", "Filip", "Gunilla", "Henrik", "Ingrid", "Johan"),
    *("Karin", "Lars", "Maja", "Nils", "Olga", "Per", "Ragnhild", "Sara", "Tove", "Ulf", "Vera"),
    *("Ylva", "Åke", "Ärla", "Östen", "Aksel", "Berit", "Dag", "Eirin"),
)
LAST = (
    *("Åberg", "Berg", "Dahl", "Ek", "Fors", "Holm", "Lind", "Nyman", "Sand", "Vik", "Bakken", "Lie"),
    *("Moen", "Solberg", "Strand", "Ødegård"),
)
FIRST_NUMBER, NUMBERS = 46_701_740_605, 95


def name_of(agent_id: AgentId) -> str:
    """What colleagues call the agent."""
    number = int("".join(filter(str.isdigit, agent_id)) or "0")
    return f"{FIRST[number % len(FIRST)]} {LAST[(number * 7) % len(LAST)]}"


def caller_number(contact_id: ContactId) -> str:
    """Where somebody calls from."""
    return f"+{FIRST_NUMBER + zlib.crc32(contact_id.encode()) % NUMBERS}"
