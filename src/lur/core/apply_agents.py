"""How events change queues as such, agents and their presence. See ``apply.py``."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from heapq import heappush
from typing import Any

from lur.core import events as e
from lur.core.apply_places import expect_overflow
from lur.core.ids import Instant, QueueId
from lur.core.state import CYCLES_KEPT, HARD_WINDOW_MS, Agent, Assignment, Queue, Request, State
from lur.core.transitions import PRESENCE, STAFFED
from lur.core.values import QueueSettings, Skill


def can_serve(settings: QueueSettings, skills: dict[str, int]) -> bool:
    """Whether an agent with these skills may be offered the queue's contacts."""
    return all(skills.get(need.name, 0) >= need.level for need in settings.required_skills)


def with_lent(own: dict[str, int], lent: tuple[Skill, ...]) -> dict[str, int]:
    """Somebody's own skills and those lent for a while; of two levels the higher counts."""
    skills = dict(own)
    for skill in lent:
        skills[skill.name] = max(skill.level, skills.get(skill.name, 0))
    return skills


def serves_among(
    queues: Iterable[tuple[QueueId, QueueSettings]], skills: dict[str, int], only: tuple[QueueId, ...]
) -> tuple[QueueId, ...]:
    """Those queues that an agent with these skills may serve who is assigned to ``only`` (empty: to all)."""
    return tuple(
        queue_id
        for queue_id, settings in queues
        if (not only or queue_id in only) and can_serve(settings, skills)
    )


def _queue_added(state: State, event: e.QueueAdded) -> None:
    state.queues[event.queue_id] = Queue(event.queue_id, event.settings)
    _reckon_who_serves(state)


def _queue_changed(state: State, event: e.QueueChanged) -> None:
    queue = state.queues[event.queue_id]
    queue.settings = event.settings
    _reckon_who_serves(state)
    for _, _, contact_id in queue.waiting:
        contact = state.contacts[contact_id]
        if contact.queue_id == queue.queue_id:
            expect_overflow(state, contact, event.at)


def _reckon_who_serves(state: State) -> None:
    for agent in state.agents.values():
        _reckon_serves(state, agent)


def _reckon_serves(state: State, agent: Agent) -> None:
    _stand_aside(state, agent)
    for queue in state.queues.values():
        queue.staffed.pop(agent.agent_id, None)
    queues = ((queue.queue_id, queue.settings) for queue in state.queues.values())
    only = () if agent.assignment is None else agent.assignment.queue_ids
    agent.serves = serves_among(queues, agent.skills, only)
    _count_staff(state, agent)
    if agent.presence == "ready":
        _stand_free(state, agent)


def _stand_free(state: State, agent: Agent) -> None:
    for queue_id in agent.serves:
        insort(state.queues[queue_id].free, (agent.idle_since, agent.agent_id))


def _stand_aside(state: State, agent: Agent) -> None:
    key = (agent.idle_since, agent.agent_id)
    for queue_id in agent.serves:
        free = state.queues[queue_id].free
        index = bisect_left(free, key)
        if free[index : index + 1] == [key]:
            del free[index]


def _count_staff(state: State, agent: Agent) -> None:
    for queue_id in agent.serves:
        staffed = state.queues[queue_id].staffed
        if agent.is_staffed:
            staffed[agent.agent_id] = None
        else:
            staffed.pop(agent.agent_id, None)


def _skills(skills: tuple[Skill, ...]) -> dict[str, int]:
    return {skill.name: skill.level for skill in skills}


def _agent_added(state: State, event: e.AgentAdded) -> None:
    own = _skills(event.skills)
    agent = Agent(
        event.agent_id,
        own,
        event.written_capacity,
        skills=dict(own),
        team=event.team,
        demo=event.demo,
        since=event.at,
    )
    state.agents[event.agent_id] = agent
    _reckon_serves(state, agent)


def _agent_skills_changed(state: State, event: e.AgentSkillsChanged) -> None:
    agent = state.agents[event.agent_id]
    agent.own_skills = _skills(event.skills)
    lent = () if agent.assignment is None else agent.assignment.skills
    agent.skills = with_lent(agent.own_skills, lent)
    _reckon_serves(state, agent)


