"""Coming back: this process after a SIGKILL, or the media plane under our feet.

The edge restarts: dialogs, bindings and conversations come from the store; the media plane kept talking
and is asked what it has. The plane restarts: every leg is made again on its old port towards its old peer,
so that the phones notice nothing but a gap; only when a port cannot be had do we send a re-INVITE. The leg of
a browser cannot be made again from here: its page makes a new offer, and the talk waits for it.
"""

from __future__ import annotations

import msgspec
import structlog

from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.callbacks import Callbacks
from lur.adapters.voice.edge.converging import Converging
from lur.adapters.voice.edge.conversation import APART, Conversation, Joint
from lur.adapters.voice.edge.descriptions import create_verb, our_offer
from lur.adapters.voice.edge.desks import Desks
from lur.adapters.voice.edge.dialogues import Dialogues
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import Sound
from lur.adapters.voice.edge.lines import Lines, mix_of
from lur.adapters.voice.edge.outside import Outside
from lur.adapters.voice.edge.parties import Parties
from lur.adapters.voice.edge.recorder import Recorder
from lur.adapters.voice.media.client import MediaRefused, MediaUnavailable
from lur.adapters.voice.media.protocol import DeleteLeg, Legs, LegState
from lur.wire.sip import Binding, LegRecord

log = structlog.get_logger("edge.revival")


class Revival:
    """Makes what was stored and what is real agree."""

    def __init__(
        self,
        house: House,
        *,
        lines: Lines,
        announcer: Announcer,
        recorder: Recorder,
        converging: Converging,
        callbacks: Callbacks,
        dialogues: Dialogues,
        desks: Desks,
        parties: Parties,
        outside: Outside,
    ) -> None:
        self._house = house
        self._parties = parties
        self._outside = outside
        self._lines = lines
        self._announcer = announcer
        self._recorder = recorder
        self._converging = converging
        self._callbacks = callbacks
        self._dialogues = dialogues
        self._desks = desks

    def load(self) -> None:
        """Take over what an earlier life of the edge stored."""
        house, now = self._house, self._house.clock.now()
        for name, body in house.store.all("binding"):
            for binding in msgspec.msgpack.decode(body, type=tuple[Binding, ...]):
                house.stack.registrar.restore(binding, now)
            log.debug("bindings_restored", user=name)
        for _, body in house.store.all("leg"):
            house.stack.calls.restore(msgspec.msgpack.decode(body, type=LegRecord), now)
        house.talks.load()
        house.browsers.load()
        self._agree_with_stack()

    async def media_is_back(self) -> None:
        """The media plane is connected: make it do what the conversations need."""
        self._desks.plane_is_asked()
        try:
            legs = await self._house.media.legs()
        except MediaUnavailable:
            return
        self._recorder.plane_has(self._house.talks, legs.recordings)
        self._delete_strays(legs)
        known = {state.leg: state for state in legs.legs}
        self._desks.plane_has(known)
        for talk in self._house.talks:
            await self._revive(talk, known)

    def _agree_with_stack(self) -> None:
        """Legs without a conversation are hung up; conversations without their leg are over."""
        house, now = self._house, self._house.clock.now()
        live = set(house.stack.calls.legs())
        for talk in house.talks:
            self._drop_lost_legs(talk, live)
        for leg in live:
            if house.talks.of_sip(leg) is None:
                house.stack.calls.hang_up(leg, now)

    def _drop_lost_legs(self, talk: Conversation, live: set[str]) -> None:
        if talk.caller.state == "arriving":
            self._lines.hang_up_caller(talk)
        elif talk.caller.state == "dialling" and talk.caller.sip not in live:
            self._lines.caller_is_gone(talk)
        elif talk.caller.is_there and talk.caller.sip not in live:
            self._callbacks.customer_left(talk, "system", "line_lost")
        for leg in talk.ours:
            if leg.browser or (leg.state != "preparing" and live.intersection(leg.branches)):
                continue
            if leg.state == "answered" and leg is not talk.agent:
                self._parties.ended(talk, leg, "lost")
            else:
                self._lines.is_gone(talk, leg)
        for outside in tuple(talk.outside.values()):
            if outside.line.sip in live:
                continue
            if outside.line.is_there:
                self._outside.ended(talk, outside, "lost")
            else:
                self._lines.outside_is_gone(talk, outside)

    def _delete_strays(self, legs: Legs) -> None:
        for state in legs.legs:
            is_standing = self._house.browsers.of_leg(state.leg) is not None
            if not is_standing and self._house.talks.of_sound(state.leg) is None:
                self._house.media.order(DeleteLeg(state.leg))

    async def _revive(self, talk: Conversation, known: dict[str, LegState]) -> None:
        if talk.caller.state == "arriving":
            return
        state = known.get(talk.caller.sound.leg)
        talk.joint = _joint(talk, state, known)
        if state is None and talk.caller.sip:
            await self._create_again(talk, talk.caller.sip, talk.caller.sound)
        await self._revive_others(talk, known)
        if not talk.caller.is_there:
            pass
        elif state is None:
            self._announcer.resume(talk)
        else:
            self._announcer.check(talk, state.playing)
        if talk.caller.is_there:
            self._dialogues.resume(talk)
        self._house.talks.changed(talk)
        self._converging.converge(talk)
        if talk.ending and talk.hearing.saying is None:
            self._lines.hang_up_caller(talk)

    async def _revive_others(self, talk: Conversation, known: dict[str, LegState]) -> None:
        for leg in talk.ours:
            if leg.sound.leg not in known and leg.state != "preparing":
                leg.plays = ""
                if not leg.browser:
                    await self._create_again(talk, leg.sip, leg.sound)
        for outside in tuple(talk.outside.values()):
            if outside.sound.leg not in known and outside.sound.port:
                outside.plays = ""
                await self._create_again(talk, outside.line.sip, outside.sound)

    async def _create_again(self, talk: Conversation, sip: str, sound: Sound) -> None:
        self._house.counters.add("media_restarts")
        try:
            await self._house.media.create(create_verb(sound))
        except MediaUnavailable:
            return
        except MediaRefused as refusal:
            log.warning("port_lost", contact=talk.contact_id, code=refusal.code)
            await self._move_port(sip, sound)

    async def _move_port(self, sip: str, sound: Sound) -> None:
        sound.port = 0
        try:
            sound.port = (await self._house.media.create(create_verb(sound))).local_port
        except (MediaRefused, MediaUnavailable) as error:
            log.error("no_port", leg=sound.leg, problem=str(error))
            return
        sound.version += 1
        self._house.stack.calls.reoffer(sip, our_offer(sound), self._house.clock.now())


def _joint(talk: Conversation, state: LegState | None, known: dict[str, LegState]) -> Joint:
    """How the plane joins the customer to others; it does not tell a group's matrix, which is said anew."""
    if state is None:
        return APART
    if state.mix == mix_of(talk.contact_id):
        return Joint(mixed=True)
    peer = state.bridged_to or ""
    is_known = talk.leg_at(peer) is not None or any(each.sound.leg == peer for each in talk.outside.values())
    return Joint(peer=peer, parked=known[peer].held) if is_known and peer in known else APART
