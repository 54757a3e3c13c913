"""Views made of the live state and of what lies around it: names, callers, phones, trunks, health.

The state knows no names and no machines; ``Surroundings`` holds those beside it, in memory, filled by the web
layer from the vault, the directory and the edge's telemetry. Reading only: nothing here changes the centre.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from lur.core.estimate import estimate
from lur.core.hours import next_opening
from lur.core.ids import AgentId, ContactId, Instant, PartyId, QueueId
from lur.core.state import Agent, Contact, Party, Queue, State, party_of, place_of
from lur.core.transitions import SERVED
from lur.core.values import HoursOverride, Skill
from lur.runtime.views import (
    AgentView,
    AssignmentView,
    CallbackView,
    CallerView,
    CentreView,
    ContactPhase,
    ContactView,
    EstimateView,
    HealthView,
    HourView,
    IncidentView,
    MessageView,
    PartyView,
    ProposalView,
    QueueView,
    TodayView,
    ToldView,
    TrunkView,
)

NOBODY = CallerView()
LAST_ID = ContactId("\U0010ffff")
"""Sorts after every contact: where somebody who came now would stand."""


@dataclass(slots=True)
class PhoneState:
    """Whether an agent's phone is registered, and from where."""

    registered: bool = False
    address: str = ""


@dataclass(slots=True)
class Surroundings:
    """What a view needs beside the state. ``today`` gives a queue's measures, the whole centre's for None."""

    today: Callable[[QueueId | None], TodayView] = lambda _: TodayView()
    occupancy: Callable[[], float | None] = lambda: None
    told_by_hour: Callable[[], tuple[HourView, ...]] = lambda: ()
    proposals: Callable[[], tuple[ProposalView, ...]] = lambda: ()
    messages: Callable[[], tuple[MessageView, ...]] = lambda: ()
    names: dict[AgentId, str] = field(default_factory=dict)
    callers: dict[ContactId, CallerView] = field(default_factory=dict)
    outside: dict[PartyId, tuple[str, str]] = field(default_factory=dict)
    """Number and name of each outside number that is in a talk."""
    hints: dict[ContactId, int] = field(default_factory=dict)
    """How many lines colleagues have written to who talks."""
    phones: dict[AgentId, PhoneState] = field(default_factory=dict)
    at_desk: set[AgentId] = field(default_factory=set)
    """Agents whose phone is a page in the browser."""
    trunks: tuple[TrunkView, ...] = ()
    health: HealthView = field(default_factory=HealthView)
    centre: CentreView = field(default_factory=CentreView)


def queue_views(state: State, around: Surroundings, at: Instant, offset_min: int) -> list[QueueView]:
    """All queues as they are at ``at``, with ``offset_min`` from UTC for their opening hours."""
    contacts: dict[QueueId, list[Contact]] = {each: [] for each in state.queues}
    for contact in state.contacts.values():
        contacts[contact.queue_id].append(contact)
    views = []
    for queue in state.queues.values():
        opens = next_opening(queue.settings, at, offset_min)
        estimated = _estimate_view(state, queue, at)
        today = around.today(queue.queue_id)
        bare = _queue_view(state, queue, contacts[queue.queue_id])
        views.append(
            msgspec.structs.replace(
                bare,
                open=opens == at,
                opens=None if opens == at else opens,
                override=_still(queue.settings.override, at),
                today=today,
                estimate=estimated,
            )
        )
    return views


def _queue_view(state: State, queue: Queue, mine: list[Contact]) -> QueueView:
    """What of the view follows from the state alone."""
    settings = queue.settings
    waiting = tuple(key[2] for key in queue.waiting)
    offered = sorted((each for each in mine if each.phase == "offered"), key=lambda each: each.order_key)
    entered = [key[1] for key in queue.waiting] + [each.entered for each in offered]
    return QueueView(
        id=queue.queue_id,
        name=settings.name,
        channel=settings.channel,
        promise_ms=settings.promise_ms,
        required_skills=settings.required_skills,
        waiting=waiting,
        offered=tuple(each.contact_id for each in offered),
        waiting_count=len(waiting) + len(offered),
        longest_wait_since=min(entered, default=None),
        talking_count=sum(each.phase in SERVED for each in mine),
        callback_count=sum(each.callback is not None and not each.is_outgoing for each in mine),
        ready_agents=sum(state.agents[each].presence == "ready" for each in queue.staffed),
        open=True,
        opens=None,
        override=None,
        today=TodayView(),
        estimate=None,
        demo=settings.demo,
    )


def _still(override: HoursOverride | None, at: Instant) -> HoursOverride | None:
    """None when its time is over."""
    return override if override is not None and at < override.until_at else None


def _estimate_view(state: State, queue: Queue, at: Instant) -> EstimateView | None:
    now = estimate(state, queue, (at + queue.settings.promise_ms, at, LAST_ID))
    if now.low_ms is None or now.high_ms is None:
        return None
    return EstimateView(low_ms=now.low_ms, high_ms=now.high_ms)


