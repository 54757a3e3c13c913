"""Which addresses on the internet may be asked: no machine of ours, and none of our network's.

Whoever may write an address into a form could otherwise make Lur ask what only Lur can reach: a router, a
database, a cloud's own data. The look is at the address that a name stands for at that moment, and the
connection is made to that very address.
"""

from __future__ import annotations

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """Whether it is an address of the open internet; what is no address is not."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    inner = _inside(address)
    return _is_public(address if inner is None else inner)


def is_literal(host: str) -> bool:
    """Whether a host is an address and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _inside(address: Address) -> Address | None:
    """The IPv4 address that an IPv6 one carries: it is reached by another way, and is the same machine."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.teredo is not None:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
