"""Signs of life: what is known of a peer that has not answered yet, or says nothing any more."""

from __future__ import annotations

import pytest
from sip_bench import OFFER, pair, talk

from lur.wire.sip import CallArrived, CallEnded, CallFailed


def test_a_peer_that_knows_of_the_call_stays() -> None:
    """OPTIONS inside the dialog is answered, and nothing changes."""
    network, caller, callee = pair()
    leg, arrived = talk(network, caller, callee)
    assert callee.stack.signs.ask(arrived, network.now)
    assert caller.stack.signs.ask(leg, network.now)
    network.run(40_000)
    assert network.sent(b"OPTIONS") == 2
    assert not callee.of(CallEnded) + caller.of(CallEnded)
    assert callee.stack.calls.hang_up(arrived, network.now)
    network.run(100)
    assert caller.only(CallEnded).cause == "bye"


def test_a_peer_that_has_forgotten_the_call_is_lost() -> None:
    """481: it restarted meanwhile (RFC 3261 12.2.1.2)."""
    network, caller, callee = pair()
    _, arrived = talk(network, caller, callee)
    caller.stack = caller.fresh()
    assert callee.stack.signs.ask(arrived, network.now)
    network.run(100)
    assert callee.only(CallEnded).cause == "peer_lost"


def test_a_peer_that_is_gone_is_lost() -> None:
    """No answer within 64*T1."""
    network, caller, callee = pair()
    _, arrived = talk(network, caller, callee)
    del network.sides[caller.host]
    assert callee.stack.signs.ask(arrived, network.now)
    network.run(31_000)
    assert not callee.of(CallEnded)
    network.run(2_000)
    assert callee.only(CallEnded).cause == "peer_lost"
    network.run(40_000)
    assert callee.stored == {}


def test_a_call_that_ended_meanwhile_ends_once() -> None:
    """BYE while the question is on its way: one end, and no second."""
    network, caller, callee = pair()
    leg, arrived = talk(network, caller, callee)
    assert callee.stack.signs.ask(arrived, network.now)
    caller.stack.calls.hang_up(leg, network.now)
    network.run(40_000)
    assert callee.only(CallEnded).cause == "bye"


def test_there_is_nobody_to_ask() -> None:
    """Unknown legs, legs that are not answered, and legs that end are not asked."""
    network, caller, callee = pair()
    leg = caller.stack.calls.invite("sip:x@127.0.0.2", callee.hop(), OFFER, network.now)
    network.run(10)
    assert not caller.stack.signs.ask("nobody", network.now)
    assert not caller.stack.signs.ask(leg, network.now)
    assert not callee.stack.signs.ask(callee.only(CallArrived).leg, network.now)
    _, arrived = talk(network, caller, callee)
    callee.stack.calls.hang_up(arrived, network.now)
    assert not callee.stack.signs.ask(arrived, network.now)


@pytest.mark.parametrize("answer", ["trying", "ringing", "answered"])
def test_any_response_is_a_sign(answer: str) -> None:
    """100 is enough; before it there is none, and a leg that is gone gives none."""
    network, caller, callee = pair()
    leg = caller.stack.calls.invite("sip:x@127.0.0.2", callee.hop(), OFFER, network.now)
    assert not caller.stack.signs.have_come(leg)
    network.run(10)
    arrived = callee.only(CallArrived).leg
    if answer == "ringing":
        callee.stack.calls.ring(arrived, network.now)
    elif answer == "answered":
        callee.stack.calls.answer(arrived, OFFER, network.now)
    network.run(10)
    assert caller.stack.signs.have_come(leg)


def test_a_dead_peer_gives_no_sign() -> None:
    """Until the transaction gives up, and after it."""
    network, caller, callee = pair()
    del network.sides[callee.host]
    leg = caller.stack.calls.invite("sip:x@127.0.0.2", callee.hop(), OFFER, network.now)
    network.run(5_000)
    assert not caller.stack.signs.have_come(leg)
    network.run(40_000)
    assert caller.only(CallFailed).local
    assert not caller.stack.signs.have_come(leg)
