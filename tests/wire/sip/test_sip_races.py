"""The races of RFC 3261, one by one, against a peer that speaks raw text."""

from __future__ import annotations

import pytest
from sip_bench import ANSWER, OFFER, Peer

from lur.wire.sip import (
    CallAnswered,
    CallArrived,
    CallCancelled,
    CallConfirmed,
    CallEnded,
    CallFailed,
    CallProgressed,
    Limits,
    ReofferAnswered,
    ReofferConfirmed,
    Reoffered,
    ReofferRefused,
)
from lur.wire.sip.message import Request, Response


def methods(messages: list[Request | Response]) -> list[str]:
    """What the stack said, in short."""
    return [one.method if isinstance(one, Request) else str(one.status) for one in messages]


# -- their INVITE


def test_cancel_before_the_answer() -> None:
    """200 to the CANCEL, 487 to the INVITE, one event."""
    peer = Peer()
    leg = peer.arrive()
    heard = peer.say(peer.request("CANCEL", branch="").replace("z9hG4bKCANCEL1", "z9hG4bKINVITE1"))
    assert methods(heard) == ["200", "487"]
    assert peer.side.only(CallCancelled).leg == leg
    assert not peer.side.stack.calls.answer(leg, ANSWER, peer.now)


def test_cancel_after_the_answer_changes_nothing() -> None:
    """The 200 was first: CANCEL gets 200 and the call stands."""
    peer = Peer()
    leg = peer.arrive()
    peer.side.stack.calls.answer(leg, ANSWER, peer.now)
    peer.hear()
    heard = peer.say(peer.request("CANCEL").replace("z9hG4bKCANCEL1", "z9hG4bKINVITE1"))
    assert methods(heard) == ["200"]
    assert peer.side.of(CallCancelled) == []


def test_cancel_of_nothing() -> None:
    """481."""
    peer = Peer()
    assert peer.statuses(peer.request("CANCEL")) == [481]


def test_the_answer_is_repeated_until_its_ack() -> None:
    """200 at 0, 0.5, 1.5, 3.5 ... s; the ACK stops it."""
    peer = Peer()
    leg = peer.arrive()
    peer.side.stack.calls.answer(leg, ANSWER, peer.now)
    (first,) = peer.hear()
    assert methods(peer.wait(4_000)) == ["200", "200", "200"]
    peer.say(peer.request("ACK", To=first.get("To"), branch="ack"))
    assert peer.side.only(CallConfirmed).leg == leg
    assert methods(peer.wait(60_000)) == []


def test_an_answer_without_ack_ends_with_bye() -> None:
    """After 64*T1 the call is given up (RFC 3261 13.3.1.4)."""
    peer = Peer()
    leg = peer.arrive()
    peer.side.stack.calls.answer(leg, ANSWER, peer.now)
    assert methods(peer.wait(33_000))[-1] == "BYE"
    assert peer.side.only(CallEnded).cause == "no_ack"


def test_hanging_up_before_the_ack_waits_for_it() -> None:
    """The callee may not send BYE before the ACK (RFC 3261 15)."""
    peer = Peer()
    leg = peer.arrive()
    peer.side.stack.calls.answer(leg, ANSWER, peer.now)
    (answer,) = peer.hear()
    assert peer.side.stack.calls.hang_up(leg, peer.now)
    assert peer.hear() == []
    assert peer.side.only(CallEnded).cause == "hung_up"
    assert methods(peer.say(peer.request("ACK", To=answer.get("To"), branch="ack"))) == ["BYE"]


def test_bye_before_the_ack() -> None:
    """The caller hangs up at once: 200, and the answer is no longer repeated."""
    peer = Peer()
    leg = peer.arrive()
    peer.side.stack.calls.answer(leg, ANSWER, peer.now)
    (answer,) = peer.hear()
    assert methods(peer.say(peer.request("BYE", To=answer.get("To"), cseq="2"))) == ["200"]
    assert peer.side.only(CallEnded).leg == leg
    assert peer.wait(60_000) == []


