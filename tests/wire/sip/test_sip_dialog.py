"""Where the next request goes: routes, contacts, NAT, lost connections (RFC 3261 12.2.1.1, 18.2.2)."""

from __future__ import annotations

import pytest
from sip_bench import ANSWER, OFFER, Peer

from lur.wire.sip import CallArrived, CallCancelled, CallEnded, Destination, Flow, Hop
from lur.wire.sip.dialog import Dialog, hop_for
from lur.wire.sip.message import Response
from lur.wire.sip.records import DialogRecord

HOP = Hop("udp", "192.0.2.1", 5060)
TLS = Hop("tls", "192.0.2.1", 5061, "operator.example")
TCP_FLOW = Flow("tcp", ("127.0.0.1", 5060), ("192.0.2.1", 40_000), 3)


@pytest.mark.parametrize(
    ("uri", "fallback", "expected"),
    [
        ("sip:a@192.0.2.1", HOP, HOP),
        ("sip:a@192.0.2.7:5070", HOP, Hop("udp", "192.0.2.7", 5070)),
        ("sip:a@192.0.2.7;transport=tcp", HOP, Hop("tcp", "192.0.2.7", 5060)),
        ("sips:a@192.0.2.7", HOP, Hop("tls", "192.0.2.7", 5061)),
        ("sip:a@192.0.2.7;transport=sctp", HOP, Hop("udp", "192.0.2.7", 5060)),
        ("sip:a@[2001:db8::1]:5070", HOP, Hop("udp", "2001:db8::1", 5070)),
        ("sip:a@operator.example", HOP, HOP),
        ("sip:a@10.0.0.5", Hop("udp", "8.8.8.8", 5060), Hop("udp", "8.8.8.8", 5060)),
        ("sip:a@192.0.2.1:5071", TLS, Hop("tls", "192.0.2.1", 5071, "operator.example")),
        ("sip:a@192.0.2.1;transport=tcp", TCP_FLOW, TCP_FLOW),
        ("junk", HOP, HOP),
    ],
)
def test_a_uri_says_where_it_lives(uri: str, fallback: Destination, expected: Destination) -> None:
    """Numeric addresses are followed, unless they are private and the path is not; names stay on the path."""
    assert hop_for(uri, fallback) == expected


def dialog(*routes: str) -> Dialog:
    """A dialog with a route set."""
    return Dialog(
        DialogRecord(
            call_id="c",
            local_tag="l",
            remote_tag="r",
            local_party="<sip:l@x>",
            remote_party="<sip:r@x>",
            local_cseq=1,
            remote_cseq=None,
            remote_target="sip:r@192.0.2.9",
            route_set=routes,
            path=HOP,
            sticky=False,
        )
    )


def test_a_loose_route_keeps_the_request_uri() -> None:
    """The contact stays in the Request-URI, and the routes go into Route."""
    request = dialog("<sip:192.0.2.4;lr>", "<sip:192.0.2.5;lr>").request("BYE")
    assert request.uri == "sip:r@192.0.2.9"
    assert request.lines("Route") == ("<sip:192.0.2.4;lr>", "<sip:192.0.2.5;lr>")


def test_a_strict_route_takes_the_request_uri() -> None:
    """RFC 2543 proxies: the first route becomes the Request-URI, and the contact the last Route."""
    one = dialog("<sip:192.0.2.4>", "<sip:192.0.2.5;lr>")
    request = one.request("BYE")
    assert request.uri == "sip:192.0.2.4"
    assert request.lines("Route") == ("<sip:192.0.2.5;lr>", "<sip:r@192.0.2.9>")
    assert one.destination() == Hop("udp", "192.0.2.4", 5060)


def test_a_record_is_the_whole_dialog() -> None:
    """Out and back."""
    one = dialog("<sip:192.0.2.4;lr>")
    assert Dialog(one.record()).record() == one.record()


def test_record_route_is_copied_into_what_makes_a_dialog() -> None:
    """180 and 200."""
    peer = Peer()
    leg = peer.arrive(Record_Route="<sip:127.0.0.20;lr>")
    peer.side.stack.calls.ring(leg, peer.now)
    peer.side.stack.calls.answer(leg, ANSWER, peer.now)
    assert [one.get("Record-Route") for one in peer.hear()] == ["<sip:127.0.0.20;lr>"] * 2


