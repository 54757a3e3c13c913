"""Nothing that comes in raises: random bytes, mutated messages, chopped streams, verbs at any time."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from sip_bench import ANSWER, OFFER, Peer

from lur.wire.sip import CallArrived, Hop, Limits
from lur.wire.sip.errors import Malformed
from lur.wire.sip.headers import parse_auth, parse_name_addr, parse_params, parse_via, split_list
from lur.wire.sip.message import Request, Response, parse_message
from lur.wire.sip.stream import StreamReader
from lur.wire.sip.uri import parse_uri, same_uri

METHODS = (
    "INVITE",
    "ACK",
    "BYE",
    "CANCEL",
    "OPTIONS",
    "REGISTER",
    "PRACK",
    "UPDATE",
    "INFO",
    "REFER",
    "NOTIFY",
    "X",
)
SAMPLES = [
    Peer()
    .request(
        method,
        To="<sip:anna@lur.test>;tag=x",
        body=OFFER.decode(),
        Authorization='Digest realm="lur.test", username="anna", nonce="1.2.3", uri="x", response="y"',
        Require="100rel",
        Session_Expires="90;refresher=uac",
        Record_Route='<sip:1.2.3.4;lr>, "x" <sip:a@b>',
        Replaces="a;to-tag=b;from-tag=c",
        Refer_To="<sip:a@b?Replaces=x%3Bto-tag%3D1%3Bfrom-tag%3D2>",
        RAck="1 1 INVITE",
        Event="refer",
        Expires="60",
    )
    .encode()
    for method in METHODS
]
PIECES = [
    *(b"\r\n", b"\r\n ", b"\0", b'"', b"<", b">", b";", b",", b"%", b"%zz", b"=", b":", b"@", b"[", b"\xff"),
    *(
        b"\xe2\x82",
        b"99999999999999999999",
        b"-1",
        b"SIP/2.0",
        b"sip:",
        b"tel:",
        b"*",
        b" ",
        b"\\",
        b"?",
        b"tag=",
    ),
]


def mutate(data: bytes, rng: random.Random) -> bytes:
    """A few changes anywhere."""
    for _ in range(rng.randint(1, 6)):
        start = rng.randrange(len(data) + 1)
        end = min(len(data), start + rng.choice((0, 0, 1, 3, 20)))
        data = data[:start] + rng.choice(PIECES) + data[end:]
    return data


@settings(max_examples=400, deadline=None)
@given(st.lists(st.binary(max_size=300), max_size=4))
def test_random_bytes_are_met_with_silence_or_an_answer(datagrams: list[bytes]) -> None:
    """On a datagram and on a stream."""
    for transport in ("udp", "tcp"):
        peer = Peer(transport)
        for data in datagrams:
            peer.side.stack.receive(data, peer.flow, peer.now)
        peer.hear()


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_mutated_messages_never_raise(seed: int) -> None:
    """Before, during and after a call; and whatever we say in return can be read."""
    rng = random.Random(seed)
    peer = Peer(limits=Limits(header_line_bytes=500, headers=40))
    _, to = peer.talk() if seed % 2 else ("", "<sip:anna@lur.test>")
    leg, invite = peer.call()
    ours = [
        b"SIP/2.0 " + bytes(invite).partition(b" SIP/2.0")[2].join((b"%d OK" % status, b""))
        for status in (180, 200, 401)
    ]
    for _ in range(30):
        data = rng.choice((rng.choice(SAMPLES), rng.choice(ours)))
        data = mutate(data.replace(b"<sip:anna@lur.test>;tag=x", to.encode()), rng)
        peer.side.stack.receive(data, peer.flow, peer.now)
        peer.side.collect()
        for out in peer.side.stack.take_output():
            assert isinstance(
                parse_message(out.data.decode("utf-8", "replace").encode()), (Request, Response)
            )
        for event in peer.side.of(CallArrived):
            rng.choice((peer.side.stack.calls.ring, peer.side.stack.calls.challenge))(event.leg, peer.now)
        peer.wait(rng.choice((0, 10, 40_000)))
    peer.side.stack.calls.hang_up(leg, peer.now)
    peer.wait(4_000_000)


VERBS = (
    "ring",
    "answer",
    "reject",
    "challenge",
    "hang_up",
    "reoffer",
    "answer_offer",
    "refuse_offer",
    "send_key",
    "refer",
    "accept_referral",
    "refuse_referral",
    "notify_referral",
    "ping",
    "close",
    "fail",
    "export",
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(VERBS), st.booleans(), st.integers(0, 40_000)), max_size=15),
    st.booleans(),
)
def test_verbs_in_any_order_never_raise(steps: list[tuple[str, bool, int]], talking: bool) -> None:
    """A verb that makes no sense returns False."""
    peer = Peer()
    mine, _ = peer.call()
    theirs = peer.talk()[0] if talking else peer.arrive(Require="100rel")
    for verb, outgoing, wait_ms in steps:
        do(peer, verb, mine if outgoing else theirs)
        for message in peer.wait(wait_ms):
            if isinstance(message, Request) and wait_ms % 3 == 0:
                peer.respond(message, (180, 200, 491)[wait_ms % 2], SDP)
    peer.side.stack.calls.hang_up(mine, peer.now)
    peer.side.stack.calls.hang_up(theirs, peer.now)
    peer.wait(4_000_000)
    assert peer.side.stack.calls.legs() == ()


SDP = ANSWER.decode()


def do(peer: Peer, verb: str, leg: str) -> None:
    """Call one verb."""
    calls, now = peer.side.stack.calls, peer.now
    if verb in ("answer", "reoffer", "answer_offer"):
        getattr(calls, verb)(leg, ANSWER, now)
    elif verb in ("reject", "notify_referral"):
        getattr(calls, verb)(leg, 486, now)
    elif verb == "send_key":
        calls.send_key(leg, "5", now)
    elif verb == "refer":
        calls.refer(leg, "sip:x@127.0.0.3", now)
    elif verb == "ping":
        peer.side.stack.trunks.ping(peer.flow, now)
    elif verb == "close":
        peer.side.stack.connection_closed(peer.flow, now)
    elif verb == "fail":
        peer.side.stack.transport_failed(Hop("udp", peer.host, 5060), now)
    elif verb == "export":
        calls.export(leg)
    else:
        getattr(calls, verb)(leg, now)


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_what_can_be_read_can_be_written_and_read_again(seed: int) -> None:
    """parse(print(parse(x))) is parse(x), but for Content-Length."""
    rng = random.Random(seed)
    data = rng.choice(SAMPLES)
    if seed % 3:
        data = mutate(data, rng)
    try:
        message = parse_message(data)
    except Malformed:
        return
    again = parse_message(bytes(message))
    assert bytes(again) == bytes(message)
    assert (again.body, type(again)) == (message.body, type(message))


@settings(max_examples=300, deadline=None)
@given(cuts=st.lists(st.integers(1, 400), min_size=1, max_size=12), pings=st.integers(0, 2))
def test_a_stream_may_be_cut_anywhere(cuts: list[int], pings: int) -> None:
    """The same messages come out, and each keep-alive earns a pong."""
    stream = b"".join(sample + b"\r\n\r\n" * pings for sample in SAMPLES[:4])
    reader = StreamReader(65_535)
    messages: list[bytes] = []
    pongs, position, index = 0, 0, 0
    while position < len(stream):
        size = cuts[index % len(cuts)]
        framed = reader.feed(stream[position : position + size])
        messages += framed.messages
        pongs += framed.pongs
        position += size
        index += 1
        assert not framed.broken
    assert messages == SAMPLES[:4]
    assert pongs == 4 * pings


@given(st.text(max_size=60), st.text(max_size=60))
def test_values_are_read_or_refused(left: str, right: str) -> None:
    """Nothing but Malformed, and what was printed reads the same."""
    for parser in (parse_via, parse_params, parse_auth, split_list):
        for text in (left, f"<{left}>;{right}", f'"{left}" <sip:{right}>', f"SIP/2.0/UDP {left};{right}"):
            try:
                parser(text)
            except Malformed:
                continue
    for text in (left, f"sip:{left}@{right}", f"tel:{left}"):
        try:
            uri = parse_uri(text)
        except Malformed:
            continue
        assert same_uri(parse_uri(str(uri)), uri)
        address = parse_name_addr(f"<{uri}>;tag=1")
        assert parse_name_addr(str(address)) == address
