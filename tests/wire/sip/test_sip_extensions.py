"""Session timers (RFC 4028), reliable provisionals (RFC 3262), transfer (RFC 3515, 3891), keys, health."""

from __future__ import annotations

import pytest
from sip_bench import ANSWER, OFFER, Network, Peer, Side, pair, talk

from lur.wire.sip import (
    CallAnswered,
    CallArrived,
    CallCancelled,
    CallEnded,
    CallFailed,
    CallProgressed,
    Credentials,
    Flow,
    InfoReceived,
    KeyPressed,
    PingFinished,
    ReferralProgressed,
    Referred,
    Reoffered,
)
from lur.wire.sip.message import Request, Response

SDP = OFFER.decode()

# -- session timers


def test_a_session_is_refreshed_by_update() -> None:
    """Two hours of talk: the refresher sends UPDATE, and nobody hangs up."""
    network, caller, callee = pair()
    talk(network, caller, callee)
    network.run(7_300_000)
    assert network.sent(b"UPDATE") == 8
    assert caller.of(CallEnded) == callee.of(CallEnded) == []


def test_a_dead_peer_is_noticed() -> None:
    """A peer that vanished without BYE: both the refresher and the watcher end the call."""
    network, caller, callee = pair()
    talk(network, caller, callee)
    network.sides.clear()
    for side in (caller, callee):
        for at in range(network.now, network.now + 3_600_000, 1_000):
            side.stack.handle_deadline(at)
        side.collect()
    assert caller.only(CallEnded).cause == "peer_lost"
    assert callee.only(CallEnded).cause == "session_expired"


def test_too_short_an_interval_is_raised_by_the_caller() -> None:
    """422 with Min-SE: the INVITE is sent again with a longer interval."""
    caller = Side("127.0.0.1", 1, session_expires_s=100)
    callee = Side("127.0.0.2", 2, min_se_s=600)
    network = Network(caller, callee)
    talk(network, caller, callee)
    assert network.sent(b"SIP/2.0 422") == 1
    assert b"Session-Expires: 600" in next(
        data for *_, data in reversed(network.trace) if b"INVITE sip" in data
    )


def test_a_peer_without_timers_is_refreshed_by_us() -> None:
    """No Supported: timer, no UPDATE: we refresh with re-INVITE and the same description."""
    peer = Peer()
    leg, _ = peer.talk()
    (refresh,) = peer.wait(900_000)
    assert isinstance(refresh, Request)
    assert (refresh.method, refresh.body) == ("INVITE", ANSWER)
    peer.respond(refresh, 200, SDP)
    assert peer.side.stack.calls.legs() == (leg,)


# -- reliable provisionals


def test_a_peer_that_requires_100rel_gets_it() -> None:
    """180 with RSeq, repeated until PRACK; the next provisional waits for it."""
    peer = Peer()
    leg = peer.arrive(Require="100rel")
    peer.side.stack.calls.ring(leg, peer.now)
    (ringing,) = peer.hear()
    rseq = ringing.get("RSeq")
    assert ringing.tokens("Require") == ("100rel",)
    assert len(peer.wait(1_600)) == 2
    peer.side.stack.calls.ring(leg, peer.now, status=183, sdp=ANSWER)
    assert peer.hear() == []
    heard = peer.say(peer.request("PRACK", To=ringing.get("To"), cseq="2", RAck=f"{rseq} 1 INVITE"))
    assert [one.status for one in heard if isinstance(one, Response)] == [200, 183]
    assert int(heard[1].get("RSeq") or "0") == int(rseq or "0") + 1


def test_the_answer_waits_for_a_provisional_with_sdp() -> None:
    """RFC 3262 5."""
    peer = Peer()
    leg = peer.arrive(Require="100rel")
    peer.side.stack.calls.ring(leg, peer.now, status=183, sdp=ANSWER)
    (progress,) = peer.hear()
    assert peer.side.stack.calls.answer(leg, ANSWER, peer.now)
    assert peer.hear() == []
    rack = f"{progress.get('RSeq')} 1 INVITE"
    assert peer.statuses(peer.request("PRACK", To=progress.get("To"), cseq="2", RAck=rack)) == [200, 200]


def test_a_provisional_that_is_never_confirmed_ends_the_call() -> None:
    """504 after 64*T1."""
    peer = Peer()
    leg = peer.arrive(Require="100rel")
    peer.side.stack.calls.ring(leg, peer.now)
    last = peer.wait(33_000)
    assert [one.status for one in last if isinstance(one, Response)][-2:] == [504, 504]
    assert peer.side.only(CallCancelled).leg == leg


@pytest.mark.parametrize("rack", ["1 1 INVITE", "x", "", "1 2"])
def test_a_wrong_prack(rack: str) -> None:
    """481, or 400 when it cannot be read."""
    peer = Peer()
    leg = peer.arrive(Require="100rel")
    peer.side.stack.calls.ring(leg, peer.now)
    (ringing,) = peer.hear()
    (status,) = peer.statuses(peer.request("PRACK", To=ringing.get("To"), cseq="2", RAck=rack))
    assert status == (481 if rack == "1 1 INVITE" else 400)


