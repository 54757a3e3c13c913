"""Who gets what: the one place where the parts of the edge are put together."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.arrivals import Arrivals
from lur.adapters.voice.edge.browser_offers import BrowserOffers
from lur.adapters.voice.edge.callbacks import Callbacks
from lur.adapters.voice.edge.converging import Converging
from lur.adapters.voice.edge.conversation import Conversation, Speech
from lur.adapters.voice.edge.departures import Departures
from lur.adapters.voice.edge.desks import Desks
from lur.adapters.voice.edge.dialogues import Dialogues
from lur.adapters.voice.edge.exchange import Exchange, Parts
from lur.adapters.voice.edge.guarding import Guarding, RuntimeAbsence
from lur.adapters.voice.edge.health import Health
from lur.adapters.voice.edge.holding import Holding
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.joining import Joining
from lur.adapters.voice.edge.keys import Keys
from lur.adapters.voice.edge.lines import Lines
from lur.adapters.voice.edge.meanwhile import Meanwhile
from lur.adapters.voice.edge.operators import Operators
from lur.adapters.voice.edge.outgoing import Outgoing
from lur.adapters.voice.edge.outside import Outside
from lur.adapters.voice.edge.parties import Parties
from lur.adapters.voice.edge.presence_codes import PresenceCodes
from lur.adapters.voice.edge.rating import Rating
from lur.adapters.voice.edge.recorder import Recorder
from lur.adapters.voice.edge.reoffers import Reoffers
from lur.adapters.voice.edge.revival import Revival
from lur.adapters.voice.edge.ringing import Ringing
from lur.adapters.voice.edge.runtime_side import RuntimeSide
from lur.adapters.voice.edge.silence import Silence
from lur.adapters.voice.edge.standing import Standing
from lur.adapters.voice.edge.tones import Tones
from lur.adapters.voice.edge.transfers import Transfers
from lur.adapters.voice.edge.trials import Trials
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
    silence: Silence
    converging: Converging


def assemble(house: House, absence: RuntimeAbsence) -> Edge:
    """Build all parts on a house."""
    own = _talking(house)
    codes, health = PresenceCodes(house), Health(house, own.operators)
    offers = BrowserOffers(house, own.converging)
    desks = Desks(house, lines=own.lines, converging=own.converging, offers=offers, parties=own.parties)
    return Edge(
        house=house,
        exchange=Exchange(house, _parts(house, own, absence, codes=codes, desks=desks, health=health)),
        runtime_side=RuntimeSide(
            house,
            lines=own.lines,
            announcer=own.announcer,
            converging=own.converging,
            callbacks=own.callbacks,
            dialogues=own.dialogues,
            holding=own.holding,
            transfers=own.transfers,
            meanwhile=own.meanwhile,
            operators=own.operators,
            codes=codes,
            offers=offers,
            desks=desks,
            trials=own.trials,
        ),
        revival=Revival(
            house,
            lines=own.lines,
            announcer=own.announcer,
            recorder=own.recorder,
            converging=own.converging,
            callbacks=own.callbacks,
            dialogues=own.dialogues,
            desks=desks,
            parties=own.parties,
            outside=own.outside,
        ),
        guarding=Guarding(
            house,
            ringing=own.ringing,
            outgoing=own.outgoing,
            outside=own.outside,
            meanwhile=own.meanwhile,
            converging=own.converging,
            trials=own.trials,
            absence=absence,
        ),
        operators=own.operators,
        codes=codes,
        desks=desks,
        health=health,
        silence=Silence(house),
        converging=own.converging,
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Talking:
    """The parts that make conversations as they are wanted."""

    lines: Lines
    recorder: Recorder
    announcer: Announcer
    ringing: Ringing
    operators: Operators
    outgoing: Outgoing
    outside: Outside
    parties: Parties
    holding: Holding
    transfers: Transfers
    callbacks: Callbacks
    dialogues: Dialogues
    rating: Rating
    meanwhile: Meanwhile
    converging: Converging
    trials: Trials


def _talking(house: House) -> _Talking:
    lines, recorder, later = Lines(house), Recorder(house), _Later()
    standing, tones = Standing(house, lines), Tones(house)
    ringing = Ringing(house, lines=lines, standing=standing, tones=tones, on_answer=later.reached)
    announcer = Announcer(house, later.said)
    operators = Operators(house.stack, house.book, house.clock, house.tasks)
    outgoing = Outgoing(
        house,
        lines=lines,
        announcer=announcer,
        operators=operators,
        tones=tones,
        on_reached=later.reached,
    )
    outside = Outside(house, lines=lines, operators=operators, tones=tones, on_answer=later.reached)
    parties = Parties(house, lines=lines, ringing=ringing, standing=standing, outside=outside)
    callbacks = Callbacks(
        house,
        lines=lines,
        announcer=announcer,
        ringing=ringing,
        standing=standing,
        recorder=recorder,
        outgoing=outgoing,
    )
    dialogues, transfers = Dialogues(house, announcer, recorder), Transfers(house)
    rating = Rating(house, announcer, lines)
    converging = Converging(
        house,
        lines=lines,
        announcer=announcer,
        ringing=ringing,
        standing=standing,
        recorder=recorder,
        callbacks=callbacks,
        dialogues=dialogues,
        parties=parties,
        transfers=transfers,
        joining=Joining(house, lines=lines, announcer=announcer, tones=tones),
        rating=rating,
    )
    later.aim(converging, lines, callbacks, dialogues, rating)
    return _Talking(
        lines=lines,
        recorder=recorder,
        announcer=announcer,
        ringing=ringing,
        operators=operators,
        outgoing=outgoing,
        outside=outside,
        parties=parties,
        holding=Holding(house, announcer, tones),
        transfers=transfers,
        callbacks=callbacks,
        dialogues=dialogues,
        rating=rating,
        meanwhile=Meanwhile(house, announcer),
        converging=converging,
        trials=Trials(house, operators),
    )


def _parts(
    house: House,
    own: _Talking,
    absence: RuntimeAbsence,
    *,
    codes: PresenceCodes,
    desks: Desks,
    health: Health,
) -> Parts:
    """Who hears of events."""
    return Parts(
        arrivals=Arrivals(house, own.announcer, codes, absence.is_too_long),
        departures=Departures(
            house,
            lines=own.lines,
            ringing=own.ringing,
            outgoing=own.outgoing,
            outside=own.outside,
            parties=own.parties,
            callbacks=own.callbacks,
            converging=own.converging,
        ),
        dialogues=own.dialogues,
        ringing=own.ringing,
        outgoing=own.outgoing,
        outside=own.outside,
        reoffers=Reoffers(house, own.converging),
        transfers=own.transfers,
        trials=own.trials,
        keys=Keys(house, own.announcer, own.dialogues, own.rating),
        codes=codes,
        desks=desks,
        operators=own.operators,
        announcer=own.announcer,
        recorder=own.recorder,
        health=health,
    )


class _Later:
    """What follows when a speech has been heard, or a customer reached: the last words and the promise to
    call are followed by hanging up, all else by converging.

    It stands between those who do one thing, and converging, which needs them.
    """

    def aim(
        self,
        converging: Converging,
        lines: Lines,
        callbacks: Callbacks,
        dialogues: Dialogues,
        rating: Rating,
    ) -> None:
        """Who is told."""
        self._rating = rating
        self._converging = converging
        self._lines = lines
        self._callbacks = callbacks
        self._dialogues = dialogues

    def reached(self, talk: Conversation) -> None:
        """Somebody whom we called has answered."""
        self._converging.converge(talk)

    def said(self, talk: Conversation, speech: Speech) -> None:
        """A speech came to its end."""
        if speech.kind == "last_words":
            self._lines.hang_up_caller(talk)
        elif speech.kind == "rating":
            self._rating.said(talk)
        elif speech.kind != "promise" or not self._callbacks.promised(talk):
            self._dialogues.said(talk, speech)
            self._converging.converge(talk)
