"""Who calls and where they want to be called, in memory while a contact lives. The vault keeps them."""

from __future__ import annotations

from collections.abc import Sequence

from lur.core.ids import ContactId
from lur.ports import PersonalNote


class Numbers:
    """By contact."""

    def __init__(self) -> None:
        self._callers: dict[ContactId, str] = {}
        self._keyed: dict[ContactId, str] = {}
        """Numbers that the customers themselves have given."""

    def __len__(self) -> int:
        return len(self._callers.keys() | self._keyed.keys())

    def hear(self, notes: Sequence[PersonalNote]) -> None:
        """What the edge says beside a fact."""
        for note in notes:
            if note.field == "caller_number":
                self.caller_is(note.contact_id, note.value)
            elif note.field == "callback_number":
                self.call_at(note.contact_id, note.value)

    def caller_is(self, contact_id: ContactId, number: str) -> None:
        """The caller's number, which the agent's phone shall show."""
        self._callers[contact_id] = number

    def call_at(self, contact_id: ContactId, number: str) -> None:
        """The number at which the customer wants to be called."""
        self._keyed[contact_id] = number

    def to_call(self, contact_id: ContactId) -> str:
        """The number at which the customer is called; empty when there is none."""
        return self._keyed.get(contact_id) or self._callers.get(contact_id, "")

    def of_caller(self, contact_id: ContactId) -> str:
        """The caller's number, empty when hidden or not known."""
        return self._callers.get(contact_id, "")

    def forget(self, contact_id: ContactId) -> None:
        """The contact is over, or never was."""
        self._callers.pop(contact_id, None)
        self._keyed.pop(contact_id, None)
