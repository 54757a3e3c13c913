"""TLS for the pages: the present certificate for each new connection, read anew when its files change.

A renewed certificate needs no restart: the files are looked at every few seconds and on SIGHUP. New ones are
tried first; when they cannot be used the old ones go on and the log says why.
"""

from __future__ import annotations

import asyncio
import datetime
import ssl
import threading
from pathlib import Path

import structlog
from cryptography import x509

from lur.cli.certificates import AUTHORITY, names_of_this_machine, server_files
from lur.cli.failure import Failure
from lur.cli.settings import EVERYWHERE, PINNED, ServeSettings, TlsFiles, own_address

log = structlog.get_logger("lur.tls")

LOOK_EVERY_S = 10.0
WARN_DAYS = 14
"""An operator's own certificate that has so few days left was not renewed as it should have been."""

Stamp = tuple[tuple[int, int, int], ...]


class Secure:
    """``context`` is for the server's whole life; what it shows is chosen for each connection."""

    def __init__(self, settings: ServeSettings, keys: Path, run: Path) -> None:
        assert settings.tls is not None
        self._files: TlsFiles = settings.tls
        self._settings = settings
        self._keys = keys
        self._pinned = run / PINNED
        self._stamp: Stamp = ()
        self._warned: datetime.date | None = None
        self._looking = threading.Lock()
        self._present: ssl.SSLContext
        self._ends: datetime.datetime
        try:
            self._read()
        except (OSError, ValueError) as error:
            raise _unusable(self._files, error) from error
        self.context = _new_context()
        self.context.load_cert_chain(*self._paths())
        self.context.sni_callback = self._choose

    @property
    def authority(self) -> Path | None:
        """The certificate that people are to trust; None when the operator brought their own."""
        return None if self._files.is_own else self._keys / f"{AUTHORITY}.crt"

    def look(self) -> None:
        """Use what is new, if it can be used."""
        with self._looking:
            try:
                if self._stamp_now() != self._stamp:
                    self._read()
                    log.info("certificate_read")
            except (OSError, ValueError) as error:
                log.error("certificate_not_read", detail=str(error))

    async def keep_fresh(self) -> None:
        """Look for ever."""
        while True:
            self._warn()
            await asyncio.sleep(LOOK_EVERY_S)
            await asyncio.to_thread(self.look)

    def _warn(self) -> None:
        """Once a day, while there is still time: without a valid certificate no desk has a microphone."""
        now = datetime.datetime.now(datetime.UTC)
        left = self._ends - now
        if left.days < WARN_DAYS and self._warned != now.date():
            self._warned = now.date()
            log.warning("certificate_ends_soon", days=left.days)

    def _choose(self, connection: ssl.SSLObject, name: str | None, context: ssl.SSLContext) -> None:
        connection.context = self._present

    def _read(self) -> None:
        """Raises OSError (ssl.SSLError is one): the files cannot be used together."""
        stamp = self._stamp_now()
        fresh = _new_context()
        certificate, key = self._paths()
        fresh.load_cert_chain(certificate, key)
        shown = certificate.read_bytes()
        ends = x509.load_pem_x509_certificate(shown).not_valid_after_utc
        self._pinned.write_bytes(shown)
        self._present, self._stamp, self._ends = fresh, stamp, ends

    def _paths(self) -> tuple[Path, Path]:
        if self._files.certificate is not None and self._files.key is not None:
            return self._files.certificate, self._files.key
        host = self._settings.http.host
        listened = () if host in (EVERYWHERE, "::") else (host,)
        names = names_of_this_machine(own_address(), *listened)
        return server_files(self._keys, names, datetime.datetime.now(datetime.UTC))

    def _stamp_now(self) -> Stamp:
        """What tells a file from another of the same name."""
        found = (path.stat() for path in self._paths())
        return tuple((each.st_ino, each.st_mtime_ns, each.st_size) for each in found)


def _new_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_RENEGOTIATION
    context.set_alpn_protocols(["http/1.1"])
    return context


def _unusable(files: TlsFiles, error: Exception) -> Failure:
    if not files.is_own:
        return Failure("certificate_not_made", f"no certificate could be made ({error})", "Is the disk full?")
    what = f"{files.certificate} and {files.key} cannot be used together ({error})"
    do = "Give a certificate with its chain and its unencrypted key, both PEM, that Lur may read."
    return Failure("bad_certificate", what, do)