def _agent_team_changed(state: State, event: e.AgentTeamChanged) -> None:
    state.agents[event.agent_id].team = event.team


def _agent_assigned(state: State, event: e.AgentAssigned) -> None:
    agent = state.agents[event.agent_id]
    agent.assignment = Assignment(event.skills, event.queue_ids, event.until)
    agent.skills = with_lent(agent.own_skills, event.skills)
    heappush(state.deadlines, (event.until, "assigned", agent.agent_id))
    _reckon_serves(state, agent)


def _assignment_ended(state: State, event: e.AssignmentEnded) -> None:
    agent = state.agents[event.agent_id]
    agent.assignment = None
    agent.skills = dict(agent.own_skills)
    _reckon_serves(state, agent)


def _pauses_changed(state: State, event: e.PausesChanged) -> None:
    state.pauses = {reason.name: reason.limit_ms for reason in event.reasons}


def _beside(state: State, event: e.ChangeNoted | e.RatingAsked | e.ContactRated) -> None:
    """What is said of contacts that are over, and of what lies beside the journal, changes nothing here."""


def _agent_removed(state: State, event: e.AgentRemoved) -> None:
    agent = state.agents.pop(event.agent_id)
    _part_from_mentors(state, agent)
    agent.serves = ()
    for queue in state.queues.values():
        queue.staffed.pop(agent.agent_id, None)


# --- presence ----------------------------------------------------------------------------------------------


def take_presence(state: State, agent: Agent, event: e.AnyEvent, until: Instant | None = None) -> None:
    """Take the presence that the table gives and keep beside it what depends on it."""
    before = agent.presence
    agent.presence = PRESENCE[before, type(event).__name__]
    agent.until = until
    if until is not None:
        heappush(state.deadlines, (until, "agent", agent.agent_id))
    if agent.presence == before:
        return
    agent.since = event.at
    if agent.presence == "ready":
        state.ready[agent.agent_id] = None
        _stand_free(state, agent)
    elif before == "ready":
        del state.ready[agent.agent_id]
        _stand_aside(state, agent)
    if before == "on_contact":
        state.on_written.pop(agent.agent_id, None)
    if (before in STAFFED) != agent.is_staffed:
        _count_staff(state, agent)


def _agent_became_ready(state: State, event: e.AgentBecameReady) -> None:
    agent = state.agents[event.agent_id]
    end_cycle(state, agent, event.at)
    agent.idle_since = event.at
    take_presence(state, agent, event)
    agent.pause_reason = None
    agent.stands_by = agent.helps = False


def _agent_paused(state: State, event: e.AgentPaused) -> None:
    agent = state.agents[event.agent_id]
    end_cycle(state, agent, event.at)
    take_presence(state, agent, event, event.until)
    agent.since = event.at
    agent.pause_reason = event.reason
    agent.requested = None
    agent.stands_by = agent.helps = False


def _agent_signed_out(state: State, event: e.AgentSignedOut) -> None:
    agent = state.agents[event.agent_id]
    end_cycle(state, agent, event.at)
    take_presence(state, agent, event)
    agent.pause_reason = None
    agent.requested = None
    agent.stands_by = agent.helps = False
    _part_from_mentors(state, agent)


def _part_from_mentors(state: State, agent: Agent) -> None:
    """Who signs out, or is not there any more, sits with nobody, and nobody with them."""
    if agent.learner_id is not None:
        state.mentors.pop(agent.learner_id, None)
        agent.learner_id = None
    mentor_id = state.mentors.pop(agent.agent_id, None)
    if mentor_id is not None:
        state.agents[mentor_id].learner_id = None


def _agent_hindered(state: State, event: e.AgentHindered) -> None:
    state.agents[event.agent_id].hindrance = event.hindrance


def _agent_unhindered(state: State, event: e.AgentUnhindered) -> None:
    state.agents[event.agent_id].hindrance = None


