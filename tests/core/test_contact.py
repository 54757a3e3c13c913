"""A contact's life: it arrives, is offered, answered, held, and ends in exactly one outcome."""

from __future__ import annotations

import pytest

from core.centre import MONDAY_NOON, SECOND, TestCentre, kinds, only
from lur.core import commands as c
from lur.core import events as e
from lur.core.values import OpenSpan


def test_arrival_is_offered_at_once_to_a_free_agent() -> None:
    """One command, one whole: the arrival and the offer."""
    centre = TestCentre()
    centre.queue(ring_timeout_ms=20 * SECOND)
    centre.agent("anna")
    arrived, made = centre.call("caller", language="nb", entry="support")
    assert isinstance(arrived, e.ContactArrived)
    assert isinstance(made, e.OfferMade)
    assert (arrived.entered, arrived.due) == (centre.at, centre.at + 60 * SECOND)
    assert (made.offer_id, made.expires) == ("o1", centre.at + 20 * SECOND)


def test_closed_queue_turns_away() -> None:
    """Outside its hours, in the company's own time: on record, with its one outcome."""
    centre = TestCentre()
    centre.queue(opening_hours=(OpenSpan(0, 8 * 60, 12 * 60 + 30),), callbacks=False)
    assert kinds(centre.call("early")) == ["ContactArrived"]
    decided = centre.call("late", utc_offset_min=60)
    ended = only(decided, e.ContactEnded)
    assert (ended.outcome, ended.cause) == ("turned_away", "closed")


def test_closing_time_does_not_throw_anybody_out() -> None:
    """Who came in time is served."""
    centre = TestCentre()
    centre.queue(opening_hours=(OpenSpan(0, 8 * 60, 12 * 60 + 30),))
    centre.call("caller")
    centre.at += 3600 * SECOND
    centre.agent("anna")
    assert centre.state.contacts["caller"].phase == "offered"


def test_abandoned_while_waiting_and_while_it_rings() -> None:
    """The customer gives up: no agent is blamed."""
    centre = TestCentre()
    centre.queue()
    centre.call("gives-up")
    assert only(centre.end("gives-up"), e.ContactEnded).outcome == "abandoned"
    centre.agent("anna")
    centre.call("too-late")
    decided = centre.end("too-late")
    assert kinds(decided) == ["OfferWithdrawn", "ContactEnded"]
    assert centre.presence("anna") == "ready"


def test_hanging_up_while_it_rings_gives_the_agent_to_the_next() -> None:
    """The freed agent is offered the next in line in the same instant."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.call("first")
    centre.call("second")
    assert only(centre.end("first"), e.OfferMade).contact_id == "second"


def test_answer_and_hang_up_at_the_same_instant() -> None:
    """Whichever the writer sees first decides; the other is told that it is over."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.call("caller")
    offer_id = centre.offer_of("caller")
    centre.end("caller")
    assert centre.refused(c.AcceptOffer, offer_id=offer_id).code == "offer_is_over"
    assert centre.refused(c.DeclineOffer, offer_id=offer_id, reason="busy").code == "offer_is_over"


@pytest.mark.parametrize(
    ("by", "cause", "outcome"),
    [("system", "line_lost", "lost"), ("system", "closed", "turned_away"), ("agent", "hung_up", "lost")],
)
def test_outcomes_before_an_answer(by: str, cause: str, outcome: str) -> None:
    """Only a customer who leaves is abandoned; a failed line is lost."""
    centre = TestCentre()
    centre.queue()
    centre.call("caller")
    assert only(centre.end("caller", by=by, cause=cause), e.ContactEnded).outcome == outcome


def test_line_lost_during_the_talk_is_still_served() -> None:
    """They had spoken; the cause says what happened."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.call("caller")
    centre.accept("caller")
    ended = only(centre.end("caller", by="system", cause="line_lost"), e.ContactEnded)
    assert (ended.outcome, ended.cause) == ("served", "line_lost")


def test_giving_up_after_the_agent_was_lost_is_abandoned() -> None:
    """A contact that returned and then left had not got its answer."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.call("caller")
    centre.accept("caller")
    centre.do(c.ReturnContact, contact_id="caller", reason="agent_line_lost")
    assert only(centre.end("caller"), e.ContactEnded).outcome == "abandoned"


