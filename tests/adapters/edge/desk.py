"""An agent's page as the edge meets it: offers through the runtime, and a WebRTC connection with a voice."""

from __future__ import annotations

import asyncio
import itertools

from tests.adapters.edge.runtime import FakeRuntime, until
from tests.fakes.browser_peer import BrowserPeer

from lur.adapters.voice.phone.sound import PhoneSound
from lur.adapters.voice.phone.tone import tone
from lur.adapters.voice.protocol import (
    BrowserAnswer,
    BrowserEcho,
    BrowserHealth,
    BrowserLeft,
    BrowserOffer,
)
from lur.core.ids import AgentId, DeskId
from lur.wire.rtp import packet

KEY_PAYLOAD = 126


class DeskSound(PhoneSound):
    """A phone's ear and mouth, over whichever connection the page has now."""

    def __init__(self) -> None:
        super().__init__()
        self.peer: BrowserPeer | None = None

    def use(self, peer: BrowserPeer) -> None:
        """Speak and listen here from now on."""
        if self.peer is not None:
            self.peer.close()
        self.peer = peer
        peer.heard = lambda clear: self.datagram_received(clear, ("", 0))

    def close(self) -> None:
        """Say nothing more."""
        super().close()
        if self.peer is not None:
            self.peer.close()

    def _send(self, kind: int, marker: bool, timestamp: int, payload: bytes) -> None:
        self._sequence = (self._sequence + 1) & 0xFFFF
        built = packet.build(packet.RtpPacket(kind, marker, self._sequence, timestamp, self._ssrc, payload))
        if self.peer is not None and self.peer.state == "connected":
            self.peer.send(built)


class Desk:
    """One page of an agent's. ``sound`` is heard and spoken as a phone's."""

    numbers = itertools.count(1)

    def __init__(self, runtime: FakeRuntime, agent: str, desk: str) -> None:
        self.sound = DeskSound()
        self._runtime = runtime
        self._who = {"agent_id": AgentId(agent), "desk_id": DeskId(desk)}
        self._hz = 0

    @property
    def peer(self) -> BrowserPeer:
        """The newest connection."""
        assert self.sound.peer is not None
        return self.sound.peer

    async def open(self, hz: int) -> None:
        """Begin to speak, once there is a connection."""
        await self.sound.open("127.0.0.1")
        self.sound.play(tone(hz))
        self.sound.send_to("127.0.0.1", 9, alaw=True, key_payload=KEY_PAYLOAD)

    async def offer(self, sdp: str) -> BrowserAnswer:
        """Send this as an offer and wait for the answer."""
        message = self.message(sdp)
        self._runtime.send(message)
        await until(lambda: self._answers(message.number))
        return self._answers(message.number)[0]

    def message(self, sdp: str) -> BrowserOffer:
        """An offer as the runtime hands it on."""
        return BrowserOffer(**self._who, number=next(self.numbers), sdp=sdp)

    async def connect(self) -> BrowserPeer:
        """Be the phone, with a new connection, and hear from the edge that there is a path."""
        peer = BrowserPeer()
        answer = await self.offer(peer.offer())
        assert answer.code == ""
        told = len(self._runtime.paths)
        self.sound.use(peer)
        peer.accept(answer.sdp)
        peer.live_in(asyncio.get_running_loop())
        await until(lambda: self.is_up(since=told))
        return peer

    def is_up(self, since: int = 0) -> bool:
        """What the edge said last of this desk's path, ``since`` so many words."""
        said = [path for path in self._runtime.paths[since:] if path.desk_id == self._who["desk_id"]]
        return bool(said) and said[-1].up

    @property
    def health(self) -> BrowserHealth | None:
        """This desk in the newest telemetry."""
        telemetry = self._runtime.telemetry
        browsers = () if telemetry is None else telemetry.browsers
        return next((each for each in browsers if each.desk_id == self._who["desk_id"]), None)

    def leave(self) -> None:
        """Be the phone no more."""
        self._runtime.send(BrowserLeft(**self._who))

    def listen_to_itself(self, on: bool) -> None:
        """The check before the shift."""
        self._runtime.send(BrowserEcho(**self._who, on=on))

    def reload(self) -> None:
        """The page's connection ends, with a goodbye."""
        self.peer.say_goodbye()
        self.peer.be_silent()

    def vanish(self) -> None:
        """Nothing is left."""
        self.sound.close()

    def _answers(self, number: int) -> list[BrowserAnswer]:
        return [answer for answer in self._runtime.answers if answer.number == number]
