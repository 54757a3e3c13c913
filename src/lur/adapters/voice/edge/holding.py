"""A customer is on hold for long: the agent is reminded by a soft tone, and past the limit the customer is
told that nobody has forgotten them. Each reminder is carried out once.
"""

from __future__ import annotations

from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.tones import Tones
from lur.adapters.voice.protocol import Remind
from lur.wire import words


class Holding:
    """Carries out reminders."""

    def __init__(self, house: House, announcer: Announcer, tones: Tones) -> None:
        self._house = house
        self._announcer = announcer
        self._tones = tones

    def remind(self, message: Remind) -> None:
        """One reminder; an old one, or one for somebody who is not on hold any more, is late."""
        talk = self._house.talks.get(message.contact_id)
        if talk is None or message.seq <= talk.reminded_seq or not _is_held(talk):
            return
        talk.reminded_seq = message.seq
        self._house.talks.changed(talk)
        if talk.agent is not None and talk.agent.state == "answered":
            self._tones.remind(talk.agent)
        if message.over_limit and talk.hearing.saying is None:
            self._announcer.add(talk, "held", (words.StillOnHold(),))


def _is_held(talk: Conversation) -> bool:
    return (
        talk.wanted is not None and talk.wanted.phase == "held" and talk.caller.is_there and not talk.ending
    )
