"""Pages by https: what a browser trusts, what commands reach, and certificates that change while Lur runs."""

from __future__ import annotations

import contextlib
import datetime
import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from playwright.sync_api import Browser, sync_playwright

from journeys.browser import FLAGS, sign_in
from journeys.desk import open_desk
from journeys.house import House
from lur.cli.certificates import names_of_this_machine, server_files
from lur.cli.settings import own_address


@dataclass
class Answer:
    """What came back, and the certificate that was shown."""

    status: int
    headers: dict[str, str]
    body: bytes
    serial: int


class SecureHouse(House):
    """A Lur that speaks https; the tests trust its own authority alone."""

    trusted: Path | None = None

    def get_bytes(self, path: str) -> bytes:
        """As the harness asks, by https."""
        return self.ask(path).body

    def ask(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        """One request on a new connection. Raises ssl.SSLError, OSError."""
        context = ssl.create_default_context(cafile=self.trusted or self.data / "keys" / "ca.crt")
        connection = http.client.HTTPSConnection("localhost", self.http_port, timeout=10, context=context)
        token = (self.data / "run" / "token").read_text().strip()
        told = {"Authorization": f"Bearer {token}"} if headers is None else headers
        connection.request("GET", path, headers=told)
        response = connection.getresponse()
        shown = _shown(self.http_port, context)
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, headers, response.read(), shown.serial_number)


def _shown(port: int, context: ssl.SSLContext) -> x509.Certificate:
    with (
        socket.create_connection(("127.0.0.1", port), 10) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as secure,
    ):
        return x509.load_der_x509_certificate(secure.getpeercert(binary_form=True) or b"")


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[SecureHouse]:
    """A Lur with the certificate that it makes itself, and the demo company."""
    built = SecureHouse(tmp_path / "lur", "--tls", "--demo")
    try:
        built.start()
        yield built
    finally:
        built.clean_up()


def own_files(folder: Path, name: str) -> tuple[Path, Path, Path]:
    """Certificate, key and authority, as an operator brings them."""
    place = folder / name
    place.mkdir()
    now = datetime.datetime.now(datetime.UTC)
    certificate, key = server_files(place, names_of_this_machine(), now)
    return certificate, key, place / "ca.crt"


@contextlib.contextmanager
def trusting_browser(house: House, folder: Path) -> Iterator[Browser]:
    """A Chromium whose person has followed the steps of /trust."""
    store = folder / "home" / ".pki" / "nssdb"
    store.mkdir(parents=True)
    certutil = ["certutil", "-d", f"sql:{store}"]
    subprocess.run([*certutil, "-N", "--empty-password"], check=True)
    trust = [*certutil, "-A", "-t", "C,,", "-n", "Lur", "-i", str(house.data / "keys" / "ca.crt")]
    subprocess.run(trust, check=True)
    program = shutil.which("chromium")
    assert program, "Debian's chromium is missing; ./test installs it"
    flags = [*FLAGS, "--allow-loopback-in-peer-connection"]
    env = {**os.environ, "HOME": str(folder / "home")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags, env=env)
        yield browser
        browser.close()


def test_a_browser_trusts_it_and_gives_the_microphone(secure: SecureHouse, tmp_path: Path) -> None:
    """With the authority in its store Chromium opens the page without a warning, by name and by address; the
    page may use the microphone, and the session's cookie is never sent in clear."""
    with trusting_browser(secure, tmp_path) as browser:
        for host in ("localhost", "127.0.0.1"):
            page = browser.new_page(base_url=f"https://{host}:{secure.http_port}", locale="sv-SE")
            page.goto("/")
            assert page.evaluate("window.isSecureContext")
            heard = "navigator.mediaDevices.getUserMedia({audio: true}).then(s => s.getAudioTracks().length)"
            assert page.evaluate(heard) == 1
            sign_in(page, secure, "admin")
            [cookie] = page.context.cookies()
            assert cookie["secure"]
            assert cookie["httpOnly"]
            page.goto("/trust")
            with page.expect_download() as downloading:
                page.get_by_role("link", name="lur.crt").click()
            got = Path(downloading.value.path()).read_bytes()
            assert got == (secure.data / "keys" / "ca.crt").read_bytes()
            assert b"PRIVATE" not in got


def test_a_desk_by_https_can_be_called(secure: SecureHouse, tmp_path: Path) -> None:
    """Signalling over the sealed socket and sound beside it: the agent is ready and nothing hinders them."""
    with trusting_browser(secure, tmp_path) as browser:
        page = browser.new_page(base_url=f"https://localhost:{secure.http_port}", locale="sv-SE")
        open_desk(page, secure, "maja")
        page.keyboard.press("Escape")
        page.keyboard.press("r")

        def can_be_called(status: dict[str, Any]) -> bool:
            return any(
                agent["id"] == "101" and agent["presence"] == "ready" and agent["hindrance"] is None
                for agent in status["agents"]
            )

        secure.until(can_be_called)


