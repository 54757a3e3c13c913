"""What every command is; the kinds are in ``commands.py`` and ``commands_colleagues.py``."""

from __future__ import annotations

import msgspec

from lur.core.ids import CommandId, Instant


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=True):
    """What all commands carry."""

    command_id: CommandId
    at: Instant
    utc_offset_min: int = 0
    """The company's local time minus UTC at ``at``, in minutes; opening hours are read with it."""
    actor: str = "system"
    """Who asked: ``agent:ID``, ``account:ID``, ``edge``, ``system`` or ``simulation``."""
