"""What time and hostile order do to a browser's leg, with the clock in the test's hands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.adapters.media.room import Room
from tests.fakes.browser_peer import BrowserPeer

from lur.adapters.voice.media import protocol as p
from lur.adapters.voice.media.browser import CHECK_SILENCE_MS, DTLS_DATAGRAMS_A_LOOK, HANDSHAKE_MS
from lur.adapters.voice.media.dtls import is_dtls
from lur.wire.rtp.packet import RtpPacket, build, parse


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A plane without a loop."""
    room = Room(tmp_path)
    yield room
    room.close()


@pytest.fixture
def peers() -> Iterator[list[BrowserPeer]]:
    """Two browsers."""
    peers = [BrowserPeer(), BrowserPeer()]
    yield peers
    for peer in peers:
        peer.close()


def paths(room: Room) -> list[tuple[str, str]]:
    """What was said of paths."""
    return [(event.leg, event.state) for event in room.events if isinstance(event, p.BrowserPath)]


def pass_time(room: Room, wait_ms: int) -> None:
    """Turn the clock on, looking ten times a second."""
    end_ms = room.plane.now_ms + wait_ms
    while room.plane.now_ms < end_ms:
        room.plane.now_ms += 100
        room.verbs.browsers.look()


def test_missed_checks_are_a_path_that_is_down(room: Room, peers: list[BrowserPeer]) -> None:
    """After six seconds without a check the path is down, and with the next one up again; each is said
    once.
    """
    room.connect("desk", peers[0])
    assert paths(room) == [("desk", "up")]
    pass_time(room, CHECK_SILENCE_MS)
    assert paths(room) == [("desk", "up")]
    pass_time(room, 10_000)
    assert paths(room) == [("desk", "up"), ("desk", "down")]
    assert room.plane.legs["desk"].transmit is None
    peers[0].check()
    room.serve(peers[0])
    assert paths(room)[2:] == [("desk", "up")]
    assert room.plane.legs["desk"].transmit is not None


def test_a_standing_connection_may_be_silent_between_talks(room: Room, peers: list[BrowserPeer]) -> None:
    """No alarm for a browser that sends nothing while it waits; in a talk it is missed as any phone."""
    room.do(p.CreateLeg("customer", p.Law.ALAW, p.Address("127.0.0.1", 9)))
    room.connect("desk", peers[0])
    assert room.after(60_000, "customer") == []
    room.do(p.Bridge("customer", "desk"))
    said = room.after(3_500, "customer")
    assert [(type(event).__name__, event.leg) for event in said] == [("OneWayAudio", "desk")]


def test_dtls_may_come_before_the_browser_has_chosen(room: Room, peers: list[BrowserPeer]) -> None:
    """The first valid check opens the way; USE-CANDIDATE may come later, and from elsewhere."""
    peer = peers[0]
    room.browser("desk", peer)
    peer.check(nominate=False)
    room.serve(peer)
    assert peer.state == "connected"
    assert paths(room) == [("desk", "up")]
    first = room.plane.legs["desk"].latched
    peer.move()
    peer.check(nominate=False)
    room.serve(peer)
    assert room.plane.legs["desk"].latched == first
    peer.check()
    room.serve(peer)
    assert room.plane.legs["desk"].latched == p.Address("127.0.0.1", peer.socket.getsockname()[1])


@pytest.mark.parametrize("torn", [b"\x16", bytes.fromhex("16fefd0000000000000000002001")])
def test_a_torn_record_does_not_spoil_the_handshake(
    room: Room, peers: list[BrowserPeer], torn: bytes
) -> None:
    """It is a stranger's, even from the browser's own address: nothing torn reaches OpenSSL."""
    peer = peers[0]
    room.browser("desk", peer)
    peer.check()
    room.serve()
    peer.socket.sendto(torn, peer.target)
    room.serve()
    assert (room.plane.strangers, room.plane.handshakes) == (1, 0)
    room.serve(peer)
    assert peer.state == "connected"


def test_dtls_before_any_check_is_a_strangers(room: Room, peers: list[BrowserPeer]) -> None:
    """Nobody gets to OpenSSL who has not passed a check."""
    peer = peers[0]
    room.browser("desk", peer)
    peer.start_dtls()
    room.serve(peer)
    assert room.plane.strangers == 1
    assert room.plane.handshakes == 0
    assert peer.state == "connecting"


def test_a_handshake_that_never_ends_is_forgotten(room: Room, peers: list[BrowserPeer]) -> None:
    """Its place among the handshakes is free again, its credentials are worthless, and the leg can be
    offered anew.
    """
    peer = peers[0]
    room.browser("desk", peer)
    peer.loses = 1000
    peer.check()
    room.serve(peer)
    assert room.plane.handshakes == 1
    pass_time(room, HANDSHAKE_MS + 200)
    assert room.plane.handshakes == 0
    answers = peer.answers
    peer.check()
    room.serve(peer)
    assert peer.answers == answers
    room.connect("desk", peers[1])
    assert paths(room) == [("desk", "up")]


