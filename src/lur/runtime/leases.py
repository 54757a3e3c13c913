"""Who is an agent's phone, and what keeps it from being called. Pure: time is an argument, in ms.

An agent may have several desks open (pages), and at most one of them is the phone. It keeps that right by
answering pings; the right is a lease. A reload or a lost socket changes nothing for four seconds; then
another desk that is willing becomes the phone, and without one the agent cannot be called. Nobody may be
offered a contact through a page that is not there, does not answer, or cannot hear.

What is not wanted cannot be missed: in a pause and signed out the microphone is let go of on purpose. Then
nothing new hinders, what did hinder ends when a page is back, and when contacts are wanted again all of it
must stand before the first is offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lur.core.ids import AgentId, DeskId, Instant
from lur.core.transitions import Presence
from lur.core.values import Hindrance
from lur.runtime.desk_views import DeskAudio, DeskEndpoint, DeskRoleName

GONE_MS = 4_000
"""How long a phone may be without a socket, as in a reload."""
ASLEEP_MS = 12_000
"""How long a page may be silent."""
SLOW_MS = 3_000
"""A pulse that takes longer is slow."""
SLOW_PULSES = 3
"""So many slow pulses in a row are a lag; so many quick ones end it."""
NO_SOUND_MS = 3_000
"""How long the way for sound may be broken, as in a reload or a change of network."""
COME_BACK_MS = 15_000
"""How long after a restart of ours the pages may take to come back."""
PINGS_KEPT = 4


@dataclass(slots=True)
class Desk:
    """One open page of an agent's. ``gone_at`` is None while it has a socket."""

    desk_id: DeskId
    came: int
    """Rises with each new desk: who of several was here first."""
    wants_phone: bool
    visible: bool
    heard_at: Instant
    gone_at: Instant | None = None
    awaited: bool = False
    """Known from before a restart of ours, and not here since."""
    audio: DeskAudio = "off"
    pings: dict[int, Instant] = field(default_factory=dict)
    """When the newest pings were sent, by their number."""
    delay_ms: int = 0
    """How long the newest answered ping took, there and back, or the page's own lag when that is longer."""
    slow: int = 0
    quick: int = 0
    lags: bool = False


@dataclass(slots=True)
class Lease:
    """An agent's desks, and which of them is the phone. ``browser``: the agent's phone is, or was, a desk."""

    agent_id: AgentId
    endpoint: DeskEndpoint = "browser"
    browser: bool = False
    desks: dict[DeskId, Desk] = field(default_factory=dict)
    phone_id: DeskId | None = None
    path_down: bool = False
    """The voice edge says that no sound gets through."""
    sound: bool = False
    """The page and the edge agreed, when last looked at, that there is sound."""
    silent_since: Instant | None = None
    """When there was no sound any more; None before there ever was some."""
    numbers: int = 0

    @property
    def phone(self) -> Desk | None:
        """The desk that is the phone, also while it reloads."""
        return self.desks.get(self.phone_id) if self.phone_id is not None else None


def restored(agent_id: AgentId, desk_id: DeskId, now: Instant) -> Lease:
    """The lease of an agent whose phone was this desk when we were stopped, kept for it a while; "" when none
    was left.
    """
    if not desk_id:
        return Lease(agent_id=agent_id, browser=True)
    gone_at = now + COME_BACK_MS - GONE_MS
    desk = Desk(desk_id, 1, True, False, now, gone_at=gone_at, awaited=True)
    return Lease(agent_id=agent_id, browser=True, desks={desk_id: desk}, phone_id=desk_id, numbers=1)


# --- what happens to desks ---------------------------------------------------------------------------------


def hello(
    lease: Lease, desk_id: DeskId, *, wants_phone: bool, endpoint: DeskEndpoint, visible: bool, now: Instant
) -> None:
    """A desk has come, or come back, or chosen anew."""
    settle(lease, now)
    desk = lease.desks.get(desk_id)
    if desk is None:
        lease.numbers += 1
        desk = lease.desks[desk_id] = Desk(desk_id, lease.numbers, wants_phone, visible, now)
    elif desk.gone_at is not None:
        _come_back(desk)
    desk.wants_phone, desk.visible, desk.heard_at = wants_phone, visible, now
    lease.endpoint = endpoint
    if endpoint == "sip":
        _put_away(lease)
    elif lease.phone is desk and not wants_phone:
        _promote(lease)
        lease.browser = lease.phone_id is not None
    elif lease.phone_id is None:
        _promote(lease)
    _listen(lease, now)


