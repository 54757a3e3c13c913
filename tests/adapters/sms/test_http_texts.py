"""Text messages over HTTP to a real server on this machine."""

from __future__ import annotations

import base64
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from lur.adapters.sms import BadGateway, HttpTexts, gateway
from lur.ports import TextsUnavailable

pytestmark = pytest.mark.anyio


@dataclass
class Heard:
    """What the gateway got, and what it answers: statuses, the last for ever."""

    statuses: list[int] = field(default_factory=lambda: [200])
    forms: list[dict[str, str]] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def heard() -> Iterator[Heard]:
    """A gateway on a port of the system's choice."""
    told = Heard()

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            told.forms.append(dict(urllib.parse.parse_qsl(body)))
            told.secrets.append(self.headers.get("authorization", ""))
            status = told.statuses.pop(0) if len(told.statuses) > 1 else told.statuses[0]
            self.send_response(status)
            if status == 302:
                self.send_header("location", told.url + "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    told.url = f"http://127.0.0.1:{server.server_port}/sms"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


async def test_a_message_is_one_form_with_the_secret(heard: Heard, tmp_path: Path) -> None:
    """from, to and message, with basic authentication from a file."""
    file = tmp_path / "auth"
    file.write_text("user:pass\n")
    texts = HttpTexts(gateway(heard.url, "Lur", file))
    await texts.send("+46701234567", "Hej å: din plats & tid")
    assert heard.forms == [{"from": "Lur", "to": "+46701234567", "message": "Hej å: din plats & tid"}]
    assert heard.secrets == ["Basic " + base64.b64encode(b"user:pass").decode()]


@pytest.mark.parametrize(
    ("status", "reason", "may_pass"),
    [
        (401, "not_allowed", False),
        (403, "not_allowed", False),
        (400, "refused", False),
        (302, "refused", False),
        (429, "busy", True),
        (503, "busy", True),
    ],
)
async def test_what_may_pass_is_told_from_what_does_not(
    heard: Heard, status: int, reason: str, may_pass: bool
) -> None:
    """By the status; a redirect is not followed, since it would take the number elsewhere."""
    heard.statuses = [status]
    with pytest.raises(TextsUnavailable) as refused:
        await HttpTexts(gateway(heard.url, "Lur", None)).send("+46701234567", "Hej")
    assert (refused.value.reason, refused.value.may_pass) == (reason, may_pass)
    assert len(heard.forms) == 1
    assert "+46" not in str(refused.value)


async def test_a_gateway_that_is_away_may_come_back(heard: Heard) -> None:
    """Nobody listens: unreachable."""
    nobody = gateway("http://127.0.0.1:1/sms", "Lur", None)
    with pytest.raises(TextsUnavailable) as refused:
        await HttpTexts(nobody, timeout_s=2).send("+46701234567", "Hej")
    assert refused.value.may_pass


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("http://sms.example.net/", "Lur"),
        ("ftp://127.0.0.1/", "Lur"),
        ("https://user:pass@sms.example.net/", "Lur"),
        ("https:///sms", "Lur"),
        ("https://[::1/", "Lur"),
        ("https://sms.example.net:x/", "Lur"),
        ("https://sms.example.net/", ""),
        ("https://sms.example.net/", "L" * 21),
    ],
)
def test_a_gateway_elsewhere_must_be_https(url: str, sender: str) -> None:
    """And whole, with a sender that phones can show."""
    with pytest.raises(BadGateway):
        gateway(url, sender, None)


def test_the_secret_is_never_shown(tmp_path: Path) -> None:
    """Not when the gateway is printed, and a file without one is refused without showing what is in it."""
    file = tmp_path / "auth"
    file.write_text("user:pass")
    assert "pass" not in repr(gateway("https://sms.example.net/", "Lur", file))
    file.write_text("hemlig")
    with pytest.raises(BadGateway) as bad:
        gateway("https://sms.example.net/", "Lur", file)
    assert "hemlig" not in str(bad.value)
    with pytest.raises(BadGateway):
        gateway("https://sms.example.net/", "Lur", tmp_path / "none")
