"""Talks with colleagues in a journal: what may not be is named by a check that knows nothing of the rules'
code.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from core.centre import SECOND, TestCentre, only
from lur.adapters.storage.journal_file import new_journal
from lur.core import commands as c
from lur.core import events as e
from lur.core.ids import AgentId, CommandId, ContactId
from lur.verify.check import verify

Story = list[e.AnyEvent]
E = TypeVar("E", bound=e.Event)


def asked(centre: TestCentre, contact: str, whom: str | None, purpose: str, **fields: str) -> str:
    """The party's id."""
    events = centre.do(c.AskParty, contact_id=contact, agent_id=whom, purpose=purpose, **fields)
    return only(events, e.PartyAsked).party_id


def true_story() -> Story:
    """Anna consults Bo and gives him the first caller, who goes on to an outside number; she leaves the
    second to Cilla, who takes it, and the third to Bo, who does not; a fourth is called out and taken over.
    """
    centre = TestCentre()
    centre.queue(wrap_up_ms=0, breath_ms=0)
    centre.agent("anna")
    for name in ("bo", "cilla"):
        centre.agent(name, ready=False)
        centre.do(c.StandBy, agent_id=name, helps=name == "cilla")
    _handed_over_and_left_outside(centre)
    _left_to_colleagues(centre)
    _called_out_and_taken_over(centre)
    return centre.events


def _handed_over_and_left_outside(centre: TestCentre) -> None:
    centre.call("first")
    centre.accept("first")
    bo = asked(centre, "first", "bo", "consult")
    centre.wait(2 * SECOND)
    centre.do(c.AnswerAsk, party_id=bo)
    centre.do(c.HandOver, contact_id="first", party_id=bo)
    asked(centre, "first", None, "transfer", party_id="out")
    centre.do(c.AnswerAsk, party_id="out")
    centre.wait(2 * SECOND)
    centre.end("first")


def _left_to_colleagues(centre: TestCentre) -> None:
    for caller, whom in (("second", "cilla"), ("third", "bo")):
        centre.call(caller)
        centre.accept(caller)
        party_id = asked(centre, caller, whom, "transfer")
        centre.do(c.LeaveTalk, contact_id=caller)
        centre.wait(2 * SECOND)
        if whom == "cilla":
            centre.do(c.AnswerAsk, party_id=party_id)
        else:
            centre.do(c.DeclineAsk, party_id=party_id, reason="declined")
            centre.accept(caller)
        centre.wait(2 * SECOND)
        centre.end(caller)


def _called_out_and_taken_over(centre: TestCentre) -> None:
    centre.do(c.CallOut, contact_id="fourth", agent_id="anna", queue_id="support")
    centre.do(c.ReportAttempt, contact_id="fourth", attempt=1)
    asked(centre, "fourth", None, "help")
    [party] = centre.state.contacts["fourth"].parties  # type: ignore[index]
    centre.do(c.AnswerAsk, party_id=party.party_id)
    centre.do(c.TakeOver, party_id=party.party_id, from_agent_id="anna", stays=True)
    centre.wait(2 * SECOND)
    centre.end("fourth", by="agent")
    centre.wait(120 * SECOND)
    centre.call("fifth")


def said(path: Path, story: Sequence[e.AnyEvent]) -> str:
    """All that is found in a journal of these events, one command each."""
    with new_journal(path / "journal.db") as writer:
        for number, event in enumerate(story):
            writer.add([event], CommandId(f"k{number}"), "system")
    return "\n".join(finding.text for finding in verify(path / "journal.db").findings)


def find(story: Story, kind: type[E], number: int = 0) -> tuple[int, E]:
    """Where the event of a kind is, and which."""
    return [(at, event) for at, event in enumerate(story) if isinstance(event, kind)][number]


def without(kind: type[e.Event], number: int = 0) -> Callable[[Story], Story]:
    """Somebody takes an event out and hashes the chain anew."""

    def plant(story: Story) -> Story:
        at, _ = find(story, kind, number)
        return story[:at] + story[at + 1 :]

    return plant


def other(kind: type[e.Event], number: int = 0, **fields: object) -> Callable[[Story], Story]:
    """Somebody writes something else into an event."""

    def plant(story: Story) -> Story:
        at, event = find(story, kind, number)
        return [*story[:at], msgspec.structs.replace(event, **fields), *story[at + 1 :]]

    return plant


