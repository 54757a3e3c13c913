"""The tables of forms, samplings, draws, samples, reviews, calibrations: no word about a contact in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
)

from lur.adapters.storage.readmodel import metadata, plain
from lur.core.ids import AgentId, ContactId, Instant
from lur.features.quality.model import Calibration, Draw, DrawShort, Review, Sample, Sampling, ScoringForm

quality_form = Table(
    "quality_form",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("words", Text, nullable=False),
    Column("sections", Text, nullable=False),
    Column("passes_at", Integer, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", String, nullable=False),
    Column("demo", Boolean, nullable=False),
)
quality_sampling = Table(
    "quality_sampling",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("form_id", String, nullable=False),
    Column("each", Integer, nullable=False),
    Column("period", String, nullable=False),
    Column("queue_ids", Text, nullable=False),
    Column("least_ms", BigInteger, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", String, nullable=False),
    Column("demo", Boolean, nullable=False),
)
quality_draw = Table(
    "quality_draw",
    metadata,
    Column("id", String, primary_key=True),
    Column("sampling_id", String, nullable=False, index=True),
    Column("form_id", String, nullable=False),
    Column("each", Integer, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("before", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    Column("by", String, nullable=False),
    Column("seed", String, nullable=False),
    Column("taken", Text, nullable=False),
    Column("pool", Text, nullable=False),
    Column("of", Integer, nullable=False),
    Column("drawn", Text, nullable=False),
)
quality_sample = Table(
    "quality_sample",
    metadata,
    Column("id", String, primary_key=True),
    Column("contact_id", String, nullable=False, index=True),
    Column("agent_id", String, nullable=False, index=True),
    Column("form_id", String),
    Column("origin", String, nullable=False),
    Column("draw_id", String, index=True),
    Column("added_at", BigInteger, nullable=False),
    Column("added_by", String, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("second", Boolean, nullable=False),
    Column("aside", String),
)
quality_review = Table(
    "quality_review",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("sample_id", String, index=True),
    Column("calibration_id", String, index=True),
    Column("contact_id", String, nullable=False, index=True),
    Column("agent_id", String, nullable=False, index=True),
    Column("form_id", String, nullable=False, index=True),
    Column("form_version", Integer, nullable=False),
    Column("purpose", String, nullable=False),
    Column("reviewer", String, nullable=False),
    Column("reviewer_name", String, nullable=False),
    Column("begun_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("done_at", BigInteger, index=True),
    Column("given", Text, nullable=False),
    Column("hundredths", Integer),
    Column("failed", Text, nullable=False),
    Column("passed", Boolean),
    Column("has_words", Boolean, nullable=False),
    Column("seen_at", BigInteger),
    Column("reply", String),
    Column("replied_at", BigInteger),
)
quality_calibration = Table(
    "quality_calibration",
    metadata,
    Column("id", String, primary_key=True),
    Column("contact_id", String, nullable=False),
    Column("agent_id", String, nullable=False),
    Column("form_id", String, nullable=False),
    Column("form_version", Integer, nullable=False),
    Column("reviewers", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False, index=True),
    Column("opened_by", String, nullable=False),
    Column("closed_at", BigInteger),
)

_NESTED = frozenset(
    {"words", "sections", "queue_ids", "taken", "pool", "drawn", "given", "failed", "reviewers"}
)
"""Columns that hold JSON."""

Kept = TypeVar("Kept", bound=msgspec.Struct)


def _read(connection: Connection, table: Table, kind: type[Kept], *where: object) -> tuple[Kept, ...]:
    query = select(table).order_by(*table.primary_key.columns)
    for each in where:
        query = query.where(each)  # type: ignore[arg-type]
    return tuple(_opened(plain(row), kind) for row in connection.execute(query))


def _opened(row: dict[str, object], kind: type[Kept]) -> Kept:
    nested = {name: msgspec.json.decode(str(row[name])) for name in row if name in _NESTED}
    return msgspec.convert({**row, **nested}, kind)


def _put(connection: Connection, table: Table, new: msgspec.Struct) -> None:
    fields = msgspec.structs.asdict(new)
    packed = {
        name: msgspec.json.encode(value).decode() if name in _NESTED else value
        for name, value in fields.items()
    }
    keys = [each == fields[each.name] for each in table.primary_key.columns]
    connection.execute(delete(table).where(*keys))
    connection.execute(insert(table).values(packed))


# --- forms and samplings -----------------------------------------------------------------------------------


def forms(connection: Connection) -> tuple[ScoringForm, ...]:
    """Every version of each, the oldest first."""
    return _read(connection, quality_form, ScoringForm)


def put_form(connection: Connection, new: ScoringForm) -> None:
    """Keep one version."""
    _put(connection, quality_form, new)


def samplings(connection: Connection) -> tuple[Sampling, ...]:
    """All of them."""
    return _read(connection, quality_sampling, Sampling)


def put_sampling(connection: Connection, new: Sampling) -> None:
    """Keep one, replacing an earlier one with its id."""
    _put(connection, quality_sampling, new)


# --- draws and samples -------------------------------------------------------------------------------------


def put_draw(connection: Connection, new: Draw, samples: Sequence[Sample]) -> None:
    """A draw and what it drew, together."""
    _put(connection, quality_draw, new)
    for each in samples:
        _put(connection, quality_sample, each)


def find_draw(connection: Connection, draw_id: str) -> Draw | None:
    """One draw."""
    return next(iter(_read(connection, quality_draw, Draw, quality_draw.c.id == draw_id)), None)


def latest_draws(connection: Connection, limit: int) -> tuple[DrawShort, ...]:
    """The newest first."""
    columns = [quality_draw.c[name] for name in DrawShort.__struct_fields__]
    query = select(*columns).order_by(quality_draw.c.at.desc(), quality_draw.c.id).limit(limit)
    return tuple(_opened(plain(row), DrawShort) for row in connection.execute(query))


def draws_of(connection: Connection, sampling_id: str, since: Instant) -> tuple[Draw, ...]:
    """A sampling's draws from the periods that began then or later."""
    own = quality_draw.c.sampling_id == sampling_id
    return _read(connection, quality_draw, Draw, own, quality_draw.c.since >= since)


