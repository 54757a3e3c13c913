"""The phone itself: one SIP endpoint on a UDP port of its own, registered or not, with any number of calls.

It stands on the same wire/ as the edge but shares none of the edge's rooms, so that a call between the two
is a real one, over real sockets.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine

import msgspec

from lur.adapters.voice.phone.call import PhoneCall
from lur.adapters.voice.phone.endpoint import Endpoint
from lur.adapters.voice.phone.manner import ANSWER, Answer, Ignore, Manner, Refuse
from lur.wire import sdp, sip

REGISTRATION_S = 60
LEAVE_LIMIT_S = 1


class Account(msgspec.Struct, frozen=True):
    """Name and secret at the server."""

    username: str = ""
    secret: str = ""


class SoftPhone:
    """A phone. Open it, use it, close it.

    ``manner`` says what it does when it rings; ``on_call`` hears of each incoming call first.
    """

    def __init__(
        self,
        server: tuple[str, int],
        account: Account = Account(),  # noqa: B008 - frozen
        *,
        name: str = "caller",
        manner: Manner = ANSWER,
        law: sdp.Law = "pcma",
    ) -> None:
        self.manner: Manner = manner
        self.on_call: Callable[[PhoneCall], None] = lambda call: None
        self.calls: list[PhoneCall] = []
        self.address = ("", 0)
        """Where it can be called."""
        self.registered = False
        self.register_status = 0
        self.law: sdp.Law = law
        self.offered_laws: tuple[sdp.Law, ...] = ("pcma", "pcmu") if law == "pcma" else ("pcmu", "pcma")
        self._server = server
        self._account = account
        self._user = account.username or name
        self._by_leg: dict[str, PhoneCall] = {}
        self._endpoint = Endpoint(self._on)
        self._tasks: set[asyncio.Task[None]] = set()
        self._registration = asyncio.Event()

    async def open(self, host: str = "127.0.0.1", port: int = 0) -> SoftPhone:
        """Bind the phone's port."""
        await self._endpoint.open(host, port, self._user)
        self.address = self._endpoint.host, self._endpoint.port
        return self

    async def close(self) -> None:
        """Hang up, unregister, let go of everything."""
        for call in tuple(self._by_leg.values()):
            call.hang_up()
        if self.registered:
            with contextlib.suppress(TimeoutError):
                await self.unregister(LEAVE_LIMIT_S)
        await asyncio.sleep(0)
        self.vanish()

    def vanish(self) -> None:
        """Be gone without a word, as a phone whose plug was pulled."""
        for task in self._tasks:
            task.cancel()
        for call in self.calls:
            call.sound.close()
        self._endpoint.close()

    async def register(self, limit_ms: int = 5_000) -> bool:
        """Register at the server and stay so; False when it says no. Raises TimeoutError."""
        host, port = self._server
        self._registration.clear()
        plan = sip.TrunkPlan(
            trunk="server",
            destination=sip.Hop("udp", host, port),
            registrar=f"sip:{host}:{port}",
            account=f"sip:{self._user}@{host}",
            credentials=sip.Credentials(self._account.username, self._account.secret),
            contact_user=self._user,
            expires_s=REGISTRATION_S,
        )
        self._endpoint.stack.trunks.register(plan, self._endpoint.now())
        self._endpoint.turn()
        async with asyncio.timeout(limit_ms / 1000):
            await self._registration.wait()
        return self.registered

    async def unregister(self, limit_s: float = 5) -> None:
        """Leave the server. Raises TimeoutError when it does not answer."""
        self._registration.clear()
        self._endpoint.stack.trunks.unregister("server", self._endpoint.now())
        self._endpoint.turn()
        async with asyncio.timeout(limit_s):
            await self._registration.wait()

    async def call(self, user: str, *, offer: bytes | None = None) -> PhoneCall:
        """Dial a user at the server; the call goes on by itself from here."""
        call = PhoneCall(self, "", incoming=False)
        await call.sound.open(self._endpoint.host)
        host, port = self._server
        target = user if user.startswith("sip:") else f"sip:{user}@{host}:{port}"
        credentials = (
            sip.Credentials(self._account.username, self._account.secret) if self._account.secret else None
        )
        call.leg = self._endpoint.stack.calls.invite(
            target,
            sip.Hop("udp", host, port),
            offer or self._description(call),
            self._endpoint.now(),
            caller=f"sip:{self._user}@{self._endpoint.host}",
            credentials=credentials,
        )
        self._keep(call)
        self._endpoint.turn()
        return call

    # --- what calls ask ------------------------------------------------------------------------------------

    def answer(self, call: PhoneCall) -> None:
        """See ``Line.answer``."""
        if call.offer is None:
            self._endpoint.stack.calls.answer(call.leg, self._description(call), self._endpoint.now())
        else:
            answer, audio = sdp.build_answer(
                call.offer,
                self._endpoint.host,
                call.sound.port,
                session_id=call.sound.port,
                version=call.version,
            )
            if self._endpoint.stack.calls.answer(call.leg, answer, self._endpoint.now()):
                self._speak(call, audio)
        self._endpoint.turn()

    def hang_up(self, call: PhoneCall, status: int = 0) -> None:
        """See ``Line.hang_up``."""
        if status and call.incoming and call.state == "ringing":
            self._endpoint.stack.calls.reject(call.leg, status, self._endpoint.now())
        else:
            self._endpoint.stack.calls.hang_up(call.leg, self._endpoint.now())
        self._end(call, status)
        self._endpoint.turn()

    def reoffer(self, call: PhoneCall, direction: sdp.Direction) -> None:
        """See ``Line.reoffer``."""
        call.version += 1
        self._endpoint.stack.calls.reoffer(call.leg, self._description(call, direction), self._endpoint.now())
        self._endpoint.turn()

    def refer(self, call: PhoneCall, target: str) -> None:
        """See ``Line.refer``."""
        host, port = self._server
        self._endpoint.stack.calls.refer(call.leg, f"sip:{target}@{host}:{port}", self._endpoint.now())
        self._endpoint.turn()

    # --- the stack -----------------------------------------------------------------------------------------

    def _on(self, event: sip.SipEvent) -> None:
        if isinstance(event, sip.CallArrived):
            self._start(self._ring(event))
            return
        if isinstance(event, sip.TrunkRegistrationChanged):
            self.registered, self.register_status = event.registered, event.status
            self._registration.set()
            return
        call = self._by_leg.get(getattr(event, "leg", ""))
        if call is not None:
            self._on_call_event(call, event)

    def _on_call_event(self, call: PhoneCall, event: sip.SipEvent) -> None:
        match event:
            case sip.CallProgressed():
                call.became("ringing")
            case sip.CallAnswered(sdp=answer) | sip.CallConfirmed(sdp=answer):
                self._speak(call, _audio_of(answer))
                call.became("talking")
            case sip.CallFailed(status=status):
                self._end(call, status)
            case sip.CallCancelled() | sip.CallEnded():
                self._end(call)
            case sip.Reoffered(sdp=offer):
                self._change(call, offer)
            case sip.ReofferAnswered(sdp=answer):
                self._speak(call, _audio_of(answer))
                call.agreed_changes += 1
                call.changed()
            case sip.ReofferRefused():
                call.refused_changes += 1
                call.changed()
            case sip.Referred():
                self._endpoint.stack.calls.refuse_referral(call.leg, self._endpoint.now())
            case sip.ReferralProgressed(status=status):
                call.referral = status
                call.changed()
            case _:
                pass

    async def _ring(self, event: sip.CallArrived) -> None:
        call = PhoneCall(self, event.leg, True, event.caller_uri, event.caller_name)
        call.offer = sdp.parse(event.sdp) if event.sdp else None
        await call.sound.open(self._endpoint.host)
        self._keep(call)
        self.on_call(call)
        manner = self.manner
        if not (isinstance(manner, Refuse | Answer) and manner.after_ms == 0):
            self._endpoint.stack.calls.ring(call.leg, self._endpoint.now())
            self._endpoint.turn()
        if isinstance(manner, Ignore):
            return
        await asyncio.sleep(manner.after_ms / 1000)
        if call.state == "ringing" and isinstance(manner, Answer):
            call.answer()
        elif call.state == "ringing" and isinstance(manner, Refuse):
            call.refuse(manner.status)

    def _change(self, call: PhoneCall, offer: bytes | None) -> None:
        call.version += 1
        if offer is None:
            self._endpoint.stack.calls.answer_offer(call.leg, self._description(call), self._endpoint.now())
            return
        answer, audio = sdp.build_answer(
            sdp.parse(offer),
            self._endpoint.host,
            call.sound.port,
            session_id=call.sound.port,
            version=call.version,
        )
        self._endpoint.stack.calls.answer_offer(call.leg, answer, self._endpoint.now())
        self._speak(call, audio)

    def _speak(self, call: PhoneCall, audio: sdp.Audio | None) -> None:
        if audio is None:
            return
        if audio.host in ("", "0.0.0.0") or audio.direction in ("sendonly", "inactive"):
            call.sound.pause()
            return
        alaw = audio.laws[0] == "pcma"
        call.sound.send_to(audio.host, audio.port, alaw=alaw, key_payload=audio.key_payload)

    def _description(self, call: PhoneCall, direction: sdp.Direction = "sendrecv") -> bytes:
        audio = sdp.Audio(
            host=self._endpoint.host, port=call.sound.port, laws=self.offered_laws, direction=direction
        )
        return sdp.build_offer(audio, session_id=call.sound.port, version=call.version)

    def _keep(self, call: PhoneCall) -> None:
        self.calls.append(call)
        self._by_leg[call.leg] = call

    def _end(self, call: PhoneCall, status: int = 0) -> None:
        self._by_leg.pop(call.leg, None)
        call.sound.close()
        call.became("over", status)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _audio_of(description: bytes | None) -> sdp.Audio | None:
    return sdp.parse(description).audio if description else None
