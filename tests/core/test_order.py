"""Nobody is overtaken: the earliest due goes first, inside a queue, between queues and between channels."""

from __future__ import annotations

from core.centre import SECOND, TestCentre, only
from lur.core import commands as c
from lur.core import events as e


def test_first_come_first_served() -> None:
    """Callers of one queue are offered in the order they came."""
    centre = TestCentre()
    centre.queue(wrap_up_ms=0, breath_ms=0)
    for name in ("first", "second", "third"):
        centre.call(name)
        centre.at += 1
    centre.agent("anna")
    for name in ("first", "second", "third"):
        assert centre.state.contacts[name].phase == "offered"
        centre.accept(name)
        centre.end(name)


def test_same_instant_is_settled_by_id() -> None:
    """Two who came in the same millisecond have one order all the same."""
    centre = TestCentre()
    centre.queue()
    centre.call("b")
    centre.call("a")
    assert centre.waiting() == ["a", "b"]


def test_due_time_orders_queues() -> None:
    """A short promise that came a little later is due earlier and goes first."""
    centre = TestCentre()
    centre.queue("slow", promise_ms=300 * SECOND)
    centre.queue("fast", promise_ms=60 * SECOND)
    centre.call("patient", "slow")
    centre.at += SECOND
    centre.call("urgent", "fast")
    centre.agent("anna")
    assert centre.state.contacts["urgent"].phase == "offered"


def test_long_wait_beats_short_promise() -> None:
    """No queue starves: who has waited long enough is due before newcomers of the quickest queue."""
    centre = TestCentre()
    centre.queue("slow", promise_ms=300 * SECOND)
    centre.queue("fast", promise_ms=60 * SECOND)
    centre.call("patient", "slow")
    centre.at += 241 * SECOND
    centre.call("newcomer", "fast")
    centre.agent("anna")
    assert centre.state.contacts["patient"].phase == "offered"


def test_agent_takes_the_earliest_they_can_serve() -> None:
    """Somebody earlier whom the agent cannot serve is passed over, and the offer says so."""
    centre = TestCentre()
    centre.queue("tech", "tech")
    centre.queue("mail-order")
    centre.call("tech-caller", "tech")
    centre.at += 1
    centre.call("order-caller", "mail-order")
    centre.agent("anna")
    made = only(tuple(centre.events), e.OfferMade)
    assert (made.contact_id, made.passed_over) == ("order-caller", ("tech-caller",))


def test_skill_level_counts() -> None:
    """A queue that needs level 3 is not served by level 2."""
    centre = TestCentre()
    centre.queue("tech", "tech:3")
    centre.call("caller", "tech")
    centre.agent("junior", "tech:2")
    assert centre.waiting("tech") == ["caller"]
    centre.agent("senior", "tech:3")
    assert centre.state.contacts["caller"].phase == "offered"


def test_returning_contact_keeps_its_place() -> None:
    """A declined offer puts the contact back before those who came later."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.call("first")
    centre.at += SECOND
    centre.call("second")
    centre.do(c.DeclineOffer, offer_id=centre.offer_of("first"), reason="busy")
    assert centre.waiting() == ["first", "second"]


def test_contact_that_lost_its_agent_goes_to_the_front() -> None:
    """The wait that was done is credited: the caller whose agent's line died is first."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.call("first")
    centre.accept("first")
    centre.at += 60 * SECOND
    centre.call("second")
    centre.do(c.ReturnContact, contact_id="first", reason="agent_line_lost")
    assert centre.waiting() == ["first", "second"]
    assert centre.presence("anna") == "pause"


def test_moved_contact_is_due_by_when_it_entered() -> None:
    """Another queue, the same credited wait: due is counted from the first arrival."""
    centre = TestCentre()
    centre.queue("wrong")
    centre.queue("right", promise_ms=120 * SECOND)
    entered = centre.at
    centre.call("caller", "wrong")
    centre.at += 30 * SECOND
    moved = only(centre.do(c.MoveContact, contact_id="caller", queue_id="right"), e.ContactMoved)
    assert moved.due == entered + 120 * SECOND
    assert (centre.waiting("wrong"), centre.waiting("right")) == ([], ["caller"])


def test_moving_to_an_agent_who_is_free_offers_at_once() -> None:
    """A moved contact is offered to whoever is free for its new queue."""
    centre = TestCentre()
    centre.queue("wrong", "nobody")
    centre.queue("right")
    centre.agent("anna")
    centre.call("caller", "wrong")
    moved = centre.do(c.MoveContact, contact_id="caller", queue_id="right")
    assert only(moved, e.OfferMade).agent_id == "anna"


def test_moving_an_offered_contact_withdraws_the_offer() -> None:
    """The agent who was rung for the old queue is free again, without a missed ring."""
    centre = TestCentre()
    centre.queue("wrong")
    centre.queue("right", "right")
    centre.agent("anna")
    centre.call("caller", "wrong")
    moved = centre.do(c.MoveContact, contact_id="caller", queue_id="right")
    assert only(moved, e.OfferWithdrawn).reason == "contact_moved"
    assert centre.presence("anna") == "ready"