def test_bye_instead_of_cancel() -> None:
    """BYE in an early dialog: 200 to it and 487 to the INVITE."""
    peer = Peer()
    leg = peer.arrive()
    peer.side.stack.calls.ring(leg, peer.now)
    (ringing,) = peer.hear()
    heard = peer.say(peer.request("BYE", To=ringing.get("To"), cseq="2"))
    assert methods(heard) == ["200", "487"]
    assert peer.side.only(CallCancelled).leg == leg


def test_an_invite_without_offer_gets_ours() -> None:
    """The 200 carries our offer and the ACK their answer."""
    peer = Peer()
    leg = peer.arrive(body="")
    assert peer.side.only(CallArrived).sdp is None
    peer.side.stack.calls.answer(leg, OFFER, peer.now)
    (answer,) = peer.hear()
    peer.say(peer.request("ACK", To=answer.get("To"), branch="ack", body=ANSWER.decode()))
    assert peer.side.only(CallConfirmed).sdp == ANSWER


def test_a_repeated_invite_is_shown_once() -> None:
    """The repetition gets the last response again."""
    peer = Peer()
    leg = peer.arrive()
    peer.side.stack.calls.ring(leg, peer.now)
    peer.hear()
    assert peer.statuses(peer.request("INVITE", body=OFFER.decode())) == [180]
    assert len(peer.side.of(CallArrived)) == 1


def test_the_same_request_by_two_paths_is_merged() -> None:
    """482 for the second (RFC 3261 8.2.2.2)."""
    peer = Peer()
    peer.arrive()
    assert peer.statuses(peer.request("INVITE", branch="other", body=OFFER.decode())) == [482]


def test_an_invite_of_ours_that_comes_back_is_a_loop() -> None:
    """482."""
    peer = Peer()
    _, invite = peer.call()
    looped = bytes(invite.changed(remove=("Via",), first=(("Via", "SIP/2.0/UDP 127.0.0.9;branch=z9hG4bKl"),)))
    assert peer.statuses(looped) == [482]


# -- our INVITE


def test_hanging_up_before_any_response_waits_with_cancel() -> None:
    """CANCEL may only follow a provisional (RFC 3261 9.1)."""
    peer = Peer()
    leg, invite = peer.call()
    assert peer.side.stack.calls.hang_up(leg, peer.now)
    assert peer.hear() == []
    (cancel,) = peer.respond(invite, 100)
    assert isinstance(cancel, Request)
    assert (cancel.method, cancel.get("CSeq"), cancel.get("Via")) == ("CANCEL", "1 CANCEL", invite.get("Via"))
    assert methods(peer.respond(invite, 487)) == ["ACK"]
    assert peer.side.only(CallFailed).status == 487


def test_a_200_that_crosses_our_cancel() -> None:
    """ACK and BYE; for the shell the call was cancelled."""
    peer = Peer()
    leg, invite = peer.call()
    peer.respond(invite, 180)
    peer.side.stack.calls.hang_up(leg, peer.now)
    assert methods(peer.hear()) == ["CANCEL"]
    assert methods(peer.respond(invite, 200, ANSWER.decode())) == ["ACK", "BYE"]
    assert peer.side.only(CallFailed).status == 487
    assert peer.side.of(CallAnswered) == []


def test_a_peer_that_ignores_cancel_is_left_alone() -> None:
    """After 64*T1 the call counts as cancelled; a 200 after that still gets ACK and BYE."""
    peer = Peer()
    leg, invite = peer.call()
    peer.respond(invite, 180)
    peer.side.stack.calls.hang_up(leg, peer.now)
    peer.wait(33_000)
    assert peer.side.only(CallFailed).local
    assert methods(peer.respond(invite, 200, ANSWER.decode())) == ["ACK", "BYE"]


def test_an_invite_that_nobody_answers_fails_with_408() -> None:
    """Seven INVITEs in 64*T1 (timers A and B), then a local 408."""
    peer = Peer()
    peer.call()
    assert methods(peer.wait(33_000)) == ["INVITE"] * 6
    failed = peer.side.only(CallFailed)
    assert (failed.status, failed.local) == (408, True)


