"""How the machinery is, gathered from the journal's gate, the edge's telemetry and the disk, and made into
alarms."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
import structlog

from lur.adapters.voice.link import VoiceLink
from lur.adapters.voice.protocol import Telemetry
from lur.core.ids import AgentId, Instant
from lur.ports import Clock
from lur.runtime import Centre
from lur.runtime.projection import PhoneState
from lur.runtime.push import Push
from lur.runtime.views import AlarmCode, AlarmView, HealthView, TrunkView
from lur.web.machine import Machine

log = structlog.get_logger("lur.web")

LOOK_EVERY_S = 2.0
EDGE_STARTS_MS = 4_000
DISK_LOW_BYTES = 1_000_000_000
DISK_STEP_BYTES = 100_000_000
"""Free space is shown in such steps, so that the page does not change with every log line."""


class HealthWatch:
    """Keeps health, trunks and phones in ``push.around`` up to date; each new alarm is logged once."""

    def __init__(self, centre: Centre, clock: Clock, push: Push, data: Path) -> None:
        self._centre = centre
        self._clock = clock
        self._push = push
        self._data = data
        self.machine = Machine(data, clock)
        self._link: VoiceLink | None = None
        self._since: dict[tuple[AlarmCode, str], Instant] = {}
        self.differing: Callable[[], tuple[str, ...]] = tuple
        """Days whose figures were shown otherwise than the journal says."""
        self.also: Callable[[], Iterable[tuple[AlarmCode, str, str]]] = tuple
        """What else needs a person: code, subject, detail."""
        centre.watch_health(lambda _: self.look())

    def attach(self, link: VoiceLink) -> None:
        """Follow the voice edge."""
        self._link = link
        link.changes.subscribe(lambda _: self.look())
        self.look()

    @property
    def telemetry(self) -> Telemetry | None:
        """The edge's latest, None while it is away."""
        return self._link.telemetry if self._link else None

    def look(self) -> None:
        """Gather everything now; due every two seconds for what nobody tells: the disk."""
        around, before = self._push.around, self._push.around.health
        telemetry = self.telemetry
        around.trunks = _trunk_views(telemetry)
        phones = _phone_states(telemetry)
        known = {**around.phones, **phones}
        changed = [each for each in known if around.phones.get(each) != phones.get(each)]
        around.phones = phones
        around.health = self._health(telemetry)
        one_way = dict.fromkeys([*before.one_way, *around.health.one_way])
        self._push.touch(contacts=one_way, agents=changed)

    def _health(self, telemetry: Telemetry | None) -> HealthView:
        media = telemetry.media if telemetry else None
        free = shutil.disk_usage(self._data).free // DISK_STEP_BYTES * DISK_STEP_BYTES
        health = HealthView(
            journal=self._centre.health.state,
            journal_seq=self._centre.seq,
            edge="up" if self._link is not None and self._link.is_up else "down",
            media="up" if media is not None and media.up else "down",
            legs=media.legs if media else 0,
            media_cpu_percent=round(media.cpu_percent, 1) if media else 0.0,
            lost_percent=round(media.lost_percent, 1) if media else 0.0,
            strangers_dropped=media.strangers_dropped if media else 0,
            one_way=media.one_way if media else (),
            disk_free_bytes=free,
        )
        return self._with_alarms(health)

    def _with_alarms(self, health: HealthView) -> HealthView:
        now = self._clock.now()
        found = {(code, subject): detail for code, subject, detail in self._troubles(health)}
        for key, detail in found.items():
            if key not in self._since:
                log.error("alarm", code=key[0], subject=key[1], detail=detail)
        self._since = {key: self._since.get(key, now) for key in found}
        alarms = tuple(
            AlarmView(code=key[0], subject=key[1], since=self._since[key], detail=found[key])
            for key in sorted(found)
        )
        return msgspec.structs.replace(health, alarms=alarms)

    def _is_late(self, link: VoiceLink) -> bool:
        """Away for longer than a start takes."""
        return self._clock.now() - link.since > EDGE_STARTS_MS

    def _troubles(self, health: HealthView) -> list[tuple[AlarmCode, str, str]]:
        troubles: list[tuple[AlarmCode, str, str]] = []
        if health.journal != "ok":
            troubles.append(("journal_unavailable", "", self._centre.health.reason))
        if self._link is not None and health.edge == "down" and self._is_late(self._link):
            troubles.append(("edge_down", "", ""))
        if health.edge == "up" and health.media == "down" and self.telemetry is not None:
            troubles.append(("media_down", "", ""))
        if health.disk_free_bytes < DISK_LOW_BYTES:
            troubles.append(("disk_low", str(self._data), str(health.disk_free_bytes)))
        if self.machine.backup_is_old():
            troubles.append(("backup_old", "", ""))
        troubles += [("figures_differ", day, "") for day in self.differing()]
        troubles += [("one_way_audio", each, "") for each in health.one_way]
        down = (each for each in self._push.around.trunks if each.state == "down")
        troubles += [("trunk_down", each.id, each.detail) for each in down]
        troubles += self.also()
        return troubles


def _trunk_views(telemetry: Telemetry | None) -> tuple[TrunkView, ...]:
    if telemetry is None:
        return ()
    return tuple(
        TrunkView(id=each.trunk_id, state=each.state, since=each.since, detail=each.detail)
        for each in telemetry.trunks
    )


def _phone_states(telemetry: Telemetry | None) -> dict[AgentId, PhoneState]:
    if telemetry is None:
        return {}
    return {each.agent_id: PhoneState(each.registered, each.address) for each in telemetry.phones}
