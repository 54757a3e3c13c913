"""A browser's WebRTC offer, from its text to our answer. The newest of an agent's counts, whichever desk it
is from, and takes the place of the phone that was.
"""

from __future__ import annotations

import msgspec
import structlog

from lur.adapters.voice.edge.browsers import BrowserPhone, leg_of
from lur.adapters.voice.edge.converging import Converging
from lur.adapters.voice.edge.counters import refusal_counter
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.media.client import MediaRefused, MediaUnavailable
from lur.adapters.voice.media.protocol import BrowserLeg, DeleteLeg, Echo, Law, SetBrowser
from lur.adapters.voice.protocol import BrowserAnswer, BrowserLeft, BrowserOffer
from lur.core.ids import AgentId, DeskId
from lur.wire import sdp, webrtc

log = structlog.get_logger("edge.browser_offers")

_LAWS: dict[sdp.Law, Law] = {"pcma": Law.ALAW, "pcmu": Law.ULAW}


class _Asked(msgspec.Struct, frozen=True):
    """An offer that can be answered."""

    offer: BrowserOffer
    parsed: webrtc.BrowserOffer
    law: sdp.Law


class BrowserOffers:
    """Answers offers. The media plane does not learn of one that cannot be used."""

    def __init__(self, house: House, converging: Converging) -> None:
        self._house = house
        self._converging = converging
        self._newest: dict[AgentId, tuple[DeskId, int]] = {}
        """Of each agent the offer that counts, until the media plane has answered it."""

    def take(self, offer: BrowserOffer) -> None:
        """A desk wants to be the phone, or to be it anew."""
        self._house.counters.add("browser_offers")
        try:
            parsed = webrtc.parse_offer(offer.sdp)
        except sdp.SdpError as error:
            self._refuse(offer, error.code)
            return
        law: sdp.Law = "pcma" if "pcma" in parsed.laws else parsed.laws[0]
        self._newest[offer.agent_id] = (offer.desk_id, offer.number)
        self._house.tasks.start(self._open(_Asked(offer, parsed, law)))

    def withdraw(self, message: BrowserLeft) -> None:
        """The desk has gone before it was answered."""
        newest = self._newest.get(message.agent_id)
        if newest is not None and newest[0] == message.desk_id:
            del self._newest[message.agent_id]

    async def _open(self, asked: _Asked) -> None:
        parsed, leg = asked.parsed, leg_of(asked.offer.agent_id)
        verb = SetBrowser(
            leg, _LAWS[asked.law], parsed.ufrag, parsed.password, parsed.fingerprint, parsed.event_payload
        )
        try:
            opened = await self._house.media.set_browser(verb)
        except MediaRefused as refusal:
            self._refuse(asked.offer, refusal.code)
        except MediaUnavailable:
            self._refuse(asked.offer, "media_unavailable")
        else:
            self._opened(asked, opened)

    def _opened(self, asked: _Asked, opened: BrowserLeg) -> None:
        """The plane answers in the order it was asked, so the newest offer has the last word there too."""
        offer = asked.offer
        newest = self._newest.get(offer.agent_id)
        if newest != (offer.desk_id, offer.number):
            self._refuse(offer, "superseded")
            if newest is None and self._house.browsers.of(offer.agent_id) is None:
                self._house.media.order(DeleteLeg(opened.leg))
            return
        del self._newest[offer.agent_id]
        self._take_up(asked)
        self._house.store.commit()
        self._house.tell(self._answer(asked, opened))
        talk = self._house.talks.of_sound(opened.leg)
        if talk is not None:
            self._converging.converge(talk)

    def _take_up(self, asked: _Asked) -> None:
        """It is the agent's phone from now on. A path that stands stands until the plane says otherwise."""
        offer, before = asked.offer, self._house.browsers.of(asked.offer.agent_id)
        goes_on = before is not None and before.standing
        phone = BrowserPhone(
            agent_id=offer.agent_id,
            desk_id=offer.desk_id,
            number=offer.number,
            law=_LAWS[asked.law],
            up=before.up if before is not None and goes_on else False,
            since=self._house.clock.now(),
        )
        if before is not None and before.echo:
            self._house.media.order(Echo(phone.leg, False))
        self._house.browsers.changed(phone)
        log.info("browser_answered", agent=offer.agent_id, number=offer.number, renewed=goes_on)

    def _answer(self, asked: _Asked, opened: BrowserLeg) -> BrowserAnswer:
        offer = asked.offer
        host = self._house.media_host or opened.advertised
        text = webrtc.build_answer(
            asked.parsed,
            host,
            opened.local_port,
            opened.ufrag,
            opened.password,
            opened.fingerprint,
            self._house.clock.now(),
            asked.law,
            version=offer.number,
        )
        return BrowserAnswer(agent_id=offer.agent_id, desk_id=offer.desk_id, number=offer.number, sdp=text)

    def _refuse(self, offer: BrowserOffer, code: str) -> None:
        self._house.counters.add(refusal_counter(code))
        log.info("browser_refused", agent=offer.agent_id, number=offer.number, code=code)
        self._house.tell(
            BrowserAnswer(agent_id=offer.agent_id, desk_id=offer.desk_id, number=offer.number, code=code)
        )
