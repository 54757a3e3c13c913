"""``lur serve``: puts everything together, keeps the other two processes running, and stops cleanly.

The order at start: folder and lock, journal and vault, replay, the socket for the voice edge, the pages,
and then the voice edge and the media plane, or those that an earlier ``lur serve`` left alive. At the end
the same backwards. A ``lur serve`` that is killed leaves the other two alone: calls go on, and the next one
finds them.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import signal
import sys
from contextlib import AsyncExitStack

from lur.cli.parsing import Commands
from lur.cli.settings import add_options, settings_from


def add_to(commands: Commands) -> None:
    """Add ``lur serve``."""
    parser = commands.add_parser(
        "serve",
        help="run the centre: pages, queue, telephony",
        description="Run the centre. Ctrl-C stops it cleanly; a second Ctrl-C stops it at once.",
    )
    add_options(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    import uvloop

    from lur.cli import logs

    logs.configure()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return uvloop.run(_serve(options))


async def _serve(options: argparse.Namespace) -> int:
    from lur.cli.composition import Lur

    settings = settings_from(options)
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as leaving:
        lur = Lur(settings, leaving)

        def stop() -> None:
            if asked.is_set():
                lur.hurry()
            asked.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)
        # A terminal that is closed means stop; a service manager means look at the files again.
        loop.add_signal_handler(signal.SIGHUP, stop if sys.stdin.isatty() else lur.reread)
        await lur.start()
        return await lur.run_until(asked)
