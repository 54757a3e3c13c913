"""The switch: each event of the SIP stack and of the media plane goes to the one part that knows what it
means.
"""

from __future__ import annotations

import msgspec
import structlog

from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.arrivals import Arrivals
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.departures import Departures
from lur.adapters.voice.edge.desks import Desks
from lur.adapters.voice.edge.dialogues import Dialogues
from lur.adapters.voice.edge.health import Health
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.keys import Keys
from lur.adapters.voice.edge.operators import Operators
from lur.adapters.voice.edge.outgoing import Outgoing
from lur.adapters.voice.edge.outside import Outside
from lur.adapters.voice.edge.presence_codes import PresenceCodes
from lur.adapters.voice.edge.recorder import Recorder
from lur.adapters.voice.edge.reoffers import Reoffers
from lur.adapters.voice.edge.ringing import Ringing
from lur.adapters.voice.edge.transfers import Transfers
from lur.adapters.voice.edge.trials import Trials
from lur.adapters.voice.media import protocol as media
from lur.wire import sip

log = structlog.get_logger("edge.exchange")

LegEvent = (
    sip.CallCancelled
    | sip.CallConfirmed
    | sip.CallProgressed
    | sip.CallAnswered
    | sip.CallFailed
    | sip.CallEnded
    | sip.Reoffered
    | sip.ReofferConfirmed
    | sip.ReofferAnswered
    | sip.Referred
    | sip.KeyPressed
)


class Parts(msgspec.Struct, frozen=True):
    """Who does what."""

    arrivals: Arrivals
    departures: Departures
    dialogues: Dialogues
    ringing: Ringing
    outgoing: Outgoing
    outside: Outside
    reoffers: Reoffers
    transfers: Transfers
    trials: Trials
    keys: Keys
    codes: PresenceCodes
    desks: Desks
    operators: Operators
    announcer: Announcer
    recorder: Recorder
    health: Health


class Exchange:
    """Routes events."""

    def __init__(self, house: House, parts: Parts) -> None:
        self._house = house
        self._parts = parts

    def on_sip(self, event: sip.SipEvent) -> None:
        """One event of the SIP stack."""
        if isinstance(event, sip.CallArrived):
            self._parts.arrivals.arrived(event)
        elif isinstance(event, LegEvent):
            self._on_leg(event)
        else:
            self._on_stack(event)

    def on_media(self, event: media.Event) -> None:
        """One event of the media plane."""
        match event:
            case media.PlayFinished(leg=leg, token=token, reason="ended"):
                self._said(leg, token)
            case media.KeyPressed(leg=leg, key=key):
                talk = self._house.talks.of_sound(leg)
                if talk is not None and leg == talk.caller.sound.leg:
                    self._parts.keys.pressed(talk, key)
            case media.OneWayAudio() | media.LegSilent() | media.AudioRestored():
                self._parts.health.sound_changed(event)
            case media.BrowserPath(leg=leg, state=state):
                self._parts.desks.path_changed(leg, state == "up")
            case media.RecordingFinished():
                full = self._parts.recorder.finished(event)
                if full is not None:
                    self._parts.dialogues.full(full)
            case media.RecordingFailed():
                cut = self._parts.recorder.failed(event)
                if cut is not None:
                    self._parts.dialogues.cut(cut)
            case _:
                pass

    def _said(self, leg: str, token: str) -> None:
        talk = self._house.talks.of_sound(leg)
        if talk is not None:
            self._parts.announcer.finished(talk, token)
        else:
            self._parts.codes.said(token)

    def _on_leg(self, event: LegEvent) -> None:
        if self._parts.trials.takes(event):
            return
        if self._parts.codes.knows(event.leg):
            self._on_code(event)
            return
        talk = self._house.talks.of_sip(event.leg)
        if talk is not None:
            self._on_talk(talk, event)
        elif isinstance(event, sip.CallAnswered):
            self._house.stack.calls.hang_up(event.leg, self._house.clock.now())

    def _on_code(self, event: LegEvent) -> None:
        if isinstance(event, sip.CallConfirmed):
            self._parts.codes.confirmed(event.leg)
        elif isinstance(event, sip.CallCancelled | sip.CallEnded):
            self._parts.codes.gone(event.leg)

    def _on_talk(self, talk: Conversation, event: LegEvent) -> None:
        parts = self._parts
        match event:
            case sip.CallCancelled():
                parts.departures.cancelled(talk, event)
            case sip.CallConfirmed():
                parts.arrivals.confirmed(talk, event)
            case sip.CallProgressed():
                self._progressed(talk, event.leg)
            case sip.CallAnswered():
                self._answered(talk, event)
            case sip.CallFailed():
                parts.departures.failed(talk, event)
            case sip.CallEnded():
                parts.departures.ended(talk, event)
            case sip.Reoffered():
                parts.reoffers.asked(talk, event)
            case sip.ReofferConfirmed() | sip.ReofferAnswered():
                parts.reoffers.answered(talk, event)
            case sip.Referred():
                parts.transfers.asked(talk, event)
            case sip.KeyPressed():
                self._key_by_info(talk, event)

    def _progressed(self, talk: Conversation, leg: str) -> None:
        if leg == talk.caller.sip:
            self._parts.outgoing.progressed(talk)
        elif (outside := talk.outside_leg(leg)) is not None:
            self._parts.outside.progressed(talk, outside)
        else:
            self._parts.ringing.rang(talk, leg)

    def _answered(self, talk: Conversation, event: sip.CallAnswered) -> None:
        if event.leg == talk.caller.sip:
            self._parts.outgoing.answered(talk, event.leg, event.sdp)
        elif (outside := talk.outside_leg(event.leg)) is not None:
            self._parts.outside.answered(talk, outside, event.sdp)
        else:
            self._parts.ringing.answered(talk, event.leg, event.sdp)

    def _key_by_info(self, talk: Conversation, event: sip.KeyPressed) -> None:
        if event.leg == talk.caller.sip:
            self._parts.keys.pressed(talk, event.key)

    def _on_stack(self, event: sip.SipEvent) -> None:
        match event:
            case sip.RegistrationChanged():
                self._registration_changed(event)
            case sip.AuthenticationFailed():
                self._house.counters.add("auth_failed")
                log.warning("auth_failed", user=event.user, source=event.source, method=event.method)
            case sip.SourceSilenced():
                self._house.counters.add("silenced_sources")
                log.warning("source_silenced", source=event.source)
            case sip.PingFinished():
                self._parts.operators.ping_finished(event)
            case sip.TrunkRegistrationChanged():
                self._parts.operators.registration_changed(event)
            case _:
                pass

    def _registration_changed(self, event: sip.RegistrationChanged) -> None:
        log.info("phone_registered" if event.contacts else "phone_unregistered", user=event.user)
        save_bindings(self._house, event.user)


def save_bindings(house: House, user: str) -> None:
    """Store where a phone is, so that a restarted edge can ring it."""
    bindings = house.stack.registrar.bindings(user)
    if bindings:
        house.store.put("binding", user, msgspec.msgpack.encode(bindings))
    else:
        house.store.drop("binding", user)
