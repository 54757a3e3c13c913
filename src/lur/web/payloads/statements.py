"""What goes out of the API about what customers said before they were served."""

from __future__ import annotations

import msgspec

from lur.core.ids import Instant
from lur.core.values import StatementForm


class StatementRow(msgspec.Struct, frozen=True, kw_only=True):
    """A statement. The content of a spoken one or a picture is asked for by its id."""

    id: str
    form: StatementForm
    at: Instant
    duration_ms: int
    text: str
    upset: int | None
    tell_all: bool
