"""What the runtime says to the voice edge about desks that are phones, and what it hears of them.

A WebRTC offer belongs to the moment: nothing is kept for an edge that is away. Whoever asks is told so, and
the desk offers anew when the edge is back.
"""

from __future__ import annotations

from collections.abc import Callable

from lur.adapters.voice.protocol import BrowserAnswer, BrowserEcho, BrowserLeft, BrowserOffer, BrowserPath
from lur.runtime.publisher import Publisher

Send = Callable[[BrowserOffer | BrowserLeft | BrowserEcho], bool]


class BrowserLink:
    """The desks' part of ``VoiceLink``.

    ``answers`` publishes what the edge answers to offers, ``paths`` each change of a desk's way for sound.
    The whole list of desks is ``VoiceLink.telemetry.browsers``.
    """

    def __init__(self, send: Send) -> None:
        self.answers: Publisher[BrowserAnswer] = Publisher()
        self.paths: Publisher[BrowserPath] = Publisher()
        self._send = send

    def offer(self, offer: BrowserOffer) -> bool:
        """A desk wants to be the agent's phone. False: the edge is away, so there will be no answer."""
        return self._send(offer)

    def left(self, left: BrowserLeft) -> bool:
        """The desk is the phone no more. False: the edge is away, and was not told."""
        return self._send(left)

    def echo(self, echo: BrowserEcho) -> bool:
        """Let the agent hear themselves, or no longer. False: the edge is away."""
        return self._send(echo)

    def heard(self, message: BrowserAnswer | BrowserPath) -> None:
        """The edge said something of a desk: hand it on."""
        if isinstance(message, BrowserAnswer):
            self.answers.publish(message)
        else:
            self.paths.publish(message)