def test_a_phone_that_rings_for_ever_is_cancelled() -> None:
    """The ring limit guards against calls without end."""
    peer = Peer()
    _, invite = peer.call()
    peer.respond(invite, 180)
    assert methods(peer.wait(181_000))[0] == "CANCEL"


def test_the_second_answer_of_a_fork_is_ended() -> None:
    """Two phones answer: the first has the call, the second gets ACK and BYE, once."""
    peer = Peer()
    _, invite = peer.call()
    peer.respond(invite, 180, tag="a")
    peer.respond(invite, 180, tag="b")
    assert methods(peer.respond(invite, 200, ANSWER.decode(), tag="a")) == ["ACK"]
    heard = peer.respond(invite, 200, ANSWER.decode(), tag="b")
    assert methods(heard) == ["ACK", "BYE"]
    assert all("tag=b" in (one.get("To") or "") for one in heard)
    assert methods(peer.respond(invite, 200, ANSWER.decode(), tag="b")) == ["ACK"]
    assert len(peer.side.of(CallAnswered)) == 1


def test_a_repeated_200_is_acknowledged_again() -> None:
    """The ACK may have been lost."""
    peer = Peer()
    _, invite = peer.call()
    assert methods(peer.respond(invite, 200, ANSWER.decode())) == ["ACK"]
    assert methods(peer.respond(invite, 200, ANSWER.decode())) == ["ACK"]
    assert len(peer.side.of(CallAnswered)) == 1


def test_a_refusal_is_acknowledged_each_time() -> None:
    """The ACK of a 486 belongs to the INVITE's transaction."""
    peer = Peer()
    _, invite = peer.call()
    (ack,) = peer.respond(invite, 486)
    assert ack.get("Via") == invite.get("Via")
    assert methods(peer.respond(invite, 486)) == ["ACK"]
    assert len(peer.side.of(CallFailed)) == 1


def test_an_unreachable_peer_fails_at_once() -> None:
    """The shell reports that output could not be sent: local 503."""
    peer = Peer()
    from lur.wire.sip import Hop

    peer.call()
    peer.side.stack.transport_failed(Hop("udp", peer.host, 5060), peer.now)
    peer.hear()
    failed = peer.side.only(CallFailed)
    assert (failed.status, failed.local) == (503, True)


def test_a_redirection_tells_where_to() -> None:
    """302: the contacts are handed to the shell."""
    peer = Peer()
    _, invite = peer.call()
    peer.respond(invite, 302)
    assert peer.side.only(CallFailed).contacts == ("sip:peer@127.0.0.9:5060",)


def test_early_media_is_shown() -> None:
    """183 with SDP."""
    peer = Peer()
    _, invite = peer.call()
    peer.respond(invite, 183, ANSWER.decode(), Content_Type="application/sdp")
    assert peer.side.only(CallProgressed).sdp == ANSWER


def test_requests_follow_the_record_route_and_the_contact() -> None:
    """The route set of a 200 is reversed; the Request-URI is the peer's Contact."""
    peer = Peer()
    leg, invite = peer.call()
    peer.respond(invite, 200, ANSWER.decode(), Record_Route="<sip:127.0.0.20;lr>, <sip:127.0.0.21:5070;lr>")
    peer.side.stack.calls.hang_up(leg, peer.now)
    (out,) = peer.side.stack.take_output()
    assert out.data.startswith(b"BYE sip:peer@127.0.0.9:5060 SIP/2.0\r\n")
    assert out.data.index(b"Route: <sip:127.0.0.21:5070;lr>") < out.data.index(b"Route: <sip:127.0.0.20;lr>")
    assert (out.destination.host, out.destination.port) == ("127.0.0.21", 5070)  # type: ignore[union-attr]


# -- inside the call


def test_hold_by_reinvite() -> None:
    """Their offer is shown, our answer sent, and their ACK ends the repetition."""
    peer = Peer()
    leg, to = peer.talk()
    held = OFFER.decode() + "a=sendonly\r\n"
    assert peer.statuses(peer.request("INVITE", To=to, cseq="2", body=held)) == [100]
    assert peer.side.only(Reoffered).sdp == held.encode()
    peer.side.stack.calls.answer_offer(leg, ANSWER, peer.now)
    assert methods(peer.hear()) == ["200"]
    peer.say(peer.request("ACK", To=to, cseq="2", branch="ack"))
    assert methods(peer.wait(10_000)) == []


