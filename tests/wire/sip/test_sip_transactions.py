"""The four transaction machines: the tables hang together, and the timers are those of RFC 3261."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.wire.sip import Flow, Timing
from lur.wire.sip.message import Request, Response, head_of, make_response, parse_message
from lur.wire.sip.timers import Timers
from lur.wire.sip.transaction_tables import TABLES, Action, Happening, Kind, State
from lur.wire.sip.transactions import Transactions

UDP = Flow("udp", ("127.0.0.1", 5060), ("127.0.0.9", 5060))
TCP = Flow("tcp", ("127.0.0.1", 5060), ("127.0.0.9", 5060), 1)
KINDS: tuple[Kind, ...] = get_args(Kind)


def request(method: str, branch: str = "z9hG4bKa") -> Request:
    """A request with its Via."""
    message = parse_message(
        f"{method} sip:b@127.0.0.9 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch={branch}\r\n"
        f"From: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: c\r\nCSeq: 1 {method}\r\n\r\n".encode()
    )
    assert isinstance(message, Request)
    return message


class Bench:
    """Transactions alone, in virtual time."""

    def __init__(self, flow: Flow = UDP) -> None:
        self.timers = Timers()
        self.transactions = Transactions(Timing(), self.timers)
        self.flow = flow
        self.now = 0
        self.passed: list[tuple[int, bool]] = []

    def start(self, method: str) -> Request:
        """Start a client transaction."""
        message = request(method)

        def on_response(response: Response, flow: Flow | None, now: int) -> None:
            self.passed.append((response.status, flow is None))

        self.transactions.start(message, "z9hG4bKa", self.flow, on_response, self.now)
        return message

    def respond(self, message: Request, status: int) -> None:
        """Let a response arrive."""
        response = make_response(message, status, to_tag="t")
        self.transactions.receive_response(response, head_of(response), self.flow, self.now)

    def sent_at(self, until: int) -> list[int]:
        """Run the timers, and tell when something was sent."""
        times = [self.now] * len(self.take())
        while (at := self.timers.next_deadline()) is not None and at <= until:
            self.now = at
            self.timers.run(at)
            times += [at] * len(self.take())
        self.now = until
        return times

    def take(self) -> list[bytes]:
        """What was sent."""
        sent = [out.data for out in self.transactions.output]
        self.transactions.output.clear()
        return sent


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_is_reached_and_can_be_left(kind: Kind) -> None:
    """No row leads to a state without rows, and each state leads to the end."""
    table = TABLES[kind]
    states = {state for state, _ in table}
    targets = {state for state, _ in table.values()}
    assert targets - {"terminated"} == states - {"start"}
    ends: set[State] = {"terminated"}
    for _ in states:
        ends |= {state for (state, _), (target, _) in table.items() if target in ends}
    assert ends >= states


@pytest.mark.parametrize("kind", KINDS)
def test_every_armed_timer_has_a_row_where_it_can_fire(kind: Kind) -> None:
    """A timer that is armed on entering a state is handled there, and no row waits for one never armed."""
    table = TABLES[kind]
    armed = {action[4:5] for _, actions in table.values() for action in actions if action.startswith("arm_")}
    handled = {happening[6:] for _, happening in table if happening.startswith("timer_")}
    assert armed == handled
    for (_, _), (state, actions) in table.items():
        for action in actions:
            if action.startswith("arm_"):
                assert (state, f"timer_{action[4:5]}") in table


def test_an_invite_is_repeated_with_doubling_gaps() -> None:
    """Timer A: 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 s; timer B: 408 at 32 s."""
    bench = Bench()
    bench.start("INVITE")
    assert bench.sent_at(40_000) == [0, 500, 1_500, 3_500, 7_500, 15_500, 31_500]
    assert bench.passed == [(408, True)]


def test_another_request_is_repeated_with_gaps_up_to_t2() -> None:
    """Timer E: doubling up to 4 s; timer F: 408 at 32 s."""
    bench = Bench()
    bench.start("OPTIONS")
    assert bench.sent_at(40_000) == [
        0,
        500,
        1_500,
        3_500,
        7_500,
        11_500,
        15_500,
        19_500,
        23_500,
        27_500,
        31_500,
    ]
    assert bench.passed == [(408, True)]


@pytest.mark.parametrize("method", ["INVITE", "OPTIONS"])
def test_nothing_is_repeated_on_a_stream(method: str) -> None:
    """TCP repeats by itself; only the timeout stays."""
    bench = Bench(TCP)
    bench.start(method)
    assert bench.sent_at(40_000) == [0]
    assert bench.passed == [(408, True)]


def test_a_provisional_ends_the_repetition_of_an_invite() -> None:
    """And timer B: a phone may ring for long."""
    bench = Bench()
    message = bench.start("INVITE")
    bench.respond(message, 180)
    assert bench.sent_at(300_000) == [0]
    assert bench.passed == [(180, False)]


def test_a_refusal_is_acknowledged_until_timer_d() -> None:
    """32 s on UDP, then it is forgotten."""
    bench = Bench()
    message = bench.start("INVITE")
    bench.respond(message, 486)
    bench.sent_at(31_000)
    bench.respond(message, 486)
    assert bench.take()[0].startswith(b"ACK ")
    bench.sent_at(33_000)
    bench.respond(message, 486)
    assert bench.take() == []
    assert bench.passed == [(486, False)]


def test_a_server_repeats_its_refusal_until_the_ack() -> None:
    """Timer G: 0.5 s doubling to 4 s; timer H ends it at 32 s."""
    bench = Bench()
    message = request("INVITE")
    transaction = bench.transactions.accept(message, head_of(message), UDP, 0)
    bench.transactions.respond(transaction, make_response(message, 486, to_tag="t"), 0)
    assert bench.sent_at(4_000) == [0, 500, 1_500, 3_500]
    ack = request("ACK")
    assert bench.transactions.receive_again(ack, head_of(ack), bench.now)
    assert bench.sent_at(60_000) == []


def test_a_server_gives_up_on_an_ack_that_never_comes() -> None:
    """Timer H."""
    bench = Bench()
    message = request("INVITE")
    transaction = bench.transactions.accept(message, head_of(message), UDP, 0)
    bench.transactions.respond(transaction, make_response(message, 486, to_tag="t"), 0)
    assert bench.sent_at(60_000)[-1] == 31_500
    assert bench.transactions.find_server(transaction.key) is None


EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("respond"), st.sampled_from((100, 180, 200, 302, 486, 603))),
        st.tuples(st.just("wait"), st.sampled_from((1, 400, 5_000, 33_000))),
        st.tuples(st.just("again"), st.just(0)),
        st.tuples(st.just("ack"), st.just(0)),
        st.tuples(st.just("fail"), st.just(0)),
        st.tuples(st.just("move"), st.just(0)),
    ),
    max_size=20,
)


@given(method=st.sampled_from(("INVITE", "OPTIONS")), flow=st.sampled_from((UDP, TCP)), events=EVENTS)
def test_a_client_in_any_order_passes_one_final_and_then_ends(
    method: str, flow: Flow, events: list[tuple[str, int]]
) -> None:
    """Only an INVITE's 2xx may be passed up again; in the end nothing is left."""
    bench = Bench(flow)
    message = bench.start(method)
    for what, value in events:
        if what == "respond":
            bench.respond(message, value)
        elif what == "wait":
            bench.sent_at(bench.now + value)
        elif what == "fail":
            bench.transactions.fail(flow, bench.now)
    if not any(status >= 200 for status, _ in bench.passed):
        bench.respond(message, 404)
    bench.sent_at(bench.now + 100_000)
    finals = [status for status, _ in bench.passed if status >= 200]
    assert len([status for status in finals if status >= 300]) <= 1
    assert finals == finals[:1] or (method == "INVITE" and set(finals) == {200})
    assert bench.timers.next_deadline() is None


