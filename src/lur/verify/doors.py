"""Queues for the same help with different promises: no overtaking, but a shorter way for whoever knows it.

The order between queues is that of their promises, so a second queue with the same skills and a shorter
promise would serve those who are sent there before the others. It is said, with the row that made it so, and
whoever reads it may ask why; the offers hold all the same.
"""

from __future__ import annotations

from typing import Any

from .credit import DEFAULT_PROMISE_MS

Event = dict[str, Any]
Help = tuple[str, tuple[tuple[str, int], ...]]
"""Channel, and the skills that are needed."""


class Doors:
    """Follows the queues' settings. ``notes`` has one line for each pair, from when it first was so."""

    def __init__(self) -> None:
        self._queues: dict[str, tuple[Help, int]] = {}
        self._notes: dict[frozenset[str], str] = {}

    @property
    def notes(self) -> list[str]:
        """What to ask about."""
        return list(self._notes.values())

    def follow(self, row: int, event: Event) -> None:
        """A queue is new or has other settings."""
        if event["kind"] not in ("QueueAdded", "QueueChanged"):
            return
        queue, settings = event["queue_id"], event["settings"]
        skills = sorted((each["name"], each["level"]) for each in settings.get("required_skills", ()))
        wanted: Help = (settings.get("channel", "voice"), tuple(skills))
        promise_ms = settings.get("promise_ms", DEFAULT_PROMISE_MS)
        for other, (theirs, their_ms) in self._queues.items():
            if other != queue and theirs == wanted and their_ms != promise_ms:
                said = (
                    f"row {row}: note: {queue} and {other} need the same help and promise it within "
                    f"{promise_ms / 1000:g} s and {their_ms / 1000:g} s; the shorter promise is served first"
                )
                self._notes.setdefault(frozenset((queue, other)), said)
        self._queues[queue] = (wanted, promise_ms)
