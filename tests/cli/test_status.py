"""``lur status --json`` is a contract: the whole status, and the talks that go on by themselves."""

from __future__ import annotations

import msgspec
import pytest

from lur.cli.status import _show, report
from lur.core.ids import AgentId, ContactId, PartyId, QueueId
from lur.core.values import Part, Purpose
from lur.runtime.views import (
    CallerView,
    CentreView,
    ContactPhase,
    ContactView,
    HealthView,
    PartyView,
    Status,
)


def contact(name: str, phase: ContactPhase, since: int, *, channel: str = "voice") -> ContactView:
    """A contact in a phase."""
    return ContactView(
        id=ContactId(name),
        queue_id=QueueId("support"),
        channel=channel,  # type: ignore[arg-type]
        language="sv",
        entry="support",
        phase=phase,
        phase_since=since,
        place=None,
        place_at_arrival=1,
        entered=0,
        due=0,
        agent_id=AgentId("101") if phase in ("talking", "held") else None,
        offer_id=None,
        offer_expires=None,
        answered_at=None,
        told=None,
        until=None,
        callback=None,
        also=(),
        choices=(),
        statements=0,
        upset=None,
        tell_all=False,
        solved=False,
        incident_id=None,
        parties=(),
        left_by=None,
        hold_since=None,
        hold_over=False,
        is_outgoing=False,
        hints=0,
        recording_declined=False,
        one_way_audio=name == "deaf",
        caller=CallerView(),
    )


EMPTY = Status(at=9, centre=CentreView(), queues=(), contacts=(), agents=(), trunks=(), health=HealthView())


def party(
    party_id: str,
    agent_id: AgentId | None,
    purpose: Purpose,
    part: Part,
    *,
    is_there: bool,
    name: str = "",
) -> PartyView:
    """Somebody beside the agent."""
    return PartyView(
        id=PartyId(party_id),
        agent_id=agent_id,
        purpose=purpose,
        part=part,
        is_there=is_there,
        since=0,
        expires=None if is_there else 9,
        number="",
        name=name,
    )


def test_calls_are_the_talks_oldest_first() -> None:
    """Who waits or writes has no call; a held talk is one."""
    contacts = (
        contact("waits", "waiting", 1),
        contact("deaf", "talking", 3),
        contact("parked", "held", 2),
        contact("writes", "talking", 1, channel="chat"),
    )
    told = report(msgspec.structs.replace(EMPTY, contacts=contacts))
    assert [(c.contact_id, c.held, c.one_way_audio) for c in told.calls] == [
        ("parked", True, False),
        ("deaf", False, True),
    ]
    assert told.contacts == contacts


def test_who_else_is_in_a_talk_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Colleagues by id and how they take part; an outside number by its name, or that it is asked."""
    there = party("p1", AgentId("102"), "help", "whisper", is_there=True)
    asked = party("p2", None, "consult", "aside", is_there=False, name="Frakt")
    talk = msgspec.structs.replace(contact("c1", "talking", 3), parties=(there, asked))
    _show(msgspec.structs.replace(EMPTY, contacts=(talk,)))
    assert "102 (whisper), Frakt (asked to consult)" in capsys.readouterr().out
