"""``lur demo``: calls to try Lur with, when no phone is at hand."""

from __future__ import annotations

import argparse
import asyncio
import random

from lur.cli.client import Client, add_client_options
from lur.cli.demo_call import Wish, call
from lur.cli.demo_traffic import Pace, Traffic
from lur.cli.demo_view import DemoView
from lur.cli.parsing import LANGUAGES, Commands
from lur.cli.played_day import add_day

MOST_PER_MINUTE = 120


def add_to(commands: Commands) -> None:
    """Add ``lur demo`` and its verbs."""
    parser = commands.add_parser("demo", help="real calls with synthetic voices, to try Lur with")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    _add_call(verbs)
    _add_traffic(verbs)
    add_day(verbs)


def _add_call(verbs: Commands) -> None:
    parser = verbs.add_parser(
        "call",
        help="call as one customer, who reacts to the agent's voice; prints what happens; Ctrl-C hangs up",
    )
    parser.add_argument("--language", choices=LANGUAGES, help="dial an address that greets in it")
    parser.add_argument("--queue", default="", metavar="ID", help="dial an address that leads to this queue")
    parser.add_argument("--address", default="", help="dial this address")
    parser.add_argument(
        "--seconds",
        type=int,
        default=0,
        metavar="S",
        help="hang up after so long; else when all has been said or nobody speaks",
    )
    add_client_options(parser)
    parser.set_defaults(run=_call)


def _add_traffic(verbs: Commands) -> None:
    parser = verbs.add_parser(
        "traffic", help="callers, and the demo agents' phones, until Ctrl-C; agents are signed out at the end"
    )
    parser.add_argument(
        "--per-minute", type=_rate, default=6.0, metavar="N", help="calls a minute, in the mean (6)"
    )
    parser.add_argument(
        "--minutes", type=float, default=0.0, metavar="N", help="stop after so long; else never"
    )
    add_client_options(parser)
    parser.set_defaults(run=_traffic)


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from error
    if not 0 < rate <= MOST_PER_MINUTE:
        raise argparse.ArgumentTypeError(f"{text!r} is not between 0 and {MOST_PER_MINUTE}")
    return rate


def _call(options: argparse.Namespace) -> int:
    wish = Wish(
        language=options.language, queue=options.queue, address=options.address, seconds=options.seconds
    )
    try:
        return asyncio.run(call(DemoView(Client(options)), wish))
    except KeyboardInterrupt:
        return 0


def _traffic(options: argparse.Namespace) -> int:
    pace = Pace(per_minute=options.per_minute, minutes=options.minutes)
    traffic = Traffic(DemoView(Client(options)), pace, random.Random())
    try:
        asyncio.run(traffic.run())
    except KeyboardInterrupt:
        return 0
    return 0
