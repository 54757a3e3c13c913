"""STUN as ICE uses it (RFC 8489, RFC 8445): Binding requests and responses, checked and made.

Anybody can send a datagram to a browser leg's port, so everything here is bounded and raises nothing but
`StunError`. Whether a request is from whom it claims to be is decided in two steps, cheap before dear: its
USERNAME, then its MESSAGE-INTEGRITY.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import struct
import zlib
from collections.abc import Sequence

import msgspec

BINDING_REQUEST = 0x0001
BINDING_INDICATION = 0x0011
BINDING_SUCCESS = 0x0101
BINDING_ERROR = 0x0111

USERNAME = 0x0006
MESSAGE_INTEGRITY = 0x0008
XOR_MAPPED_ADDRESS = 0x0020
PRIORITY = 0x0024
USE_CANDIDATE = 0x0025
FINGERPRINT = 0x8028
ICE_CONTROLLED = 0x8029
ICE_CONTROLLING = 0x802A

MAGIC = 0x2112A442
HEADER_BYTES = 20
TRANSACTION_BYTES = 12
MAX_MESSAGE_BYTES = 1280
_MAX_ATTRIBUTES = 32
_HEADER = struct.Struct("!HHI12s")
_ATTRIBUTE = struct.Struct("!HH")
_MAGIC_BYTES = MAGIC.to_bytes(4, "big")
_FINGERPRINT_XOR = 0x5354554E
_INTEGRITY_BYTES = 20
_FINGERPRINT_BYTES = 4

Attribute = tuple[int, bytes]


class StunError(ValueError):
    """Not a STUN message that can be used.

    `code`: not_stun, malformed, bad_fingerprint, bad_address.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class StunMessage(msgspec.Struct, frozen=True):
    """A parsed message. `signed` is what MESSAGE-INTEGRITY covers (with the length it had then), `integrity`
    its value; attributes that follow it are left out, as they prove nothing.
    """

    kind: int
    transaction: bytes
    attributes: tuple[Attribute, ...]
    signed: bytes = b""
    integrity: bytes | None = None

    def get(self, kind: int) -> bytes | None:
        """The value of the first attribute of this type."""
        return next((value for found, value in self.attributes if found == kind), None)

    def is_signed_with(self, password: str) -> bool:
        """Whether MESSAGE-INTEGRITY (short-term credentials, RFC 8489 section 9.1) is right."""
        if self.integrity is None:
            return False
        return hmac.compare_digest(_sign(self.signed, password), self.integrity)


def parse(datagram: bytes | bytearray | memoryview) -> StunMessage:
    """Read one message, which must fill the datagram. A FINGERPRINT, when there is one, is checked."""
    data = bytes(datagram)
    if not HEADER_BYTES <= len(data) <= MAX_MESSAGE_BYTES or data[0] > 3:
        raise StunError("not_stun")
    kind, length, magic, transaction = _HEADER.unpack_from(data)
    if magic != MAGIC:
        raise StunError("not_stun")
    if length % 4 or length + HEADER_BYTES != len(data):
        raise StunError("malformed")
    attributes: list[Attribute] = []
    signed, integrity = b"", None
    for at, found, value in _attributes(data):
        if found == FINGERPRINT:
            _check_fingerprint(data, at, value)
        elif integrity is not None:
            continue
        elif found == MESSAGE_INTEGRITY:
            if len(value) != _INTEGRITY_BYTES:
                raise StunError("malformed")
            signed, integrity = _with_length(data[:at], 4 + _INTEGRITY_BYTES), value
        else:
            attributes.append((found, value))
    return StunMessage(kind, transaction, tuple(attributes), signed, integrity)


def build(kind: int, transaction: bytes, attributes: Sequence[Attribute], password: str | None) -> bytes:
    """The bytes of a message, with MESSAGE-INTEGRITY (unless there is no password) and FINGERPRINT."""
    body = b"".join(_attribute(found, value) for found, value in attributes)
    data = _HEADER.pack(kind, len(body), MAGIC, transaction) + body
    if password is not None:
        data = _with_length(data, 4 + _INTEGRITY_BYTES)
        data += _attribute(MESSAGE_INTEGRITY, _sign(data, password))
    data = _with_length(data, 4 + _FINGERPRINT_BYTES)
    return data + _attribute(FINGERPRINT, _fingerprint(data))


def build_answer(request: StunMessage, host: str, port: int, password: str) -> bytes:
    """A Binding success response: this is where your request came from. Raises `StunError` bad_address."""
    mapped = xor_address(host, port, request.transaction)
    return build(BINDING_SUCCESS, request.transaction, ((XOR_MAPPED_ADDRESS, mapped),), password)


def xor_address(host: str, port: int, transaction: bytes) -> bytes:
    """The value of XOR-MAPPED-ADDRESS (RFC 8489 section 14.2); raises `StunError` bad_address."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError as error:
        raise StunError("bad_address") from error
    family = 1 if address.version == 4 else 2
    return struct.pack("!BBH", 0, family, port ^ (MAGIC >> 16)) + _masked(address.packed, transaction)


def mapped_address(value: bytes, transaction: bytes) -> tuple[str, int]:
    """Host and port in an XOR-MAPPED-ADDRESS; raises `StunError` bad_address."""
    if len(value) not in (8, 20) or value[1] != (1 if len(value) == 8 else 2):
        raise StunError("bad_address")
    port = int.from_bytes(value[2:4], "big") ^ (MAGIC >> 16)
    return str(ipaddress.ip_address(_masked(value[4:], transaction))), port


def _attributes(data: bytes) -> list[tuple[int, int, bytes]]:
    """Offset, type and value of each; FINGERPRINT ends the message (RFC 8489 section 14.7)."""
    found: list[tuple[int, int, bytes]] = []
    at = HEADER_BYTES
    while at < len(data):
        kind, length = _ATTRIBUTE.unpack_from(data, at)
        start = at + _ATTRIBUTE.size
        after = start + length + -length % 4
        last = kind == FINGERPRINT
        if after > len(data) or len(found) >= _MAX_ATTRIBUTES or (last and after != len(data)):
            raise StunError("malformed")
        found.append((at, kind, data[start : start + length]))
        at = after
    return found


def _check_fingerprint(data: bytes, at: int, value: bytes) -> None:
    if value != _fingerprint(data[:at]):
        raise StunError("bad_fingerprint")


def _fingerprint(before: bytes) -> bytes:
    return (zlib.crc32(before) ^ _FINGERPRINT_XOR).to_bytes(4, "big")


def _sign(signed: bytes, password: str) -> bytes:
    return hmac.digest(password.encode(), signed, hashlib.sha1)


def _with_length(data: bytes, more: int) -> bytes:
    """The same, with a header that counts `more` bytes after what is there."""
    return data[:2] + (len(data) - HEADER_BYTES + more).to_bytes(2, "big") + data[4:]


def _attribute(kind: int, value: bytes) -> bytes:
    return _ATTRIBUTE.pack(kind, len(value)) + value + bytes(-len(value) % 4)


def _masked(packed: bytes, transaction: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(packed, _MAGIC_BYTES + transaction, strict=False))
