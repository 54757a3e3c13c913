"""The packet path: what happens to each packet that a phone sends.

Nearly all packets look like the one before them from the same phone: same source, same type, same length,
next number. `take` handles exactly those, in one function without a call of our own, into and out of one
buffer, because its length in microseconds is the number of calls a core can carry. Everything else goes to
`_unusual`.
"""

from __future__ import annotations

from lur.adapters.voice.media.leg import LAW_OF, Leg
from lur.adapters.voice.media.plane import Plane
from lur.adapters.voice.media.protocol import KeyPressed
from lur.adapters.voice.media.routing import Router
from lur.wire.rtp.keys import DEFAULT_EVENT_PAYLOAD
from lur.wire.rtp.packet import (
    HEADER,
    HEADER_BYTES,
    MARKER_BIT,
    MAX_AUDIO_BYTES,
    VERSION_BITS,
    RtpPacket,
    parse,
    sequence_step,
)

COMFORT_NOISE = 13
MAX_STEP = 100
JITTER_SAMPLE_MASK = 7
"""Jitter is looked at with every eighth packet."""


class PacketPath:
    """Takes packets in, and passes them on to recorder, mix and peer."""

    def __init__(self, plane: Plane, router: Router) -> None:
        self._plane = plane
        self._router = router
        self._buffer = bytearray(2048)
        self._view = memoryview(self._buffer)

    def take(self, ready: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Handle one packet of each ready main socket; gives back what is ready and is not a main socket."""
        plane = self._plane
        legs = plane.by_main
        now_ms = plane.now_ms
        buffer = self._buffer
        unpack = HEADER.unpack_from
        pack = HEADER.pack_into
        others = []
        for fd, mask in ready:
            leg = legs.get(fd)
            if leg is None:
                others.append((fd, mask))
                continue
            try:
                length = leg.recv_into(buffer)
                flags, kind, sequence, timestamp, ssrc = unpack(buffer)
                if (
                    length != leg.bytes_in
                    or kind != leg.kind_in
                    or ssrc != leg.ssrc_in
                    or (sequence - leg.seq_in) & 0xFFFF != 1
                    or flags != VERSION_BITS
                ):
                    self._unusual(leg, length)
                    continue
                leg.seq_in = sequence
                leg.ts_in = timestamp
                leg.heard_ms = now_ms
                leg.packets_in += 1
                if sequence & JITTER_SAMPLE_MASK == 0:
                    leg.jitter.saw(timestamp, plane.now_us)
                track = leg.track
                if track is not None:
                    at = (timestamp - track.base) & 0xFFFFFFFF
                    if at < track.limit:
                        track.window[at : at + length - HEADER_BYTES] = leg.payload_in
                    else:
                        track.place(timestamp, leg.payload_in, leg.law_in)
                if leg.ear is not None:
                    leg.ear.hear(leg.payload_in, leg.law_in)
                send = leg.relay_send
                if send is not None:
                    if leg.relay_table is not None:
                        leg.payload_in[:] = bytes(leg.payload_in).translate(leg.relay_table)
                    sequence = (sequence + leg.seq_shift) & 0xFFFF
                    timestamp = (timestamp + leg.ts_shift) & 0xFFFFFFFF
                    pack(buffer, 0, VERSION_BITS, leg.relay_kind, sequence, timestamp, leg.relay_ssrc)
                    send(leg.packet_in)
                elif leg.relay_to is not None:
                    self._relay_slowly(leg, sequence, timestamp, True)
            except OSError:
                continue
            except Exception:
                plane.fault("packet", leg)
        return others

    def arrived(self, leg: Leg, datagram: bytes) -> None:
        """A packet of the phone's that came through the door."""
        self._buffer[: len(datagram)] = datagram
        try:
            self._unusual(leg, len(datagram))
        except OSError:
            return

    def _unusual(self, leg: Leg, length: int) -> None:
        """A packet that differs from the one before it: first ones, keys, losses, another order, other
        formats.
        """
        packet = parse(self._view[:length])
        if packet is None:
            return
        leg.heard_ms = self._plane.now_ms
        if packet.payload_type in (leg.event_payload, DEFAULT_EVENT_PAYLOAD):
            self._key(leg, packet)
        elif packet.payload_type in LAW_OF and 0 < len(packet.payload) <= MAX_AUDIO_BYTES:
            self._audio(leg, packet)
        elif packet.payload_type == COMFORT_NOISE:
            self._follow(leg, packet)

    def _audio(self, leg: Leg, packet: RtpPacket) -> None:
        end = HEADER_BYTES + len(packet.payload)
        self._buffer[HEADER_BYTES:end] = packet.payload
        if packet.payload_type != leg.kind_in:
            self._router.end_relay(leg)
            leg.kind_in = packet.payload_type
        step = self._follow(leg, packet)
        if step == 0:
            return
        if end != leg.bytes_in:
            leg.bytes_in = end
            leg.packet_in = self._view[:end]
            leg.payload_in = self._view[HEADER_BYTES:end]
        if leg.track is not None:
            leg.track.place(packet.timestamp, leg.payload_in, leg.law_in)
        if leg.ear is not None and step > 0:
            leg.ear.hear(leg.payload_in, leg.law_in)
        self._relay_slowly(leg, packet.sequence, packet.timestamp, packet.marker)

    def _follow(self, leg: Leg, packet: RtpPacket) -> int:
        """Keep the counters of the incoming stream; how many packets this one is after the newest (0:
        seen).
        """
        step = sequence_step(leg.seq_in, packet.sequence)
        if packet.ssrc != leg.ssrc_in or not -MAX_STEP <= step <= MAX_STEP:
            self._router.end_relay(leg)
            leg.ssrc_in = packet.ssrc
            leg.jitter.restart()
            if leg.own_track is not None:
                leg.own_track.lose_anchor()
            step = 1
        elif step == 0:
            return 0
        elif step > 0:
            leg.lost += step - 1
        elif leg.lost > 0:
            leg.lost -= 1
        leg.packets_in += 1
        if step > 0:
            leg.seq_in = packet.sequence
            leg.ts_in = packet.timestamp
        return step

    def _relay_slowly(self, leg: Leg, sequence: int, timestamp: int, marker: bool) -> None:
        if leg.relay_send is None:
            if not self._router.begin_relay(leg, sequence, timestamp):
                return
            marker = True
        if leg.relay_send is None:
            return
        if leg.relay_table is not None:
            leg.payload_in[:] = bytes(leg.payload_in).translate(leg.relay_table)
        self._write_header(leg, leg.relay_kind | (MARKER_BIT if marker else 0), sequence, timestamp)
        leg.relay_send(leg.packet_in)

    def _key(self, leg: Leg, packet: RtpPacket) -> None:
        key = leg.key_reader.read(packet.ssrc, packet.timestamp, packet.payload)
        if key is not None:
            self._plane.emit(KeyPressed(leg.leg_id, key))
            self._router.pass_key(leg, key)
        if self._follow(leg, packet) == 0 or leg.relay_send is None or leg.relay_to is None:
            return
        if leg.relay_to.event_payload is None:
            leg.seq_shift -= 1
            leg.relayed_from += 1
            return
        end = HEADER_BYTES + len(packet.payload)
        self._buffer[HEADER_BYTES:end] = packet.payload
        kind = leg.relay_to.event_payload | (MARKER_BIT if packet.marker else 0)
        self._write_header(leg, kind, packet.sequence, packet.timestamp)
        leg.relay_send(self._view[:end])

    def _write_header(self, leg: Leg, kind: int, sequence: int, timestamp: int) -> None:
        HEADER.pack_into(
            self._buffer,
            0,
            VERSION_BITS,
            kind,
            (sequence + leg.seq_shift) & 0xFFFF,
            (timestamp + leg.ts_shift) & 0xFFFFFFFF,
            leg.relay_ssrc,
        )
