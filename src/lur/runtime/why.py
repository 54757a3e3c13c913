"""Why did nobody call me? The chain from "signed in" to "somebody waited", each link with what can mend it.

An agent who hears nothing for an hour shall not have to guess whether it is a quiet day or a broken headset.
Pure: it reads the state and the lease, and the time is an argument.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from lur.core.ids import Channel, Instant, QueueId
from lur.core.state import Agent, Queue, State
from lur.core.transitions import Presence
from lur.core.values import Hindrance, Skill
from lur.runtime import leases
from lur.runtime.desk_views import DeskAudio, DeskEndpoint
from lur.runtime.leases import Desk, Lease
from lur.runtime.offer_memory import PastOffer
from lur.runtime.projection import PhoneState
from lur.runtime.views import View

WhyCode = Literal[
    "signed_in", "presence", "skills", "lease", "microphone", "sound", "phone", "order", "offers"
]
"""signed_in, presence: does the agent want contacts now? skills: is there a queue they can serve? lease: does
a page of theirs answer? microphone, sound: can they be heard? phone: where does it ring? order: who comes
before them, and has anybody waited at all? offers: what was offered lately, and what came of it?"""
Mend = Literal["ready", "microphone", "take_over", "reconnect", "sound", "ask_supervisor"]
"""What the agent, or the page for them, can do about it."""


class WhyQueue(View, frozen=True, kw_only=True):
    """A queue, seen from an agent: may they serve it, and has anybody waited in it?"""

    id: QueueId
    name: str
    channel: Channel
    serves: bool
    missing: tuple[Skill, ...]
    """The skills, with their least levels, that the agent lacks."""
    waiting: int
    waited_at: Instant | None
    """When somebody last waited; None when nobody has since ``watched_since``."""


class WhyDetail(View, frozen=True, kw_only=True, omit_defaults=True):
    """What a link knows. Only what belongs to its code is there."""

    presence: Presence | None = None
    since: Instant | None = None
    until: Instant | None = None
    reason: str | None = None
    """Why a pause."""
    next: Literal["pause", "sign_out"] | None = None
    hindrance: Hindrance | None = None
    queues: tuple[WhyQueue, ...] | None = None
    pulse_age_ms: int | None = None
    delay_ms: int | None = None
    """How long the page took to answer, there and back."""
    visible: bool | None = None
    desks: int | None = None
    """How many pages are open."""
    audio: DeskAudio | None = None
    endpoint: DeskEndpoint | None = None
    registered: bool | None = None
    address: str | None = None
    place: int | None = None
    """1: the agent is the next one."""
    free: int | None = None
    """How many agents are free who serve one of the agent's queues."""
    waited_at: Instant | None = None
    watched_since: Instant | None = None
    offers: tuple[PastOffer, ...] | None = None


class WhyLink(View, frozen=True, kw_only=True):
    """One link of the chain. ``ok``: it holds. ``mend``: what would help, when something would."""

    code: WhyCode
    ok: bool
    detail: WhyDetail
    mend: Mend | None


class WhyAnswer(View, frozen=True, kw_only=True):
    """The whole chain at one moment, in order; the first link that does not hold is the reason."""

    at: Instant
    links: tuple[WhyLink, ...]


