"""``lur status --json`` is a contract: the whole status, and the talks that go on by themselves."""

from __future__ import annotations

from lur.cli.status import report
from lur.core.ids import AgentId, ContactId, QueueId
from lur.runtime.views import CallerView, CentreView, ContactPhase, ContactView, HealthView, Status


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
        recording_declined=False,
        one_way_audio=name == "deaf",
        caller=CallerView(),
    )


def test_calls_are_the_talks_oldest_first() -> None:
    """Who waits or writes has no call; a held talk is one."""
    contacts = (
        contact("waits", "waiting", 1),
        contact("deaf", "talking", 3),
        contact("parked", "held", 2),
        contact("writes", "talking", 1, channel="chat"),
    )
    status = Status(
        at=9,
        centre=CentreView(),
        queues=(),
        contacts=contacts,
        agents=(),
        trunks=(),
        health=HealthView(),
    )
    told = report(status)
    assert [(c.contact_id, c.held, c.one_way_audio) for c in told.calls] == [
        ("parked", True, False),
        ("deaf", False, True),
    ]
    assert told.contacts == contacts
