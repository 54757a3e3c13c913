"""Logging on a full disk must not stop the work that it tells of."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import structlog

from lur.runtime.log_stream import LogStream


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_loses_the_line_and_nothing_else() -> None:
    """What cannot be written raises nothing, neither at once nor when it is flushed."""
    stream = io.TextIOWrapper(io.FileIO("/dev/full", "w"), write_through=True)
    quiet = LogStream(stream)
    logger = structlog.PrintLogger(quiet)  # type: ignore[arg-type]
    logger.msg("nobody will read this")
    assert quiet.write("nor this") == 8
    quiet.flush()


def test_what_can_be_written_is() -> None:
    """Otherwise it is the stream itself."""
    stream = io.StringIO()
    LogStream(stream).write("a line\n")
    assert stream.getvalue() == "a line\n"