def test_hold_and_resume() -> None:
    """Parking twice is the same as once, and so is coming back."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.call("caller")
    assert centre.refused(c.HoldContact, contact_id="caller").code == "contact_not_talking"
    assert centre.refused(c.ReturnContact, contact_id="caller", reason="agent_line_lost").detail == "offered"
    centre.accept("caller")
    assert centre.do(c.ResumeContact, contact_id="caller") == ()
    assert kinds(centre.do(c.HoldContact, contact_id="caller")) == ["ContactHeld"]
    assert centre.do(c.HoldContact, contact_id="caller") == ()
    assert kinds(centre.do(c.ResumeContact, contact_id="caller")) == ["ContactResumed"]
    assert centre.refused(c.ResumeContact, contact_id="ghost").code == "unknown_contact"


def test_recording_declined_once() -> None:
    """Said is said; saying it again changes nothing."""
    centre = TestCentre()
    centre.queue()
    centre.call("caller")
    assert kinds(centre.do(c.DeclineRecording, contact_id="caller")) == ["RecordingDeclined"]
    assert centre.do(c.DeclineRecording, contact_id="caller") == ()
    assert centre.refused(c.DeclineRecording, contact_id="ghost").code == "unknown_contact"


def test_recordings_are_noted_after_the_contact_is_over() -> None:
    """The file is closed later than the call; the journal takes the note all the same."""
    centre = TestCentre()
    kept = centre.do(
        c.KeepRecording, contact_id="gone", recording_id="r1", sha256="ab", started_at=1, duration_ms=2
    )
    lost = centre.do(c.LoseRecording, contact_id="gone", recording_id="r2", reason="disk_full")
    assert kinds(kept + lost) == ["RecordingKept", "RecordingLost"]


def test_arrivals_that_cannot_be() -> None:
    """Unknown queue, the same contact twice (live or over), the wrong channel."""
    centre = TestCentre()
    centre.queue()
    centre.call("caller")
    arrive = {"contact_id": "caller", "queue_id": "support"}
    assert centre.refused(c.ArriveContact, contact_id="x", queue_id="ghost").code == "unknown_queue"
    assert centre.refused(c.ArriveContact, **arrive).code == "contact_exists"
    centre.end("caller")
    assert centre.refused(c.ArriveContact, **arrive).code == "contact_exists"
    assert centre.refused(c.EndContact, contact_id="caller", ended_by="agent").code == "contact_already_ended"
    wrong = centre.refused(c.ArriveContact, contact_id="x", queue_id="support", channel="chat")
    assert (wrong.code, wrong.detail) == ("wrong_channel", "voice")


def test_moves_that_cannot_be() -> None:
    """Unknown contact, unknown queue, another channel."""
    centre = TestCentre()
    centre.queue()
    centre.queue("chat", channel="chat")
    centre.call("caller")
    assert centre.refused(c.MoveContact, contact_id="ghost", queue_id="support").code == "unknown_contact"
    assert centre.refused(c.MoveContact, contact_id="caller", queue_id="ghost").code == "unknown_queue"
    assert centre.refused(c.MoveContact, contact_id="caller", queue_id="chat").code == "wrong_channel"


def test_only_the_latest_ended_contacts_are_remembered() -> None:
    """The live state stays small for ever."""
    centre = TestCentre()
    centre.queue()
    for n in range(2_001):
        centre.call(f"c{n}")
        centre.end(f"c{n}")
    assert len(centre.state.ended) == 2_000
    assert "c0" not in centre.state.ended


def test_monday_noon_is_a_monday_noon() -> None:
    """The tests' own clock, so that opening hours above mean what they say."""
    assert MONDAY_NOON // 86_400_000 % 7 == 4
    assert MONDAY_NOON % 86_400_000 == 12 * 3_600_000


def test_what_came_of_a_contact_can_be_said_after_the_wrap_up_and_during_the_talk() -> None:
    """A wrap-up that ran out is no lost result; the latest word counts, and hard ones are shared out."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.call("caller")
    centre.accept("caller")
    during = centre.do(c.DescribeContact, contact_id="caller", agent_id="anna", hard=True)
    assert only(during, e.ContactDescribed).hard
    assert centre.state.agents["anna"].hard_load(centre.at) == 1  # type: ignore[index]
    centre.end("caller")
    centre.wait(60 * SECOND)
    after = centre.do(
        c.DescribeContact, contact_id="caller", agent_id="anna", disposition="parcel", solved=True
    )
    assert only(after, e.ContactDescribed).disposition == "parcel"
    assert centre.state.agents["anna"].hard_load(centre.at) == 1  # type: ignore[index]


def test_a_matter_is_marked_as_solved_while_it_is_talked_about_and_unmarked() -> None:
    """The latest word counts; a word about something else leaves the mark as it is."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.call("caller")
    centre.accept("caller")
    seen = []
    for solved in (True, None, False, True):
        centre.do(c.DescribeContact, contact_id="caller", agent_id="anna", solved=solved)
        seen.append(centre.state.contacts["caller"].solved)  # type: ignore[index]
    assert seen == [True, True, False, True]
    centre.do(c.DescribeContact, contact_id="caller", agent_id="anna", unsure=True)
    assert not centre.state.contacts["caller"].solved  # type: ignore[index]


def test_an_agent_who_does_not_know_takes_back_what_was_said() -> None:
    """Not beside a yes or a no, which is the word that counts."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.call("caller")
    centre.accept("caller")
    centre.end("caller")
    described = centre.do(c.DescribeContact, contact_id="caller", agent_id="anna", solved=True, unsure=True)
    assert not only(described, e.ContactDescribed).unsure
    finished = centre.do(c.FinishWrapUp, agent_id="anna", unsure=True)
    assert only(finished, e.WrapUpFinished).unsure


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"contact_id": "ghost", "agent_id": "anna"}, "unknown_contact"),
        ({"contact_id": "caller", "agent_id": "ghost"}, "unknown_agent"),
        ({"contact_id": "caller", "agent_id": "anna", "disposition": "x" * 81}, "bad_settings"),
    ],
)
def test_a_description_of_nothing_is_refused(fields: dict[str, str], code: str) -> None:
    """Of a contact or by an agent that nobody knows, or endless."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.call("caller")
    assert centre.refused(c.DescribeContact, **fields).code == code


def test_a_contact_that_nobody_has_cannot_be_returned() -> None:
    """It waits, so there is no agent whose line could have failed."""
    centre = TestCentre()
    centre.queue()
    centre.call("caller")
    for name, code in (("caller", "contact_not_talking"), ("nobody", "unknown_contact")):
        assert centre.refused(c.ReturnContact, contact_id=name, reason="agent_line_lost").code == code