def contact_view(state: State, contact: Contact, around: Surroundings) -> ContactView | None:
    """A live contact, None when it is over."""
    phase = _live_phase(contact)
    if phase is None:
        return None
    offer = state.offers.get(contact.offer_id) if contact.offer_id is not None else None
    return ContactView(
        id=contact.contact_id,
        queue_id=contact.queue_id,
        channel=contact.channel,
        language=contact.language,
        entry=contact.entry,
        phase=phase,
        phase_since=contact.phase_since,
        place=place_of(state, contact),
        place_at_arrival=contact.place_at_arrival,
        entered=contact.entered,
        due=contact.due,
        agent_id=offer.agent_id if offer else contact.agent_id,
        offer_id=contact.offer_id,
        offer_expires=offer.expires if offer else None,
        answered_at=contact.answered_at,
        told=_told_view(contact),
        until=contact.until,
        callback=_callback_view(contact),
        also=contact.also,
        choices=contact.choices,
        statements=contact.statements,
        upset=contact.upset,
        tell_all=contact.tell_all,
        solved=contact.solved,
        incident_id=contact.incident_id,
        parties=tuple(_party_view(party, around) for party in contact.parties),
        left_by=contact.left_by,
        hold_since=contact.hold_since,
        hold_reminded=contact.hold_reminded,
        hold_over=contact.hold_over,
        is_outgoing=contact.is_outgoing,
        hints=around.hints.get(contact.contact_id, 0),
        recording_declined=contact.recording_declined,
        one_way_audio=contact.contact_id in around.health.one_way,
        caller=around.callers.get(contact.contact_id, NOBODY),
    )


def _party_view(party: Party, around: Surroundings) -> PartyView:
    number, name = around.outside.get(party.party_id, ("", ""))
    return PartyView(
        id=party.party_id,
        agent_id=party.agent_id,
        number=number,
        name=name,
        purpose=party.purpose,
        part=party.part,
        is_there=party.is_there,
        since=party.since,
        expires=party.expires,
    )


def _live_phase(contact: Contact) -> ContactPhase | None:
    return None if contact.phase == "ended" else contact.phase


def _callback_view(contact: Contact) -> CallbackView | None:
    callback = contact.callback
    if callback is None or contact.is_outgoing:
        return None
    return CallbackView(
        asked=callback.asked,
        attempts=callback.attempts,
        from_at=callback.from_at,
        until_at=callback.until_at,
        chosen=callback.chosen,
    )


def _told_view(contact: Contact) -> ToldView | None:
    told = contact.told
    if told is None:
        return None
    return ToldView(at=told.at, place=told.place, low_ms=told.low_ms, high_ms=told.high_ms)


def incident_views(state: State) -> tuple[IncidentView, ...]:
    """What is down now."""
    return tuple(
        IncidentView(id=incident_id, queue_ids=each.queue_ids, opened=each.opened, tied=each.tied)
        for incident_id, each in state.incidents.items()
    )


def agent_view(state: State, agent: Agent, around: Surroundings) -> AgentView:
    """An agent, with the end of the offer, or of being asked, as ``until`` while the phone rings."""
    offer = state.offers.get(agent.offer_id) if agent.offer_id is not None else None
    phone = around.phones.get(agent.agent_id, PhoneState())
    asked = None if agent.party_id is None else party_of(state, agent.party_id)
    rings = offer.expires if offer else asked[1].expires if asked else None
    return AgentView(
        id=agent.agent_id,
        name=around.names.get(agent.agent_id, ""),
        presence=agent.presence,
        since=agent.since,
        until=rings or agent.until,
        reason=agent.pause_reason,
        hindrance=agent.hindrance,
        next=None if agent.requested is None else "sign_out" if agent.requested.sign_out else "pause",
        contacts=_contacts_of(agent, offer.contact_id if offer else None),
        assists=asked[0].contact_id if asked else None,
        stands_by=agent.stands_by,
        helps=agent.helps,
        learner_id=agent.learner_id,
        mentor_id=state.mentors.get(agent.agent_id),
        skills=_skills(agent.skills),
        own_skills=_skills(agent.own_skills),
        team=agent.team,
        assignment=_assignment(agent),
        phone_registered=phone.registered,
        phone_address=phone.address,
        at_desk=agent.agent_id in around.at_desk,
        demo=agent.demo,
    )


def _skills(levels: dict[str, int]) -> tuple[Skill, ...]:
    return tuple(Skill(name, level) for name, level in sorted(levels.items()))


def _assignment(agent: Agent) -> AssignmentView | None:
    now = agent.assignment
    if now is None:
        return None
    return AssignmentView(skills=now.skills, queue_ids=now.queue_ids, until=now.until)


def _contacts_of(agent: Agent, offered: ContactId | None) -> tuple[ContactId, ...]:
    extra = [each for each in (offered, agent.wrap_up_contact) if each is not None]
    return tuple(dict.fromkeys([*agent.contacts, *extra]))
