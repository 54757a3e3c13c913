"""Trunks: which of them live, our registrations there, and in what order outgoing calls try them.

Names are resolved here and not in the SIP stack; an operator's addresses are trusted only as long as the
Directory names it.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
import structlog

from lur.adapters.voice.edge.book import Book
from lur.adapters.voice.edge.clock import EdgeClock, new_id
from lur.adapters.voice.edge.tasks import Tasks
from lur.adapters.voice.protocol import Trunk, TrunkHealth
from lur.core.ids import Instant
from lur.wire.sip import Credentials, Hop, PingFinished, SipStack, TrunkPlan, TrunkRegistrationChanged

log = structlog.get_logger("edge.trunks")

TrunkState = Literal["up", "down", "registering", "unknown"]

PING_EVERY_MS = 30_000
PING_AGAIN_MS = 5_000
"""How soon a trunk that is not well is asked again, so that its repair is soon seen."""
_RANK: dict[TrunkState, int] = {"up": 0, "registering": 1, "unknown": 1, "down": 2}


def in_order(trunks: Sequence[Trunk], health: Mapping[str, TrunkHealth]) -> tuple[Trunk, ...]:
    """Trunks in the order an outgoing call tries them: those that live as listed, doubtful ones, dead ones
    last.

    A dead one is still tried: its health may be older than its repair, and there is nothing to lose.
    """
    ranked = ((_rank(health.get(trunk.trunk_id)), at, trunk) for at, trunk in enumerate(trunks))
    return tuple(trunk for _, _, trunk in sorted(ranked, key=lambda item: item[:2]))


def is_final(status: int) -> bool:
    """Whether the called party itself has spoken, so that another trunk would only call them again.

    Faults of the way there (408, 5xx, an operator's 403 or 404) are not.
    """
    return status in (200, 410, 480, 484, 486, 487) or status >= 600


class _Known(msgspec.Struct):
    trunk: Trunk
    hop: Hop | None = None
    alive: bool | None = None
    registered: bool = False
    asked_at: Instant = 0
    asking: bool = False
    unanswered: str = ""
    unregistered: str = ""
    health: TrunkHealth = TrunkHealth(trunk_id="", state="unknown", since=0)


class Operators:
    """Follows the Directory's trunks."""

    def __init__(self, stack: SipStack, book: Book, clock: EdgeClock, tasks: Tasks) -> None:
        self._stack = stack
        self._book = book
        self._clock = clock
        self._tasks = tasks
        self._known: dict[str, _Known] = {}
        self._pings: dict[str, str] = {}

    def follow(self) -> None:
        """The Directory is new: register and ask at new or changed trunks, leave those that went."""
        wanted = {trunk.trunk_id: trunk for trunk in self._book.directory.trunks}
        for trunk_id, known in tuple(self._known.items()):
            if wanted.get(trunk_id) != known.trunk:
                del self._known[trunk_id]
                self._stack.trunks.unregister(trunk_id, self._clock.now())
        for trunk_id, trunk in wanted.items():
            if trunk_id not in self._known:
                known = _Known(trunk, health=TrunkHealth(trunk_id=trunk_id, state="unknown", since=0))
                self._known[trunk_id] = known
                self._tasks.start(self._begin(known))

    def ask_all(self) -> None:
        """Ask every trunk now (OPTIONS)."""
        for known in self._known.values():
            self._look(known)

    def check(self) -> None:
        """Called once a second: ask those whose last answer is old."""
        now = self._clock.now()
        for known in self._known.values():
            if now - known.asked_at >= (PING_EVERY_MS if known.health.state == "up" else PING_AGAIN_MS):
                self._look(known)

    def _look(self, known: _Known) -> None:
        """Ask it; one whose name could not be resolved is looked up again."""
        if known.hop is not None:
            self._ask(known)
        elif not known.asking:
            self._tasks.start(self._begin(known))

    def ping_finished(self, event: PingFinished) -> None:
        """An answer to OPTIONS, or none. One that lives again may have forgotten us: register anew."""
        known = self._known.get(self._pings.pop(event.ping, ""))
        if known is None:
            return
        is_back = event.alive and known.alive is False
        known.asking, known.alive = False, event.alive
        known.unanswered = "" if event.alive else f"OPTIONS {event.status}"
        self._judge(known)
        if is_back:
            self._register(known)

    def registration_changed(self, event: TrunkRegistrationChanged) -> None:
        """An operator took our registration, or did not, and then may be gone altogether: ask."""
        known = self._known.get(event.trunk)
        if known is not None:
            known.registered = event.registered
            known.unregistered = "" if event.registered else f"REGISTER {event.status}"
            self._judge(known)
            if not event.registered:
                self._ask(known)

    def health(self) -> tuple[TrunkHealth, ...]:
        """All trunks, in the Directory's order."""
        return tuple(known.health for known in self._known.values())

    async def way(self, tried: Sequence[str]) -> tuple[Trunk, Hop] | None:
        """The best trunk for a call that was not ``tried``, and where it is reached; None: there is none.

        After a restart a trunk's name may not be resolved yet, so it is looked up when it must be.
        """
        states = {known.trunk.trunk_id: known.health for known in self._known.values()}
        for trunk in in_order(self._book.directory.trunks, states):
            known = self._known.get(trunk.trunk_id)
            if trunk.trunk_id in tried:
                continue
            if known is not None and known.hop is not None:
                return trunk, known.hop
            if addresses := await _resolve(trunk.host, trunk.port):
                return trunk, Hop(trunk.transport, addresses[0], trunk.port, trunk.host)
        return None

    async def named(self, trunk_id: str) -> tuple[Trunk, Hop | None] | None:
        """One trunk and where it is reached, looked up anew; no hop: its name has no address."""
        trunk = next((each for each in self._book.directory.trunks if each.trunk_id == trunk_id), None)
        if trunk is None:
            return None
        addresses = await _resolve(trunk.host, trunk.port)
        return trunk, Hop(trunk.transport, addresses[0], trunk.port, trunk.host) if addresses else None

    async def _begin(self, known: _Known) -> None:
        trunk = known.trunk
        known.asked_at, known.asking = self._clock.now(), True
        addresses = await _resolve(trunk.host, trunk.port)
        known.asking = False
        if self._known.get(trunk.trunk_id) is not known:
            return
        if not addresses:
            known.unanswered = "name not resolved"
            self._judge(known)
            return
        known.unanswered = ""
        self._book.resolved(trunk.host, frozenset(addresses))
        known.hop = Hop(trunk.transport, addresses[0], trunk.port, trunk.host)
        self._register(known)
        self._ask(known)

    def _register(self, known: _Known) -> None:
        if known.trunk.register and known.hop is not None:
            self._stack.trunks.register(_plan(known.trunk, known.hop), self._clock.now())
            self._judge(known)

    def _ask(self, known: _Known) -> None:
        if known.hop is None or known.asking:
            return
        known.asked_at, known.asking = self._clock.now(), True
        ping = new_id("ping-")
        self._pings[ping] = known.trunk.trunk_id
        target = f"sip:{known.trunk.host}"
        self._stack.trunks.ping(known.hop, self._clock.now(), target=target, ping=ping)

    def _judge(self, known: _Known) -> None:
        state, detail = _state(known), known.unanswered or known.unregistered
        if state != known.health.state or detail != known.health.detail:
            if state != known.health.state:
                log.info("trunk_state", trunk=known.trunk.trunk_id, state=state, detail=detail)
            known.health = TrunkHealth(
                trunk_id=known.trunk.trunk_id, state=state, since=self._clock.now(), detail=detail
            )


def _state(known: _Known) -> TrunkState:
    if known.alive is False:
        return "down"
    if known.trunk.register and not known.registered:
        return "registering"
    return "up" if known.alive or known.registered else "unknown"


def _rank(health: TrunkHealth | None) -> int:
    return _RANK["unknown" if health is None else health.state]


def _plan(trunk: Trunk, hop: Hop) -> TrunkPlan:
    return TrunkPlan(
        trunk=trunk.trunk_id,
        destination=hop,
        registrar=f"sip:{trunk.host}",
        account=f"sip:{trunk.username}@{trunk.host}",
        credentials=Credentials(trunk.username, trunk.secret) if trunk.username else None,
        contact_user=trunk.username,
    )


async def _resolve(host: str, port: int) -> tuple[str, ...]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            host, port, family=socket.AF_INET, type=socket.SOCK_DGRAM
        )
    except OSError as error:
        log.warning("trunk_not_resolved", host=host, problem=str(error))
        return ()
    return tuple(dict.fromkeys(str(address[4][0]) for address in found))
