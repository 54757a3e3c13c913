"""What the vault holds of a contact, read in one way by all who show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lur.core.ids import PartyId

Fields = Mapping[str, Sequence[str]]


def number_in(fields: Fields) -> str:
    """The customer's number: the one they gave to be called at, else the one they called from, else empty."""
    for field in ("callback_number", "caller_number"):
        for number in fields.get(field, ())[-1:]:
            return number
    return ""


def name_in(fields: Fields) -> str:
    """What the caller's phone said of itself, or empty."""
    return next(iter(fields.get("caller_name", ())), "")


OUTSIDE = "outside:"
"""Before the id of a party who is an outside number; the value is the number, a space, and its name."""


def outside_in(fields: Fields) -> dict[PartyId, tuple[str, str]]:
    """Number and name of each outside number that was asked into the contact's talk."""
    found: dict[PartyId, tuple[str, str]] = {}
    for field, values in fields.items():
        if field.startswith(OUTSIDE) and values:
            number, _, name = values[-1].partition(" ")
            found[PartyId(field.removeprefix(OUTSIDE))] = (number, name)
    return found
