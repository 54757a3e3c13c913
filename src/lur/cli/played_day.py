"""What ``lur demo day`` is asked for; apart from what plays it, so that other commands start as fast."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from lur.cli.parsing import Commands, HostPort, host_port
from lur.simulation.company import Day

FASTEST = 1_000_000.0


class PlayedDay(msgspec.Struct, frozen=True, kw_only=True):
    """What is played, where, and how fast."""

    day: Day
    speed: float
    data: Path
    """An empty path: a folder that is removed afterwards."""
    http: HostPort
    stay: bool = False
    """Go on serving when the day is over, until Ctrl-C."""


def add_day(verbs: Commands) -> None:
    """Add ``lur demo day``."""
    parser = verbs.add_parser(
        "day",
        help="play a day of fifty agents through a real Lur, many times as fast, and compare every figure",
    )
    parser.add_argument(
        "--speed", type=_speed, default=60.0, metavar="N", help="how many times as fast as real time (60)"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed, the same day (1)")
    for name in ("contacts", "agents", "hours"):
        default = getattr(Day(seed=0), name)
        parser.add_argument(f"--{name}", type=int, default=default, metavar="N", help=f"({default})")
    parser.add_argument("--data", type=Path, metavar="DIR", help="an empty folder (else one that is removed)")
    parser.add_argument(
        "--http", type=host_port, default="127.0.0.1:8080", metavar="HOST:PORT", help="(127.0.0.1:8080)"
    )
    parser.add_argument("--stay", action="store_true", help="go on serving when the day is over")
    parser.set_defaults(run=_run)


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from error
    if not 1 <= speed <= FASTEST:
        raise argparse.ArgumentTypeError(f"{text!r} is not between 1 and {FASTEST:.0f}")
    return speed


def _run(options: argparse.Namespace) -> int:
    day = Day(
        seed=options.seed,
        contacts=options.contacts,
        agents=options.agents,
        hours=options.hours,
        rough=True,
    )
    wish = PlayedDay(
        day=day, speed=options.speed, data=options.data or Path(), http=options.http, stay=options.stay
    )
    from lur.cli.demo_day import play_it

    return play_it(wish)
