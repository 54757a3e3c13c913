"""The phone itself: one SIP endpoint on a UDP port of its own, registered or not, with any number of calls.

It stands on the same wire/ as the edge but shares none of the edge's rooms, so that a call between the two
is a real one, over real sockets.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Coroutine

import msgspec

from lur.adapters.voice.phone.call import PhoneCall
from lur.adapters.voice.phone.manner import ANSWER, Answer, Ignore, Manner, Refuse
from lur.wire import sdp, sip

REGISTRATION_S = 300


class Account(msgspec.Struct, frozen=True):
    """Name and secret at the server."""

    username: str = ""
    secret: str = ""


class SoftPhone(asyncio.DatagramProtocol):
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
        self.registered = False
        self.register_status = 0
        self.law: sdp.Law = law
        self.offered_laws: tuple[sdp.Law, ...] = ("pcma", "pcmu") if law == "pcma" else ("pcmu", "pcma")
        self._server = server
        self._account = account
        self._user = account.username or name
        self._by_leg: dict[str, PhoneCall] = {}
        self._host = "127.0.0.1"
        self._port = 0
        self._transport: asyncio.DatagramTransport | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._offset_ms = time.time_ns() // 1_000_000 - time.monotonic_ns() // 1_000_000
        self._tasks: set[asyncio.Task[None]] = set()
        self._registration = asyncio.Event()

    async def open(self, host: str = "127.0.0.1", port: int = 0) -> SoftPhone:
        """Bind the phone's port."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(host, port))
        self._host, self._port = host, int(self._transport.get_extra_info("sockname")[1])
        config = sip.StackConfig(
            realm=self._user,
            advertised=(("udp", (host, self._port)),),
            product="Lur softphone",
            contact_user=self._user,
            session_expires_s=0,
        )
        self._stack = sip.SipStack(config, secrets=lambda name: None, token=lambda: secrets.token_hex(12))
        return self

    async def close(self) -> None:
        """Hang up, unregister as far as it goes at once, let go of everything."""
        for call in tuple(self._by_leg.values()):
            call.hang_up()
        if self.registered:
            self._stack.trunks.unregister("server", self._now())
            self._turn()
        await asyncio.sleep(0)
        self.vanish()

    def vanish(self) -> None:
        """Be gone without a word, as a phone whose plug was pulled."""
        for task in self._tasks:
            task.cancel()
        for call in self.calls:
            call.sound.close()
        if self._timer is not None:
            self._timer.cancel()
        if self._transport is not None:
            self._transport.close()
            self._transport = None

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
        self._stack.trunks.register(plan, self._now())
        self._turn()
        async with asyncio.timeout(limit_ms / 1000):
            await self._registration.wait()
        return self.registered

    async def unregister(self) -> None:
        """Leave the server."""
        self._stack.trunks.unregister("server", self._now())
        self._turn()

    async def call(self, user: str, *, offer: bytes | None = None) -> PhoneCall:
        """Dial a user at the server; the call goes on by itself from here."""
        call = PhoneCall(self, "", incoming=False)
        await call.sound.open(self._host)
        host, port = self._server
        target = user if user.startswith("sip:") else f"sip:{user}@{host}:{port}"
        credentials = (
            sip.Credentials(self._account.username, self._account.secret) if self._account.secret else None
        )
        call.leg = self._stack.calls.invite(
            target,
            sip.Hop("udp", host, port),
            offer or self._description(call),
            self._now(),
            caller=f"sip:{self._user}@{self._host}",
            credentials=credentials,
        )
        self._keep(call)
        self._turn()
        return call

    # --- what calls ask ------------------------------------------------------------------------------------

    def answer(self, call: PhoneCall) -> None:
        """See ``Line.answer``."""
        if call.offer is None:
            self._stack.calls.answer(call.leg, self._description(call), self._now())
        else:
            answer, audio = sdp.build_answer(
                call.offer, self._host, call.sound.port, session_id=call.sound.port, version=call.version
            )
            if self._stack.calls.answer(call.leg, answer, self._now()):
                self._speak(call, audio)
        self._turn()

    def hang_up(self, call: PhoneCall, status: int = 0) -> None:
        """See ``Line.hang_up``."""
        if status and call.incoming and call.state == "ringing":
            self._stack.calls.reject(call.leg, status, self._now())
        else:
            self._stack.calls.hang_up(call.leg, self._now())
        self._end(call, status)
        self._turn()

    def reoffer(self, call: PhoneCall, direction: sdp.Direction) -> None:
        """See ``Line.reoffer``."""
        call.version += 1
        self._stack.calls.reoffer(call.leg, self._description(call, direction), self._now())
        self._turn()

    def refer(self, call: PhoneCall, target: str) -> None:
        """See ``Line.refer``."""
        host, port = self._server
        self._stack.calls.refer(call.leg, f"sip:{target}@{host}:{port}", self._now())
        self._turn()

    # --- the stack -----------------------------------------------------------------------------------------

    def datagram_received(self, data: bytes, addr: tuple[str | object, int]) -> None:
        flow = sip.Flow("udp", (self._host, self._port), (str(addr[0]), int(addr[1])))
        self._stack.receive(data, flow, self._now())
        self._turn()

    def _now(self) -> int:
        return time.monotonic_ns() // 1_000_000 + self._offset_ms

    def _turn(self) -> None:
        while events := self._stack.take_events():
            for event in events:
                self._on(event)
        self._stack.take_changed_legs()
        for out in self._stack.take_output():
            to = out.destination
            address = to.remote if isinstance(to, sip.Flow) else (to.host, to.port)
            if self._transport is not None:
                self._transport.sendto(out.data, address)
        self._arm()

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        deadline = self._stack.next_deadline()
        if deadline is not None and self._transport is not None:
            delay_s = max(0, deadline - self._now()) / 1000
            self._timer = asyncio.get_running_loop().call_later(delay_s, self._deadline)

    def _deadline(self) -> None:
        self._stack.handle_deadline(self._now())
        self._turn()

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
                self._take(call, answer)
                call.became("talking")
            case sip.CallFailed(status=status):
                self._end(call, status)
            case sip.CallCancelled() | sip.CallEnded():
                self._end(call)
            case sip.Reoffered(sdp=offer):
                self._change(call, offer)
            case sip.ReofferAnswered(sdp=answer):
                self._take(call, answer)
                call.changed()
            case sip.ReofferRefused():
                call.refused_changes += 1
                call.changed()
            case sip.Referred():
                self._stack.calls.refuse_referral(call.leg, self._now())
            case sip.ReferralProgressed(status=status):
                call.referral = status
                call.changed()
            case _:
                pass

    async def _ring(self, event: sip.CallArrived) -> None:
        call = PhoneCall(self, event.leg, True, event.caller_uri, event.caller_name)
        call.offer = sdp.parse(event.sdp) if event.sdp else None
        await call.sound.open(self._host)
        self._keep(call)
        self.on_call(call)
        manner = self.manner
        if not (isinstance(manner, Refuse | Answer) and manner.after_ms == 0):
            self._stack.calls.ring(call.leg, self._now())
            self._turn()
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
            self._stack.calls.answer_offer(call.leg, self._description(call), self._now())
            return
        answer, audio = sdp.build_answer(
            sdp.parse(offer), self._host, call.sound.port, session_id=call.sound.port, version=call.version
        )
        self._stack.calls.answer_offer(call.leg, answer, self._now())
        self._speak(call, audio)

    def _take(self, call: PhoneCall, answer: bytes | None) -> None:
        if answer:
            self._speak(call, sdp.parse(answer).audio)

    def _speak(self, call: PhoneCall, audio: sdp.Audio) -> None:
        if audio.host in ("", "0.0.0.0") or audio.direction in ("sendonly", "inactive"):
            call.sound.pause()
            return
        alaw = audio.laws[0] == "pcma"
        call.sound.send_to(audio.host, audio.port, alaw=alaw, key_payload=audio.key_payload)

    def _description(self, call: PhoneCall, direction: sdp.Direction = "sendrecv") -> bytes:
        audio = sdp.Audio(host=self._host, port=call.sound.port, laws=self.offered_laws, direction=direction)
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
