"""Calls between two stacks on a good network: the ordinary life, and each race of RFC 3261 by hand."""

from __future__ import annotations

from sip_bench import ANSWER, OFFER, pair, talk

from lur.wire.sip import (
    CallAnswered,
    CallArrived,
    CallConfirmed,
    CallEnded,
    CallFailed,
    CallProgressed,
)


def test_a_call_rings_is_answered_and_ended_by_the_caller() -> None:
    """INVITE, 180, 200, ACK, BYE: each side hears of each step once, and nothing is left."""
    network, caller, callee = pair()
    leg = caller.stack.calls.invite("sip:support@127.0.0.2", callee.hop(), OFFER, network.now)
    network.run(10)
    arrived = callee.only(CallArrived)
    assert (arrived.dialled, arrived.sdp) == ("support", OFFER)
    assert callee.stack.calls.ring(arrived.leg, network.now)
    network.run(10)
    assert caller.only(CallProgressed).status == 180
    assert callee.stack.calls.answer(arrived.leg, ANSWER, network.now)
    network.run(10)
    assert caller.only(CallAnswered).sdp == ANSWER
    assert callee.only(CallConfirmed).leg == arrived.leg
    assert caller.stack.calls.hang_up(leg, network.now)
    network.run(100)
    assert caller.only(CallEnded).cause == "hung_up"
    assert callee.only(CallEnded).cause == "bye"
    network.run(40_000)
    assert caller.stored == callee.stored == {}
    assert caller.stack.next_deadline() is None
    assert callee.stack.next_deadline() is None


def test_the_callee_may_hang_up_too() -> None:
    """BYE from the callee ends the call at the caller."""
    network, caller, callee = pair()
    _, arrived = talk(network, caller, callee)
    callee.stack.calls.hang_up(arrived, network.now)
    network.run(100)
    assert caller.only(CallEnded).cause == "bye"


def test_a_refusal_reaches_the_caller() -> None:
    """486 ends the caller's leg with that status."""
    network, caller, callee = pair()
    caller.stack.calls.invite("sip:x@127.0.0.2", callee.hop(), OFFER, network.now)
    network.run(10)
    assert callee.stack.calls.reject(callee.only(CallArrived).leg, 486, network.now)
    network.run(10)
    assert caller.only(CallFailed).status == 486
