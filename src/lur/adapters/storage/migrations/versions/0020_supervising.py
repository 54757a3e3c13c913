"""Messages of today and customers' ratings.

Revision ID: 0020
"""

from __future__ import annotations

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the tables."""