@given(method=st.sampled_from(("INVITE", "OPTIONS")), flow=st.sampled_from((UDP, TCP)), events=EVENTS)
def test_a_server_in_any_order_sends_one_kind_of_final(
    method: str, flow: Flow, events: list[tuple[str, int]]
) -> None:
    """Whatever is asked of it, the first final response stands."""
    bench = Bench(flow)
    message = request(method)
    transaction = bench.transactions.accept(message, head_of(message), flow, 0)
    sent: list[bytes] = []
    for what, value in events:
        if what == "respond":
            bench.transactions.respond(transaction, make_response(message, value, to_tag="t"), bench.now)
        elif what == "wait":
            bench.sent_at(bench.now + value)
        elif what == "again":
            bench.transactions.receive_again(message, head_of(message), bench.now)
        elif what == "ack" and method == "INVITE":
            ack = request("ACK")
            bench.transactions.receive_again(ack, head_of(ack), bench.now)
        elif what == "move":
            bench.transactions.move(TCP, bench.now)
        sent += bench.take()
    assert len({data for data in sent if data[8:9] in b"23456"}) <= 1


def test_the_vocabulary_of_the_tables_is_used_up() -> None:
    """No action and no happening that no table knows."""
    actions = {action for table in TABLES.values() for _, actions in table.values() for action in actions}
    happenings = {happening for table in TABLES.values() for _, happening in table}
    assert actions == set(get_args(Action))
    assert happenings == set(get_args(Happening))
