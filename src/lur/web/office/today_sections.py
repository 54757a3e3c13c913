"""What holds for today only: it is seen in the history, and is not in the file."""

from __future__ import annotations

import msgspec

from lur.core.ids import Instant
from lur.features.incidents.board import Board
from lur.runtime import Centre
from lur.web.office.sections import ItemBase, Section


class AssignmentItem(ItemBase, frozen=True, kw_only=True):
    """What an agent does otherwise, until when."""

    until: Instant
    skills: dict[str, int]
    only_queues: list[str]


class Assignments(Section[AssignmentItem]):
    """Agents who work otherwise today."""

    name = "assignments"
    note = "Agents who work otherwise today."
    item = AssignmentItem
    exported = False

    def __init__(self, centre: Centre) -> None:
        self._centre = centre

    async def read(self) -> dict[str, AssignmentItem]:
        """Those there are now."""
        return {
            agent_id: AssignmentItem(
                until=agent.assignment.until,
                skills={each.name: each.level for each in sorted(agent.assignment.skills)},
                only_queues=sorted(agent.assignment.queue_ids),
            )
            for agent_id, agent in self._centre.state.agents.items()
            if agent.assignment is not None
        }


class DoorItem(ItemBase, frozen=True, kw_only=True):
    """A queue that was opened or closed for a while."""

    is_open: bool
    from_at: Instant
    until_at: Instant


class Doors(Section[DoorItem]):
    """Queues that were opened or closed for a while."""

    name = "doors"
    note = "Queues that were opened or closed for a while."
    item = DoorItem
    exported = False

    def __init__(self, centre: Centre) -> None:
        self._centre = centre

    async def read(self) -> dict[str, DoorItem]:
        """Those there are now."""
        return {
            queue_id: msgspec.convert(queue.settings.override, DoorItem, from_attributes=True)
            for queue_id, queue in self._centre.state.queues.items()
            if queue.settings.override is not None
        }


class IncidentItem(ItemBase, frozen=True, kw_only=True):
    """An incident with its words."""

    state: str
    queues: list[str]
    words: dict[str, str]
    answer: dict[str, str]


class IncidentSection(Section[IncidentItem]):
    """Incidents, open and solved."""

    name = "incidents"
    note = "Incidents, open and solved."
    item = IncidentItem
    exported = False

    def __init__(self, board: Board) -> None:
        self._board = board

    async def read(self) -> dict[str, IncidentItem]:
        """All that are known."""
        return {
            each.id: IncidentItem(
                state=each.state,
                queues=list(each.queue_ids),
                words=msgspec.structs.asdict(each.words),
                answer=msgspec.structs.asdict(each.answer),
            )
            for each in self._board.all
        }
