"""Finds out before anything starts whether a port is free, and says which option chooses another."""

from __future__ import annotations

import errno
import socket

from lur.cli.failure import Failure
from lur.cli.parsing import HostPort


def listening(address: HostPort, option: str) -> socket.socket:
    """A TCP socket that listens there. Raises ``Failure``: port_taken, bad_address."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address.host, address.port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise _failure(address, option, error) from error
    listener.setblocking(False)
    return listener


def check_free(address: HostPort, option: str) -> None:
    """Raises ``Failure`` unless a process could listen there, by UDP and by TCP."""
    listening(address, option).close()
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as datagrams:
        try:
            datagrams.bind((address.host, address.port))
        except OSError as error:
            raise _failure(address, option, error) from error


def _failure(address: HostPort, option: str, error: OSError) -> Failure:
    if error.errno == errno.EADDRINUSE:
        do = f"Stop that program, or choose another port: {option} {address.host}:{address.port + 1}"
        return Failure("port_taken", f"another program listens on {address}", do)
    do = f"Choose an address of this machine and a port you may use, with {option} HOST:PORT."
    return Failure("bad_address", f"cannot listen on {address} ({error.strerror})", do)
