"""How ``lur serve`` logs: to standard error, for people on a terminal and as JSON lines elsewhere."""

from __future__ import annotations

import logging
import sys
from typing import TextIO, cast

import structlog

from lur.runtime.log_stream import LogStream


def configure() -> None:
    """Set up structlog, and let libraries say only what is wrong."""
    stream = cast(TextIO, LogStream(sys.stderr))
    on_terminal = sys.stderr.isatty()
    # Tracebacks without the values of variables: among them are passwords and callers' numbers.
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if on_terminal
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([] if on_terminal else [structlog.processors.format_exc_info]),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=stream),
    )
    logging.basicConfig(level=logging.WARNING, stream=stream, format="%(name)s: %(message)s")
