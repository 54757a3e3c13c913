"""STUN: the vectors of RFC 5769, what we build, and what hostile datagrams get."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.wire import stun

PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt"
TRANSACTION = bytes.fromhex("b7e7a701bc34d686fa87dfae")
REQUEST = bytes.fromhex(
    "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74002400046e0001ff"
    "80290008932ff9b151263b36000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781ef2b5b2d3f249"
    "c1b571a280280004e57a3bcf"
)
RESPONSE_IPV4 = bytes.fromhex(
    "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000080001a147e112a643"
    "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96"
)
RESPONSE_IPV6 = bytes.fromhex(
    "010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000140002a1470113a9fa"
    "a5d3f179bc25f4b5bed2b9d900080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004c8fb0b4c"
)


def test_the_request_of_rfc_5769_is_read() -> None:
    """Section 2.1: username, role, priority, a right signature; any other password is wrong."""
    message = stun.parse(REQUEST)
    assert (message.kind, message.transaction) == (stun.BINDING_REQUEST, TRANSACTION)
    assert message.get(stun.USERNAME) == b"evtj:h6vY"
    assert message.get(stun.PRIORITY) == bytes.fromhex("6e0001ff")
    assert message.get(stun.ICE_CONTROLLED) == bytes.fromhex("932ff9b151263b36")
    assert message.get(stun.USE_CANDIDATE) is None
    assert message.is_signed_with(PASSWORD)
    assert not message.is_signed_with(PASSWORD[:-1])


@pytest.mark.parametrize(
    ("vector", "host"),
    [(RESPONSE_IPV4, "192.0.2.1"), (RESPONSE_IPV6, "2001:db8:1234:5678:11:2233:4455:6677")],
)
def test_the_responses_of_rfc_5769_are_read(vector: bytes, host: str) -> None:
    """Sections 2.2 and 2.3: the mapped address in both families, and the same bytes from our side."""
    message = stun.parse(vector)
    mapped = message.get(stun.XOR_MAPPED_ADDRESS)
    assert mapped is not None
    assert stun.mapped_address(mapped, message.transaction) == (host, 32853)
    assert stun.xor_address(host, 32853, TRANSACTION) == mapped
    assert message.is_signed_with(PASSWORD)


def test_our_answer_is_one_that_can_be_checked() -> None:
    """A success response with the request's transaction, its source, and a signature with our password."""
    answer = stun.parse(stun.build_answer(stun.parse(REQUEST), "127.0.0.1", 40000, "secret"))
    assert (answer.kind, answer.transaction) == (stun.BINDING_SUCCESS, TRANSACTION)
    assert stun.mapped_address(answer.get(stun.XOR_MAPPED_ADDRESS) or b"", TRANSACTION) == (
        "127.0.0.1",
        40000,
    )
    assert answer.is_signed_with("secret")


def test_what_follows_the_signature_proves_nothing() -> None:
    """An attribute put behind MESSAGE-INTEGRITY by somebody on the way is not seen (RFC 8489, 14.5)."""
    attributes = ((stun.USERNAME, b"a:b"),)
    honest = stun.build(stun.BINDING_REQUEST, TRANSACTION, attributes, "secret")
    without_fingerprint = bytearray(honest[:-8])
    without_fingerprint += bytes.fromhex("00250000")
    without_fingerprint[2:4] = (len(without_fingerprint) - 20).to_bytes(2, "big")
    message = stun.parse(without_fingerprint)
    assert message.is_signed_with("secret")
    assert message.get(stun.USE_CANDIDATE) is None


@pytest.mark.parametrize(
    ("datagram", "code"),
    [
        (b"", "not_stun"),
        (b"\x00", "not_stun"),
        (REQUEST[:19], "not_stun"),
        (b"\x40" + REQUEST[1:], "not_stun"),
        (REQUEST[:4] + bytes(4) + REQUEST[8:], "not_stun"),
        (bytes(2000), "not_stun"),
        (REQUEST[:-1], "malformed"),
        (REQUEST + b"\x00", "malformed"),
        (REQUEST[:2] + b"\x00\x59" + REQUEST[4:] + b"\x00", "malformed"),
        (REQUEST[:22] + b"\xff\xff" + REQUEST[24:], "malformed"),
        (REQUEST[:-1] + b"\x00", "bad_fingerprint"),
        (REQUEST[:30] + b"\x00" + REQUEST[31:], "bad_fingerprint"),
    ],
)
def test_what_is_not_whole_is_refused(datagram: bytes, code: str) -> None:
    """Each way of being wrong has its code."""
    with pytest.raises(stun.StunError) as refused:
        stun.parse(datagram)
    assert refused.value.code == code


def test_a_message_of_endless_attributes_is_refused() -> None:
    """So many attributes as fit in a datagram are not all looked at."""
    with pytest.raises(stun.StunError) as refused:
        stun.parse(stun.build(stun.BINDING_REQUEST, TRANSACTION, [(0x8000, b"")] * 200, None))
    assert refused.value.code == "malformed"


def test_an_address_that_is_none_is_refused() -> None:
    """Neither names nor attributes of a wrong length are addresses."""
    for wrong in (b"", b"\x00\x01", bytes(8), bytes(20)):
        with pytest.raises(stun.StunError):
            stun.mapped_address(wrong, TRANSACTION)
    with pytest.raises(stun.StunError):
        stun.xor_address("localhost", 1, TRANSACTION)


VALUES = st.binary(max_size=40)
ATTRIBUTES = st.lists(st.tuples(st.integers(0x8100, 0x8200), VALUES), max_size=8)


@given(st.binary(min_size=12, max_size=12), ATTRIBUTES, st.text(max_size=30))
def test_what_is_built_is_read_the_same(
    transaction: bytes, attributes: list[stun.Attribute], password: str
) -> None:
    """Any attributes survive the way there and back, in order, and the signature holds."""
    message = stun.parse(stun.build(stun.BINDING_INDICATION, transaction, attributes, password))
    assert message.attributes == tuple(attributes)
    assert (message.kind, message.transaction) == (stun.BINDING_INDICATION, transaction)
    assert message.is_signed_with(password)


@given(st.sampled_from([REQUEST, RESPONSE_IPV4]), st.data())
def test_a_changed_bit_is_always_found(vector: bytes, data: st.DataObject) -> None:
    """Whatever single byte is changed: refused, or no longer the request that was signed. Only the type of
    the fingerprint itself, which comes after what is signed, may change in a message that is still from whom
    it says.
    """
    at = data.draw(st.integers(0, len(vector) - 1))
    changed = bytearray(vector)
    changed[at] ^= data.draw(st.integers(1, 255))
    try:
        message = stun.parse(changed)
    except stun.StunError:
        return
    assert not message.is_signed_with(PASSWORD) or len(vector) - 8 <= at < len(vector) - 4


@given(st.binary(max_size=1400) | st.binary(max_size=200).map(lambda rest: REQUEST[:20] + rest))
def test_no_datagram_raises_anything_else(datagram: bytes) -> None:
    """Nothing but `StunError` comes out, whatever goes in."""
    try:
        message = stun.parse(datagram)
    except stun.StunError:
        return
    assert not message.is_signed_with("secret")
