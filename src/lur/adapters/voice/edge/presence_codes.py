"""*1, *2 and *0 from an agent's phone: ready, pause, sign out; answered by a short spoken yes or no, then
BYE.

These calls live for seconds, so nothing of them is stored: a restarted edge hangs them up, and the fact,
which is stored, still reaches the runtime.
"""

from __future__ import annotations

import msgspec
import structlog

from lur.adapters.voice.edge.admission import PresenceCode, ToCode
from lur.adapters.voice.edge.clock import new_id
from lur.adapters.voice.edge.descriptions import create_verb, law_of, our_answer, remote_verb
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import Sound
from lur.adapters.voice.edge.sounds import NoSound
from lur.adapters.voice.media.client import MediaRefused, MediaUnavailable
from lur.adapters.voice.media.protocol import DeleteLeg, Play, PlayItem
from lur.adapters.voice.protocol import Ack, Phone
from lur.core.ids import CommandId, Instant
from lur.wire import sdp, words
from lur.wire.sip import CallArrived
from lur.wire.words.prompts import SpokenPresence

log = structlog.get_logger("edge.presence_codes")

ANSWER_LIMIT_MS = 4_000
"""After this long without the runtime's answer the agent hears that it did not work."""
LIFE_LIMIT_MS = 20_000
_SPOKEN: dict[PresenceCode, SpokenPresence] = {"*1": "ready", "*2": "paused", "*0": "signed_out"}


class _Call(msgspec.Struct):
    sip: str
    sound: Sound
    phone: Phone
    code: PresenceCode
    since: Instant
    command_id: CommandId = CommandId("")
    token: str = ""
    confirmed: bool = False
    verdict: words.Prompt | None = None


class PresenceCodes:
    """The short calls by which phones set their agent's presence."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._calls: dict[str, _Call] = {}

    def dialled(self, call: CallArrived, admission: ToCode) -> None:
        """An authenticated phone dialled a code."""
        now = self._house.clock.now()
        try:
            offer = sdp.parse(call.sdp or b"")
            law = law_of(offer)
        except sdp.SdpError:
            self._house.counters.add("refused_488")
            self._house.stack.calls.reject(call.leg, 488, now)
            return
        host = self._house.media_host or call.flow.local[0]
        sound = Sound(leg=new_id("code-"), law=law, host=host, session_id=now)
        short = _Call(call.leg, sound, admission.phone, admission.code, now)
        self._calls[call.leg] = short
        self._house.counters.add("presence_codes")
        self._house.tasks.start(self._answer(short, offer))

    def knows(self, leg: str) -> bool:
        """Whether this SIP leg is one of ours."""
        return leg in self._calls

    def confirmed(self, leg: str) -> None:
        """The phone acknowledged our 200: it can hear now."""
        call = self._calls[leg]
        call.confirmed = True
        self._speak(call)

    def settled(self, ack: Ack) -> None:
        """The runtime's answer to one of our facts."""
        call = next((call for call in self._calls.values() if call.command_id == ack.command_id), None)
        if call is not None and call.verdict is None:
            done = ack.result == "done"
            call.verdict = words.PresenceConfirmed(_SPOKEN[call.code]) if done else words.NotAllowed()
            self._speak(call)

    def said(self, token: str) -> bool:
        """A playlist ended; True when it was ours, and then the call is over."""
        call = next((call for call in self._calls.values() if call.token == token), None)
        if call is not None:
            self._end(call)
        return call is not None

    def gone(self, leg: str) -> None:
        """The phone hung up first."""
        call = self._calls.pop(leg, None)
        if call is not None:
            self._house.media.order(DeleteLeg(call.sound.leg))

    def check(self) -> None:
        """Called once a second: no call of this kind hangs."""
        now = self._house.clock.now()
        for call in tuple(self._calls.values()):
            if now - call.since >= LIFE_LIMIT_MS:
                self._end(call)
            elif now - call.since >= ANSWER_LIMIT_MS and call.verdict is None:
                call.verdict = words.Apology()
                self._speak(call)

    async def _answer(self, call: _Call, offer: sdp.Session) -> None:
        try:
            call.sound.port = (await self._house.media.create(create_verb(call.sound))).local_port
            answer = our_answer(call.sound, offer)
        except (MediaRefused, MediaUnavailable, sdp.SdpError) as error:
            log.warning("no_line_for_code", problem=str(error))
            self._house.stack.calls.reject(call.sip, 503, self._house.clock.now())
            self.gone(call.sip)
            return
        self._house.media.order(remote_verb(call.sound))
        self._house.stack.calls.answer(call.sip, answer, self._house.clock.now())
        call.command_id = self._house.reports.presence_asked(call.phone.agent_id, call.code)

    def _speak(self, call: _Call) -> None:
        if call.confirmed and call.verdict is not None and not call.token:
            call.token = new_id("say-")
            self._house.tasks.start(self._play(call, call.verdict))

    async def _play(self, call: _Call, verdict: words.Prompt) -> None:
        try:
            path = await self._house.sounds.ready(verdict, call.phone.language, call.sound.law)
        except NoSound:
            self._end(call)
            return
        play = Play(call.sound.leg, call.token, (PlayItem(path=str(path)),))
        self._house.media.order(play, lambda _: self._end(call))

    def _end(self, call: _Call) -> None:
        self._house.stack.calls.hang_up(call.sip, self._house.clock.now())
        self.gone(call.sip)
