"""What the runtime says to the voice edge about lines to operators, and what it hears of test calls."""

from __future__ import annotations

from collections.abc import Callable

from lur.adapters.voice.protocol import RingTest, TrialNews, TryTrunk
from lur.runtime.publisher import Publisher

Send = Callable[[RingTest | TryTrunk], bool]


class TrunkLink:
    """The trunks' part of ``VoiceLink``. ``trials`` publishes how test calls fare."""

    def __init__(self, send: Send) -> None:
        self.trials: Publisher[TrialNews] = Publisher()
        self._send = send

    def ask_all(self) -> None:
        """Ask the edge to look after all trunks now."""
        self._send(RingTest())

    def attempt(self, ask: TryTrunk) -> bool:
        """Have a test call made. False: the edge is away, so nothing will come of it."""
        return self._send(ask)
