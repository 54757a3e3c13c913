"""Whatever the order of hold, consult, transfer, failure and hang-up: no contact is lost, no agent is on two,
and the wait that was waited is kept.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from core.centre import SECOND
from lur.core import commands as c
from lur.core.values import Skill
from properties.colleague_rules import ColleagueRules
from properties.machine import AGENTS, QUEUES


class TalksMachine(ColleagueRules):
    """Talks that go on already, and colleagues who stand by."""

    @initialize(wrap_up=st.sampled_from((0, 5 * SECOND)), breath=st.sampled_from((0, 3 * SECOND)))
    def open(self, wrap_up: int, breath: int) -> None:
        """Two in a talk, one who is ready, two who stand by, one who is not there."""
        for name in QUEUES:
            channel = "chat" if name == "chat" else "voice"
            self.centre.queue(name, name, channel=channel, wrap_up_ms=wrap_up, breath_ms=breath)
        for name in AGENTS:
            self.centre.agent(name, *QUEUES, ready=False)
        self.all_talk_and_others_stand_by()

    @rule(queue=st.sampled_from(QUEUES))
    def somebody_comes(self, queue: str) -> None:
        """And is answered by whoever is called."""
        self.calls += 1
        self.centre.call(f"c{self.calls:04}", queue)
        for offer_id in sorted(self.centre.state.offers):
            self.attempt(c.AcceptOffer, offer_id=offer_id)

    @rule(agent=st.sampled_from(AGENTS), knows=st.booleans())
    def what_an_agent_can(self, agent: str, knows: bool) -> None:
        """Skills change in the middle of a talk."""
        self.attempt(c.ChangeAgentSkills, agent_id=agent, skills=(Skill("phone"),) if knows else ())


TalksMachine.TestCase.settings = settings(max_examples=200, stateful_step_count=50, deadline=None)
TestTalksMachine = TalksMachine.TestCase
