"""Capacity: one voice contact alone, or written ones up to the limit; and no channel starves another."""

from __future__ import annotations

from core.centre import SECOND, TestCentre, kinds, only
from lur.core import commands as c
from lur.core import events as e


def two_channels() -> TestCentre:
    """A phone queue and a chat queue, one agent for both who takes two chats."""
    centre = TestCentre()
    centre.queue("phone")
    centre.queue("chat", channel="chat", promise_ms=90 * SECOND)
    centre.agent("anna", written_capacity=2)
    return centre


def on_a_chat() -> TestCentre:
    """Anna writes with one."""
    centre = two_channels()
    centre.call("one", "chat")
    centre.accept("one")
    return centre


def held_back() -> TestCentre:
    """Anna writes with one, a caller waits for her, and then another chat came."""
    centre = on_a_chat()
    centre.call("caller", "phone")
    centre.at += SECOND
    centre.call("second-chat", "chat")
    return centre


def test_written_contacts_fill_up_to_capacity() -> None:
    """Two chats, then a third waits."""
    centre = two_channels()
    for name in ("one", "two", "three"):
        centre.call(name, "chat")
        if name != "three":
            centre.accept(name)
    assert centre.waiting("chat") == ["three"]
    assert centre.state.agents["anna"].contacts == ["one", "two"]


def test_accepting_one_written_contact_offers_the_next() -> None:
    """Room for one more is used as soon as the first is taken."""
    centre = two_channels()
    centre.call("one", "chat")
    centre.call("two", "chat")
    assert only(centre.accept("one"), e.OfferMade).contact_id == "two"


def test_a_call_waits_until_the_chats_are_done() -> None:
    """Nobody talks and writes at once; the call is taken when the hands are free."""
    centre = two_channels()
    centre.call("chat", "chat")
    centre.accept("chat")
    centre.call("caller", "phone")
    assert centre.waiting("phone") == ["caller"]
    centre.end("chat")
    centre.wait(60 * SECOND)
    assert any(isinstance(x, e.OfferMade) and x.contact_id == "caller" for x in centre.events)


def test_an_earlier_call_holds_back_further_chats() -> None:
    """Without this a caller could wait for ever for an agent whose chats never all end at once."""
    centre = held_back()
    assert centre.waiting("chat") == ["second-chat"]


def test_chats_go_on_when_the_earlier_call_is_gone() -> None:
    """The caller who held them back hangs up: the next chat is offered at once."""
    centre = held_back()
    assert only(centre.end("caller"), e.OfferMade).contact_id == "second-chat"


def test_chats_stay_held_back_when_another_chat_is_gone() -> None:
    """It is the earlier caller who holds them back; a chat that gives up changes nothing."""
    centre = held_back()
    centre.call("third-chat", "chat")
    assert kinds(centre.end("third-chat")) == ["ContactEnded"]
    assert centre.waiting("chat") == ["second-chat"]


def test_chats_go_on_when_a_colleague_takes_the_call() -> None:
    """One command frees both: the call goes to the colleague, the chat to the one who was held back."""
    centre = held_back()
    centre.do(c.AddAgent, agent_id="bo")
    decided = centre.do(c.BecomeReady, agent_id="bo")
    assert [(x.contact_id, x.agent_id) for x in decided if isinstance(x, e.OfferMade)] == [
        ("caller", "bo"),
        ("second-chat", "anna"),
    ]


def test_one_of_two_chats_ending_frees_its_room() -> None:
    """The agent goes on without wrap-up and is offered the next."""
    centre = two_channels()
    for name in ("one", "two"):
        centre.call(name, "chat")
        centre.accept(name)
    centre.call("three", "chat")
    assert kinds(centre.end("one")) == ["ContactEnded", "OfferMade"]


def test_a_missed_second_chat_asks_for_a_pause_after_the_first() -> None:
    """Nobody is torn from a contact: the pause comes when it is over, and no further chat is offered till
    then.
    """
    centre = on_a_chat()
    centre.call("two", "chat")
    missed = centre.wait(20 * SECOND)
    assert kinds(missed)[:2] == ["OfferExpired", "PauseRequested"]
    assert centre.waiting("chat") == ["two"]
    centre.end("one")
    centre.do(c.FinishWrapUp, agent_id="anna")
    assert centre.presence("anna") == "pause"


def test_taking_back_the_pause_makes_room_again() -> None:
    """ "Ready" during a contact undoes what was asked for, and the waiting chat is offered."""
    centre = on_a_chat()
    centre.do(c.TakePause, agent_id="anna")
    centre.call("two", "chat")
    assert centre.waiting("chat") == ["two"]
    assert kinds(centre.do(c.BecomeReady, agent_id="anna")) == ["RequestWithdrawn", "OfferMade"]


def test_a_pause_asked_for_while_a_second_chat_rings_gives_it_back() -> None:
    """The ringing chat goes back to its place, the open one goes on."""
    centre = on_a_chat()
    centre.call("two", "chat")
    assert kinds(centre.do(c.TakePause, agent_id="anna")) == ["OfferWithdrawn", "PauseRequested"]
    assert centre.presence("anna") == "on_contact"


def test_signing_out_while_a_second_chat_rings_gives_it_back() -> None:
    """As with a pause."""
    centre = on_a_chat()
    centre.call("two", "chat")
    assert kinds(centre.do(c.SignOut, agent_id="anna")) == ["OfferWithdrawn", "SignOutRequested"]


def test_the_last_chat_ending_while_another_rings_gives_wrap_up_first() -> None:
    """Work after a contact is not rung through: the ringing chat returns to its place."""
    centre = on_a_chat()
    centre.call("two", "chat")
    assert kinds(centre.end("one")) == ["ContactEnded", "OfferWithdrawn", "WrapUpStarted"]
    assert centre.waiting("chat") == ["two"]


def test_a_lost_line_on_one_of_two_chats_leaves_the_other() -> None:
    """Only the failed one returns."""
    centre = two_channels()
    for name in ("one", "two"):
        centre.call(name, "chat")
        centre.accept(name)
    returned = centre.do(c.ReturnContact, contact_id="one", reason="agent_unreachable")
    assert kinds(returned)[0] == "ContactReturned"
    assert centre.state.agents["anna"].contacts == ["two"]
