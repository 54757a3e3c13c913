"""The receipt of a wait is worked out from events alone, and says so when somebody was passed over."""

from __future__ import annotations

import random

import msgspec

from core.centre import SECOND, TestCentre
from lur.core import commands as c
from lur.core import events as e
from lur.core.ids import MINUTE_MS, ContactId, QueueId
from lur.core.values import QueueSettings, Skill
from lur.features.places.receipt import receipt, spans_in_line

Q = QueueId("q")
OTHER = QueueId("other")


def centre() -> TestCentre:
    """One queue and an agent who serves it, signed out."""
    made = TestCentre()
    made.do(c.AddQueue, queue_id=Q, settings=QueueSettings(name="Q", wrap_up_ms=0, breath_ms=0))
    made.do(c.AddAgent, agent_id="a", skills=())
    return made


def arrive(made: TestCentre, *contacts: str) -> None:
    """Callers, a second apart."""
    for contact in contacts:
        made.at += SECOND
        made.do(c.ArriveContact, contact_id=contact, queue_id=Q)


def of(made: TestCentre, contact: str):  # type: ignore[no-untyped-def]
    """The receipt, which there is."""
    found = receipt(ContactId(contact), made.events)
    assert found is not None
    return found


def test_the_place_at_arrival_and_the_wait() -> None:
    """Those who stood in the same queue and were due earlier are counted, and nobody else."""
    made = centre()
    arrive(made, "c1", "c2", "c3")
    made.do(c.EndContact, contact_id="c1", ended_by="customer")
    arrive(made, "c4")
    began = made.at
    assert [of(made, each).place for each in ("c1", "c2", "c3", "c4")] == [1, 2, 3, 3]
    made.at = began + 3 * MINUTE_MS
    made.do(c.EndContact, contact_id="c4", ended_by="customer")
    left = of(made, "c4")
    assert (left.waited_ms, left.outcome, left.overtaken_by) == (3 * MINUTE_MS, "abandoned", 0)


def test_nobody_went_before_in_an_honest_run() -> None:
    """Every one who was answered has a receipt with nought, and offers were compared for it."""
    made = centre()
    arrive(made, "c1", "c2", "c3")
    made.do(c.BecomeReady, agent_id="a")
    for _ in range(3):
        offer = next(iter(made.state.offers.values()))
        made.do(c.AcceptOffer, offer_id=offer.offer_id)
        made.at += MINUTE_MS
        made.do(c.EndContact, contact_id=offer.contact_id, ended_by="customer")
        made.do(c.Tick)
        if made.state.agents["a"].presence in ("wrap_up", "breath"):  # type: ignore[index]
            made.do(c.FinishWrapUp, agent_id="a", contact_id=offer.contact_id)
    receipts = [of(made, each) for each in ("c1", "c2", "c3")]
    assert [each.overtaken_by for each in receipts] == [0, 0, 0]
    assert [each.compared for each in receipts] == [0, 1, 2]
    assert receipts[2].waited_ms > receipts[1].waited_ms > receipts[0].waited_ms


def test_an_overtaking_is_said() -> None:
    """A later one who is offered while an earlier one stands in line is counted once."""
    made = centre()
    arrive(made, "c1", "c2", "c3")
    made.do(c.BecomeReady, agent_id="a")
    planted: list[e.AnyEvent] = [
        msgspec.structs.replace(each, contact_id=ContactId("c3")) if isinstance(each, e.OfferMade) else each
        for each in made.events
    ]
    found = receipt(ContactId("c1"), planted)
    assert found is not None
    assert (found.overtaken_by, found.compared) == (1, 1)


def test_who_rests_by_choice_is_not_passed() -> None:
    """A customer who chose a later time has no place meanwhile; those who come before have earned it."""
    made = centre()
    arrive(made, "c1", "c2")
    later = made.at + 60 * MINUTE_MS
    made.do(c.AskCallback, contact_id="c1", from_at=later, until_at=later + MINUTE_MS)
    made.do(c.BecomeReady, agent_id="a")
    assert made.state.contacts[ContactId("c2")].phase == "offered"
    assert (of(made, "c1").overtaken_by, of(made, "c1").compared) == (0, 0)


def test_only_the_time_in_line_is_looked_at() -> None:
    """Weeks of rest by choice are not: the line before it, and the line after it."""
    made = centre()
    arrive(made, "c1")
    began = made.at
    made.at += 10 * SECOND
    later = made.at + 10 * 24 * 60 * MINUTE_MS
    made.do(c.AskCallback, contact_id="c1", from_at=later, until_at=later + MINUTE_MS)
    asked = made.at
    made.at = later
    made.do(c.Tick)
    made.at += 5 * SECOND
    made.do(c.EndContact, contact_id="c1", ended_by="customer")
    assert spans_in_line(ContactId("c1"), made.events) == [(began, asked), (later, made.at)]


