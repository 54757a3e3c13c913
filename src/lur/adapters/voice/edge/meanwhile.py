"""What a waiting customer is told beside the place: notices, the place page's code, and which keys help.

Each is said once; the keys again now and then, for nobody remembers them. Nothing comes before the first
place, for that is what people wait to hear.
"""

from __future__ import annotations

from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.entering import own_words
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.protocol import Wanted
from lur.core.flow import text_in
from lur.wire import words
from lur.wire.words import Prompt

OFFER_AT_TELLING = 2
OFFER_AFTER_MS = 45_000
OFFER_EVERY_TELLINGS = 3


def is_time_to_offer(tellings: int, offered_at: int | None, waited_ms: int) -> bool:
    """Whether the keys are told of now: with the second place or after a while, then with each third."""
    if tellings == 0:
        return False
    if offered_at is None:
        return tellings >= OFFER_AT_TELLING or waited_ms >= OFFER_AFTER_MS
    return tellings - offered_at >= OFFER_EVERY_TELLINGS


class Meanwhile:
    """Says what helps while waiting."""

    def __init__(self, house: House, announcer: Announcer) -> None:
        self._house = house
        self._announcer = announcer

    def told(self, talk: Conversation) -> None:
        """A place is being told, or will be when there is silence."""
        talk.aside.tellings += 1
        self.check(talk)

    def check(self, talk: Conversation) -> None:
        """Say what is due; called when something was said and once a second."""
        wanted = talk.wanted
        if wanted is None or wanted.phase != "waiting" or not wanted.on_line or talk.ending:
            return
        aside = talk.aside
        if not aside.waiting_since:
            aside.waiting_since = self._house.clock.now()
            self._house.talks.changed(talk)
        if not talk.hearing.greeted or not talk.hearing.music or aside.is_busy:
            return
        if wanted.former_id is not None:
            self._announcer.offer_place_back(talk, waits=wanted.former_waits)
        self._say_notice(talk, wanted)
        if aside.tellings:
            self._say_code(talk, wanted)
        if is_time_to_offer(aside.tellings, aside.offered_at, self._house.clock.now() - aside.waiting_since):
            aside.offered_at = aside.tellings
            self._announcer.add(talk, "choices", _keys_that_help(talk, wanted))

    def _say_notice(self, talk: Conversation, wanted: Wanted) -> None:
        incident_id = wanted.incident_id
        if incident_id is None or incident_id in talk.aside.notices:
            return
        notices = self._house.book.directory.notices
        notice = next((each for each in notices if each.incident_id == incident_id), None)
        if notice is None:
            return
        talk.aside.notices = (*talk.aside.notices, incident_id)
        language, text = text_in(notice.words, talk.language, talk.language)
        said = own_words(text, language)
        if said:
            self._announcer.add(talk, "notice", (*said, words.IncidentOffer()))

    def _say_code(self, talk: Conversation, wanted: Wanted) -> None:
        if talk.aside.code_told or not (wanted.texted or wanted.place_code):
            return
        talk.aside.code_told = True
        prompt = words.PlaceTexted() if wanted.texted else words.PlaceCode(wanted.place_code)
        self._announcer.add(talk, "code", (prompt,))


def _keys_that_help(talk: Conversation, wanted: Wanted) -> tuple[Prompt, ...]:
    has_former = wanted.former_id is not None and talk.hearing.offered_back
    keep = (words.KeepPlaceOffer(),) if wanted.may_keep_place and not has_former else ()
    told = (words.IncidentOffer(),) if wanted.incident_id is not None else ()
    return (*keep, words.StatementOffer(), *told)
