"""When each customer talked with an agent, by the journal alone, and what it says of the recordings.

A talk goes on through hold, through a consult and from one agent's hands into another's: the customer is in
one talk all the time, and so is its recording. It does not go on while the customer waits, is being called,
or talks with an outside number and nobody of ours. Between two colleagues, when the first has left and the
second is still asked, sound may be kept and need not be.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .spans import Span

Event = dict[str, Any]

NOTICE_MS = 20_000
"""How long after the customer came (or answered our call) the greeting with the recording notice may still be
heard. An agent who answers earlier hears a tone until it is over, and nothing is recorded before the customer
has been told that it will be. The longest greeting of the three languages takes 13 s."""


@dataclass(frozen=True)
class Kept:
    """A recording that the journal says is on disk."""

    recording_id: str
    sha256: str
    started_at: int
    duration_ms: int


@dataclass
class Talked:
    """One contact: ``spans`` of talk, ``between`` colleagues; ``since``: when the talk that goes on began."""

    contact_id: str
    came_at: int
    spans: list[Span] = field(default_factory=list)
    between: list[Span] = field(default_factory=list)
    noticed: list[Span] = field(default_factory=list)
    """When the recording notice may have been heard."""
    declined_at: int | None = None
    kept: list[Kept] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)
    """Recordings that are told as lost, and why."""
    since: int | None = None
    between_since: int | None = None
    last_at: int = 0
    """When the newest talk was over."""

    @property
    def goes_on(self) -> bool:
        """The customer is in a talk now."""
        return self.since is not None or self.between_since is not None


class Talks:
    """Follows events, each as its JSON says. Feed it every row from the first; voice contacts are kept."""

    def __init__(self) -> None:
        self.contacts: dict[str, Talked] = {}
        self.statements: set[str] = set()
        """Spoken statements: files of the customer alone, from outside the talk."""
        self._steps: dict[str, Callable[[Talked, Event], None]] = {
            "OfferAccepted": _begun,
            "CallbackDialled": _over,
            "CallbackAnswered": _answered,
            "ContactReturned": _over,
            "ContactMoved": _over,
            "ContactLeftToColleague": _between,
            "ContactHandedOver": _begun,
            "ContactLeftOutside": _over,
            "ContactEnded": _over,
            "RecordingDeclined": _declined,
            "RecordingKept": _kept,
            "RecordingLost": _lost,
        }

    def follow(self, event: Event) -> None:
        """Take the next event in."""
        kind, contact_id = str(event["kind"]), event.get("contact_id")
        if kind == "CalledOut" or (kind == "ContactArrived" and event["channel"] == "voice"):
            self.contacts[event["contact_id"]] = Talked(event["contact_id"], event["at"])
        elif kind == "StatementKept":
            self.statements.add(event["statement_id"])
        talked = self.contacts.get(contact_id) if isinstance(contact_id, str) else None
        step = self._steps.get(kind)
        if talked is not None and step is not None:
            step(talked, event)


def _begun(talked: Talked, event: Event) -> None:
    _close_between(talked, event["at"])
    if talked.since is None:
        talked.since = event["at"]
        talked.noticed.append(Span(talked.came_at, talked.came_at + NOTICE_MS))


def _answered(talked: Talked, event: Event) -> None:
    talked.came_at = event["at"]
    _begun(talked, event)


def _over(talked: Talked, event: Event) -> None:
    _close_between(talked, event["at"])
    if talked.since is not None:
        talked.spans.append(Span(talked.since, event["at"]))
        talked.since, talked.last_at = None, event["at"]


def _between(talked: Talked, event: Event) -> None:
    _over(talked, event)
    talked.between_since = event["at"]


def _close_between(talked: Talked, at: int) -> None:
    if talked.between_since is not None:
        talked.between.append(Span(talked.between_since, at))
        talked.between_since, talked.last_at = None, at


def _declined(talked: Talked, event: Event) -> None:
    talked.declined_at = talked.declined_at or event["at"]


def _kept(talked: Talked, event: Event) -> None:
    facts = (event["recording_id"], event["sha256"], event["started_at"], event["duration_ms"])
    talked.kept.append(Kept(*facts))


def _lost(talked: Talked, event: Event) -> None:
    talked.lost[event["recording_id"]] = event["reason"]
