"""What must always be true, held by checkers that do not trust the rules they check.

``violations`` looks at a settled state (after a whole command) and finds what can never be; ``overtaken`` is
asked of every live offer. ``fairness.py`` follows the events alone.
"""

from __future__ import annotations

from lur.core import events as e
from lur.core.ids import ContactId, QueueId
from lur.core.state import Agent, Contact, IdleKey, Queue, State, party_of
from lur.core.values import Purpose

TIMED = ("pause", "wrap_up", "breath", "unreachable")
ENDING = ("entering", "refused", "resting")
CALLED = ("resting", "dialling")
ON_LINE = ("entering", "refused", "talking", "held", "transferring", "outside")
WITH_PARTIES = ("talking", "held", "transferring", "outside")


def violations(state: State) -> list[str]:
    """Everything in a settled ``state`` that can never be true; empty when all is well."""
    found: list[str] = []
    queued = {queue.queue_id: set(queue.waiting) for queue in state.queues.values()}
    for contact in state.contacts.values():
        standing = [q for q in queued if contact.order_key in queued[q]]
        found += _contact_faults(state, contact, standing)
    for agent in state.agents.values():
        found += _agent_faults(state, agent)
    found += _queue_faults(state)
    if len(state.parties) != sum(len(contact.parties) for contact in state.contacts.values()):
        found.append("somebody is in a talk that is over")
    beside = {agent.learner_id: agent.agent_id for agent in state.agents.values() if agent.learner_id}
    if beside != state.mentors or not beside.keys() <= state.agents.keys():
        found.append("it is not clear who sits with whom")
    found += _idle_beside_waiting(state)
    return found


def _contact_faults(state: State, contact: Contact, standing: list[QueueId]) -> list[str]:
    phase = contact.phase
    queues = set(contact.queues) if phase == "waiting" else set()
    rules = (
        (set(standing) == queues, f"in the queues {standing}"),
        (
            (contact.contact_id in state.overflowed) == (phase == "waiting" and bool(contact.also)),
            "wrongly among those who flow over, or not",
        ),
        ((contact.until is not None) == (phase in ENDING), "with or without an end, against its kind"),
        (phase not in CALLED or contact.callback is not None, "and not to be called"),
        (phase not in ON_LINE or contact.callback is None, "and to be called"),
        ((contact.offer_id in state.offers) == (phase == "offered"), f"with offer {contact.offer_id}"),
        (
            (contact.agent_id is not None) == (phase in ("talking", "held", "dialling")),
            f"with agent {contact.agent_id}",
        ),
        (contact.contact_id not in state.ended, "live and ended"),
        (not contact.parties or phase in WITH_PARTIES, "with somebody in a talk that is none"),
        (phase != "transferring" or _is_asked(contact, "transfer"), "and nobody is asked to take it"),
        (
            phase != "outside" or any(p.agent_id is None and p.is_there for p in contact.parties),
            "and nobody is there",
        ),
        ((contact.hold_since is not None) == (phase == "held"), "with or without a hold, against its kind"),
        ((contact.left_by is not None) == (phase == "transferring"), "left, or not, against its kind"),
        (
            all(state.parties.get(p.party_id) == contact.contact_id for p in contact.parties),
            "with parties that nobody can find",
        ),
        (
            all(p.is_there or p.asked_by in (contact.agent_id, contact.left_by) for p in contact.parties),
            "and somebody is asked for an agent who has it no longer",
        ),
    )
    return [f"{contact.contact_id} is {phase}, {fault}" for holds, fault in rules if not holds]


def _is_asked(contact: Contact, purpose: Purpose) -> bool:
    return any(not party.is_there and party.purpose == purpose for party in contact.parties)


