"""Every kind of message in RFC 4475, written from its descriptions; each test is named after its section.

Here section 3.1, what parsers meet; the rest is in test_torture_rfc4475_layers.py.
"""

from __future__ import annotations

import pytest
from sip_bench import OFFER, Peer, only, raw, register, unanswered

from lur.wire.sip import CallArrived
from lur.wire.sip.headers import parse_name_addr
from lur.wire.sip.message import Response, head_of, parse_message

SDP = OFFER.decode()


# -- 3.1.1 valid messages


def test_3_1_1_1_a_short_tortuous_invite() -> None:
    """Folding, compact forms, odd spacing, unknown headers and an escaped quote: a perfectly good INVITE."""
    peer = Peer()
    message = raw(
        "INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0",
        "TO :",
        " sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n",
        'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>',
        "  ;",
        "  tag = 98asjd8",
        "MaX-fOrWaRdS: 0068",
        "Call-ID: wsinv.ndaksdj@192.0.2.1",
        f"Content-Length   : {len(SDP)}",
        "cseq: 0009",
        "  INVITE",
        "Via  : SIP  /   2.0",
        " /UDP",
        "    192.0.2.2;branch=390skdjuw",
        "s :",
        "NewFangledHeader:   newfangled value",
        " continued newfangled value",
        "UnknownHeaderWithUnusualValue: ;;,,;;,;",
        "Content-Type: application/sdp",
        "Route:",
        " <sip:services.example.com;lr;unknownwith=value;unknown-no-value>",
        "v:  SIP  / 2.0  / TCP     spindle.example.com   ;",
        "  branch  =   z9hG4bK9ikj8  ,",
        " SIP  /    2.0   / UDP  192.168.255.111   ; branch=",
        " z9hG4bK30239",
        'm:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =',
        "      newvalue ;",
        "  secondparam ; q = 0.33",
        body=SDP,
    )
    request = parse_message(message)
    head = head_of(request)
    assert head.from_.display == 'J Rosenberg \\"'
    assert (head.from_.tag, head.to.tag) == ("98asjd8", "1918181833n")
    assert (head.cseq.number, head.max_forwards) == (9, 68)
    assert len(request.items("Via")) == 3
    assert only(peer, message).status == 481  # it has a To tag that is not ours


def test_3_1_1_2_wide_range_of_valid_characters() -> None:
    """A method, user, header names and tokens of unusual but legal characters: the method is just unknown."""
    peer = Peer()
    method = "!interesting-Method0123456789_*+`.%indeed'~"
    message = raw(
        f"{method} sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too."
        "(doesn't-it)@example.com SIP/2.0",
        "Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~",
        'To: "BEL:\\\x07 NUL:\\\x00 DEL:\\\x7f" '
        "<sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com>",
        "From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;"
        "fromParam''~+*_!.-%=\"works\";tag=_token~1'+`*%!-.",
        "Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{",
        f"CSeq: 139122385 {method}",
        "Max-Forwards: 255",
        "extensionHeader-!.%*+_`'~:\ufeff\u5927\u505c\u96fb",
        "Content-Length: 0",
    )
    assert only(peer, message).status == 501


def test_3_1_1_3_valid_use_of_the_percent_escape() -> None:
    """Escapes in the user part stand for characters: both kinds reach the shell as what they mean."""
    peer = Peer()
    uri = "sip:sips%3Auser%40example.com@127.0.0.1"
    peer.say(peer.request("INVITE", uri, body=SDP))
    assert peer.side.only(CallArrived).dialled == "sips:user@example.com"


def test_3_1_1_4_escaped_nulls_in_uris() -> None:
    """%00 is an escape like any other."""
    peer = Peer()
    peer.say(peer.request("INVITE", "sip:null-%00-null@127.0.0.1", body=SDP))
    assert peer.side.only(CallArrived).dialled == "null-\0-null"


def test_3_1_1_5_percent_when_it_is_not_an_escape() -> None:
    """% in a method or display name is just a character: RE%47IST%45R is not REGISTER."""
    peer = Peer()
    answer = only(peer, peer.request("RE%47IST%45R", Contact='"%Z%45" <sip:resource@example.com>'))
    assert answer.status == 501


def test_3_1_1_6_no_space_between_display_name_and_bracket() -> None:
    """caller<sip:...> is a display name followed by an address."""
    assert parse_name_addr("caller<sip:caller@example.com>;tag=323").display == "caller"
    peer = Peer()
    assert only(peer, peer.request("OPTIONS", From="caller<sip:caller@example.com>;tag=323")).status == 200


