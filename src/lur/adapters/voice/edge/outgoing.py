"""Calling a customer: through the trunks in order, until somebody answers, says no, or all have failed.

The agent is on the line already and hears the customer's phone ring. What came of it is told once for each
attempt; the attempt is stored with the conversation, so no restart of ours makes a phone ring twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import structlog

from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.clock import new_id
from lur.adapters.voice.edge.conversation import Conversation, Hearing
from lur.adapters.voice.edge.descriptions import create_verb, our_offer, remote_verb, their_answer
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import Attempt, CallerLeg, Sound
from lur.adapters.voice.edge.lines import Lines
from lur.adapters.voice.edge.operators import Operators, is_final
from lur.adapters.voice.edge.transports import route_address
from lur.adapters.voice.media.client import MediaRefused, MediaUnavailable
from lur.adapters.voice.media.protocol import RINGBACK, DeleteLeg, Law, Play, PlayItem, StopPlaying
from lur.adapters.voice.protocol import Outward, Trunk
from lur.core.values import CallMiss
from lur.wire.sdp import SdpError
from lur.wire.sip import CallFailed, Credentials, Hop

log = structlog.get_logger("edge.outgoing")

RING_LIMIT_MS = 35_000
"""About seven rings: longer than a pocket takes, shorter than most answering machines wait."""
NO_SIGN_LIMIT_MS = 5_000
"""A trunk that has not even said 100 by then is dead; the next one is asked."""
RINGBACK_TOKEN = "ringback"
NO_WAY = 503
"""What a trunk that cannot be reached counts as (RFC 3261 section 8.1.3.1)."""
GAVE_UP = 487
UNUSABLE = 488
_NUMBER = re.compile(r"\+[1-9][0-9]{4,14}\Z")
_NOT_DIALLED = re.compile(r"[^0-9+]")
_REFUSED = frozenset({607, 608})
_BUSY = frozenset({486, 600, 603})
_NO_ANSWER = frozenset({408, 480, GAVE_UP})
_UNREACHABLE = frozenset({404, 410, 484, 604})
_MEANINGS: tuple[tuple[CallMiss, frozenset[int]], ...] = (
    ("refused", _REFUSED),
    ("busy", _BUSY),
    ("no_answer", _NO_ANSWER),
    ("unreachable", _UNREACHABLE),
)
"""What says most about the customer comes first."""


def miss_of(statuses: Sequence[int]) -> CallMiss:
    """What the final answers of all trunks that were asked mean for the customer; none were: failed."""
    return next((miss for miss, meant in _MEANINGS if meant.intersection(statuses)), "failed")


class Outgoing:
    """Calls customers. ``on_reached`` hears when one has answered, and the agent waits."""

    def __init__(
        self,
        house: House,
        *,
        lines: Lines,
        announcer: Announcer,
        operators: Operators,
        on_reached: Callable[[Conversation], None],
    ) -> None:
        self._house = house
        self._lines = lines
        self._announcer = announcer
        self._operators = operators
        self._on_reached = on_reached

    def dial(self, talk: Conversation, outward: Outward) -> None:
        """Call the customer; being called already, or having been called in this attempt, is fine."""
        attempt = self._attempt(talk, outward)
        if attempt.told or self._house.reports.has_told_attempt(talk.contact_id, attempt):
            return
        self._ringback(talk)
        if talk.caller.state == "dialling":
            return
        if not _NUMBER.match(outward.number):
            self._miss(talk, attempt, "failed")
            return
        now = self._house.clock.now()
        name = f"caller-{talk.contact_id}-{attempt.number}"
        sound = Sound(leg=new_id(f"{name}-"), law=Law.ALAW, host="", session_id=now)
        talk.caller = CallerLeg(sip="", sound=sound, state="dialling")
        talk.hearing = Hearing()
        self._house.counters.add("calls_out")
        self._house.talks.changed(talk)
        self._house.tasks.start(self._ask_next_trunk(talk, talk.caller, attempt))

    def still_there(self, talk: Conversation, outward: Outward) -> None:
        """The agent is ready before the customer was let go: that line is the call."""
        attempt = self._attempt(talk, outward)
        if not attempt.told:
            self._reached(talk, attempt)

    def give_up(self, talk: Conversation) -> None:
        """The customer is not to be called any more."""
        if talk.caller.state == "dialling":
            self._lines.hang_up_caller(talk)
            self._house.counters.add("calls_out_cancelled")
        self._silence(talk)

    def progressed(self, talk: Conversation) -> None:
        """The customer's phone rings."""
        if talk.attempt is not None and not talk.attempt.rang:
            talk.attempt.rang = True
            self._house.talks.changed(talk)

    def answered(self, talk: Conversation, leg: str, answer: bytes | None) -> None:
        """The customer has answered."""
        attempt, sound = talk.attempt, talk.caller.sound
        if attempt is None or not talk.caller.step("picked_up"):
            self._house.stack.calls.hang_up(leg, self._house.clock.now())
            return
        try:
            their_answer(sound, answer or b"")
        except SdpError as error:
            log.warning("customer_answer_unusable", code=error.code)
            attempt.statuses.append(UNUSABLE)
            self._miss(talk, attempt, "failed")
            return
        self._house.media.order(remote_verb(sound))
        self._house.counters.add("calls_out_answered")
        self._reached(talk, attempt)
        self._on_reached(talk)

    def failed(self, talk: Conversation, event: CallFailed) -> None:
        """A trunk, or the customer, said no."""
        attempt = talk.attempt
        if attempt is None or talk.caller.state != "dialling":
            return
        self._house.talks.unlink_sip(event.leg)
        talk.caller.sip = ""
        status = NO_WAY if event.local else event.status
        attempt.statuses.append(status)
        if is_final(status) or (attempt.rang and status == 408):
            self._miss(talk, attempt, miss_of(attempt.statuses))
        else:
            self._try_next(talk, attempt)

    def check(self, talk: Conversation) -> None:
        """Called once a second: dead trunks are left, and no phone rings for ever."""
        attempt, sip = talk.attempt, talk.caller.sip
        if attempt is None or talk.caller.state != "dialling" or not sip:
            return
        asked_ms = self._house.clock.now() - attempt.since
        if asked_ms >= RING_LIMIT_MS:
            attempt.statuses.append(GAVE_UP)
            self._miss(talk, attempt, miss_of(attempt.statuses))
        elif asked_ms >= NO_SIGN_LIMIT_MS and not attempt.rang and not self._house.stack.signs.have_come(sip):
            self._house.talks.unlink_sip(sip)
            self._house.stack.calls.hang_up(sip, self._house.clock.now())
            talk.caller.sip = ""
            attempt.statuses.append(NO_WAY)
            self._try_next(talk, attempt)

    def _attempt(self, talk: Conversation, outward: Outward) -> Attempt:
        known = talk.attempt
        if known is None or (known.asked, known.number) != (outward.asked, outward.attempt):
            talk.attempt = known = Attempt(outward.asked, outward.attempt)
            self._house.talks.changed(talk)
        return known

    def _try_next(self, talk: Conversation, attempt: Attempt) -> None:
        self._house.talks.changed(talk)
        self._house.tasks.start(self._ask_next_trunk(talk, talk.caller, attempt))

    async def _ask_next_trunk(self, talk: Conversation, caller: CallerLeg, attempt: Attempt) -> None:
        way = await self._operators.way(attempt.tried)
        if not _is_called(talk, caller):
            return
        if way is None:
            self._miss(talk, attempt, miss_of(attempt.statuses))
        elif await self._has_port(talk, caller, way[1]):
            self._invite(talk, attempt, *way)

    async def _has_port(self, talk: Conversation, caller: CallerLeg, hop: Hop) -> bool:
        """Open the customer's side in the media plane, unless an earlier trunk has it open."""
        sound = caller.sound
        sound.host = self._house.media_host or route_address(hop.host)
        if sound.port:
            return True
        try:
            sound.port = (await self._house.media.create(create_verb(sound))).local_port
        except (MediaRefused, MediaUnavailable) as error:
            log.warning("no_port_for_customer", problem=str(error))
            if _is_called(talk, caller) and talk.attempt is not None:
                self._miss(talk, talk.attempt, "failed")
            return False
        if not _is_called(talk, caller):
            self._house.media.order(DeleteLeg(sound.leg))
            return False
        return True

    def _invite(self, talk: Conversation, attempt: Attempt, trunk: Trunk, hop: Hop) -> None:
        outward = talk.wanted.outward if talk.wanted is not None else None
        if outward is None:
            return
        attempt.tried.append(trunk.trunk_id)
        attempt.since, attempt.rang = self._house.clock.now(), False
        shown = self._shown(outward, trunk)
        us = f"sip:{shown or trunk.username or 'anonymous'}@{trunk.host}"
        talk.caller.sip = new_id("leg-")
        talk.caller.source = hop.host
        self._house.talks.changed(talk)
        self._house.stack.calls.invite(
            f"sip:{outward.number}@{trunk.host}",
            hop,
            our_offer(talk.caller.sound),
            attempt.since,
            caller=us,
            credentials=Credentials(trunk.username, trunk.secret) if trunk.username else None,
            headers=(("P-Asserted-Identity", f"<{us}>"),) if shown else (),
            leg=talk.caller.sip,
        )

    def _shown(self, outward: Outward, trunk: Trunk) -> str:
        """Our number as it may stand in a SIP URI; empty when we have none."""
        ours = (outward.shown, self._house.book.directory.callback_shown, *trunk.numbers)
        return next((number for number in (_NOT_DIALLED.sub("", each) for each in ours) if number), "")

    def _reached(self, talk: Conversation, attempt: Attempt) -> None:
        attempt.told = "answered"
        self._house.reports.attempt(talk.contact_id, attempt, None)
        if not talk.hearing.greeted:
            self._announcer.greet_called(talk)
        self._house.talks.changed(talk)

    def _miss(self, talk: Conversation, attempt: Attempt, miss: CallMiss) -> None:
        attempt.told = "missed"
        log.info("customer_not_reached", contact=talk.contact_id, miss=miss, statuses=attempt.statuses)
        self._lines.hang_up_caller(talk)
        self._silence(talk)
        self._house.reports.attempt(talk.contact_id, attempt, miss)
        self._house.talks.changed(talk)

    def _ringback(self, talk: Conversation) -> None:
        agent = talk.agent
        if agent is not None and not agent.ringback:
            agent.ringback, agent.tone = True, False
            ring = PlayItem(buffer=RINGBACK, loop=True)
            self._house.media.order(Play(agent.sound.leg, RINGBACK_TOKEN, (ring,)))
            self._house.talks.changed(talk)

    def _silence(self, talk: Conversation) -> None:
        agent = talk.agent
        if agent is not None and agent.ringback:
            agent.ringback = False
            self._house.media.order(StopPlaying(agent.sound.leg))
            self._house.talks.changed(talk)


def _is_called(talk: Conversation, caller: CallerLeg) -> bool:
    """Whether the customer is still being called by this leg; meanwhile the agent may have gone."""
    return talk.caller is caller and caller.state == "dialling"
