"""DTLS with one browser (RFC 5764, RFC 8842): we are the server, and want nothing of it but SRTP keys.

OpenSSL works on memory here, datagram by datagram, so that a step of a handshake is a small piece of work
in the packet loop. Its memory knows no borders of datagrams: what goes in is checked to be whole records
first, what comes out is cut at records. The object lives on after the handshake, because a browser that
lost our last flight asks for it again.
"""

from __future__ import annotations

import enum
import hmac
import struct

import msgspec
from cryptography import x509
from OpenSSL import SSL, crypto

from lur.adapters.voice.media.identity import Identity, fingerprint_of

MTU_BYTES = 1200
GCM, COUNTER_MODE = b"SRTP_AEAD_AES_128_GCM", b"SRTP_AES128_CM_SHA1_80"
_KEY_BYTES = 16
_SALT_BYTES = {GCM: 12, COUNTER_MODE: 14}
_LABEL = b"EXTRACTOR-dtls_srtp"
_CIPHERS = (
    b"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305"
    b":ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384"
)
_RECORD = struct.Struct("!BHHIHH")
"""Type, version, epoch, sequence number in two parts, length."""
_DTLS_1_2 = 0xFEFD
_VERSIONS = (0xFEFF, _DTLS_1_2)
_READ_BYTES = 65536


class DtlsState(enum.Enum):
    """How far it is. `FAILED` never was done; `CLOSED` was, and the browser has said goodbye."""

    SHAKING = "shaking"
    DONE = "done"
    FAILED = "failed"
    CLOSED = "closed"


class SrtpKeys(msgspec.Struct, frozen=True):
    """What both sides protect their sound with: key and salt in one, as libsrtp takes them."""

    profile: bytes
    browsers: bytes
    ours: bytes


class Dtls:
    """One association. `failure` tells why a `FAILED` one failed; `keys` is there when it is done."""

    def __init__(self, context: SSL.Context, fingerprint: str) -> None:
        self.state = DtlsState.SHAKING
        self.failure = ""
        self.keys: SrtpKeys | None = None
        self._fingerprint = fingerprint
        self._tls = SSL.Connection(context, None)
        self._tls.set_ciphertext_mtu(MTU_BYTES)
        self._tls.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, self._verify)
        self._tls.set_accept_state()

    def feed(self, datagram: bytes) -> list[bytes]:
        """Take a datagram of the browser's, for which `is_dtls` holds; gives those to send it."""
        self._tls.bio_write(datagram)
        self._advance()
        return self._outgoing()

    def handle_timer(self) -> list[bytes]:
        """To be called often while shaking: a flight that was lost is sent again (RFC 6347, 4.2.4)."""
        try:
            if self._tls.DTLSv1_get_timeout() == 0:
                self._tls.DTLSv1_handle_timeout()
        except SSL.Error as error:
            self._fail(_reason(error))
        return self._outgoing()

    def close(self) -> list[bytes]:
        """Say goodbye, so that the page notices at once."""
        if self.state is not DtlsState.DONE:
            return []
        self.state = DtlsState.CLOSED
        try:
            self._tls.shutdown()
        except SSL.Error:
            return []
        return self._outgoing()

    def _advance(self) -> None:
        try:
            if self.state is DtlsState.SHAKING:
                self._tls.do_handshake()
                self._finish()
            while True:
                self._tls.recv(_READ_BYTES)
        except SSL.WantReadError:
            return
        except SSL.Error as error:
            if self.state is DtlsState.SHAKING:
                self._fail(_reason(error))
            elif self.state is DtlsState.DONE:
                self.state = DtlsState.CLOSED

    def _finish(self) -> None:
        certificate = self._tls.get_peer_certificate(as_cryptography=True)
        if certificate is None or not self._is_the_browsers(certificate):
            self._fail("other_fingerprint")
            return
        profile = self._tls.get_selected_srtp_profile()
        salt_bytes = _SALT_BYTES.get(profile)
        if salt_bytes is None:
            self._fail("no_srtp")
            return
        self.keys = _split(profile, salt_bytes, self._export(2 * (_KEY_BYTES + salt_bytes)))
        self.state = DtlsState.DONE

    def _export(self, length: int) -> bytes:
        return self._tls.export_keying_material(_LABEL, length)

    def _verify(self, tls: SSL.Connection, certificate: crypto.X509, error: int, depth: int, ok: int) -> bool:
        """Called within the handshake, so that a wrong browser is told so by an alert."""
        right = depth == 0 and self._is_the_browsers(certificate.to_cryptography())
        if not right:
            self.failure = "other_fingerprint"
        return right

    def _is_the_browsers(self, certificate: x509.Certificate) -> bool:
        return hmac.compare_digest(fingerprint_of(certificate), self._fingerprint)

    def _fail(self, reason: str) -> None:
        self.state = DtlsState.FAILED
        self.failure = self.failure or reason

    def _outgoing(self) -> list[bytes]:
        pieces: list[bytes] = []
        while True:
            try:
                pieces.append(self._tls.bio_read(_READ_BYTES))
            except SSL.Error:
                return _datagrams(b"".join(pieces))


def server_context(own: Identity) -> SSL.Context:
    """Shared by all associations: DTLS 1.2, our certificate, no resumption (each shows its certificate)."""
    context = SSL.Context(SSL.DTLS_SERVER_METHOD)
    context.set_min_proto_version(_DTLS_1_2)
    context.set_options(SSL.OP_NO_TICKET | SSL.OP_NO_RENEGOTIATION | SSL.OP_NO_QUERY_MTU)
    context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    context.set_cipher_list(_CIPHERS)
    context.use_certificate(own.certificate)
    context.use_privatekey(own.key)
    context.set_tlsext_use_srtp(GCM + b":" + COUNTER_MODE)
    return context


def is_dtls(datagram: bytes) -> bool:
    """Whether the datagram is made of whole records."""
    at = 0
    while at < len(datagram):
        if len(datagram) - at < _RECORD.size:
            return False
        kind, version, _, _, _, length = _RECORD.unpack_from(datagram, at)
        if not 20 <= kind <= 23 or version not in _VERSIONS:
            return False
        at += _RECORD.size + length
    return at == len(datagram) and at > 0


def _datagrams(stream: bytes) -> list[bytes]:
    """Cut at records, as many in each as it holds."""
    datagrams: list[bytes] = []
    start = at = 0
    while at < len(stream):
        *_, length = _RECORD.unpack_from(stream, at)
        after = at + _RECORD.size + length
        if after - start > MTU_BYTES and at > start:
            datagrams.append(stream[start:at])
            start = at
        at = after
    return [*datagrams, stream[start:at]] if at > start else datagrams


def _split(profile: bytes, salt_bytes: int, material: bytes) -> SrtpKeys:
    """RFC 5764 section 4.2: the client's key, the server's, the client's salt, the server's."""
    keys, salts = material[: 2 * _KEY_BYTES], material[2 * _KEY_BYTES :]
    return SrtpKeys(
        profile,
        keys[:_KEY_BYTES] + salts[:salt_bytes],
        keys[_KEY_BYTES:] + salts[salt_bytes:],
    )


def _reason(error: SSL.Error) -> str:
    """What OpenSSL says, in short. Its errors carry a list of triples, a number, or nothing."""
    queue = error.args[0] if error.args else None
    return str(queue[-1][-1]) if isinstance(queue, list) and queue else type(error).__name__
