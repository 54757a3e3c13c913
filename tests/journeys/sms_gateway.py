"""A gateway for text messages on this machine that keeps what it is given."""

from __future__ import annotations

import contextlib
import threading
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class SmsGateway:
    """``texts`` are number and message, in the order they came."""

    url: str = ""
    texts: list[tuple[str, str]] = field(default_factory=list)

    def until_texted(self, number: str, *, seconds: float = 90.0) -> str:
        """The last message to a number, once there is one."""
        deadline = time.monotonic() + seconds
        while True:
            found = [text for to, text in self.texts if to == number]
            if found:
                return found[-1]
            assert time.monotonic() < deadline, f"nothing texted to {number}: {self.texts}"
            time.sleep(0.05)  # between two looks, not instead of one


@contextlib.contextmanager
def sms_gateway() -> Iterator[SmsGateway]:
    """Running on a port of the system's choice."""
    told = SmsGateway()

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = dict(urllib.parse.parse_qsl(body))
            told.texts.append((form["to"], form["message"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    told.url = f"http://127.0.0.1:{server.server_port}/sms"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
