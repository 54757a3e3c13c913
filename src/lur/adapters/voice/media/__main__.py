"""Starts the media plane: `python -m lur.adapters.voice.media --data DIR --rtp FIRST-LAST`."""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import resource
import sys
from pathlib import Path
from typing import TextIO, cast

import structlog

from lur.adapters.voice.media.control import AlreadyRunning
from lur.adapters.voice.media.loop import MediaLoop
from lur.adapters.voice.media.plane import Options
from lur.runtime.log_stream import LogStream

NICENESS = -10
"""Sound goes before pages and reports; where this is not permitted, all are equal."""
SWITCH_INTERVAL_S = 0.0005
"""How long the scribe's thread may keep the packet loop waiting for the interpreter."""


def _port_range(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    ports = int(first), int(last)
    if not 0 < ports[0] < ports[1] < 65536:
        raise argparse.ArgumentTypeError(f"not a range of ports: {text}")
    return ports


def _options(arguments: list[str]) -> Options:
    parser = argparse.ArgumentParser(prog="lur-media", description="The media plane of Lur.")
    parser.add_argument(
        "--data", type=Path, required=True, help="data directory; run/media.sock is made in it"
    )
    parser.add_argument(
        "--rtp", type=_port_range, required=True, metavar="FIRST-LAST", help="UDP ports for sound"
    )
    parser.add_argument("--bind", default="127.0.0.1", help="address to receive sound on")
    parser.add_argument("--advertise", help="address for SDP, when it is not the one bound to")
    parser.add_argument(
        "--idle-exit-minutes",
        type=int,
        default=10,
        help="exit after so long without legs and controllers (0: never)",
    )
    given = parser.parse_args(arguments)
    return Options(
        data=given.data,
        first_port=given.rtp[0],
        last_port=given.rtp[1],
        bind=given.bind,
        advertise=given.advertise or given.bind,
        idle_exit_minutes=given.idle_exit_minutes,
    )


def _go_first() -> None:
    """Ask for more of the processor: for the process and, where sessions share it among themselves, for its
    own.
    """
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
        if os.getsid(0) == os.getpid():
            Path("/proc/self/autogroup").write_text(str(NICENESS))


def main() -> None:
    """Run the media plane until it is told to stop."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=cast(TextIO, LogStream(sys.stderr))),
    )
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    _go_first()
    os.umask(0o077)
    options = _options(sys.argv[1:])
    try:
        loop = MediaLoop(options)
    except AlreadyRunning as error:
        sys.exit(f"another media plane listens at {error}")
    gc.collect()
    gc.freeze()
    loop.run()


if __name__ == "__main__":
    main()