def gone(lease: Lease, desk_id: DeskId, now: Instant) -> None:
    """The desk's socket has ended; it may be a reload."""
    desk = lease.desks.get(desk_id)
    if desk is not None and desk.gone_at is None:
        desk.gone_at = now
    settle(lease, now)


def given_up(lease: Lease, desk_id: DeskId, now: Instant) -> None:
    """The desk will not come back: its session has ended. Another one is the phone at once, or none."""
    lease.desks.pop(desk_id, None)
    if lease.phone_id == desk_id:
        _promote(lease)
    settle(lease, now)


def take_over(lease: Lease, desk_id: DeskId, now: Instant) -> None:
    """The agent wants this desk to be the phone."""
    settle(lease, now)
    desk = lease.desks[desk_id]
    desk.wants_phone, lease.endpoint = True, "browser"
    if lease.phone_id != desk_id:
        had_sound = lease.sound
        _become_phone(lease, desk)
        lease.silent_since = now if had_sound else None


def wanted_again(lease: Lease) -> None:
    """The agent wants contacts after a time without: a way for sound that ended lately is no excuse."""
    if not lease.sound:
        lease.silent_since = None


def pinged(lease: Lease, desk_id: DeskId, number: int, now: Instant) -> None:
    """A ping was sent."""
    desk = lease.desks[desk_id]
    desk.pings[number] = now
    while len(desk.pings) > PINGS_KEPT:
        del desk.pings[next(iter(desk.pings))]


def pulse(
    lease: Lease,
    desk_id: DeskId,
    *,
    ping: int,
    audio: DeskAudio,
    visible: bool,
    lag_ms: int,
    now: Instant,
) -> bool:
    """The desk has answered a ping, or with ``ping`` 0 said by itself how it is. False: no such ping."""
    desk = lease.desks[desk_id]
    if ping != 0:
        sent = desk.pings.pop(ping, None)
        if sent is None:
            return False
        _measure(desk, max(now - sent, lag_ms))
    desk.heard_at, desk.audio, desk.visible = now, audio, visible
    _listen(lease, now)
    return True


def silence(lease: Lease, now: Instant) -> None:
    """The phone has put its connection away."""
    if lease.phone is not None:
        lease.phone.audio = "off"
    _listen(lease, now)


def path(lease: Lease, desk_id: DeskId, up: bool, now: Instant) -> None:
    """The voice edge says whether sound gets through to the desk."""
    if lease.phone_id == desk_id:
        lease.path_down = not up
        _listen(lease, now)


def path_unknown(lease: Lease, now: Instant) -> None:
    """The voice edge is away and cannot say: the page's word counts."""
    lease.path_down = False
    _listen(lease, now)


def put_away(lease: Lease, now: Instant) -> None:
    """The agent has signed out: without a page the phone is no desk's."""
    settle(lease, now)
    if not lease.desks:
        lease.browser = False


def settle(lease: Lease, now: Instant) -> None:
    """Do what time has brought: forget desks that are gone, make another one the phone."""
    for desk in tuple(lease.desks.values()):
        if desk.gone_at is not None and now - desk.gone_at >= GONE_MS:
            del lease.desks[desk.desk_id]
    if lease.phone_id is not None and lease.phone is None:
        _promote(lease)
    _listen(lease, now)


def forgive(lease: Lease, ms: int) -> None:
    """We were not there ourselves for so long (a machine that slept): no page is blamed for it."""
    for desk in lease.desks.values():
        desk.heard_at += ms
        desk.pings = {number: sent + ms for number, sent in desk.pings.items()}
        if desk.gone_at is not None:
            desk.gone_at += ms
    if lease.silent_since is not None:
        lease.silent_since += ms


# --- what follows from it ----------------------------------------------------------------------------------


def role_of(lease: Lease, desk_id: DeskId) -> DeskRoleName:
    """What the desk is."""
    if lease.phone_id is None:
        return "none"
    return "phone" if lease.phone_id == desk_id else "elsewhere"


def hindrance(lease: Lease, *, has_sip: bool, now: Instant) -> Hindrance | None:
    """The worst of what keeps the agent from being called at ``now``, when contacts are wanted.

    ``has_sip``: the agent's SIP phone is registered, so that a closed page is no harm.
    """
    if not lease.browser:
        return None
    phone = lease.phone
    if phone is None:
        return None if has_sip else "desk_gone"
    if phone.awaited or (phone.gone_at is None and now - phone.heard_at >= ASLEEP_MS):
        return "asleep"
    return "lagging" if phone.lags else _without_sound(lease, phone, now)


