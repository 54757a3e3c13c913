"""What every event is; the kinds are in ``events.py`` and ``events_waiting.py``."""

from __future__ import annotations

import msgspec

from lur.core.ids import Instant


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=True):
    """What all events carry: when it happened."""

    at: Instant