def test_our_commands_reach_it(secure: SecureHouse, tmp_path: Path) -> None:
    """`lur status` and the others trust the running Lur of their data folder; from elsewhere they say what to
    do about a certificate that they do not know."""
    assert "edge up" in secure.cli("status").stdout
    token = (secure.data / "run" / "token").read_text().strip()
    elsewhere = ["--url", f"https://localhost:{secure.http_port}", "--token", token]
    refused = secure.cli("status", *elsewhere, ok=False)
    assert refused.returncode == 1
    assert "certificate_not_trusted" in refused.stderr
    ca = secure.data / "keys" / "ca.crt"
    os.environ["SSL_CERT_FILE"] = str(ca)
    try:
        assert "edge up" in secure.cli("status", *elsewhere).stdout
    finally:
        del os.environ["SSL_CERT_FILE"]
    assert "SHA-256" in secure.log.read_text()


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1")
def test_plain_http_and_old_tls_are_answered_clearly(secure: SecureHouse) -> None:
    """http:// on the port leads to https://; TLS 1.1 is refused; somebody who says nothing is in no one's
    way; the self-made certificate does not bind browsers to https (no HSTS)."""
    with socket.create_connection(("127.0.0.1", secure.http_port)) as silent:
        plain = http.client.HTTPConnection("127.0.0.1", secure.http_port, timeout=10)
        plain.request("GET", "/contacts?day=1")
        response = plain.getresponse()
        assert response.status == 307
        assert response.headers["Location"] == f"https://127.0.0.1:{secure.http_port}/contacts?day=1"
        old = ssl.create_default_context(cafile=secure.data / "keys" / "ca.crt")
        old.set_ciphers("ALL:@SECLEVEL=0")
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
        with pytest.raises(ssl.SSLError):
            _shown(secure.http_port, old)
        assert silent.fileno() > 0
    told = secure.ask("/api/health", headers={})
    assert told.status == 200
    assert "strict-transport-security" not in told.headers


def test_own_certificate_is_read_again_when_it_changes(tmp_path: Path) -> None:
    """A renewed file is shown to the next connection without a restart; files that do not fit together are
    not: the old ones go on. SIGHUP looks at once. HSTS is said, and nothing is offered to be trusted."""
    certificate, key, trusted = own_files(tmp_path, "first")
    house = SecureHouse(tmp_path / "lur", "--tls-cert", str(certificate), "--tls-key", str(key))
    house.trusted = trusted
    try:
        house.start()
        first = house.ask("/api/status")
        assert "max-age" in first.headers["strict-transport-security"]
        assert house.ask("/trust").status == 404
        renewed, new_key, authority = own_files(tmp_path, "second")
        house.trusted = tmp_path / "both.crt"
        house.trusted.write_bytes(trusted.read_bytes() + authority.read_bytes())
        shutil.copyfile(renewed, certificate)
        assert house.process is not None
        house.process.send_signal(signal.SIGHUP)
        _until(lambda: "certificate_not_read" in house.log.read_text())
        assert house.ask("/api/status").serial == first.serial
        shutil.copyfile(new_key, key)
        house.process.send_signal(signal.SIGHUP)
        _until(lambda: house.ask("/api/status").serial != first.serial)
        assert "edge up" in house.cli("status").stdout
    finally:
        house.clean_up()


def test_a_wrong_certificate_is_refused_at_start(tmp_path: Path) -> None:
    """A key of another certificate, or one half alone: said before anything runs."""
    certificate, _, _ = own_files(tmp_path, "one")
    _, key, _ = own_files(tmp_path, "two")
    house = House(tmp_path / "lur")
    both = house.cli("serve", "--tls-cert", str(certificate), "--tls-key", str(key), ok=False)
    assert (both.returncode, "bad_certificate" in both.stderr) == (1, True)
    half = house.cli("serve", "--tls-cert", str(certificate), ok=False)
    assert (half.returncode, "half_a_certificate" in half.stderr) == (1, True)


def test_open_without_tls_says_that_microphones_will_not_work(tmp_path: Path) -> None:
    """Whoever opens Lur to the network learns at start what browsers will ask for."""
    house = House(tmp_path / "lur", "--http", f"{own_address()}:0", "--lan")
    house.log.parent.mkdir(parents=True)
    with house.log.open("wb") as log:
        process = house.process = subprocess.Popen(house._argv, stdout=log, stderr=log)
    try:
        _until(lambda: "Ctrl-C stops it" in house.log.read_text())
        assert "Microphones work on this machine only" in house.log.read_text()
        assert process.poll() is None
    finally:
        house.clean_up()


def _until(holds: Any, seconds: float = 40.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)  # between two looks, not instead of one
