"""Who is heard by whom, and keeping what a phone hears one unbroken RTP stream while that changes.

A leg is always in one of two ways: *ticking* (the pacer sends it a frame each 20 ms: prompt, music, mix or
silence) or *fed* by its peer's packets. It goes from the first to the second with the first packet that its
peer really sends, and back when the peer falls silent or something else is to be heard; sequence numbers
and timestamps go on from where the other way left them, so that no jitter buffer notices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lur.adapters.voice.media.leg import CONVERSION, PAYLOAD_OF, Leg, stream_start
from lur.adapters.voice.media.pacing import Pacer
from lur.adapters.voice.media.plane import Plane, Refusal
from lur.adapters.voice.media.protocol import AudioRestored
from lur.wire.rtp.keys import press_payloads
from lur.wire.rtp.packet import SAMPLES_PER_MS

if TYPE_CHECKING:
    from lur.adapters.voice.media.recorder import Track


PASSED_KEY_MS = 100
MOST_KEYS_WAITING = 3
"""Keys take the place of sound, so a phone that presses without end must not silence the others."""


class Router:
    """Bridges, mute and hold, and the change between ticking and being fed."""

    def __init__(self, plane: Plane, pacer: Pacer) -> None:
        self._plane = plane
        self._pacer = pacer

    def bridge(self, a: Leg, b: Leg) -> None:
        """Let two legs hear each other."""
        if a is b:
            raise Refusal("same_leg", a.leg_id)
        if a.peer is b:
            return
        for leg in (a, b):
            self.unbridge(leg)
            if leg.mix is not None:
                leg.mix.leave(leg)
        a.peer, b.peer = b, a
        for leg in (a, b):
            leg.expected_since_ms = self._plane.now_ms
            self.refresh(leg)

    def unbridge(self, leg: Leg) -> None:
        """Take the leg and its peer apart."""
        peer = leg.peer
        if peer is None:
            return
        leg.peer = peer.peer = None
        for one in (leg, peer):
            one.held = False
            one.expected_since_ms = self._plane.now_ms
            self.forget_one_way(one)
            self.refresh(one)

    def mute(self, leg: Leg, muted: bool) -> None:
        """Let nothing of what this leg says be heard, or let it again."""
        leg.muted = muted
        self.refresh_around(leg)

    def hold(self, leg: Leg, held: bool) -> None:
        """This leg parks its peer (in a mix: all who hear it): music for who then hears nobody, silence
        here.
        """
        leg.held = held
        self.refresh_around(leg)

    def echo(self, leg: Leg, on: bool) -> None:
        """Let a leg that nobody else speaks to hear itself, or no longer."""
        leg.echo = on
        self.refresh(leg)

    def restart_stream(self, leg: Leg) -> None:
        """Another receiver hears this leg from now on: a stream that goes on from the old numbers could not
        be told from a lost one (RFC 3711 section 3.3.1 begins to count anew).
        """
        if leg.fed_by is not None:
            self.end_relay(leg.fed_by)
        leg.ssrc_out, leg.seq_out, leg.ts_out = stream_start()
        leg.marker = True

    def refresh_around(self, leg: Leg) -> None:
        """Recompute the leg and all whom it is in a talk with."""
        if leg.mix is not None:
            leg.mix.plan()
            for other in leg.mix.legs:
                self.refresh(other)
            return
        self.refresh(leg)
        if leg.peer is not None:
            self.refresh(leg.peer)

    def refresh(self, leg: Leg) -> None:
        """Recompute where this leg's sound goes, whether it is recorded, and what plays behind it."""
        self._point(leg, self._wanted_target(leg))
        if leg.fed_by is not None and leg.fed_by.relay_to is not leg:
            self.end_relay(leg.fed_by)
        silent = leg.muted or leg.held
        self._choose_tracks(leg)
        leg.ear = None if silent or leg.mix is None else leg.mix.ear_of(leg)
        self._pacer.choose_background(leg)
        if leg.fed_by is None:
            self._pacer.start(leg)

    def address_changed(self, leg: Leg) -> None:
        """The leg is sent to in another way (or not at all) from now on."""
        feeder = leg.fed_by
        if feeder is None:
            return
        if leg.transmit is None:
            self.end_relay(feeder)
        else:
            feeder.relay_send = leg.transmit

    def listeners_changed(self, leg: Leg) -> None:
        """What this leg is to hear has changed (a prompt began or ended, a key is sent): re-point at it whom
        it hears.
        """
        speaker = leg.mix.feeder_of(leg) if leg.mix is not None else leg.peer or (leg if leg.echo else None)
        if speaker is not None:
            self._point(speaker, self._wanted_target(speaker))

    def begin_relay(self, leg: Leg, sequence: int, timestamp: int) -> bool:
        """The first packet of a spell in which the leg feeds its peer; False while the peer has no
        address.
        """
        target = leg.relay_to
        if target is None or target.transmit is None:
            return False
        leg.seq_shift = (target.seq_out - sequence) & 0xFFFF
        leg.ts_shift = (target.ts_out - timestamp) & 0xFFFFFFFF
        leg.relay_ssrc = target.ssrc_out
        leg.relay_kind = PAYLOAD_OF[target.law]
        leg.relay_table = CONVERSION.get((leg.law_in, target.law))
        leg.relay_send = target.transmit
        leg.relayed_from = leg.packets_in - 1
        target.fed_by = leg
        self._pacer.stop(target)
        return True

    def end_relay(self, leg: Leg) -> None:
        """The leg no longer feeds its peer, whose stream goes on from the pacer."""
        target = leg.relay_to
        if leg.relay_send is None or target is None:
            return
        elapsed = SAMPLES_PER_MS * max(0, self._plane.now_ms - (leg.heard_ms or self._plane.now_ms))
        target.packets_out = target.sent
        target.seq_out = (leg.seq_in + leg.seq_shift + 1) & 0xFFFF
        target.ts_out = (leg.ts_in + leg.ts_shift + max(leg.samples_in, elapsed)) & 0xFFFFFFFF
        target.marker = True
        target.fed_by = None
        leg.relay_send = None
        self._pacer.start(target)

    def forget_one_way(self, leg: Leg) -> None:
        """The leg is in no talk any more: its alarm is over."""
        if leg.alarm == "one_way":
            leg.alarm = None
            self._plane.emit(AudioRestored(leg.leg_id))

    def pass_key(self, leg: Leg, key: str) -> None:
        """A key was pressed: whoever hears this leg in a sum gets a press of ours, for the packets of the
        press itself reach only who is fed by the leg.
        """
        if leg.mix is None:
            return
        for listener in leg.mix.mixed_listeners_of(leg):
            is_free = not listener.playlists and len(listener.key_payloads) < MOST_KEYS_WAITING
            if listener.event_payload is not None and is_free:
                self._pacer.send_key(listener, press_payloads(key, PASSED_KEY_MS))

    def _point(self, leg: Leg, target: Leg | None) -> None:
        if leg.relay_to is not target:
            self.end_relay(leg)
            leg.relay_to = target

    def _wanted_target(self, leg: Leg) -> Leg | None:
        if leg.mix is not None:
            peer = leg.mix.fed_from(leg)
        else:
            peer = leg if leg.echo and leg.peer is None else leg.peer
        if peer is None or leg.muted or leg.held or peer.held:
            return None
        if peer.playlists or peer.key_payloads or not peer.direction.sends:
            return None
        return peer

    def _choose_tracks(self, leg: Leg) -> None:
        """What a customer says is recorded unless it is silent. The right channel is what the customer hears:
        the one who is heard alone, or the mix; what an agent says to others is not on it.
        """
        right = leg.right_track
        if right is None:
            leg.track = _track_of(leg)
            return
        if leg.mix is None and leg.peer is not None:
            right.follow(leg.peer)
        by_mix = leg.mix is not None and (right.leg is None or leg.mix.feeder_of(leg) is not right.leg)
        if right.by_mix is not by_mix:
            right.by_mix = by_mix
            right.lose_anchor()
        leg.track = _track_of(leg)
        if right.leg is not None:
            right.leg.track = _track_of(right.leg)


def _track_of(leg: Leg) -> Track | None:
    track = leg.own_track
    if track is None or leg.muted or leg.held or track.by_mix:
        return None
    return track if track.left is None or _is_heard_alone(leg, track.left.leg) else None


def _is_heard_alone(leg: Leg, customer: Leg | None) -> bool:
    if customer is None or customer.held:
        return False
    return leg is (customer.mix.feeder_of(customer) if customer.mix is not None else customer.peer)
