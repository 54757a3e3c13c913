"""A desk that cannot be called: no offers, no blame, no lost place, and never for ever."""

from __future__ import annotations

from core.centre import SECOND, TestCentre, kinds, only
from lur.core import commands as c
from lur.core import events as e

MINUTE = 60 * SECOND


def centre_with(*agents: str) -> TestCentre:
    """One queue and these agents, ready, the first one idle for longest."""
    centre = TestCentre()
    centre.queue()
    for agent in agents:
        centre.agent(agent)
        centre.wait(SECOND)
    return centre


def hinder(centre: TestCentre, agent: str, why: str | None = "asleep") -> tuple[e.AnyEvent, ...]:
    """The agent's desk has got a hindrance, or (None) is as it should be."""
    return centre.do(c.ReportHindrance, agent_id=agent, hindrance=why)


def test_a_hindered_agent_is_passed_over_for_the_next_free_one() -> None:
    """The longest idle would be first, but nobody would hear that desk ring."""
    centre = centre_with("anna", "bo")
    hinder(centre, "anna")
    assert only(centre.call("caller"), e.OfferMade).agent_id == "bo"
    assert centre.presence("anna") == "unreachable"


def test_a_contact_waits_rather_than_rings_where_nobody_hears() -> None:
    """With nobody else it keeps its place, and rings the moment the desk is back."""
    centre = centre_with("anna")
    hinder(centre, "anna", "microphone_lost")
    centre.call("caller")
    assert centre.waiting() == ["caller"]
    mended = hinder(centre, "anna", None)
    assert kinds(mended) == ["AgentUnhindered", "AgentBecameReady", "OfferMade"]


def test_what_rings_when_the_desk_goes_is_offered_to_the_next_without_blame() -> None:
    """A closed tab is no missed ring: the contact keeps its place and goes on at once."""
    centre = centre_with("anna", "bo")
    centre.call("caller")
    events = hinder(centre, "anna", "desk_gone")
    assert kinds(events) == ["OfferWithdrawn", "AgentHindered", "AgentBecameUnreachable", "OfferMade"]
    assert only(events, e.OfferWithdrawn).reason == "agent_unreachable"
    assert only(events, e.OfferMade).agent_id == "bo"


def test_a_talk_is_not_touched_but_nothing_follows_it() -> None:
    """The talk goes on over a short gap; after wrap-up and breath the agent is unreachable, not ready."""
    centre = centre_with("anna")
    centre.call("caller")
    centre.accept("caller")
    assert kinds(hinder(centre, "anna", "no_audio_path")) == ["AgentHindered"]
    assert centre.presence("anna") == "on_contact"
    centre.end("caller")
    centre.call("second")
    centre.wait(41 * SECOND)
    assert centre.presence("anna") == "unreachable"
    assert centre.waiting() == ["second"]


def test_a_written_contact_is_not_added_to_a_hindered_desk() -> None:
    """An agent with a chat and room for another gets no more while the desk is away, and does when it is
    back."""
    centre = TestCentre()
    centre.queue("chat", channel="chat")
    centre.agent("anna", written_capacity=2)
    centre.call("one", "chat")
    centre.accept("one")
    centre.call("two", "chat")
    assert kinds(hinder(centre, "anna")) == ["OfferWithdrawn", "AgentHindered"]
    centre.wait(SECOND)
    assert kinds(centre.call("three", "chat")) == ["ContactArrived"]
    assert centre.waiting("chat") == ["two", "three"]
    assert kinds(hinder(centre, "anna", None)) == ["AgentUnhindered", "OfferMade"]


def test_who_becomes_ready_while_hindered_is_unreachable() -> None:
    """Everybody sees why: ready was asked for and cannot be had yet."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna", ready=False)
    assert kinds(hinder(centre, "anna", "no_microphone")) == ["AgentHindered"]
    assert kinds(centre.do(c.BecomeReady, agent_id="anna")) == ["AgentBecameUnreachable"]
    assert centre.do(c.BecomeReady, agent_id="anna") == ()


def test_the_same_hindrance_again_says_nothing_and_another_replaces_it() -> None:
    """Reports are levels: only a change is an event."""
    centre = centre_with("anna")
    hinder(centre, "anna", "lagging")
    assert hinder(centre, "anna", "lagging") == ()
    assert kinds(hinder(centre, "anna", "asleep")) == ["AgentHindered"]
    assert centre.state.agents["anna"].hindrance == "asleep"  # type: ignore[index]


def test_nobody_is_unreachable_for_ever() -> None:
    """Five minutes later it is a pause, and when that is over the agent is signed out."""
    centre = centre_with("anna")
    hinder(centre, "anna", "desk_gone")
    centre.wait(5 * MINUTE)
    assert (centre.presence("anna"), centre.state.agents["anna"].pause_reason) == ("pause", "unreachable")  # type: ignore[index]
    centre.wait(15 * MINUTE)
    assert centre.presence("anna") == "signed_out"


def test_pause_and_sign_out_are_open_to_the_unreachable() -> None:
    """Whoever cannot be called may still rest or leave."""
    centre = centre_with("anna")
    hinder(centre, "anna")
    centre.do(c.TakePause, agent_id="anna")
    assert centre.presence("anna") == "pause"
    centre.do(c.BecomeReady, agent_id="anna")
    assert centre.presence("anna") == "unreachable"
    centre.do(c.SignOut, agent_id="anna")
    assert centre.presence("anna") == "signed_out"


def test_the_unreachable_do_not_count_as_staff() -> None:
    """The wait that is told stands on people who can answer."""
    centre = centre_with("anna")
    hinder(centre, "anna")
    assert not centre.state.agents["anna"].is_staffed  # type: ignore[index]
    assert not centre.state.queues["support"].staffed  # type: ignore[index]


def test_an_unknown_agent_has_no_desk() -> None:
    """Refused, with what is wrong."""
    refused = TestCentre().refused(c.ReportHindrance, agent_id="nobody", hindrance="asleep")
    assert (refused.code, refused.detail) == ("unknown_agent", "nobody")


def test_the_place_at_arrival_stays_known() -> None:
    """Third in line then, whatever the place is now."""
    centre = TestCentre()
    centre.queue()
    for name in ("one", "two", "three"):
        centre.call(name)
        centre.wait(1)
    centre.end("one")
    assert [each.place_at_arrival for each in centre.state.contacts.values()] == [2, 3]
