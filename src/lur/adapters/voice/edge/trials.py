"""A test call over one trunk to a telephone of the administrator's own: does the line work, and if not, why?

It is no contact and nothing of it is recorded: the phone rings, a voice says that it is a test, and what
comes of each step is told at once. One at a time; a new one ends the one before. A restart of the edge
forgets it, and then the answered call is hung up as any that nobody knows.
"""

from __future__ import annotations

import asyncio
import ssl

import msgspec
import structlog

from lur.adapters.voice.edge.clock import new_id
from lur.adapters.voice.edge.descriptions import create_verb, our_offer, remote_verb, their_answer
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import Sound
from lur.adapters.voice.edge.operators import Operators
from lur.adapters.voice.edge.sounds import NoSound
from lur.adapters.voice.edge.transports import route_address
from lur.adapters.voice.media.client import MediaRefused, MediaUnavailable
from lur.adapters.voice.media.protocol import DeleteLeg, Law, Play, PlayItem
from lur.adapters.voice.protocol import TrialFault, TrialNews, TrialStep, Trunk, TryTrunk
from lur.core.ids import Instant, Language
from lur.wire import sip
from lur.wire.sdp import SdpError
from lur.wire.sip import Credentials, Hop
from lur.wire.words import OwnWords

log = structlog.get_logger("edge.trials")

NO_SIGN_MS = 6_000
RING_MS = 45_000
LISTEN_MS = 8_000
"""For sound from the other side; phones send some as soon as they answer."""
TALK_MS = 15_000
KNOCK_S = 4
_WORDS: dict[Language, str] = {
    "sv": "Hej! Det här är ett provsamtal från Lur. Hör du rösten, så fungerar linjen. Säg något, "
    "så märker vi att ljudet kommer fram. Tack, och hej då.",
    "nb": "Hei! Dette er en prøvesamtale fra Lur. Hører du stemmen, så virker linjen. Si noe, så merker "
    "vi at lyden kommer fram. Takk, og ha det bra.",
    "en": "Hello! This is a test call from Lur. If you hear this voice, the line works. Say something, "
    "so that we notice that sound comes through. Thank you, and goodbye.",
}


class _Trial(msgspec.Struct):
    ask: TryTrunk
    sound: Sound
    trunk: Trunk | None = None
    hop: Hop | None = None
    sip: str = ""
    asked_at: Instant = 0
    answered_at: Instant = 0
    heard: bool = False
    over: bool = False


