"""Decisions about what is known of a contact: what came of it, what was recorded, what the customer said
while waiting, which incident it is about. None of them changes who is served when.
"""

from __future__ import annotations

from lur.core import commands as c
from lur.core import events as e
from lur.core.decide_agents import DISPOSITION_LENGTH
from lur.core.decide_contacts import not_live
from lur.core.rejections import Rejected
from lur.core.state import State

MOST_STATEMENTS = 20
LONGEST_STATEMENT_MS = 130_000
"""Two minutes, and what is said over the tone that ends them."""


def describe(state: State, command: c.DescribeContact) -> list[e.AnyEvent] | Rejected:
    """What came of it, at any time until the centre has forgotten the contact."""
    if command.contact_id not in state.contacts and command.contact_id not in state.ended:
        return Rejected("unknown_contact", command.contact_id)
    if command.agent_id not in state.agents:
        return Rejected("unknown_agent", command.agent_id)
    if command.disposition is not None and not 0 < len(command.disposition) <= DISPOSITION_LENGTH:
        return Rejected("bad_settings", "disposition")
    return [
        e.ContactDescribed(
            at=command.at,
            contact_id=command.contact_id,
            agent_id=command.agent_id,
            disposition=command.disposition,
            solved=command.solved,
            hard=command.hard,
            unsure=command.unsure and command.solved is None,
        )
    ]


def decline_recording(state: State, command: c.DeclineRecording) -> list[e.AnyEvent] | Rejected:
    """The customer's word on the recording; once said it stays."""
    contact = state.contacts.get(command.contact_id)
    if contact is None:
        return not_live(state, command.contact_id)
    declined = e.RecordingDeclined(at=command.at, contact_id=contact.contact_id)
    return [] if contact.recording_declined else [declined]


def keep_recording(state: State, command: c.KeepRecording) -> list[e.AnyEvent] | Rejected:
    """A recording is on disk. It may come long after the contact ended, so the contact need not be live."""
    return [
        e.RecordingKept(
            at=command.at,
            contact_id=command.contact_id,
            recording_id=command.recording_id,
            sha256=command.sha256,
            started_at=command.started_at,
            duration_ms=command.duration_ms,
        )
    ]


def lose_recording(state: State, command: c.LoseRecording) -> list[e.AnyEvent] | Rejected:
    """A recording is missing, and the journal says why."""
    return [
        e.RecordingLost(
            at=command.at,
            contact_id=command.contact_id,
            recording_id=command.recording_id,
            reason=command.reason,
        )
    ]


def keep_statement(state: State, command: c.KeepStatement) -> list[e.AnyEvent] | Rejected:
    """What the customer said while waiting; also when it was found on disk after the contact had ended."""
    contact = state.contacts.get(command.contact_id)
    if contact is None and command.contact_id not in state.ended:
        return not_live(state, command.contact_id)
    if contact is not None and contact.statements >= MOST_STATEMENTS:
        return Rejected("bad_settings", "statements")
    if not 0 <= command.duration_ms <= LONGEST_STATEMENT_MS:
        return Rejected("bad_settings", "duration_ms")
    if command.upset is not None and not 0 <= command.upset <= 10:
        return Rejected("bad_settings", "upset")
    return [
        e.StatementKept(
            at=command.at,
            contact_id=command.contact_id,
            statement_id=command.statement_id,
            form=command.form,
            duration_ms=command.duration_ms,
            upset=command.upset,
            tell_all=command.tell_all,
        )
    ]


def open_incident(state: State, command: c.OpenIncident) -> list[e.AnyEvent] | Rejected:
    """Something is down; nobody's place changes by it."""
    if command.incident_id in state.incidents:
        return Rejected("incident_exists", command.incident_id)
    unknown = next((q for q in command.queue_ids if q not in state.queues), None)
    if unknown is not None:
        return Rejected("unknown_queue", unknown)
    return [e.IncidentOpened(at=command.at, incident_id=command.incident_id, queue_ids=command.queue_ids)]


def solve_incident(state: State, command: c.SolveIncident) -> list[e.AnyEvent] | Rejected:
    """It works again."""
    if command.incident_id not in state.incidents:
        return Rejected("unknown_incident", command.incident_id)
    return [e.IncidentSolved(at=command.at, incident_id=command.incident_id)]


def tie(state: State, command: c.TieContact) -> list[e.AnyEvent] | Rejected:
    """The contact is about the incident; a customer who waits for nothing else may leave and be told."""
    contact = state.contacts.get(command.contact_id)
    if contact is None:
        return not_live(state, command.contact_id)
    if command.incident_id not in state.incidents:
        return Rejected("unknown_incident", command.incident_id)
    if command.leave and contact.phase not in ("entering", "refused", "waiting", "resting"):
        return Rejected("contact_not_waiting", contact.phase)
    tied = e.ContactTied(at=command.at, contact_id=contact.contact_id, incident_id=command.incident_id)
    ended = e.ContactEnded(
        at=command.at,
        contact_id=contact.contact_id,
        outcome="informed",
        ended_by="customer",
        cause="told_when_solved",
    )
    decided: list[e.AnyEvent] = [] if contact.incident_id == command.incident_id else [tied]
    return [*decided, ended] if command.leave else decided
