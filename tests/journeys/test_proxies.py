"""Lur behind real nginx and real Caddy, with the very files of docs/examples: https, sockets, addresses."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import WebSocket

from journeys.baresip import free_port
from journeys.browser import ROOT, chromium, sign_in
from journeys.house import House, house
from journeys.test_https import own_files

EXAMPLES = ROOT / "docs/examples"
VISITOR, NEIGHBOUR = "127.0.0.2", "127.0.0.3"
START_S = 20.0
TRIES = 30


@dataclass
class Proxy:
    """A running proxy with its own certificate."""

    port: int
    authority: Path
    log: Path

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        source: str = VISITOR,
        headers: dict[str, str] | None = None,
    ) -> http.client.HTTPResponse:
        """One request from an address of one's own."""
        context = ssl.create_default_context(cafile=self.authority)
        connection = http.client.HTTPSConnection(
            "localhost", self.port, timeout=10, context=context, source_address=(source, 0)
        )
        told = {"Content-Type": "application/json", **(headers or {})}
        connection.request(method, path, body, told)
        response = connection.getresponse()
        try:
            answer = response.read()
        except http.client.IncompleteRead as cut:  # Caddy has been seen to lose a body; the status has come
            answer = cut.partial
        response.body = answer  # type: ignore[attr-defined]
        return response

    def sign_in(self, source: str, headers: dict[str, str] | None = None) -> http.client.HTTPResponse:
        """Try a wrong password."""
        body = json.dumps({"account": "supervisor", "password": "wrong"}).encode()
        return self.ask("/api/sign-in", method="POST", body=body, source=source, headers=headers)


@pytest.fixture(scope="module")
def lur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A Lur that listens on this machine only, without TLS, as the examples have it."""
    with house(tmp_path_factory.mktemp("lur"), "--demo") as built:
        yield built


def nginx(folder: Path, port: int, lur: House) -> list[str]:
    """Debian's nginx with docs/examples/nginx.conf; only names, ports and files are changed."""
    program = shutil.which("nginx", path=f"/usr/sbin:{os.environ['PATH']}")
    assert program, "nginx is missing; ./test installs it"
    certificate, key, _ = own_files(folder, "keys")
    text = (EXAMPLES / "nginx.conf").read_text()
    text = re.sub(r" *listen \[::\].*\n", "", text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port(socket.SOCK_STREAM)};")
    text = text.replace("listen 443 ", f"listen 127.0.0.1:{port} ")
    text = re.sub(r"/etc/letsencrypt/\S+fullchain.pem", str(certificate), text)
    text = re.sub(r"/etc/letsencrypt/\S+privkey.pem", str(key), text)
    text = _changed(text, "lur.example.net", "localhost")
    text = _changed(text, "127.0.0.1:8080", f"127.0.0.1:{lur.http_port}")
    text = _changed(text, "/var/log/nginx/lur.log", f"{folder}/asked")
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "main.conf"
    main.write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/log;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{places}{text}\n}}\n"
    )
    return [program, "-c", str(main), "-e", str(folder / "log")]


def caddy(folder: Path, port: int, lur: House) -> list[str]:
    """Debian's Caddy with docs/examples/Caddyfile; it is given a certificate instead of fetching one."""
    program = shutil.which("caddy")
    assert program, "caddy is missing; ./test installs it"
    certificate, key, _ = own_files(folder, "keys")
    text = (EXAMPLES / "Caddyfile").read_text()
    text = _changed(text, "lur.example.net {", f"https://localhost:{port} {{\n\ttls {certificate} {key}")
    text = _changed(text, "127.0.0.1:8080", f"127.0.0.1:{lur.http_port}")
    file = folder / "Caddyfile"
    file.write_text("{\n\tadmin off\n\tauto_https disable_redirects\n}\n" + text)
    return [program, "run", "--adapter", "caddyfile", "--config", str(file)]


def _changed(text: str, old: str, new: str) -> str:
    assert old in text, f"the example has no {old}"
    return text.replace(old, new)


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest, lur: House, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    """A real proxy before Lur."""
    command: Callable[[Path, int, House], list[str]] = request.param
    folder = tmp_path_factory.mktemp("proxy")
    folder.chmod(0o755)
    port = free_port(socket.SOCK_STREAM)
    words = command(folder, port, lur)
    env = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(words, stdout=output, stderr=output, env=env)
    try:
        built = Proxy(port, folder / "keys" / "ca.crt", folder / "output")
        _until_it_answers(built, process)
        yield built
    finally:
        process.terminate()
        process.wait(20)


def _until_it_answers(proxy: Proxy, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    while True:
        assert process.poll() is None, proxy.log.read_text()
        try:
            assert proxy.ask("/api/health").status == 200
            return
        except OSError:
            assert time.monotonic() < deadline, proxy.log.read_text()
            time.sleep(0.1)  # between two looks, not instead of one


def test_people_work_through_it(lur: House, proxy: Proxy) -> None:
    """The page comes by https and may use the microphone, the session's cookie is never sent in clear, and
    the live socket stands and speaks."""
    with chromium() as browser:
        page = browser.new_page(
            base_url=f"https://localhost:{proxy.port}", ignore_https_errors=True, locale="sv-SE"
        )
        sockets: list[WebSocket] = []
        frames: list[str | bytes] = []

        def opened(live: WebSocket) -> None:
            sockets.append(live)
            live.on("framereceived", heard)

        def heard(frame: str | bytes) -> None:
            frames.append(frame)

        page.on("websocket", opened)
        page.goto("/")
        assert page.evaluate("window.isSecureContext")
        sign_in(page, lur, "admin")
        cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
        assert cookies["lur_session"]["secure"]
        deadline = time.monotonic() + START_S
        while not frames:
            assert time.monotonic() < deadline
            page.wait_for_timeout(50)
        assert sockets[0].url.startswith(f"wss://localhost:{proxy.port}/api/live")
        assert not sockets[0].is_closed()


def test_it_says_that_https_is_meant_for_good(proxy: Proxy) -> None:
    """The examples tell browsers to come by https from now on; Lur's own headers pass."""
    answer = proxy.ask("/")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_visitors_are_told_apart_and_believed_nothing(proxy: Proxy) -> None:
    """Wrong passwords count for the visitor's own address, not for the proxy's: who claims to be another
    each time stays who they are, a neighbour is not held up, and nobody is taken for this machine."""
    told = [proxy.sign_in(VISITOR, _claims(f"203.0.113.{number}")).status for number in range(TRIES)]
    assert set(told) <= {401, 429}
    assert told.count(429) > TRIES / 2
    assert proxy.sign_in(NEIGHBOUR).status == 401
    for claim in ("127.0.0.1", "::1", ""):
        assert proxy.ask("/metrics", headers=_claims(claim)).status == 401


def _claims(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address, "X-Real-IP": address, "Forwarded": f"for={address}"}


def test_what_is_too_large_is_told_so(proxy: Proxy) -> None:
    """By nginx, or by Lur through Caddy."""
    answer = proxy.ask("/api/sign-in", method="POST", body=b"x" * 300_000, source=NEIGHBOUR)
    assert answer.status == 413


def test_what_is_searched_for_is_in_no_log(proxy: Proxy) -> None:
    """A name or a number in the address of a request is nobody's but Lur's."""
    for address in ("/api/customers?q=0701234567", "/api/health"):
        proxy.ask(address)
    written = [path for path in proxy.log.parent.iterdir() if path.is_file()]
    assert not [path.name for path in written if b"0701234567" in path.read_bytes()]
