"""Prompts, branding, and how far the first-run guide is.

Revision ID: 0019
"""

from __future__ import annotations

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the tables."""
