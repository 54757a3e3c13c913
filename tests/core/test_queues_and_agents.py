"""Queues and agents come, change and go; settings that cannot work are refused by name."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from core.centre import TestCentre, kinds
from lur.core import commands as c
from lur.core.values import OpenSpan, QueueSettings, Skill

GOOD = QueueSettings(name="Leverans")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("promise_ms", 0),
        ("ring_timeout_ms", 10),
        ("wrap_up_ms", -1),
        ("breath_ms", 4_000_000),
        ("tell_every_ms", 1),
        ("hold_remind_ms", 1),
        ("hold_limit_ms", -1),
        ("required_skills", (Skill("a", 6),)),
        ("required_skills", (Skill("a"), Skill("a", 2))),
        ("required_skills", (Skill(""),)),
        ("opening_hours", (OpenSpan(7, 0, 10),)),
        ("opening_hours", (OpenSpan(0, 10, 10),)),
        ("opening_hours", (OpenSpan(0, 0, 1_441),)),
    ],
)
def test_bad_queue_settings(field: str, value: Any) -> None:
    """Each is refused with the name of the field, for a new queue and for a changed one."""
    centre = TestCentre()
    bad = msgspec.structs.replace(GOOD, **{field: value})
    refused = centre.refused(c.AddQueue, queue_id="q", settings=bad)
    assert (refused.code, refused.detail) == ("bad_settings", field)
    centre.do(c.AddQueue, queue_id="q", settings=GOOD)
    assert centre.refused(c.ChangeQueue, queue_id="q", settings=bad).detail == field


def test_queues() -> None:
    """An id once; a change that changes nothing gives no event; the channel stays."""
    centre = TestCentre()
    centre.do(c.AddQueue, queue_id="q", settings=GOOD)
    assert centre.refused(c.AddQueue, queue_id="q", settings=GOOD).code == "queue_exists"
    assert centre.refused(c.ChangeQueue, queue_id="x", settings=GOOD).code == "unknown_queue"
    assert centre.do(c.ChangeQueue, queue_id="q", settings=GOOD) == ()
    chat = msgspec.structs.replace(GOOD, channel="chat")
    assert centre.refused(c.ChangeQueue, queue_id="q", settings=chat).detail == "channel"


def test_agents() -> None:
    """An id once; gone only when signed out."""
    centre = TestCentre()
    centre.do(c.AddQueue, queue_id="q", settings=GOOD)
    centre.agent("anna", "a:2")
    assert centre.refused(c.AddAgent, agent_id="anna").code == "agent_exists"
    assert centre.refused(c.AddAgent, agent_id="bo", skills=(Skill("a", 0),)).detail == "skills"
    assert centre.refused(c.AddAgent, agent_id="bo", written_capacity=0).detail == "written_capacity"
    assert centre.refused(c.ChangeAgentSkills, agent_id="anna", skills=(Skill("a", 9),)).detail == "skills"
    assert centre.refused(c.RemoveAgent, agent_id="anna").code == "agent_not_signed_out"
    centre.do(c.SignOut, agent_id="anna")
    assert kinds(centre.do(c.RemoveAgent, agent_id="anna")) == ["AgentRemoved"]


def test_a_queue_added_later_is_served_by_those_who_fit() -> None:
    """Who may serve what is reckoned again when a queue comes or changes."""
    centre = TestCentre()
    centre.agent("anna", "tech")
    centre.queue("tech", "tech")
    centre.queue("law", "law")
    assert centre.state.agents["anna"].serves == ("tech",)
    assert centre.state.queues["tech"].staffed == {"anna": None}


def test_new_skills_while_it_rings_bring_no_second_offer() -> None:
    """Whoever has one offer that is open is not given another, whatever else changes."""
    centre = TestCentre()
    centre.queue()
    centre.agent("anna")
    centre.call("first")
    centre.call("second")
    assert kinds(centre.do(c.ChangeAgentSkills, agent_id="anna", skills=(Skill("a"),))) == [
        "AgentSkillsChanged"
    ]
    assert centre.waiting() == ["second"]
