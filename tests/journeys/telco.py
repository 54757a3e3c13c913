"""A telephone operator as Lur's trunk meets it: a registrar with digest that answers OPTIONS, over TCP.

Written from RFC 3261 and RFC 2617 with nothing of Lur's own, so that the two can disagree.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import socket
import threading
from collections.abc import Iterator

HOST = "127.0.0.2"
"""Another address than the phones', so that a call can be known to come from the operator."""
USER, SECRET, REALM = "foretag", "hemlig-hos-operatoren", "operator.example"
GRANTED_S = 4
"""Short, so that Lur is soon back to register again."""


class Operator:
    """Listens while it is ``there``. ``registered`` holds the contacts that proved the secret."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.registered: list[str] = []
        self.refused = 0
        self._listening: socket.socket | None = None
        self._open: list[socket.socket] = []

    def come(self) -> None:
        """Be there."""
        self._listening = socket.create_server((HOST, self.port))
        threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def go(self) -> None:
        """Be gone, with all connections, and forget who was registered."""
        if self._listening is not None:
            with contextlib.suppress(OSError):
                self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        self._open.clear()
        self.registered.clear()

    def _accept(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                self._open.append(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        unread = b""
        with contextlib.suppress(OSError):
            while piece := connection.recv(65536):
                unread += piece
                while b"\r\n\r\n" in unread:
                    head, _, unread = unread.partition(b"\r\n\r\n")
                    connection.sendall(self._answer(head.decode().strip()))

    def _answer(self, head: str) -> bytes:
        method, fields = (
            head.partition(" ")[0],
            dict(re.findall(r"^([\w-]+): *(.*?)\r?$", head, re.MULTILINE)),
        )
        if method != "REGISTER":
            return _response("200 OK", head)
        if not _proves(fields.get("Authorization", ""), method):
            self.refused += 1
            challenge = f'WWW-Authenticate: Digest realm="{REALM}", nonce="n{self.refused}", algorithm=MD5'
            return _response("401 Unauthorized", head, challenge)
        contact = fields["Contact"].partition(";expires")[0]
        self.registered.append(contact)
        return _response("200 OK", head, f"Contact: {contact};expires={GRANTED_S}")


def _proves(authorization: str, method: str) -> bool:
    """RFC 2617 without qop."""
    told = dict(re.findall(r'(\w+)="?([^",]+)"?', authorization))
    if told.get("username") != USER:
        return False
    known = _md5(f"{USER}:{REALM}:{SECRET}")
    asked = _md5(f"{method}:{told['uri']}")
    return told["response"] == _md5(f"{known}:{told['nonce']}:{asked}")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _response(status: str, head: str, *more: str) -> bytes:
    kept = [line for line in head.split("\r\n") if re.match(r"(Via|From|Call-ID|CSeq):", line)]
    to = next(line for line in head.split("\r\n") if line.startswith("To:"))
    lines = [f"SIP/2.0 {status}", *kept, f"{to};tag=op", *more, "Content-Length: 0", "", ""]
    return "\r\n".join(lines).encode()


@contextlib.contextmanager
def operator() -> Iterator[Operator]:
    """An operator who is there."""
    with socket.create_server((HOST, 0)) as probe:
        port = probe.getsockname()[1]
    built = Operator(port)
    built.come()
    try:
        yield built
    finally:
        built.go()
