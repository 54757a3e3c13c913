"""What the vault holds of a contact, read in one way by all who show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