def put_sample(connection: Connection, new: Sample) -> None:
    """Keep one, replacing an earlier one with its id."""
    _put(connection, quality_sample, new)


def drop_sample(connection: Connection, sample_id: str) -> None:
    """It is to be reviewed no more; nobody had begun."""
    connection.execute(delete(quality_sample).where(quality_sample.c.id == sample_id))


def find_sample(connection: Connection, sample_id: str) -> Sample | None:
    """One sample."""
    return next(iter(_read(connection, quality_sample, Sample, quality_sample.c.id == sample_id)), None)


def samples_in(connection: Connection, states: Sequence[str]) -> tuple[Sample, ...]:
    """Those in some states."""
    return _read(connection, quality_sample, Sample, quality_sample.c.state.in_(states))


def samples_of_contact(connection: Connection, contact_id: ContactId) -> tuple[Sample, ...]:
    """Those of a contact."""
    return _read(connection, quality_sample, Sample, quality_sample.c.contact_id == contact_id)


def samples_of_contacts(connection: Connection, contacts: Sequence[ContactId]) -> tuple[Sample, ...]:
    """Those of some contacts."""
    return _read(connection, quality_sample, Sample, quality_sample.c.contact_id.in_(contacts))


def drawn_contacts(connection: Connection) -> frozenset[ContactId]:
    """All that chance has drawn so far."""
    table = quality_sample.c
    rows = connection.execute(select(table.contact_id).where(table.origin == "drawn"))
    return frozenset(ContactId(row.contact_id) for row in rows)


def samples_of_agent(connection: Connection, agent_id: AgentId) -> tuple[Sample, ...]:
    """Those of an agent's contacts."""
    return _read(connection, quality_sample, Sample, quality_sample.c.agent_id == agent_id)


# --- reviews -----------------------------------------------------------------------------------------------


def put_review(connection: Connection, new: Review, sample: Sample | None = None) -> None:
    """Keep one and its sample's new state, together."""
    _put(connection, quality_review, new)
    if sample is not None:
        _put(connection, quality_sample, sample)


def find_review(connection: Connection, review_id: str) -> Review | None:
    """One review."""
    return next(iter(_read(connection, quality_review, Review, quality_review.c.id == review_id)), None)


def reviews_of_samples(connection: Connection, samples: Sequence[str]) -> tuple[Review, ...]:
    """Of some samples, first and second ones."""
    return _read(connection, quality_review, Review, quality_review.c.sample_id.in_(samples))


def reviews_of_calibration(connection: Connection, calibration_id: str) -> tuple[Review, ...]:
    """Of all who take part."""
    return _read(connection, quality_review, Review, quality_review.c.calibration_id == calibration_id)


def reviews_of_agent(connection: Connection, agent_id: AgentId, limit: int) -> tuple[Review, ...]:
    """Those that are done, the newest first; calibrations are not about the agent."""
    table = quality_review.c
    own = select(quality_review).where(
        table.agent_id == agent_id, table.done_at.is_not(None), table.purpose != "calibration"
    )
    query = own.order_by(table.done_at.desc(), table.id).limit(limit)
    return tuple(_opened(plain(row), Review) for row in connection.execute(query))


def drawn_reviews(
    connection: Connection, form_id: str, since: Instant, before: Instant
) -> tuple[Review, ...]:
    """Those by a form that were done in the span and are about contacts that chance drew."""
    table = quality_review.c
    drawn = select(quality_sample.c.id).where(quality_sample.c.origin == "drawn")
    span = (table.done_at >= since) & (table.done_at < before)
    return _read(
        connection, quality_review, Review, table.form_id == form_id, span, table.sample_id.in_(drawn)
    )


# --- calibrations ------------------------------------------------------------------------------------------


def put_calibration(connection: Connection, new: Calibration) -> None:
    """Keep one, replacing an earlier one with its id."""
    _put(connection, quality_calibration, new)


def find_calibration(connection: Connection, calibration_id: str) -> Calibration | None:
    """One calibration."""
    own = quality_calibration.c.id == calibration_id
    return next(iter(_read(connection, quality_calibration, Calibration, own)), None)


def latest_calibrations(connection: Connection, limit: int) -> tuple[Calibration, ...]:
    """The newest first."""
    table = quality_calibration.c
    query = select(quality_calibration).order_by(table.opened_at.desc(), table.id).limit(limit)
    return tuple(_opened(plain(row), Calibration) for row in connection.execute(query))
