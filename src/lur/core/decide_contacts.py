"""Decisions about a contact and its offers: be offered, talk, be held, come back, end.

A contact that comes back (declined, missed, line lost, moved) keeps the time it entered: nobody loses a place
that was waited for, and nobody gains one.
"""

from __future__ import annotations

from lur.core import commands as c
from lur.core import decide_agents as agents
from lur.core import events as e
from lur.core.decide_callbacks import credited_ms, dial
from lur.core.decide_parties import all_gone, left_to_others, mentor_comes
from lur.core.hours import is_open
from lur.core.ids import AgentId, ContactId, Instant
from lur.core.rejections import Rejected
from lur.core.state import Agent, Contact, Offer, Queue, State
from lur.core.transitions import SERVED, TALKING
from lur.core.values import Outcome, ReturnReason, WithdrawReason


def resume_place(state: State, command: c.ResumePlace) -> list[e.AnyEvent] | Rejected:
    """The earlier wait is credited, while its place is kept; one who is already being served needs none.

    The earlier contact has left, or waits to be called back; then it ends, so that nobody has two places for
    one matter.
    """
    contact = state.contacts.get(command.contact_id)
    if contact is None:
        return not_live(state, command.contact_id)
    settings = state.queues[contact.queue_id].settings
    entered = _entered_by(state, contact, command, settings.resume_ms)
    if entered is None:
        return Rejected("place_not_kept", command.former_id)
    waits_still = command.former_id in state.contacts
    joined = e.ContactEnded(
        at=command.at, contact_id=command.former_id, outcome="joined", ended_by="system", cause="joined"
    )
    if waits_still and contact.phase in TALKING:
        return [joined]
    if not _may_be_credited(contact, waits_still) or (entered >= contact.entered and not waits_still):
        return []
    entered = min(entered, contact.entered)
    resumed = e.PlaceResumed(
        at=command.at,
        contact_id=contact.contact_id,
        former_id=command.former_id,
        entered=entered,
        due=entered + settings.promise_ms,
    )
    return [resumed, joined] if waits_still else [resumed]


def _may_be_credited(contact: Contact, waits_still: bool) -> bool:
    """Whether an earlier wait can be joined with this contact's now."""
    if contact.phase == "entering":
        return not waits_still
    if contact.phase == "resting":
        return contact.callback is not None and not contact.callback.chosen
    return contact.phase in ("waiting", "offered")


def _entered_by(state: State, contact: Contact, command: c.ResumePlace, resume_ms: int) -> Instant | None:
    """When the wait of the former contact began, as far as it is credited; None: its place is not kept."""
    former = state.contacts.get(command.former_id)
    if former is not None:
        free = former.callback is not None and former.phase in ("waiting", "resting") and former != contact
        return command.at - credited_ms(former, command.at) if free else None
    left = state.left.get(command.former_id)
    return None if left is None or command.at - left.at > resume_ms else left.entered


def accept_offer(state: State, command: c.AcceptOffer) -> list[e.AnyEvent] | Rejected:
    """The agent answered in time."""
    offer = state.offers.get(command.offer_id)
    if offer is None:
        return Rejected("offer_is_over", command.offer_id)
    accepted = e.OfferAccepted(
        at=command.at, offer_id=offer.offer_id, contact_id=offer.contact_id, agent_id=offer.agent_id
    )
    contact, agent = state.contacts[offer.contact_id], state.agents[offer.agent_id]
    if contact.callback is not None:
        return [accepted, *dial(contact, agent, command.at)]
    return [accepted, *mentor_comes(state, agent, contact, [], command.at)]


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
    limit_ms = agents.OWN_LIMITS_MS["missed"]
    if agent.contacts:
        return e.PauseRequested(at=at, agent_id=agent.agent_id, reason="missed", limit_ms=limit_ms)
    return agents.paused(agent, "missed", limit_ms, at)