def test_3_1_1_7_long_values() -> None:
    """Long names, parameters and header values within the limits are taken."""
    peer = Peer()
    long = "long" * 100
    data = peer.request(
        "INVITE",
        f"sip:user@127.0.0.1;{long}={long}",
        From=f'"I have a user name of {long * 5} proportion" <sip:a@b;{long}={long}>;tag={long}',
        Call_ID=f"longreq.one{'really' * 50}longcallid",
        body=SDP,
        **{f"Unknown_{long}": long * 4},
    )
    peer.say(data)
    assert peer.side.only(CallArrived).caller_name.startswith("I have a user name of long")


def test_3_1_1_8_extra_trailing_octets_in_a_datagram() -> None:
    """What follows Content-Length is dropped, even if it looks like another message."""
    peer = Peer()
    two = peer.request("OPTIONS", Call_ID="one") + peer.request("OPTIONS", Call_ID="two", branch="2")
    assert only(peer, two).get("Call-ID") == "one"


def test_3_1_1_9_semicolon_separated_parameters_in_the_user_part() -> None:
    """The user is all before the @, and the parameters in it belong to it."""
    peer = Peer()
    data = peer.request("OPTIONS", "sip:user;par=u%40example.net@127.0.0.1", Accept="*/*")
    assert only(peer, data).status == 200


@pytest.mark.parametrize("transport", ["UDP", "SCTP", "TLS", "UNKNOWN", "TCP"])
def test_3_1_1_10_varied_and_unknown_transports(transport: str) -> None:
    """The answer goes where the request came from, whatever the lower Vias name."""
    peer = Peer()
    via = f"SIP/2.0/UDP 127.0.0.9;branch=z9hG4bKa, SIP/2.0/{transport} t2.example.com;branch=z9hG4bKb"
    answer = only(peer, peer.request("OPTIONS", Via=via))
    assert answer.items("Via")[1] == f"SIP/2.0/{transport} t2.example.com;branch=z9hG4bKb"


def test_3_1_1_11_multipart_mime_message() -> None:
    """A multipart body in an INVITE is not what we speak: 415 that names what is."""
    peer = Peer()
    body = "--7a9cbec02ceef655\r\nContent-Type: text/plain\r\n\r\nHello\r\n--7a9cbec02ceef655--\r\n"
    kind = "multipart/mixed;boundary=7a9cbec02ceef655"
    answer = only(peer, peer.request("INVITE", body=body, Content_Type=kind))
    assert (answer.status, answer.get("Accept")) == (415, "application/sdp")


def test_3_1_1_12_unusual_reason_phrase() -> None:
    """Any UTF-8 may stand after the status."""
    response = parse_message(
        raw("SIP/2.0 200 = 2**3 * 5**2 \u043d\u043e \u0441\u0442\u043e", "Via: SIP/2.0/UDP x")
    )
    assert isinstance(response, Response)
    assert response.reason == "= 2**3 * 5**2 \u043d\u043e \u0441\u0442\u043e"


def test_3_1_1_13_empty_reason_phrase() -> None:
    """The reason may be empty."""
    response = parse_message(raw("SIP/2.0 100 ", "Via: SIP/2.0/UDP x"))
    assert isinstance(response, Response)
    assert (response.status, response.reason) == (100, "")


# -- 3.1.2 invalid messages


def test_3_1_2_1_extraneous_header_field_separators() -> None:
    """Empty parameters and list items: 400."""
    peer = Peer()
    answer = only(
        peer, peer.request("INVITE", body=SDP, Contact='"Joe" <sip:joe@example.org>;;;;', Via=";;,;,,")
    )
    assert answer.status == 400


def test_3_1_2_2_content_length_larger_than_the_message() -> None:
    """400 on a datagram."""
    peer = Peer()
    data = peer.request("INVITE", body=SDP).replace(f"Content-Length: {len(SDP)}", "Content-Length: 9999")
    assert only(peer, data).status == 400


def test_3_1_2_3_negative_content_length() -> None:
    """400 on a datagram; on a stream the borders are lost and the connection is given up or answered 400."""
    data = Peer().request("INVITE", body=SDP).replace(f"Content-Length: {len(SDP)}", "Content-Length: -999")
    assert only(Peer(), data).status == 400
    stream = Peer("tcp")
    assert [one.status for one in stream.say(data) if isinstance(one, Response)] == [400]


