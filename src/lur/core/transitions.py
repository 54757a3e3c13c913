"""The two state machines of the centre as tables: an illegal move is a missing row.

``apply`` reads its next phase or presence here and nowhere else; the diagrams in docs/diagrams.md are drawn
from these tables. An agent who has no contact left is given the next presence by an event of its own (wrap-
up, breath, ready or unreachable, pause, signed out), so ``ContactEnded`` leaves ``on_contact`` as it is.
"""

from __future__ import annotations

from typing import Literal

Phase = Literal[
    "entering", "refused", "waiting", "resting", "offered", "dialling", "talking", "held", "ended"
]
"""entering: an entry flow has the customer. refused: at a shut door, asked whether to be called back.
resting: to be called, but not yet. dialling: an agent waits for the customer to answer our call."""
Presence = Literal[
    "signed_out", "ready", "unreachable", "offered", "on_contact", "wrap_up", "breath", "pause"
]

CONTACT: dict[tuple[Phase, str], Phase] = {
    ("entering", "ContactQueued"): "waiting",
    ("entering", "ContactRefused"): "refused",
    ("entering", "PlaceResumed"): "entering",
    ("entering", "ContactEnded"): "ended",
    ("refused", "CallbackAsked"): "waiting",
    ("refused", "ContactEnded"): "ended",
    ("resting", "CallbackDue"): "waiting",
    ("resting", "PlaceResumed"): "resting",
    ("resting", "CallbackPostponed"): "resting",
    ("resting", "ContactMoved"): "resting",
    ("resting", "ContactEnded"): "ended",
    ("waiting", "OfferMade"): "offered",
    ("waiting", "ContactOverflowed"): "waiting",
    ("waiting", "CallbackAsked"): "waiting",
    ("waiting", "CallbackPostponed"): "resting",
    ("waiting", "ContactMoved"): "waiting",
    ("waiting", "PlaceResumed"): "waiting",
    ("waiting", "ContactEnded"): "ended",
    ("offered", "PlaceResumed"): "offered",
    ("offered", "OfferAccepted"): "talking",
    ("offered", "OfferDeclined"): "waiting",
    ("offered", "OfferExpired"): "waiting",
    ("offered", "OfferWithdrawn"): "waiting",
    ("talking", "CallbackDialled"): "dialling",
    ("dialling", "CallbackAnswered"): "talking",
    ("dialling", "CallbackMissed"): "resting",
    ("dialling", "ContactReturned"): "waiting",
    ("dialling", "ContactEnded"): "ended",
    ("talking", "ContactHeld"): "held",
    ("talking", "ContactReturned"): "waiting",
    ("talking", "ContactMoved"): "waiting",
    ("talking", "ContactEnded"): "ended",
    ("held", "ContactResumed"): "talking",
    ("held", "ContactReturned"): "waiting",
    ("held", "ContactMoved"): "waiting",
    ("held", "ContactEnded"): "ended",
}

PRESENCE: dict[tuple[Presence, str], Presence] = {
    ("signed_out", "AgentBecameReady"): "ready",
    ("signed_out", "AgentBecameUnreachable"): "unreachable",
    ("signed_out", "AgentPaused"): "pause",
    ("ready", "OfferMade"): "offered",
    ("ready", "AgentBecameUnreachable"): "unreachable",
    ("ready", "AgentPaused"): "pause",
    ("ready", "AgentSignedOut"): "signed_out",
    ("unreachable", "AgentBecameReady"): "ready",
    ("unreachable", "AgentPaused"): "pause",
    ("unreachable", "AgentSignedOut"): "signed_out",
    ("offered", "OfferAccepted"): "on_contact",
    ("offered", "OfferDeclined"): "offered",
    ("offered", "OfferExpired"): "offered",
    ("offered", "OfferWithdrawn"): "ready",
    ("offered", "AgentPaused"): "pause",
    ("on_contact", "OfferMade"): "on_contact",
    ("on_contact", "OfferAccepted"): "on_contact",
    ("on_contact", "OfferDeclined"): "on_contact",
    ("on_contact", "OfferExpired"): "on_contact",
    ("on_contact", "OfferWithdrawn"): "on_contact",
    ("on_contact", "ContactEnded"): "on_contact",
    ("on_contact", "ContactReturned"): "on_contact",
    ("on_contact", "ContactMoved"): "on_contact",
    ("on_contact", "CallbackMissed"): "on_contact",
    ("on_contact", "WrapUpStarted"): "wrap_up",
    ("on_contact", "BreathStarted"): "breath",
    ("on_contact", "AgentBecameReady"): "ready",
    ("on_contact", "AgentBecameUnreachable"): "unreachable",
    ("on_contact", "AgentPaused"): "pause",
    ("on_contact", "AgentSignedOut"): "signed_out",
    ("wrap_up", "WrapUpFinished"): "wrap_up",
    ("wrap_up", "BreathStarted"): "breath",
    ("wrap_up", "AgentBecameReady"): "ready",
    ("wrap_up", "AgentBecameUnreachable"): "unreachable",
    ("wrap_up", "AgentPaused"): "pause",
    ("wrap_up", "AgentSignedOut"): "signed_out",
    ("breath", "AgentBecameReady"): "ready",
    ("breath", "AgentBecameUnreachable"): "unreachable",
    ("breath", "AgentPaused"): "pause",
    ("breath", "AgentSignedOut"): "signed_out",
    ("pause", "AgentBecameReady"): "ready",
    ("pause", "AgentBecameUnreachable"): "unreachable",
    ("pause", "AgentPaused"): "pause",
    ("pause", "AgentSignedOut"): "signed_out",
}

STAFFED: frozenset[Presence] = frozenset({"ready", "offered", "on_contact", "wrap_up", "breath"})
"""Presences that count as staff who serve: signed in and not paused."""
