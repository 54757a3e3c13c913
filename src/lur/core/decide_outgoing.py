"""Decisions about a call that an agent begins: the queue's own number is shown, and its opening hours hold.

It takes nobody's place: it is made by an agent for whom nobody waits, who stands by, or in the breath that is
the agent's own.
"""

from __future__ import annotations

from lur.core import commands as c
from lur.core import events as e
from lur.core.hours import is_open
from lur.core.rejections import Rejected
from lur.core.state import State

MAY_CALL = ("ready", "breath", "standby")


def call_out(state: State, command: c.CallOut) -> list[e.AnyEvent] | Rejected:
    """The customer is called; the agent hears it ring."""
    agent = state.agents.get(command.agent_id)
    queue = state.queues.get(command.queue_id)
    if agent is None:
        return Rejected("unknown_agent", command.agent_id)
    if queue is None:
        return Rejected("unknown_queue", command.queue_id)
    if command.contact_id in state.contacts or command.contact_id in state.ended:
        return Rejected("contact_exists", command.contact_id)
    if queue.settings.channel != "voice":
        return Rejected("wrong_channel", queue.settings.channel)
    if agent.presence not in MAY_CALL or agent.hindrance is not None:
        return Rejected("presence_forbids", agent.hindrance or agent.presence)
    if not is_open(queue.settings, command.at, command.utc_offset_min):
        return Rejected("queue_closed", command.queue_id)
    return [
        e.CalledOut(
            at=command.at,
            contact_id=command.contact_id,
            agent_id=agent.agent_id,
            queue_id=queue.queue_id,
            language=command.language,
            entry=command.entry,
            due=command.at + queue.settings.promise_ms,
        )
    ]
