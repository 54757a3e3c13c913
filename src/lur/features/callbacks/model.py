"""Callbacks as values."""

from __future__ import annotations

import msgspec

from lur.core.ids import ContactId, Instant

NUMBER_FIELD = "callback_number"
"""In the vault's subject of the contact: the number that the customer typed or keyed, E.164."""
CALLER_FIELD = "caller_number"
UNPROVED_FIELD = "caller_unproved"
"""Not empty: the caller's number is only what the caller says."""


class Window(msgspec.Struct, frozen=True, order=True):
    """When a customer wants to be called: not before ``from_at``, and by ``until_at`` if it can be had."""

    from_at: Instant
    until_at: Instant


class Requested(msgspec.Struct, frozen=True, kw_only=True):
    """The contact that will be called; ``is_new`` is false for one that was asked for before."""

    contact_id: ContactId
    is_new: bool
