"""Calling a telephone number: through the trunks in order, until somebody answers, says no, or all have
failed.

It calls a customer (outgoing.py) or somebody outside who is asked into a talk (outside.py). What is known of
a call is plain data of the conversation; ``on_miss`` hears when nobody was reached.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec
import structlog

from lur.adapters.voice.edge.clock import new_id
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.descriptions import create_verb, our_offer, remote_verb, their_answer
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import Attempt, CallerLeg
from lur.adapters.voice.edge.operators import Operators, is_final
from lur.adapters.voice.edge.transports import route_address
from lur.adapters.voice.media.client import MediaRefused, MediaUnavailable
from lur.adapters.voice.media.protocol import DeleteLeg
from lur.adapters.voice.protocol import Trunk
from lur.core.values import CallMiss
from lur.wire.sdp import SdpError
from lur.wire.sip import CallFailed, Credentials, Hop

log = structlog.get_logger("edge.dialler")

NO_SIGN_LIMIT_MS = 5_000
"""A trunk that has not even said 100 by then is dead; the next one is asked."""
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
"""What says most about who is called comes first."""


def miss_of(statuses: Sequence[int]) -> CallMiss:
    """What the final answers of all trunks that were asked mean for who is called; none were: failed."""
    return next((miss for miss, meant in _MEANINGS if meant.intersection(statuses)), "failed")


class Dialled(msgspec.Struct, frozen=True):
    """A call that is being made: its line and attempt are the conversation's own."""

    talk: Conversation
    line: CallerLeg
    attempt: Attempt
    number: str | None
    """E.164 with the plus; None: nothing is known of it now."""
    shown: str
    """Our number as the runtime wants it shown; empty: the trunk's or the company's."""

    @property
    def is_wanted(self) -> bool:
        """Whether it is still being called by this line."""
        return self.line.state == "dialling"


class Dialler:
    """Makes calls over trunks."""

    def __init__(
        self, house: House, operators: Operators, on_miss: Callable[[Dialled, CallMiss], None]
    ) -> None:
        self._house = house
        self._operators = operators
        self._on_miss = on_miss

    def begin(self, call: Dialled) -> None:
        """Ask the first trunk, or the next one."""
        self._house.talks.changed(call.talk)
        if call.number is None:
            return
        if _NUMBER.match(call.number):
            self._house.tasks.start(self._ask_next_trunk(call))
        else:
            self._on_miss(call, "failed")

    def take_answer(self, call: Dialled, leg: str, answer: bytes | None) -> bool:
        """Somebody has answered; False when nothing can come of it."""
        if not call.line.step("picked_up"):
            self._house.stack.calls.hang_up(leg, self._house.clock.now())
            return False
        try:
            their_answer(call.line.sound, answer or b"")
        except SdpError as error:
            log.warning("called_answer_unusable", code=error.code)
            call.attempt.statuses.append(UNUSABLE)
            self._on_miss(call, "failed")
            return False
        self._house.media.order(remote_verb(call.line.sound))
        self._house.counters.add("calls_out_answered")
        return True

    def failed(self, call: Dialled, event: CallFailed) -> None:
        """A trunk, or who is called, said no."""
        if not call.is_wanted:
            return
        self._house.talks.unlink_sip(event.leg)
        call.line.sip = ""
        status = NO_WAY if event.local else event.status
        call.attempt.statuses.append(status)
        if is_final(status) or (call.attempt.rang and status == 408):
            self._on_miss(call, miss_of(call.attempt.statuses))
        else:
            self.begin(call)

    def check(self, call: Dialled, ring_limit_ms: int) -> None:
        """Called once a second: dead trunks are left, and no phone rings for ever."""
        attempt, sip = call.attempt, call.line.sip
        if not call.is_wanted or not sip:
            return
        asked_ms = self._house.clock.now() - attempt.since
        if asked_ms >= ring_limit_ms:
            attempt.statuses.append(GAVE_UP)
            self._on_miss(call, miss_of(attempt.statuses))
        elif asked_ms >= NO_SIGN_LIMIT_MS and not attempt.rang and not self._house.stack.signs.have_come(sip):
            self._house.talks.unlink_sip(sip)
            self._house.stack.calls.hang_up(sip, self._house.clock.now())
            call.line.sip = ""
            attempt.statuses.append(NO_WAY)
            self.begin(call)

    async def _ask_next_trunk(self, call: Dialled) -> None:
        way = await self._operators.way(call.attempt.tried)
        if not call.is_wanted:
            return
        if way is None:
            self._on_miss(call, miss_of(call.attempt.statuses))
        elif await self._has_port(call, way[1]):
            self._invite(call, *way)

    async def _has_port(self, call: Dialled, hop: Hop) -> bool:
        """Open their side in the media plane, unless an earlier trunk has it open."""
        sound = call.line.sound
        sound.host = self._house.media_host or route_address(hop.host)
        if sound.port:
            return True
        try:
            sound.port = (await self._house.media.create(create_verb(sound))).local_port
        except (MediaRefused, MediaUnavailable) as error:
            log.warning("no_port_for_called", problem=str(error))
            if call.is_wanted:
                self._on_miss(call, "failed")
            return False
        if not call.is_wanted:
            self._house.media.order(DeleteLeg(sound.leg))
            return False
        return True

    def _invite(self, call: Dialled, trunk: Trunk, hop: Hop) -> None:
        attempt = call.attempt
        attempt.tried.append(trunk.trunk_id)
        attempt.since, attempt.rang = self._house.clock.now(), False
        shown = self._shown(call.shown, trunk)
        us = f"sip:{shown or trunk.username or 'anonymous'}@{trunk.host}"
        call.line.sip = new_id("leg-")
        call.line.source = hop.host
        self._house.talks.changed(call.talk)
        self._house.stack.calls.invite(
            f"sip:{call.number}@{trunk.host}",
            hop,
            our_offer(call.line.sound),
            attempt.since,
            caller=us,
            credentials=Credentials(trunk.username, trunk.secret) if trunk.username else None,
            headers=(("P-Asserted-Identity", f"<{us}>"),) if shown else (),
            leg=call.line.sip,
        )

    def _shown(self, wanted: str, trunk: Trunk) -> str:
        """Our number as it may stand in a SIP URI; empty when we have none."""
        ours = (wanted, self._house.book.directory.callback_shown, *trunk.numbers)
        return next((number for number in (_NOT_DIALLED.sub("", each) for each in ours) if number), "")
