"""Small frozen values that both commands and events carry: skills, opening hours, a queue's settings."""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.core.ids import MINUTE_MS, Channel, Instant, QueueId


class Skill(msgspec.Struct, frozen=True, order=True):
    """A skill and its level, 1 (can) to 5 (master). In a queue: the least level that is needed."""

    name: str
    level: int = 1


class OpenSpan(msgspec.Struct, frozen=True, order=True):
    """One weekly span in which a queue is open, in the company's local time.

    ``weekday`` is 0 for Monday to 6 for Sunday; the minutes count from midnight, ``to_minute`` excluded
    and at most 1440. A night that runs past midnight is written as two spans.
    """

    weekday: int
    from_minute: int
    to_minute: int


class DaySpan(msgspec.Struct, frozen=True, order=True):
    """Part of one day, in minutes since local midnight; ``to_minute`` excluded and at most 1440."""

    from_minute: int
    to_minute: int


class SpecialDay(msgspec.Struct, frozen=True, order=True):
    """A date whose hours are not those of its weekday: a holiday, an eve, an extra Saturday.

    ``day`` counts local days since 1970-01-01. No spans: closed all day.
    """

    day: int
    spans: tuple[DaySpan, ...] = ()


class Overflow(msgspec.Struct, frozen=True, order=True):
    """After ``after_ms`` of credited wait a contact is offered to another queue's agents too; its place in
    the one order stays what it is."""

    after_ms: int
    queue_id: QueueId


class HoursOverride(msgspec.Struct, frozen=True, order=True):
    """From one instant to another the queue is open, or closed, whatever its hours say."""

    is_open: bool
    from_at: Instant
    until_at: Instant


class PauseReason(msgspec.Struct, frozen=True, order=True):
    """What agents may pause for, and for how long; then they are signed out. Its words lie beside."""

    name: str
    limit_ms: int


PAUSE_LIMITS_MS = {
    "break": 30 * MINUTE_MS,
    "lunch": 75 * MINUTE_MS,
    "recovery": 60 * MINUTE_MS,
    "meeting": 120 * MINUTE_MS,
    "training": 240 * MINUTE_MS,
}
"""How long a pause lasts at most, by reason, until the office says otherwise."""


class QueueSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a queue promises and how its offers run. Times in milliseconds.

    There is no priority: ``promise_ms`` gives each contact its due time (entered + promise), and due time
    alone gives the order.
    """

    name: str
    channel: Channel = "voice"
    promise_ms: int = 60_000
    required_skills: tuple[Skill, ...] = ()
    ring_timeout_ms: int = 20_000
    wrap_up_ms: int = 30_000
    breath_ms: int = 10_000
    tell_every_ms: int = 20_000
    """The least time between two announcements of place and wait; 0 tells nothing."""
    resume_ms: int = 900_000
    """How long a place is kept for somebody who left the queue unserved and calls again; 0 keeps none."""
    opening_hours: tuple[OpenSpan, ...] = ()
    """Empty means always open."""
    special_days: tuple[SpecialDay, ...] = ()
    """Dates that are not like their weekday, earliest first; they count even when ``opening_hours`` is
    empty."""
    override: HoursOverride | None = None
    """Opened or closed by somebody, for a while."""
    overflow: tuple[Overflow, ...] = ()
    """Earliest first."""
    most_waiting: int = 0
    """How many may wait on the line; who comes then is told so. 0: any number."""
    hold_remind_ms: int = 60_000
    """How often an agent is reminded of a customer on hold; 0: never."""
    hold_limit_ms: int = 180_000
    """From when on a customer on hold is told, at each reminder, that nobody has forgotten them."""
    callbacks: bool = True
    """Whether a caller may keep the place and be called back; also when the queue is closed or full."""
    asks_rating: bool = False
    """Whether customers are asked afterwards how it went."""
    demo: bool = False


EndedBy = Literal["customer", "agent", "system"]
Outcome = Literal["served", "abandoned", "turned_away", "lost", "informed", "not_reached", "joined"]
"""served: an agent and the customer spoke. abandoned: the customer left while waiting. turned_away: refused
at the door (closed, full). lost: the line or a machine failed before the customer was served. informed: left
to be told when an incident is solved. not_reached: every attempt to call back came to nothing. joined: the
place went on in another contact of the same customer."""

EndCause = Literal[
    "hung_up",
    "closed",
    "full",
    "line_lost",
    "media_lost",
    "repaired",
    "stopped",
    "told_when_solved",
    "not_reached",
    "joined",
    "outside_hung_up",
]
CallMiss = Literal["busy", "no_answer", "unreachable", "failed", "refused"]
"""Why a call back came to nothing. refused: the number may not be called, so it is not tried again."""
Door = Literal["closed", "full"]
"""Why a customer is not let in."""
StatementForm = Literal["voice", "text", "picture"]
RatingWay = Literal["key", "page"]
"""How a customer says how it went: by a key of the phone, or on the place page."""
DeclineReason = Literal["declined", "busy", "unreachable", "failed"]
ReturnReason = Literal["agent_line_lost", "agent_unreachable", "agent_stopped_calling", "nobody_came"]
"""nobody_came: the agent had left the customer to a colleague who did not answer."""
WithdrawReason = Literal["customer_left", "agent_left", "contact_moved", "agent_unreachable"]
Hindrance = Literal[
    "desk_gone", "asleep", "lagging", "no_microphone", "microphone_lost", "no_audio_path", "no_phone"
]
"""Why an agent cannot be called. desk_gone: no page is open. asleep: the page does
not answer. lagging: it answers too late. no_microphone: none, or it may not be used. microphone_lost:
unplugged. no_audio_path: sound cannot get through. no_phone: the agent's phone is no page, and no SIP phone
of theirs can ring."""
Purpose = Literal["consult", "transfer", "help", "join", "mentor", "learner"]
"""Why somebody is asked into a talk, or comes. consult: to be asked something while the customer is held.
transfer: to have the customer. help: the agent wants help. join: came without being asked. mentor: sits with
the agent. learner: had the customer until somebody took over, and listens on. The customer hears neither
mentor nor learner, so that there is one voice."""
Part = Literal["aside", "listen", "whisper", "joined"]
"""Who hears whom. aside: talks with the agent alone while the customer is held, and is held while
the customer is talked with. listen: hears what the agent hears and says, and is heard by nobody. whisper: as
listen, and the agent hears them. joined: hears all who speak with the customer, and is heard by all."""
WentReason = Literal[
    "declined",
    "no_answer",
    "busy",
    "unreachable",
    "failed",
    "refused",
    "withdrawn",
    "left",
    "lost",
    "dropped",
    "over",
]
"""Why somebody is asked, or in a talk, no longer. declined to refused: they did not come (refused: the number
may not be called). withdrawn: asked no longer. left: hung up. lost: the line failed. dropped: the agent let
them go. over: the talk went on without them, or ended."""
SignOutReason = Literal["asked", "pause_expired", "removed"]
GrownReason = Literal["fewer_agents", "longer_calls", "earlier_place_returned"]
