"""Where a request really comes from, when a proxy that speaks TLS stands before Lur.

To Lur everything then comes from the proxy. It says for whom it asks in ``X-Forwarded-For``; only a proxy on
this machine, or one that the settings name, is believed, and of it only its own, last word, since all before
it is what the visitor claims.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

from litestar.connection import ASGIConnection

if TYPE_CHECKING:
    from lur.web.services import Network, Services

Connection = ASGIConnection[Any, Any, Any, Any]

FORWARDED = ("x-forwarded-for", "forwarded", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
"""A request with any of these has come through a proxy."""


def address_of(connection: Connection) -> str:
    """Where the request comes from, empty when that is unknown."""
    peer = connection.client.host if connection.client else ""
    named = connection.headers.getall("x-forwarded-for", [""])[-1].rpartition(",")[2].strip()
    return named[:64] if named and _is_proxy(connection) else peer


def by_tls(connection: Connection) -> bool:
    """Whether the page was reached by TLS: here, at a proxy on this machine, or as its browser says. A cookie
    that was given so is only ever sent so."""
    if connection.scope["scheme"] in ("https", "wss"):
        return True
    told = connection.headers.getall("x-forwarded-proto", [""])[-1].rpartition(",")[2].strip().lower()
    by_proxy = _is_proxy(connection) and told in ("https", "wss")
    return by_proxy or connection.headers.get("origin", "").startswith("https://")


def on_this_machine(connection: Connection) -> bool:
    """Whether a browser or program on this machine asks, by the machine's own name.

    The name matters too: a page from elsewhere whose name was made to point here (DNS rebinding) comes from
    loopback as well, but asks for another host. Whoever comes through a proxy is from elsewhere.
    """
    if any(name in connection.headers for name in FORWARDED):
        return False
    peer = connection.client.host if connection.client else ""
    host = host_of(connection.headers.get("host", ""))
    return _is_loopback(peer) and (host == "localhost" or _is_loopback(host))


def host_of(authority: str) -> str:
    """The host of a ``Host`` header, without its port."""
    if authority.startswith("["):
        return authority[1:].partition("]")[0]
    return authority.partition(":")[0].lower()


def _is_proxy(connection: Connection) -> bool:
    """Whether the peer may speak for others."""
    peer = connection.client.host if connection.client else ""
    services: Services = connection.app.state["services"]
    return _is_loopback(peer) or any(_is_in(peer, network) for network in services.config.proxies)


def _is_in(peer: str, network: Network) -> bool:
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    return address.version == network.version and address in network


def _is_loopback(host: str) -> bool:
    return host == "::1" or (host.startswith("127.") and host.replace(".", "").isdigit())
