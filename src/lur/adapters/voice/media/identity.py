"""The certificate by which browsers know the media plane: made once, kept in DATA/keys.

Its fingerprint goes into every SDP answer. It survives a restart, so that answers that are on their way
while the plane is killed stay true. It proves nothing by a name; the signalling carries the fingerprint.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lur.runtime.whole_file import write_whole

FILE_NAME = "browser.pem"
_VALID_DAYS = 36_500


class Identity(msgspec.Struct, frozen=True):
    """A private key, its certificate, and the certificate's sha-256 in the form "AA:BB:..."."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    fingerprint: str


def identity(data: Path) -> Identity:
    """The one in DATA/keys; made when there is none, or none that can be read. Raises OSError."""
    path = data / "keys" / FILE_NAME
    try:
        return _read(path.read_bytes())
    except (FileNotFoundError, ValueError):
        pem = _make()
        write_whole(path, pem)
        return _read(pem)


def fingerprint_of(certificate: x509.Certificate) -> str:
    """sha-256 as SDP writes it (RFC 8122)."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _read(pem: bytes) -> Identity:
    key = serialization.load_pem_private_key(pem, None)
    certificate = x509.load_pem_x509_certificate(pem)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise ValueError("key and certificate do not belong together")
    return Identity(key, certificate, fingerprint_of(certificate))


def _make() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "lur")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=_VALID_DAYS))
        .sign(key, hashes.SHA256())
    )
    encoding, no_password = serialization.Encoding.PEM, serialization.NoEncryption()
    secret = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, no_password)
    return secret + certificate.public_bytes(encoding)
