"""Whose phone is a page, as everybody sees it: nobody is told that a phone is missing that is not needed."""

from __future__ import annotations

from collections.abc import Callable

from lur.core.ids import AgentId
from lur.runtime.projection import Surroundings


class Seats:
    """Keeps ``Surroundings.at_desk``; ``moved`` hears of each agent for whom it changes."""

    def __init__(self, around: Surroundings) -> None:
        self._at_desk = around.at_desk
        self.moved: Callable[[AgentId], None] = lambda agent_id: None

    def show(self, agent_id: AgentId, *, at_desk: bool) -> None:
        """The agent's phone is a page, or is none; again is fine."""
        if at_desk == (agent_id in self._at_desk):
            return
        if at_desk:
            self._at_desk.add(agent_id)
        else:
            self._at_desk.discard(agent_id)
        self.moved(agent_id)