def test_only_so_many_handshakes_at_once(tmp_path: Path, peers: list[BrowserPeer]) -> None:
    """A browser that comes when too many are busy is served when it asks again."""
    room = Room(tmp_path, most_handshakes=1)
    peers[0].loses = 1000
    for leg, peer in zip(("one", "two"), peers, strict=True):
        room.browser(leg, peer)
        peer.check()
        room.serve(*peers)
    assert [peer.state for peer in peers] == ["connecting", "connecting"]
    room.do(p.DeleteLeg("one"))
    assert peers[1].tls is not None
    peers[1].start_dtls()
    room.serve(*peers)
    assert peers[1].state == "connected"
    assert room.plane.handshakes == 0
    room.close()


def test_a_browser_may_not_keep_openssl_busy(room: Room, peers: list[BrowserPeer]) -> None:
    """Between two looks only so many DTLS datagrams of one browser are taken."""
    peer = peers[0]
    room.connect("desk", peer)
    connection = room.plane.legs["desk"].browser.current  # type: ignore[union-attr]
    assert connection is not None
    taken: list[bytes] = []
    connection.dtls.feed = lambda datagram: taken.append(datagram) or []  # type: ignore[method-assign]
    for _ in range(DTLS_DATAGRAMS_A_LOOK * 3):
        peer.socket.sendto(bytes.fromhex("17fefd0001000000000001 0001 00".replace(" ", "")), peer.target)
        room.serve()
    assert 0 < len(taken) <= DTLS_DATAGRAMS_A_LOOK


def test_an_offer_whose_answer_was_lost_disturbs_nothing(room: Room, peers: list[BrowserPeer]) -> None:
    """After an ICE restart the credentials before it stay valid until the new ones are used."""
    peer = peers[0]
    room.connect("desk", peer)
    old = peer.ufrag, peer.password, peer._server
    peer.restart_ice()
    room.browser("desk", peer)
    new = peer.ufrag, peer.password, peer._server
    answers = peer.answers
    peer.ufrag, peer.password, peer._server = old
    peer.check()
    room.serve(peer)
    assert peer.answers == answers + 1
    peer.ufrag, peer.password, peer._server = new
    peer.check()
    room.serve(peer)
    assert peer.answers == answers + 2
    peer.ufrag, peer.password, peer._server = old
    peer.check()
    room.serve(peer)
    assert peer.answers == answers + 2


def test_packets_that_changed_places_are_all_heard(room: Room, peers: list[BrowserPeer]) -> None:
    """Reordered packets reach the peer in the order they came, each with its own number; a second copy does
    not.
    """
    peer = peers[0]
    room.do(p.CreateLeg("customer", p.Law.ALAW, p.Address("127.0.0.1", 9)))
    room.connect("desk", peer)
    room.do(p.Bridge("customer", "desk"))
    sent: list[bytes] = []
    room.plane.legs["customer"].transmit = lambda packet: sent.append(bytes(packet)) or 0
    for at in (0, 1, 3, 2, 4):
        copied = peer.send(build(RtpPacket(8, False, 100 + at, 160 * at, 7, bytes([at]) * 160)))
        peer.socket.sendto(copied, peer.target)
        room.serve(peer)
    heard = [packet for packet in map(parse, sent) if packet is not None]
    assert [packet.payload[0] for packet in heard] == [0, 1, 3, 2, 4]
    assert [(packet.sequence - heard[0].sequence) & 0xFFFF for packet in heard] == [0, 1, 3, 2, 4]
    assert room.plane.faults == 0


def test_a_new_browser_hears_a_stream_of_its_own(room: Room, peers: list[BrowserPeer]) -> None:
    """Another SSRC, and a number in the lower half: a receiver counts wraps from the first packet it gets."""
    room.connect("desk", peers[0])
    leg = room.plane.legs["desk"]
    before = leg.ssrc_out
    leg.seq_out = 65_535
    room.connect("desk", peers[1])
    assert leg.ssrc_out != before
    assert leg.seq_out < 0x8000
    room.serve(*peers)
    assert peers[0].state == "closed"


@pytest.mark.parametrize(
    ("datagram", "whole"),
    [
        (b"", False),
        (b"\x16", False),
        (bytes.fromhex("16fefd0000000000000000 0001".replace(" ", "")), False),
        (bytes.fromhex("16fefd0000000000000000 0001 00".replace(" ", "")), True),
        (bytes.fromhex("16fefd0000000000000000 0001 0000".replace(" ", "")), False),
        (bytes.fromhex("160303000000000000000000010000".replace(" ", "")), False),
        (bytes.fromhex("18fefd000000000000000000010000"), False),
    ],
)
def test_only_whole_records_reach_openssl(datagram: bytes, whole: bool) -> None:
    """Its memory knows no borders of datagrams: a torn record would spoil the next one."""
    assert is_dtls(datagram) is whole
