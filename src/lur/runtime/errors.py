"""What ``submit`` can raise besides ``JournalUnavailable``."""

from __future__ import annotations

from lur.core.rejections import Rejected


class CommandRejected(Exception):
    """The core refused the command; nothing has changed. ``rejected`` has the stable code and its data."""

    def __init__(self, rejected: Rejected) -> None:
        super().__init__(f"{rejected.code}: {rejected.detail}" if rejected.detail else rejected.code)
        self.rejected = rejected


class CentreStopped(Exception):
    """The writer takes no more commands: it was stopped, or a bug stopped it."""
