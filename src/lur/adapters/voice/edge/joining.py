"""Tell the media plane who hears whom: a bridge for two, a group for more (media/talk_verbs.py).

What was told last is kept with the conversation, so that the same wish again says nothing; after a refusal,
or a restart on either side, all is said again.
"""

from __future__ import annotations

import msgspec

from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.conversation import Conversation, Joint
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import AgentLeg, OutsideLeg
from lur.adapters.voice.edge.lines import Lines, mix_of
from lur.adapters.voice.edge.tones import Tones
from lur.adapters.voice.edge.who_hears import Heard, Seat, who_hears
from lur.adapters.voice.media.protocol import Bridge, EndMix, Hearing, Hold, SetMix
from lur.adapters.voice.protocol import Wanted


class Joining:
    """Joins the legs of a talk."""

    def __init__(self, house: House, *, lines: Lines, announcer: Announcer, tones: Tones) -> None:
        self._house = house
        self._lines = lines
        self._announcer = announcer
        self._tones = tones

    def has_voice(self, talk: Conversation, wanted: Wanted) -> bool:
        """Whether the customer has anybody to speak with, as things are."""
        return who_hears(wanted.phase, self._seats(talk, wanted)).is_listening(talk.caller.sound.leg)

    def join(self, talk: Conversation, wanted: Wanted) -> None:
        """Bring sound to where it is wanted; a customer with nobody there hears music."""
        seats = self._seats(talk, wanted)
        heard = who_hears(wanted.phase, seats)
        others = seats[1:]
        if len(others) == 1 and others[0].chair in ("agent", "joined"):
            self._bridge(talk, others[0].leg, is_heard=heard.is_listening(talk.caller.sound.leg))
        elif others:
            self._mix(talk, seats, heard)
        else:
            self._lines.part(talk)
            self._announcer.wait(talk)
        self._play(talk, wanted, heard)
        self._house.talks.changed(talk)

    def _seats(self, talk: Conversation, wanted: Wanted) -> list[Seat]:
        """Everybody who is there; the customer first. A browser without a leg in the plane is not."""
        seats = [Seat(talk.caller.sound.leg, "customer")]
        if talk.agent is not None and self._has_sound(talk.agent):
            seats.append(Seat(talk.agent.sound.leg, "agent", _is_away(talk.agent)))
        for party in wanted.parties:
            leg, outside = talk.parties.get(party.party_id), talk.outside.get(party.party_id)
            if not party.is_there:
                continue
            if leg is not None and self._has_sound(leg):
                seats.append(Seat(leg.sound.leg, party.part, _is_away(leg)))
            elif outside is not None and outside.line.is_there:
                seats.append(Seat(outside.sound.leg, party.part, outside.holding))
        return seats

    def _has_sound(self, leg: AgentLeg) -> bool:
        if leg.state != "answered":
            return False
        phone = self._house.browsers.of(leg.agent_id) if leg.browser else None
        return not leg.browser or (phone is not None and phone.standing)

    def _bridge(self, talk: Conversation, peer: str, *, is_heard: bool) -> None:
        """Two speak, or one of them holds the other: the plane itself plays music then."""
        joint = talk.joint
        if is_heard:
            self._announcer.hush(talk)
        if joint.peer != peer or joint.mixed:
            self._house.media.order(Bridge(talk.caller.sound.leg, peer))
            if joint.mixed:
                self._house.media.order(EndMix(mix_of(talk.contact_id)))
            joint = Joint(peer=peer)
        if joint.parked is is_heard:
            joint = msgspec.structs.replace(joint, parked=not is_heard)
            self._house.media.order(Hold(peer, not is_heard))
        talk.joint = joint

    def _mix(self, talk: Conversation, seats: list[Seat], heard: Heard) -> None:
        """Three or more, each with their own ears. In a group nobody is on hold: the matrix says it all, and
        music is played to those who hear nobody, before what they heard ends.
        """
        before = talk.joint
        legs = tuple(seat.leg for seat in seats)
        if heard.is_listening(talk.caller.sound.leg):
            self._announcer.hush(talk)
        else:
            self._announcer.wait(talk)
        wish = Joint(mixed=True, legs=legs, hears=heard.hears)
        if wish == before:
            return
        talk.joint = wish
        pairs = tuple(Hearing(listener, speaker) for listener, speaker in heard.hears)
        verb = SetMix(mix_of(talk.contact_id), legs, pairs)
        self._house.media.order(verb, lambda _: self._refused(talk, wish))
        if before.parked:
            self._house.media.order(Hold(before.peer, False))

    def _refused(self, talk: Conversation, wish: Joint) -> None:
        """A leg is not there: whoever notices that it came back says all of it again."""
        if talk.joint == wish:
            talk.joint = Joint(mixed=True)
            self._house.talks.changed(talk)

    def _play(self, talk: Conversation, wanted: Wanted, heard: Heard) -> None:
        """Music, the sound of ringing, or people, for everybody but the customer."""
        rings = any(not party.is_there and party.party_id not in talk.parted for party in wanted.parties)
        agent = talk.agent
        if agent is not None and agent.state == "answered":
            alone = wanted.phase == "held" and not heard.is_listening(agent.sound.leg)
            self._tones.play(agent, "ringback" if rings and alone else "")
        there = {party.party_id for party in wanted.parties if party.is_there}
        ears: list[AgentLeg | OutsideLeg] = [*talk.parties.values(), *talk.outside.values()]
        for ear in ears:
            if ear.party_id in there:
                self._tones.play(ear, "music" if ear.sound.leg in heard.music else "")


def _is_away(leg: AgentLeg) -> bool:
    return leg.holding or leg.lost_at is not None
