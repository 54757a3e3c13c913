"""The supervisor's chair and the office: teams, today's assignments, doors, pauses, notes, ratings."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from core.centre import MONDAY_NOON, SECOND, TestCentre, kinds, parse
from lur.core import commands as c
from lur.core import events as e
from lur.core.hours import is_open, next_opening
from lur.core.values import DaySpan, HoursOverride, OpenSpan, PauseReason, QueueSettings, Skill, SpecialDay

HOUR = 3_600 * SECOND
DAY = 24 * HOUR
TEN = 10 * HOUR
"""Later than now by this much lies the end of most assignments here."""


def centre_of_two() -> TestCentre:
    """Anna can do tech, Bo can do law; both are ready."""
    centre = TestCentre()
    centre.queue("tech", "tech")
    centre.queue("law", "law")
    centre.agent("anna", "tech:2", team="north")
    centre.agent("bo", "law")
    return centre


def test_teams() -> None:
    """A team is a word beside the agent; it decides nothing, and the same again is no change."""
    centre = centre_of_two()
    assert centre.state.agents["anna"].team == "north"
    assert kinds(centre.do(c.ChangeAgentTeam, agent_id="anna", team="south")) == ["AgentTeamChanged"]
    assert centre.state.agents["anna"].team == "south"
    assert centre.do(c.ChangeAgentTeam, agent_id="anna", team="south") == ()
    assert centre.refused(c.ChangeAgentTeam, agent_id="x", team="").code == "unknown_agent"
    assert centre.refused(c.ChangeAgentTeam, agent_id="anna", team="n" * 61).detail == "team"
    assert centre.refused(c.AddAgent, agent_id="cleo", team="n" * 61).detail == "team"


def test_a_skill_lent_for_today_takes_the_first_who_waits() -> None:
    """The lent skill counts from the moment it is lent, and no longer than it was lent for."""
    centre = centre_of_two()
    centre.do(c.SignOut, agent_id="bo")
    centre.call("first", "law")
    centre.call("second", "law")
    lent = centre.do(c.AssignAgent, agent_id="anna", skills=parse(("law",)), until=centre.at + TEN)
    assert kinds(lent) == ["AgentAssigned", "OfferMade"]
    assert centre.state.agents["anna"].serves == ("tech", "law")
    assert centre.state.contacts["first"].phase == "offered"
    centre.accept("first")
    centre.end("first")
    centre.do(c.SignOut, agent_id="anna")
    assert "AssignmentEnded" in kinds(centre.wait(TEN))
    centre.do(c.BecomeReady, agent_id="anna")
    assert centre.waiting("law") == ["second"]
    assert centre.state.agents["anna"].skills == {"tech": 2}


def test_of_two_levels_the_higher_counts() -> None:
    """Lending a lower level takes nothing away; other own skills count at once beside the lent ones."""
    centre = centre_of_two()
    centre.do(c.AssignAgent, agent_id="anna", skills=parse(("tech:1", "law:3")), until=centre.at + TEN)
    assert centre.state.agents["anna"].skills == {"tech": 2, "law": 3}
    centre.do(c.ChangeAgentSkills, agent_id="anna", skills=parse(("law:4", "bikes")))
    assert centre.state.agents["anna"].skills == {"tech": 1, "law": 4, "bikes": 1}
    centre.do(c.EndAssignment, agent_id="anna")
    assert centre.state.agents["anna"].skills == {"law": 4, "bikes": 1}
    assert centre.do(c.EndAssignment, agent_id="anna") == ()


def test_moved_to_another_queue_for_today() -> None:
    """Who is moved serves that queue alone: the first who waits there, not who waits where they were."""
    centre = centre_of_two()
    centre.agent("both", "tech", "law", ready=False)
    for agent in ("anna", "bo"):
        centre.do(c.SignOut, agent_id=agent)
    centre.do(c.AssignAgent, agent_id="both", queue_ids=("law",), until=centre.at + TEN)
    centre.call("tech1", "tech")
    centre.wait(SECOND)
    centre.call("law1", "law")
    ready = centre.do(c.BecomeReady, agent_id="both")
    assert centre.state.contacts["law1"].agent_id is None
    assert [event.contact_id for event in ready if isinstance(event, e.OfferMade)] == ["law1"]
    centre.do(c.DeclineOffer, offer_id=centre.offer_of("law1"), reason="declined")
    centre.do(c.EndAssignment, agent_id="both")
    back = centre.do(c.BecomeReady, agent_id="both")
    assert [event.contact_id for event in back if isinstance(event, e.OfferMade)] == ["tech1"]


def test_own_skills_change_while_moved() -> None:
    """A new skill of one's own does not lead out of the queue that one was moved to."""
    centre = centre_of_two()
    centre.do(c.AssignAgent, agent_id="anna", queue_ids=("tech",), until=centre.at + TEN)
    centre.do(c.SignOut, agent_id="bo")
    centre.call("law1", "law")
    assert kinds(centre.do(c.ChangeAgentSkills, agent_id="anna", skills=parse(("tech", "law")))) == [
        "AgentSkillsChanged"
    ]
    assert centre.waiting("law") == ["law1"]


