"""Session descriptions of browsers: Chromium's own, and everything that is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.wire.sdp import SdpError
from lur.wire.webrtc import MAX_OFFER_BYTES, BrowserOffer, build_answer, parse_offer

CHROMIUM = Path(__file__).with_name("chromium_offer.sdp").read_bytes().decode()
"""Recorded from Chromium 156: one audio track, setCodecPreferences to PCMA, PCMU, telephone-event/8000."""
FINGERPRINT = (
    "F4:E3:83:2B:A3:51:A5:A9:EF:9B:FA:98:7C:64:C3:B1:45:09:F0:14:B3:F9:FA:BF:E5:18:BE:8C:FF:FA:01:41"
)
VIDEO = "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\na=rtpmap:96 VP8/90000\r\n"
DATA = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\n"


def answer(offer: BrowserOffer) -> list[str]:
    """Our answer as lines."""
    text = build_answer(offer, "203.0.113.9", 20000, "ourufrag", "o" * 24, "AB:CD", 42, offer.laws[0])
    assert text.endswith("\r\n")
    return text.removesuffix("\r\n").split("\r\n")


def refusal(text: str) -> str:
    """The code with which an offer is refused."""
    with pytest.raises(SdpError) as refused:
        parse_offer(text)
    return refused.value.code


def test_chromiums_offer_is_read() -> None:
    """All that Lur needs of a real offer."""
    offer = parse_offer(CHROMIUM)
    assert (offer.ufrag, offer.password) == ("MhQS", "cEHkdB43nIkIz7+ZRKwwl2qt")
    assert offer.fingerprint == FINGERPRINT
    assert (offer.laws, offer.event_payload) == (("pcma", "pcmu"), 126)
    assert (offer.mid, offer.direction, offer.bundled) == ("0", "sendrecv", True)


def test_the_answer_is_what_a_browser_needs() -> None:
    """ICE-lite and passive, one law and its keys, one candidate and no more, no header extensions."""
    lines = answer(parse_offer(CHROMIUM))
    assert lines[:6] == [
        *("v=0", "o=lur 42 1 IN IP4 203.0.113.9", "s=-", "t=0 0", "a=group:BUNDLE 0", "a=ice-lite")
    ]
    assert "m=audio 20000 UDP/TLS/RTP/SAVPF 8 126" in lines
    assert [line for line in lines if "candidate" in line] == [
        "a=candidate:1 1 udp 2130706431 203.0.113.9 20000 typ host",
        "a=end-of-candidates",
    ]
    for line in ("a=mid:0", "a=sendrecv", "a=rtcp-mux", "a=setup:passive", "a=fingerprint:sha-256 AB:CD"):
        assert line in lines
    assert {"a=ice-ufrag:ourufrag", f"a=ice-pwd:{'o' * 24}", "a=rtpmap:8 PCMA/8000"} <= set(lines)
    assert not any("extmap" in line or "rtcp-rsize" in line for line in lines)


def test_other_lines_are_refused_in_their_place() -> None:
    """Video and data get port 0, in the offer's order, and are not in our bundle."""
    text = CHROMIUM.replace("BUNDLE 0", "BUNDLE 1 0 2").replace("m=audio", VIDEO + "m=audio") + DATA
    lines = answer(parse_offer(text))
    assert [line for line in lines if line.startswith("m=")] == [
        "m=video 0 UDP/TLS/RTP/SAVPF 96 97",
        "m=audio 20000 UDP/TLS/RTP/SAVPF 8 126",
        "m=application 0 UDP/DTLS/SCTP webrtc-datachannel",
    ]
    assert "a=group:BUNDLE 0" in lines
    assert [line for line in lines if line.startswith("a=mid")] == ["a=mid:1", "a=mid:0", "a=mid:2"]


def test_the_browsers_preference_and_its_wish_count() -> None:
    """Its first law leads; who only sends is only received; without telephone-event there are no keys."""
    text = CHROMIUM.replace("SAVPF 8 0 126", "SAVPF 0 8").replace("a=sendrecv", "a=sendonly")
    offer = parse_offer(text)
    assert (offer.laws, offer.event_payload) == (("pcmu", "pcma"), None)
    lines = answer(offer)
    assert "m=audio 20000 UDP/TLS/RTP/SAVPF 0" in lines
    assert "a=recvonly" in lines
    assert not any("telephone-event" in line for line in lines)


def test_what_the_session_says_holds_for_the_line() -> None:
    """Credentials, fingerprint and setup may stand before the first m-line (Firefox does so)."""
    moved = [
        line for line in CHROMIUM.split("\r\n") if line.startswith(("a=ice-", "a=fingerprint", "a=setup"))
    ]
    rest = [line for line in CHROMIUM.split("\r\n") if line not in moved]
    at = next(index for index, line in enumerate(rest) if line.startswith("m="))
    offer = parse_offer("\r\n".join([*rest[:at], *moved, *rest[at:]]))
    assert (offer.ufrag, offer.fingerprint) == ("MhQS", FINGERPRINT)