def test_a_refused_reinvite_leaves_the_call() -> None:
    """488, and the call goes on."""
    peer = Peer()
    leg, to = peer.talk()
    peer.say(peer.request("INVITE", To=to, cseq="2", body=OFFER.decode()))
    assert peer.side.stack.calls.refuse_offer(leg, peer.now)
    assert methods(peer.hear()) == ["488"]
    assert peer.side.stack.calls.legs() == (leg,)


def test_reinvite_without_offer() -> None:
    """We offer in the 200, and their ACK answers."""
    peer = Peer()
    leg, to = peer.talk()
    peer.say(peer.request("INVITE", To=to, cseq="2"))
    assert peer.side.only(Reoffered).sdp is None
    peer.side.stack.calls.answer_offer(leg, OFFER, peer.now)
    peer.hear()
    peer.say(peer.request("ACK", To=to, cseq="2", branch="ack", body=ANSWER.decode()))
    assert peer.side.only(ReofferConfirmed).sdp == ANSWER


def test_update_with_an_offer() -> None:
    """UPDATE needs no ACK (RFC 3311)."""
    peer = Peer()
    leg, to = peer.talk()
    peer.say(peer.request("UPDATE", To=to, cseq="2", body=OFFER.decode()))
    assert peer.side.only(Reoffered).sdp == OFFER
    peer.side.stack.calls.answer_offer(leg, ANSWER, peer.now)
    assert methods(peer.wait(60_000)) == ["200"]


def test_a_reinvite_inside_a_pending_one() -> None:
    """500 with Retry-After (RFC 3261 14.2)."""
    peer = Peer()
    _, to = peer.talk()
    peer.say(peer.request("INVITE", To=to, cseq="2", body=OFFER.decode()))
    (refusal,) = peer.say(peer.request("INVITE", To=to, cseq="3", body=OFFER.decode()))
    assert isinstance(refusal, Response)
    assert refusal.status == 500
    assert 0 <= int(refusal.get("Retry-After") or "-1") <= 10


def test_glare_on_their_side() -> None:
    """Their re-INVITE while ours is under way: 491."""
    peer = Peer()
    leg, to = peer.talk()
    peer.side.stack.calls.reoffer(leg, OFFER, peer.now)
    peer.hear()
    assert peer.statuses(peer.request("INVITE", To=to, cseq="2", body=OFFER.decode())) == [491]


def test_glare_on_our_side_is_retried() -> None:
    """491 to ours: the same offer again after 0 to 2 s, as the Call-ID is theirs."""
    peer = Peer()
    leg, _ = peer.talk()
    peer.side.stack.calls.reoffer(leg, OFFER, peer.now)
    (first,) = peer.hear()
    assert isinstance(first, Request)
    assert methods(peer.respond(first, 491)) == ["ACK"]
    (again,) = peer.wait(2_000)[:1]
    assert isinstance(again, Request)
    assert again.body == OFFER
    assert methods(peer.respond(again, 200, ANSWER.decode())) == ["ACK"]
    assert peer.side.only(ReofferAnswered).sdp == ANSWER


def test_a_refused_offer_of_ours() -> None:
    """488 to ours: the shell is told, the call goes on."""
    peer = Peer()
    leg, _ = peer.talk()
    peer.side.stack.calls.reoffer(leg, OFFER, peer.now)
    (invite,) = peer.hear()
    assert isinstance(invite, Request)
    peer.respond(invite, 488)
    assert peer.side.only(ReofferRefused).status == 488
    assert peer.side.stack.calls.legs() == (leg,)