def test_a_call_back_is_answered_when_the_customer_answers() -> None:
    """The agent's yes is not yet an answer: the wait goes on until the two speak."""
    made = centre()
    arrive(made, "c1")
    made.do(c.AskCallback, contact_id="c1")
    began = made.at
    made.do(c.BecomeReady, agent_id="a")
    made.do(c.AcceptOffer, offer_id=made.state.contacts[ContactId("c1")].offer_id)
    assert of(made, "c1").waited_ms == 0
    made.at += 20 * SECOND
    made.do(c.ReportAttempt, contact_id="c1", attempt=1)
    assert of(made, "c1").waited_ms == made.at - began


def test_what_was_told_first_is_held_against_the_wait() -> None:
    """Inside, before and after the first range."""
    made = centre()
    made.do(c.BecomeReady, agent_id="a")
    arrive(made, "c0", "c1")
    made.at += 10 * SECOND
    made.do(c.Tick)
    told = next(each for each in made.events if isinstance(each, e.WaitTold) and each.contact_id == "c1")
    assert told.high_ms is not None
    for after_ms, kept, longer in ((told.high_ms, True, False), (told.high_ms + SECOND, False, True)):
        accepted = e.OfferAccepted(
            at=told.at + after_ms,
            offer_id="o",
            contact_id=ContactId("c1"),
            agent_id="a",  # type: ignore[arg-type]
        )
        found = receipt(ContactId("c1"), [*made.events, accepted])
        assert found is not None
        assert (found.kept, found.was_longer) == (kept, longer)


def test_receipts_agree_with_the_core_on_long_random_days() -> None:
    """Whoever comes, leaves, asks to be called and is answered: no receipt of any contact says that it was
    passed, and each place is the core's own at arrival."""
    for seed in range(5):
        made, chance = TestCentre(), random.Random(seed)
        for queue in (Q, OTHER):
            needs = (Skill(queue),)
            settings = QueueSettings(
                name=queue, required_skills=needs, promise_ms=chance.choice((30, 90)) * SECOND
            )
            made.do(c.AddQueue, queue_id=queue, settings=settings)
        for number in range(4):
            skills = tuple(Skill(each) for each in chance.sample((Q, OTHER), chance.choice((1, 2))))
            made.do(c.AddAgent, agent_id=f"a{number}", skills=tuple(sorted(skills)))
        places = _day(made, chance)
        for contact, place in places.items():
            found = of(made, contact)
            assert (found.overtaken_by, found.place) == (0, place), (seed, contact)


def _day(made: TestCentre, chance: random.Random) -> dict[str, int]:
    """Three hundred things that happen; each contact's place when it came."""
    places: dict[str, int] = {}
    for number in range(300):
        made.at += chance.randrange(1, 20) * SECOND
        made.do(c.Tick)
        what = chance.random()
        waiting = [each for each in made.state.contacts.values() if each.phase == "waiting"]
        if what < 0.4:
            contact = f"c{number}"
            made.do(c.ArriveContact, contact_id=contact, queue_id=chance.choice((Q, OTHER)))
            places[contact] = made.state.contacts[ContactId(contact)].place_at_arrival
        elif what < 0.5 and waiting:
            made.do(c.EndContact, contact_id=chance.choice(waiting).contact_id, ended_by="customer")
        elif what < 0.6 and waiting:
            made.do(c.AskCallback, contact_id=chance.choice(waiting).contact_id)
        else:
            _serve(made, chance)
    return places


def _serve(made: TestCentre, chance: random.Random) -> None:
    """Agents come, answer and finish."""
    agent = chance.choice(tuple(made.state.agents.values()))
    if agent.presence in ("signed_out", "pause"):
        made.do(c.BecomeReady, agent_id=agent.agent_id)
    elif agent.offer_id is not None:
        made.do(c.AcceptOffer, offer_id=agent.offer_id)
    elif agent.contacts:
        contact = made.state.contacts[agent.contacts[0]]
        if contact.phase == "dialling" and contact.callback is not None:
            miss = chance.choice((None, "busy"))
            made.do(
                c.ReportAttempt, contact_id=contact.contact_id, attempt=contact.callback.attempts, miss=miss
            )
        else:
            made.do(c.EndContact, contact_id=contact.contact_id, ended_by="customer")