def end(state: State, command: c.EndContact) -> list[e.AnyEvent] | Rejected:
    """Over, with exactly one outcome; the agent, if there was one, goes to wrap-up.

    Three ends are none: an agent who hangs up while the customer is being called gives the contact back;
    one who hangs up while a colleague is in the talk leaves the customer to that colleague; and who
    had asked to be called back before this call still has that.
    """
    contact = state.contacts.get(command.contact_id)
    if contact is None:
        return not_live(state, command.contact_id)
    if command.agent_id is not None and command.agent_id != contact.agent_id:
        return []
    if contact.phase == "dialling" and command.ended_by == "agent" and not contact.is_outgoing:
        return _given_back(state, contact, command.at, "agent_stopped_calling")
    if contact.phase in TALKING and command.ended_by == "agent":
        left = left_to_others(state, contact, command.at, on_purpose=True)
        if left:
            return [*left, *_agent_after(state, contact, command.at)]
    if contact.has_fallback and contact.phase in ("waiting", "offered"):
        withdrawn = _withdraw(state, contact, command.at, "customer_left")
        return [*withdrawn, e.CallbackAsked(at=command.at, contact_id=contact.contact_id)]
    ended = e.ContactEnded(
        at=command.at,
        contact_id=contact.contact_id,
        outcome=_outcome(contact, command),
        ended_by=command.ended_by,
        cause=command.cause,
    )
    withdrawn = _withdraw(state, contact, command.at, "customer_left")
    others = all_gone(state, contact, command.at)
    return [*withdrawn, *others, ended, *_agent_after(state, contact, command.at)]


def _outcome(contact: Contact, command: c.EndContact) -> Outcome:
    if contact.answered_at is not None and contact.phase in SERVED:
        return "served"
    if command.cause == "not_reached" or (contact.is_outgoing and contact.phase == "dialling"):
        return "not_reached"
    if command.cause in ("closed", "full") or contact.phase == "refused":
        return "turned_away"
    return "abandoned" if command.ended_by == "customer" else "lost"


def give_back(state: State, command: c.ReturnContact) -> list[e.AnyEvent] | Rejected:
    """The agent's line failed while the customer is still there: back to the credited place, agent paused."""
    contact = state.contacts.get(command.contact_id)
    if contact is None:
        return not_live(state, command.contact_id)
    if command.agent_id is not None and contact.agent_id not in (None, command.agent_id):
        return []
    if contact.phase not in (*TALKING, "dialling"):
        return Rejected("contact_not_talking", contact.phase)
    return _given_back(state, contact, command.at, command.reason)


def _given_back(state: State, contact: Contact, at: Instant, reason: ReturnReason) -> list[e.AnyEvent]:
    agent = state.agents[_agent_of(contact)]
    parted = _parted(state, contact, agent, at, reason)
    if len(agent.contacts) > 1:
        return parted
    pause = "stopped_calling" if reason == "agent_stopped_calling" else "line_lost"
    withdrawn = agents.withdraw_offer(state, agent, at, "agent_left")
    return [*parted, *withdrawn, agents.paused(agent, pause, agents.pause_limit_ms(state, pause), at)]


def _parted(
    state: State, contact: Contact, agent: Agent, at: Instant, reason: ReturnReason
) -> list[e.AnyEvent]:
    """The agent is gone: the customer is left with who is in the talk, goes back to the place, or, when it
    was the agent who called and nobody has answered yet, was not reached."""
    if contact.is_outgoing and contact.phase == "dialling":
        return [
            e.ContactEnded(
                at=at,
                contact_id=contact.contact_id,
                outcome="not_reached",
                ended_by="system",
                cause="line_lost",
            )
        ]
    left = left_to_others(state, contact, at, on_purpose=False)
    if left:
        return left
    returned = e.ContactReturned(at=at, contact_id=contact.contact_id, agent_id=agent.agent_id, reason=reason)
    return [*all_gone(state, contact, at), returned]