def test_we_confirm_each_reliable_provisional_once() -> None:
    """PRACK in order; repeats and gaps are neither confirmed nor shown."""
    peer = Peer()
    _, invite = peer.call()
    (prack,) = peer.respond(invite, 180, Require="100rel", RSeq="7")
    assert isinstance(prack, Request)
    assert (prack.method, prack.get("RAck"), prack.get("CSeq")) == ("PRACK", "7 1 INVITE", "2 PRACK")
    assert peer.respond(invite, 180, Require="100rel", RSeq="7") == []
    assert peer.respond(invite, 183, Require="100rel", RSeq="9") == []
    assert len(peer.side.of(CallProgressed)) == 1
    peer.respond(prack, 200)
    assert len(peer.respond(invite, 183, Require="100rel", RSeq="8")) == 1


# -- transfer


def test_a_blind_transfer() -> None:
    """REFER, 202, NOTIFY 100, 180, 200: the last one closes it."""
    network, caller, callee = pair()
    leg, arrived = talk(network, caller, callee)
    assert caller.stack.calls.refer(leg, "sip:bo@127.0.0.3", network.now)
    network.run(10)
    asked = callee.only(Referred)
    assert (asked.leg, asked.target, asked.replaces) == (arrived, "sip:bo@127.0.0.3", "")
    assert callee.stack.calls.accept_referral(arrived, network.now)
    callee.stack.calls.notify_referral(arrived, 180, network.now)
    callee.stack.calls.notify_referral(arrived, 200, network.now)
    network.run(10)
    told = [(event.status, event.final) for event in caller.of(ReferralProgressed)]
    assert told == [(100, False), (180, False), (200, True)]
    assert not callee.stack.calls.notify_referral(arrived, 200, network.now)


def test_a_refused_transfer() -> None:
    """603."""
    network, caller, callee = pair()
    leg, arrived = talk(network, caller, callee)
    caller.stack.calls.refer(leg, "sip:bo@127.0.0.3", network.now)
    network.run(10)
    assert callee.stack.calls.refuse_referral(arrived, network.now)
    network.run(10)
    assert caller.only(ReferralProgressed).status == 603


def test_an_attended_transfer_names_our_other_leg() -> None:
    """Replaces in Refer-To and in an INVITE are looked up among our own dialogs."""
    peer = Peer()
    first, to = peer.talk()
    tag = to.partition(";tag=")[2]
    second = peer.arrive(
        Call_ID="second", branch="2", Replaces=f"call@peer;to-tag={tag};from-tag=peer", body=SDP
    )
    assert peer.side.of(CallArrived)[-1].replaces == first
    peer.side.stack.calls.answer(second, ANSWER, peer.now)
    to2 = next(one.get("To") or "" for one in peer.hear() if one.get("Contact"))
    peer.say(peer.request("ACK", To=to2, Call_ID="second", branch="ack2"))
    target = f"<sip:lur@127.0.0.1?Replaces=call%40peer%3Bto-tag%3D{tag}%3Bfrom-tag%3Dpeer>"
    peer.say(peer.request("REFER", To=to2, Call_ID="second", cseq="2", Refer_To=target))
    asked = peer.side.only(Referred)
    assert (asked.leg, asked.replaces, asked.target) == (second, first, "sip:lur@127.0.0.1")


@pytest.mark.parametrize(("target", "status"), [("<", 400), ("<mailto:a@b>", 416), (None, 400)])
def test_a_refer_to_nowhere(target: str | None, status: int) -> None:
    """Refused at once."""
    peer = Peer()
    _, to = peer.talk()
    assert peer.statuses(peer.request("REFER", To=to, cseq="2", Refer_To=target)) == [status]


def test_a_foreign_notify() -> None:
    """489: we only know NOTIFY about our own REFER."""
    peer = Peer()
    _, to = peer.talk()
    assert peer.statuses(peer.request("NOTIFY", To=to, cseq="2", Event="message-summary")) == [489]


# -- keys


@pytest.mark.parametrize(
    ("kind", "body", "key", "duration_ms"),
    [
        ("application/dtmf-relay", "Signal=5\r\nDuration=250\r\n", "5", 250),
        ("application/dtmf-relay", "Signal= *\r\nDuration= 100\r\n", "*", 100),
        ("application/dtmf-relay", "Signal=11\r\n", "#", 160),
        ("application/dtmf", "9", "9", 160),
        ("application/dtmf", "10", "*", 160),
    ],
)
def test_keys_by_info(kind: str, body: str, key: str, duration_ms: int) -> None:
    """Both common bodies."""
    peer = Peer()
    _, to = peer.talk()
    assert peer.statuses(peer.request("INFO", To=to, cseq="2", body=body, Content_Type=kind)) == [200]
    pressed = peer.side.only(KeyPressed)
    assert (pressed.key, pressed.duration_ms) == (key, duration_ms)


def test_other_info_is_passed_on() -> None:
    """With its type and body."""
    peer = Peer()
    _, to = peer.talk()
    peer.say(peer.request("INFO", To=to, cseq="2", body="<x/>", Content_Type="application/xml"))
    assert peer.side.only(InfoReceived).body == b"<x/>"


