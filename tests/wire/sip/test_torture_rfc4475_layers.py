"""The messages of RFC 4475 sections 3.2 to 3.4; each test is named after its section."""

from __future__ import annotations

import pytest
from sip_bench import OFFER, Peer, only, raw, register, unanswered

from lur.wire.sip import CallArrived, RegistrationChanged
from lur.wire.sip.errors import Malformed
from lur.wire.sip.message import parse_message

SDP = OFFER.decode()


# -- 3.2 transaction layer semantics


def test_3_2_1_missing_transaction_identifier() -> None:
    """A branch that is only the cookie: the request is served, matched as RFC 2543 would."""
    peer = Peer()
    data = peer.request("OPTIONS", Via="SIP/2.0/UDP 127.0.0.9:5060;branch=z9hG4bK")
    assert only(peer, data).status == 200
    assert only(peer, data).status == 200


# -- 3.3 application layer semantics


def test_3_3_1_missing_required_header_fields() -> None:
    """No Call-ID, From or To: 400 with what there is."""
    peer = Peer()
    data = peer.request("INVITE", Call_ID=None, From=None, To=None, body=SDP)
    assert only(peer, data).status == 400


@pytest.mark.parametrize(
    "uri", ["nobodyKnowsThisScheme:totallyopaquecontent", "soap.beep://192.0.2.103:3002"]
)
def test_3_3_2_and_3_3_3_request_uri_with_unknown_scheme(uri: str) -> None:
    """416."""
    assert only(Peer(), Peer().request("OPTIONS", uri)).status == 416


def test_3_3_4_unknown_schemes_in_to_and_contact() -> None:
    """A REGISTER for something that is no SIP address: refused with 400."""
    peer = Peer()
    answer = register(peer, "<name:John_Smith>", To="<isbn:2983792873>", From="<http://x>;tag=1")
    assert answer.status == 400
    assert peer.side.of(RegistrationChanged) == []


def test_3_3_5_proxy_require_and_require() -> None:
    """420, and only what is required of us is named."""
    data = Peer().request(
        "OPTIONS",
        Require="nothingSupportsThis, nothingSupportsThisEither",
        Proxy_Require="noProxiesSupportThis",
    )
    answer = only(Peer(), data)
    assert answer.status == 420
    assert answer.get("Unsupported") == "nothingsupportsthis, nothingsupportsthiseither"


def test_3_3_6_unknown_content_type() -> None:
    """415."""
    assert (
        only(Peer(), Peer().request("INVITE", body="<a/>", Content_Type="application/unknownformat")).status
        == 415
    )


def test_3_3_7_unknown_authorization_scheme() -> None:
    """As if there was none: 401 with a challenge."""
    answer = only(
        Peer(),
        Peer().request(
            "REGISTER", To="<sip:anna@lur.test>", Authorization="NoOneKnowsThisScheme opaque-data=here"
        ),
    )
    assert answer.status == 401
    assert (answer.get("WWW-Authenticate") or "").startswith("Digest ")


def test_3_3_8_several_values_in_single_value_headers() -> None:
    """Two Call-IDs, two CSeqs and so on: 400."""
    data = Peer().request("INVITE", body=SDP).replace("CSeq: ", "CSeq: 5 INVITE\r\nCall-ID: b\r\nCSeq: ", 1)
    assert only(Peer(), data).status == 400


def test_3_3_9_several_content_lengths() -> None:
    """400; on a stream nobody knows where the message ends, and the connection is given up."""
    data = Peer().request("OPTIONS", Content__Length="13")
    data = data.replace("Content-Length: 0", "Content-Length: 0\r\nContent-Length: 13")
    assert only(Peer(), data).status == 400
    stream = Peer("tcp")
    assert stream.say(data) == []
    assert stream.side.stack.take_broken_connections() == (stream.flow,)