def leave(state: State, command: c.LeaveTalk) -> list[e.AnyEvent] | Rejected:
    """The agent goes; the customer stays with who is in the talk or is asked to take it."""
    contact = talking(state, command.contact_id)
    if isinstance(contact, Rejected):
        return contact
    left = left_to_others(state, contact, command.at, on_purpose=True)
    if not left:
        return Rejected("nobody_to_leave_to", contact.contact_id)
    return [*left, *_agent_after(state, contact, command.at)]


def move(state: State, command: c.MoveContact) -> list[e.AnyEvent] | Rejected:
    """To another queue with the credited wait; its due time follows that queue's promise from when it
    entered.
    """
    contact = state.contacts.get(command.contact_id)
    if contact is None:
        return not_live(state, command.contact_id)
    queue = state.queues.get(command.queue_id)
    if queue is None:
        return Rejected("unknown_queue", command.queue_id)
    if queue.settings.channel != contact.channel:
        return Rejected("wrong_channel", queue.settings.channel)
    if contact.queue_id == queue.queue_id and contact.phase not in TALKING:
        return []
    if contact.phase in ("entering", "refused", "dialling", "transferring", "outside"):
        return Rejected("contact_not_waiting", contact.phase)
    if contact.phase in TALKING:
        fault = _fault_in_transfer(contact, queue, command)
        if fault is not None:
            return fault
    moved = e.ContactMoved(
        at=command.at,
        contact_id=contact.contact_id,
        queue_id=queue.queue_id,
        due=contact.entered + queue.settings.promise_ms,
    )
    withdrawn = _withdraw(state, contact, command.at, "contact_moved")
    others = all_gone(state, contact, command.at)
    return [*withdrawn, *others, moved, *_agent_after(state, contact, command.at)]


def _fault_in_transfer(contact: Contact, queue: Queue, command: c.MoveContact) -> Rejected | None:
    """A customer who has been answered is not sent to where nobody is, nor round in a ring."""
    if not is_open(queue.settings, command.at, command.utc_offset_min):
        return Rejected("queue_closed", queue.queue_id)
    if (f"queue:{contact.queue_id}", f"queue:{queue.queue_id}") in contact.steps:
        return Rejected("moves_in_a_loop", queue.queue_id)
    return None


def hold(state: State, command: c.HoldContact) -> list[e.AnyEvent] | Rejected:
    """The customer is parked; parking twice is the same as once."""
    contact = talking(state, command.contact_id)
    if isinstance(contact, Rejected):
        return contact
    held = e.ContactHeld(at=command.at, contact_id=contact.contact_id)
    return [held] if contact.phase == "talking" else []


def resume(state: State, command: c.ResumeContact) -> list[e.AnyEvent] | Rejected:
    """The agent is back with the customer."""
    contact = talking(state, command.contact_id)
    if isinstance(contact, Rejected):
        return contact
    resumed = e.ContactResumed(at=command.at, contact_id=contact.contact_id)
    return [resumed] if contact.phase == "held" else []


def _agent_after(state: State, contact: Contact, at: Instant) -> list[e.AnyEvent]:
    if contact.agent_id is None:
        return []
    return agents.after_contact(state, state.agents[contact.agent_id], contact.contact_id, at)


def _withdraw(state: State, contact: Contact, at: Instant, reason: WithdrawReason) -> list[e.AnyEvent]:
    if contact.offer_id is None:
        return []
    return agents.withdraw_offer(state, state.agents[state.offers[contact.offer_id].agent_id], at, reason)


def talking(state: State, contact_id: ContactId) -> Contact | Rejected:
    """The contact that an agent talks with, or has on hold."""
    contact = state.contacts.get(contact_id)
    if contact is None:
        return not_live(state, contact_id)
    return contact if contact.phase in TALKING else Rejected("contact_not_talking", contact.phase)


def _agent_of(contact: Contact) -> AgentId:
    assert contact.agent_id is not None, "a talking contact has its agent, by the tables"
    return contact.agent_id


def not_live(state: State, contact_id: ContactId) -> Rejected:
    """The contact is over, or was never here."""
    if contact_id in state.ended:
        return Rejected("contact_already_ended", contact_id)
    return Rejected("unknown_contact", contact_id)
