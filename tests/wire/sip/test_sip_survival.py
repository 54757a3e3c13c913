"""SIGKILL: legs come back from their records, stored as bytes, in every phase."""

from __future__ import annotations

import msgspec
from sip_bench import ANSWER, OFFER, pair, talk

from lur.wire.sip import (
    CallAnswered,
    CallArrived,
    CallConfirmed,
    CallEnded,
    CallFailed,
    Credentials,
    LegRecord,
)


def through_bytes(record: LegRecord) -> LegRecord:
    """As a store would give it back."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(record), type=LegRecord)


def test_records_survive_being_stored() -> None:
    """Every field, with both kinds of destination."""
    network, caller, callee = pair()
    caller.stack.calls.invite(
        "sip:x@127.0.0.2", callee.hop(), OFFER, network.now, credentials=Credentials("anna", "hemlig")
    )
    network.run(10)
    for side in (caller, callee):
        (record,) = side.stored.values()
        assert through_bytes(record) == record


def test_a_talking_call_is_ended_by_either_side_after_a_restart() -> None:
    """BYE works both ways."""
    for hanging_up in (0, 1):
        network, *sides = pair()
        legs = talk(network, sides[0], sides[1])
        for side in sides:
            side.stored = {leg: through_bytes(record) for leg, record in side.stored.items()}
            side.restart(network.now)
        assert sides[hanging_up].stack.calls.hang_up(legs[hanging_up], network.now)
        network.run(100)
        assert [side.only(CallEnded).cause for side in (sides[hanging_up], sides[1 - hanging_up])] == [
            "hung_up",
            "bye",
        ]


def test_a_ringing_phone_can_answer_the_restarted_edge() -> None:
    """Our INVITE was ringing when we were killed."""
    network, caller, callee = pair()
    caller.stack.calls.invite("sip:x@127.0.0.2", callee.hop(), OFFER, network.now)
    network.run(10)
    arrived = callee.only(CallArrived).leg
    callee.stack.calls.ring(arrived, network.now)
    network.run(10)
    caller.restart(network.now)
    network.run(1_000)
    callee.stack.calls.answer(arrived, ANSWER, network.now)
    network.run(10)
    assert caller.only(CallAnswered).sdp == ANSWER
    assert callee.only(CallConfirmed).leg == arrived
    assert len(callee.of(CallArrived)) == 1


def test_a_ringing_phone_can_be_cancelled_after_a_restart() -> None:
    """CANCEL matches the INVITE of the dead process."""
    network, caller, callee = pair()
    leg = caller.stack.calls.invite("sip:x@127.0.0.2", callee.hop(), OFFER, network.now)
    network.run(10)
    caller.restart(network.now)
    network.run(1_000)
    assert caller.stack.calls.hang_up(leg, network.now)
    network.run(100)
    assert caller.only(CallFailed).status == 487
    assert callee.stored == {}


def test_a_caller_that_waits_is_answered_by_the_restarted_edge() -> None:
    """Their INVITE had no answer yet."""
    network, caller, callee = pair()
    caller.stack.calls.invite("sip:x@127.0.0.2", callee.hop(), OFFER, network.now)
    network.run(10)
    callee.restart(network.now)
    arrived = callee.only(CallArrived).leg
    assert callee.stack.calls.answer(arrived, ANSWER, network.now)
    network.run(10)
    assert caller.only(CallAnswered).sdp == ANSWER
    assert callee.only(CallConfirmed).leg == arrived


def test_an_answer_without_ack_is_repeated_after_a_restart() -> None:
    """The 200 was lost, and so were we."""
    network, caller, callee = pair()
    caller.stack.calls.invite("sip:x@127.0.0.2", callee.hop(), OFFER, network.now)
    network.run(10)
    arrived = callee.only(CallArrived).leg
    network.fate = lambda data: []
    callee.stack.calls.answer(arrived, ANSWER, network.now)
    network.pump()
    network.fate = lambda data: [1]
    callee.restart(network.now)
    network.run(100)
    assert caller.only(CallAnswered).sdp == ANSWER
    assert callee.only(CallConfirmed).leg == arrived


def test_a_hang_up_that_was_under_way_is_finished() -> None:
    """The BYE was lost with us: it is sent again."""
    network, caller, callee = pair()
    leg, _ = talk(network, caller, callee)
    network.fate = lambda data: []
    caller.stack.calls.hang_up(leg, network.now)
    network.pump()
    network.fate = lambda data: [1]
    caller.restart(network.now)
    network.run(100)
    assert callee.only(CallEnded).cause == "bye"
    assert caller.stored == {}


def test_a_record_that_cannot_be_read_is_left_out() -> None:
    """It raises nothing, and opens no leg."""
    network, caller, callee = pair()
    talk(network, caller, callee)
    (record,) = caller.stored.values()
    fresh = caller.fresh()
    fresh.calls.restore(msgspec.structs.replace(record, invite=b"junk"), network.now)
    assert fresh.calls.legs() == ()
