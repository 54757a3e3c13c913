"""The guide's test call: a real call to one of the company's own addresses, from a small phone of ours.

Who is ready answers it at their desk, or else whoever asked for it, when this browser is their phone. When
that is not so, and an agent has neither phone nor desk yet, a second small phone answers in their place, so
that the whole way can be seen before anybody has a headset: the call goes over the same sockets as every
other, is recorded, and counts as one contact.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Sequence
from typing import Literal

import msgspec
import structlog

from lur.adapters.speech import EspeakVoice, SpeechError, companded
from lur.adapters.voice.phone import Account, PhoneCall, SoftPhone
from lur.adapters.voice.phone.call import CallEnded
from lur.adapters.voice.phone.tone import share_of_tone, tone
from lur.core.commands import BecomeReady, Command, FinishWrapUp, SignOut
from lur.core.events import RecordingKept
from lur.core.ids import AgentId, CommandId, ContactId, Instant, Language, QueueId
from lur.features import Refused
from lur.features.directory.model import EntryAddress
from lur.features.directory.service import DirectoryService
from lur.features.recordings.service import KEY_FIELD
from lur.ports import Clock, Entropy, Recorded, Vault, VaultUnavailable
from lur.runtime import Centre, CommandRejected
from lur.runtime.push import Push
from lur.runtime.views import AgentView, ContactView
from lur.wire.rtp.g711 import pcm_to_alaw

log = structlog.get_logger("lur.web")

NUMBER = "+46701740699"
"""One that the Swedish authority keeps for films and demos: it belongs to nobody."""
LOOK_EVERY_S = 0.25
SIGN_HZ, ANSWER_HZ = 600, 1000
SIGN_MS = 400
ANSWER_LIMIT_MS = 60_000
TALK_LIMIT_MS = 40_000
LINGER_MS = 2_000
RECORDED_LIMIT_MS = 20_000
_FRAME = 160
_SAYS: dict[Language, tuple[str, str]] = {
    "sv": ("Hej, det här är ett provsamtal. Hör du mig?", "Ja, jag hör dig. Allt fungerar."),
    "nb": ("Hei, dette er en prøvesamtale. Hører du meg?", "Ja, jeg hører deg. Alt virker."),
    "en": ("Hello, this is a test call. Can you hear me?", "Yes, I can hear you. Everything works."),
}

CallFault = Literal[
    "", "not_reached", "queue_closed", "nobody_answered", "no_sound", "not_recorded", "stopped"
]
_Kind = type[BecomeReady] | type[FinishWrapUp] | type[SignOut]


class CallProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far the test call is; an instant is 0 until that has happened."""

    id: str = ""
    """Empty: there was none since Lur started."""
    address: str = ""
    stand_in: AgentId | None = None
    """The agent in whose place Lur answers."""
    made_ready: AgentId | None = None
    """Whoever asked for the call, and answers it in the browser. Neither: whoever is ready."""
    contact_id: ContactId | None = None
    agent_id: AgentId | None = None
    dialled: Instant = 0
    greeted: Instant = 0
    rang: Instant = 0
    answered: Instant = 0
    caller_hears: Instant = 0
    agent_hears: Instant = 0
    ended: Instant = 0
    recorded: Instant = 0
    is_over: bool = False
    fault: CallFault = ""


