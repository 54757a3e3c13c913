"""A browser's telephone without the browser: ICE, DTLS and SRTP as Chromium does them, a step at a time.

`pump` takes what has come, `check` and `tick` do what a browser does with time; a test calls them itself, or
lets the event loop do so (`live_in`). It shares only `wire/stun.py` with what it tests.
"""

from __future__ import annotations

import asyncio
import datetime
import os
import re
import secrets
import socket
from collections.abc import Callable

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from OpenSSL import SSL
from pylibsrtp import Error as SrtpError
from pylibsrtp import Policy, Session

from lur.wire import stun

LABEL = b"EXTRACTOR-dtls_srtp"
GCM, COUNTER_MODE = b"SRTP_AEAD_AES_128_GCM", b"SRTP_AES128_CM_SHA1_80"
PROFILES = {
    GCM: (Policy.SRTP_PROFILE_AEAD_AES_128_GCM, 12),
    COUNTER_MODE: (Policy.SRTP_PROFILE_AES128_CM_SHA1_80, 14),
}
CHECK_EVERY_S = 0.5
OFFER = """v=0
o=- 6958641268250047216 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0
a=extmap-allow-mixed
a=msid-semantic: WMS stream
m=audio 9 UDP/TLS/RTP/SAVPF {formats}
c=IN IP4 0.0.0.0
a=rtcp:9 IN IP4 0.0.0.0
a=ice-ufrag:{ufrag}
a=ice-pwd:{password}
a=ice-options:trickle
a=fingerprint:sha-256 {fingerprint}
a=setup:actpass
a=mid:0
a=sendrecv
a=rtcp-mux
a=rtpmap:8 PCMA/8000
a=rtpmap:0 PCMU/8000
a=rtpmap:126 telephone-event/8000
"""


