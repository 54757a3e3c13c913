"""``lur trunk``: lines to telephone operators."""

from __future__ import annotations

import argparse
import os

from lur.cli import table
from lur.cli.client import Client, add_client_options
from lur.cli.parsing import Commands, host_port
from lur.runtime.views import Status
from lur.web.payloads.common import Done, TrunkBody


def add_to(commands: Commands) -> None:
    """Add ``lur trunk`` and its verbs."""
    parser = commands.add_parser("trunk", help="add and list lines to telephone operators")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    _add_add(verbs)
    listing = verbs.add_parser("list", help="all trunks and how they are")
    add_client_options(listing)
    listing.set_defaults(run=_list)


def _add_add(verbs: Commands) -> None:
    parser = verbs.add_parser("add", help="add a trunk, or change the one with this id")
    parser.add_argument("id", help="short id, for example telia")
    parser.add_argument("address", type=host_port, metavar="HOST:PORT", help="where the operator is reached")
    parser.add_argument("--transport", choices=("udp", "tcp", "tls"), default="udp", help="(udp)")
    parser.add_argument("--username", default="", help="the name that the operator gave")
    parser.add_argument(
        "--secret",
        default=os.environ.get("LUR_TRUNK_SECRET", ""),
        help="the password that the operator gave; LUR_TRUNK_SECRET keeps it out of the process list",
    )
    parser.add_argument("--register", action="store_true", help="register there, as most operators want")
    parser.add_argument(
        "--allow",
        action="append",
        default=[],
        metavar="NETWORK",
        help="let calls in from this network too (CIDR); may be given many times",
    )
    parser.add_argument(
        "--number",
        action="append",
        default=[],
        metavar="NUMBER",
        help="a number of ours on this trunk; may be given many times",
    )
    add_client_options(parser)
    parser.set_defaults(run=_add)


def _add(options: argparse.Namespace) -> int:
    body = TrunkBody(
        id=options.id,
        host=options.address.host,
        port=options.address.port,
        transport=options.transport,
        username=options.username,
        secret=options.secret,
        register=options.register,
        allow=tuple(options.allow),
        numbers=tuple(options.number),
    )
    Client(options).post("/api/trunks", body, Done)
    print(f"trunk: {options.id}")
    return 0


def _list(options: argparse.Namespace) -> int:
    trunks = Client(options).get("/api/status", Status).trunks
    rows = [(each.id, each.state, each.detail) for each in trunks]
    table.show(("ID", "STATE", "DETAIL"), rows)
    return 0
