"""The two sides of a call as tables: an illegal move is a missing row, and is ignored and counted, never a
crash.

A *caller leg* is the customer's line, whoever of us two called; one who waits to be called has none ("gone").
An *agent leg* is the phone of somebody of ours, who has the contact or is a party of its talk: it may ring at
several bindings of the phone, so it holds all the SIP legs that ring (branches) until one answers. An agent
whose phone is a browser has no SIP legs, only the standing leg in the media plane (browsers.py). An *outside
leg* is somebody else's phone that was called into a talk.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.adapters.voice.media.protocol import Address, Direction, Law
from lur.core.ids import AgentId, CommandId, Instant, OfferId, PartyId

CallerState = Literal["arriving", "dialling", "answered", "confirmed", "gone"]
AgentState = Literal["preparing", "ringing", "answered", "gone"]
Told = Literal["", "answered", "missed"]
Tone = Literal["", "soft_tone", "ringback", "music"]
"""What one of ours hears in place of people; empty: nothing of the kind."""
Step = Literal["port_ready", "acknowledged", "rang", "picked_up", "ended"]

CALLER: dict[tuple[CallerState, Step], CallerState] = {
    ("arriving", "port_ready"): "answered",
    ("arriving", "ended"): "gone",
    ("dialling", "picked_up"): "confirmed",
    ("dialling", "ended"): "gone",
    ("answered", "acknowledged"): "confirmed",
    ("answered", "ended"): "gone",
    ("confirmed", "ended"): "gone",
}

AGENT: dict[tuple[AgentState, Step], AgentState] = {
    ("preparing", "rang"): "ringing",
    ("preparing", "ended"): "gone",
    ("ringing", "picked_up"): "answered",
    ("ringing", "ended"): "gone",
    ("answered", "ended"): "gone",
}


class Sound(msgspec.Struct):
    """A leg's side in the media plane; ``port`` 0 until the plane has given one.

    ``host`` is what our SDP says, ``session_id`` and ``version`` its o= line.
    """

    leg: str
    law: Law
    host: str
    session_id: int
    port: int = 0
    version: int = 1
    remote: Address | None = None
    key_payload: int | None = None
    direction: Direction = Direction.SENDRECV


class CallerLeg(msgspec.Struct):
    """The customer's line."""

    sip: str
    sound: Sound
    source: str = ""
    """The address that the INVITE came from."""
    state: CallerState = "arriving"
    offerless: bool = False
    """Their INVITE had no SDP: our 200 makes the offer, their ACK answers it."""

    @property
    def has_called(self) -> bool:
        """A call of theirs, answered or not yet, or one of ours that they have answered."""
        return self.state in ("arriving", "answered", "confirmed")

    @property
    def is_there(self) -> bool:
        """The customer can hear and be heard."""
        return self.state in ("answered", "confirmed")

    def step(self, step: Step) -> bool:
        """Move by the table; False, and no change, when the table has no such row."""
        state = CALLER.get((self.state, step))
        if state is None:
            return False
        self.state = state
        return True


class Attempt(msgspec.Struct):
    """One try to call a customer, over one trunk after the other. ``asked`` and ``number`` name it;
    ``statuses`` are of the trunks that failed.
    """

    asked: Instant
    number: int
    since: Instant = 0
    """When the newest trunk was asked."""
    tried: list[str] = msgspec.field(default_factory=list)
    statuses: list[int] = msgspec.field(default_factory=list)
    rang: bool = False
    """The newest trunk has said that the customer's phone rings."""
    told: Told = ""
    """What the runtime hears of it; then it is not made again."""


class Referral(msgspec.Struct):
    """A transfer by REFER, whose progress the phone hears of (RFC 3515)."""

    command_id: CommandId
    """Of the fact that asked; until it is settled the REFER has no answer."""
    agent_id: AgentId | None = None
    """The colleague; None: it goes to a queue."""
    is_accepted: bool = False
    """The REFER has been answered."""
    is_asked: bool = False
    """The colleague is asked, or was."""


class AgentLeg(msgspec.Struct):
    """A phone of ours in a talk: its agent's, for an offer or not, or that of a ``party_id``."""

    agent_id: AgentId
    offer_id: OfferId
    sound: Sound
    since: Instant
    ring_ms: int
    state: AgentState = "preparing"
    heard: bool = False
    """The phone has said something (180): it is there."""
    sip: str = ""
    """The SIP leg that answered."""
    branches: list[str] = msgspec.field(default_factory=list)
    refusals: list[int] = msgspec.field(default_factory=list)
    """Final answers of branches that failed."""
    holding: bool = False
    """The phone itself has put us on hold."""
    moved: bool = False
    """The agent gave the contact to a queue: hanging up now ends nothing."""
    plays: Tone = ""
    """soft_tone: the customer still hears the notice. ringback: somebody's phone rings. music: waits."""
    party_id: PartyId = PartyId("")
    """Who this is beside the agent; empty: the agent."""
    refers: Referral | None = None
    """The phone has asked to give the contact away."""
    browser: bool = False
    """The phone is a browser: its leg in the media plane outlives this one."""
    lost_at: Instant | None = None
    """Since when the browser of this talk cannot be reached."""

    def step(self, step: Step) -> bool:
        """Move by the table; False, and no change, when the table has no such row."""
        state = AGENT.get((self.state, step))
        if state is None:
            return False
        self.state = state
        return True


class OutsideLeg(msgspec.Struct):
    """An outside number that is called into a talk, or is there."""

    party_id: PartyId
    line: CallerLeg
    attempt: Attempt
    number: str
    shown: str
    holding: bool = False
    """The phone has put us on hold."""
    plays: Tone = ""

    @property
    def sound(self) -> Sound:
        """Its side in the media plane."""
        return self.line.sound
