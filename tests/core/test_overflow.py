"""Flowing over: more agents may take who has waited long, and the order stays one."""

from __future__ import annotations

import msgspec

from core.centre import SECOND, TestCentre, kinds, only
from lur.core import commands as c
from lur.core import events as e
from lur.core.values import Overflow

MINUTE = 60 * SECOND


def two_queues(**settings: object) -> TestCentre:
    """Support flows over to billing after two minutes; anna knows billing only."""
    centre = TestCentre()
    centre.queue("billing", "billing")
    centre.queue("support", "support", overflow=(Overflow(2 * MINUTE, "billing"),), **settings)  # type: ignore[arg-type]
    return centre


def test_after_a_while_others_may_take_it() -> None:
    """Anna is free all the time and gets it the moment she may."""
    centre = two_queues()
    centre.agent("anna", "billing")
    centre.call("one")
    assert "OfferMade" not in kinds(centre.wait(2 * MINUTE - 1))
    assert kinds(centre.wait(1)) == ["ContactOverflowed", "OfferMade"]


def test_it_stands_in_both_lines_by_its_own_time() -> None:
    """It overtakes nobody who came before it, and nobody who came after it goes before it."""
    centre = two_queues()
    centre.call("before", "billing")
    centre.wait(SECOND)
    centre.call("one")
    centre.wait(SECOND)
    centre.call("after", "billing")
    centre.wait(2 * MINUTE)
    assert centre.waiting("billing") == ["before", "one", "after"]
    for name in ("anna", "berit", "carl"):
        centre.agent(name, "billing")
    offers = [event for event in centre.events if isinstance(event, e.OfferMade)]
    assert [offer.contact_id for offer in offers] == ["before", "one", "after"]
    assert offers[1].waited == ("one", "after")
    assert centre.waiting("support") == []


def test_declined_it_stands_in_both_again() -> None:
    """The next who is free in either queue gets it."""
    centre = two_queues()
    centre.call("one")
    centre.wait(2 * MINUTE)
    centre.agent("anna", "billing")
    centre.do(c.DeclineOffer, offer_id=centre.offer_of("one"), reason="declined")
    assert (centre.waiting("billing"), centre.waiting("support")) == (["one"], ["one"])
    centre.agent("sara", "support")
    assert centre.state.contacts["one"].phase == "offered"  # type: ignore[index]


def test_both_queues_agents_are_among_the_free() -> None:
    """A contact that comes back looks at all who may take it; the longest idle is first."""
    centre = two_queues()
    centre.call("one")
    centre.wait(2 * MINUTE)
    centre.agent("anna", "billing")
    centre.wait(SECOND)
    centre.agent("sara", "support")
    again = only(centre.do(c.DeclineOffer, offer_id=centre.offer_of("one"), reason="busy"), e.OfferMade)
    assert again.agent_id == "sara"


def test_a_move_ends_it() -> None:
    """In another queue only that queue's rules count, and the wait is kept."""
    centre = two_queues()
    centre.queue("third")
    centre.call("one")
    centre.wait(2 * MINUTE)
    centre.do(c.MoveContact, contact_id="one", queue_id="third")
    assert (centre.waiting("billing"), centre.waiting("third")) == ([], ["one"])


def test_rules_can_change_while_people_wait() -> None:
    """A new rule counts from when they came, one that is gone is gone."""
    centre = two_queues()
    centre.queue("third")
    centre.call("one")
    centre.wait(MINUTE)
    settings = centre.state.queues["support"].settings  # type: ignore[index]
    rules = (Overflow(30 * SECOND, "third"), Overflow(4 * MINUTE, "billing"))  # type: ignore[arg-type]
    changed = msgspec.structs.replace(settings, overflow=rules)
    centre.do(c.ChangeQueue, queue_id="support", settings=changed)
    centre.wait(0)
    assert centre.waiting("third") == ["one"]
    centre.do(c.ChangeQueue, queue_id="support", settings=msgspec.structs.replace(settings, overflow=()))
    centre.wait(10 * MINUTE)
    assert centre.waiting("billing") == []


def test_settings_of_a_guest_line_do_not_move_the_guests_clock() -> None:
    """Who stands in billing as a guest follows support's rules."""
    centre = two_queues()
    centre.call("one")
    centre.wait(2 * MINUTE)
    settings = centre.state.queues["billing"].settings  # type: ignore[index]
    changed = msgspec.structs.replace(settings, ring_timeout_ms=30 * SECOND)
    centre.do(c.ChangeQueue, queue_id="billing", settings=changed)
    assert centre.waiting("billing") == ["one"]


def test_rules_that_make_no_sense_are_refused() -> None:
    """To itself, to nobody, twice, backwards in time, to another channel."""
    centre = TestCentre()
    centre.queue("billing")
    centre.queue("written", channel="chat")
    for rules in (
        (Overflow(MINUTE, "support"),),
        (Overflow(MINUTE, "none"),),
        (Overflow(MINUTE, "written"),),
        (Overflow(0, "billing"),),
        (Overflow(MINUTE, "billing"), Overflow(2 * MINUTE, "billing")),
    ):
        settings = msgspec.convert({"name": "Support"}, c.QueueSettings)
        settings = msgspec.structs.replace(settings, overflow=rules)
        refused = centre.refused(c.AddQueue, queue_id="support", settings=settings)
        assert (refused.code, refused.detail) == ("bad_settings", "overflow")


def test_a_callback_flows_over_too() -> None:
    """The customer is on no line; the order is the same."""
    centre = two_queues()
    centre.call("one")
    centre.do(c.AskCallback, contact_id="one")
    centre.wait(2 * MINUTE)
    centre.agent("anna", "billing")
    assert "CallbackDialled" in kinds(centre.accept("one"))


def test_one_instant_may_bring_two_things_for_one_contact() -> None:
    """Closing time and overflow at once: the contact rests, and nothing is forgotten."""
    from lur.core.values import OpenSpan

    centre = two_queues(opening_hours=(OpenSpan(0, 0, 12 * 60 + 2),))
    centre.call("one")
    centre.do(c.AskCallback, contact_id="one")
    centre.at += 5 * MINUTE
    assert "CallbackPostponed" in kinds(centre.do(c.Tick))
    assert centre.waiting("billing") == []
