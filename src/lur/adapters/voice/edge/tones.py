"""What one of ours hears in place of people: a soft tone, somebody's phone ringing, or music. Each phone has
one of them at a time, and is told only when it changes.
"""

from __future__ import annotations

import asyncio
from typing import Protocol

from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import Sound, Tone
from lur.adapters.voice.media.protocol import MUSIC, RINGBACK, SOFT_TONE, Play, PlayItem, StopPlaying

_BUFFERS: dict[Tone, str] = {"soft_tone": SOFT_TONE, "ringback": RINGBACK, "music": MUSIC}
REMINDER_TOKEN = "reminder"
REMINDER_MS = 900
"""How long the soft tone sounds; the rest of it is silence."""


class Ear(Protocol):
    """A phone that can be played to."""

    plays: Tone

    @property
    def sound(self) -> Sound:
        """Its side in the media plane."""
        ...


class Tones:
    """Plays to agents and to parties of a talk."""

    def __init__(self, house: House) -> None:
        self._house = house

    def play(self, ear: Ear, tone: Tone) -> None:
        """Let the phone hear this from now on, or, when it is empty, people again."""
        if ear.plays == tone:
            return
        ear.plays = tone
        if tone:
            item = PlayItem(buffer=_BUFFERS[tone], loop=True)
            self._house.media.order(Play(ear.sound.leg, tone, (item,)))
        else:
            self._house.media.order(StopPlaying(ear.sound.leg))

    def remind(self, ear: Ear) -> None:
        """The soft tone, once; who hears another tone already is not disturbed."""
        if not ear.plays:
            item = PlayItem(buffer=SOFT_TONE)
            self._house.media.order(Play(ear.sound.leg, REMINDER_TOKEN, (item,)))
            self._house.tasks.start(self._end_reminder(ear))

    async def _end_reminder(self, ear: Ear) -> None:
        """The pause of the tone is not waited for: somebody may be speaking."""
        await asyncio.sleep(REMINDER_MS / 1000)
        if not ear.plays:
            self._house.media.order(StopPlaying(ear.sound.leg))
