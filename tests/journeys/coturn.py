"""Debian's coturn on loopback, with the secret that it shares with a Lur."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from journeys.baresip import free_port

START_S = 20.0


@dataclass
class Coturn:
    """A running TURN server."""

    port: int
    secret: str
    log: Path

    def address(self, transport: str) -> str:
        """As LUR_TURN has it."""
        return f"turn:127.0.0.1:{self.port}?transport={transport}"


@contextlib.contextmanager
def coturn(folder: Path, secret: str = "shared-with-lur") -> Iterator[Coturn]:
    """Start one that carries sound between loopback addresses, as no real one would."""
    program = shutil.which("turnserver")
    assert program, "coturn is missing; ./test installs it"
    folder.mkdir(parents=True, exist_ok=True)
    built = Coturn(free_port(socket.SOCK_STREAM), secret, folder / "turn.log")
    first = free_port(count=50)
    words = [
        *(program, "-n", "--verbose", "--realm", "lur.test", "--use-auth-secret"),
        *("--static-auth-secret", secret, "--listening-ip", "127.0.0.1", "--relay-ip", "127.0.0.1"),
        *("--listening-port", str(built.port), "--min-port", str(first), "--max-port", str(first + 49)),
        *("--allow-loopback-peers", "--no-cli", "--no-tls", "--no-dtls", "--log-file", "stdout"),
        *("--pidfile", str(folder / "pid"), "--userdb", str(folder / "users.db")),
    ]
    with built.log.open("wb") as log:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        _until_it_listens(built, process)
        yield built
    finally:
        process.kill()
        process.wait()


def _until_it_listens(built: Coturn, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    while True:
        assert process.poll() is None, built.log.read_text()
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", built.port), 1):
            return
        assert time.monotonic() < deadline, built.log.read_text()
        time.sleep(0.05)  # between two looks, not instead of one
