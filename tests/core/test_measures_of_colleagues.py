"""What agents do together is counted for itself, and makes no other figure better or worse than it was."""

from __future__ import annotations

from core.centre import SECOND, TestCentre
from core.colleagues import Talk
from lur.core import commands as c
from lur.core.measures import Measures, Tally


def measured(centre: TestCentre) -> Measures:
    """All of a centre's events, folded."""
    measures = Measures()
    for event in centre.events:
        measures.observe(event)
    return measures


def tally_of(centre: TestCentre, queue: str = "support") -> Tally:
    """The figures of one queue."""
    return measured(centre).tallies[queue]  # type: ignore[index]


def test_who_came_is_counted_and_who_was_only_asked_is_not() -> None:
    """A consult that is answered, one that is declined, help that comes; an outside number counts too."""
    talk = Talk()
    party_id = talk.comes("bo")
    talk.do(c.EndParty, party_id=party_id, reason="left")
    declined = talk.ask("bo")
    talk.do(c.DeclineAsk, party_id=declined, reason="declined")
    talk.outside()
    talk.comes(None, "help")
    tally = tally_of(talk)
    assert (tally.consulted, tally.helped, tally.handed_over) == (2, 1, 0)


def test_who_joins_or_sits_in_is_not_help_that_was_asked_for() -> None:
    """Nobody asked for them."""
    talk = Talk()
    talk.do(c.JoinTalk, contact_id="caller", agent_id="bo")
    talk.do(c.SitIn, agent_id="cilla", learner_id="anna")
    assert (tally_of(talk).consulted, tally_of(talk).helped) == (0, 0)


def test_a_talk_of_two_agents_is_one_talk() -> None:
    """Ten seconds with Anna, ten on hold while Bo is told, ten with Bo: handled once, thirty seconds of talk,
    two wrap-ups."""
    talk = Talk(wrap_up_ms=30 * SECOND)
    talk.wait(10 * SECOND)
    party_id = talk.comes("bo")
    talk.wait(10 * SECOND)
    talk.do(c.HandOver, contact_id="caller", party_id=party_id)
    talk.wait(10 * SECOND)
    talk.end("caller")
    talk.wait(60 * SECOND)
    tally = tally_of(talk)
    assert (tally.handed_over, tally.answered, tally.handled) == (1, 1, 1)
    assert tally.aht_ms() == (30 + 30 + 30) * SECOND


def test_every_hand_over_counts_whoever_began_it() -> None:
    """A blind transfer whose agent had left, and a colleague who takes over."""
    talk = Talk()
    party_id = talk.ask("bo", "transfer")
    talk.do(c.LeaveTalk, contact_id="caller")
    talk.do(c.AnswerAsk, party_id=party_id)
    talk.do(c.JoinTalk, contact_id="caller", agent_id="cilla")
    joined = talk.parties()[0].party_id
    talk.do(c.TakeOver, party_id=joined, from_agent_id="bo", stays=True)
    assert tally_of(talk).handed_over == 2


def test_nobody_who_came_is_no_hand_over() -> None:
    """The agent left, the colleague did not come: back in line, answered before and never abandoned."""
    talk = Talk()
    party_id = talk.ask("bo", "transfer")
    talk.do(c.LeaveTalk, contact_id="caller")
    talk.do(c.DeclineAsk, party_id=party_id, reason="declined")
    talk.do(c.TakePause, agent_id="dag")
    talk.end("caller")
    tally = tally_of(talk)
    assert (tally.handed_over, tally.answered, tally.abandoned) == (0, 1, 0)
    assert tally.service_level() == 1.0


def test_given_to_a_queue_counts_where_it_was() -> None:
    """Once for who was in a talk, and not for who was moved in line."""
    talk = Talk()
    talk.do(c.MoveContact, contact_id="caller", queue_id="billing")
    talk.do(c.MoveContact, contact_id="caller", queue_id="support")
    talk.call("waits")
    talk.do(c.MoveContact, contact_id="waits", queue_id="billing")
    assert tally_of(talk).given_to_queues == 1
    assert tally_of(talk, "billing").given_to_queues == 0


def test_talk_outside_is_nobodys_work() -> None:
    """The customer goes on with an outside number for an hour; ours ended when Anna left."""
    talk = Talk(wrap_up_ms=0)
    talk.wait(10 * SECOND)
    talk.outside("transfer")
    talk.wait(3_600 * SECOND)
    talk.end("caller")
    assert tally_of(talk).talk_ms == 10 * SECOND


def called_out(reached: bool) -> Talk:
    """Anna's caller has gone; then she calls somebody herself."""
    talk = Talk(wrap_up_ms=0, breath_ms=0)
    talk.end("caller")
    talk.do(c.CallOut, contact_id="out", agent_id="anna", queue_id="support")
    talk.wait(10 * SECOND)
    talk.do(c.ReportAttempt, contact_id="out", attempt=1, miss=None if reached else "busy")
    return talk


def waiting_figures(tally: Tally) -> tuple[object, ...]:
    """All that is said of those who turn to us."""
    left = (tally.abandoned, tally.lost, tally.not_reached, tally.joined)
    return tally.arrived, tally.answered, tally.wait_ms, tally.service_level(), tally.abandonment(), left


def test_an_outgoing_call_is_work_and_no_arrival() -> None:
    """Talk counts from the customer's answer; service level and waits are as they were."""
    before = Talk(wrap_up_ms=0, breath_ms=0)
    before.end("caller")
    talk = called_out(reached=True)
    talk.wait(20 * SECOND)
    talk.end("out")
    tally = tally_of(talk)
    assert (tally.called_out, tally.handled, tally.talk_ms) == (1, 2, 20 * SECOND)
    assert tally.aht_ms() == 10 * SECOND
    assert waiting_figures(tally) == waiting_figures(tally_of(before))


def test_an_outgoing_call_that_nobody_answers_is_no_customer_who_was_missed() -> None:
    """It counts as made, and nowhere else."""
    tally = tally_of(called_out(reached=False))
    assert (tally.called_out, tally.handled, tally.not_reached) == (1, 1, 0)


def test_an_outgoing_call_that_is_put_in_line_is_still_no_arrival() -> None:
    """Anna's line fails, they wait and hang up: not among those who turned to us and left."""
    talk = called_out(reached=True)
    figures = waiting_figures(tally_of(talk))
    talk.do(c.TakePause, agent_id="dag")
    talk.do(c.ReturnContact, contact_id="out", reason="agent_line_lost")
    talk.wait(60 * SECOND)
    talk.end("out")
    assert waiting_figures(tally_of(talk)) == figures


def test_assisting_is_work() -> None:
    """Bo, who was asked, worked as long as Anna did; standing by is neither work nor free."""
    talk = Talk(wrap_up_ms=0, breath_ms=0)
    talk.do(c.SignOut, agent_id="dag")
    talk.wait(100 * SECOND)
    talk.comes("bo")
    talk.wait(50 * SECOND)
    assert measured(talk).occupancy(talk.at) == 1.0
