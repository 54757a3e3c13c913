"""Certificates that Lur makes for itself: one authority, made once, and a server certificate signed by it.

A person trusts the authority once on each machine; the server certificate is made anew when it grows old or
when this machine's names and addresses change, and nobody has to do anything. The authority may vouch for
this machine and for private networks alone (name constraints, RFC 5280 section 4.2.1.10), so that a stolen
key cannot pose as a bank to those who trust it.
"""

from __future__ import annotations

import datetime
import ipaddress
import re
import socket
from pathlib import Path

import msgspec
import structlog
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from lur.runtime.whole_file import write_whole

log = structlog.get_logger("lur.certificates")

AUTHORITY = "ca"
SERVER = "server"
AUTHORITY_DAYS = 3650
SERVER_DAYS = 397
"""Longer than this some systems refuse, whoever signed it."""
RENEW_DAYS = 60
LOCAL_NAMES = ("localhost", "local", "lan", "internal", "home.arpa")
PRIVATE_NETWORKS = (
    *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"),
    *("::1/128", "fc00::/7", "fe80::/10"),
)
_HOST_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Held(msgspec.Struct, frozen=True):
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def names_of_this_machine(*more: str) -> tuple[str, ...]:
    """All that people may type to reach it, with ``more`` hosts: names and addresses, sorted."""
    own = socket.gethostname().lower()
    short = own.partition(".")[0]
    found = {"localhost", "127.0.0.1", "::1", own, short, f"{short}.local", *(name.lower() for name in more)}
    return tuple(sorted(name for name in found if _address(name) or _HOST_NAME.fullmatch(name)))


def server_files(keys: Path, names: tuple[str, ...], now: datetime.datetime) -> tuple[Path, Path]:
    """Certificate and key of the server for these names, made or renewed when they have to be.

    ``names`` that the authority may not vouch for are left out. Raises OSError.
    """
    authority = _authority(keys, names, now)
    wanted = _vouched(authority.certificate, names)
    held = _load(keys, SERVER)
    if held is None or not _serves(held.certificate, authority.certificate, wanted, now):
        key = ec.generate_private_key(ec.SECP256R1())
        _save(keys, SERVER, Held(_server_certificate(authority, key, wanted, now), key))
        log.info("certificate_made", names=wanted, left_out=sorted(set(names) - set(wanted)))
    return keys / f"{SERVER}.crt", keys / f"{SERVER}.key"


def fingerprint(certificate: bytes) -> str:
    """The SHA-256 of a PEM certificate, as systems show it when they ask whether to trust it."""
    digest = x509.load_pem_x509_certificate(certificate).fingerprint(hashes.SHA256())
    return digest.hex(":").upper()


# --- the authority -----------------------------------------------------------------------------------------


def _authority(keys: Path, names: tuple[str, ...], now: datetime.datetime) -> Held:
    held = _load(keys, AUTHORITY)
    if held is not None and _days_left(held.certificate, now) > SERVER_DAYS:
        return held
    key = ec.generate_private_key(ec.SECP256R1())
    made = Held(_authority_certificate(key, names, now), key)
    _save(keys, AUTHORITY, made)
    log.info("authority_made", again=held is not None)
    return made


def _authority_certificate(
    key: ec.EllipticCurvePrivateKey, names: tuple[str, ...], now: datetime.datetime
) -> x509.Certificate:
    name = _name(f"Lur on {socket.gethostname()}"[:64])
    usage = _key_usage(signs_certificates=True)
    return (
        _builder(name, name, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints(_permitted(names), None), critical=True)
        .sign(key, hashes.SHA256())
    )


def _permitted(names: tuple[str, ...]) -> list[x509.GeneralName]:
    addresses = [address for address in map(_address, names) if address is not None]
    networks = [ipaddress.ip_network(text) for text in PRIVATE_NETWORKS]
    strange = [each for each in addresses if not any(_is_in(each, network) for network in networks)]
    networks += [ipaddress.ip_network(address) for address in strange]
    hosts = sorted({*LOCAL_NAMES, *(name for name in names if _address(name) is None)})
    return [*(x509.DNSName(host) for host in hosts), *(x509.IPAddress(network) for network in networks)]


def _vouched(authority: x509.Certificate, names: tuple[str, ...]) -> tuple[str, ...]:
    allowed = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
    return tuple(name for name in names if any(_covers(each, name) for each in allowed or ()))


def _covers(allowed: x509.GeneralName, name: str) -> bool:
    address = _address(name)
    if isinstance(allowed, x509.DNSName):
        return address is None and (name == allowed.value or name.endswith("." + allowed.value))
    network = allowed.value
    return address is not None and isinstance(network, Network) and _is_in(address, network)


def _is_in(address: Address, network: Network) -> bool:
    return address.version == network.version and address in network


# --- the server --------------------------------------------------------------------------------------------


def _serves(
    server: x509.Certificate, authority: x509.Certificate, names: tuple[str, ...], now: datetime.datetime
) -> bool:
    try:
        server.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    alternatives = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    told = {str(each.value) for each in alternatives}
    return told == set(names) and _days_left(server, now) > RENEW_DAYS


def _server_certificate(
    authority: Held, key: ec.EllipticCurvePrivateKey, names: tuple[str, ...], now: datetime.datetime
) -> x509.Certificate:
    alternatives = [_alternative(name) for name in names]
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    return (
        _builder(_name("Lur"), authority.certificate.subject, key, now, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(identifier, critical=False)
        .sign(authority.key, hashes.SHA256())
    )


# --- both --------------------------------------------------------------------------------------------------


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime.datetime, days: int
) -> x509.CertificateBuilder:
    """Valid since yesterday, since clocks differ."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _alternative(name: str) -> x509.GeneralName:
    address = _address(name)
    return x509.DNSName(name) if address is None else x509.IPAddress(address)


def _address(name: str) -> Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _days_left(certificate: x509.Certificate, now: datetime.datetime) -> int:
    return (certificate.not_valid_after_utc - now).days


def _load(keys: Path, name: str) -> Held | None:
    """What was made before; None when it is not there, is not whole, or the two do not belong together."""
    try:
        certificate = x509.load_pem_x509_certificate((keys / f"{name}.crt").read_bytes())
        key = serialization.load_pem_private_key((keys / f"{name}.key").read_bytes(), None)
    except (OSError, ValueError):
        return None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate.public_key() != key.public_key():
        return None
    return Held(certificate, key)


def _save(keys: Path, name: str, held: Held) -> None:
    secret = held.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_whole(keys / f"{name}.key", secret)
    write_whole(keys / f"{name}.crt", held.certificate.public_bytes(serialization.Encoding.PEM), 0o644)
