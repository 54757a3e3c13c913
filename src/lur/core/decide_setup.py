"""Decisions about what the centre consists of: queues and agents."""

from __future__ import annotations

from lur.core import commands as c
from lur.core import events as e
from lur.core import hours
from lur.core.ids import QueueId
from lur.core.rejections import Rejected
from lur.core.state import State
from lur.core.values import QueueSettings, Skill

LEVELS = range(1, 6)
MOST_OVERFLOWS = 10
TEAM_LENGTH = 60
LONGEST_OVERRIDE_MS = 31 * 24 * 60 * 60 * 1000
LONGEST_MS = 7 * 24 * 60 * 60 * 1000


def add_queue(state: State, command: c.AddQueue) -> list[e.AnyEvent] | Rejected:
    """A new queue, when its id is free and its settings are sound."""
    if command.queue_id in state.queues:
        return Rejected("queue_exists", command.queue_id)
    fault = _fault_in(state, command.queue_id, command.settings)
    if fault is not None:
        return Rejected("bad_settings", fault)
    return [e.QueueAdded(at=command.at, queue_id=command.queue_id, settings=command.settings)]


def change_queue(state: State, command: c.ChangeQueue) -> list[e.AnyEvent] | Rejected:
    """Other settings for a queue; its channel stays, since contacts of one channel may be waiting."""
    queue = state.queues.get(command.queue_id)
    if queue is None:
        return Rejected("unknown_queue", command.queue_id)
    if command.settings.channel != queue.settings.channel:
        return Rejected("bad_settings", "channel")
    fault = _fault_in(state, command.queue_id, command.settings)
    if fault is not None:
        return Rejected("bad_settings", fault)
    if command.settings == queue.settings:
        return []
    return [e.QueueChanged(at=command.at, queue_id=command.queue_id, settings=command.settings)]


def add_agent(state: State, command: c.AddAgent) -> list[e.AnyEvent] | Rejected:
    """A new agent, when the id is free."""
    if command.agent_id in state.agents:
        return Rejected("agent_exists", command.agent_id)
    if not skills_are_sound(command.skills):
        return Rejected("bad_settings", "skills")
    if not 1 <= command.written_capacity <= 20:
        return Rejected("bad_settings", "written_capacity")
    if len(command.team) > TEAM_LENGTH:
        return Rejected("bad_settings", "team")
    return [
        e.AgentAdded(
            at=command.at,
            agent_id=command.agent_id,
            skills=command.skills,
            written_capacity=command.written_capacity,
            team=command.team,
            demo=command.demo,
        )
    ]


def change_agent_skills(state: State, command: c.ChangeAgentSkills) -> list[e.AnyEvent] | Rejected:
    """Other skills from now on; a contact that is being offered or served stays where it is."""
    if command.agent_id not in state.agents:
        return Rejected("unknown_agent", command.agent_id)
    if not skills_are_sound(command.skills):
        return Rejected("bad_settings", "skills")
    return [e.AgentSkillsChanged(at=command.at, agent_id=command.agent_id, skills=command.skills)]


def remove_agent(state: State, command: c.RemoveAgent) -> list[e.AnyEvent] | Rejected:
    """Forget an agent, who must be signed out so that no contact is left alone."""
    agent = state.agents.get(command.agent_id)
    if agent is None:
        return Rejected("unknown_agent", command.agent_id)
    if agent.presence != "signed_out":
        return Rejected("agent_not_signed_out", agent.presence)
    return [e.AgentRemoved(at=command.at, agent_id=command.agent_id)]


def _fault_in(state: State, queue_id: QueueId, settings: QueueSettings) -> str | None:
    """The name of the first setting that is out of range, or None."""
    sound = {
        "name": 0 < len(settings.name.strip()) <= 80,
        "promise_ms": 0 < settings.promise_ms <= LONGEST_MS,
        "ring_timeout_ms": 1_000 <= settings.ring_timeout_ms <= 300_000,
        "wrap_up_ms": 0 <= settings.wrap_up_ms <= 3_600_000,
        "breath_ms": 0 <= settings.breath_ms <= 3_600_000,
        "resume_ms": 0 <= settings.resume_ms <= 86_400_000,
        "tell_every_ms": settings.tell_every_ms == 0 or 5_000 <= settings.tell_every_ms <= 600_000,
        "hold_remind_ms": settings.hold_remind_ms == 0 or 5_000 <= settings.hold_remind_ms <= 3_600_000,
        "hold_limit_ms": 0 <= settings.hold_limit_ms <= 3_600_000,
        "required_skills": skills_are_sound(settings.required_skills),
        "opening_hours": hours.are_sound(settings.opening_hours),
        "special_days": hours.days_are_sound(settings.special_days),
        "override": settings.override is None
        or 0 < settings.override.until_at - settings.override.from_at <= LONGEST_OVERRIDE_MS,
        "most_waiting": 0 <= settings.most_waiting <= 100_000,
        "overflow": _overflow_is_sound(state, queue_id, settings),
    }
    return next((name for name, is_sound in sound.items() if not is_sound), None)


def _overflow_is_sound(state: State, queue_id: QueueId, settings: QueueSettings) -> bool:
    """To other queues of the same channel that exist, each once, at rising times."""
    targets = [rule.queue_id for rule in settings.overflow]
    times = [rule.after_ms for rule in settings.overflow]
    return (
        len(set(targets)) == len(targets) <= MOST_OVERFLOWS
        and times == sorted(times)
        and all(0 < after_ms <= LONGEST_MS for after_ms in times)
        and all(
            target != queue_id
            and target in state.queues
            and state.queues[target].settings.channel == settings.channel
            for target in targets
        )
    )


def skills_are_sound(skills: tuple[Skill, ...]) -> bool:
    """Whether each is named once, with a level that there is."""
    names = [skill.name for skill in skills]
    return len(set(names)) == len(names) and all(
        0 < len(skill.name) <= 60 and skill.level in LEVELS for skill in skills
    )