def test_we_send_keys_by_info() -> None:
    """And refuse what is no key."""
    network, caller, callee = pair()
    leg, _ = talk(network, caller, callee)
    assert caller.stack.calls.send_key(leg, "#", network.now, duration_ms=120)
    assert not caller.stack.calls.send_key(leg, "x", network.now)
    network.run(10)
    assert (callee.only(KeyPressed).key, callee.only(KeyPressed).duration_ms) == ("#", 120)


# -- health and challenges


def test_a_living_and_a_dead_trunk() -> None:
    """OPTIONS answered, and OPTIONS into nowhere."""
    network, us, operator = pair()
    us.stack.trunks.ping(operator.hop(), network.now, ping="a")
    network.run(10)
    network.sides.pop(operator.host)
    us.stack.trunks.ping(operator.hop(), network.now, ping="b")
    network.run(40_000)
    told = {event.ping: (event.alive, event.status) for event in us.of(PingFinished)}
    assert told == {"a": (True, 200), "b": (False, 408)}


def test_a_challenged_call_is_sent_again_with_proof() -> None:
    """401: a new INVITE with a higher CSeq; the shell only sees the answer, and the callee who it is."""
    network, caller, callee = pair()

    def react(side: Side, event: object) -> None:
        if isinstance(event, CallArrived) and not event.user:
            side.stack.calls.challenge(event.leg, network.now)

    network.react = react
    proof = Credentials("anna", "hemlig")
    caller.stack.calls.invite("sip:x@127.0.0.2", callee.hop(), OFFER, network.now, credentials=proof)
    network.run(20)
    arrived = callee.of(CallArrived)[-1]
    assert arrived.user == "anna"
    callee.stack.calls.answer(arrived.leg, ANSWER, network.now)
    network.run(20)
    leg = caller.only(CallAnswered).leg
    assert caller.stack.calls.hang_up(leg, network.now)
    network.run(100)
    assert callee.only(CallEnded).cause == "bye"


def test_a_wrong_password_fails_the_call() -> None:
    """401 twice: told as such, without a third try."""
    network, caller, callee = pair()
    network.react = lambda side, event: (
        side.stack.calls.challenge(event.leg, network.now) and None
        if isinstance(event, CallArrived)
        else None
    )
    wrong = Credentials("anna", "fel")
    caller.stack.calls.invite("sip:x@127.0.0.2", callee.hop(), OFFER, network.now, credentials=wrong)
    network.run(100)
    assert caller.only(CallFailed).status == 401
    assert network.sent(b"INVITE") == 2


# -- connections


def test_a_call_outlives_its_connection() -> None:
    """After the connection closed, BYE goes to a fresh one at the peer's address."""
    peer = Peer("tcp")
    leg, _ = peer.talk()
    peer.side.stack.connection_closed(peer.flow, peer.now)
    peer.side.stack.calls.hang_up(leg, peer.now)
    (out,) = peer.side.stack.take_output()
    assert not isinstance(out.destination, Flow)
    assert (out.destination.transport, out.destination.host) == ("tcp", "127.0.0.9")


def test_a_call_that_moved_to_a_new_connection_follows_it() -> None:
    """A phone that reconnects is reached by the connection it used last."""
    peer = Peer("tcp")
    leg, to = peer.talk()
    peer.flow = Flow("tcp", ("127.0.0.1", 5060), ("127.0.0.9", 40_001), 2)
    peer.say(peer.request("INFO", To=to, cseq="2"))
    peer.side.stack.calls.hang_up(leg, peer.now)
    assert peer.side.stack.take_output()[0].destination == peer.flow


def test_a_phone_behind_nat_is_reached_where_it_came_from() -> None:
    """Its Via and Contact name an address of its own network."""
    peer = Peer()
    via = "SIP/2.0/UDP 192.168.1.5:5060;branch=z9hG4bKnat;rport"
    peer.say(peer.request("INVITE", Via=via, Contact="<sip:a@192.168.1.5:5060>", body=SDP))
    leg = peer.side.only(CallArrived).leg
    peer.side.stack.calls.answer(leg, ANSWER, peer.now)
    answer = peer.hear()[-1]
    assert "received=127.0.0.9" in (answer.get("Via") or "")
    assert "rport=5060" in (answer.get("Via") or "")
    peer.say(peer.request("ACK", To=answer.get("To"), branch="ack"))
    peer.side.stack.calls.hang_up(leg, peer.now)
    assert peer.side.stack.take_output()[0].destination == peer.flow


def test_an_offer_that_waits_for_an_answer_is_shown_again_after_a_restart() -> None:
    """The peer would otherwise wait for ever."""
    peer = Peer()
    leg, to = peer.talk()
    peer.say(peer.request("INVITE", To=to, cseq="2", body=SDP))
    peer.side.restart(peer.now)
    peer.hear()
    assert len(peer.side.of(Reoffered)) == 2
    assert peer.side.stack.calls.answer_offer(leg, ANSWER, peer.now)
    assert [one.status for one in peer.hear() if isinstance(one, Response)] == [200]