@pytest.mark.parametrize(
    "changes",
    [
        {"CSeq": "36893488147419103232 REGISTER"},
        {"Max_Forwards": "300"},
    ],
)
def test_3_1_2_4_request_scalar_fields_with_overlarge_values(changes: dict[str, str | None]) -> None:
    """CSeq above 2**31 and Max-Forwards above 255: 400."""
    assert only(Peer(), Peer().request("REGISTER", **changes)).status == 400


def test_3_1_2_5_response_scalar_fields_with_overlarge_values() -> None:
    """Such a response is dropped."""
    peer = Peer()
    _, invite = peer.call()
    lines = [f"{name}: {value}" for name, value in invite.headers if name in ("Via", "From", "To", "Call-ID")]
    unanswered(
        peer, raw("SIP/2.0 503 No", *lines, "CSeq: 9292394834772304023312 INVITE", "Content-Length: 0")
    )


def test_3_1_2_6_unterminated_quoted_string() -> None:
    """A display name whose quote never ends: 400."""
    assert only(Peer(), Peer().request("INVITE", body=SDP, To='"Mr. J. User <sip:j@x>')).status == 400


def test_3_1_2_7_brackets_around_the_request_uri() -> None:
    """400."""
    assert only(Peer(), Peer().request("INVITE", "<sip:user@example.com>", body=SDP)).status == 400


def test_3_1_2_8_space_within_the_request_uri() -> None:
    """400."""
    assert only(Peer(), Peer().request("INVITE", "sip:user@example.com; lr", body=SDP)).status == 400


def test_3_1_2_9_several_spaces_in_the_request_line() -> None:
    """400."""
    data = Peer().request("INVITE", body=SDP).replace("INVITE sip:support", "INVITE  sip:support", 1)
    assert only(Peer(), data).status == 400


def test_3_1_2_10_spaces_at_the_end_of_the_request_line() -> None:
    """400."""
    data = Peer().request("OPTIONS").replace("SIP/2.0\r\n", "SIP/2.0  \r\n", 1)
    assert only(Peer(), data).status == 400


def test_3_1_2_11_escaped_headers_in_the_request_uri() -> None:
    """Headers have no place in a Request-URI: 400."""
    uri = "sip:user@127.0.0.1?Route=%3Csip:example.com%3E"
    assert only(Peer(), Peer().request("INVITE", uri, body=SDP)).status == 400


def test_3_1_2_12_invalid_time_zone_in_date() -> None:
    """We do not use Date, so a wrong one does no harm."""
    assert only(Peer(), Peer().request("OPTIONS", Date="Fri, 01 Jan 2010 16:00:00 EST")).status == 200


def test_3_1_2_13_contact_with_headers_outside_brackets() -> None:
    """A question mark in an address without brackets: 400."""
    assert register(Peer(), "sip:user@example.com?Route=%3Csip:sip.example.com%3E").status == 400


def test_3_1_2_14_spaces_within_an_address() -> None:
    """< sip:...> in To: 400."""
    assert only(Peer(), Peer().request("OPTIONS", To="< sip:t.watson@ieee.org >")).status == 400


def test_3_1_2_15_non_token_characters_in_a_display_name() -> None:
    """An unquoted comma: 400."""
    assert only(Peer(), Peer().request("OPTIONS", From="Bell, Alexander <sip:a@b>;tag=4")).status == 400


def test_3_1_2_16_unknown_protocol_version() -> None:
    """505."""
    data = Peer().request("OPTIONS").replace("127.0.0.1 SIP/2.0\r\n", "127.0.0.1 SIP/7.0\r\n", 1)
    assert only(Peer(), data).status == 505


def test_3_1_2_17_start_line_and_cseq_method_mismatch() -> None:
    """400."""
    assert only(Peer(), Peer().request("OPTIONS", CSeq="8 INVITE")).status == 400


def test_3_1_2_18_unknown_method_with_cseq_mismatch() -> None:
    """400 (501 would be right too)."""
    assert only(Peer(), Peer().request("NEWMETHOD", CSeq="8 INVITE")).status == 400


def test_3_1_2_19_overlarge_response_code() -> None:
    """Dropped."""
    peer = Peer()
    _, invite = peer.call()
    lines = [
        f"{name}: {value}"
        for name, value in invite.headers
        if name in ("Via", "From", "To", "Call-ID", "CSeq")
    ]
    unanswered(peer, raw("SIP/2.0 4294967301 better not break the receiver", *lines))
