"""What the runtime must know of a waiting customer beside the core's state, to say what is wanted.

The features that know it lie above the adapters, so they come in through this small door.
"""

from __future__ import annotations

from typing import Protocol

from lur.core.ids import AgentId, ContactId, IncidentId, Instant, QueueId


class Beside(Protocol):
    """Answers from memory; asked between two awaits."""

    def fault_in_number(self, number: str) -> str:
        """Why this number may not be called (number_invalid, number_premium, number_foreign,
        number_refused), or empty."""

    def fault_in_wish(self, number: str, wished_at: Instant) -> str:
        """As ``fault_in_number``, of a number whose owner has asked, by ringing us from it, for this call:
        a newer wish is stronger than the refusal list."""

    def dialled(self, number: str) -> str:
        """A number that may be called as trunks want it: E.164 with its plus, however it came to us."""

    def code_of(self, contact_id: ContactId) -> str:
        """The short code of the customer's place page, digits; empty when there is none."""

    def was_texted(self, contact_id: ContactId) -> bool:
        """Whether the customer has been sent the link to the place page."""

    def agent_name(self, agent_id: AgentId) -> str:
        """What colleagues call the agent; empty when it is not known."""

    def incident_for(self, queue_id: QueueId) -> IncidentId | None:
        """The incident that those who wait in this queue are told of."""


class NothingBeside:
    """No place pages, no incidents, and every number may be called."""

    def fault_in_number(self, number: str) -> str:
        """None."""
        return ""

    def fault_in_wish(self, number: str, wished_at: Instant) -> str:
        """As of any number."""
        return self.fault_in_number(number)

    def dialled(self, number: str) -> str:
        """As it is."""
        return number

    def code_of(self, contact_id: ContactId) -> str:
        """None."""
        return ""

    def was_texted(self, contact_id: ContactId) -> bool:
        """No."""
        return False

    def agent_name(self, agent_id: AgentId) -> str:
        """Not known."""
        return ""

    def incident_for(self, queue_id: QueueId) -> IncidentId | None:
        """None."""
        return None
