"""Keys that a customer presses, by RTP or by INFO: nine declines the recording, the others are noted."""

from __future__ import annotations

from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.house import House

DECLINE_KEY = "9"


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
        else:
            self._house.reports.personal(talk.contact_id, "key", key)
        self._house.talks.changed(talk)