class Trials:
    """Makes test calls."""

    def __init__(self, house: House, operators: Operators) -> None:
        self._house = house
        self._operators = operators
        self._now: _Trial | None = None

    def begin(self, ask: TryTrunk) -> None:
        """Call the number over this trunk alone."""
        if self._now is not None:
            self._end(self._now, "ended")
        sound = Sound(leg=new_id("trial-"), law=Law.ALAW, host="", session_id=self._house.clock.now())
        self._now = _Trial(ask, sound)
        self._house.tasks.start(self._call(self._now))

    def takes(self, event: sip.SipEvent) -> bool:
        """Whether the event is of the test call; then it has been dealt with."""
        trial = self._now
        if trial is None or not trial.sip or getattr(event, "leg", "") != trial.sip:
            return False
        match event:
            case sip.CallProgressed():
                self._say(trial, "ringing", status=event.status)
            case sip.CallAnswered():
                self._answered(trial, event.sdp)
            case sip.CallFailed():
                trial.sip = ""
                self._house.tasks.start(self._failed(trial, event))
            case sip.CallEnded():
                trial.sip = ""
                self._end(trial, "" if trial.heard else "no_sound")
            case sip.Reoffered():
                self._house.stack.calls.refuse_offer(event.leg, self._house.clock.now())
            case _:
                pass
        return True

    def check(self) -> None:
        """Called once a second."""
        trial = self._now
        if trial is None or not trial.sip:
            return
        now = self._house.clock.now()
        if trial.answered_at:
            self._house.tasks.start(self._listen(trial, now - trial.answered_at))
        elif now - trial.asked_at >= RING_MS:
            self._end(trial, "rang_out")
        elif now - trial.asked_at >= NO_SIGN_MS and not self._house.stack.signs.have_come(trial.sip):
            self._house.tasks.start(self._no_sign(trial))

    async def _call(self, trial: _Trial) -> None:
        found = await self._operators.named(trial.ask.trunk_id)
        if trial.over:
            return
        if found is None:
            self._end(trial, "no_trunk")
            return
        trial.trunk, trial.hop = found
        if trial.hop is None:
            self._end(trial, "name", detail=trial.trunk.host)
            return
        trial.sound.host = self._house.media_host or route_address(trial.hop.host)
        try:
            trial.sound.port = (await self._house.media.create(create_verb(trial.sound))).local_port
        except (MediaRefused, MediaUnavailable) as problem:
            self._end(trial, "no_media", detail=str(problem))
            return
        if trial.over:
            self._house.media.order(DeleteLeg(trial.sound.leg))
            return
        self._invite(trial, trial.trunk, trial.hop)

    def _invite(self, trial: _Trial, trunk: Trunk, hop: Hop) -> None:
        trial.asked_at = self._house.clock.now()
        trial.sip = new_id("leg-")
        us = f"sip:{trial.ask.shown or trunk.username or 'anonymous'}@{trunk.host}"
        self._say(trial, "asking", detail=f"{hop.host}:{hop.port}")
        self._house.stack.calls.invite(
            f"sip:{trial.ask.number}@{trunk.host}",
            hop,
            our_offer(trial.sound),
            trial.asked_at,
            caller=us,
            credentials=Credentials(trunk.username, trunk.secret) if trunk.username else None,
            headers=(("P-Asserted-Identity", f"<{us}>"),) if trial.ask.shown else (),
            leg=trial.sip,
        )

    def _answered(self, trial: _Trial, answer: bytes | None) -> None:
        try:
            their_answer(trial.sound, answer or b"")
        except SdpError as problem:
            self._end(trial, "status", status=488, detail=problem.code)
            return
        trial.answered_at = self._house.clock.now()
        self._house.media.order(remote_verb(trial.sound))
        self._say(trial, "answered")
        self._house.tasks.start(self._speak(trial))

    async def _speak(self, trial: _Trial) -> None:
        language = trial.ask.language
        try:
            path = await self._house.sounds.ready(
                OwnWords(_WORDS[language], language), language, trial.sound.law
            )
        except NoSound:
            log.exception("trial_has_no_voice")
            return
        if not trial.over:
            self._house.media.order(Play(trial.sound.leg, new_id("say-"), (PlayItem(path=str(path)),)))

    async def _listen(self, trial: _Trial, since_ms: int) -> None:
        try:
            legs = (await self._house.media.stats()).legs
        except (MediaUnavailable, TimeoutError):
            legs = ()
        came = any(each.packets_in > 0 for each in legs if each.leg == trial.sound.leg)
        if trial.over:
            return
        if came and not trial.heard:
            trial.heard = True
            self._say(trial, "heard")
        if not trial.heard and since_ms >= LISTEN_MS:
            self._end(trial, "no_sound")
        elif since_ms >= TALK_MS:
            self._end(trial, "")

    async def _failed(self, trial: _Trial, event: sip.CallFailed) -> None:
        if not event.local:
            self._end(trial, "status", status=event.status, detail=event.reason)
        elif event.status == 408:
            await self._no_sign(trial)
        else:
            await self._blame_the_way(trial, "connection")

    async def _no_sign(self, trial: _Trial) -> None:
        await self._blame_the_way(trial, "no_sign")

    async def _blame_the_way(self, trial: _Trial, otherwise: TrialFault) -> None:
        """Nothing came back: a connection of our own tells a closed port from a bad certificate."""
        fault, detail = otherwise, ""
        if trial.trunk is not None and trial.hop is not None and trial.trunk.transport != "udp":
            fault, detail = await knock(trial.hop, trial.trunk, otherwise)
        self._end(trial, fault, detail=detail)

    def _end(self, trial: _Trial, fault: TrialFault, *, status: int = 0, detail: str = "") -> None:
        if trial.over:
            return
        trial.over = True
        if self._now is trial:
            self._now = None
        if trial.sip:
            self._house.stack.calls.hang_up(trial.sip, self._house.clock.now())
        if trial.sound.port:
            self._house.media.order(DeleteLeg(trial.sound.leg))
        self._say(trial, "over", fault=fault, status=status, detail=detail)

    def _say(
        self, trial: _Trial, step: TrialStep, *, fault: TrialFault = "", status: int = 0, detail: str = ""
    ) -> None:
        log.info("trunk_trial", trunk=trial.ask.trunk_id, step=step, fault=fault, status=status)
        self._house.tell(
            TrialNews(trial_id=trial.ask.trial_id, step=step, fault=fault, status=status, detail=detail[:200])
        )


async def knock(hop: Hop, trunk: Trunk, otherwise: TrialFault) -> tuple[TrialFault, str]:
    """Why a connection to there cannot be made; ``otherwise`` when it can."""
    context = ssl.create_default_context() if trunk.transport == "tls" else None
    name = trunk.host if context is not None else None
    try:
        async with asyncio.timeout(KNOCK_S):
            _, writer = await asyncio.open_connection(hop.host, hop.port, ssl=context, server_hostname=name)
        writer.close()
    except ssl.SSLCertVerificationError as problem:
        return "certificate", problem.verify_message
    except ssl.SSLError as problem:
        return "tls", problem.reason or ""
    except TimeoutError:
        return "no_sign", ""
    except ConnectionResetError:
        return ("tls" if context is not None else "connection"), ""
    except OSError as problem:
        return "connection", problem.strerror or ""
    return otherwise, ""
