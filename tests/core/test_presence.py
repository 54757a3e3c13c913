"""Presence: missed rings, wrap-up, breath, pauses with limits, leaving; every rest ends by itself."""

from __future__ import annotations

import pytest

from core.centre import SECOND, TestCentre, kinds, only
from lur.core import commands as c
from lur.core import events as e

MINUTE = 60 * SECOND


def talking(**settings: int) -> TestCentre:
    """Anna talks with a caller."""
    centre = TestCentre()
    centre.queue(**settings)
    centre.agent("anna")
    centre.call("caller")
    centre.accept("caller")
    return centre


def test_missed_ring_pauses_the_agent_and_keeps_the_place() -> None:
    """After the ring timeout the caller is back in line and the phone is left in peace."""
    centre = TestCentre()
    centre.queue(ring_timeout_ms=15 * SECOND)
    centre.agent("anna")
    centre.call("caller")
    assert kinds(centre.wait(15 * SECOND))[:2] == ["OfferExpired", "AgentPaused"]
    assert centre.state.agents["anna"].pause_reason == "missed"
    assert centre.waiting() == ["caller"]


@pytest.mark.parametrize("reason", ["declined", "busy", "unreachable", "failed"])
def test_every_refusal_of_the_phone_pauses_as_missed(reason: str) -> None:
    """Busy, unreachable and declining are the same to the caller: the place is kept, another is rung."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.at += 1
    centre.agent("bo")
    centre.call("caller")
    declined = centre.do(c.DeclineOffer, offer_id=centre.offer_of("caller"), reason=reason)
    assert kinds(declined) == ["OfferDeclined", "AgentPaused", "OfferMade"]
    assert only(declined, e.OfferMade).agent_id == "bo"


def test_wrap_up_then_breath_then_the_next_caller() -> None:
    """The rhythm after a talk, each step by its own deadline."""
    centre = talking(wrap_up_ms=30 * SECOND, breath_ms=10 * SECOND)
    centre.call("next")
    assert kinds(centre.end("caller", by="agent")) == ["ContactEnded", "WrapUpStarted"]
    after = centre.wait(30 * SECOND)
    assert [k for k in kinds(after) if k != "WaitTold"] == ["WrapUpFinished", "BreathStarted"]
    assert [k for k in kinds(centre.wait(10 * SECOND)) if k != "WaitTold"] == [
        "AgentBecameReady",
        "OfferMade",
    ]


def test_wrap_up_finished_by_the_agent() -> None:
    """A disposition ends it early; the breath follows."""
    centre = talking()
    centre.end("caller")
    decided = centre.do(c.FinishWrapUp, agent_id="anna", disposition="answered", solved=True)
    finished = only(decided, e.WrapUpFinished)
    assert (finished.contact_id, finished.disposition, finished.solved) == ("caller", "answered", True)
    assert centre.presence("anna") == "breath"


def test_a_hard_contact_gives_a_longer_breath() -> None:
    """By right: at least a minute."""
    centre = talking(breath_ms=10 * SECOND)
    centre.end("caller")
    decided = centre.do(c.FinishWrapUp, agent_id="anna", hard=True)
    assert only(decided, e.BreathStarted).until == centre.at + 60 * SECOND


def test_no_wrap_up_and_no_breath_go_straight_to_ready() -> None:
    """A queue may do without both."""
    centre = talking(wrap_up_ms=0, breath_ms=0)
    centre.call("next")
    assert kinds(centre.end("caller")) == ["ContactEnded", "AgentBecameReady", "OfferMade"]


def test_one_more_minute() -> None:
    """In wrap-up and in breath; never cut short by anybody else."""
    centre = talking(wrap_up_ms=30 * SECOND, breath_ms=10 * SECOND)
    centre.end("caller")
    more = only(centre.do(c.TakeMoreTime, agent_id="anna"), e.MoreTimeTaken)
    assert more.until == centre.at + 90 * SECOND
    centre.wait(89 * SECOND)
    assert centre.presence("anna") == "wrap_up"
    centre.wait(SECOND)
    assert centre.presence("anna") == "breath"
    centre.do(c.TakeMoreTime, agent_id="anna", by_ms=30 * SECOND)
    centre.wait(39 * SECOND)
    assert centre.presence("anna") == "breath"


def test_more_time_is_for_wrap_up_and_breath() -> None:
    """Elsewhere it is refused, and so is more than half an hour at a time."""
    centre = talking()
    assert centre.refused(c.TakeMoreTime, agent_id="anna").code == "presence_forbids"
    centre.end("caller")
    assert centre.refused(c.TakeMoreTime, agent_id="anna", by_ms=31 * MINUTE).code == "bad_settings"


def test_ready_ends_wrap_up_and_breath_early() -> None:
    """The agent may, nobody else."""
    centre = talking()
    centre.end("caller")
    assert kinds(centre.do(c.BecomeReady, agent_id="anna")) == ["WrapUpFinished", "AgentBecameReady"]
    assert centre.do(c.BecomeReady, agent_id="anna") == ()


def test_ready_in_wrap_up_takes_back_a_request() -> None:
    """Who asked for a pause and changes mind is ready."""
    centre = talking()
    centre.do(c.TakePause, agent_id="anna", reason="lunch")
    centre.end("caller")
    decided = centre.do(c.BecomeReady, agent_id="anna")
    assert kinds(decided) == ["WrapUpFinished", "RequestWithdrawn", "AgentBecameReady"]


def test_pause_at_once_when_free() -> None:
    """With the reason's own limit."""
    centre = TestCentre()
    centre.agent("anna")
    paused = only(centre.do(c.TakePause, agent_id="anna", reason="lunch"), e.AgentPaused)
    assert paused.until == centre.at + 75 * MINUTE


