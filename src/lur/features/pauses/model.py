"""Names of pauses as values."""

from __future__ import annotations

import msgspec


class PauseName(msgspec.Struct, frozen=True, kw_only=True):
    """A reason and its words."""

    reason: str
    sv: str
    nb: str
    en: str


KNOWN = {
    each.reason: each
    for each in (
        PauseName(reason="break", sv="Rast", nb="Pause", en="Break"),
        PauseName(reason="lunch", sv="Lunch", nb="Lunsj", en="Lunch"),
        PauseName(reason="meeting", sv="Möte", nb="Møte", en="Meeting"),
        PauseName(reason="training", sv="Utbildning", nb="Opplæring", en="Training"),
        PauseName(reason="recovery", sv="Återhämtning", nb="Restitusjon", en="Recovery"),
    )
}
"""What Lur calls those that it brings, until the company says otherwise."""
