"""Who is drawn: random, fair between agents and hours, and the same again from the same seed. Pure.

Chance is a row of digests: SHA-256 of the seed and an id, in the order of the digests. So no program's random
generator is needed to check a draw afterwards, and nobody who knows only the contacts can foresee it.

Each agent gets the same number, as far as they have contacts. Among an agent's contacts the hours of the day
take turns: no hour is drawn from twice while another hour of the agent's has been drawn from less; of those
that are equal, the hour that the whole draw has used the least goes first.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from lur.core.ids import AgentId, ContactId
from lur.features.quality.model import Candidate, Draw, Share


def chance(seed: str, subject: str) -> str:
    """The digest that puts a subject at its place in a row."""
    return hashlib.sha256(f"{seed}\0{subject}".encode()).hexdigest()


def draw(
    pool: Sequence[Candidate], each: int, seed: str, taken: Mapping[AgentId, int]
) -> tuple[Candidate, ...]:
    """``each`` for every agent in the pool, less what they had already (``taken``)."""
    by_agent: dict[AgentId, list[Candidate]] = {}
    for candidate in sorted(pool, key=lambda c: chance(seed, f"contact {c.contact_id}")):
        by_agent.setdefault(candidate.agent_id, []).append(candidate)
    used: Counter[int] = Counter()
    drawn: list[Candidate] = []
    for agent_id in sorted(by_agent, key=lambda a: chance(seed, f"agent {a}")):
        wanted = max(0, each - taken.get(agent_id, 0))
        drawn += _of_agent(by_agent[agent_id], wanted, f"{seed}\0{agent_id}", used)
    return tuple(drawn)


def _of_agent(candidates: Sequence[Candidate], wanted: int, seed: str, used: Counter[int]) -> list[Candidate]:
    left: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        left.setdefault(candidate.hour, []).append(candidate)
    own: Counter[int] = Counter()
    drawn: list[Candidate] = []
    while left and len(drawn) < wanted:
        hour = min(left, key=lambda h: (own[h], used[h], chance(seed, f"hour {h}")))
        drawn.append(left[hour].pop(0))
        own[hour] += 1
        used[hour] += 1
        if not left[hour]:
            del left[hour]
    return drawn


def drawn_again(kept: Draw) -> tuple[ContactId, ...]:
    """The same draw once more, from its seed and its pool."""
    return tuple(each.contact_id for each in draw(kept.pool, kept.each, kept.seed, kept.taken))


def shares(kept: Draw) -> tuple[Share, ...]:
    """Of each agent: how many were drawn from how many, by id."""
    of = Counter(each.agent_id for each in kept.pool)
    whose = {each.contact_id: each.agent_id for each in kept.pool}
    got = Counter(whose[contact_id] for contact_id in kept.drawn)
    return tuple(Share(agent_id=agent_id, of=of[agent_id], drawn=got[agent_id]) for agent_id in sorted(of))