def is_there(lease: Lease, *, has_sip: bool, now: Instant) -> bool:
    """Whether a page answers (or none is needed); all that can be asked of an agent who wants no contacts."""
    phone = lease.phone
    if not lease.browser or (phone is None and has_sip):
        return True
    return phone is not None and phone.gone_at is None and now - phone.heard_at < ASLEEP_MS


def wants_contacts(presence: Presence) -> bool:
    """Whether somebody in this presence may be called, now or when the work at hand is done."""
    return presence not in ("signed_out", "pause")


def to_report(
    lease: Lease, *, presence: Presence, reported: Hindrance | None, has_sip: bool, now: Instant
) -> Hindrance | None:
    """What the centre should know as the agent's hindrance; ``reported`` is what it knows.

    A call that rings while our restart awaits the page goes on ringing. Where no contacts are wanted nothing
    new is reported, and what was reported ends when a page is back.
    """
    phone = lease.phone
    if presence in ("offered", "asked") and phone is not None and phone.awaited:
        return reported
    if wants_contacts(presence):
        return hindrance(lease, has_sip=has_sip, now=now)
    return None if is_there(lease, has_sip=has_sip, now=now) else reported


def without_page(*, presence: Presence, reported: Hindrance | None, has_no_phone: bool) -> Hindrance | None:
    """The same for an agent whose phone is no page; ``has_no_phone``: their SIP phone cannot ring."""
    if not has_no_phone:
        return None
    return "no_phone" if wants_contacts(presence) else reported


def next_deadline(lease: Lease, now: Instant) -> Instant | None:
    """When time alone will next change something after ``now``, or None."""
    return min((each for each in _deadlines(lease) if each > now), default=None)


def _deadlines(lease: Lease) -> Iterator[Instant]:
    for desk in lease.desks.values():
        if desk.gone_at is not None:
            yield desk.gone_at + GONE_MS
    phone = lease.phone
    if phone is not None:
        yield phone.heard_at + ASLEEP_MS
    if lease.silent_since is not None:
        yield lease.silent_since + NO_SOUND_MS


def _without_sound(lease: Lease, phone: Desk, now: Instant) -> Hindrance | None:
    if phone.audio == "no_microphone":
        return "no_microphone"
    if phone.audio == "microphone_lost":
        return "microphone_lost"
    if lease.sound:
        return None
    lately = lease.silent_since is not None and now - lease.silent_since < NO_SOUND_MS
    return None if lately else "no_audio_path"


# --- steps -------------------------------------------------------------------------------------------------


def _come_back(desk: Desk) -> None:
    """A new socket: what was asked on the old one will not be answered, and the sound is begun anew."""
    desk.gone_at, desk.awaited = None, False
    desk.pings.clear()
    desk.slow = desk.quick = 0
    desk.lags = False
    if desk.audio == "up":
        desk.audio = "connecting"


def _measure(desk: Desk, delay_ms: int) -> None:
    desk.delay_ms = delay_ms
    if delay_ms > SLOW_MS:
        desk.slow, desk.quick = desk.slow + 1, 0
    else:
        desk.slow, desk.quick = 0, desk.quick + 1
    if desk.slow >= SLOW_PULSES:
        desk.lags = True
    elif desk.quick >= SLOW_PULSES:
        desk.lags = False


def _promote(lease: Lease) -> None:
    """Make the best willing desk the phone: one that is here, one that is seen, the one that came first."""
    willing = [
        desk
        for desk in lease.desks.values()
        if desk.wants_phone and desk.gone_at is None and lease.endpoint == "browser"
    ]
    lease.phone_id = None
    if willing:
        _become_phone(lease, min(willing, key=lambda desk: (not desk.visible, desk.came)))
    else:
        _forget_sound(lease)


def _become_phone(lease: Lease, desk: Desk) -> None:
    lease.phone_id, lease.browser = desk.desk_id, True
    if desk.audio == "up":
        desk.audio = "off"
    _forget_sound(lease)


def _put_away(lease: Lease) -> None:
    """The agent's phone is a SIP phone."""
    lease.phone_id, lease.browser = None, False
    _forget_sound(lease)


def _forget_sound(lease: Lease) -> None:
    lease.sound = lease.path_down = False
    lease.silent_since = None


def _listen(lease: Lease, now: Instant) -> None:
    """See whether there is sound, and note when it ended. While the phone reloads nothing is known anew."""
    phone = lease.phone
    if phone is None or phone.gone_at is not None:
        return
    sound = phone.audio == "up" and not lease.path_down
    if lease.sound and not sound:
        lease.silent_since = now
    elif sound:
        lease.silent_since = None
    lease.sound = sound
