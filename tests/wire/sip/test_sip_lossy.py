"""Two stacks on a network that loses, repeats and reorders: whatever is done, both end agreeing."""

from __future__ import annotations

import random

from hypothesis import given, note, settings
from hypothesis import strategies as st
from sip_bench import OFFER, Network, Side

from lur.wire.sip import (
    CallAnswered,
    CallArrived,
    CallCancelled,
    CallEnded,
    CallFailed,
    Limits,
    ReofferAnswered,
    Reoffered,
    SipEvent,
)

ACTIONS = ("ring", "early", "answer", "reject", "hang_up_caller", "hang_up_callee", "reoffer_caller",
           "reoffer_callee", "restart_caller", "restart_callee")  # fmt: skip


def description(side: str, version: int) -> bytes:
    """An SDP that says whose it is."""
    return OFFER.replace(b"1 1 IN", f"{side} {version} IN".encode())


class Story:
    """One call, with what each side has last heard of the other's media."""

    def __init__(self, seed: int, loss: float, *, reliable: bool, transport: str) -> None:
        rng = random.Random(seed)

        def fate(data: bytes) -> list[int]:
            if transport != "udp":
                return [5]
            copies = 0 if rng.random() < loss else 2 if rng.random() < loss else 1
            return [rng.choice((1, 5, 20, 300, 700)) for _ in range(copies)]

        limits = Limits(new_requests_burst=100_000, messages_burst=100_000)
        self.caller = Side("127.0.0.1", seed, transport, reliable_provisionals=reliable, limits=limits)
        self.callee = Side("127.0.0.2", seed + 50, transport, reliable_provisionals=reliable, limits=limits)
        self.network = Network(self.caller, self.callee, fate=fate)
        self.network.react = self.react
        self.version = 0
        self.restarted = False
        self.heard: dict[str, bytes | None] = {}
        self.leg = ""
        self.arrived = ""

    def react(self, side: Side, event: SipEvent) -> None:
        """What both shells do by themselves."""
        if isinstance(event, CallArrived):
            first = not self.arrived or (self.restarted and self.arrived not in side.stored)
            assert first, "the INVITE was shown twice"
            self.arrived = event.leg
            self.heard[side.host] = event.sdp
        elif isinstance(event, Reoffered):
            self.heard[side.host] = event.sdp
            self.version += 1
            side.stack.calls.answer_offer(event.leg, description(side.host, self.version), self.network.now)
        elif isinstance(event, (CallAnswered, ReofferAnswered)):
            self.heard[side.host] = event.sdp

    def act(self, action: str) -> None:
        """One thing that people or processes do."""
        now, verb, _, who = self.network.now, *action.partition("_")
        side = (
            self.callee if who == "callee" or verb in ("ring", "early", "answer", "reject") else self.caller
        )
        leg = self.arrived if side is self.callee else self.leg
        calls = side.stack.calls
        self.version += 1
        if verb == "restart":
            if side.transport == "udp":
                self.restarted = True
                self.network.pump()
                side.restart(now)
        elif verb == "ring":
            calls.ring(leg, now)
        elif verb == "early":
            calls.ring(leg, now, status=183, sdp=description(side.host, self.version))
        elif verb == "answer":
            calls.answer(leg, description(side.host, self.version), now)
        elif verb == "reject":
            calls.reject(leg, 486, now)
        elif verb == "hang":
            calls.hang_up(leg, now)
        else:
            calls.reoffer(leg, description(side.host, self.version), now)
        self.network.pump()


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    loss=st.sampled_from((0.0, 0.1, 0.2)),
    reliable=st.booleans(),
    transport=st.sampled_from(("udp", "udp", "tcp")),
    steps=st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 3_000)), max_size=8),
    ends=st.sampled_from(("hang_up_caller", "hang_up_callee", "")),
)
def test_both_sides_end_in_agreement(
    *, seed: int, loss: float, reliable: bool, transport: str, steps: list[tuple[str, int]], ends: str
) -> None:
    """Each leg ends once; when nobody hung up both still talk, and know each other's newest media."""
    story = Story(seed, loss, reliable=reliable, transport=transport)
    network, caller, callee = story.network, story.caller, story.callee
    story.leg = caller.stack.calls.invite(
        "sip:x@127.0.0.2", callee.hop(), description("127.0.0.1", 0), network.now
    )
    for action, wait_ms in steps:
        network.run(wait_ms)
        story.act(action)
    network.run(60_000)
    story.act("reject")  # no shell lets a caller ring for ever
    if ends:
        story.act(ends)
    network.run(4_000_000)
    note(str(caller.events))
    note(str(callee.events))
    for side in (caller, callee):
        over = [event.leg for event in (*side.of(CallEnded), *side.of(CallFailed), *side.of(CallCancelled))]
        assert len(over) == len(set(over))
    assert bool(caller.stored) == bool(callee.stored)
    talked = caller.of(CallAnswered) and not ends and not any("hang" in action for action, _ in steps)
    assert loss or not talked or caller.stored, "a call was lost"
    if caller.stored:
        assert caller.stored[story.leg].phase == callee.stored[story.arrived].phase == "confirmed"
        assert story.heard[callee.host] == caller.stored[story.leg].local_sdp
        assert story.heard[caller.host] == callee.stored[story.arrived].local_sdp
    else:
        assert caller.stack.calls.legs() == callee.stack.calls.legs() == ()
        assert caller.stack.next_deadline() is None
        assert callee.stack.next_deadline() is None
