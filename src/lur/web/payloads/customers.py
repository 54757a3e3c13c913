"""Bodies and answers about customers, and about what is written of contacts; as in ``payloads``."""

from __future__ import annotations

from typing import Annotated

import msgspec

from lur.core.ids import AgentId, Language
from lur.features.contacts.model import ContactRow
from lur.features.customers.model import Customer, CustomerChange, CustomerRow, Merge, Side
from lur.features.wrap_up.model import NextStep, Note
from lur.web.payloads.common import END, Answer, Body, Code, Name, Problem
from lur.web.payloads.work import OpenMatter

Line = Annotated[str, msgspec.Meta(max_length=120, pattern=rf"^[^\x00-\x1f\x7f]*{END}")]
NumberText = Annotated[str, msgspec.Meta(max_length=40, pattern=rf"^[^\x00-\x1f\x7f]*{END}")]
"""As it was typed: ``070-123 45 67`` is kept as ``+46701234567``."""
Mail = Annotated[
    str, msgspec.Meta(max_length=254, pattern=rf"^[^\s\x00-\x1f\x7f<>@]+@[^\s\x00-\x1f\x7f<>@]+{END}")
]
Postal = Annotated[str, msgspec.Meta(max_length=500, pattern=rf"^[^\x00-\x09\x0b-\x1f\x7f]*{END}")]
Version = Annotated[int, msgspec.Meta(ge=0, le=1 << 50)]
CustomerId = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Day = Annotated[str, msgspec.Meta(pattern=rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{END}")]
FreeText = str
"""Bounded by its bytes, with codes of its own: ``note_too_long``, ``text_too_long``."""


# --- customers ---------------------------------------------------------------------------------------------


class PersonBody(Body, frozen=True, kw_only=True):
    """POST /api/customers: somebody new. Something to find them by must be there: a name, a number, a mail
    address or a company."""

    names: Annotated[tuple[Line, ...], msgspec.Meta(max_length=20)] = ()
    numbers: Annotated[tuple[NumberText, ...], msgspec.Meta(max_length=20)] = ()
    mails: Annotated[tuple[Mail, ...], msgspec.Meta(max_length=20)] = ()
    addresses: Annotated[tuple[Postal, ...], msgspec.Meta(max_length=20)] = ()
    companies: Annotated[tuple[Line, ...], msgspec.Meta(max_length=20)] = ()
    languages: Annotated[tuple[Language, ...], msgspec.Meta(max_length=3)] = ()
    note: FreeText = ""


class ChangeCustomerBody(PersonBody, frozen=True, kw_only=True):
    """POST /api/customers/{id}: all of it anew. ``version`` is the one that was seen; when somebody else was
    quicker the answer is ``changed_meanwhile`` with the record as it is now."""

    version: Version


class MergeBody(Body, frozen=True, kw_only=True):
    """POST /api/customers/{id}/merge: ``other`` goes into the record of the address. Both versions are those
    that were shown. Lists are joined and nothing is dropped; the sides say whose value comes first."""

    version: Version
    other: CustomerId
    other_version: Version
    name: Side = "this"
    company: Side = "this"
    language: Side = "this"


class LinkBody(Body, frozen=True, kw_only=True):
    """POST /api/contacts/{id}/customer: whose contact it is, somebody known (``customer_id``) or somebody new
    (``person``), one of them. Somebody new gets the caller's number; somebody known with ``add_number``."""

    customer_id: CustomerId | None = None
    person: PersonBody | None = None
    add_number: bool = False


class CustomerPage(Answer, frozen=True, kw_only=True):
    """GET /api/customers/{id}. An id that went into another answers with that one."""

    customer: Customer
    merges: tuple[Merge, ...]
    """What went into it, the newest first, the undone ones too."""
    changes: tuple[CustomerChange, ...]
    """Who did what, the newest first, at most 50."""


class ContactCustomer(Answer, frozen=True, kw_only=True):
    """GET /api/contacts/{id}/customer: whose contact it is, else who has the number that called."""

    linked: Customer | None
    candidates: tuple[CustomerRow, ...]
    number: str
    """The number that called, as E.164; as it came when it is no telephone number; empty when hidden."""


class TimelineEntry(Answer, frozen=True, kw_only=True):
    """One contact of a customer."""

    contact: ContactRow
    note_line: str
    """The first line of its summary, else of its note; empty without either."""
    next_steps: tuple[NextStep, ...]


class Timeline(Answer, frozen=True, kw_only=True):
    """GET /api/customers/{id}/timeline: the newest first."""

    entries: tuple[TimelineEntry, ...]
    next: str | None
    """Give it as ``after`` for the next page; None when this was the last."""
    open: tuple[OpenMatter, ...]
    """What is not over, over all of the customer's contacts; on the first page."""


# --- notes, dispositions, next steps -----------------------------------------------------------------------


class NoteBody(Body, frozen=True, kw_only=True):
    """POST /api/contacts/{id}/note: the whole text, at most 20 000 bytes. ``version`` is the one it was
    written upon; when the note has become another meanwhile, the answer is ``changed_meanwhile`` with
    both."""

    text: FreeText
    version: Version


class DispositionBody(Body, frozen=True, kw_only=True):
    """POST /api/dispositions adds, POST /api/dispositions/{id} changes (its ``id`` is left out)."""

    id: Code | None = None
    parent: Code | None = None
    position: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0
    sv: Name
    nb: Name
    en: Name
    archived: bool = False


class NextStepBody(Body, frozen=True, kw_only=True):
    """POST /api/contacts/{id}/next-step. Without ``owner`` it is one's own."""

    text: FreeText
    due: Day
    owner: AgentId | None = None


class NextStepRow(Answer, frozen=True, kw_only=True):
    """A next step in somebody's list, with whom it is about; empty when nobody knows."""

    step: NextStep
    customer_id: str
    customer_name: str


class CustomerConflict(Problem, frozen=True, kw_only=True):
    """``changed_meanwhile``: the record as it is now. Nothing of what was sent was kept."""

    current: Customer


class NoteConflict(Problem, frozen=True, kw_only=True):
    """``changed_meanwhile``: the note as it is now, and the text that was sent: none is lost."""

    current: Note
    sent: str
