"""Repetitions and strays: what comes twice, late, or for something else changes nothing."""

from __future__ import annotations

from sip_bench import ANSWER, OFFER, Peer

from lur.wire.sip import CallConfirmed, CallFailed, Credentials, ReofferAnswered
from lur.wire.sip.message import Request


def first_request(peer: Peer) -> Request:
    """The one request that the stack has just sent."""
    (message,) = peer.hear()
    assert isinstance(message, Request)
    return message


def test_a_repeated_200_does_not_answer_the_next_offer() -> None:
    """The first offer's 200 comes again while the second is under way: ACK, and no event."""
    peer = Peer()
    leg, _ = peer.talk()
    peer.side.stack.calls.reoffer(leg, OFFER, peer.now)
    first = first_request(peer)
    peer.respond(first, 200, ANSWER.decode())
    peer.side.stack.calls.reoffer(leg, OFFER, peer.now)
    peer.hear()
    (ack,) = peer.respond(first, 200, ANSWER.decode())
    assert ack.get("CSeq") == (first.get("CSeq") or "").replace("INVITE", "ACK")
    assert len(peer.side.of(ReofferAnswered)) == 1


def test_an_ack_for_another_invite_confirms_nothing() -> None:
    """The CSeq of an ACK is that of its INVITE."""
    peer = Peer()
    leg = peer.arrive()
    peer.side.stack.calls.answer(leg, ANSWER, peer.now)
    to = peer.hear()[-1].get("To")
    peer.say(peer.request("ACK", To=to, cseq="7"))
    assert peer.side.of(CallConfirmed) == []
    peer.say(peer.request("ACK", To=to, cseq="1"))
    assert len(peer.side.of(CallConfirmed)) == 1


def test_an_ack_with_the_branch_of_its_invite_counts() -> None:
    """Some phones do not give the ACK of a 200 its own branch."""
    peer = Peer()
    leg = peer.arrive()
    peer.side.stack.calls.answer(leg, ANSWER, peer.now)
    to = peer.hear()[-1].get("To")
    peer.say(peer.request("ACK", To=to).replace("z9hG4bKACK1", "z9hG4bKINVITE1"))
    assert peer.side.only(CallConfirmed).leg == leg


def test_a_200_for_which_nobody_waits_is_acknowledged() -> None:
    """We were killed after our ACK was lost: without another the peer would give the call up."""
    peer = Peer()
    leg, invite = peer.call()
    peer.respond(invite, 200, ANSWER.decode())
    peer.side.restart(peer.now)
    (ack,) = peer.respond(invite, 200, ANSWER.decode())
    assert isinstance(ack, Request)
    assert (ack.method, ack.get("CSeq")) == ("ACK", "1 ACK")
    assert peer.side.stack.calls.legs() == (leg,)


def test_endless_stale_challenges_end() -> None:
    """A peer that never likes our proof is asked four times, not for ever."""
    peer = Peer()
    _, invite = peer.call(credentials=Credentials("anna", "hemlig"))
    sent = [invite]
    for number in range(10):
        challenge = f'Digest realm="x", nonce="{number}", stale=true'
        heard = peer.respond(sent[-1], 401, WWW_Authenticate=challenge)
        sent += [one for one in heard if isinstance(one, Request) and one.method == "INVITE"]
    assert len(sent) == 4
    assert peer.side.only(CallFailed).status == 401


def test_early_requests_follow_the_route_of_the_provisional() -> None:
    """PRACK goes by the reversed Record-Route."""
    peer = Peer()
    _, invite = peer.call()
    route = "<sip:127.0.0.20;lr>, <sip:127.0.0.21;lr>"
    (prack,) = peer.respond(invite, 180, Require="100rel", RSeq="1", Record_Route=route)
    assert prack.lines("Route") == ("<sip:127.0.0.21;lr>", "<sip:127.0.0.20;lr>")
