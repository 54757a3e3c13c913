"""Decisions about a contact and its offers: arrive, be offered, talk, be held, come back, end.

A contact that comes back (declined, missed, line lost, moved) keeps the time it entered: nobody loses a place
that was waited for, and nobody gains one.
"""

from __future__ import annotations

from lur.core import commands as c
from lur.core import decide_agents as agents
from lur.core import events as e
from lur.core.hours import is_open
from lur.core.ids import AgentId, ContactId, Instant
from lur.core.rejections import Rejected
from lur.core.state import Agent, Contact, Offer, State
from lur.core.values import Outcome, WithdrawReason

TALKING = ("talking", "held")


def arrive(state: State, command: c.ArriveContact) -> list[e.AnyEvent] | Rejected:
    """A place in the queue from the first instant; a closed queue turns away, kindly and on record."""
    queue = state.queues.get(command.queue_id)
    if queue is None:
        return Rejected("unknown_queue", command.queue_id)
    if command.contact_id in state.contacts or command.contact_id in state.ended:
        return Rejected("contact_exists", command.contact_id)
    if command.channel != queue.settings.channel:
        return Rejected("wrong_channel", queue.settings.channel)
    arrived = e.ContactArrived(
        at=command.at,
        contact_id=command.contact_id,
        queue_id=command.queue_id,
        channel=command.channel,
        language=command.language,
        entry=command.entry,
        entered=command.at,
        due=command.at + queue.settings.promise_ms,
    )
    if is_open(queue.settings.opening_hours, command.at, command.utc_offset_min):
        return [arrived]
    turned_away = e.ContactEnded(
        at=command.at,
        contact_id=command.contact_id,
        outcome="turned_away",
        ended_by="system",
        cause="closed",
    )
    return [arrived, turned_away]


def resume_place(state: State, command: c.ResumePlace) -> list[e.AnyEvent] | Rejected:
    """The earlier wait is credited, while its place is kept; one who is already being served needs none."""
    contact = state.contacts.get(command.contact_id)
    if contact is None:
        return _not_live(state, command.contact_id)
    former = state.left.get(command.former_id)
    settings = state.queues[contact.queue_id].settings
    if former is None or former.channel != contact.channel or command.at - former.at > settings.resume_ms:
        return Rejected("place_not_kept", command.former_id)
    if contact.phase != "waiting" or former.entered >= contact.entered:
        return []
    return [
        e.PlaceResumed(
            at=command.at,
            contact_id=contact.contact_id,
            former_id=command.former_id,
            entered=former.entered,
            due=former.entered + settings.promise_ms,
        )
    ]


def accept_offer(state: State, command: c.AcceptOffer) -> list[e.AnyEvent] | Rejected:
    """The agent answered in time."""
    offer = state.offers.get(command.offer_id)
    if offer is None:
        return Rejected("offer_is_over", command.offer_id)
    return [
        e.OfferAccepted(
            at=command.at, offer_id=offer.offer_id, contact_id=offer.contact_id, agent_id=offer.agent_id
        )
    ]


def decline_offer(state: State, command: c.DeclineOffer) -> list[e.AnyEvent] | Rejected:
    """Back to its place with the contact; the agent is paused as missed, so that the next one does not ring
    in vain.
    """
    offer = state.offers.get(command.offer_id)
    if offer is None:
        return Rejected("offer_is_over", command.offer_id)
    declined = e.OfferDeclined(
        at=command.at,
        offer_id=offer.offer_id,
        contact_id=offer.contact_id,
        agent_id=offer.agent_id,
        reason=command.reason,
    )
    return [declined, _missed(state.agents[offer.agent_id], command.at)]


def expire_offer(state: State, offer: Offer, at: Instant) -> list[e.AnyEvent]:
    """Nobody answered in time."""
    expired = e.OfferExpired(
        at=at, offer_id=offer.offer_id, contact_id=offer.contact_id, agent_id=offer.agent_id
    )
    return [expired, _missed(state.agents[offer.agent_id], at)]


def _missed(agent: Agent, at: Instant) -> e.AnyEvent:
    limit_ms = agents.pause_limit_ms("missed")
    if agent.contacts:
        return e.PauseRequested(at=at, agent_id=agent.agent_id, reason="missed", limit_ms=limit_ms)
    return agents.paused(agent, "missed", limit_ms, at)


def end(state: State, command: c.EndContact) -> list[e.AnyEvent] | Rejected:
    """Over, with exactly one outcome; the agent, if there was one, goes to wrap-up."""
    contact = state.contacts.get(command.contact_id)
    if contact is None:
        return _not_live(state, command.contact_id)
    ended = e.ContactEnded(
        at=command.at,
        contact_id=contact.contact_id,
        outcome=_outcome(contact, command),
        ended_by=command.ended_by,
        cause=command.cause,
    )
    withdrawn = _withdraw(state, contact, command.at, "customer_left")
    return [*withdrawn, ended, *_agent_after(state, contact, command.at)]


def _outcome(contact: Contact, command: c.EndContact) -> Outcome:
    if contact.answered_at is not None and contact.phase in TALKING:
        return "served"
    if command.ended_by == "customer":
        return "abandoned"
    return "turned_away" if command.cause == "closed" else "lost"


