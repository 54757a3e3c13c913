"""Sound under cover (RFC 3711): what libsrtp does for one browser, in the shape that the packet loop needs.

libsrtp also drops what was replayed and finds packets that changed places; `None` says that there is
nothing to be heard.
"""

from __future__ import annotations

from pylibsrtp import Error, Policy, Session

from lur.adapters.voice.media.dtls import COUNTER_MODE, GCM, SrtpKeys

_PROFILES = {
    GCM: Policy.SRTP_PROFILE_AEAD_AES_128_GCM,
    COUNTER_MODE: Policy.SRTP_PROFILE_AES128_CM_SHA1_80,
}
MAX_CLEAR_BYTES = 1300
"""A longer packet would not pass through a network as one datagram: more than 160 ms of sound."""
MAX_COVERED_BYTES = 1500
MOST_SOURCES = 16
"""libsrtp keeps each source in one list that it looks through for every packet. A page has one, and another
after each new microphone; one that was tampered with would have millions."""
_SSRC = slice(8, 12)
_FORGED = "authentication failure"


class Forged(Exception):
    """The packet was not made with the browser's key."""


class Cover:
    """Both directions of one association."""

    __slots__ = ("_protect", "_sources", "_unprotect")

    def __init__(self, keys: SrtpKeys) -> None:
        profile = _PROFILES[keys.profile]
        browsers = Policy(keys.browsers, Policy.SSRC_ANY_INBOUND, srtp_profile=profile)
        ours = Policy(keys.ours, Policy.SSRC_ANY_OUTBOUND, srtp_profile=profile)
        self._unprotect = Session(browsers).unprotect
        self._protect = Session(ours).protect
        self._sources: set[bytes] = set()

    def open(self, datagram: bytes) -> bytes | None:
        """The RTP packet inside, or None when it was there before, or is of one source too many. Raises
        `Forged`.
        """
        source = datagram[_SSRC]
        is_known = source in self._sources
        if len(datagram) > MAX_COVERED_BYTES or not (is_known or len(self._sources) < MOST_SOURCES):
            return None
        try:
            packet = self._unprotect(datagram)
        except Error as error:
            if str(error) == _FORGED:
                raise Forged from error
            return None
        if not is_known:
            self._sources.add(source)
        return packet

    def close(self, packet: bytes) -> bytes | None:
        """The datagram for a packet, or None when its number was used before or it is too long."""
        if len(packet) > MAX_CLEAR_BYTES:
            return None
        try:
            return self._protect(packet)
        except Error:
            return None
