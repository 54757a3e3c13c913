"""What a bug leaves in the log."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pytest
import structlog

from lur.cli import logs


class Terminal(io.StringIO):
    """Standard error that somebody looks at."""

    def isatty(self) -> bool:
        """Yes."""
        return True


@pytest.fixture(params=[Terminal, io.StringIO])
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Logging as ``lur serve`` sets it up, on a terminal and elsewhere."""
    stream: io.StringIO = request.param()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.configure()
    yield stream
    structlog.reset_defaults()


def test_a_traceback_has_no_values(written: io.StringIO) -> None:
    """Where it happened, but not with which password: variables hold what is personal and secret."""

    def sign_in(password: str) -> None:
        raise RuntimeError(f"{len(password)} letters")

    try:
        sign_in("".join(("hunter", "2")))
    except RuntimeError:
        structlog.get_logger().exception("request_failed")
    assert "7 letters" in written.getvalue()
    assert "hunter2" not in written.getvalue()