def test_an_assignment_that_ends_frees_nobody_who_is_busy() -> None:
    """A missed ring and the end of an assignment, found by one late tick: the agent pauses, and nobody rings
    there."""
    centre = centre_of_two()
    centre.do(c.SignOut, agent_id="bo")
    centre.do(c.AssignAgent, agent_id="anna", skills=parse(("law",)), until=centre.at + 30 * SECOND)
    centre.call("one", "tech")
    centre.at += 60 * SECOND
    assert set(kinds(centre.do(c.Tick))) >= {"OfferExpired", "AgentPaused", "AssignmentEnded"}
    assert centre.presence("anna") == "pause"
    assert centre.waiting("tech") == ["one"]


@pytest.mark.parametrize(
    ("fields", "code", "detail"),
    [
        ({"agent_id": "x", "skills": (Skill("law"),)}, "unknown_agent", "x"),
        ({"skills": (Skill("law", 9),)}, "bad_settings", "skills"),
        ({"skills": (Skill("law"),), "until": MONDAY_NOON}, "bad_settings", "until"),
        ({"skills": (Skill("law"),), "until": MONDAY_NOON + 8 * DAY}, "bad_settings", "until"),
        ({}, "bad_settings", "queue_ids"),
        ({"queue_ids": ("tech", "tech")}, "bad_settings", "queue_ids"),
        ({"queue_ids": ("x",)}, "unknown_queue", "x"),
        ({"queue_ids": ("law",)}, "lacks_skills", "law"),
    ],
)
def test_bad_assignments(fields: dict[str, Any], code: str, detail: str) -> None:
    """Each is refused by name, and changes nothing."""
    centre = centre_of_two()
    refused = centre.refused(c.AssignAgent, **({"agent_id": "anna", "until": MONDAY_NOON + TEN} | fields))
    assert (refused.code, refused.detail) == (code, detail)
    assert centre.refused(c.EndAssignment, agent_id="x").code == "unknown_agent"


def test_who_is_removed_takes_their_assignment_along() -> None:
    """The deadline of somebody who is gone is nobody's; the same id later begins as usual."""
    centre = centre_of_two()
    centre.do(c.AssignAgent, agent_id="anna", skills=parse(("law",)), until=centre.at + TEN)
    centre.do(c.SignOut, agent_id="anna")
    centre.do(c.RemoveAgent, agent_id="anna")
    centre.agent("anna", "tech")
    assert centre.wait(2 * TEN) == ()
    assert centre.state.agents["anna"].serves == ("tech",)


# --- open and closed ---------------------------------------------------------------------------------------

NINE_TO_FIVE = QueueSettings(name="q", opening_hours=tuple(OpenSpan(day, 540, 1_020) for day in range(5)))


def overridden(is_open: bool, from_h: int, until_h: int, base: QueueSettings = NINE_TO_FIVE) -> QueueSettings:
    """Open or closed from and until so many hours after Monday noon."""
    override = HoursOverride(is_open, MONDAY_NOON + from_h * HOUR, MONDAY_NOON + until_h * HOUR)
    return msgspec.structs.replace(base, override=override)


@pytest.mark.parametrize(
    ("settings", "at_h", "opens_h"),
    [
        (NINE_TO_FIVE, 0, 0),
        (overridden(False, 0, 2), 0, 2),
        (overridden(False, 0, 2), 1, 2),
        (overridden(False, 0, 2), 2, 2),
        (overridden(False, 0, 8), 0, 21),
        (overridden(True, 5, 8), 6, 6),
        (overridden(True, 7, 8), 6, 7),
        (overridden(True, 30, 31), 6, 21),
        (overridden(False, 20, 23), 6, 23),
        (overridden(False, 30, 31), 6, 21),
        (overridden(False, -5, -4), 6, 21),
    ],
)
def test_opened_and_closed_by_somebody(settings: QueueSettings, at_h: int, opens_h: int) -> None:
    """What somebody opened or closed counts for its time, and the hours before and after."""
    at = MONDAY_NOON + at_h * HOUR
    assert next_opening(settings, at, 0) == MONDAY_NOON + opens_h * HOUR
    assert is_open(settings, at, 0) == (at_h == opens_h)