def test_pause_reason_may_change() -> None:
    """A pause that turns into another starts its limit again."""
    centre = TestCentre()
    centre.agent("anna")
    centre.do(c.TakePause, agent_id="anna", reason="break")
    centre.at += MINUTE
    paused = only(centre.do(c.TakePause, agent_id="anna", reason="own", limit_ms=5 * MINUTE), e.AgentPaused)
    assert paused.until == centre.at + 5 * MINUTE


def test_pause_past_its_limit_signs_out() -> None:
    """Nobody is stuck, and nobody is rung at an empty chair."""
    centre = TestCentre()
    centre.agent("anna")
    centre.do(c.TakePause, agent_id="anna", reason="break")
    out = only(centre.wait(30 * MINUTE), e.AgentSignedOut)
    assert out.reason == "pause_expired"


def test_pause_during_a_talk_comes_after_wrap_up() -> None:
    """Asked for now, done when the work is over, instead of the breath."""
    centre = talking()
    assert kinds(centre.do(c.TakePause, agent_id="anna", reason="lunch")) == ["PauseRequested"]
    centre.end("caller")
    assert centre.presence("anna") == "wrap_up"
    assert kinds(centre.do(c.FinishWrapUp, agent_id="anna")) == ["WrapUpFinished", "AgentPaused"]


def test_pause_asked_for_in_wrap_up_lets_it_run() -> None:
    """Wrap-up is not cut short by wanting a pause after it."""
    centre = talking()
    centre.end("caller")
    assert kinds(centre.do(c.TakePause, agent_id="anna")) == ["PauseRequested"]
    assert centre.presence("anna") == "wrap_up"


def test_pause_while_it_rings_gives_the_caller_to_another() -> None:
    """Not a missed ring: the agent said it."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.at += 1
    centre.agent("bo")
    centre.call("caller")
    decided = centre.do(c.TakePause, agent_id="anna")
    assert kinds(decided) == ["OfferWithdrawn", "AgentPaused", "OfferMade"]


def test_sign_out_from_each_presence() -> None:
    """Free: at once. Ringing: the caller goes to another. Wrap-up: it is finished. Twice: nothing."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    assert kinds(centre.do(c.SignOut, agent_id="anna")) == ["AgentSignedOut"]
    assert centre.do(c.SignOut, agent_id="anna") == ()
    centre.do(c.BecomeReady, agent_id="anna")
    centre.call("caller")
    assert kinds(centre.do(c.SignOut, agent_id="anna")) == ["OfferWithdrawn", "AgentSignedOut"]
    centre.do(c.BecomeReady, agent_id="anna")
    centre.accept("caller")
    centre.end("caller")
    assert kinds(centre.do(c.SignOut, agent_id="anna")) == ["WrapUpFinished", "AgentSignedOut"]


def test_sign_out_while_talking_waits_for_the_end() -> None:
    """The talk and its wrap-up are finished first; then the agent is out."""
    centre = talking()
    assert kinds(centre.do(c.SignOut, agent_id="anna")) == ["SignOutRequested"]
    assert centre.presence("anna") == "on_contact"
    centre.end("caller")
    centre.wait(30 * SECOND)
    assert centre.presence("anna") == "signed_out"


def test_ready_while_talking_takes_back_sign_out() -> None:
    """A changed mind during the talk."""
    centre = talking()
    centre.do(c.SignOut, agent_id="anna")
    assert kinds(centre.do(c.BecomeReady, agent_id="anna")) == ["RequestWithdrawn"]
    assert centre.do(c.BecomeReady, agent_id="anna") == ()


def test_signing_in_by_pausing() -> None:
    """An agent may sign in without being ready."""
    centre = TestCentre()
    centre.agent("anna", ready=False)
    centre.do(c.TakePause, agent_id="anna", reason="meeting")
    assert centre.presence("anna") == "pause"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (c.BecomeReady, {}),
        (c.TakePause, {}),
        (c.SignOut, {}),
        (c.TakeMoreTime, {}),
        (c.FinishWrapUp, {}),
        (c.ChangeAgentSkills, {"skills": ()}),
        (c.RemoveAgent, {}),
    ],
)
def test_unknown_agent(kind: type[c.Command], fields: dict[str, object]) -> None:
    """Every command about an agent says so when there is none."""
    assert TestCentre().refused(kind, agent_id="ghost", **fields).code == "unknown_agent"


def test_bad_pauses_are_refused() -> None:
    """No reason, an endless limit."""
    centre = TestCentre()
    centre.agent("anna")
    assert centre.refused(c.TakePause, agent_id="anna", reason="").code == "bad_settings"
    assert centre.refused(c.TakePause, agent_id="anna", limit_ms=13 * 3600 * SECOND).code == "bad_settings"


def test_finishing_wrap_up_needs_one() -> None:
    """And a disposition that can be shown."""
    centre = talking()
    assert centre.refused(c.FinishWrapUp, agent_id="anna").code == "presence_forbids"
    centre.end("caller")
    assert centre.refused(c.FinishWrapUp, agent_id="anna", disposition="").code == "bad_settings"


def test_after_a_long_stop_one_tick_settles_everything() -> None:
    """Deadlines that passed while nobody was there are all done at once, and nothing is stuck."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.agent("bo")
    centre.do(c.TakePause, agent_id="bo")
    centre.call("caller")
    centre.at += 24 * 3600 * SECOND
    centre.do(c.Tick)
    assert (centre.presence("anna"), centre.presence("bo")) == ("pause", "signed_out")
    assert centre.waiting() == ["caller"]
