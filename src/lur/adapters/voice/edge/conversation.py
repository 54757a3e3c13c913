"""A conversation: what the edge knows of one contact, as plain data that survives a restart.

What is done with it lies beside it: converging.py (make it as the runtime wants), ringing.py, announcer.py
and recorder.py. The registry finds conversations by whatever a message names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from lur.adapters.voice.edge.aside import Aside
from lur.adapters.voice.edge.dialogue import Beep
from lur.adapters.voice.edge.legs import AgentLeg, Attempt, CallerLeg, OutsideLeg, Sound, Told
from lur.adapters.voice.edge.store import Store
from lur.adapters.voice.media.protocol import Law
from lur.adapters.voice.protocol import Wanted
from lur.core.ids import ContactId, Instant, Language, OfferId, PartyId
from lur.wire.words import Prompt

SpeechKind = Literal[
    "greeting",
    "place",
    "offer",
    "notice",
    "code",
    "choices",
    "dialogue",
    "confirmation",
    "promise",
    "held",
    "rating",
    "last_words",
]


class Speech(msgspec.Struct, frozen=True):
    """Sentences said in one breath; ``token`` names them towards the media plane, ``seq`` orders places."""

    token: str
    kind: SpeechKind
    prompts: tuple[Prompt, ...]
    seq: int = 0
    beep: Beep = ""


class Hearing(msgspec.Struct):
    """What the customer hears: a speech, others that wait for it to end, and below them music or the
    agent.
    """

    saying: Speech | None = None
    queued: list[Speech] = msgspec.field(default_factory=list)
    begun: bool = False
    greeted: bool = False
    music: bool = False
    told_seq: int = 0
    offered_back: bool = False


class Joint(msgspec.Struct, frozen=True):
    """How the media plane was told to join the legs: the customer to a ``peer``, or all of them in a group
    (``mixed``) of which ``hears`` tells who hears whom.
    """

    peer: str = ""
    parked: bool = False
    """The plane plays music to the customer on the peer's behalf."""
    mixed: bool = False
    legs: tuple[str, ...] = ()
    hears: tuple[tuple[str, str], ...] = ()


APART = Joint()


class Conversation(msgspec.Struct):
    """One contact's call. ``wanted`` is what the runtime said last."""

    contact_id: ContactId
    language: Language
    company: str
    caller: CallerLeg
    arrived_at: Instant
    hearing: Hearing
    aside: Aside = msgspec.field(default_factory=Aside)
    wanted: Wanted | None = None
    arrival_known: bool = False
    """The runtime has acknowledged ArriveContact."""
    agent: AgentLeg | None = None
    refused_offer: OfferId | None = None
    """An offer the phone has said no to; saying it again does not ring again."""
    joint: Joint = APART
    parties: dict[PartyId, AgentLeg] = msgspec.field(default_factory=dict)
    """Colleagues beside the agent, whose phones ring or who are there."""
    outside: dict[PartyId, OutsideLeg] = msgspec.field(default_factory=dict)
    parted: tuple[PartyId, ...] = ()
    """Parties who have said no or have gone: not called again while they are still wanted."""
    reminded_seq: int = 0
    """The newest reminder of a customer on hold that was carried out."""
    has_rung: bool = False
    """The phone of an agent who calls out was rung: it is not rung again."""
    recording_declined: bool = False
    keys_noted: int = 0
    recording_id: str | None = None
    ending: bool = False
    attempt: Attempt | None = None
    """The newest try to call the customer."""

    @property
    def bridged(self) -> bool:
        """The customer is joined to somebody, heard or on hold."""
        return self.joint.peer != "" or self.joint.mixed

    @property
    def ours(self) -> tuple[AgentLeg, ...]:
        """All phones of ours, the agent's first."""
        agent = () if self.agent is None else (self.agent,)
        return (*agent, *self.parties.values())

    def has(self, leg: AgentLeg) -> bool:
        """Whether this phone is (still) in the talk, or rings for it."""
        return any(each is leg for each in self.ours)

    def our_leg(self, sip: str) -> AgentLeg | None:
        """The phone of ours that a SIP leg belongs to."""
        return next((leg for leg in self.ours if sip in leg.branches), None)

    def leg_at(self, sound: str) -> AgentLeg | None:
        """The phone of ours that a leg of the media plane belongs to."""
        return next((leg for leg in self.ours if leg.sound.leg == sound), None)

    def outside_leg(self, sip: str) -> OutsideLeg | None:
        """The outside phone that a SIP leg belongs to."""
        return next((leg for leg in self.outside.values() if sip and leg.line.sip == sip), None)

    def unseat(self, leg: AgentLeg) -> None:
        """This phone is in the talk no more."""
        if self.agent is leg:
            self.agent = None
        elif self.parties.get(leg.party_id) is leg:
            del self.parties[leg.party_id]

    @property
    def is_kept(self) -> bool:
        """The customer waits to be called, so the line, if there is one, may go without harm."""
        wanted = self.wanted
        if wanted is None or not is_without_line(wanted):
            return False
        return wanted.phase != "dialling" or told_of(self, wanted) != "answered"

    @property
    def is_over(self) -> bool:
        """Nobody is left on any line, and no agent is wanted for somebody who has none."""
        is_empty = self.caller.state == "gone" and not self.ours and not self.outside
        return is_empty and (self.ending or self.wanted is None or not needs_agent_only(self.wanted))


