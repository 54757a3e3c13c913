"""A customer calls: let in or refused, answered at once, greeted, and reported as a contact.

The line is answered before the runtime knows of it: a customer who reached us hears a voice within the same
second, even while the runtime restarts. If it stays away, they hear an apology (see guarding.py).
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

import structlog

from lur.adapters.voice.edge.admission import Refusal, ToChallenge, ToCode, ToEntry, admit
from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.aside import Aside
from lur.adapters.voice.edge.clock import new_id
from lur.adapters.voice.edge.conversation import Conversation, Hearing
from lur.adapters.voice.edge.descriptions import (
    create_verb,
    law_of,
    our_answer,
    our_offer,
    remote_verb,
    their_answer,
)
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import CallerLeg, Sound
from lur.adapters.voice.edge.presence_codes import PresenceCodes
from lur.adapters.voice.media.client import MediaRefused, MediaUnavailable
from lur.adapters.voice.media.protocol import DeleteLeg
from lur.core.ids import ContactId
from lur.wire import sdp
from lur.wire.sip import CallArrived, CallConfirmed

log = structlog.get_logger("edge.arrivals")

FIRST_WORD_MS = 200
"""How long the greeting waits for the runtime to say whether an agent's phone rings already."""
RETRY_AFTER_S = 30
_NUMBER = re.compile(r"\+?[0-9][0-9 ().\-/]{2,}\Z")
"""A caller's name that can be called."""
MOST_UNACKNOWLEDGED = 40
"""Calls from one address that wait for its ACK. Honest peers acknowledge within a round trip."""


