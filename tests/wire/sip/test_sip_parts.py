"""The small parts: URIs, streams, the guard."""

from __future__ import annotations

import pytest
from sip_bench import OFFER, Peer

from lur.wire.sip import CallArrived, Limits
from lur.wire.sip.errors import Malformed
from lur.wire.sip.guard import Guard
from lur.wire.sip.stream import StreamReader
from lur.wire.sip.uri import parse_uri, same_uri


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        ("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtlanTa.CoM;Transport=tcp", True),
        ("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", True),
        ("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5", True),
        ("sip:alice@atlanta.com?subject=project%20x", "sip:alice@atlanta.com?Subject=project%20x", True),
        ("SIP:ALICE@AtLanTa.CoM", "sip:alice@AtLanTa.CoM", False),
        ("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", False),
        ("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp", False),
        ("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting", False),
        ("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4", False),
        ("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off", False),
    ],
)
def test_equal_uris(left: str, right: str, equal: bool) -> None:
    """The examples of RFC 3261 19.1.4."""
    assert same_uri(parse_uri(left), parse_uri(right)) is equal
    assert same_uri(parse_uri(right), parse_uri(left)) is equal


@pytest.mark.parametrize(
    "text",
    ["", "sip:", "sip:@x", "sip:a b@x", "sip:a@", "sip:a@x:0", "sip:a@x:99999", "sip:a@[::1", "sip:a%4@x",
     "tel:",
     "sip:a@x;=1", "sip:a@x y", "x"],
)  # fmt: skip
def test_broken_uris(text: str) -> None:
    """Each is refused."""
    with pytest.raises(Malformed):
        parse_uri(text)


def test_an_ipv6_uri() -> None:
    """Host and port."""
    uri = parse_uri("sip:a@[2001:db8::1]:5070")
    assert (uri.host, uri.port) == ("[2001:db8::1]", 5070)


def test_a_stream_that_is_not_sip_is_given_up() -> None:
    """No message within the limit: the connection is broken, and keeps nothing."""
    reader = StreamReader(1_000)
    assert not reader.feed(b"x" * 900).broken
    assert reader.feed(b"x" * 200).broken
    assert reader.feed(b"OPTIONS sip:x SIP/2.0\r\n\r\n").messages == ()


def test_a_message_without_content_length_on_a_stream_has_no_body() -> None:
    """RFC 3261 18.3 demands the header; without it the message ends with its headers."""
    assert StreamReader(1_000).feed(b"OPTIONS sip:x SIP/2.0\r\nA: b\r\n\r\n").messages == (
        b"OPTIONS sip:x SIP/2.0\r\nA: b\r\n\r\n",
    )


def test_a_flood_of_invites_is_refused_and_disturbs_no_call() -> None:
    """503 with Retry-After beyond the budget; the call that talks goes on; all is counted."""
    peer = Peer(limits=Limits(new_requests_per_second=10, new_requests_burst=20, messages_burst=10_000))
    leg, to = peer.talk()
    statuses = []
    for number in range(1_000):
        peer.now += 1
        data = peer.request("INVITE", Call_ID=f"flood{number}", branch=str(number), body=OFFER.decode())
        statuses += [status for status in peer.statuses(data) if status != 100]
    assert set(statuses) == {503}
    assert len(peer.side.of(CallArrived)) <= 32
    assert peer.side.stack.counts().limited == len(statuses)
    assert peer.statuses(peer.request("INFO", To=to, cseq="2")) == [200]
    assert leg in peer.side.stack.calls.legs()


def test_a_flood_of_anything_is_dropped() -> None:
    """Beyond the budget for messages nothing is even read."""
    peer = Peer(limits=Limits(messages_per_second=10, messages_burst=10))
    answered = [
        peer.statuses(peer.request("OPTIONS", branch=str(number), Call_ID=str(number)))
        for number in range(50)
    ]
    assert answered == [[200]] * 10 + [[]] * 40
    peer.now += 1_000
    assert peer.statuses(peer.request("OPTIONS", branch="later", Call_ID="later")) == [200]


def test_a_trusted_trunk_is_never_limited() -> None:
    """Operators send all their calls from one address; one that is an operator no more is a stranger."""
    peer = Peer(limits=Limits(messages_burst=1, messages_per_second=0, new_requests_burst=1))
    peer.side.trusted.add(peer.host)
    for number in range(20):
        assert peer.statuses(peer.request("OPTIONS", branch=str(number), Call_ID=str(number))) == [200]
    peer.side.trusted.clear()
    later = [peer.request("OPTIONS", branch=f"l{each}", Call_ID=f"l{each}") for each in range(3)]
    assert [peer.statuses(each) for each in later][-1] == []


def test_knocking_at_unknown_addresses_ends_in_silence() -> None:
    """The shell says which refusals are knocks; others are not counted."""
    peer = Peer()
    for number in range(10):
        leg = peer.arrive(Call_ID=f"k{number}", branch=str(number))
        peer.side.stack.calls.reject(leg, 404, peer.now, knock=number >= 5)
        peer.hear()
    assert peer.say(peer.request("INVITE", Call_ID="more", branch="x", body=OFFER.decode())) == []
    assert peer.side.stack.counts().silenced == 1


def test_the_guard_remembers_a_bounded_number_of_sources() -> None:
    """Those not seen for longest go first."""
    guard = Guard(Limits(sources_remembered=3), lambda host: False)
    for number in range(10):
        guard.admit(f"192.0.2.{number}", number)
    assert list(guard._sources) == ["192.0.2.7", "192.0.2.8", "192.0.2.9"]
