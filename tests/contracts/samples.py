"""Events and commands to keep, with nothing personal in them."""

from __future__ import annotations

from lur.core import events as e
from lur.core.ids import AgentId, CommandId, ContactId, QueueId
from lur.core.values import OpenSpan, QueueSettings, Skill

AT = 1_700_000_000_000


def queue_added(number: int = 1, at: int = AT) -> e.QueueAdded:
    """A queue with every kind of setting."""
    settings = QueueSettings(
        name=f"Kö {number}",
        required_skills=(Skill("retur", 2),),
        opening_hours=(OpenSpan(0, 480, 1020),),
    )
    return e.QueueAdded(at=at, queue_id=QueueId(f"q{number}"), settings=settings)


def agent_added(number: int = 1, at: int = AT) -> e.AgentAdded:
    """An agent with a skill."""
    return e.AgentAdded(
        at=at, agent_id=AgentId(f"a{number}"), skills=(Skill("retur", 3),), written_capacity=2
    )


def contact_held(number: int = 1, at: int = AT) -> e.ContactHeld:
    """The smallest event there is."""
    return e.ContactHeld(at=at, contact_id=ContactId(f"c{number}"))


def command_id(number: int) -> CommandId:
    """A command's id."""
    return CommandId(f"command-{number}")
