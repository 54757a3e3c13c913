"""What reports read  one line a contact, and what was shown.

Revision ID: 0013
"""

from __future__ import annotations

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the tables."""