def test_3_3_10_a_200_with_a_broadcast_via() -> None:
    """A response whose Via is not one of ours is dropped."""
    unanswered(
        Peer(),
        raw(
            "SIP/2.0 200 OK",
            "Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923",
            "Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23",
            "Call-ID: bcast.0384840201234ksdfak3j2erwedfsASdf",
            "CSeq: 35 INVITE",
            "From: sip:user@example.com;tag=11141343",
            "To: sip:user@example.edu;tag=2229",
            "Contact: <sip:user@host28.example.com>",
            "Content-Length: 0",
        ),
    )


def test_3_3_11_max_forwards_of_zero() -> None:
    """We are where it was going, so OPTIONS is served; an INVITE that far is a loop (483)."""
    assert only(Peer(), Peer().request("OPTIONS", Max_Forwards="0")).status == 200
    assert only(Peer(), Peer().request("INVITE", Max_Forwards="0", body=SDP)).status == 483


def test_3_3_12_register_with_a_contact_header_parameter() -> None:
    """Without brackets the parameter belongs to the header, not to the URI."""
    peer = Peer()
    answer = register(peer, "sip:+19725552222@gw1.example.net;unknownparam")
    assert answer.status == 200
    assert peer.side.only(RegistrationChanged).contacts == ("sip:+19725552222@gw1.example.net",)


def test_3_3_13_register_with_a_url_parameter() -> None:
    """Within brackets it belongs to the URI."""
    peer = Peer()
    register(peer, "<sip:+19725552222@gw1.example.net;unknownparam>")
    assert peer.side.only(RegistrationChanged).contacts == ("sip:+19725552222@gw1.example.net;unknownparam",)


def test_3_3_14_register_with_an_escaped_header_in_its_contact() -> None:
    """The header in the URI is kept with the binding."""
    peer = Peer()
    uri = "sip:user@example.com?Route=%3Csip:sip.example.com%3E"
    assert register(peer, f"<{uri}>").status == 200
    assert peer.side.only(RegistrationChanged).contacts == (uri,)


def test_3_3_15_unacceptable_accept_offering() -> None:
    """406: we could not answer in anything they accept."""
    assert only(Peer(), Peer().request("INVITE", Accept="text/nobodyKnowsThis", body=SDP)).status == 406


# -- 3.4 backward compatibility


def test_3_4_1_invite_with_rfc_2543_syntax() -> None:
    """No tags, no branch, no Max-Forwards: served, and its repetition is recognised."""
    peer = Peer()
    data = peer.request(
        "INVITE",
        Via="SIP/2.0/UDP iftgw.example.com",
        From="<sip:+13035551111@ift.client.example.net;user=phone>",
        Max_Forwards=None,
        body=SDP,
    )
    peer.say(data)
    peer.say(data)
    leg = peer.side.only(CallArrived).leg
    peer.side.stack.calls.reject(leg, 486, peer.now)
    (busy,) = peer.hear()
    ack = peer.request(
        "ACK",
        Via="SIP/2.0/UDP iftgw.example.com",
        From="<sip:+13035551111@ift.client.example.net;user=phone>",
        To=busy.get("To"),
        Max_Forwards=None,
    )
    peer.say(ack)
    assert peer.wait(60_000) == []


def test_what_is_no_sip_meets_silence() -> None:
    """Not even a 400."""
    for junk in (
        b"",
        b"\r\n\r\n",
        b"\0",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x00\x01\x00\x00!\x12\xa4B",
        b"a" * 65_000,
    ):
        unanswered(Peer(), junk)


def test_what_cannot_be_utf8_is_refused() -> None:
    """RFC 3261 7: header values are UTF-8."""
    data = Peer().request("OPTIONS", Subject="XX").encode().replace(b"XX", b"\xff\xfe")
    assert only(Peer(), data).status == 400
    with pytest.raises(Malformed):
        parse_message(b"SIP/2.0 200 \xff\r\n\r\n")
