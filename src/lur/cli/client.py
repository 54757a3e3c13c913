"""Talks to a running Lur through its API, with the token that only this machine's owner can read."""

from __future__ import annotations

import argparse
import os
import ssl
import urllib.error
import urllib.request
from pathlib import Path
from typing import TypeVar

import msgspec

from lur.cli.failure import UNREACHABLE, Failure
from lur.cli.settings import PINNED

TIMEOUT_S = 15
UNAUTHORIZED = 401

Answer = TypeVar("Answer")


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """How the API refuses."""

    code: str
    detail: str = ""
    what_to_do: str = ""


def add_client_options(parser: argparse.ArgumentParser) -> None:
    """Which Lur to talk to."""
    group = parser.add_argument_group("which Lur")
    group.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("LUR_DATA", "data")),
        metavar="DIR",
        help="data folder of a Lur on this machine (LUR_DATA, else ./data)",
    )
    group.add_argument("--url", default=os.environ.get("LUR_URL"), help="its address, instead (LUR_URL)")
    group.add_argument("--token", default=os.environ.get("LUR_TOKEN"), help="its token (LUR_TOKEN)")


class Client:
    """One running Lur, as the options say."""

    def __init__(self, options: argparse.Namespace) -> None:
        run: Path = options.data / "run"
        self._url = str(options.url or _read(run / "url")).rstrip("/")
        self._context = None if options.url else _pinned(run / PINNED)
        self._token = str(options.token or _read(run / "token"))

    def get(self, path: str, answer: type[Answer]) -> Answer:
        """What is at ``path``."""
        return self._ask("GET", path, None, answer)

    def get_bytes(self, path: str) -> bytes:
        """What is at ``path``, as it came."""
        return self._fetch("GET", path, None)

    def post(self, path: str, body: object, answer: type[Answer]) -> Answer:
        """Do what ``path`` does with ``body``."""
        return self._ask("POST", path, msgspec.json.encode(body), answer)

    def _ask(self, method: str, path: str, body: bytes | None, answer: type[Answer]) -> Answer:
        try:
            return msgspec.json.decode(self._fetch(method, path, body), type=answer)
        except msgspec.DecodeError as error:
            what = f"{self._url} gave an answer that this `lur` does not understand ({error})"
            raise Failure("bad_answer", what, "Is it the same version of Lur?") from error

    def _fetch(self, method: str, path: str, body: bytes | None) -> bytes:
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            request = urllib.request.Request(self._url + path, data=body, headers=headers, method=method)
            secure = urllib.request.HTTPSHandler(context=self._context)
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), secure)
            with opener.open(request, timeout=TIMEOUT_S) as response:
                return bytes(response.read())
        except urllib.error.HTTPError as error:
            raise _refusal(error.code, error.read()) from error
        except (OSError, ValueError) as error:
            if isinstance(getattr(error, "reason", None), ssl.SSLCertVerificationError):
                raise _not_trusted(self._url, error) from error
            raise _unreachable(f"{self._url} does not answer ({error})") from error


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError as error:
        raise _unreachable(f"no Lur runs with the data folder {path.parent.parent}") from error


def _pinned(certificate: Path) -> ssl.SSLContext | None:
    """Trust the certificate that the Lur of this data folder shows now, and none else; None: it has none.

    The name in it does not matter: it is the very file, and only the folder's owner can write it.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    try:
        context.load_verify_locations(certificate)
    except (OSError, ValueError):
        return None
    return context


def _not_trusted(url: str, error: Exception) -> Failure:
    do = "If Lur made it itself: fetch /trust/lur.crt from it and name the file in SSL_CERT_FILE."
    return Failure("certificate_not_trusted", f"the certificate of {url} is not trusted ({error})", do)


def _unreachable(what: str) -> Failure:
    do = "Start it with `lur serve`, or name another one with --data, or --url and --token."
    return Failure("unreachable", what, do, UNREACHABLE)


def _refusal(status: int, body: bytes) -> Failure:
    try:
        problem = msgspec.json.decode(body, type=Problem)
    except msgspec.DecodeError:
        return Failure(f"http_{status}", body.decode(errors="replace")[:300])
    if status == UNAUTHORIZED:
        return Failure("bad_token", "this Lur does not know the token", "Check LUR_TOKEN, --token or --data.")
    return Failure(problem.code, problem.detail, problem.what_to_do)
