"""Certificates in a running Lur: kept when new files cannot be used, and warned of before they end."""

from __future__ import annotations

import datetime
import shutil
import ssl
from pathlib import Path

import pytest
import structlog

from lur.cli import parser
from lur.cli.certificates import server_files
from lur.cli.failure import Failure
from lur.cli.secure import PINNED, Secure
from lur.cli.settings import settings_from

NOW = datetime.datetime.now(datetime.UTC)


def files(folder: Path, name: str, *, days_left: int = 397) -> tuple[Path, Path]:
    """A certificate that ends in so many days, with its key."""
    place = folder / name
    place.mkdir()
    return server_files(place, ("localhost",), NOW - datetime.timedelta(days=397 - days_left))


def opened(folder: Path, certificate: Path, key: Path) -> Secure:
    """What `lur serve` with these files holds."""
    words = ["serve", "--tls-cert", str(certificate), "--tls-key", str(key)]
    return Secure(settings_from(parser().parse_args(words)), folder, folder)


def test_what_cannot_be_used_is_left(tmp_path: Path) -> None:
    """Half of a new pair, or no certificate at all: the present one goes on; the whole pair is taken."""
    certificate, key = files(tmp_path, "first")
    secure = opened(tmp_path, certificate, key)
    assert secure.authority is None
    before = (tmp_path / PINNED).read_bytes()
    renewed, new_key = files(tmp_path, "second")
    for broken in (renewed.read_bytes(), b"nothing"):
        certificate.write_bytes(broken)
        with structlog.testing.capture_logs() as logged:
            secure.look()
        assert [each["event"] for each in logged] == ["certificate_not_read"]
        assert (tmp_path / PINNED).read_bytes() == before
    shutil.copyfile(renewed, certificate)
    shutil.copyfile(new_key, key)
    secure.look()
    assert (tmp_path / PINNED).read_bytes() == renewed.read_bytes()
    with structlog.testing.capture_logs() as logged:
        secure.look()
    assert logged == []


def test_an_end_is_warned_of_once_a_day(tmp_path: Path) -> None:
    """Thirteen days left: said, and not with every look."""
    with structlog.testing.capture_logs() as logged:
        secure = opened(tmp_path, *files(tmp_path, "old", days_left=13))
        secure._warn()
        secure._warn()
    assert [each["days"] for each in logged if each["event"] == "certificate_ends_soon"] == [12]
    with structlog.testing.capture_logs() as logged:
        opened(tmp_path, *files(tmp_path, "new"))._warn()
    assert not [each for each in logged if each["event"] == "certificate_ends_soon"]


def test_old_tls_is_not_spoken(tmp_path: Path) -> None:
    """1.2 and later."""
    context = opened(tmp_path, *files(tmp_path, "one")).context
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    """Not a traceback."""
    with pytest.raises(Failure, match="bad_certificate"):
        opened(tmp_path, tmp_path / "no.crt", tmp_path / "no.key")
