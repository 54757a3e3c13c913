"""A phone's ear and mouth: one UDP socket with RTP both ways, 20 ms a packet, for one call."""

from __future__ import annotations

import asyncio
import secrets

from lur.adapters.voice.phone.ear import Ear
from lur.wire.rtp import g711, keys, packet

FRAME_BYTES = 160
FRAME_S = 0.02
HEARD_LIMIT_BYTES = 8000 * 60 * 10


class PhoneSound(asyncio.DatagramProtocol):
    """Plays a loop (silence at first), presses keys, and keeps what it hears.

    ``heard`` is the payload bytes in the order they came; ``heard_alaw`` tells their law.
    """

    def __init__(self) -> None:
        self.heard = bytearray()
        self.ear = Ear()
        self.heard_alaw = True
        self.keys_heard = ""
        self.packets_in = 0
        self.alaw = True
        self.key_payload: int | None = None
        self.remote: tuple[str, int] | None = None
        self.port = 0
        self._playing = b""
        self._at = 0
        self._once = False
        self._pressing: list[tuple[bool, bytes]] = []
        self._pressed_at = 0
        self._transport: asyncio.DatagramTransport | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._sequence = secrets.randbelow(30_000)
        self._timestamp = secrets.randbelow(2**30)
        self._ssrc = secrets.randbits(32)
        self._reader = keys.KeyReader()
        self._next_s = 0.0

    async def open(self, host: str) -> None:
        """Bind a port that the system chooses."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(host, 0))
        self.port = int(self._transport.get_extra_info("sockname")[1])

    def send_to(self, host: str, port: int, *, alaw: bool, key_payload: int | None) -> None:
        """The peer's SDP is known: sound flows from now on."""
        self.remote, self.alaw, self.key_payload = (host, port), alaw, key_payload
        if self._timer is None:
            self._next_s = asyncio.get_running_loop().time()
            self._tick()

    def pause(self) -> None:
        """Send nothing (hold)."""
        self.remote = None

    def play(self, sound: bytes, *, once: bool = False) -> None:
        """Say this, in the call's law, again and again or once and then silence."""
        self._playing, self._at, self._once = sound, 0, once

    def hush(self) -> None:
        """Stop speaking."""
        self._playing = b""

    @property
    def has_said_all(self) -> bool:
        """A sound that was to be said once has been said."""
        return not self._playing

    def press(self, key: str, duration_ms: int = 160) -> None:
        """Press a key by RFC 4733, after those pressed before."""
        for number, payload in enumerate(keys.press_payloads(key, duration_ms)):
            self._pressing.append((number == 0, payload))

    def close(self) -> None:
        """Let go of the port."""
        if self._timer is not None:
            self._timer.cancel()
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    def datagram_received(self, data: bytes, addr: tuple[str | object, int]) -> None:
        got = packet.parse(data)
        if got is None:
            return
        self.packets_in += 1
        if got.payload_type in (g711.ALAW_PAYLOAD, g711.ULAW_PAYLOAD):
            self.heard_alaw = got.payload_type == g711.ALAW_PAYLOAD
            self.ear.hear(got.payload, alaw=self.heard_alaw)
            if len(self.heard) < HEARD_LIMIT_BYTES:
                self.heard += got.payload
        elif got.payload_type == self.key_payload:
            self.keys_heard += self._reader.read(got.ssrc, got.timestamp, got.payload) or ""

    def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        self._next_s = max(self._next_s + FRAME_S, loop.time() - 0.2)
        self._timer = loop.call_at(self._next_s, self._tick)
        if self._transport is None or self.remote is None:
            return
        frame = self._frame()
        if self._pressing and self.key_payload is not None:
            first, payload = self._pressing.pop(0)
            self._pressed_at = self._timestamp if first else self._pressed_at
            self._send(self.key_payload, first, self._pressed_at, payload)
        else:
            self._send(g711.ALAW_PAYLOAD if self.alaw else g711.ULAW_PAYLOAD, False, self._timestamp, frame)
        self._timestamp = (self._timestamp + FRAME_BYTES) & 0xFFFFFFFF

    def _frame(self) -> bytes:
        silence = bytes([g711.ALAW_SILENCE if self.alaw else g711.ULAW_SILENCE])
        if not self._playing:
            return silence * FRAME_BYTES
        frame = self._playing[self._at : self._at + FRAME_BYTES]
        self._at += FRAME_BYTES
        if self._at >= len(self._playing):
            self._at = 0
            if self._once:
                self._playing = b""
        return frame + silence * (FRAME_BYTES - len(frame))

    def _send(self, kind: int, marker: bool, timestamp: int, payload: bytes) -> None:
        self._sequence = (self._sequence + 1) & 0xFFFF
        built = packet.build(packet.RtpPacket(kind, marker, self._sequence, timestamp, self._ssrc, payload))
        if self._transport is not None and self.remote is not None:
            self._transport.sendto(built, self.remote)
