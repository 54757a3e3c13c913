"""A stream for logs that never stands in the way: on a full disk a line is lost, not the work it tells of."""

from __future__ import annotations

import contextlib
from typing import TextIO


class LogStream:
    """Writes to ``stream`` and forgets what cannot be written."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """The number of characters, written or not."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Write what waits, if possible."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()
