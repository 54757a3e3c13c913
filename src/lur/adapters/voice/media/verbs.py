"""Carries out what controllers ask for: one small method a verb, each safe to repeat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lur.adapters.voice.media import protocol as p
from lur.adapters.voice.media.browsers import Browsers
from lur.adapters.voice.media.leg import Leg, stream_start
from lur.adapters.voice.media.mixing import Mixer
from lur.adapters.voice.media.pacing import Pacer
from lur.adapters.voice.media.paths import PacketPath
from lur.adapters.voice.media.plane import Plane, Refusal
from lur.adapters.voice.media.recorder import Recorder
from lur.adapters.voice.media.routing import Router
from lur.adapters.voice.media.sockets import Sockets
from lur.adapters.voice.media.sounds import Playlist, SoundStore
from lur.adapters.voice.media.watch import Watch
from lur.wire.rtp.keys import KEYS, press_payloads

MAX_KEY_MS = 2000


class Verbs:
    """Builds the parts of the plane and lets verbs change them."""

    def __init__(self, plane: Plane) -> None:
        self._plane = plane
        self.sounds = SoundStore()
        self.pacer = Pacer(plane, self.sounds)
        self.router = Router(plane, self.pacer)
        self.path = PacketPath(plane, self.router)
        self.sockets = Sockets(plane, self.path.arrived)
        self.recorder = Recorder(plane)
        self.mixer = Mixer(plane, self.pacer, self.router)
        self.watch = Watch(plane, self.router)
        self.browsers = Browsers(plane, self.router)
        self.pacer.changed = self.router.listeners_changed
        self.pacer.before_phase = self.mixer.before_phase
        self.sockets.address_changed = self.router.address_changed
        self._simple: dict[type, Callable[[Any], None]] = {
            p.SetRemote: self._set_remote,
            p.Play: self._play,
            p.StopPlaying: lambda verb: self.pacer.stop_playing(plane.leg(verb.leg)),
            p.KeepBuffer: lambda verb: self.sounds.keep(verb.buffer, verb.law, verb.sound),
            p.Bridge: lambda verb: self.router.bridge(plane.leg(verb.a), plane.leg(verb.b)),
            p.Unbridge: lambda verb: self.router.unbridge(plane.leg(verb.leg)),
            p.Mute: lambda verb: self.router.mute(plane.leg(verb.leg), verb.muted),
            p.Hold: lambda verb: self.router.hold(plane.leg(verb.leg), verb.held),
            p.Echo: lambda verb: self.router.echo(plane.leg(verb.leg), verb.on),
            p.SetMix: self._set_mix,
            p.EndMix: lambda verb: self.mixer.end(verb.mix),
            p.StartRecording: self._start_recording,
            p.AttachRecording: self._attach_recording,
            p.StopRecording: lambda verb: self.recorder.stop(verb.recording),
            p.SendKey: self._send_key,
            p.DeleteLeg: self._delete_leg,
        }

    def carry_out(self, request: p.Request) -> p.Answer:
        """Do it, and say how it went; never raises."""
        try:
            return self._answer(request.request, request.verb)
        except Refusal as refusal:
            return p.Refused(request.request, refusal.code, refusal.detail)
        except Exception as error:
            self._plane.fault("verb")
            return p.Refused(request.request, "internal_fault", type(error).__name__)

    def _answer(self, number: int, verb: p.Verb) -> p.Answer:
        if isinstance(verb, p.CreateLeg):
            leg = self._create_leg(verb)
            return p.LegCreated(number, leg.leg_id, leg.port, self._plane.options.advertise)
        if isinstance(verb, p.SetBrowser):
            return self.browsers.set(number, self._browser_leg(verb), verb)
        if isinstance(verb, p.ListLegs):
            legs = tuple(_leg_state(leg) for leg in self._plane.legs.values())
            return p.Legs(number, legs, self.recorder.states())
        if isinstance(verb, p.GetStats):
            return self.watch.stats(number, len(self.recorder.running))
        self._simple[type(verb)](verb)
        return p.Done(number)

    def _create_leg(self, verb: p.CreateLeg) -> Leg:
        leg = self._plane.legs.get(verb.leg)
        if leg is None:
            leg = self._open_leg(verb.leg, verb.law, verb.local_port)
            leg.direction = verb.direction
            leg.event_payload = verb.event_payload
            self.sockets.register(leg)
        if leg.browser is not None:
            raise Refusal("leg_is_browser", verb.leg)
        if verb.remote is not None:
            self._set_remote(p.SetRemote(verb.leg, verb.remote, verb.law, verb.event_payload, verb.direction))
        return leg

    def _browser_leg(self, verb: p.SetBrowser) -> Leg:
        self.browsers.check(verb)
        leg = self._plane.legs.get(verb.leg)
        if leg is None:
            leg = self._open_leg(verb.leg, verb.law, None)
            self.browsers.register(leg)
        if leg.browser is None:
            raise Refusal("leg_not_browser", verb.leg)
        self._set_law(leg, verb.law)
        leg.event_payload = verb.event_payload
        self.router.refresh_around(leg)
        return leg

    def _open_leg(self, leg_id: str, law: p.Law, port: int | None) -> Leg:
        door = self.sockets.open_door(port)
        leg = Leg(leg_id, law, door, self.pacer.pick_phase(), stream_start())
        leg.expected_since_ms = self._plane.now_ms
        self._plane.legs[leg_id] = leg
        self.pacer.start(leg)
        return leg

    def _set_law(self, leg: Leg, law: p.Law) -> None:
        if leg.law is not law:
            if leg.fed_by is not None:
                self.router.end_relay(leg.fed_by)
            leg.law = law

    def _set_remote(self, verb: p.SetRemote) -> None:
        leg = self._plane.leg(verb.leg)
        if leg.browser is not None:
            raise Refusal("leg_is_browser", verb.leg)
        self.sockets.check(verb.remote)
        self._set_law(leg, verb.law)
        if verb.direction.hears and not leg.direction.hears:
            leg.expected_since_ms = self._plane.now_ms
        leg.event_payload = verb.event_payload
        leg.direction = verb.direction
        self.sockets.set_remote(leg, verb.remote)
        self.router.refresh_around(leg)

    def _play(self, verb: p.Play) -> None:
        leg = self._plane.leg(verb.leg)
        if not verb.items:
            raise Refusal("empty_playlist", verb.token)
        steps = tuple(self.sounds.step(item, leg.law) for item in verb.items)
        self.pacer.play(leg, Playlist(verb.token, steps), verb.after_current)

    def _set_mix(self, verb: p.SetMix) -> None:
        self.mixer.set(verb.mix, [self._plane.leg(leg) for leg in verb.legs], verb.hears)

    def _start_recording(self, verb: p.StartRecording) -> None:
        customer = self._plane.leg(verb.customer_leg)
        agent = self._plane.leg(verb.agent_leg) if verb.agent_leg is not None else None
        if agent is customer:
            raise Refusal("same_leg", verb.customer_leg)
        self.recorder.start(verb, customer, agent)
        self.router.refresh_around(customer)

    def _attach_recording(self, verb: p.AttachRecording) -> None:
        agent = self._plane.leg(verb.agent_leg) if verb.agent_leg is not None else None
        customer = self.recorder.attach_agent(verb.recording, agent)
        if customer is not None:
            self.router.refresh_around(customer)

    def _send_key(self, verb: p.SendKey) -> None:
        leg = self._plane.leg(verb.leg)
        if leg.event_payload is None:
            raise Refusal("key_not_offered", verb.leg)
        if len(verb.key) != 1 or verb.key not in KEYS or not 0 < verb.duration_ms <= MAX_KEY_MS:
            raise Refusal("bad_key", verb.key)
        self.pacer.send_key(leg, press_payloads(verb.key, verb.duration_ms))

    def _delete_leg(self, verb: p.DeleteLeg) -> None:
        leg = self._plane.legs.pop(verb.leg, None)
        if leg is None:
            return
        self.watch.leg_gone(leg)
        self.router.unbridge(leg)
        if leg.mix is not None:
            leg.mix.leave(leg)
        if leg.own_track is not None:
            leg.own_track.leg = None
        leg.echo = False
        self.router.refresh(leg)
        self.pacer.drop(leg)
        self.browsers.close(leg)
        self.sockets.close(leg)


def _leg_state(leg: Leg) -> p.LegState:
    return p.LegState(
        leg.leg_id,
        leg.law,
        leg.port,
        leg.direction,
        leg.remote,
        leg.latched,
        leg.peer.leg_id if leg.peer is not None else None,
        leg.mix.mix_id if leg.mix is not None else None,
        tuple(playlist.token for playlist in leg.playlists),
        leg.muted,
        leg.held,
        leg.alarm == "one_way",
        browser=leg.browser is not None,
        path_up=leg.browser is not None and leg.browser.is_up,
    )
