"""Rejections: why a command was refused, as stable codes with data. The web edge makes sentences of them."""

from __future__ import annotations

from typing import Literal

import msgspec

RejectionCode = Literal[
    "unknown_queue",
    "unknown_agent",
    "unknown_contact",
    "unknown_offer",
    "queue_exists",
    "agent_exists",
    "contact_exists",
    "bad_settings",
    "wrong_channel",
    "agent_not_signed_out",
    "presence_forbids",
    "contact_not_talking",
    "contact_already_ended",
    "offer_is_over",
    "place_not_kept",
    "not_to_be_called",
    "contact_not_waiting",
    "contact_not_entering",
    "unknown_incident",
    "incident_exists",
    "queue_closed",
    "same_agent",
    "agent_not_available",
    "already_in_talk",
    "already_asking",
    "too_many_in_talk",
    "nobody_to_help",
    "nobody_to_leave_to",
    "moves_in_a_loop",
    "ask_is_over",
    "ask_not_answered",
    "only_listens",
    "already_taken_over",
    "part_forbidden",
    "not_sitting_in",
    "lacks_skills",
    "contact_not_over",
]


class Rejected(msgspec.Struct, frozen=True):
    """A command that changes nothing, and why.

    ``code`` is stable and documented in docs/reference.md; ``detail`` names what it is about (an id, a field,
    the presence that forbids it).
    """

    code: RejectionCode
    detail: str = ""
