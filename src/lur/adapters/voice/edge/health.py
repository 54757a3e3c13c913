"""What the runtime shows of the lines: trunks, phones, browsers, media plane and counters, once a second
when it changed.
"""

from __future__ import annotations

import structlog

from lur.adapters.voice.edge.browsers import BrowserPhone
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.operators import Operators
from lur.adapters.voice.media.client import MediaUnavailable
from lur.adapters.voice.media.protocol import AudioRestored, LegSilent, OneWayAudio, Stats
from lur.adapters.voice.protocol import BrowserHealth, MediaHealth, Phone, PhoneHealth, Telemetry
from lur.core.ids import ContactId
from lur.wire.sip import Flow

log = structlog.get_logger("edge.health")

AT_LEAST_EVERY_MS = 5_000


class Health:
    """Gathers telemetry; the process sends it."""

    def __init__(self, house: House, operators: Operators) -> None:
        self._house = house
        self._operators = operators
        self._one_way: dict[str, ContactId] = {}
        self._media = MediaHealth(up=False)
        self.stats: Stats | None = None
        """What the media plane said last; None while it is away."""
        self._lately: dict[str, tuple[int, int, int]] = {}
        """Of each leg the packets that came and were lost since the look before, and the jitter in us."""
        self._sent: Telemetry | None = None
        self._sent_at = 0

    def sound_changed(self, event: OneWayAudio | LegSilent | AudioRestored) -> None:
        """The media plane noticed that a leg fell silent, or is heard again."""
        talk = self._house.talks.of_sound(event.leg)
        if isinstance(event, AudioRestored):
            self._one_way.pop(event.leg, None)
        elif isinstance(event, OneWayAudio) and talk is not None:
            self._one_way[event.leg] = talk.contact_id
            self._house.counters.add("one_way_alarms")
            log.warning("one_way_audio", contact=talk.contact_id, leg=event.leg, silent_ms=event.silent_ms)

    async def look(self) -> None:
        """Ask the media plane how it is."""
        if not self._house.media.is_up:
            self._media, self.stats = MediaHealth(up=False), None
            return
        try:
            stats = await self._house.media.stats()
        except (MediaUnavailable, TimeoutError):
            self._media, self.stats = MediaHealth(up=False), None
            return
        for leg in tuple(self._one_way):
            if self._house.talks.of_sound(leg) is None:
                del self._one_way[leg]
        self._media = MediaHealth(
            up=True,
            legs=len(stats.legs),
            cpu_percent=_cpu_percent(self.stats, stats),
            packets_per_s=float(stats.packets_in_per_s + stats.packets_out_per_s),
            lost_percent=_lost_percent(stats),
            strangers_dropped=stats.strangers,
            one_way=tuple(dict.fromkeys(self._one_way.values())),
        )
        self._lately = _lately(self.stats, stats)
        self.stats = stats

    def say_all(self) -> None:
        """The runtime is there (again) and knows nothing: everything is news."""
        self._sent = None

    def news(self) -> Telemetry | None:
        """What to send now, or None when nothing changed lately."""
        now = self._house.clock.now()
        fresh = self._telemetry()
        if fresh == self._sent and now - self._sent_at < AT_LEAST_EVERY_MS:
            return None
        self._sent, self._sent_at = fresh, now
        return fresh

    def _telemetry(self) -> Telemetry:
        stack = self._house.stack.counts()
        counters = self._house.counters.totals() | {
            "sip_received": stack.received,
            "sip_sent": stack.sent,
            "malformed": stack.malformed,
            "too_large": stack.too_large,
            "rate_limited": stack.limited,
            "silenced": stack.silenced,
            "open_legs": stack.open_legs,
            "bindings": stack.bindings,
        }
        return Telemetry(
            trunks=self._operators.health(),
            phones=tuple(self._phone(phone) for phone in self._house.book.directory.phones),
            media=self._media,
            counters=counters,
            calls=tuple(talk.contact_id for talk in self._house.talks if talk.caller.is_there),
            browsers=tuple(self._browser(phone) for phone in self._house.browsers if phone.standing),
        )

    def _browser(self, phone: BrowserPhone) -> BrowserHealth:
        came, lost, jitter_us = self._lately.get(phone.leg, (0, 0, 0))
        return BrowserHealth(
            agent_id=phone.agent_id,
            desk_id=phone.desk_id,
            up=phone.up,
            jitter_ms=float(round(jitter_us / 1000)),
            lost_percent=round(100 * lost / (lost + came), 1) if lost + came else 0.0,
        )

    def _phone(self, phone: Phone) -> PhoneHealth:
        bindings = self._house.stack.registrar.bindings(phone.username)
        if not bindings:
            return PhoneHealth(agent_id=phone.agent_id, registered=False)
        path = bindings[0].flow
        host, port = path.remote if isinstance(path, Flow) else (path.host, path.port)
        return PhoneHealth(
            agent_id=phone.agent_id,
            registered=True,
            expires=bindings[0].expires_at,
            address=f"{host}:{port}",
        )


def _cpu_percent(before: Stats | None, after: Stats) -> float:
    if before is None or after.uptime_ms <= before.uptime_ms:
        return 0.0
    return round(100 * (after.cpu_ms - before.cpu_ms) / (after.uptime_ms - before.uptime_ms), 1)


def _lately(before: Stats | None, after: Stats) -> dict[str, tuple[int, int, int]]:
    known = {leg.leg: leg for leg in before.legs} if before is not None else {}
    lately = {}
    for leg in after.legs:
        was = known.get(leg.leg)
        came, lost = (was.packets_in, was.lost) if was is not None else (0, 0)
        lately[leg.leg] = max(0, leg.packets_in - came), max(0, leg.lost - lost), leg.jitter_us
    return lately


def _lost_percent(stats: Stats) -> float:
    lost = sum(leg.lost for leg in stats.legs)
    came = sum(leg.packets_in for leg in stats.legs)
    return round(100 * lost / (lost + came), 2) if lost + came else 0.0