def _agent_faults(state: State, agent: Agent) -> list[str]:
    channels = [state.contacts[c].channel for c in agent.contacts if c in state.contacts]
    voices = channels.count("voice")
    presence = agent.presence
    has_offer = agent.offer_id in state.offers
    rules = (
        (len(channels) == len(agent.contacts), "with contacts that are over"),
        (voices == 0 or len(channels) == 1, "with voice contacts among others"),
        (len(channels) - voices <= agent.written_capacity, "above capacity"),
        (bool(agent.contacts) == (presence == "on_contact"), "with too many or too few contacts"),
        (has_offer if presence == "offered" else _may_have(agent), "with the wrong offer"),
        ((agent.until is not None) == (presence in TIMED), "with or without an end, against its kind"),
        (
            presence not in ("ready", "unreachable", "standby") or agent.requested is None,
            "with a request that nobody carries out",
        ),
        (
            agent.hindrance is None or (presence != "ready" and agent.offer_id is None),
            f"or offered something, though {agent.hindrance}",
        ),
        (presence != "unreachable" or agent.hindrance is not None, "without a hindrance"),
        (
            (agent.agent_id in state.on_written) == (presence == "on_contact" and voices == 0),
            "wrongly among those who write, or not",
        ),
        ((agent.agent_id in state.ready) == (presence == "ready"), "wrongly among the ready, or not"),
        (_is_where_it_says(state, agent), "and in another talk than it says, or in two"),
        (presence != "standby" or agent.stands_by, "and would not go back to it"),
    )
    return [f"{agent.agent_id} is {presence} {fault}" for holds, fault in rules if not holds]


def _is_where_it_says(state: State, agent: Agent) -> bool:
    """Asked into one talk, or in it, or in none; and never in one beside a contact of their own."""
    found = None if agent.party_id is None else party_of(state, agent.party_id)
    if found is None:
        return agent.party_id is None and agent.presence not in ("asked", "assisting")
    party = found[1]
    wanted = "assisting" if party.is_there else "asked"
    mine = [p for c in state.contacts.values() for p in c.parties if p.agent_id == agent.agent_id]
    return agent.presence == wanted and not agent.contacts and mine == [party]


def _may_have(agent: Agent) -> bool:
    """Only somebody on written contacts may have an offer beside them."""
    return agent.offer_id is None or agent.presence == "on_contact"


def _queue_faults(state: State) -> list[str]:
    found = [f"{q.queue_id} is out of order" for q in state.queues.values() if q.waiting != sorted(q.waiting)]
    waiting = sum(len(queue.waiting) for queue in state.queues.values())
    contacts = state.contacts.values()
    if waiting != sum(len(contact.queues) for contact in contacts if contact.phase == "waiting"):
        found.append("a queue holds somebody twice or somebody unknown")
    return found + [
        f"{queue.queue_id} is wrong about who is free"
        for queue in state.queues.values()
        if queue.free != _free(state, queue)
    ]


def _free(state: State, queue: Queue) -> list[IdleKey]:
    ready = (agent for agent in state.agents.values() if agent.presence == "ready")
    return sorted((agent.idle_since, agent.agent_id) for agent in ready if queue.queue_id in agent.serves)


def _idle_beside_waiting(state: State) -> list[str]:
    """A free agent beside somebody whom that agent can serve: the centre must never rest like that."""
    return [
        f"{agent_id} is ready while {queue_id} waits"
        for agent_id in state.ready
        for queue_id in state.agents[agent_id].serves
        if state.queues[queue_id].waiting
    ]


def overtaken(state: State, offer: e.OfferMade) -> ContactId | None:
    """Somebody who is due before the offered contact and whom the agent could serve; None when all is fair.

    Cheap enough to ask of every offer live: ``state`` is as it was right before ``offer`` is applied, and the
    first of each queue speaks for those behind it.
    """
    contact = state.contacts[offer.contact_id]
    firsts = (state.queues[q].waiting[:1] for q in state.agents[offer.agent_id].serves)
    earlier = [key for first in firsts for key in first if key[:2] < contact.order_key[:2]]
    return min(earlier)[2] if earlier else None
