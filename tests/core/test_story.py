"""What is said about a contact and what it is about: statements and incidents change no place."""

from __future__ import annotations

from core.centre import SECOND, TestCentre, kinds, only
from lur.core import commands as c
from lur.core import events as e
from lur.core.decide_story import MOST_STATEMENTS


def waiting() -> TestCentre:
    """One waits."""
    centre = TestCentre()
    centre.queue()
    centre.call("one")
    centre.call("two")
    return centre


def say(centre: TestCentre, name: str = "one", **fields: object) -> tuple[e.AnyEvent, ...]:
    """Keep a statement."""
    defaults = {"contact_id": name, "statement_id": "s1", "form": "voice"}
    return centre.do(c.KeepStatement, **(defaults | fields))


def test_what_is_said_loses_no_place() -> None:
    """The latest word on how upset counts, and wanting to tell it all stays wanted."""
    centre = waiting()
    say(centre, duration_ms=90 * SECOND, tell_all=True)
    say(centre, form="text", upset=7)
    say(centre, form="picture")
    contact = centre.state.contacts["one"]  # type: ignore[index]
    assert (contact.statements, contact.tell_all, contact.upset) == (3, True, 7)
    assert centre.waiting() == ["one", "two"]


def test_what_was_found_later_is_kept_too() -> None:
    """After a crash a statement may come when the contact has ended; the story still has it."""
    centre = waiting()
    centre.end("one")
    assert kinds(say(centre)) == ["StatementKept"]


def test_statements_within_reason() -> None:
    """Not of nobody, not too long, not 11 of 10, not without end."""
    centre = waiting()
    good = {"contact_id": "one", "statement_id": "s", "form": "text"}
    for fields, code in (
        ({"contact_id": "nobody"}, "unknown_contact"),
        ({"duration_ms": 1_000_000}, "bad_settings"),
        ({"upset": 11}, "bad_settings"),
    ):
        assert centre.refused(c.KeepStatement, **(good | fields)).code == code
    for _ in range(MOST_STATEMENTS):
        say(centre)
    assert centre.refused(c.KeepStatement, **good).code == "bad_settings"


def test_an_incident_ties_contacts_and_lets_them_go() -> None:
    """One is tied by an agent and waits on; two wants to be told and leaves."""
    centre = waiting()
    centre.do(c.OpenIncident, incident_id="i1", queue_ids=("support",))
    assert kinds(centre.do(c.TieContact, contact_id="one", incident_id="i1")) == ["ContactTied"]
    assert centre.do(c.TieContact, contact_id="one", incident_id="i1") == ()
    left = centre.do(c.TieContact, contact_id="two", incident_id="i1", leave=True)
    assert kinds(left) == ["ContactTied", "ContactEnded"]
    assert only(left, e.ContactEnded).outcome == "informed"
    assert centre.state.incidents["i1"].tied == 2  # type: ignore[index]
    assert centre.waiting() == ["one"]
    assert "two" not in centre.state.left
    centre.do(c.SolveIncident, incident_id="i1")
    assert centre.state.incidents == {}


def test_what_incidents_refuse() -> None:
    """Twice the same, unknown ones, and letting somebody go who is being served."""
    centre = waiting()
    centre.do(c.OpenIncident, incident_id="i1", queue_ids=())
    centre.agent("anna")
    for kind, fields, code in (
        (c.OpenIncident, {"incident_id": "i1", "queue_ids": ()}, "incident_exists"),
        (c.OpenIncident, {"incident_id": "i2", "queue_ids": ("none",)}, "unknown_queue"),
        (c.SolveIncident, {"incident_id": "none"}, "unknown_incident"),
        (c.TieContact, {"contact_id": "none", "incident_id": "i1"}, "unknown_contact"),
        (c.TieContact, {"contact_id": "two", "incident_id": "none"}, "unknown_incident"),
        (c.TieContact, {"contact_id": "one", "incident_id": "i1", "leave": True}, "contact_not_waiting"),
    ):
        assert centre.refused(kind, **fields).code == code
