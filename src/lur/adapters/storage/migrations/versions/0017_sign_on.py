"""Second factors, sign-on elsewhere, sessions.

Revision ID: 0017
"""

from __future__ import annotations

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the tables."""
