"""Sound under cover: what a browser that holds the right keys may still not do."""

from __future__ import annotations

import os

import pytest
from pylibsrtp import Policy, Session

from lur.adapters.voice.media.dtls import GCM, SrtpKeys
from lur.adapters.voice.media.srtp import MOST_SOURCES, Cover, Forged
from lur.wire.rtp.packet import RtpPacket, build


def packet(source: int, number: int = 1) -> bytes:
    """A frame of silence from one of the browser's sources."""
    return build(RtpPacket(8, False, number, 160 * number, source, b"\xd5" * 160))


def test_a_browser_has_few_sources_of_sound() -> None:
    """libsrtp looks through all sources for each packet: thousands of them from one page would cost all
    calls their time. The first ones stay heard.
    """
    keys = SrtpKeys(GCM, os.urandom(28), os.urandom(28))
    browser = Session(
        Policy(keys.browsers, Policy.SSRC_ANY_OUTBOUND, srtp_profile=Policy.SRTP_PROFILE_AEAD_AES_128_GCM)
    )
    cover = Cover(keys)
    opened = [cover.open(browser.protect(packet(source))) for source in range(1, MOST_SOURCES + 20)]
    assert [clear is not None for clear in opened] == [True] * MOST_SOURCES + [False] * 19
    assert cover.open(browser.protect(packet(1, 2))) == packet(1, 2)


def test_a_stranger_takes_no_source_away() -> None:
    """Only what the browser's key has made counts."""
    keys = SrtpKeys(GCM, os.urandom(28), os.urandom(28))
    own, other = (
        Session(Policy(key, Policy.SSRC_ANY_OUTBOUND, srtp_profile=Policy.SRTP_PROFILE_AEAD_AES_128_GCM))
        for key in (keys.browsers, os.urandom(28))
    )
    cover = Cover(keys)
    for source in range(100, 100 + 2 * MOST_SOURCES):
        with pytest.raises(Forged):
            cover.open(other.protect(packet(source)))
    assert cover.open(own.protect(packet(1))) == packet(1)
