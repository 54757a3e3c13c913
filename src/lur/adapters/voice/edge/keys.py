"""Keys that a customer presses, by RTP or by INFO. A dialogue has them first; else nine declines the
recording, and while waiting one keeps the place without a line (or takes an earlier place back where that was
offered), two says what happened, three leaves to be told when an incident is solved. The others are noted.
"""

from __future__ import annotations

from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.dialogue import KeyingIn, Telling
from lur.adapters.voice.edge.dialogues import Dialogues
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.rating import Rating
from lur.adapters.voice.protocol import Wanted
from lur.core.ids import ContactId

DECLINE_KEY = "9"
PLACE_KEY = "1"
"""An earlier place back, where it was offered; else to be called, and keep this one."""
STATEMENT_KEY = "2"
INFORM_KEY = "3"
MOST_NOTED = 200
"""Keys of one call that are noted; nobody means more, and each is a durable write."""


class Keys:
    """Hears keys."""

    def __init__(self, house: House, announcer: Announcer, dialogues: Dialogues, rating: Rating) -> None:
        self._house = house
        self._announcer = announcer
        self._dialogues = dialogues
        self._rating = rating

    def pressed(self, talk: Conversation, key: str) -> None:
        """A key from the customer."""
        if self._rating.pressed(talk, key) or self._dialogues.pressed(talk, key):
            return
        waiting = not talk.bridged and not talk.ending
        if key == DECLINE_KEY and waiting and not talk.recording_declined:
            talk.recording_declined = True
            self._house.reports.recording_declined(talk.contact_id)
            self._announcer.confirm_no_recording(talk)
        elif key == PLACE_KEY and waiting and (former_id := _former(talk)) is not None:
            self._house.reports.place_wanted_back(talk.contact_id, former_id)
        elif not (waiting and talk.wanted is not None and self._helps(talk, talk.wanted, key)):
            self._note(talk, key)
        self._house.talks.changed(talk)

    def _helps(self, talk: Conversation, wanted: Wanted, key: str) -> bool:
        """What a key does for somebody who waits on the line; False when it does nothing."""
        if wanted.phase != "waiting" or not wanted.on_line or talk.aside.is_busy:
            return False
        if key == PLACE_KEY and wanted.may_keep_place:
            if talk.aside.has_number or talk.attempt is not None:
                self._house.wishes.to_be_called(talk.contact_id, "")
            else:
                self._dialogues.begin(talk, KeyingIn())
        elif key == STATEMENT_KEY and talk.hearing.greeted:
            self._dialogues.begin(talk, Telling())
        elif key == INFORM_KEY and wanted.incident_id is not None:
            self._house.wishes.told_when_solved(talk.contact_id, wanted.incident_id)
        else:
            return False
        return True

    def _note(self, talk: Conversation, key: str) -> None:
        if talk.keys_noted < MOST_NOTED:
            talk.keys_noted += 1
            self._house.reports.personal(talk.contact_id, "key", key)


def _former(talk: Conversation) -> ContactId | None:
    """The earlier contact whose place was offered back."""
    return talk.wanted.former_id if talk.wanted is not None and talk.hearing.offered_back else None
