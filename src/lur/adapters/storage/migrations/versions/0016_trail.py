"""Who changed what, before and after.

Revision ID: 0016
"""

from __future__ import annotations

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the tables."""