def give_back(state: State, command: c.ReturnContact) -> list[e.AnyEvent] | Rejected:
    """The agent's line failed while the customer is still there: back to the credited place, agent paused."""
    contact = _talking(state, command.contact_id)
    if isinstance(contact, Rejected):
        return contact
    agent = state.agents[_agent_of(contact)]
    returned = e.ContactReturned(
        at=command.at, contact_id=contact.contact_id, agent_id=agent.agent_id, reason=command.reason
    )
    if len(agent.contacts) > 1:
        return [returned]
    limit_ms = agents.pause_limit_ms("line_lost")
    withdrawn = agents.withdraw_offer(state, agent, command.at, "agent_left")
    return [returned, *withdrawn, agents.paused(agent, "line_lost", limit_ms, command.at)]


def move(state: State, command: c.MoveContact) -> list[e.AnyEvent] | Rejected:
    """To another queue with the credited wait; its due time follows that queue's promise from when it
    entered.
    """
    contact = state.contacts.get(command.contact_id)
    if contact is None:
        return _not_live(state, command.contact_id)
    queue = state.queues.get(command.queue_id)
    if queue is None:
        return Rejected("unknown_queue", command.queue_id)
    if queue.settings.channel != contact.channel:
        return Rejected("wrong_channel", queue.settings.channel)
    if contact.queue_id == queue.queue_id and contact.phase not in TALKING:
        return []
    moved = e.ContactMoved(
        at=command.at,
        contact_id=contact.contact_id,
        queue_id=queue.queue_id,
        due=contact.entered + queue.settings.promise_ms,
    )
    withdrawn = _withdraw(state, contact, command.at, "contact_moved")
    return [*withdrawn, moved, *_agent_after(state, contact, command.at)]


def hold(state: State, command: c.HoldContact) -> list[e.AnyEvent] | Rejected:
    """The customer is parked; parking twice is the same as once."""
    contact = _talking(state, command.contact_id)
    if isinstance(contact, Rejected):
        return contact
    held = e.ContactHeld(at=command.at, contact_id=contact.contact_id)
    return [held] if contact.phase == "talking" else []


def resume(state: State, command: c.ResumeContact) -> list[e.AnyEvent] | Rejected:
    """The agent is back with the customer."""
    contact = _talking(state, command.contact_id)
    if isinstance(contact, Rejected):
        return contact
    resumed = e.ContactResumed(at=command.at, contact_id=contact.contact_id)
    return [resumed] if contact.phase == "held" else []


def describe(state: State, command: c.DescribeContact) -> list[e.AnyEvent] | Rejected:
    """What came of it, at any time until the centre has forgotten the contact."""
    if command.contact_id not in state.contacts and command.contact_id not in state.ended:
        return Rejected("unknown_contact", command.contact_id)
    if command.agent_id not in state.agents:
        return Rejected("unknown_agent", command.agent_id)
    if command.disposition is not None and not 0 < len(command.disposition) <= agents.DISPOSITION_LENGTH:
        return Rejected("bad_settings", "disposition")
    return [
        e.ContactDescribed(
            at=command.at,
            contact_id=command.contact_id,
            agent_id=command.agent_id,
            disposition=command.disposition,
            solved=command.solved,
            hard=command.hard,
        )
    ]


def decline_recording(state: State, command: c.DeclineRecording) -> list[e.AnyEvent] | Rejected:
    """The customer's word on the recording; once said it stays."""
    contact = state.contacts.get(command.contact_id)
    if contact is None:
        return _not_live(state, command.contact_id)
    declined = e.RecordingDeclined(at=command.at, contact_id=contact.contact_id)
    return [] if contact.recording_declined else [declined]


def keep_recording(state: State, command: c.KeepRecording) -> list[e.AnyEvent] | Rejected:
    """A recording is on disk. It may come long after the contact ended, so the contact need not be live."""
    return [
        e.RecordingKept(
            at=command.at,
            contact_id=command.contact_id,
            recording_id=command.recording_id,
            sha256=command.sha256,
            started_at=command.started_at,
            duration_ms=command.duration_ms,
        )
    ]


def lose_recording(state: State, command: c.LoseRecording) -> list[e.AnyEvent] | Rejected:
    """A recording is missing, and the journal says why."""
    return [
        e.RecordingLost(
            at=command.at,
            contact_id=command.contact_id,
            recording_id=command.recording_id,
            reason=command.reason,
        )
    ]


def _agent_after(state: State, contact: Contact, at: Instant) -> list[e.AnyEvent]:
    if contact.agent_id is None:
        return []
    return agents.after_contact(state, state.agents[contact.agent_id], contact.contact_id, at)


def _withdraw(state: State, contact: Contact, at: Instant, reason: WithdrawReason) -> list[e.AnyEvent]:
    if contact.offer_id is None:
        return []
    return agents.withdraw_offer(state, state.agents[state.offers[contact.offer_id].agent_id], at, reason)


def _talking(state: State, contact_id: ContactId) -> Contact | Rejected:
    contact = state.contacts.get(contact_id)
    if contact is None:
        return _not_live(state, contact_id)
    return contact if contact.phase in TALKING else Rejected("contact_not_talking", contact.phase)


def _agent_of(contact: Contact) -> AgentId:
    assert contact.agent_id is not None, "a talking contact has its agent, by the tables"
    return contact.agent_id


def _not_live(state: State, contact_id: ContactId) -> Rejected:
    if contact_id in state.ended:
        return Rejected("contact_already_ended", contact_id)
    return Rejected("unknown_contact", contact_id)
