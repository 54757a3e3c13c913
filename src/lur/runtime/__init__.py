"""The shell around the core, one writer: mailbox, decide, journal, apply, publish, effects."""

from __future__ import annotations

from lur.runtime.centre import Centre
from lur.runtime.clock import SteadyClock, SystemEntropy
from lur.runtime.errors import CentreStopped, CommandRejected
from lur.runtime.gate import JournalHealth

__all__ = [
    "Centre",
    "CentreStopped",
    "CommandRejected",
    "JournalHealth",
    "SteadyClock",
    "SystemEntropy",
]
