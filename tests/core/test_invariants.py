"""The checkers find what they are there for: each planted fault is named."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from core.centre import SECOND, TestCentre
from core.colleagues import Talk
from lur.core import commands as c
from lur.core import events as e
from lur.core.fairness import Fairness
from lur.core.invariants import overtaken, violations
from lur.core.state import Request, State


def busy() -> TestCentre:
    """Anna talks, Bo is rung, two wait, Cleo pauses, Dag is ready for a queue that is empty."""
    centre = TestCentre()
    centre.queue("support", "a")
    centre.queue("quiet", "q")
    centre.agent("anna", "a")
    centre.agent("bo", "a")
    for name in ("one", "two", "three", "four"):
        centre.call(name)
        centre.at += 1
    centre.accept("one")
    centre.agent("cleo", "a")
    centre.accept("three")
    centre.end("three")
    centre.agent("dag", "q")
    return centre


PLANTS: list[tuple[str, Callable[[State], object]]] = [
    ("in the queue", lambda s: s.queues["support"].waiting.clear()),
    ("with offer", lambda s: setattr(s.contacts["two"], "offer_id", None)),
    ("with agent", lambda s: setattr(s.contacts["one"], "agent_id", None)),
    ("live and ended", lambda s: s.ended.update({"one": 1})),
    ("with contacts that are over", lambda s: s.agents["anna"].contacts.append("ghost")),
    ("with voice contacts among others", lambda s: s.agents["anna"].contacts.append("two")),
    (
        "above capacity",
        lambda s: (
            setattr(s.contacts["one"], "channel", "chat") or setattr(s.agents["anna"], "written_capacity", 0)
        ),
    ),
    ("is on_contact with too many or too few", lambda s: s.agents["anna"].contacts.clear()),
    ("is offered with the wrong offer", lambda s: setattr(s.agents["bo"], "offer_id", "ghost")),
    ("is ready with the wrong offer", lambda s: setattr(s.agents["dag"], "offer_id", "ghost")),
    ("with or without an end", lambda s: setattr(s.agents["cleo"], "until", None)),
    ("wrongly among the ready", lambda s: s.ready.clear()),
    ("among those who write", lambda s: s.on_written.update({"anna": None})),
    ("out of order", lambda s: s.queues["support"].waiting.insert(0, (10**15, 0, "late"))),
    ("twice or somebody unknown", lambda s: s.queues["quiet"].waiting.append((1, 1, "ghost"))),
    ("with a request", lambda s: setattr(s.agents["dag"], "requested", Request(sign_out=True))),
    ("though asleep", lambda s: setattr(s.agents["bo"], "hindrance", "asleep")),
    ("without a hindrance", lambda s: setattr(s.agents["cleo"], "presence", "unreachable")),
    ("quiet is wrong about who is free", lambda s: s.queues["quiet"].free.clear()),
    ("is ready while quiet waits", lambda s: s.queues["quiet"].waiting.append((1, 1, "ghost"))),
]


@pytest.mark.parametrize(("words", "plant"), PLANTS, ids=[words for words, _ in PLANTS])
def test_each_planted_fault_is_named(words: str, plant: Callable[[State], object]) -> None:
    """A settled centre has none; with one thing broken the checker says which."""
    centre = busy()
    assert violations(centre.state) == []
    plant(centre.state)
    assert any(words in fault for fault in violations(centre.state)), violations(centre.state)


def test_an_overtaking_is_found() -> None:
    """An offer to the later of two is told, with both names."""
    centre = TestCentre()
    centre.queue()
    centre.call("first")
    centre.at += SECOND
    centre.call("second")
    centre.do(c.AddAgent, agent_id="anna")
    fairness = Fairness()
    unfair = e.OfferMade(
        at=centre.at, offer_id="o1", contact_id="second", agent_id="anna", expires=0, free_agents=()
    )
    assert overtaken(centre.state, unfair) == "first"
    assert overtaken(centre.state, msgspec.structs.replace(unfair, contact_id="first")) is None
    for event in [*centre.events, unfair]:
        fairness.observe(event)
    assert [(x.contact_id, x.earlier) for x in fairness.overtakings] == [("second", "first")]
    assert fairness.offers == 1


TALK_PLANTS: list[tuple[str, Callable[[Talk], object]]] = [
    ("in a talk that is over", lambda t: t.state.parties.update({"ghost": "caller"})),
    ("in another talk than it says", lambda t: setattr(t.state.agents["bo"], "party_id", None)),
    ("in another talk than it says", lambda t: setattr(t.state.agents["dag"], "party_id", "party-1")),
    ("nobody is asked to take it", lambda t: setattr(t.state.contacts["caller"], "phase", "transferring")),
    ("and nobody is there", lambda t: setattr(t.state.contacts["caller"], "phase", "outside")),
    ("in a talk that is none", lambda t: setattr(t.state.contacts["caller"], "phase", "waiting")),
    ("without a hold", lambda t: setattr(t.state.contacts["caller"], "hold_since", None)),
    ("left, or not", lambda t: setattr(t.state.contacts["caller"], "left_by", "anna")),
    ("that nobody can find", lambda t: t.state.parties.clear()),
    ("would not go back", lambda t: setattr(t.state.agents["cilla"], "stands_by", False)),
    ("who sits with whom", lambda t: t.state.mentors.update({"anna": "cilla"})),
    ("who sits with whom", lambda t: setattr(t.state.agents["cilla"], "learner_id", "anna")),
    ("is standby with a request", lambda t: setattr(t.state.agents["cilla"], "requested", Request(True))),
    (
        "asked for an agent who has it no longer",
        lambda t: (t.ask("dag"), setattr(t.parties()[-1], "asked_by", "cilla")),
    ),
]


@pytest.mark.parametrize(("words", "plant"), TALK_PLANTS)
def test_a_planted_fault_in_a_talk_is_found(words: str, plant: Callable[[Talk], object]) -> None:
    """A colleague in two talks, a customer with nobody, somebody in a talk that is over."""
    talk = Talk()
    talk.comes("bo")
    assert violations(talk.state) == []
    plant(talk)
    assert any(words in found for found in violations(talk.state)), violations(talk.state)
