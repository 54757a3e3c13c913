"""Decisions about calling a customer back: the place is kept, an agent sees it first, then the customer is
called.

A contact that is to be called stands in the same one order as those on the line: nobody overtakes it and it
overtakes nobody. Three attempts are made. A time that the customer chose is the customer's own, so the wait
until then is not credited; every other rest (closed, busy, no answer) leaves the place as it is.
"""

from __future__ import annotations

from lur.core import commands as c
from lur.core import decide_agents as agents
from lur.core import events as e
from lur.core.decide_parties import mentor_comes
from lur.core.hours import is_open, next_opening
from lur.core.ids import DAY_MS, MINUTE_MS, AgentId, Instant
from lur.core.rejections import Rejected
from lur.core.state import Agent, Contact, Queue, State
from lur.core.values import CallMiss

MOST_ATTEMPTS = 3
REST_MS = (5 * MINUTE_MS, 30 * MINUTE_MS)
"""How long after the first and the second attempt the next one is made: enough to end a call, a meeting."""
LATEST_MS = 31 * DAY_MS
"""How far ahead a customer may ask to be called."""


def ask(state: State, command: c.AskCallback) -> list[e.AnyEvent] | Rejected:
    """From now on the place needs no line. Asked again, only the window changes; asked while an agent's phone
    rings, it is too late, the turn has come."""
    contact = state.contacts.get(command.contact_id)
    if contact is None:
        return Rejected("unknown_contact", command.contact_id)
    queue = state.queues[contact.queue_id]
    if contact.channel != "voice" or not queue.settings.callbacks:
        return Rejected("not_to_be_called", contact.contact_id)
    if contact.phase not in ("waiting", "resting", "refused"):
        return Rejected("contact_not_waiting", contact.phase)
    if command.from_at is not None and not is_window(command.at, command.from_at, command.until_at):
        return Rejected("bad_settings", "from_at")
    asked = e.CallbackAsked(at=command.at, contact_id=contact.contact_id)
    decided: list[e.AnyEvent] = [asked] if contact.callback is None else []
    return [*decided, *_until_called(queue, contact, command)]


def asked_at_the_door(
    queue: Queue, arrived: e.ContactArrived, command: c.RequestCallback
) -> list[e.AnyEvent]:
    """What follows the arrival of a contact that was never on a line."""
    queued = e.ContactQueued(
        at=command.at,
        contact_id=command.contact_id,
        queue_id=queue.queue_id,
        language=command.language,
        due=arrived.due,
    )
    asked = e.CallbackAsked(at=command.at, contact_id=command.contact_id)
    contact = Contact(
        contact_id=arrived.contact_id,
        queue_id=arrived.queue_id,
        channel=arrived.channel,
        language=arrived.language,
        entry=arrived.entry,
        entered=arrived.entered,
        due=arrived.due,
    )
    return [queued, asked, *_until_called(queue, contact, command)]


def is_window(at: Instant, from_at: Instant, until_at: Instant | None) -> bool:
    """Whether a customer may choose this window: not over, not upside down, within a month."""
    ends = max(at, from_at) if until_at is None else until_at
    return max(at, from_at) <= ends <= at + LATEST_MS


def report_attempt(state: State, command: c.ReportAttempt) -> list[e.AnyEvent] | Rejected:
    """The customer answered, or not; what is said of an earlier attempt changes nothing."""
    contact = state.contacts.get(command.contact_id)
    if contact is None:
        return Rejected("unknown_contact", command.contact_id)
    callback = contact.callback
    if contact.phase != "dialling" or callback is None or command.attempt != callback.attempts:
        return Rejected("contact_not_waiting", contact.phase)
    agent = state.agents[_agent_of(contact)]
    if command.miss is None:
        answered = e.CallbackAnswered(
            at=command.at,
            contact_id=contact.contact_id,
            agent_id=agent.agent_id,
            attempt=callback.attempts,
        )
        return [answered, *mentor_comes(state, agent, contact, [], command.at)]
    if contact.is_outgoing:
        return _nobody_answered(state, contact, agent, command.miss, command.at)
    is_last = callback.attempts >= MOST_ATTEMPTS or command.miss == "refused"
    again_at = None if is_last else command.at + REST_MS[callback.attempts - 1]
    missed = e.CallbackMissed(
        at=command.at,
        contact_id=contact.contact_id,
        agent_id=agent.agent_id,
        attempt=callback.attempts,
        miss=command.miss,
        again_at=again_at,
    )
    ended = [_not_reached(contact, command.at)] if is_last else []
    return [missed, *ended, *_after_attempt(agent, command.at)]


