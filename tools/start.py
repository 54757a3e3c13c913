"""./run: sets up what is missing, then becomes `lur serve` with options that suit a first look."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import setup

DATA = setup.ROOT / "data"
LUR = setup.VENV / "bin" / "lur"


def arguments(words: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """Our own options, and the words that go on to `lur serve`."""
    parser = argparse.ArgumentParser(
        prog="./run",
        description="Sets up all that Lur needs in this folder and starts it. Ctrl-C stops it.",
        epilog="Other options go on to `lur serve`: for example --tls, which microphones on other machines "
        "need, or --http 127.0.0.1:9090.",
        allow_abbrev=False,
    )
    parser.add_argument("--empty", action="store_true", help="start without the demo company")
    parser.add_argument(
        "--lan", action="store_true", help="open Lur to the local network, not this machine only"
    )
    data = os.environ.get("LUR_DATA") or str(DATA)
    parser.add_argument(
        "--data", default=data, metavar="DIR", help="where Lur keeps its data (LUR_DATA, else data/)"
    )
    parser.add_argument(
        "--yes", action="store_true", help="install missing system packages through sudo and apt"
    )
    parser.add_argument("--setup-only", action="store_true", help="set up and stop there")
    return parser.parse_known_args(words)


def serve_command(options: argparse.Namespace, more: Sequence[str]) -> list[str]:
    """The command that ./run becomes."""
    command = [str(LUR), "serve", "--data", str(Path(options.data).absolute())]
    if not options.empty:
        command.append("--demo")
    if options.lan:
        command.append("--lan")
    return [*command, *more]


def main(words: Sequence[str]) -> int:
    """Set up and start; return only when that is not possible or not wanted."""
    options, more = arguments(words)
    began = time.monotonic()
    try:
        setup.make_ready(tests=False, yes=options.yes)
    except setup.SetupError as error:
        print(f"\nLur could not be set up. {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Start again to go on where it was.", file=sys.stderr)
        return 130
    if options.setup_only:
        print(f"Lur is ready ({time.monotonic() - began:.1f} s). Start it with ./run", flush=True)
        return 0
    command = serve_command(options, more)
    os.execv(command[0], command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
