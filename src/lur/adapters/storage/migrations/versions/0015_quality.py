"""Scoring forms, samples and reviews.

Revision ID: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add the tables."""
    _forms_and_samplings()
    _draws_and_samples()
    _reviews()
    op.create_table(
        "quality_calibration",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("contact_id", sa.String, nullable=False),
        sa.Column("agent_id", sa.String, nullable=False),
        sa.Column("form_id", sa.String, nullable=False),
        sa.Column("form_version", sa.Integer, nullable=False),
        sa.Column("reviewers", sa.Text, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False, index=True),
        sa.Column("opened_by", sa.String, nullable=False),
        sa.Column("closed_at", sa.BigInteger),
    )


def _changed() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("changed_by", sa.String, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
    )


def _forms_and_samplings() -> None:
    op.create_table(
        "quality_form",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("sections", sa.Text, nullable=False),
        sa.Column("passes_at", sa.Integer, nullable=False),
        *_changed(),
    )
    op.create_table(
        "quality_sampling",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("form_id", sa.String, nullable=False),
        sa.Column("each", sa.Integer, nullable=False),
        sa.Column("period", sa.String, nullable=False),
        sa.Column("queue_ids", sa.Text, nullable=False),
        sa.Column("least_ms", sa.BigInteger, nullable=False),
        *_changed(),
    )


def _draws_and_samples() -> None:
    op.create_table(
        "quality_draw",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("sampling_id", sa.String, nullable=False, index=True),
        sa.Column("form_id", sa.String, nullable=False),
        sa.Column("each", sa.Integer, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("before", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("seed", sa.String, nullable=False),
        sa.Column("taken", sa.Text, nullable=False),
        sa.Column("pool", sa.Text, nullable=False),
        sa.Column("of", sa.Integer, nullable=False),
        sa.Column("drawn", sa.Text, nullable=False),
    )
    op.create_table(
        "quality_sample",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("contact_id", sa.String, nullable=False, index=True),
        sa.Column("agent_id", sa.String, nullable=False, index=True),
        sa.Column("form_id", sa.String),
        sa.Column("origin", sa.String, nullable=False),
        sa.Column("draw_id", sa.String, index=True),
        sa.Column("added_at", sa.BigInteger, nullable=False),
        sa.Column("added_by", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False, index=True),
        sa.Column("second", sa.Boolean, nullable=False),
        sa.Column("aside", sa.String),
    )


def _reviews() -> None:
    op.create_table(
        "quality_review",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("sample_id", sa.String, index=True),
        sa.Column("calibration_id", sa.String, index=True),
        sa.Column("contact_id", sa.String, nullable=False, index=True),
        sa.Column("agent_id", sa.String, nullable=False, index=True),
        sa.Column("form_id", sa.String, nullable=False, index=True),
        sa.Column("form_version", sa.Integer, nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("reviewer", sa.String, nullable=False),
        sa.Column("reviewer_name", sa.String, nullable=False),
        sa.Column("begun_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("done_at", sa.BigInteger, index=True),
        sa.Column("given", sa.Text, nullable=False),
        sa.Column("hundredths", sa.Integer),
        sa.Column("failed", sa.Text, nullable=False),
        sa.Column("passed", sa.Boolean),
        sa.Column("has_words", sa.Boolean, nullable=False),
        sa.Column("seen_at", sa.BigInteger),
        sa.Column("reply", sa.String),
        sa.Column("replied_at", sa.BigInteger),
    )