def test_opened_on_a_day_when_the_queue_never_opens() -> None:
    """A queue whose every day is shut opens when somebody says so, and not otherwise."""
    shut = QueueSettings(
        name="q", special_days=tuple(SpecialDay(MONDAY_NOON // DAY + day, ()) for day in range(70))
    )
    assert next_opening(shut, MONDAY_NOON, 0) is None
    assert next_opening(overridden(True, 3, 4, shut), MONDAY_NOON, 0) == MONDAY_NOON + 3 * HOUR
    part = msgspec.structs.replace(
        shut, special_days=(SpecialDay(MONDAY_NOON // DAY, (DaySpan(0, 60),)), *shut.special_days[1:])
    )
    assert next_opening(overridden(False, 3, 4, part), MONDAY_NOON, 0) is None


def test_a_queue_closed_by_somebody_lets_nobody_in() -> None:
    """Who waits already waits on; who comes is told. An override longer than a month is a mistake."""
    centre = TestCentre()
    centre.queue("q", callbacks=False)
    centre.call("before", "q")
    settings = centre.state.queues["q"].settings
    centre.do(c.ChangeQueue, queue_id="q", settings=overridden(False, 0, 2, settings))
    assert kinds(centre.call("after", "q")) == ["ContactArrived", "ContactEnded"]
    assert centre.waiting("q") == ["before"]
    for until_h in (0, 32 * 24):
        bad = overridden(False, 0, until_h, settings)
        assert centre.refused(c.ChangeQueue, queue_id="q", settings=bad).detail == "override"


# --- pauses ------------------------------------------------------------------------------------------------


def test_pauses_are_the_companys_own() -> None:
    """A new limit counts from the next pause; what is not in the list has an hour."""
    centre = centre_of_two()
    reasons = (PauseReason("recovery", HOUR), PauseReason("fika", 900 * SECOND))
    assert kinds(centre.do(c.ChangePauses, reasons=reasons)) == ["PausesChanged"]
    assert centre.do(c.ChangePauses, reasons=reasons) == ()
    centre.do(c.TakePause, agent_id="anna", reason="fika")
    assert centre.state.agents["anna"].until == centre.at + 900 * SECOND
    centre.do(c.TakePause, agent_id="bo", reason="lunch")
    assert centre.state.agents["bo"].until == centre.at + HOUR


@pytest.mark.parametrize(
    ("reasons", "detail"),
    [
        ((PauseReason("recovery", HOUR), PauseReason("recovery", HOUR)), "reasons"),
        ((PauseReason("recovery", HOUR), PauseReason("", HOUR)), "reasons"),
        ((PauseReason("recovery", 1),), "reasons"),
        (tuple(PauseReason(f"r{n}", HOUR) for n in range(21)), "reasons"),
        ((PauseReason("fika", HOUR),), "recovery"),
    ],
)
def test_bad_pauses(reasons: tuple[PauseReason, ...], detail: str) -> None:
    """Each once, with a limit that makes sense; and time to recover cannot be taken away."""
    assert TestCentre().refused(c.ChangePauses, reasons=reasons).detail == detail


# --- what is kept beside -----------------------------------------------------------------------------------


def test_a_change_is_noted() -> None:
    """The chain carries the digest of what lies beside it."""
    centre = TestCentre()
    noted = centre.do(c.NoteChange, change_id="c1", section="queues", sha256="ab" * 32)
    assert kinds(noted) == ["ChangeNoted"]
    assert centre.refused(c.NoteChange, change_id="", section="queues", sha256="ab").detail == "change"


def test_how_it_went() -> None:
    """Asked and answered when the contact is over, 1 to 5; while it goes on there is nothing to say."""
    centre = centre_of_two()
    centre.call("one", "tech")
    asked = {"contact_id": "one", "way": "key"}
    assert centre.refused(c.AskRating, **asked).code == "contact_not_over"
    assert centre.refused(c.RateContact, **asked, rating=5).code == "contact_not_over"
    centre.accept("one")
    centre.end("one", "agent")
    assert kinds(centre.do(c.AskRating, **asked)) == ["RatingAsked"]
    assert centre.refused(c.RateContact, **asked, rating=0).detail == "rating"
    assert kinds(centre.do(c.RateContact, **asked, rating=5)) == ["ContactRated"]