class FirstCall:
    """One test call at a time."""

    def __init__(
        self,
        centre: Centre,
        clock: Clock,
        entropy: Entropy,
        push: Push,
        directory: DirectoryService,
        vault: Vault,
        server: tuple[str, int],
    ) -> None:
        self.progress = CallProgress(is_over=True)
        self._centre = centre
        self._clock = clock
        self._entropy = entropy
        self._push = push
        self._directory = directory
        self._vault = vault
        self._server = server
        self._task: asyncio.Task[None] | None = None
        self._kept: set[ContactId] = set()
        centre.subscribe(self._follow)

    def begin(self, entry: EntryAddress, language: Language, actor: str, own: AgentId | None) -> CallProgress:
        """Call that address; ``own`` is the agent of whoever asks. Raises ``Refused``: call_going_on,
        nobody_can_answer."""
        if self._task is not None and not self._task.done():
            raise Refused("call_going_on")
        made_ready, stand_in = self._who_answers(entry.queue_id, own)
        self.progress = CallProgress(
            id=self._entropy.token("call-"), address=entry.address, stand_in=stand_in, made_ready=made_ready
        )
        self._task = asyncio.get_running_loop().create_task(self._make(entry, language, actor))
        return self.progress

    async def close(self) -> None:
        """Hang up."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    # --- who answers ---------------------------------------------------------------------------------------

    def _who_answers(self, queue_id: QueueId, own: AgentId | None) -> tuple[AgentId | None, AgentId | None]:
        """Whom to make ready, and for whom to stand in; neither when somebody is ready. Raises ``Refused``:
        nobody_can_answer."""
        status = self._push.status()
        if any(queue.id == queue_id and queue.ready_agents for queue in status.queues):
            return None, None
        able = [each for each in status.agents if self._is_free(each, queue_id)]
        if any(each.id == own and each.at_desk and each.hindrance is None for each in able):
            return own, None
        away = [each.id for each in able if not each.at_desk and not each.phone_registered]
        if not away:
            raise Refused("nobody_can_answer")
        return None, away[0]

    def _is_free(self, agent: AgentView, queue_id: QueueId) -> bool:
        queue = self._centre.state.queues[queue_id]
        levels = {skill.name: skill.level for skill in agent.skills}
        serves = all(levels.get(each.name, 0) >= each.level for each in queue.settings.required_skills)
        return serves and agent.presence == "signed_out"

    # --- the call ------------------------------------------------------------------------------------------

    async def _make(self, entry: EntryAddress, language: Language, actor: str) -> None:
        fault: CallFault = "stopped"
        phones: list[SoftPhone] = []
        try:
            says, answers = await asyncio.to_thread(_sounds, language)
            if self.progress.made_ready is not None:
                await self._submit(BecomeReady, self.progress.made_ready, actor)
            if self.progress.stand_in is not None:
                phones.append(await self._answering(self.progress.stand_in, answers, actor))
            caller = await SoftPhone(self._server, name=NUMBER).open(self._server[0])
            phones.append(caller)
            fault = await self._talk(caller, phones[0], entry, says)
        except (CallEnded, TimeoutError, OSError) as problem:
            log.warning("first_call_failed", problem=repr(problem))
            fault = "not_reached"
        finally:
            for phone in phones:
                await phone.close()
            for agent_id in (self.progress.stand_in, self.progress.made_ready):
                if agent_id is not None:
                    await self._sign_out(agent_id, actor)
            self._now(fault=fault, is_over=True)

    async def _answering(self, agent_id: AgentId, answers: bytes, actor: str) -> SoftPhone:
        secret = await self._directory.phone_secret(agent_id)
        phone = SoftPhone(self._server, Account(secret.username, secret.secret))
        phone.on_call = lambda call: call.sound.play(answers)
        await phone.open(self._server[0])
        await phone.register()
        await self._submit(BecomeReady, agent_id, actor)
        return phone

    async def _talk(
        self, caller: SoftPhone, answering: SoftPhone, entry: EntryAddress, says: bytes
    ) -> CallFault:
        self._now(dialled=self._clock.now())
        call = await caller.call(entry.address)
        await call.answered()
        call.sound.play(says)
        fault = await self._until_answered(call)
        if not fault:
            listening = _Listening(call, None if answering is caller else answering)
            fault = await self._until_heard(call, listening)
        call.hang_up()
        self._now(ended=self._clock.now())
        return fault or await self._until_recorded()

    async def _until_answered(self, call: PhoneCall) -> CallFault:
        began = self._clock.now()
        while self._clock.now() - began < ANSWER_LIMIT_MS and call.state == "talking":
            if not self.progress.greeted and call.sound.ear.take():
                self._now(greeted=self._clock.now())
            contact = self._contact()
            phase = "" if contact is None else contact.phase
            if contact is not None and contact.id != self.progress.contact_id:
                self._now(contact_id=contact.id)
            if phase == "refused":
                return "queue_closed"
            if phase in ("offered", "talking") and not self.progress.rang:
                self._now(rang=self._clock.now())
            if contact is not None and phase == "talking":
                self._now(answered=self._clock.now(), agent_id=contact.agent_id)
                return ""
            await asyncio.sleep(LOOK_EVERY_S)
        return "nobody_answered"

    async def _until_heard(self, call: PhoneCall, listening: _Listening) -> CallFault:
        """Both sides, once the recording has begun: until then the customer hears the notice, and who
        answered a soft tone."""
        if not await self._until_recording(call):
            return "not_recorded" if call.state == "talking" else "no_sound"
        began = self._clock.now()
        call.sound.ear.take()  # the notice, which was heard until now
        while call.state == "talking" and self._clock.now() - began < TALK_LIMIT_MS:
            now, one_way = self._clock.now(), self._is_one_way()
            if not self.progress.caller_hears and listening.caller_hears():
                self._now(caller_hears=now)
            if not self.progress.agent_hears and listening.agent_hears(one_way):
                self._now(agent_hears=now)
            both = min(self.progress.caller_hears, self.progress.agent_hears)
            latest = max(self.progress.caller_hears, self.progress.agent_hears)
            if both and now - latest >= LINGER_MS:
                return ""
            await asyncio.sleep(LOOK_EVERY_S)
        return "" if self.progress.caller_hears and self.progress.agent_hears else "no_sound"

    async def _until_recording(self, call: PhoneCall) -> bool:
        """Whether the recording begins while they talk: its key lies in the vault from then on."""
        began, subject = self._clock.now(), self.progress.contact_id or ""
        while call.state == "talking" and self._clock.now() - began < TALK_LIMIT_MS:
            if not self.progress.greeted and call.sound.packets_in > 0:
                self._now(greeted=self._clock.now())
            with contextlib.suppress(VaultUnavailable):
                if (await self._vault.get(subject)).get(KEY_FIELD):
                    return True
            await asyncio.sleep(LOOK_EVERY_S)
        return False

    async def _until_recorded(self) -> CallFault:
        began = self._clock.now()
        while self._clock.now() - began < RECORDED_LIMIT_MS:
            if self.progress.contact_id in self._kept:
                self._now(recorded=self._clock.now())
                return ""
            await asyncio.sleep(LOOK_EVERY_S)
        return "not_recorded"

    # --- what is known -------------------------------------------------------------------------------------

    def _contact(self) -> ContactView | None:
        mine = [each for each in self._push.status().contacts if each.caller.number == NUMBER]
        return max(mine, key=lambda each: each.entered, default=None)

    def _is_one_way(self) -> bool:
        contact = self._contact()
        return contact is not None and contact.one_way_audio

    def _now(self, **said: object) -> None:
        self.progress = msgspec.structs.replace(self.progress, **said)

    def _follow(self, batch: Sequence[Recorded]) -> None:
        if self.progress.is_over:
            return
        self._kept |= {row.event.contact_id for row in batch if isinstance(row.event, RecordingKept)}

    async def _sign_out(self, agent_id: AgentId, actor: str) -> None:
        """As before the call: signed out, whatever was going on."""
        for kind in (SignOut, FinishWrapUp, SignOut):
            try:
                await self._submit(kind, agent_id, actor)
            except CommandRejected as refused:
                log.debug("first_call_cleared", code=refused.rejected.code)

    async def _submit(self, kind: _Kind, agent_id: AgentId, actor: str) -> None:
        at = self._clock.now()
        command: Command = kind(
            command_id=CommandId(self._entropy.token("first-call-")),
            at=at,
            utc_offset_min=self._clock.utc_offset_min(at),
            actor=actor,
            agent_id=agent_id,
        )
        await self._centre.submit(command)  # type: ignore[arg-type]


class _Listening:
    """Whether each side hears the other. Where Lur answers itself, each sound begins with a sign of its own;
    a person is heard by loudness, once the notice is over."""

    def __init__(self, call: PhoneCall, answering: SoftPhone | None) -> None:
        self._call = call
        self._answering = answering
        self._looks = 0

    def caller_hears(self) -> bool:
        """The customer hears who answered."""
        if self._answering is not None:
            return _has_sign(self._call, ANSWER_HZ)
        return self._call.sound.ear.take()

    def agent_hears(self, one_way: bool) -> bool:
        """Who answered hears the customer."""
        if self._answering is not None:
            calls = self._answering.calls
            return bool(calls) and _has_sign(calls[-1], SIGN_HZ)
        self._looks = 0 if one_way else self._looks + 1
        return self._looks > 12


def _has_sign(call: PhoneCall, frequency_hz: int) -> bool:
    """In the newest second."""
    sound = bytes(call.sound.heard[-50 * _FRAME :])
    pieces = (sound[at : at + 4 * _FRAME] for at in range(0, len(sound) - 4 * _FRAME, 2 * _FRAME))
    return any(share_of_tone(piece, frequency_hz, alaw=call.sound.heard_alaw) > 0.9 for piece in pieces)


def _sounds(language: Language) -> tuple[bytes, bytes]:
    """What the customer says and what is answered, each after its sign; only the signs without a voice."""
    voice, made = EspeakVoice(), []
    for text, hz in zip(_SAYS[language], (SIGN_HZ, ANSWER_HZ), strict=True):
        try:
            said = companded(voice.say(text, language), pcm_to_alaw())
        except SpeechError:
            said = b""
        made.append(tone(hz, SIGN_MS, level=4000) + said)
    return made[0], made[1]


def reached_at(sip_address: str) -> tuple[str, int]:
    """Where a phone on this machine finds the edge that is dialled at HOST:PORT: there when the address is
    this machine's own, else by the loopback (what is dialled may be a router's)."""
    host, _, port = sip_address.rpartition(":")
    with contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        try:
            probe.bind((host, 0))
        except OSError:
            return "127.0.0.1", int(port)
    return ("127.0.0.1" if host in ("", "0.0.0.0") else host), int(port)
