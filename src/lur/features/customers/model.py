"""A customer as values. All texts are personal: they live in the vault and in memory, never in a table."""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.core.ids import ContactId, Instant, Language

Side = Literal["this", "other"]
"""Whose value stands first after a merge: that of the record in the address, or the other's."""
ChangeKind = Literal["made", "changed", "linked", "unlinked", "merged", "unmerged", "erased"]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of somebody. In each list the first is the one to use; ``numbers`` are E.164."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    note: str = ""


class Customer(Person, frozen=True, kw_only=True):
    """A person with an id. ``version`` grows by one with each change and is sent back with the next."""

    id: str
    version: int
    made_at: Instant
    changed_at: Instant
    changed_by: str
    """As the journal names who asked: ``account:ID``, or ``system``."""
    demo: bool = False


class CustomerRow(msgspec.Struct, frozen=True, kw_only=True):
    """A customer in short, in a list or among candidates; what is not known is empty."""

    id: str
    name: str
    company: str
    number: str
    """The number that was asked for when it is one of theirs, else the first."""
    mail: str


class Merge(msgspec.Struct, frozen=True, kw_only=True):
    """Two records that were made one: ``gone`` went into ``kept``. Undone when ``undone_at`` is there."""

    id: str
    kept: str
    gone: str
    at: Instant
    actor: str
    undone_at: Instant | None = None
    undone_actor: str | None = None


class CustomerChange(msgspec.Struct, frozen=True, kw_only=True):
    """Who did what to a customer's record, and when; ``subject`` is the contact or the merge it was about."""

    at: Instant
    actor: str
    kind: ChangeKind
    subject: str


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """Whose contact it was; ``entered`` is the contact's."""

    contact_id: ContactId
    customer_id: str
    entered: Instant
