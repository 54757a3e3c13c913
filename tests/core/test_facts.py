"""What each event adds to the figures, by small examples; ``test_measures.py`` counts whole days by hand."""

from __future__ import annotations

import msgspec
import pytest

from core.centre import SECOND, TestCentre
from lur.core import commands as c
from lur.core import events as e
from lur.core.facts import Came, Fact, Facts, Ledger, Mark, Rated, Said, Spent, Went


def folded(centre: TestCentre) -> list[Fact]:
    """All that a centre's events add."""
    facts = Facts()
    return [fact for event in centre.events for fact in facts.observe(event)]


def marks(facts: list[Fact], kind: str) -> list[Mark]:
    """Those of one kind."""
    return [fact for fact in facts if isinstance(fact, Mark) and fact.kind == kind]


def talked(**ending: object) -> TestCentre:
    """A customer waits 5 s, talks 20 s, and is wrapped up for 10 s by an agent of the team Nord."""
    centre = TestCentre()
    centre.queue(promise_ms=60 * SECOND)
    centre.agent("anna", team="nord")
    centre.call("a")
    centre.wait(5 * SECOND)
    centre.accept("a")
    centre.wait(20 * SECOND)
    centre.end("a")
    centre.wait(10 * SECOND)
    centre.do(c.FinishWrapUp, agent_id="anna", **ending)
    return centre


def test_a_plain_call() -> None:
    """Came, arrived, answered in time, handled, talked, went, wrapped up; with the team that had it then."""
    facts = folded(talked())
    kinds = [fact.kind for fact in facts if isinstance(fact, Mark)]
    assert kinds == ["arrived", "handled", "answered", "answered_in_promise", "talked", "wrapped_up"]
    times = {fact.kind: (fact.ms, fact.team) for fact in facts if isinstance(fact, Mark)}
    assert times["arrived"] == (0, "")
    assert (times["answered"], times["talked"]) == ((5 * SECOND, "nord"), (20 * SECOND, "nord"))
    assert times["wrapped_up"] == (10 * SECOND, "nord")
    assert [type(fact) for fact in facts if not isinstance(fact, Mark | Spent)] == [Came, Went]


@pytest.mark.parametrize(
    "ending",
    [{"disposition": "done"}, {"solved": True}, {"solved": False}, {"unsure": True}],
)
def test_what_is_said_is_told_on(ending: dict[str, object]) -> None:
    """A result, or whether it is solved: one word of the contact. Saying nothing is none."""
    [said] = [fact for fact in folded(talked(**ending)) if isinstance(fact, Said)]
    expected = {"disposition": None, "solved": None, "unsure": False} | ending
    assert (said.result, said.solved, said.unsure) == tuple(expected.values())


def test_a_contact_that_the_flow_leads_elsewhere_had_arrived_there() -> None:
    """What was counted where it came in is taken back at the same instant."""
    centre = TestCentre()
    centre.queue("one")
    centre.queue("two")
    centre.do(c.ArriveContact, contact_id="a", queue_id="one", entering=True)
    came_at = centre.at
    centre.wait(4 * SECOND)
    centre.do(c.QueueContact, contact_id="a", queue_id="two", language="sv")
    found = [(mark.queue_id, mark.at, mark.times) for mark in marks(folded(centre), "arrived")]
    assert found == [("one", came_at, 1), ("one", came_at, -1), ("two", came_at, 1)]


def test_time_is_of_the_team_that_the_agent_was_in() -> None:
    """Who changes teams has worked for both; what goes on still is asked for."""
    centre = TestCentre()
    centre.agent("anna", team="nord")
    centre.agent("away", ready=False, team="nord")
    centre.wait(30 * SECOND)
    centre.do(c.ChangeAgentTeam, agent_id="anna", team="syd")
    centre.do(c.ChangeAgentTeam, agent_id="away", team="syd")
    centre.wait(12 * SECOND)
    facts = Facts()
    spent = [fact for event in centre.events for fact in facts.observe(event) if isinstance(fact, Spent)]
    assert [(each.team, each.until - each.since, each.is_work) for each in spent] == [
        ("nord", 30 * SECOND, False)
    ]
    [going_on] = facts.shifts.spans(centre.at)
    assert (going_on.team, going_on.until - going_on.since) == ("syd", 12 * SECOND)
    assert facts.shifts.spans(going_on.since) == []


def test_a_wrap_up_is_whole_though_the_team_changed() -> None:
    """Its time in occupancy is each team's own; as handling time it is one."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna", team="nord")
    centre.call("a")
    centre.accept("a")
    centre.end("a")
    centre.wait(6 * SECOND)
    centre.do(c.ChangeAgentTeam, agent_id="anna", team="syd")
    centre.wait(4 * SECOND)
    centre.do(c.FinishWrapUp, agent_id="anna")
    facts = folded(centre)
    [wrapped_up] = marks(facts, "wrapped_up")
    assert (wrapped_up.ms, wrapped_up.team) == (10 * SECOND, "syd")
    work = [
        (each.team, each.until - each.since) for each in facts if isinstance(each, Spent) and each.is_work
    ]
    assert work == [("nord", 6 * SECOND), ("syd", 4 * SECOND)]


def test_a_wrap_up_of_nothing_that_was_seen_counts_nowhere() -> None:
    """A fold that began after the contact knows of no queue for it."""
    facts = Facts()
    facts.observe(e.AgentBecameReady(at=0, agent_id="anna"))  # type: ignore[arg-type]
    facts.ledger.shifts["anna"].presence = "wrap_up"  # type: ignore[index]
    [spent] = facts.observe(e.AgentBecameReady(at=9, agent_id="anna"))  # type: ignore[arg-type]
    assert isinstance(spent, Spent)


def test_a_rating_is_asked_for_and_given() -> None:
    """Both are the contact's; neither names an agent."""
    centre = talked()
    centre.do(c.AskRating, contact_id="a", way="key")
    centre.do(c.RateContact, contact_id="a", way="key", rating=4)
    found = [fact for fact in folded(centre) if isinstance(fact, Rated)]
    assert [fact.rating for fact in found] == [None, 4]
    assert "agent_id" not in Rated.__struct_fields__


def test_the_memory_goes_on_where_it_was_written_down() -> None:
    """Written down and read again after any event, it comes to the same facts."""
    centre = talked(disposition="done")
    facts, found = Facts(), []
    for event in centre.events:
        found += facts.observe(event)
        kept = msgspec.msgpack.encode(facts.ledger)
        facts = Facts(msgspec.msgpack.decode(kept, type=Ledger))
    assert found == folded(centre)


def test_facts_can_be_written_down() -> None:
    """Each kind is told from the others when it is read again."""
    centre = talked(solved=True)
    centre.do(c.AskRating, contact_id="a", way="page")
    facts = folded(centre)
    body = msgspec.msgpack.encode(facts)
    assert msgspec.msgpack.decode(body, type=list[Fact]) == facts
    assert {type(fact) for fact in facts} == {Mark, Came, Went, Said, Rated, Spent}
