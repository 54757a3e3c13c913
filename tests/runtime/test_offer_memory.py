"""What is remembered of offers and waits once they have left the state."""

from __future__ import annotations

import pytest

from core.centre import TestCentre
from lur.core import commands as c
from lur.core.ids import AgentId, OfferId, QueueId
from lur.runtime import offer_memory
from lur.runtime.offer_memory import OfferMemory
from lur.runtime.waited import Waited


@pytest.fixture
def centre() -> TestCentre:
    """A queue and an agent who is ready."""
    made = TestCentre()
    made.queue("support", ring_timeout_ms=10_000)
    made.agent("a1")
    return made


def followed(centre: TestCentre) -> OfferMemory:
    """A memory that has seen all of it."""
    memory = OfferMemory()
    memory.follow(centre.events)
    return memory


def test_how_each_offer_ended(centre: TestCentre) -> None:
    """Taken back by a caller who left, declined, missed, accepted; the newest first."""
    centre.call("c1")
    centre.end("c1")
    centre.call("c2")
    centre.do(c.DeclineOffer, offer_id=centre.offer_of("c2"), reason="busy")
    centre.do(c.BecomeReady, agent_id="a1")
    centre.wait(10_000)
    centre.do(c.BecomeReady, agent_id="a1")
    centre.accept("c2")
    past = followed(centre).of_agent(AgentId("a1"), 10)
    assert [(each.contact_id, each.outcome, each.reason) for each in past] == [
        ("c2", "accepted", ""),
        ("c2", "missed", ""),
        ("c2", "declined", "busy"),
        ("c1", "withdrawn", "customer_left"),
    ]
    assert all(each.ended_at is not None and each.ended_at >= each.at for each in past)


def test_an_offer_that_rings_is_open(centre: TestCentre) -> None:
    """Until something happens to it."""
    centre.call("c1")
    memory = followed(centre)
    found = memory.find(OfferId(centre.offer_of("c1")))
    assert found is not None
    assert (found.outcome, found.ended_at) == ("open", None)
    assert memory.find(OfferId("o999")) is None


def test_only_so_many_are_kept(centre: TestCentre, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest are forgotten; the end of one that is forgotten is no fault."""
    monkeypatch.setattr(offer_memory, "KEPT", 2)
    for name in ("c1", "c2", "c3"):
        centre.call(name)
        centre.end(name)
    memory = followed(centre)
    assert [each.contact_id for each in memory.of_agent(AgentId("a1"), 10)] == ["c3", "c2"]
    memory.follow(centre.events[:6])


def test_a_wait_is_noticed_at_both_ends(centre: TestCentre) -> None:
    """From when somebody had to wait until they were offered; who is offered at once has not waited."""
    waited = Waited(centre.state, centre.at)
    centre.call("c1")
    waited.look(centre.at)
    assert waited.at == {}
    centre.call("c2")
    waited.look(centre.at)
    assert waited.at == {QueueId("support"): centre.at}
    centre.wait(3_000)
    centre.end("c1")
    waited.look(centre.at)
    left = centre.at
    centre.accept("c2")
    centre.wait(60_000)
    waited.look(centre.at)
    assert waited.at == {QueueId("support"): left}