class SteppedPeer:
    """One RTCPeerConnection. `state` is connecting, connected, failed or closed; `heard` is called with each
    clear RTP packet.
    """

    def __init__(self, profiles: bytes = GCM + b":" + COUNTER_MODE) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = _certificate(self.key)
        self.profiles = profiles
        self.fingerprint = self.certificate.fingerprint(hashes.SHA256()).hex(":").upper()
        self.state = "connecting"
        self.heard: Callable[[bytes], None] = lambda packet: None
        self.answers = 0
        self.mapped: tuple[str, int] | None = None
        self.target = ("127.0.0.1", 9)
        self.loses = 0
        self.tls: SSL.Connection | None = None
        self._server = ("", "", "")
        self.restart_ice()
        self.socket = _udp()

    def restart_ice(self) -> None:
        """New credentials for a new offer."""
        self.ufrag, self.password = secrets.token_hex(4), secrets.token_hex(12)

    def offer(self, formats: str = "8 0 126") -> str:
        """The SDP of our offer."""
        text = OFFER.format(
            formats=formats, ufrag=self.ufrag, password=self.password, fingerprint=self.fingerprint
        )
        return text.replace("\n", "\r\n")

    def accept(self, answer: str) -> None:
        """Take the SDP answer: whom to reach, and how."""
        found = re.search(r"^a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host", answer, re.MULTILINE)
        assert found is not None
        values = [re.search(rf"^a={name}:(.+?)\r?$", answer, re.MULTILINE) for name in ANSWERED]
        ufrag, password, fingerprint = (value[1] for value in values if value is not None)
        self.meet((found[1], int(found[2])), ufrag, password, fingerprint.removeprefix("sha-256 "))

    def meet(self, target: tuple[str, int], ufrag: str, password: str, fingerprint: str) -> None:
        """The same without SDP."""
        self.target = target
        self._server = (ufrag, password, fingerprint)

    def check(self, nominate: bool = True, password: str | None = None) -> None:
        """Send one ICE check."""
        ufrag, right_password, _ = self._server
        attributes = [
            (stun.USERNAME, f"{ufrag}:{self.ufrag}".encode()),
            (stun.ICE_CONTROLLING, os.urandom(8)),
            (stun.PRIORITY, (1853824767).to_bytes(4, "big")),
        ]
        attributes += [(stun.USE_CANDIDATE, b"")] if nominate else []
        request = stun.build(stun.BINDING_REQUEST, os.urandom(12), attributes, password or right_password)
        self.socket.sendto(request, self.target)

    def pump(self) -> None:
        """Take all that has come."""
        while True:
            try:
                datagram = self.socket.recv(2048)
            except (BlockingIOError, ConnectionRefusedError):
                return
            if datagram[0] < 4:
                self._take_answer(datagram)
            elif datagram[0] < 64:
                self._take_dtls(datagram)
            else:
                self._take_srtp(datagram)

    def tick(self) -> None:
        """Send lost DTLS flights again, when it is time."""
        if self.tls is not None and self.state == "connecting" and self.tls.DTLSv1_get_timeout() == 0:
            self.tls.DTLSv1_handle_timeout()
            self._flush()

    def start_dtls(self) -> None:
        """Say ClientHello."""
        context = SSL.Context(SSL.DTLS_CLIENT_METHOD)
        context.use_certificate(self.certificate)
        context.use_privatekey(self.key)
        context.set_tlsext_use_srtp(self.profiles)
        context.set_verify(SSL.VERIFY_PEER, lambda *_: True)
        self.tls = SSL.Connection(context, None)
        self.tls.set_connect_state()
        self._shake()

    def send(self, packet: bytes) -> bytes:
        """Send a clear RTP packet under cover; gives the datagram, for who wants to replay it."""
        datagram: bytes = self._out.protect(packet)
        self.socket.sendto(datagram, self.target)
        return datagram

    def send_rtcp(self, packet: bytes) -> None:
        """Send a report."""
        self.socket.sendto(self._out.protect_rtcp(packet), self.target)

    def say_goodbye(self) -> None:
        """End DTLS as a page does that closes its connection."""
        if self.tls is not None and self.state == "connected":
            self.state = "closed"
            self.tls.shutdown()
            self._flush()

    def _take_answer(self, datagram: bytes) -> None:
        message = stun.parse(datagram)
        assert message.kind == stun.BINDING_SUCCESS
        assert message.is_signed_with(self._server[1])
        mapped = message.get(stun.XOR_MAPPED_ADDRESS)
        assert mapped is not None
        self.mapped = stun.mapped_address(mapped, message.transaction)
        self.answers += 1
        if self.tls is None:
            self.start_dtls()

    def _take_dtls(self, datagram: bytes) -> None:
        if self.loses > 0:
            self.loses -= 1
            return
        if self.tls is not None:
            self.tls.bio_write(datagram)
            self._shake()

    def _shake(self) -> None:
        assert self.tls is not None
        try:
            if self.state == "connecting":
                self.tls.do_handshake()
                self._connected()
            while True:
                self.tls.recv(65536)
        except SSL.WantReadError:
            pass
        except SSL.ZeroReturnError:
            self.state = "closed"
        except SSL.Error:
            self.state = "failed" if self.state == "connecting" else "closed"
        self._flush()

    def _connected(self) -> None:
        assert self.tls is not None
        certificate = self.tls.get_peer_certificate(as_cryptography=True)
        assert certificate is not None
        assert certificate.fingerprint(hashes.SHA256()).hex(":").upper() == self._server[2]
        profile, salt = PROFILES[self.tls.get_selected_srtp_profile()]
        keys = self.tls.export_keying_material(LABEL, 2 * (16 + salt))
        ours = keys[:16] + keys[32 : 32 + salt]
        theirs = keys[16:32] + keys[32 + salt :]
        self._out = Session(Policy(ours, Policy.SSRC_ANY_OUTBOUND, srtp_profile=profile))
        self._in = Session(Policy(theirs, Policy.SSRC_ANY_INBOUND, srtp_profile=profile))
        self.state = "connected"

    def _take_srtp(self, datagram: bytes) -> None:
        if self.state != "connected":
            return
        try:
            self.heard(self._in.unprotect(datagram))
        except SrtpError:
            self.state = "failed"

    def _flush(self) -> None:
        """A record a datagram, as Chromium does."""
        assert self.tls is not None
        while True:
            try:
                stream = self.tls.bio_read(65536)
            except SSL.Error:
                return
            while stream:
                length = 13 + int.from_bytes(stream[11:13], "big")
                self.socket.sendto(stream[:length], self.target)
                stream = stream[length:]


class BrowserPeer(SteppedPeer):
    """The same, able to live in an event loop."""

    def __init__(self, profiles: bytes = GCM + b":" + COUNTER_MODE) -> None:
        super().__init__(profiles)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None

    def move(self) -> None:
        """Go on from another port, as after a change of network."""
        old, self.socket = self.socket, _udp()
        if self._loop is not None:
            self._loop.remove_reader(old)
            self._loop.add_reader(self.socket, self.pump)
        old.close()

    def live_in(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let the event loop take what comes, and send a check twice a second."""
        self._loop = loop
        loop.add_reader(self.socket, self.pump)
        self._beat()

    def be_silent(self) -> None:
        """Send no more checks by itself."""
        if self._timer is not None:
            self._timer.cancel()

    def close(self) -> None:
        """Vanish, as a page does that is killed."""
        self.be_silent()
        if self._loop is not None:
            self._loop.remove_reader(self.socket)
        self.socket.close()

    def _beat(self) -> None:
        assert self._loop is not None
        self.check()
        self.tick()
        self._timer = self._loop.call_later(CHECK_EVERY_S, self._beat)


ANSWERED = ("ice-ufrag", "ice-pwd", "fingerprint")


def _udp() -> socket.socket:
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    opened.bind(("127.0.0.1", 0))
    opened.setblocking(False)
    return opened


def _certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "WebRTC")])
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