def _nobody_answered(
    state: State, contact: Contact, agent: Agent, miss: CallMiss, at: Instant
) -> list[e.AnyEvent]:
    """A call that the agent began is not made again by itself; the agent has a wrap-up to write why."""
    missed = e.CallbackMissed(
        at=at,
        contact_id=contact.contact_id,
        agent_id=agent.agent_id,
        attempt=1,
        miss=miss,
        again_at=None,
    )
    return [
        missed,
        _not_reached(contact, at),
        *agents.after_contact(state, agent, contact.contact_id, at),
    ]


def dial(contact: Contact, agent: Agent, at: Instant) -> list[e.AnyEvent]:
    """The agent has accepted a contact that is to be called: it is called now."""
    assert contact.callback is not None, "asked only of those who are to be called"
    attempt = contact.callback.attempts + 1
    return [e.CallbackDialled(at=at, contact_id=contact.contact_id, agent_id=agent.agent_id, attempt=attempt)]


def end_of_rest(state: State, contact: Contact, command: c.Tick) -> list[e.AnyEvent]:
    """The time to be called has come; when the queue is closed after all, it is when it opens."""
    queue = state.queues[contact.queue_id]
    later = postponed_while_closed(queue, contact, command)
    return later or [e.CallbackDue(at=command.at, contact_id=contact.contact_id)]


def postponed_while_closed(
    queue: Queue, contact: Contact, command: c.Tick | c.AskCallback | c.RequestCallback
) -> list[e.AnyEvent]:
    """Nobody is called outside opening hours: rest until they begin. Empty when the queue is open, or never
    opens."""
    if is_open(queue.settings, command.at, command.utc_offset_min):
        return []
    opens = next_opening(queue.settings, command.at, command.utc_offset_min)
    if opens is None:
        return []
    return [
        e.CallbackPostponed(
            at=command.at,
            contact_id=contact.contact_id,
            from_at=opens,
            entered=contact.entered,
            due=contact.due,
        )
    ]


def _until_called(
    queue: Queue, contact: Contact, command: c.AskCallback | c.RequestCallback
) -> list[e.AnyEvent]:
    """The rest until the customer may be called; none when that is now."""
    rests_by_choice = contact.callback is not None and contact.callback.chosen
    from_at = command.at if command.from_at is None else max(command.at, command.from_at)
    if from_at > command.at or rests_by_choice:
        entered = from_at - credited_ms(contact, command.at)
        return [_postponed(queue, contact, command, from_at=from_at, entered=entered)]
    return [] if contact.phase == "resting" else postponed_while_closed(queue, contact, command)


def _postponed(
    queue: Queue,
    contact: Contact,
    command: c.AskCallback | c.RequestCallback,
    *,
    from_at: Instant,
    entered: Instant,
) -> e.CallbackPostponed:
    return e.CallbackPostponed(
        at=command.at,
        contact_id=contact.contact_id,
        from_at=from_at,
        entered=entered,
        due=entered + queue.settings.promise_ms,
        until_at=command.until_at,
        chosen=True,
    )


def credited_ms(contact: Contact, at: Instant) -> int:
    """How long the contact has waited, without the time that the customer chose to wait."""
    callback = contact.callback
    if callback is not None and callback.chosen and callback.from_at is not None and at < callback.from_at:
        return callback.from_at - contact.entered
    return max(0, at - contact.entered)


def _not_reached(contact: Contact, at: Instant) -> e.ContactEnded:
    return e.ContactEnded(
        at=at,
        contact_id=contact.contact_id,
        outcome="not_reached",
        ended_by="system",
        cause="not_reached",
    )


def _after_attempt(agent: Agent, at: Instant) -> list[e.AnyEvent]:
    """Nobody was talked to, so there is nothing to wrap up: the agent is free, or does what was asked for."""
    request = agent.requested
    if request is None:
        return [agents.wants_contacts(agent, at)]
    if request.sign_out:
        return [agents.signed_out(agent, "asked", at)]
    return [agents.paused(agent, request.reason, request.limit_ms, at)]


def _agent_of(contact: Contact) -> AgentId:
    assert contact.agent_id is not None, "a contact whose customer is being called has its agent"
    return contact.agent_id