_SERVES: tuple[Presence, ...] = ("ready", "offered", "on_contact")
_MENDS_BY_ITSELF: tuple[Presence, ...] = ("unreachable", "asked", "assisting")
"""A colleague's talk is over some time; what is unreachable is mended further down."""


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What is known beside the state."""

    lease: Lease | None
    phone: PhoneState
    waited: Mapping[QueueId, Instant]
    """When somebody last waited, by queue."""
    watched_since: Instant
    offers: Sequence[PastOffer]


def why(state: State, agent: Agent, around: Around, now: Instant) -> WhyAnswer:
    """All links."""
    queues = tuple(_queue(queue, agent, around) for queue in state.queues.values())
    links = [_signed_in(agent), _presence(agent), _skills(queues)]
    if around.lease is not None and around.lease.browser:
        links += _page(around.lease, _wants(agent), now)
    links += [_phone(agent, around), _order(state, agent, queues, around, now), _offers(around)]
    return WhyAnswer(at=now, links=tuple(links))


def _link(code: WhyCode, ok: bool, mend: Mend | None, detail: WhyDetail) -> WhyLink:
    return WhyLink(code=code, ok=ok, mend=None if ok else mend, detail=detail)


def _wants(agent: Agent) -> bool:
    return leases.wants_contacts(agent.presence)


def _signed_in(agent: Agent) -> WhyLink:
    return _link("signed_in", agent.presence != "signed_out", "ready", WhyDetail(since=agent.since))


def _presence(agent: Agent) -> WhyLink:
    ok = agent.presence in _SERVES and agent.requested is None
    requested = agent.requested
    detail = WhyDetail(
        presence=agent.presence,
        since=agent.since,
        until=agent.until,
        reason=agent.pause_reason,
        next=None if requested is None else "sign_out" if requested.sign_out else "pause",
        hindrance=agent.hindrance,
    )
    return _link("presence", ok, None if agent.presence in _MENDS_BY_ITSELF else "ready", detail)


def _skills(queues: tuple[WhyQueue, ...]) -> WhyLink:
    ok = any(queue.serves for queue in queues)
    return _link("skills", ok, "ask_supervisor", WhyDetail(queues=queues))


def _queue(queue: Queue, agent: Agent, around: Around) -> WhyQueue:
    missing = tuple(
        skill for skill in queue.settings.required_skills if agent.skills.get(skill.name, 0) < skill.level
    )
    return WhyQueue(
        id=queue.queue_id,
        name=queue.settings.name,
        channel=queue.settings.channel,
        serves=queue.queue_id in agent.serves,
        missing=missing,
        waiting=len(queue.waiting),
        waited_at=around.waited.get(queue.queue_id),
    )


def _page(lease: Lease, wanted: bool, now: Instant) -> list[WhyLink]:
    phone = lease.phone
    if phone is None or phone.awaited:
        detail = WhyDetail(
            desks=_open_desks(lease), hindrance=leases.hindrance(lease, has_sip=False, now=now)
        )
        return [_link("lease", False, "take_over", detail)]
    return [_answers(lease, phone, now), _microphone(phone), _sound(lease, phone, wanted)]


def _answers(lease: Lease, phone: Desk, now: Instant) -> WhyLink:
    age_ms = now - phone.heard_at
    asleep = age_ms >= leases.ASLEEP_MS
    detail = WhyDetail(
        pulse_age_ms=age_ms,
        delay_ms=phone.delay_ms,
        visible=phone.visible,
        desks=_open_desks(lease),
        hindrance="asleep" if asleep else "lagging" if phone.lags else None,
    )
    return _link("lease", not asleep and not phone.lags, "take_over" if asleep else "reconnect", detail)


def _microphone(phone: Desk) -> WhyLink:
    ok = phone.audio not in ("no_microphone", "microphone_lost")
    return _link("microphone", ok, "microphone", WhyDetail(audio=phone.audio))


def _sound(lease: Lease, phone: Desk, wanted: bool) -> WhyLink:
    mend: Mend = "sound" if phone.audio == "off" else "reconnect"
    detail = WhyDetail(audio=phone.audio, since=lease.silent_since)
    return _link("sound", lease.sound or not wanted, mend, detail)


def _open_desks(lease: Lease) -> int:
    return sum(desk.gone_at is None for desk in lease.desks.values())


def _phone(agent: Agent, around: Around) -> WhyLink:
    is_desk = around.lease is not None and around.lease.browser
    detail = WhyDetail(
        endpoint="browser" if is_desk else "sip",
        registered=around.phone.registered,
        address=around.phone.address,
        hindrance="no_phone" if agent.hindrance == "no_phone" else None,
    )
    return _link("phone", is_desk or around.phone.registered, "take_over", detail)


def _order(state: State, agent: Agent, queues: tuple[WhyQueue, ...], around: Around, now: Instant) -> WhyLink:
    """The centre's own order of free agents: fewest hard contacts, longest idle, id."""
    own = set(agent.serves)
    free = [state.agents[each] for each in state.ready if not own.isdisjoint(state.agents[each].serves)]
    free.sort(key=lambda each: (each.hard_load(now), each.idle_since, each.agent_id))
    waited = [queue.waited_at for queue in queues if queue.serves and queue.waited_at is not None]
    detail = WhyDetail(
        place=free.index(agent) + 1 if agent in free else None,
        free=len(free),
        since=agent.idle_since if agent.presence == "ready" else None,
        waited_at=max(waited, default=None),
        watched_since=around.watched_since,
    )
    return _link("order", True, None, detail)


def _offers(around: Around) -> WhyLink:
    """What was missed or declined leads to a pause, so it is said."""
    last = around.offers[0].outcome if around.offers else None
    ok = last not in ("missed", "declined")
    return _link("offers", ok, "ready", WhyDetail(offers=tuple(around.offers)))
