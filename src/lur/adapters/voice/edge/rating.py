"""How did it go? One question when the agent has hung up and the customer is still there.

The agent is free from that moment: the contact is over, and only the customer's line is left. Keys 1 to 5
answer; anything else, silence and a failing machine are a goodbye.
"""

from __future__ import annotations

import asyncio

from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.lines import Lines
from lur.core.ids import ContactId
from lur.wire import words

KEYS = "12345"
LISTEN_MS = 8_000
"""From the end of the question."""
LONGEST_MS = 60_000
"""From its beginning, whatever becomes of question and thanks: nobody hangs on a line for ever."""


class Rating:
    """Asks, listens, thanks."""

    def __init__(self, house: House, announcer: Announcer, lines: Lines) -> None:
        self._house = house
        self._announcer = announcer
        self._lines = lines

    def ask(self, talk: Conversation) -> bool:
        """Ask now; False when there is nobody to ask, or no way to."""
        if talk.aside.is_rating or not talk.caller.is_there or not self._house.media.is_up:
            return talk.aside.is_rating
        talk.aside.is_rating = True
        self._house.wishes.rating_asked(talk.contact_id)
        self._announcer.converse(talk, (words.RatingQuestion(),), kind="rating")
        self._house.tasks.start(self._let_go(talk.contact_id, LONGEST_MS))
        return True

    def said(self, talk: Conversation) -> None:
        """The question was heard: listen a while, then goodbye."""
        self._house.tasks.start(self._let_go(talk.contact_id, LISTEN_MS, unanswered=True))

    def pressed(self, talk: Conversation, key: str) -> bool:
        """A key; gives whether it was an answer, or came where only answers count."""
        if not talk.aside.is_rating:
            return False
        if key in KEYS:
            talk.aside.is_rating = False
            self._house.wishes.rated(talk.contact_id, int(key))
            self._announcer.last_words(talk, words.RatingThanks())
            self._house.talks.changed(talk)
        return True

    async def _let_go(self, contact_id: ContactId, after_ms: int, *, unanswered: bool = False) -> None:
        """Goodbye; who has answered meanwhile is being thanked."""
        await asyncio.sleep(after_ms / 1000)
        talk = self._house.talks.get(contact_id)
        if talk is not None and talk.caller.is_there and (talk.aside.is_rating or not unanswered):
            self._lines.hang_up_caller(talk)
