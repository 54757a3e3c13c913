"""Carries a desk's WebRTC offers to the voice edge and its answers back to the very socket that offered.

A page numbers its messages anew on each socket, and two desks of an agent may offer at the same time. So each
offer gets a number of ours for the edge, which never comes twice, also after a restart.
"""

from __future__ import annotations

from dataclasses import dataclass

from lur.adapters.voice.browser_link import BrowserLink
from lur.adapters.voice.protocol import BrowserAnswer, BrowserEcho, BrowserLeft, BrowserOffer
from lur.core.ids import AgentId, DeskId, Instant
from lur.ports import Clock
from lur.runtime.desk_views import PhoneAnswer, PhoneOffer, PhoneRefused
from lur.web.desks.line import DeskLine
from lur.wire.webrtc import MAX_OFFER_BYTES

ANSWER_MS = 10_000
"""How long an answer is waited for."""


@dataclass(frozen=True, slots=True)
class _Open:
    line: DeskLine
    page_number: int
    at: Instant


class Signalling:
    """``link`` is None until the voice edge's link stands."""

    def __init__(self, clock: Clock) -> None:
        self.link: BrowserLink | None = None
        self._clock = clock
        self._number = 0
        self._open: dict[int, _Open] = {}

    def attach(self, link: BrowserLink) -> None:
        """Speak with the edge over this link."""
        self.link = link
        link.answers.subscribe(self._answered)

    def offer(self, line: DeskLine, agent_id: AgentId, desk_id: DeskId, offer: PhoneOffer) -> None:
        """Hand an offer on, or say at once why not."""
        now = self._clock.now()
        if not line.offered.take(now):
            line.send(PhoneRefused(number=offer.number, code="too_many", detail=""))
            return
        if len(offer.sdp.encode()) > MAX_OFFER_BYTES:
            line.send(PhoneRefused(number=offer.number, code="too_large", detail=""))
            return
        self._forget_old(now)
        self._number = max(self._number + 1, now)
        asked = BrowserOffer(agent_id=agent_id, desk_id=desk_id, number=self._number, sdp=offer.sdp)
        if self.link is None or not self.link.offer(asked):
            line.send(PhoneRefused(number=offer.number, code="edge_down", detail=""))
            return
        self._open[self._number] = _Open(line, offer.number, now)

    def is_open(self, line: DeskLine) -> bool:
        """Whether an answer to this line is awaited."""
        now = self._clock.now()
        return any(each.line is line and now - each.at < ANSWER_MS for each in self._open.values())

    def left(self, agent_id: AgentId, desk_id: DeskId) -> None:
        """The desk is the phone no more."""
        if self.link is not None:
            self.link.left(BrowserLeft(agent_id=agent_id, desk_id=desk_id))

    def echo(self, line: DeskLine, agent_id: AgentId, desk_id: DeskId, on: bool) -> None:
        """Let the agent hear themselves."""
        if self.link is None or not self.link.echo(BrowserEcho(agent_id=agent_id, desk_id=desk_id, on=on)):
            line.complain("edge_down")

    def forget(self, line: DeskLine) -> None:
        """The socket is gone."""
        for number in [number for number, each in self._open.items() if each.line is line]:
            del self._open[number]

    def _answered(self, answer: BrowserAnswer) -> None:
        asked = self._open.get(answer.number)
        if asked is None or asked.line.desk_id != answer.desk_id or asked.line.agent_id != answer.agent_id:
            return
        del self._open[answer.number]
        if answer.code:
            refused = PhoneRefused(number=asked.page_number, code=answer.code, detail=answer.detail)
            asked.line.send(refused)
        else:
            asked.line.send(PhoneAnswer(number=asked.page_number, sdp=answer.sdp))

    def _forget_old(self, now: Instant) -> None:
        for number in [number for number, each in self._open.items() if now - each.at >= ANSWER_MS]:
            del self._open[number]
