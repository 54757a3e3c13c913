"""Certificates that Lur makes: what they vouch for, when they are made anew, and who may read the keys."""

from __future__ import annotations

import datetime
import ipaddress
import stat
from pathlib import Path

from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store

from lur.cli.certificates import names_of_this_machine, server_files

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
NAMES = ("127.0.0.1", "192.168.1.5", "::1", "desk.local", "localhost")


def made(folder: Path, names: tuple[str, ...] = NAMES, days: int = 0) -> x509.Certificate:
    """The server's certificate so many days later."""
    certificate, _ = server_files(folder, names, NOW + datetime.timedelta(days=days))
    return x509.load_pem_x509_certificate(certificate.read_bytes())


def authority(folder: Path) -> x509.Certificate:
    """The one that people trust."""
    return x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes())


def told(certificate: x509.Certificate) -> set[str]:
    """The names and addresses in it."""
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(each.value) for each in names}


def test_it_proves_names_and_addresses(tmp_path: Path) -> None:
    """Whoever trusts the authority believes each name and address, and no other."""
    server = made(tmp_path)
    assert told(server) == set(NAMES)
    policy = PolicyBuilder().store(Store([authority(tmp_path)])).time(NOW)
    policy.build_server_verifier(x509.DNSName("desk.local")).verify(server, [])
    policy.build_server_verifier(x509.IPAddress(ipaddress.ip_address("192.168.1.5"))).verify(server, [])


def test_keys_are_for_their_owner(tmp_path: Path) -> None:
    """Nobody else on the machine can read them."""
    made(tmp_path)
    for name in ("ca.key", "server.key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_nothing_is_made_twice(tmp_path: Path) -> None:
    """Another start shows the same certificate."""
    assert made(tmp_path) == made(tmp_path, days=1)


def test_a_new_address_needs_no_new_trust(tmp_path: Path) -> None:
    """The server's certificate is made anew; the authority stays."""
    first, trusted = made(tmp_path), authority(tmp_path)
    second = made(tmp_path, (*NAMES, "10.0.0.7"))
    assert told(second) - told(first) == {"10.0.0.7"}
    assert authority(tmp_path) == trusted


def test_it_is_renewed_before_it_runs_out(tmp_path: Path) -> None:
    """Two months before its end, by the same authority; after nearly ten years the authority is, too."""
    first, trusted = made(tmp_path), authority(tmp_path)
    assert made(tmp_path, days=336) == first
    renewed = made(tmp_path, days=337)
    assert renewed.not_valid_after_utc - first.not_valid_after_utc == datetime.timedelta(days=337)
    assert authority(tmp_path) == trusted
    made(tmp_path, days=3650 - 397)
    assert authority(tmp_path) != trusted


def test_a_stolen_authority_cannot_pose_as_others(tmp_path: Path) -> None:
    """It vouches for this machine and private networks; a name beyond them, come later, is left out."""
    made(tmp_path)
    allowed = authority(tmp_path).extensions.get_extension_for_class(x509.NameConstraints)
    assert allowed.critical
    assert "example.com" not in told(made(tmp_path, (*NAMES, "www.example.com", "203.0.113.9")))


def test_a_broken_file_is_made_anew(tmp_path: Path) -> None:
    """Half a file, or a key of another certificate, does not stop the start."""
    first = made(tmp_path)
    (tmp_path / "server.crt").write_bytes(b"-----BEGIN")
    second = made(tmp_path)
    assert second != first
    (tmp_path / "server.key").write_bytes((tmp_path / "ca.key").read_bytes())
    assert made(tmp_path) != second


def test_this_machine_has_names() -> None:
    """Always the loopback; what is no host name is left out."""
    names = names_of_this_machine("192.0.2.7", "Desk.Example", "no host", "")
    assert {"localhost", "127.0.0.1", "::1", "192.0.2.7", "desk.example"} <= set(names)
    assert not {"no host", ""} & set(names)
