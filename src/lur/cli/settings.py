"""What ``lur serve`` was told, by options and environment, as one frozen value."""

from __future__ import annotations

import argparse
import os
import socket
from pathlib import Path

import msgspec

from lur.adapters.mail import SmtpServer
from lur.cli.customer_options import CustomerSettings, add_customer_options, customer_settings
from lur.cli.failure import Failure
from lur.cli.mail_options import add_mail_options, mail_server
from lur.cli.parsing import HostPort, Network, host_port, ip_address, networks, port_range, region
from lur.web.turn import NO_ICE_SERVERS, BadIceServer, IceConfig, ice_config

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"
PINNED = "certificate.pem"
"""In DATA/run: the certificate that `lur serve` shows now, by which commands on this machine know it."""


class TlsFiles(msgspec.Struct, frozen=True):
    """The operator's own certificate (with its chain) and key, PEM; both None: Lur makes them."""

    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_own(self) -> bool:
        """Whether the operator brought them."""
        return self.certificate is not None


class ServeSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where Lur keeps its data and what it listens on. ``journal`` is a PostgreSQL address, or empty for
    SQLite.
    """

    data: Path
    http: HostPort
    sip: HostPort
    sip_tls: HostPort | None
    rtp: str
    region: str
    journal: str
    demo: bool
    tls: TlsFiles | None = None
    ice: IceConfig = NO_ICE_SERVERS
    advertise: str = ""
    proxies: tuple[Network, ...] = ()
    customers: CustomerSettings = CustomerSettings()
    webhooks_private: bool = False
    mail: SmtpServer | None = None

    @property
    def scheme(self) -> str:
        """How the pages are reached."""
        return "http" if self.tls is None else "https"

    @property
    def url(self) -> str:
        """Where this machine reaches the pages."""
        return f"{self.scheme}://{HostPort(_reachable(self.http.host), self.http.port)}"

    @property
    def is_open(self) -> bool:
        """Whether other machines reach the pages."""
        return not is_loopback(self.http.host)

    @property
    def sip_address(self) -> str:
        """What people dial, as HOST:PORT."""
        return str(HostPort(self.advertised, self.sip.port))

    @property
    def advertised(self) -> str:
        """The address of this machine that phones and browsers are told to send sound to."""
        return self.advertise or (own_address() if self.sip.host == EVERYWHERE else self.sip.host)


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
    parser.add_argument(
        "--region",
        type=region,
        default=env.get("LUR_REGION", "SE"),
        metavar="CC",
        help="the country of telephone numbers that are written without one (LUR_REGION, else SE)",
    )
    _add_tls_options(parser)
    _add_proxy_option(parser)
    _add_sound_options(parser)
    add_customer_options(parser)
    add_mail_options(parser)
    _add_webhook_option(parser)
    demo = parser.add_mutually_exclusive_group()
    demo.add_argument("--demo", action="store_true", help="begin with a small demo company, if data is new")
    demo.add_argument("--empty", action="store_true", help="begin with nothing (the default)")


def _add_tls_options(parser: argparse.ArgumentParser) -> None:
    env = os.environ
    parser.add_argument(
        "--tls",
        action="store_true",
        default=env.get("LUR_TLS", "") not in ("", "0"),
        help="pages by https, which browsers ask of a page that uses a microphone (LUR_TLS=1); "
        "Lur makes the certificate when no files are given",
    )
    for name, what in (("cert", "your certificate with its chain"), ("key", "its key")):
        variable = f"LUR_TLS_{name.upper()}"
        parser.add_argument(
            f"--tls-{name}",
            type=Path,
            default=Path(env[variable]) if env.get(variable) else None,
            metavar="FILE",
            help=f"{what}, PEM ({variable}); read again when it changes",
        )


def _add_proxy_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--proxy",
        dest="proxies",
        type=networks,
        default=os.environ.get("LUR_PROXY", ""),
        metavar="ADDRESSES",
        help="proxies on other machines that are believed when they say for whom they ask: addresses or "
        "networks, parted by commas (LUR_PROXY); those on this machine are believed anyway",
    )


def _add_webhook_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--webhook-allow-private",
        action="store_true",
        default=os.environ.get("LUR_WEBHOOK_ALLOW_PRIVATE", "") not in ("", "0"),
        help="webhooks may lead into your own network, and by http (LUR_WEBHOOK_ALLOW_PRIVATE=1)",
    )


def _add_sound_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--advertise",
        type=ip_address,
        default=os.environ.get("LUR_ADVERTISE", ""),
        metavar="ADDRESS",
        help="the address that phones and browsers are told for sound, when a NAT stands before this machine "
        "(LUR_ADVERTISE)",
    )
    parser.add_argument(
        "--stun",
        default=os.environ.get("LUR_STUN", ""),
        metavar="ADDRESSES",
        help="STUN servers for browser phones, stun:HOST:PORT, parted by commas (LUR_STUN)",
    )
    parser.add_argument(
        "--turn",
        default=os.environ.get("LUR_TURN", ""),
        metavar="ADDRESSES",
        help="TURN servers for browser phones, turn:HOST:PORT?transport=udp, parted by commas (LUR_TURN); "
        "the secret shared with them is LUR_TURN_SECRET",
    )


def settings_from(options: argparse.Namespace) -> ServeSettings:
    """The options as settings, what was left out filled in. Raises ``Failure``: bad_ice_server,
    half_a_certificate, bad_sms_gateway, bad_mail_server."""
    host = EVERYWHERE if options.lan else LOOPBACK
    return ServeSettings(
        data=options.data.absolute(),
        http=options.http or HostPort(host, 8080),
        sip=options.sip or HostPort(host, 5060),
        sip_tls=options.sip_tls,
        rtp=options.rtp,
        region=options.region,
        journal=os.environ.get("LUR_JOURNAL", ""),
        demo=options.demo,
        tls=_tls(options),
        ice=_ice(options),
        advertise=options.advertise,
        proxies=options.proxies,
        customers=customer_settings(options),
        webhooks_private=options.webhook_allow_private,
        mail=mail_server(options),
    )


def _tls(options: argparse.Namespace) -> TlsFiles | None:
    certificate, key = options.tls_cert, options.tls_key
    if (certificate is None) != (key is None):
        do = "Give both: --tls-cert FILE --tls-key FILE."
        raise Failure("half_a_certificate", "a certificate needs its key, and a key its certificate", do)
    if certificate is not None and key is not None:
        return TlsFiles(certificate.absolute(), key.absolute())
    return TlsFiles() if options.tls else None


def _ice(options: argparse.Namespace) -> IceConfig:
    try:
        return ice_config(options.stun, options.turn, os.environ.get("LUR_TURN_SECRET", ""))
    except BadIceServer as error:
        do = "See --stun and --turn in `lur serve --help`; the secret is the variable LUR_TURN_SECRET."
        raise Failure("bad_ice_server", str(error), do) from error


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that address."""
    return host in ("localhost", "::1") or host.startswith("127.")


def _reachable(host: str) -> str:
    return LOOPBACK if host in (EVERYWHERE, "::") else host


def own_address() -> str:
    """This machine's address on the network it would use; connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return LOOPBACK