def test_moving_from_a_talk_gives_the_agent_wrap_up() -> None:
    """A transfer to a queue ends the agent's part as any talk does."""
    centre = TestCentre()
    centre.queue("wrong")
    centre.queue("right", "right")
    centre.agent("anna")
    centre.call("caller", "wrong")
    centre.accept("caller")
    centre.do(c.MoveContact, contact_id="caller", queue_id="right")
    assert centre.presence("anna") == "wrap_up"
    assert centre.waiting("right") == ["caller"]


def test_moving_to_where_it_waits_changes_nothing() -> None:
    """Asking for what already is gives no event."""
    centre = TestCentre()
    centre.queue()
    centre.call("caller")
    assert centre.do(c.MoveContact, contact_id="caller", queue_id="support") == ()


def test_longest_idle_agent_is_chosen() -> None:
    """Among equals the one who has been free the longest is rung."""
    centre = TestCentre()
    centre.queue()
    centre.agent("zoe")
    centre.at += SECOND
    centre.agent("anna")
    made = only(centre.call("caller"), e.OfferMade)
    assert (made.agent_id, made.free_agents) == ("zoe", ("zoe", "anna"))


def test_hard_contacts_are_shared_out() -> None:
    """Who has just had a hard contact is spared when somebody else is free, for two hours."""
    centre = TestCentre()
    centre.queue(wrap_up_ms=30 * SECOND, breath_ms=0)
    centre.agent("anna")
    centre.call("abuser")
    centre.accept("abuser")
    centre.end("abuser")
    centre.do(c.FinishWrapUp, agent_id="anna", hard=True)
    centre.wait(60 * SECOND)
    centre.agent("bo")
    assert only(centre.call("next"), e.OfferMade).agent_id == "bo"
    centre.end("next")
    centre.wait(2 * 3600 * SECOND)
    assert only(centre.call("later"), e.OfferMade).agent_id == "anna"


def test_new_skills_make_an_agent_useful_at_once() -> None:
    """A free agent who learns a skill is offered what waits for it; one who is signed out is not."""
    centre = TestCentre()
    centre.queue("tech", "tech")
    centre.call("caller", "tech")
    centre.agent("away", ready=False)
    centre.do(c.ChangeAgentSkills, agent_id="away", skills=(c.Skill("tech"),))
    centre.agent("anna")
    assert centre.waiting("tech") == ["caller"]
    learned = centre.do(c.ChangeAgentSkills, agent_id="anna", skills=(c.Skill("tech"),))
    assert only(learned, e.OfferMade).agent_id == "anna"


def test_a_queue_that_asks_for_less_is_served_at_once() -> None:
    """Dropping a required skill offers the waiting to those who are free."""
    centre = TestCentre()
    centre.queue("tech", "tech")
    centre.agent("anna")
    centre.call("caller", "tech")
    settings = c.QueueSettings(name="tech")
    assert only(centre.do(c.ChangeQueue, queue_id="tech", settings=settings), e.OfferMade).agent_id == "anna"


def test_the_offer_names_the_best_ten() -> None:
    """Of twelve who are free the ten best are kept with the offer, whoever has had a hard contact last."""
    centre = TestCentre()
    centre.queue(breath_ms=0)
    for number in range(12):
        centre.agent(f"a{number:02}")
        centre.at += 1
    assert only(centre.call("abuser"), e.OfferMade).agent_id == "a00"
    centre.accept("abuser")
    centre.end("abuser")
    centre.do(c.FinishWrapUp, agent_id="a00", hard=True)
    centre.wait(60 * SECOND)
    made = only(centre.call("next"), e.OfferMade)
    assert made.free_agents == tuple(f"a{number:02}" for number in range(1, 11))


def test_two_offers_of_one_change_go_to_two_agents() -> None:
    """When one command makes room for two contacts, nobody is rung twice."""
    centre = TestCentre()
    centre.queue("tech", "tech")
    centre.queue("open")
    centre.agent("anna")
    centre.call("first", "tech")
    centre.call("second", "tech")
    centre.agent("bo")
    made = centre.do(c.ChangeQueue, queue_id="tech", settings=c.QueueSettings(name="tech"))
    offers = [(x.contact_id, x.agent_id) for x in made if isinstance(x, e.OfferMade)]
    assert offers == [("first", "anna"), ("second", "bo")]


def test_two_who_come_back_at_once_go_to_two_agents() -> None:
    """Two offers that expire in the same instant: each contact has another free agent, the earlier first."""
    centre = TestCentre()
    centre.queue()
    for agent, caller in (("anna", "first"), ("bo", "second")):
        centre.agent(agent)
        centre.call(caller)
    centre.agent("cleo")
    centre.agent("dag")
    missed = centre.wait(20 * SECOND)
    offers = [(x.contact_id, x.agent_id) for x in missed if isinstance(x, e.OfferMade)]
    assert sorted(offers) == [("first", "cleo"), ("second", "dag")]
