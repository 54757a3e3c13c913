"""A mentor sits with a learner, and is in each of the learner's talks from the first word."""

from __future__ import annotations

from core.centre import TestCentre, kinds, only
from core.colleagues import Talk
from lur.core import commands as c
from lur.core import events as e


def pair() -> TestCentre:
    """Mia sits with Leo, who is ready."""
    centre = TestCentre()
    centre.queue()
    centre.agent("leo")
    centre.agent("mia", ready=False)
    centre.do(c.SitIn, agent_id="mia", learner_id="leo")
    return centre


def test_a_mentor_hears_the_first_word() -> None:
    """Answering brings the mentor along; hanging up lets both go."""
    centre = pair()
    centre.call("caller")
    came = only(centre.accept("caller"), e.PartyCame)
    assert (came.agent_id, came.purpose, came.part) == ("mia", "mentor", "listen")
    centre.end("caller")
    assert centre.presence("mia") == "standby"


def test_also_when_the_customer_is_called_back() -> None:
    """From when they answer."""
    centre = pair()
    centre.do(c.TakePause, agent_id="leo")
    centre.call("caller")
    centre.do(c.AskCallback, contact_id="caller")
    centre.do(c.BecomeReady, agent_id="leo")
    assert "PartyCame" not in kinds(centre.accept("caller"))
    assert "PartyCame" in kinds(centre.do(c.ReportAttempt, contact_id="caller", attempt=1))


def test_also_when_a_colleague_gives_the_customer() -> None:
    """The learner's talks are the learner's, wherever they come from."""
    talk = Talk()
    talk.do(c.SitIn, agent_id="cilla", learner_id="dag")
    decided = talk.do(c.AnswerAsk, party_id=talk.ask("dag", "transfer"))
    assert [event.agent_id for event in decided if isinstance(event, e.PartyCame)] == ["dag", "cilla"]


def test_sitting_down_in_the_middle_of_a_talk() -> None:
    """In at once, if the mentor can be heard."""
    talk = Talk()
    decided = talk.do(c.SitIn, agent_id="dag", learner_id="anna")
    assert kinds(decided) == ["AgentStoodBy", "MentorSatIn", "PartyCame"]
    assert talk.do(c.SitIn, agent_id="dag", learner_id="anna") == ()
    other = Talk()
    other.do(c.ReportHindrance, agent_id="bo", hindrance="asleep")
    assert "PartyCame" not in kinds(other.do(c.SitIn, agent_id="bo", learner_id="anna"))


def test_a_learner_has_one_mentor_and_a_mentor_one_learner() -> None:
    """The latest word counts."""
    talk = Talk()
    talk.do(c.SitIn, agent_id="bo", learner_id="anna")
    decided = talk.do(c.SitIn, agent_id="cilla", learner_id="anna")
    assert kinds(decided)[:3] == ["MentorGotUp", "PartyWent", "AgentStoodBy"]
    assert talk.state.mentors == {"anna": "cilla"}
    talk.end("caller")
    talk.do(c.SitIn, agent_id="cilla", learner_id="dag")
    assert talk.state.mentors == {"dag": "cilla"}


def test_getting_up() -> None:
    """Out of the talk too; who sits with nobody is told so."""
    talk = Talk()
    talk.do(c.SitIn, agent_id="bo", learner_id="anna")
    assert kinds(talk.do(c.GetUp, agent_id="bo")) == ["MentorGotUp", "PartyWent", "AgentStoodBy"]
    assert talk.refused(c.GetUp, agent_id="bo").code == "not_sitting_in"
    assert talk.refused(c.GetUp, agent_id="nobody").code == "unknown_agent"
    talk.do(c.SitIn, agent_id="bo", learner_id="dag")
    talk.do(c.JoinTalk, contact_id="caller", agent_id="bo")
    assert kinds(talk.do(c.GetUp, agent_id="bo")) == ["MentorGotUp"]


def test_who_cannot_sit_in() -> None:
    """With oneself, with a stranger, or in the middle of a talk of one's own."""
    talk = Talk()
    assert talk.refused(c.SitIn, agent_id="bo", learner_id="bo").code == "same_agent"
    assert talk.refused(c.SitIn, agent_id="bo", learner_id="nobody").detail == "nobody"
    assert talk.refused(c.SitIn, agent_id="nobody", learner_id="bo").detail == "nobody"
    assert talk.refused(c.SitIn, agent_id="anna", learner_id="bo").code == "presence_forbids"


def test_signing_out_parts_them() -> None:
    """Whoever of the two goes."""
    centre = pair()
    centre.do(c.SignOut, agent_id="mia")
    assert centre.state.mentors == {}
    other = pair()
    other.do(c.SignOut, agent_id="leo")
    assert (other.state.mentors, other.state.agents["mia"].learner_id) == ({}, None)  # type: ignore[index]


def test_a_mentor_who_pauses_hears_nothing() -> None:
    """The pair stays; the talk goes on without."""
    centre = pair()
    centre.do(c.TakePause, agent_id="mia")
    centre.call("caller")
    assert kinds(centre.accept("caller")) == ["OfferAccepted"]


def test_the_customer_hears_one_voice() -> None:
    """A mentor may whisper to the learner, and take over; not speak beside them."""
    talk = Talk()
    talk.do(c.SitIn, agent_id="bo", learner_id="anna")
    party = talk.parties()[0].party_id
    talk.do(c.ChangePart, party_id=party, part="whisper")
    assert talk.refused(c.ChangePart, party_id=party, part="joined").code == "part_forbidden"
    talk.do(c.TakeOver, party_id=party, from_agent_id="anna", stays=True)
    learner = talk.parties()[0]
    assert (learner.agent_id, learner.purpose, learner.part) == ("anna", "learner", "listen")
    refused = talk.refused(c.ChangePart, party_id=learner.party_id, part="joined")
    assert refused.code == "part_forbidden"


def test_a_written_contact_is_not_listened_to() -> None:
    """There is nothing to hear."""
    centre = pair()
    centre.queue("mail", channel="mail")
    centre.call("letter", "mail")
    assert kinds(centre.accept("letter")) == ["OfferAccepted"]
    centre.do(c.GetUp, agent_id="mia")
    assert "PartyCame" not in kinds(centre.do(c.SitIn, agent_id="mia", learner_id="leo"))
