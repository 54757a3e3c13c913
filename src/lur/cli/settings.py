"""What ``lur serve`` was told, by options and environment, as one frozen value."""

from __future__ import annotations

import argparse
import os
import socket
from pathlib import Path

import msgspec

from lur.cli.parsing import HostPort, host_port, port_range

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"


class ServeSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where Lur keeps its data and what it listens on. ``journal`` is a PostgreSQL address, or empty for
    SQLite.
    """

    data: Path
    http: HostPort
    sip: HostPort
    sip_tls: HostPort | None
    rtp: str
    journal: str
    demo: bool

    @property
    def url(self) -> str:
        """Where this machine reaches the pages."""
        return f"http://{HostPort(_reachable(self.http.host), self.http.port)}"

    @property
    def sip_address(self) -> str:
        """What people dial, as HOST:PORT."""
        return str(HostPort(self.advertised, self.sip.port))

    @property
    def advertised(self) -> str:
        """The address of this machine that phones are told."""
        return _own_address() if self.sip.host == EVERYWHERE else self.sip.host


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``lur serve``."""
    env = os.environ
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(env.get("LUR_DATA", "data")),
        metavar="DIR",
        help="where Lur keeps everything (LUR_DATA, else ./data); made when it is not there",
    )
    parser.add_argument(
        "--http",
        type=host_port,
        default=env.get("LUR_HTTP"),
        metavar="HOST:PORT",
        help="pages and API (LUR_HTTP, else 127.0.0.1:8080)",
    )
    parser.add_argument(
        "--sip",
        type=host_port,
        default=env.get("LUR_SIP"),
        metavar="HOST:PORT",
        help="phones and trunks, UDP and TCP (LUR_SIP, else 127.0.0.1:5060)",
    )
    parser.add_argument(
        "--sip-tls",
        type=host_port,
        default=env.get("LUR_SIP_TLS"),
        metavar="HOST:PORT",
        help="the same over TLS (LUR_SIP_TLS); off without",
    )
    parser.add_argument(
        "--rtp",
        type=port_range,
        default=env.get("LUR_RTP", "20000-29999"),
        metavar="FIRST-LAST",
        help="UDP ports for sound (LUR_RTP, else 20000-29999)",
    )
    parser.add_argument(
        "--lan", action="store_true", help="listen on the local network where no host was given"
    )
    demo = parser.add_mutually_exclusive_group()
    demo.add_argument("--demo", action="store_true", help="begin with a small demo company, if data is new")
    demo.add_argument("--empty", action="store_true", help="begin with nothing (the default)")


def settings_from(options: argparse.Namespace) -> ServeSettings:
    """The options as settings, what was left out filled in."""
    host = EVERYWHERE if options.lan else LOOPBACK
    return ServeSettings(
        data=options.data.absolute(),
        http=options.http or HostPort(host, 8080),
        sip=options.sip or HostPort(host, 5060),
        sip_tls=options.sip_tls,
        rtp=options.rtp,
        journal=os.environ.get("LUR_JOURNAL", ""),
        demo=options.demo,
    )


def _reachable(host: str) -> str:
    return LOOPBACK if host in (EVERYWHERE, "::") else host


def _own_address() -> str:
    """This machine's address on the network it would use; connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return LOOPBACK
