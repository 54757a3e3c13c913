"""``lur``: one command for operators. Each subcommand is a module here that adds itself to the parser.

Exit codes: 0 done; 1 refused or failed; 2 wrong usage; 3 no running Lur could be reached. Errors go to
standard error and say what to do.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from lur import __version__
from lur.cli import (
    account,
    agent,
    backup,
    check,
    demo,
    export,
    flow,
    import_,
    queue,
    recent_heads,
    replay,
    restore,
    serve,
    simulate,
    status,
    trunk,
    verify,
)
from lur.cli.failure import Failure

COMMANDS = (
    *(serve, status, account, agent, queue, flow, trunk, export, import_, backup, restore),
    *(simulate, replay, verify, check, recent_heads, demo),
)
"""Modules with ``add_to(commands)``, in the order of ``lur --help``."""

EPILOG = """exit codes:
  0  done
  1  refused or failed; standard error says why and what to do
  2  wrong usage
  3  no running Lur could be reached
  4  `lur import --dry-run` found a difference

environment:
  LUR_DATA              the data folder (--data)
  LUR_HTTP, LUR_SIP, LUR_SIP_TLS, LUR_RTP
                        what `lur serve` listens on (--http, --sip, --sip-tls, --rtp)
  LUR_ADVERTISE         the address that is told for sound, behind a NAT (--advertise)
  LUR_TLS, LUR_TLS_CERT, LUR_TLS_KEY
                        pages by https (--tls, --tls-cert, --tls-key)
  LUR_PROXY             proxies on other machines that are believed (--proxy)
  LUR_STUN, LUR_TURN, LUR_TURN_SECRET
                        servers that help browser phones through firewalls (--stun, --turn)
  LUR_JOURNAL           postgresql://... to keep the journal there instead of in the data folder
  LUR_BACKUP_PASSPHRASE what seals the keys in a backup (--passphrase-file)
  LUR_URL, LUR_TOKEN    a Lur on another machine, for all other commands (--url, --token)
"""


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="lur",
        description="Lur, a customer-service centre that is kind to both ends of the line.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"lur {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in COMMANDS:
        module.add_to(commands)
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    options = parser().parse_args(words)
    try:
        return int(options.run(options))
    except Failure as failure:
        print(f"lur: {failure}", file=sys.stderr)
        return failure.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
