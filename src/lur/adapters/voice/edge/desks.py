"""Desks that are phones: a path that breaks parks the talk for a short while; a desk that leaves, or is not
heard of for long, is forgotten.

Only the media plane knows whether sound gets through. A talk reads it off the phone whenever it converges.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import structlog

from lur.adapters.voice.edge.browser_offers import BrowserOffers
from lur.adapters.voice.edge.browsers import BrowserPhone
from lur.adapters.voice.edge.converging import Converging
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import AgentLeg
from lur.adapters.voice.edge.lines import Lines
from lur.adapters.voice.edge.parties import Parties
from lur.adapters.voice.media.protocol import Echo, LegState
from lur.adapters.voice.protocol import BrowserEcho, BrowserLeft, BrowserPath
from lur.core.ids import MINUTE_MS, AgentId, DeskId

log = structlog.get_logger("edge.desks")

BROWSER_GRACE_MS = 10_000
"""How long a customer hears music while the agent's browser cannot be reached."""
FORGET_MS = MINUTE_MS
"""A desk without a path for so long is no phone any more: the agent is called at a SIP phone, if any."""


class Desks:
    """What the runtime and the media plane say of browsers."""

    def __init__(
        self, house: House, *, lines: Lines, converging: Converging, offers: BrowserOffers, parties: Parties
    ) -> None:
        self._house = house
        self._parties = parties
        self._lines = lines
        self._converging = converging
        self._offers = offers
        self._heard_of: set[str] = set()
        """Legs whose path the plane has told of since it was asked for all of them."""

    # --- from the runtime ----------------------------------------------------------------------------------

    def left(self, message: BrowserLeft) -> None:
        """The desk is gone. In a talk another one, or the same again, may take it up for a short while."""
        self._offers.withdraw(message)
        phone = self._phone(message.agent_id, message.desk_id)
        if phone is None:
            return
        talk = self._talk_at(phone)
        leg = None if talk is None else talk.leg_at(phone.leg)
        if leg is not None and leg.state == "answered":
            phone.left = True
            self._house.browsers.changed(phone)
            self._converge(phone)
        else:
            self._lines.close_desk(phone)

    def echo(self, message: BrowserEcho) -> None:
        """Let the agent hear themselves, but not while somebody else calls or speaks."""
        phone = self._phone(message.agent_id, message.desk_id)
        if phone is None or (message.on and self._talk_at(phone) is not None):
            self._house.counters.add("browser_echoes_refused")
            return
        self._set_echo(phone, message.on)

    def say_all(self) -> None:
        """The runtime is there (again): say how each path is."""
        for phone in self._house.browsers:
            self._say_path(phone)

    # --- from the media plane ------------------------------------------------------------------------------

    def path_changed(self, leg: str, up: bool) -> None:
        """Sound gets through to a browser, or no longer; a new page on the same leg is told up again."""
        phone = self._house.browsers.of_leg(leg)
        self._heard_of.add(leg)
        if phone is not None:
            phone.standing = True
            self._set_path(phone, up)
            self._say_path(phone)
            self._converge(phone)

    def plane_is_gone(self) -> None:
        """The media plane is away, and all standing legs with it, as far as we know."""
        for phone in self._house.browsers:
            phone.standing = phone.echo = False
            self._set_path(phone, False)
            self._say_path(phone)
            self._converge(phone)

    def plane_is_asked(self) -> None:
        """The plane's list of legs is on its way: what it tells from now on is newer than the list."""
        self._heard_of.clear()

    def plane_has(self, legs: Mapping[str, LegState]) -> None:
        """The list is there. Talks converge later, when they know what the plane still does for them."""
        for phone in self._house.browsers:
            state = legs.get(phone.leg)
            if phone.leg in self._heard_of:
                continue
            was = phone.standing, phone.up
            phone.standing = state is not None and state.browser
            self._set_path(phone, state is not None and state.path_up)
            if was != (phone.standing, phone.up):
                self._say_path(phone)

    # --- from time -----------------------------------------------------------------------------------------

    def check(self) -> None:
        """Once a second: talks that have waited too long for their agent, desks that nobody hears of."""
        now = self._house.clock.now()
        for talk in self._house.talks:
            for leg in talk.ours:
                if leg.lost_at is not None and now - leg.lost_at >= BROWSER_GRACE_MS:
                    self._give_up(talk, leg)
        for phone in self._house.browsers:
            if not phone.up and now - phone.since >= FORGET_MS and self._talk_at(phone) is None:
                log.info("desk_forgotten", agent=phone.agent_id)
                self._lines.close_desk(phone)

    def _give_up(self, talk: Conversation, leg: AgentLeg) -> None:
        log.warning("agent_line_lost", contact=talk.contact_id, cause="browser")
        self._house.counters.add("browser_talks_lost")
        if leg is talk.agent:
            self._lines.drop_agent(talk)
            self._house.reports.agent_lost(talk.contact_id, leg.agent_id)
        else:
            self._parties.ended(talk, leg, "lost")
        self._converging.converge(talk)

    # --- shared --------------------------------------------------------------------------------------------

    def _phone(self, agent_id: AgentId, desk_id: DeskId) -> BrowserPhone | None:
        phone = self._house.browsers.of(agent_id)
        return phone if phone is not None and phone.desk_id == desk_id else None

    def _talk_at(self, phone: BrowserPhone) -> Conversation | None:
        return self._house.talks.of_sound(phone.leg)

    def _set_echo(self, phone: BrowserPhone, on: bool) -> None:
        phone.echo = on
        self._house.browsers.changed(phone)
        if phone.standing:
            self._house.media.order(Echo(phone.leg, on))

    def _set_path(self, phone: BrowserPhone, up: bool) -> None:
        if phone.up != up:
            phone.up, phone.since = up, self._house.clock.now()
            self._house.counters.add("browser_paths_up" if up else "browser_paths_lost")
        self._house.browsers.changed(phone)

    def _converge(self, phone: BrowserPhone) -> None:
        talk = self._talk_at(phone)
        if talk is None:
            return
        self._converging.converge(talk)
        if any(leg.lost_at is not None for leg in talk.ours):
            self._house.tasks.start(self._check_after_grace())

    async def _check_after_grace(self) -> None:
        """The grace is kept to the moment; the look of each second is for those that a restart has found."""
        await asyncio.sleep((BROWSER_GRACE_MS + 1) / 1000)
        self.check()

    def _say_path(self, phone: BrowserPhone) -> None:
        self._house.tell(
            BrowserPath(agent_id=phone.agent_id, desk_id=phone.desk_id, up=phone.up and phone.standing)
        )
