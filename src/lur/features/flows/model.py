"""Kept flows as values."""

from __future__ import annotations

import msgspec

from lur.core.flow import Flow
from lur.core.ids import Instant


class FlowVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A flow as it was saved: by whom (as the journal names them) and when. Versions count from 1."""

    version: int
    at: Instant
    by: str
    flow: Flow


class KeptVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a flow's past."""

    version: int
    at: Instant
    by: str
    name: str
    node_count: int
