"""Who sits in with whom at the demo company: Erik has done for years what Björn begins with."""

from __future__ import annotations

from lur.core.ids import AgentId
from lur.features.helping.model import Mentor

MENTORS = (Mentor(agent_id=AgentId("102"), learner_id=AgentId("110")),)
