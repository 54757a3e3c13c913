"""Decisions of the supervisor's chair and the office: teams, today's assignments, pauses, notes, ratings.

An assignment says whom an agent may serve. It never says who comes first: among those, the one who is due
first is offered first, as always.
"""

from __future__ import annotations

from lur.core import commands as c
from lur.core import events as e
from lur.core.apply_agents import can_serve, with_lent
from lur.core.decide_agents import LONGEST_PAUSE_MS
from lur.core.decide_setup import TEAM_LENGTH, skills_are_sound
from lur.core.ids import DAY_MS, MINUTE_MS
from lur.core.rejections import Rejected
from lur.core.state import State
from lur.core.values import PauseReason

LONGEST_ASSIGNMENT_MS = 7 * DAY_MS
MOST_PAUSES = 20
RECOVERY = "recovery"
"""The pause that cannot be taken away: time to recover is a right."""
RATINGS = range(1, 6)
NOTE_LENGTH = 80


def change_team(state: State, command: c.ChangeAgentTeam) -> list[e.AnyEvent] | Rejected:
    """Another team for an agent."""
    agent = state.agents.get(command.agent_id)
    if agent is None:
        return Rejected("unknown_agent", command.agent_id)
    if len(command.team) > TEAM_LENGTH:
        return Rejected("bad_settings", "team")
    if command.team == agent.team:
        return []
    return [e.AgentTeamChanged(at=command.at, agent_id=agent.agent_id, team=command.team)]


def assign(state: State, command: c.AssignAgent) -> list[e.AnyEvent] | Rejected:
    """Extra skills, or certain queues only, for a while; a contact that is being offered or served stays."""
    agent = state.agents.get(command.agent_id)
    if agent is None:
        return Rejected("unknown_agent", command.agent_id)
    if not skills_are_sound(command.skills):
        return Rejected("bad_settings", "skills")
    if not command.at < command.until <= command.at + LONGEST_ASSIGNMENT_MS:
        return Rejected("bad_settings", "until")
    if len(set(command.queue_ids)) < len(command.queue_ids) or not (command.queue_ids or command.skills):
        return Rejected("bad_settings", "queue_ids")
    skills = with_lent(agent.own_skills, command.skills)
    for queue_id in command.queue_ids:
        queue = state.queues.get(queue_id)
        if queue is None:
            return Rejected("unknown_queue", queue_id)
        if not can_serve(queue.settings, skills):
            return Rejected("lacks_skills", queue_id)
    return [
        e.AgentAssigned(
            at=command.at,
            agent_id=agent.agent_id,
            until=command.until,
            skills=command.skills,
            queue_ids=command.queue_ids,
        )
    ]


def end_assignment(state: State, command: c.EndAssignment) -> list[e.AnyEvent] | Rejected:
    """As usual again, before the time is over."""
    agent = state.agents.get(command.agent_id)
    if agent is None:
        return Rejected("unknown_agent", command.agent_id)
    if agent.assignment is None:
        return []
    return [e.AssignmentEnded(at=command.at, agent_id=agent.agent_id)]


def change_pauses(state: State, command: c.ChangePauses) -> list[e.AnyEvent] | Rejected:
    """Other reasons to pause for; the one to recover stays."""
    names = [reason.name for reason in command.reasons]
    if len(set(names)) < len(names) or len(names) > MOST_PAUSES or not all(map(_is_sound, command.reasons)):
        return Rejected("bad_settings", "reasons")
    if RECOVERY not in names:
        return Rejected("bad_settings", RECOVERY)
    if [(reason.name, reason.limit_ms) for reason in command.reasons] == list(state.pauses.items()):
        return []
    return [e.PausesChanged(at=command.at, reasons=command.reasons)]


def _is_sound(reason: PauseReason) -> bool:
    return 0 < len(reason.name) <= 40 and MINUTE_MS <= reason.limit_ms <= LONGEST_PAUSE_MS


def note(state: State, command: c.NoteChange) -> list[e.AnyEvent] | Rejected:
    """Tie an entry of the audit trail to the chain."""
    if not all(0 < len(text) <= NOTE_LENGTH for text in (command.change_id, command.section, command.sha256)):
        return Rejected("bad_settings", "change")
    noted = e.ChangeNoted(
        at=command.at, change_id=command.change_id, section=command.section, sha256=command.sha256
    )
    return [noted]


def ask_rating(state: State, command: c.AskRating) -> list[e.AnyEvent] | Rejected:
    """Ask how it went; of a contact that is not over there is nothing to say yet."""
    if command.contact_id in state.contacts:
        return Rejected("contact_not_over", command.contact_id)
    return [e.RatingAsked(at=command.at, contact_id=command.contact_id, way=command.way)]


def rate(state: State, command: c.RateContact) -> list[e.AnyEvent] | Rejected:
    """How it went. Contacts that ended long ago are not known here; the shell vouches that it was one."""
    if command.contact_id in state.contacts:
        return Rejected("contact_not_over", command.contact_id)
    if command.rating not in RATINGS:
        return Rejected("bad_settings", "rating")
    rated = e.ContactRated(
        at=command.at, contact_id=command.contact_id, way=command.way, rating=command.rating
    )
    return [rated]
