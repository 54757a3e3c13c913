"""One leg: the sound to and from one phone.

It is a bag of fields on purpose: the packet path reads and writes them 50 times a second for each of a
thousand legs, and every method call there would be paid for a hundred thousand times a second. Who may
change what: `paths.py` the incoming fields, `pacing.py` the outgoing ones, `routing.py` the relations,
`sockets.py` (for browsers `browser.py`) the addresses.
"""

from __future__ import annotations

import os
import socket
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from lur.adapters.voice.media.protocol import Address, Direction, Law
from lur.wire.rtp import g711
from lur.wire.rtp.keys import KeyReader
from lur.wire.rtp.packet import HEADER_BYTES, Jitter

if TYPE_CHECKING:
    from lur.adapters.voice.media.blending import Ear
    from lur.adapters.voice.media.browser import Browser
    from lur.adapters.voice.media.mixing import Mix
    from lur.adapters.voice.media.recorder import Track
    from lur.adapters.voice.media.sounds import Playlist

Transmit = Callable[[bytes | bytearray | memoryview], int]
PAYLOAD_OF = {Law.ALAW: g711.ALAW_PAYLOAD, Law.ULAW: g711.ULAW_PAYLOAD}
LAW_OF = {payload: law for law, payload in PAYLOAD_OF.items()}
SILENCE_OF = {Law.ALAW: bytes([g711.ALAW_SILENCE]), Law.ULAW: bytes([g711.ULAW_SILENCE])}
CONVERSION = {(Law.ALAW, Law.ULAW): g711.ALAW_TO_ULAW, (Law.ULAW, Law.ALAW): g711.ULAW_TO_ALAW}


def stream_start() -> tuple[int, int, int]:
    """SSRC, sequence number and timestamp to begin a stream with (RFC 3550 section 5.1, RFC 3711 3.3.1: the
    number in the lower half, so that a packet lost at the beginning cannot hide a wrap).
    """
    random = os.urandom(10)
    return (
        int.from_bytes(random[:4], "big"),
        int.from_bytes(random[4:6], "big") & 0x7FFF,
        int.from_bytes(random[6:], "big"),
    )


class Leg:
    """The sound to and from one phone; see the module's words for who changes which field."""

    __slots__ = (
        "alarm",
        "browser",
        "bytes_in",
        "direction",
        "door",
        "ear",
        "echo",
        "event_payload",
        "expected_since_ms",
        "faults",
        "fed_by",
        "former",
        "former_until_ms",
        "frame_at",
        "frames",
        "heard_ms",
        "held",
        "jitter",
        "key_payloads",
        "key_reader",
        "key_timestamp",
        "kind_in",
        "latched",
        "law",
        "leg_id",
        "lost",
        "main",
        "marker",
        "mix",
        "mixed",
        "muted",
        "own_track",
        "packet_in",
        "packets_in",
        "packets_out",
        "payload_in",
        "peer",
        "phase",
        "playlists",
        "port",
        "recv_into",
        "relay_kind",
        "relay_send",
        "relay_ssrc",
        "relay_table",
        "relay_to",
        "relayed_from",
        "remote",
        "seq_in",
        "seq_out",
        "seq_shift",
        "ssrc_in",
        "ssrc_out",
        "strangers",
        "ticking",
        "track",
        "transmit",
        "ts_in",
        "ts_out",
        "ts_shift",
    )

    def __init__(
        self, leg_id: str, law: Law, door: socket.socket, phase: int, start: tuple[int, int, int]
    ) -> None:
        self.leg_id = leg_id
        self.law = law
        self.direction = Direction.SENDRECV
        self.event_payload: int | None = None
        self.remote: Address | None = None
        self.latched: Address | None = None
        self.former: Address | None = None
        self.former_until_ms = 0
        self.door = door
        self.main: socket.socket | None = None
        self.browser: Browser | None = None
        self.port: int = door.getsockname()[1]
        self.transmit: Transmit | None = None
        self.faults = 0
        self._begin_incoming()
        self._begin_outgoing(phase, start)
        self._begin_relations()

    def _begin_incoming(self) -> None:
        self.recv_into: Callable[[bytearray], int] = self.door.recv_into
        self.ssrc_in = -1
        self.kind_in = -1
        self.bytes_in = 0
        self.seq_in = 0
        self.ts_in = 0
        self.packet_in = memoryview(b"")
        self.payload_in = memoryview(b"")
        self.packets_in = 0
        self.lost = 0
        self.strangers = 0
        self.heard_ms: int | None = None
        self.jitter = Jitter()
        self.key_reader = KeyReader()

    def _begin_outgoing(self, phase: int, start: tuple[int, int, int]) -> None:
        self.phase = phase
        self.ssrc_out, self.seq_out, self.ts_out = start
        self.marker = True
        self.ticking = False
        self.packets_out = 0
        self.playlists: deque[Playlist] = deque()
        self.frames: tuple[bytes, ...] | None = None
        self.frame_at = 0
        self.mixed: bytes | None = None
        self.key_payloads: deque[list[bytes]] = deque()
        self.key_timestamp: int | None = None

    def _begin_relations(self) -> None:
        self.peer: Leg | None = None
        self.mix: Mix | None = None
        self.ear: Ear | None = None
        self.muted = False
        self.held = False
        self.echo = False
        self.relay_to: Leg | None = None
        self.relay_send: Transmit | None = None
        self.relay_kind = 0
        self.relay_ssrc = 0
        self.relay_table: bytes | None = None
        self.seq_shift = 0
        self.ts_shift = 0
        self.relayed_from = 0
        self.fed_by: Leg | None = None
        self.own_track: Track | None = None
        self.track: Track | None = None
        self.alarm: str | None = None
        self.expected_since_ms = 0

    @property
    def law_in(self) -> Law:
        """The law the phone really sends, which may be the other one of the two that were offered."""
        return LAW_OF.get(self.kind_in, self.law)

    @property
    def sent(self) -> int:
        """Packets sent to the phone, those passed on from the peer included."""
        relayed = self.fed_by.packets_in - self.fed_by.relayed_from if self.fed_by is not None else 0
        return self.packets_out + relayed

    @property
    def right_track(self) -> Track | None:
        """Where what this leg hears is recorded, when it is the customer of a recording."""
        return self.own_track.right if self.own_track is not None else None

    @property
    def samples_in(self) -> int:
        """Samples in each of the packets that come now."""
        return max(0, self.bytes_in - HEADER_BYTES)
