"""Who gets what: the one place where the parts of the edge are put together."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.arrivals import Arrivals
from lur.adapters.voice.edge.browser_offers import BrowserOffers
from lur.adapters.voice.edge.converging import Converging
from lur.adapters.voice.edge.conversation import Conversation, Speech
from lur.adapters.voice.edge.departures import Departures
from lur.adapters.voice.edge.desks import Desks
from lur.adapters.voice.edge.exchange import Exchange, Parts
from lur.adapters.voice.edge.guarding import Guarding, RuntimeAbsence
from lur.adapters.voice.edge.health import Health
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.keys import Keys
from lur.adapters.voice.edge.lines import Lines
from lur.adapters.voice.edge.operators import Operators
from lur.adapters.voice.edge.presence_codes import PresenceCodes
from lur.adapters.voice.edge.recorder import Recorder
from lur.adapters.voice.edge.reoffers import Reoffers
from lur.adapters.voice.edge.revival import Revival
from lur.adapters.voice.edge.ringing import Ringing
from lur.adapters.voice.edge.runtime_side import RuntimeSide
from lur.adapters.voice.edge.standing import Standing
from lur.adapters.voice.edge.transfers import Transfers
from lur.wire.sip import Timing


@dataclasses.dataclass(frozen=True, slots=True)
class Options:
    """How the process was started. ``advertise`` empty: each peer is told the address it reaches us by."""

    data: Path
    sip_host: str
    sip_port: int
    tls_host: str = ""
    tls_port: int | None = None
    advertise: str = ""
    runtime_patience_ms: int = 20_000
    timing: Timing = dataclasses.field(default_factory=Timing)


@dataclasses.dataclass(frozen=True, slots=True)
class Edge:
    """The parts that the process itself talks to."""

    house: House
    exchange: Exchange
    runtime_side: RuntimeSide
    revival: Revival
    guarding: Guarding
    operators: Operators
    codes: PresenceCodes
    desks: Desks
    health: Health
    converging: Converging


def assemble(house: House, absence: RuntimeAbsence) -> Edge:
    """Build all parts on a house."""
    lines, recorder = Lines(house), Recorder(house)
    standing = Standing(house, lines)
    ringing = Ringing(house, lines, standing)
    later = _Later()
    announcer = Announcer(house, later.said)
    converging = Converging(
        house, lines=lines, announcer=announcer, ringing=ringing, standing=standing, recorder=recorder
    )
    later.aim(converging, lines)
    operators = Operators(house.stack, house.book, house.clock, house.tasks)
    codes, health = PresenceCodes(house), Health(house, operators)
    offers = BrowserOffers(house, converging)
    desks = Desks(house, lines, converging, offers)
    parts = Parts(
        arrivals=Arrivals(house, announcer, codes, absence.is_too_long),
        departures=Departures(house, lines, ringing, recorder, converging),
        ringing=ringing,
        reoffers=Reoffers(house, converging),
        transfers=Transfers(house),
        keys=Keys(house, announcer),
        codes=codes,
        desks=desks,
        operators=operators,
        announcer=announcer,
        recorder=recorder,
        health=health,
    )
    return Edge(
        house=house,
        exchange=Exchange(house, parts),
        runtime_side=RuntimeSide(
            house,
            lines=lines,
            announcer=announcer,
            converging=converging,
            operators=operators,
            codes=codes,
            offers=offers,
            desks=desks,
        ),
        revival=Revival(house, lines, announcer, recorder, converging, desks),
        guarding=Guarding(house, ringing, converging, absence),
        operators=operators,
        codes=codes,
        desks=desks,
        health=health,
        converging=converging,
    )


class _Later:
    """What follows when a speech has been heard: the last words are followed by hanging up, all else by
    converging.

    It stands between the announcer and converging, which need each other.
    """

    def aim(self, converging: Converging, lines: Lines) -> None:
        """Who is told."""
        self._converging = converging
        self._lines = lines

    def said(self, talk: Conversation, speech: Speech) -> None:
        """A speech came to its end."""
        if speech.kind == "last_words":
            self._lines.hang_up_caller(talk)
        else:
            self._converging.converge(talk)
