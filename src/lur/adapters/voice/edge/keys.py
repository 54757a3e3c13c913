"""Keys that a customer presses, by RTP or by INFO: nine declines the recording, one takes an earlier place
back where that was offered, the others are noted.
"""

from __future__ import annotations

from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.house import House
from lur.core.ids import ContactId

DECLINE_KEY = "9"
RESUME_KEY = "1"
MOST_NOTED = 200
"""Keys of one call that are noted; nobody means more, and each is a durable write."""


class Keys:
    """Hears keys."""

    def __init__(self, house: House, announcer: Announcer) -> None:
        self._house = house
        self._announcer = announcer

    def pressed(self, talk: Conversation, key: str) -> None:
        """A key from the customer."""
        waiting = not talk.bridged and not talk.ending
        if key == DECLINE_KEY and waiting and not talk.recording_declined:
            talk.recording_declined = True
            self._house.reports.recording_declined(talk.contact_id)
            self._announcer.confirm_no_recording(talk)
        elif key == RESUME_KEY and waiting and (former_id := _former(talk)) is not None:
            self._house.reports.place_wanted_back(talk.contact_id, former_id)
        elif talk.keys_noted < MOST_NOTED:
            talk.keys_noted += 1
            self._house.reports.personal(talk.contact_id, "key", key)
        else:
            return
        self._house.talks.changed(talk)


def _former(talk: Conversation) -> ContactId | None:
    """The earlier contact whose place was offered back."""
    return talk.wanted.former_id if talk.wanted is not None and talk.hearing.offered_back else None
