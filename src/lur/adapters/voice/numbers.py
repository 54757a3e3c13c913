"""Who calls and where they want to be called, in memory while a contact lives. The vault keeps them as they
came; here they are all as trunks want them, so that one customer is one number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lur.core.ids import ContactId, PartyId
from lur.ports import PersonalNote

SHORTEST_NUMBER = 5


def is_number(address: str) -> bool:
    """Whether an address that was dialled is a telephone number, which others can call back."""
    digits = address.removeprefix("+")
    return digits.isascii() and digits.isdigit() and len(digits) >= SHORTEST_NUMBER


class Numbers:
    """By contact. ``dialled`` makes a number that may be called what trunks want, and nothing of others."""

    def __init__(self, dialled: Callable[[str], str]) -> None:
        self._dialled = dialled
        self._callers: dict[ContactId, str] = {}
        self._keyed: dict[ContactId, str] = {}
        """Numbers that the customers themselves have given."""
        self._unproved: set[ContactId] = set()
        self._outside: dict[PartyId, str] = {}
        """Outside numbers that are asked into talks."""

    def __len__(self) -> int:
        return len(self._callers.keys() | self._keyed.keys())

    def hear(self, notes: Sequence[PersonalNote]) -> None:
        """What the edge says beside a fact."""
        for note in notes:
            if note.field == "caller_number":
                self.caller_is(note.contact_id, note.value)
            elif note.field == "callback_number":
                self.call_at(note.contact_id, note.value)
            elif note.field == "caller_unproved":
                self.is_unproved(note.contact_id)

    def plain(self, number: str) -> str:
        """A number as it is known here; one that may not be called stays as it is."""
        return self._dialled(number) or number

    def caller_is(self, contact_id: ContactId, number: str) -> None:
        """The caller's number, which the agent's phone shall show."""
        self._callers[contact_id] = self.plain(number)

    def call_at(self, contact_id: ContactId, number: str) -> None:
        """The number at which the customer wants to be called."""
        self._keyed[contact_id] = self.plain(number)

    def to_call(self, contact_id: ContactId) -> str:
        """The number at which the customer is called; empty when there is none."""
        return self._keyed.get(contact_id) or self._callers.get(contact_id, "")

    def is_unproved(self, contact_id: ContactId) -> None:
        """The caller came by no line that we know: the number is only what they say of themselves."""
        self._unproved.add(contact_id)

    def of_caller(self, contact_id: ContactId) -> str:
        """The number that says who calls; empty when hidden, not known, or only claimed."""
        return "" if contact_id in self._unproved else self._callers.get(contact_id, "")

    def party_is(self, party_id: PartyId, number: str) -> None:
        """The outside number that an agent has asked into a talk."""
        self._outside[party_id] = self._dialled(number)

    def of_party(self, party_id: PartyId) -> str:
        """The outside number; empty while it is not known, or may not be called."""
        return self._outside.get(party_id, "")

    def forget_party(self, party_id: PartyId) -> None:
        """It is in no talk any more."""
        self._outside.pop(party_id, None)

    def forget(self, contact_id: ContactId) -> None:
        """The contact is over, or never was."""
        self._callers.pop(contact_id, None)
        self._keyed.pop(contact_id, None)
        self._unproved.discard(contact_id)