def test_a_lost_connection_leads_to_the_contacts_port() -> None:
    """Not to the ephemeral port that the connection had."""
    peer = Peer("tcp")
    peer.flow = Flow("tcp", ("127.0.0.1", 5060), (peer.host, 40_001), 1)
    leg, to = peer.talk()
    peer.side.stack.connection_closed(peer.flow, peer.now)
    peer.side.stack.calls.send_key(leg, "1", peer.now)
    assert peer.side.stack.take_output()[0].destination == Hop("tcp", peer.host, 5060)
    peer.flow = Flow("tcp", ("127.0.0.1", 5060), (peer.host, 40_002), 2)
    peer.say(peer.request("INFO", To=to, cseq="2"))
    peer.side.stack.calls.hang_up(leg, peer.now)
    assert peer.side.stack.take_output()[0].destination == peer.flow


def test_a_response_on_a_lost_connection_goes_to_the_via() -> None:
    """RFC 3261 18.2.2."""
    peer = Peer("tcp")
    peer.flow = Flow("tcp", ("127.0.0.1", 5060), (peer.host, 40_001), 1)
    leg = peer.arrive()
    peer.side.stack.connection_closed(peer.flow, peer.now)
    peer.side.stack.calls.reject(leg, 486, peer.now)
    assert peer.side.stack.take_output()[0].destination == Hop("tcp", peer.host, 5060)


def test_a_reinvite_moves_the_peer() -> None:
    """Target refresh (RFC 3261 12.2.2)."""
    peer = Peer()
    leg, to = peer.talk()
    moved = "<sip:kund@127.0.0.30:5080>"
    peer.say(peer.request("INVITE", To=to, cseq="2", Contact=moved, body=OFFER.decode()))
    peer.side.stack.calls.answer_offer(leg, ANSWER, peer.now)
    peer.hear()
    peer.say(peer.request("ACK", To=to, cseq="2", branch="ack"))
    peer.side.stack.calls.hang_up(leg, peer.now)
    (out,) = peer.side.stack.take_output()
    assert out.data.startswith(b"BYE sip:kund@127.0.0.30:5080 ")
    assert out.destination == Hop("udp", "127.0.0.30", 5080)


def test_their_reinvite_can_be_cancelled() -> None:
    """487, and the call goes on."""
    peer = Peer()
    leg, to = peer.talk()
    peer.say(peer.request("INVITE", To=to, cseq="2", body=OFFER.decode()))
    cancel = peer.request("CANCEL", To=to, cseq="2").replace("z9hG4bKCANCEL2", "z9hG4bKINVITE2")
    assert peer.statuses(cancel) == [200, 487]
    assert not peer.side.stack.calls.answer_offer(leg, ANSWER, peer.now)
    assert peer.side.of(CallCancelled) == []
    assert peer.side.stack.calls.legs() == (leg,)


def test_bye_while_an_offer_is_open() -> None:
    """The open re-INVITE is answered with 487 (RFC 3261 15.1.2)."""
    peer = Peer()
    _, to = peer.talk()
    peer.say(peer.request("INVITE", To=to, cseq="2", body=OFFER.decode()))
    assert peer.statuses(peer.request("BYE", To=to, cseq="3", Reason="SIP;cause=200")) == [200, 487]
    assert peer.side.only(CallEnded).reason == "SIP;cause=200"


def test_hanging_up_an_unanswered_call_of_theirs() -> None:
    """480, with the reason."""
    peer = Peer()
    leg = peer.arrive()
    assert peer.side.stack.calls.hang_up(leg, peer.now, reason="SIP;cause=503")
    (refusal,) = peer.hear()
    assert isinstance(refusal, Response)
    assert (refusal.status, refusal.get("Reason")) == (480, "SIP;cause=503")


def test_a_second_offer_of_ours_waits_for_the_first() -> None:
    """And the newest wins."""
    peer = Peer()
    leg, _ = peer.talk()
    for version in (b"1", b"2", b"3"):
        peer.side.stack.calls.reoffer(leg, OFFER.replace(b"1 1", b"1 " + version), peer.now)
    (first,) = peer.hear()
    sent = peer.respond(first, 200, ANSWER.decode())  # type: ignore[arg-type]
    assert b"1 3 IN" in sent[1].body


def test_an_event_carries_what_the_shell_needs() -> None:
    """Names are unquoted and cleaned, useful headers passed on."""
    peer = Peer()
    peer.arrive(
        From='"Åsa \\"Svea\\" Öst" <sip:+46701234567@127.0.0.9>;tag=peer',
        P_Asserted_Identity="<tel:+46701234567>",
        Diversion="<sip:08123@x>;reason=no-answer",
        User_Agent="Phone 3",
    )
    arrived = peer.side.only(CallArrived)
    assert arrived.caller_name == 'Åsa "Svea" Öst'
    assert (arrived.asserted, arrived.product) == ("tel:+46701234567", "Phone 3")
    assert arrived.headers == (("Diversion", "<sip:08123@x>;reason=no-answer"),)