def _agent_became_unreachable(state: State, event: e.AgentBecameUnreachable) -> None:
    agent = state.agents[event.agent_id]
    end_cycle(state, agent, event.at)
    take_presence(state, agent, event, event.until)
    agent.pause_reason = None
    agent.stands_by = agent.helps = False


def _pause_requested(state: State, event: e.PauseRequested) -> None:
    request = Request(sign_out=False, reason=event.reason, limit_ms=event.limit_ms)
    state.agents[event.agent_id].requested = request


def _sign_out_requested(state: State, event: e.SignOutRequested) -> None:
    state.agents[event.agent_id].requested = Request(sign_out=True)


def _request_withdrawn(state: State, event: e.RequestWithdrawn) -> None:
    state.agents[event.agent_id].requested = None


def _wrap_up_started(state: State, event: e.WrapUpStarted) -> None:
    agent = state.agents[event.agent_id]
    take_presence(state, agent, event, event.until)
    agent.wrap_up_contact = event.contact_id


def _wrap_up_finished(state: State, event: e.WrapUpFinished) -> None:
    agent = state.agents[event.agent_id]
    take_presence(state, agent, event)
    agent.wrap_up_contact = None
    if event.hard:
        _remember_hard(agent, event.at)


def _remember_hard(agent: Agent, at: Instant) -> None:
    agent.hard_at = [before for before in agent.hard_at if before > at - HARD_WINDOW_MS] + [at]


def _contact_described(state: State, event: e.ContactDescribed) -> None:
    agent = state.agents[event.agent_id]
    contact = state.contacts.get(event.contact_id)
    if contact is not None and (event.unsure or event.solved is not None):
        contact.solved = bool(event.solved)
    if event.hard:
        _remember_hard(agent, event.at)


def _breath_started(state: State, event: e.BreathStarted) -> None:
    take_presence(state, state.agents[event.agent_id], event, event.until)


def _more_time_taken(state: State, event: e.MoreTimeTaken) -> None:
    agent = state.agents[event.agent_id]
    agent.until = event.until
    heappush(state.deadlines, (event.until, "agent", agent.agent_id))


def end_cycle(state: State, agent: Agent, at: Instant) -> None:
    """Learn how long one contact bound the agent; the estimate of the wait stands on it. One that came from
    a colleague, or was called by the agent, has no beginning that counts."""
    if agent.cycle_from is not None and agent.cycle_queue is not None:
        cycles = state.queues[agent.cycle_queue].cycles_ms
        cycles.append(at - agent.cycle_from)
        if len(cycles) > CYCLES_KEPT:
            del cycles[0]
    agent.cycle_from = agent.cycle_queue = None


HANDLERS: dict[type, Callable[[State, Any], None]] = {
    e.QueueAdded: _queue_added,
    e.QueueChanged: _queue_changed,
    e.AgentAdded: _agent_added,
    e.AgentSkillsChanged: _agent_skills_changed,
    e.AgentRemoved: _agent_removed,
    e.AgentTeamChanged: _agent_team_changed,
    e.AgentAssigned: _agent_assigned,
    e.AssignmentEnded: _assignment_ended,
    e.PausesChanged: _pauses_changed,
    e.ChangeNoted: _beside,
    e.RatingAsked: _beside,
    e.ContactRated: _beside,
    e.AgentBecameReady: _agent_became_ready,
    e.AgentPaused: _agent_paused,
    e.AgentSignedOut: _agent_signed_out,
    e.PauseRequested: _pause_requested,
    e.SignOutRequested: _sign_out_requested,
    e.RequestWithdrawn: _request_withdrawn,
    e.WrapUpStarted: _wrap_up_started,
    e.WrapUpFinished: _wrap_up_finished,
    e.BreathStarted: _breath_started,
    e.MoreTimeTaken: _more_time_taken,
    e.AgentHindered: _agent_hindered,
    e.AgentUnhindered: _agent_unhindered,
    e.AgentBecameUnreachable: _agent_became_unreachable,
    e.ContactDescribed: _contact_described,
}
