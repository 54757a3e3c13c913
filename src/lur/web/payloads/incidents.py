"""Bodies and answers about incidents and about how told waits were kept; as in ``payloads``."""

from __future__ import annotations

from typing import Annotated

import msgspec

from lur.core.flow import Words
from lur.core.ids import ContactId, Instant, QueueId
from lur.features.incidents.model import Incident, Tied
from lur.runtime.views import ProposalView
from lur.web.payloads.common import END, Answer, Body

IncidentText = Annotated[str, msgspec.Meta(max_length=500, pattern=rf"^[^\x00-\x09\x0b-\x1f\x7f]*{END}")]
"""What is said and shown: a few sentences."""


class IncidentWords(Body, frozen=True, kw_only=True):
    """A text in the three languages. Empty ones are filled from the template."""

    sv: IncidentText = ""
    nb: IncidentText = ""
    en: IncidentText = ""


class OpenIncidentBody(Body, frozen=True, kw_only=True):
    """POST /api/incidents: something is down. Without words it has the draft's. ``publish``: customers see
    and hear it at once."""

    queue_ids: Annotated[tuple[QueueId, ...], msgspec.Meta(min_length=1, max_length=100)]
    words: IncidentWords = IncidentWords()
    publish: bool = False


class ChangeIncidentBody(Body, frozen=True, kw_only=True):
    """POST /api/incidents/{id}/change: other words, for all who hear or see it from now on."""

    words: IncidentWords


class SolveIncidentBody(Body, frozen=True, kw_only=True):
    """POST /api/incidents/{id}/solve: the one answer for all who are tied to it."""

    answer: IncidentWords = IncidentWords()


class TieBody(Body, frozen=True, kw_only=True):
    """POST /api/incidents/{id}/tie: this contact is about it too."""

    contact_id: ContactId


class Draft(Answer, frozen=True, kw_only=True):
    """GET /api/incidents/draft?queue_id=...: texts to begin with, with the queues' names in them."""

    words: Words
    answer: Words


class ProposalRow(Answer, frozen=True, kw_only=True):
    """Far more arrivals than usual, and the text to begin with."""

    proposal: ProposalView
    draft: Words


class IncidentRow(Answer, frozen=True, kw_only=True):
    """An incident, how many contacts are about it, and how many of their customers still wait for the
    answer."""

    incident: Incident
    tied: int
    owed: int


class IncidentsAnswer(Answer, frozen=True, kw_only=True):
    """GET /api/incidents/all: what is proposed now, and the incidents, the newest first."""

    proposals: tuple[ProposalRow, ...]
    incidents: tuple[IncidentRow, ...]


class TiedRow(Answer, frozen=True, kw_only=True):
    """A tied contact, with the number at which its customer can be called; empty when there is none."""

    tied: Tied
    number: str


class IncidentAnswer(Answer, frozen=True, kw_only=True):
    """GET /api/incidents/{id}: an incident and everybody who is tied to it, those who still wait first."""

    row: IncidentRow
    tied: tuple[TiedRow, ...]


class PromiseHour(Answer, frozen=True, kw_only=True):
    """GET /api/reports/promise: how the waits that were told were kept in one hour. See docs/measures.md."""

    since: Instant
    queue_id: QueueId | None
    """None: all queues together."""
    told: int
    """Answered contacts that had been told a range."""
    kept: int
    """Those of them whose wait ended inside the first range they were told."""
    share: float
    """kept / told"""
    median_error_ms: int
    """How far outside the range the waits ended, the middle one of all that were told; 0 when inside."""