def test_a_weaker_fingerprint_beside_the_strong_one_is_skipped() -> None:
    """Only sha-256 counts, in either case of letters."""
    text = CHROMIUM.replace(
        "a=fingerprint:sha-256 " + FINGERPRINT,
        f"a=fingerprint:sha-1 AA:BB\r\na=fingerprint:SHA-256 {FINGERPRINT.lower()}",
    )
    assert parse_offer(text).fingerprint == FINGERPRINT


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("v=0", "v=1", "malformed_sdp"),
        ("v=0\r\n", "", "malformed_sdp"),
        ("s=-", "nonsense", "malformed_sdp"),
        ("m=audio 40714", "m=audio 70000", "malformed_sdp"),
        ("SAVPF 8 0 126", "SAVPF 8 0 <126>", "malformed_sdp"),
        ("a=mid:0", "a=mid:0 0", "malformed_sdp"),
        ("m=audio", VIDEO * 8 + "m=audio", "malformed_sdp"),
        ("m=audio", "m=video", "no_audio"),
        ("m=audio 40714", "m=audio 0", "no_audio"),
        ("UDP/TLS/RTP/SAVPF", "RTP/AVP", "not_secure"),
        ("UDP/TLS/RTP/SAVPF", "RTP/SAVPF", "not_secure"),
        ("a=rtcp-mux\r\n", "", "no_rtcp_mux"),
        ("SAVPF 8 0 126", "SAVPF 111 126", "no_common_codec"),
        ("a=rtpmap:8 PCMA/8000", "a=rtpmap:8 opus/48000\r\na=rtpmap:0 G722/8000", "no_common_codec"),
        ("a=ice-ufrag:MhQS\r\n", "", "bad_ice"),
        ("a=ice-ufrag:MhQS", "a=ice-ufrag:MhQ", "bad_ice"),
        ("a=ice-ufrag:MhQS", "a=ice-ufrag:Mh:S", "bad_ice"),
        ("a=ice-ufrag:MhQS", "a=ice-ufrag:MhQS\r\na=ice-ufrag:other", "bad_ice"),
        ("a=ice-pwd:cEHkdB43nIkIz7+ZRKwwl2qt", "a=ice-pwd:short", "bad_ice"),
        ("a=ice-pwd:cEHkdB43nIkIz7+ZRKwwl2qt", "a=ice-pwd:" + "p" * 257, "bad_ice"),
        ("a=fingerprint:sha-256", "a=fingerprint:sha-1", "no_fingerprint"),
        ("F4:E3", "F4E3", "bad_fingerprint"),
        (
            "a=fingerprint:",
            f"a=fingerprint:sha-256 {FINGERPRINT.replace('F', '0')}\r\na=fingerprint:",
            "bad_fingerprint",
        ),
        ("a=setup:actpass", "a=setup:passive", "bad_setup"),
        ("a=setup:actpass\r\n", "", "bad_setup"),
        ("a=mid:0", "a=mid:0\r\na=x:" + "y" * MAX_OFFER_BYTES, "too_large"),
        ("a=mid:0", "a=mid:0\r\na=x:" + "å" * (MAX_OFFER_BYTES // 2), "too_large"),
    ],
)
def test_each_refusal_has_its_code(old: str, new: str, code: str) -> None:
    """A real offer with one thing wrong."""
    assert old in CHROMIUM
    assert refusal(CHROMIUM.replace(old, new)) == code


def test_a_law_that_was_not_offered_is_not_answered() -> None:
    """The answer may only name what the offer has."""
    offer = parse_offer(CHROMIUM.replace("SAVPF 8 0 126", "SAVPF 8 126"))
    with pytest.raises(SdpError) as refused:
        build_answer(offer, "127.0.0.1", 1, "u", "p", "AB", 1, "pcmu")
    assert refused.value.code == "no_common_codec"


LINES = st.sampled_from([*CHROMIUM.split("\r\n"), *VIDEO.split("\r\n"), *DATA.split("\r\n")])


@given(st.lists(LINES | st.text(max_size=60), max_size=60))
def test_no_offer_raises_anything_else_or_speaks_through_us(lines: list[str]) -> None:
    """Whatever is put together from real and invented lines: `SdpError`, or an offer whose answer consists
    of our lines alone.
    """
    try:
        offer = parse_offer("v=0\r\n" + "\r\n".join(lines))
    except SdpError:
        return
    built = answer(offer)
    assert all(line[1:2] == "=" and line.isprintable() for line in built)
    assert sum(line.startswith("m=") for line in built) == len(offer.lines)
