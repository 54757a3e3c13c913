"""Session descriptions: what we read from peers, and what we answer."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.wire.sdp import Audio, SdpError, agreed, build_answer, build_offer, narrow, parse

HEAD = b"v=0\r\no=joe 2890844526 7 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
PHONE = HEAD + (
    b"m=audio 49170 RTP/AVP 9 0 8 101\r\na=rtpmap:9 G722/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
    b"a=fmtp:101 0-15\r\na=ptime:30\r\n"
)


def test_a_phones_offer_is_read() -> None:
    """Laws keep the peer's order, telephone-event its number, the origin its version."""
    session = parse(PHONE)
    assert session.audio == Audio(
        host="192.0.2.1", port=49170, laws=("pcmu", "pcma"), key_payload=101, ptime_ms=30
    )
    assert (session.version, session.held) == (7, False)


def test_the_answer_takes_the_peers_first_law_and_its_key_payload() -> None:
    """The peer's preference wins, and telephone-event keeps the number that the offer gave it."""
    data, audio = build_answer(
        parse(PHONE.replace(b"101", b"97")), "127.0.0.1", 20_000, session_id=5, version=2
    )
    answer = parse(data)
    assert answer.audio == Audio(host="127.0.0.1", port=20_000, laws=("pcmu",), key_payload=97)
    assert answer.version == 2
    assert (audio.host, audio.port, audio.laws, audio.key_payload) == ("192.0.2.1", 49170, ("pcmu",), 97)


def test_other_media_are_refused_in_their_place() -> None:
    """Each m-line of the offer has one in the answer; those we do not speak have port 0."""
    offer = HEAD + b"m=video 5000 RTP/AVP 31\r\nm=audio 4000 RTP/AVP 8\r\nm=audio 4002 RTP/AVP 8\r\n"
    data, _ = build_answer(parse(offer), "127.0.0.1", 6_000, session_id=1)
    media = [line for line in data.decode().split("\r\n") if line.startswith("m=")]
    assert media == ["m=video 0 RTP/AVP 31", "m=audio 6000 RTP/AVP 8", "m=audio 0 RTP/AVP 8"]


@pytest.mark.parametrize(
    ("attributes", "held"),
    [
        (b"a=sendonly\r\n", True),
        (b"a=inactive\r\n", True),
        (b"a=recvonly\r\n", False),
        (b"c=IN IP4 0.0.0.0\r\n", True),
        (b"a=sendrecv\r\n", False),
    ],
)
def test_hold_is_seen_in_both_its_forms(attributes: bytes, held: bool) -> None:
    """a=sendonly or inactive, and the old connection address 0.0.0.0."""
    assert parse(PHONE + attributes).held is held


def test_a_direction_for_the_whole_session_counts() -> None:
    """A session-level direction holds for audio without its own."""
    assert parse(HEAD + b"a=sendonly\r\nm=audio 4000 RTP/AVP 8\r\n").audio.direction == "sendonly"


@pytest.mark.parametrize(
    ("wanted", "theirs", "ours"),
    [
        ("sendrecv", "sendrecv", "sendrecv"),
        ("sendrecv", "sendonly", "recvonly"),
        ("sendrecv", "recvonly", "sendonly"),
        ("sendrecv", "inactive", "inactive"),
        ("sendonly", "sendonly", "inactive"),
        ("sendonly", "sendrecv", "sendonly"),
        ("recvonly", "recvonly", "inactive"),
    ],
)
def test_the_answer_never_allows_more_than_the_offer(wanted: str, theirs: str, ours: str) -> None:
    """RFC 3264 6.1: directions are mirrored and narrowed."""
    assert narrow(wanted, theirs) == ours  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "malformed_sdp"),
        (b"hello", "malformed_sdp"),
        (HEAD + b"m=audio\r\n", "malformed_sdp"),
        (HEAD + b"m=audio 70000 RTP/AVP 8\r\n", "malformed_sdp"),
        (HEAD, "no_audio"),
        (HEAD + b"m=video 4000 RTP/AVP 31\r\n", "no_audio"),
        (HEAD + b"m=audio 0 RTP/AVP 8\r\n", "no_audio"),
        (HEAD + b"m=audio 4000 RTP/SAVP 8\r\n", "secure_media_unsupported"),
        (HEAD + b"m=audio 4000 UDP/TLS/RTP/SAVPF 8\r\n", "secure_media_unsupported"),
    ],
)
def test_what_cannot_be_used_says_why(data: bytes, code: str) -> None:
    """Each unusable description has its code."""
    with pytest.raises(SdpError) as caught:
        parse(data)
    assert caught.value.code == code


def test_without_a_common_law_there_is_no_answer() -> None:
    """Only G.711 is spoken."""
    with pytest.raises(SdpError) as caught:
        build_answer(parse(HEAD + b"m=audio 4000 RTP/AVP 9 18\r\n"), "127.0.0.1", 1, session_id=1)
    assert caught.value.code == "no_common_codec"


def test_plain_media_beside_secure_media_is_taken() -> None:
    """A phone that offers both gets the plain line answered and the secure one refused."""
    offer = HEAD + b"m=audio 4000 RTP/SAVP 8\r\nm=audio 4002 RTP/AVP 8\r\n"
    data, audio = build_answer(parse(offer), "127.0.0.1", 6_000, session_id=1)
    assert audio.port == 4002
    assert b"m=audio 0 RTP/SAVP 8" in data


def test_our_offer_and_their_answer_settle_the_call() -> None:
    """The peer's answer picks one of the laws we offered."""
    ours = Audio(host="127.0.0.1", port=4000, laws=("pcma", "pcmu"))
    offer = parse(build_offer(ours, session_id=9))
    assert offer.audio == ours
    data, _ = build_answer(offer, "127.0.0.2", 5000, session_id=1)
    settled = agreed(offer, parse(data))
    assert (settled.host, settled.port, settled.laws, settled.key_payload) == (
        "127.0.0.2", 5000, ("pcma",), 101,
    )  # fmt: skip


def test_an_answer_without_our_laws_is_no_agreement() -> None:
    """A peer that answers with a codec we did not offer."""
    offer = parse(build_offer(Audio(host="127.0.0.1", port=4000, laws=("pcma",)), session_id=9))
    with pytest.raises(SdpError, match="no_common_codec"):
        agreed(offer, parse(HEAD + b"m=audio 4000 RTP/AVP 0\r\n"))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Nothing but SdpError comes out, whatever comes in."""
    for text in (data, HEAD + data, PHONE + data):
        try:
            build_answer(parse(text), "127.0.0.1", 4000, session_id=1)
        except SdpError:
            continue


@given(
    st.lists(st.sampled_from([*PHONE.split(b"\r\n"), b"m=audio 4000 RTP/AVP 8 x", b"a=ptime:", b"c=IN IP4"]))
)
def test_shuffled_lines_are_read_or_refused(lines: list[bytes]) -> None:
    """Valid lines in any order never raise anything but SdpError."""
    with contextlib.suppress(SdpError):
        build_answer(parse(b"v=0\r\n" + b"\r\n".join(lines)), "::1", 4000, session_id=1)
