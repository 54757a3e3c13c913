"""``python -m lur.adapters.voice.edge``: the voice edge as a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import resource
import signal
import sys
from pathlib import Path
from typing import TextIO, cast

import structlog
import uvloop

from lur.adapters.voice.edge.process import EdgeProcess, RealmChanged
from lur.adapters.voice.edge.voice import SpokenSounds
from lur.adapters.voice.edge.wiring import Options
from lur.runtime.log_stream import LogStream

EXIT_ADDRESS = 2
EXIT_RESTART = 75
"""The realm is new: whoever started us should start us again."""


def main(arguments: list[str] | None = None) -> int:
    """Run until SIGTERM or SIGINT. Gives the exit code."""
    options = _options(arguments)
    with contextlib.suppress(KeyboardInterrupt):
        try:
            uvloop.run(_serve(options))
        except RealmChanged:
            return EXIT_RESTART
        except OSError as error:
            sys.stderr.write(f"lur voice edge: cannot listen: {error}\n")
            return EXIT_ADDRESS
    return 0


async def _serve(options: Options) -> None:
    process = EdgeProcess(options, SpokenSounds(options.data))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, process.stop)
    announcing = loop.create_task(_announce(process))
    try:
        await process.run()
    finally:
        announcing.cancel()


async def _announce(process: EdgeProcess) -> None:
    await process.ready.wait()
    sys.stdout.write(f"listening sip {process.port} tls {process.tls_port}\n")
    sys.stdout.flush()


def _options(arguments: list[str] | None) -> Options:
    parser = argparse.ArgumentParser(prog="lur.adapters.voice.edge", description="SIP signalling of Lur")
    parser.add_argument("--data", type=Path, required=True, help="the data directory")
    parser.add_argument("--sip", type=_address, required=True, help="HOST:PORT for UDP and TCP")
    parser.add_argument("--sip-tls", type=_address, help="HOST:PORT for TLS")
    parser.add_argument("--advertise", default="", help="the address that peers are told, when it is another")
    parser.add_argument("--runtime-patience-ms", type=int, default=20_000, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    host, port = given.sip
    tls_host, tls_port = given.sip_tls or ("", None)
    return Options(
        data=given.data,
        sip_host=host,
        sip_port=port,
        tls_host=tls_host,
        tls_port=tls_port,
        advertise=given.advertise,
        runtime_patience_ms=given.runtime_patience_ms,
    )


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not HOST:PORT")
    return host, int(port)


if __name__ == "__main__":
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, LogStream(sys.stderr))),
    )
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    os.umask(0o077)
    sys.exit(main())