def told_of(talk: Conversation, wanted: Wanted) -> Told:
    """What the runtime hears of the attempt that is wanted; empty: it is still to be made."""
    attempt, outward = talk.attempt, wanted.outward
    if attempt is None:
        return ""
    is_another = outward is not None and (outward.asked, outward.attempt) != (attempt.asked, attempt.number)
    return "" if is_another else attempt.told


def is_without_line(wanted: Wanted) -> bool:
    """Whether the contact lives without a line."""
    return not wanted.on_line and wanted.phase in ("waiting", "resting", "offered", "dialling")


def needs_agent_only(wanted: Wanted) -> bool:
    """Whether an agent's phone has to ring, or to be on the line, for a customer who has no line yet."""
    return is_without_line(wanted) and wanted.phase in ("offered", "dialling")


def without_line(wanted: Wanted, company: str, now: Instant) -> Conversation:
    """A conversation that begins with the agent."""
    nowhere = Sound(leg="", law=Law.ALAW, host="", session_id=now)
    return Conversation(
        contact_id=wanted.contact_id,
        language=wanted.language,
        company=company,
        caller=CallerLeg(sip="", sound=nowhere, state="gone"),
        arrived_at=now,
        hearing=Hearing(),
        arrival_known=True,
    )


class Conversations:
    """All live conversations, and the indexes to find them by."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._all: dict[ContactId, Conversation] = {}
        self._by_sip: dict[str, ContactId] = {}
        self._by_sound: dict[str, ContactId] = {}
        self._changed: dict[ContactId, None] = {}

    def __iter__(self) -> Iterator[Conversation]:
        return iter(tuple(self._all.values()))

    def __len__(self) -> int:
        return len(self._all)

    def get(self, contact_id: ContactId) -> Conversation | None:
        """A conversation by its contact."""
        return self._all.get(contact_id)

    def of_sip(self, leg: str) -> Conversation | None:
        """The conversation that a SIP leg belongs to."""
        contact_id = self._by_sip.get(leg)
        return None if contact_id is None else self._all.get(contact_id)

    def of_sound(self, leg: str) -> Conversation | None:
        """The conversation that a media leg belongs to."""
        contact_id = self._by_sound.get(leg)
        return None if contact_id is None else self._all.get(contact_id)

    def add(self, conversation: Conversation) -> None:
        """A new call, or one that was stored."""
        self._all[conversation.contact_id] = conversation
        self.changed(conversation)

    def changed(self, conversation: Conversation) -> None:
        """Its data changed: index it again now, store it at the end of the turn, forget it when it is
        over.
        """
        contact_id = conversation.contact_id
        self._changed[contact_id] = None
        if conversation.caller.state != "gone":
            if conversation.caller.sip:
                self._by_sip[conversation.caller.sip] = contact_id
            self._by_sound[conversation.caller.sound.leg] = contact_id
        for ours in conversation.ours:
            self._by_sound[ours.sound.leg] = contact_id
            for leg in ours.branches:
                self._by_sip[leg] = contact_id
        for outside in conversation.outside.values():
            self._by_sound[outside.sound.leg] = contact_id
            if outside.line.sip:
                self._by_sip[outside.line.sip] = contact_id

    def unlink_sip(self, leg: str) -> None:
        """A SIP leg is gone."""
        self._by_sip.pop(leg, None)

    def unlink_sound(self, leg: str) -> None:
        """A media leg is deleted."""
        self._by_sound.pop(leg, None)

    def save(self) -> None:
        """Store what changed since the last time; conversations that are over are forgotten."""
        changed, self._changed = self._changed, {}
        for contact_id in changed:
            conversation = self._all.get(contact_id)
            if conversation is None:
                continue
            if conversation.is_over:
                self._forget(conversation)
            else:
                self._store.put("conversation", contact_id, msgspec.msgpack.encode(conversation))

    def load(self) -> None:
        """Bring back what an earlier life stored."""
        for name, body in self._store.all("conversation"):
            try:
                self.add(msgspec.msgpack.decode(body, type=Conversation))
            except msgspec.MsgspecError:
                self._store.drop("conversation", name)

    def _forget(self, conversation: Conversation) -> None:
        del self._all[conversation.contact_id]
        self._store.drop("conversation", conversation.contact_id)
        self.unlink_sip(conversation.caller.sip)
        self.unlink_sound(conversation.caller.sound.leg)
