"""What the parts of the media plane share: the legs, the clock of this turn of the loop, and the way events
leave.
"""

from __future__ import annotations

import select
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import structlog

from lur.adapters.voice.media.leg import Leg
from lur.adapters.voice.media.protocol import Event

FAULTS_LOGGED = 20


class Options(msgspec.Struct, frozen=True):
    """How the process was started; `idle_exit_minutes` 0 means never."""

    data: Path
    first_port: int
    last_port: int
    bind: str = "127.0.0.1"
    advertise: str = "127.0.0.1"
    idle_exit_minutes: int = 10
    relatch_after_ms: int = 3000
    one_way_after_ms: int = 3000
    silent_after_ms: int = 20000
    most_handshakes: int = 64


class Refusal(Exception):
    """A verb cannot be carried out; becomes the answer `Refused`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class Plane:
    """The shared state. `now_ms` and `now_us` are of the steady clock, read once in each turn of the loop."""

    def __init__(self, options: Options, emit: Callable[[Event], None]) -> None:
        self.options = options
        self.emit = emit
        self.log: Any = structlog.get_logger("media")
        self.epoll = select.epoll()
        self.legs: dict[str, Leg] = {}
        self.by_main: dict[int, Leg] = {}
        self.by_door: dict[int, Leg] = {}
        self.now_ms = 0
        self.now_us = 0
        self.strangers = 0
        self.faults = 0
        self.late_ticks = 0
        self.handshakes = 0

    def leg(self, leg_id: str) -> Leg:
        """The leg of this id; raises `Refusal` leg_unknown."""
        found = self.legs.get(leg_id)
        if found is None:
            raise Refusal("leg_unknown", leg_id)
        return found

    def fault(self, where: str, leg: Leg | None = None) -> None:
        """Something of ours broke while serving one leg: count it, say it (not for ever), and let the rest
        go on.
        """
        self.faults += 1
        count = self.faults
        if leg is not None:
            leg.faults += 1
            count = leg.faults
        if count <= FAULTS_LOGGED:
            self.log.exception("fault", where=where, leg=leg.leg_id if leg else None, count=count)