class Arrivals:
    """Everything from INVITE to the greeting."""

    def __init__(
        self, house: House, announcer: Announcer, codes: PresenceCodes, closed: Callable[[], bool]
    ) -> None:
        self._house = house
        self._announcer = announcer
        self._codes = codes
        self._closed = closed

    def arrived(self, call: CallArrived) -> None:
        """A new INVITE."""
        admission = admit(call, self._house.book)
        now = self._house.clock.now()
        match admission:
            case Refusal():
                self._refuse(call, admission.status, admission)
            case ToChallenge():
                self._house.stack.calls.challenge(call.leg, now)
            case ToCode():
                self._codes.dialled(call, admission)
            case ToEntry():
                self._let_in(call, admission)

    def confirmed(self, talk: Conversation, event: CallConfirmed) -> None:
        """The ACK came; it carries the answer when our 200 made the offer.

        Only now is sound sent to a stranger: before it the address may be forged, and one packet would
        have us send half a minute of music to somebody who never called.
        """
        is_new = talk.caller.step("acknowledged")
        if talk.caller.offerless and event.sdp is not None:
            self._take_answer(talk, event.sdp)
        elif is_new:
            self._house.media.order(remote_verb(talk.caller.sound))
        self._house.talks.changed(talk)

    def _let_in(self, call: CallArrived, admission: ToEntry) -> None:
        self._house.counters.add("calls_in")
        if self._closed():
            self._refuse(call, 503, Refusal(503, "refused_503"))
            return
        if self._too_many_from(call.flow.remote[0]):
            self._refuse(call, 503, Refusal(503, "refused_flood"))
            return
        try:
            offer = None if call.sdp is None else sdp.parse(call.sdp)
            law = law_of(offer)
        except sdp.SdpError as error:
            malformed = error.code == "malformed_sdp"
            refusal = Refusal(400, "refused_malformed_sdp") if malformed else Refusal(488, "refused_488")
            self._refuse(call, refusal.status, refusal)
            return
        now = self._house.clock.now()
        contact_id = ContactId(new_id("contact-"))
        language = admission.entry.language
        host = self._house.media_host or call.flow.local[0]
        sound = Sound(leg=f"caller-{contact_id}", law=law, host=host, session_id=now)
        talk = Conversation(
            contact_id=contact_id,
            language=language,
            company=self._house.book.company(language),
            caller=CallerLeg(sip=call.leg, sound=sound, source=call.flow.remote[0], offerless=offer is None),
            arrived_at=now,
            hearing=Hearing(),
            aside=self._aside(admission),
        )
        self._house.talks.add(talk)
        self._house.tasks.start(self._answer(talk, offer, admission))

    def _too_many_from(self, source: str) -> bool:
        """Whether an address has many calls that it has not even acknowledged: nobody is there to hear us."""
        if self._house.book.trunk_at(source) is not None:
            return False
        unheard = (
            talk.caller.source == source and talk.caller.state in ("arriving", "answered")
            for talk in self._house.talks
        )
        return sum(unheard) >= MOST_UNACKNOWLEDGED

    async def _answer(self, talk: Conversation, offer: sdp.Session | None, admission: ToEntry) -> None:
        sound, calls = talk.caller.sound, self._house.stack.calls
        try:
            sound.port = (await self._house.media.create(create_verb(sound))).local_port
            answer = our_offer(sound) if offer is None else our_answer(sound, offer)
        except (MediaRefused, MediaUnavailable, sdp.SdpError) as error:
            log.error("no_line_for_caller", problem=str(error))
            self._give_up(talk, 488 if isinstance(error, sdp.SdpError) else 503)
            return
        answered = talk.caller.state == "arriving" and calls.answer(
            talk.caller.sip, answer, self._house.clock.now()
        )
        if not answered:
            self._forget(talk)
            return
        talk.caller.step("port_ready")
        self._house.counters.add("calls_answered")
        self._house.talks.changed(talk)
        if self._house.book.trunk_at(talk.caller.source) is not None:
            self._house.media.order(remote_verb(sound))
        self._house.tasks.start(self._greet_if_nobody_says(talk))
        self._house.reports.arrived(
            talk.contact_id,
            talk.aside.fallback or admission.entry.queue_id,
            talk.language,
            admission.entry.address,
            {
                "caller_number": admission.number,
                "caller_name": admission.name,
                "caller_unproved": "" if admission.proved else "1",
            },
            entering=talk.aside.fallback is not None,
        )

    def _aside(self, admission: ToEntry) -> Aside:
        """What we know before the first word: where they call from, and the flow that they will hear."""
        flow = self._house.book.flow(admission.entry.flow_id)
        aside = Aside(has_number=_NUMBER.match(admission.number) is not None)
        if flow is not None:
            aside.flow_id, aside.fallback = flow.flow_id, flow.fallback
        return aside

    async def _greet_if_nobody_says(self, talk: Conversation) -> None:
        """The runtime's first word decides how long the greeting is; without it the whole one is said."""
        await asyncio.sleep(FIRST_WORD_MS / 1000)
        if not talk.ending and talk.caller.is_there:
            self._announcer.greet(talk, brief=False)

    def _take_answer(self, talk: Conversation, answer: bytes) -> None:
        try:
            their_answer(talk.caller.sound, answer)
        except sdp.SdpError as error:
            log.warning("caller_answer_unusable", code=error.code)
            return
        self._house.media.order(remote_verb(talk.caller.sound))

    def _give_up(self, talk: Conversation, status: int) -> None:
        self._house.counters.add("refused_488" if status == 488 else "refused_503")
        self._house.stack.calls.reject(talk.caller.sip, status, self._house.clock.now())
        self._forget(talk)

    def _forget(self, talk: Conversation) -> None:
        if talk.caller.step("ended"):
            self._house.talks.changed(talk)
        self._house.media.order(DeleteLeg(talk.caller.sound.leg))

    def _refuse(self, call: CallArrived, status: int, refusal: Refusal) -> None:
        self._house.counters.add(refusal.counter)
        headers = (("Retry-After", str(RETRY_AFTER_S)),) if status == 503 else ()
        self._house.stack.calls.reject(
            call.leg, status, self._house.clock.now(), headers=headers, knock=refusal.knock
        )
