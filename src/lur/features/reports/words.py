"""What is known of a contact beside its marks: its result, how it went, whether it was solved for good.

It comes late, a week late even, and counts on the day that the contact came or was asked; so it is kept by
contact, and put together with the marks when a day is counted.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.core.facts import Came, Fact, Rated, Said, Went
from lur.core.ids import Channel, ContactId, Instant, QueueId
from lur.core.values import Outcome

Verdict = Literal["stranger", "held", "came_back"]
"""Whether a served contact was solved for good, once its seven days are over; see docs/measures.md."""


class Word(msgspec.Struct, kw_only=True):
    """What is known of a contact beside its marks; it grows while the contact's story goes on."""

    channel: Channel
    entered: Instant
    outgoing: bool
    queue_id: QueueId = QueueId("")
    """Where it ended; ``team`` had it last then."""
    team: str = ""
    outcome: Outcome | None = None
    ended_at: Instant | None = None
    result: str | None = None
    solved: bool | None = None
    asked_at: Instant | None = None
    rating: int | None = None
    verdict: Verdict | None = None
    is_return: bool = False
    """The same customer's earlier contact about the same matter had ended within seven days before."""

    def hear(self, fact: Went | Said | Rated) -> None:
        """Take in what is new. The latest word counts; who was asked twice was asked once."""
        match fact:
            case Went():
                self.queue_id, self.team = fact.queue_id, fact.team
                self.outcome, self.ended_at = fact.outcome, fact.at
            case Said():
                self.result = fact.result or self.result
                self.solved = None if fact.unsure else self.solved if fact.solved is None else fact.solved
            case Rated():
                self.asked_at = fact.at if self.asked_at is None else self.asked_at
                self.rating = self.rating if fact.rating is None else fact.rating


def hear(words: dict[ContactId, Word], fact: Fact) -> ContactId | None:
    """Take in what is said of a contact; whose word changed. One that never came is passed over: a rating may
    name anything."""
    if isinstance(fact, Came):
        words[fact.contact_id] = Word(channel=fact.channel, entered=fact.entered, outgoing=fact.outgoing)
        return fact.contact_id
    if isinstance(fact, Went | Said | Rated) and fact.contact_id in words:
        words[fact.contact_id].hear(fact)
        return fact.contact_id
    return None