def early(kind: type[e.Event], before: type[e.Event], number: int = 0) -> Callable[[Story], Story]:
    """Something is said to have happened before it could."""

    def plant(story: Story) -> Story:
        at, event = find(story, kind, number)
        to, at_that_time = find(story, before, 0)
        moved = msgspec.structs.replace(event, at=at_that_time.at)
        return [*story[:to], moved, *story[to:at], *story[at + 1 :]]

    return plant


def test_a_true_story_holds(tmp_path: Path) -> None:
    """Consult, hand-over, outside, both ends of a blind transfer, an outgoing call, help and a take-over."""
    assert said(tmp_path, true_story()) == ""


@pytest.mark.parametrize(
    ("plant", "words"),
    [
        (without(e.PartyCame), "first was given to bo, who had not come"),
        (early(e.ContactHandedOver, e.PartyCame), "first was given to bo, who had not come"),
        (other(e.ContactHandedOver, agent_id=AgentId("cilla")), "first was given to cilla, who had not come"),
        (other(e.ContactHandedOver, from_agent_id=AgentId("cilla")), "given away by cilla; anna had it"),
        (other(e.ContactHandedOver, from_agent_id=None), "given away by nobody; anna had it"),
        (other(e.PartyAsked, agent_id=AgentId("anna")), "anna was called by a colleague, and was on_contact"),
        (other(e.PartyAsked, asked_by=AgentId("cilla")), "cilla asked somebody into the talk of first"),
        (without(e.AgentStoodBy), "bo was called by a colleague, and was signed_out"),
        (without(e.PartyCame, 1), "first was given to an outside number, who had not come"),
        (without(e.ContactReturned), "third was left with nobody"),
        (without(e.PartyAsked, 2), "second was left with nobody"),
        (without(e.PartyWent, 1), "bo stayed in the talk of third, which is none"),
        (without(e.ContactLeftToColleague), "given away by nobody; anna had it"),
        (other(e.PartyCame, agent_id=AgentId("cilla")), "cilla came into the talk of first, and was not who"),
        (early(e.PartyCame, e.PartyAsked), "bo came into the talk of first"),
        (
            other(e.PartyCame, -1, contact_id=ContactId("nobody")),
            "into the talk of nobody, who was with nobody",
        ),
    ],
)
def test_what_may_not_be_is_named(tmp_path: Path, plant: Callable[[Story], Story], words: str) -> None:
    """Given to who had not come, called out of a talk or a night's sleep, left with nobody."""
    assert words in said(tmp_path, plant(true_story()))


def test_nobody_is_in_two_talks(tmp_path: Path) -> None:
    """Bo is in the first caller's talk, and takes the second's too; or is offered somebody meanwhile."""
    story = true_story()
    at, came = find(story, e.PartyCame)
    also = msgspec.structs.replace(came, contact_id="second", party_id="x", purpose="join")
    found = said(tmp_path, [*story[: at + 1], also, *story[at + 1 :]])
    assert "bo came into the talk of second and was in that of first" in found


def test_an_agent_in_a_talk_is_offered_nobody(tmp_path: Path) -> None:
    """Not even when everything else about the offer is right."""
    story = true_story()
    at, _ = find(story, e.PartyCame)
    _, offer = find(story, e.OfferMade)
    also = msgspec.structs.replace(offer, offer_id="x", agent_id="bo")
    assert "offered to bo, who was in the talk of first" in said(tmp_path, [*story[: at + 1], also])


def test_a_phone_that_rings_for_ever_is_found(tmp_path: Path) -> None:
    """Cilla's phone is said to ring still, long after it must have ended; the customer hears music."""
    story = true_story()
    at, _ = find(story, e.ContactLeftToColleague)
    late = [event for event in story[at + 1 :] if getattr(event, "contact_id", "") == "fifth"]
    assert "second was left with nobody" in said(tmp_path, [*story[: at + 1], *late])


def test_a_party_that_never_was_cannot_go(tmp_path: Path) -> None:
    """Somebody left a talk without having been in it, or came into one that was none."""
    story = true_story()
    at, went = find(story, e.PartyWent)
    again = msgspec.structs.replace(went, at=story[at].at)
    assert "who was not in it" in said(tmp_path, [*story[: at + 1], again, *story[at + 1 :]])