@pytest.mark.parametrize("status", [408, 481])
def test_a_peer_that_lost_the_dialog(status: int) -> None:
    """408 or 481 inside the dialog ends it (RFC 3261 12.2.1.2)."""
    peer = Peer()
    leg, _ = peer.talk()
    peer.side.stack.calls.reoffer(leg, OFFER, peer.now)
    (invite,) = peer.hear()
    assert isinstance(invite, Request)
    assert methods(peer.respond(invite, status)) == ["ACK", "BYE"]
    assert peer.side.only(CallEnded).cause == "peer_lost"


def test_requests_out_of_order_are_refused() -> None:
    """A lower CSeq: 500 (RFC 3261 12.2.2)."""
    peer = Peer()
    _, to = peer.talk()
    assert peer.statuses(peer.request("INFO", To=to, cseq="9")) == [200]
    assert peer.statuses(peer.request("INFO", To=to, cseq="5")) == [500]


def test_both_hang_up_at_once() -> None:
    """BYEs that cross: 200 to theirs, one event, and nothing is left."""
    peer = Peer()
    leg, to = peer.talk()
    peer.side.stack.calls.hang_up(leg, peer.now)
    (bye,) = peer.hear()
    assert peer.statuses(peer.request("BYE", To=to, cseq="2")) == [200]
    assert isinstance(bye, Request)
    peer.respond(bye, 481)
    assert peer.side.only(CallEnded).cause == "hung_up"
    assert peer.side.stored == {}


def test_an_unknown_dialog() -> None:
    """481, and an ACK into nowhere is ignored."""
    peer = Peer()
    to = "<sip:x@127.0.0.1>;tag=unknown"
    for number, method in enumerate(("BYE", "INFO", "UPDATE", "REFER", "NOTIFY", "PRACK", "INVITE")):
        assert peer.statuses(peer.request(method, To=to, cseq=str(number + 1))) == [481]
    assert peer.say(peer.request("ACK", To=to)) == []


# -- bad requests


@pytest.mark.parametrize(
    ("method", "changes", "status"),
    [
        ("INVITE", {"Require": "nothingSupportsThis"}, 420),
        ("INVITE", {"Max_Forwards": "0"}, 483),
        ("INVITE", {"Content_Type": "text/plain"}, 415),
        ("INVITE", {"Content_Encoding": "gzip"}, 415),
        ("INVITE", {"Accept": "text/plain"}, 406),
        ("INVITE", {"Contact": None}, 400),
        ("INVITE", {"Replaces": "unknown@x;to-tag=a;from-tag=b"}, 481),
        ("INVITE", {"Session_Expires": "30", "Supported": "timer"}, 422),
        ("SUBSCRIBE", {}, 405),
        ("MESSAGE", {}, 405),
        ("FROBNICATE", {}, 501),
        ("REFER", {}, 403),
        ("OPTIONS", {}, 200),
        ("OPTIONS", {"Max_Forwards": "0"}, 200),
        ("BYE", {}, 481),
    ],
)
def test_each_bad_request_has_its_answer(method: str, changes: dict[str, str | None], status: int) -> None:
    """RFC 3261 8.2."""
    peer = Peer()
    changes.setdefault("body", OFFER.decode() if method == "INVITE" else None)
    answers = [one for one in peer.statuses(peer.request(method, **changes)) if one != 100]
    assert answers == [status]


def test_a_body_that_is_too_large() -> None:
    """413."""
    peer = Peer(limits=Limits(body_bytes=1_000))
    assert peer.statuses(peer.request("INVITE", body="v=0\r\n" * 300)) == [413]
    assert peer.side.stack.counts().too_large == 1


def test_a_message_that_is_too_large() -> None:
    """513 when its beginning can be read."""
    peer = Peer(limits=Limits(message_bytes=2_000))
    assert peer.statuses(peer.request("INVITE", body="v=0\r\n" * 600)) == [513]


def test_too_many_legs() -> None:
    """503 with Retry-After when no more calls can be held."""
    peer = Peer(limits=Limits(open_legs=1))
    peer.arrive()
    heard = peer.say(peer.request("INVITE", Call_ID="other", branch="o", body=OFFER.decode()))
    assert [(one.status, one.get("Retry-After")) for one in heard if isinstance(one, Response)] == [
        (503, "10")
    ]
