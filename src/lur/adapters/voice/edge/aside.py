"""What a customer and the machine have between them while no agent is there, as data that is stored with the
conversation: the dialogue they are in, and what was told and offered already.
"""

from __future__ import annotations

import msgspec

from lur.adapters.voice.edge.dialogue import AtDoor, Dialogue
from lur.core.ids import IncidentId, Instant, QueueId


class Aside(msgspec.Struct):
    """See the module. ``turn`` numbers the dialogue's turns, so that an old silence ends nothing new."""

    flow_id: str = ""
    """The entry flow that is still to be walked, or being walked."""
    fallback: QueueId | None = None
    """The queue of a caller whose flow cannot go on."""
    has_number: bool = False
    """We know where the customer calls from."""
    dialogue: Dialogue | None = None
    turn: int = 0
    wait_ms: int | None = None
    """How long the dialogue listens when its words are said."""
    statement_id: str = ""
    """The statement that is being recorded."""
    waiting_since: Instant = 0
    tellings: int = 0
    """How often the place was told."""
    offered_at: int | None = None
    """Which telling the keys were offered with last."""
    code_told: bool = False
    is_rating: bool = False
    """The customer is asked how it went, and has not answered."""
    notices: tuple[IncidentId, ...] = ()
    """Incidents that the customer was told of."""

    @property
    def is_busy(self) -> bool:
        """The machine says something or listens: no music, no places, nothing else."""
        return self.dialogue is not None and not (isinstance(self.dialogue, AtDoor) and self.dialogue.asked)
