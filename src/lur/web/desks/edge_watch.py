"""What the voice edge knows of desks: whether sound gets through, and which pages it believes to be phones.

Its list is the truth about the server's end. A page that thinks it has sound, but is not in the list, is
asked to make a new connection; a page in the list that is no phone any more is taken off it.
"""

from __future__ import annotations

from lur.adapters.voice.link import VoiceLink
from lur.adapters.voice.protocol import BrowserHealth, BrowserPath
from lur.core.ids import AgentId, Instant
from lur.ports import Clock
from lur.runtime import leases
from lur.runtime.desk_views import PhoneRenew
from lur.runtime.leases import Desk, Lease
from lur.web.desks.desks import Desks
from lur.web.desks.signalling import Signalling

RENEW_AFTER_MS = 6_000
"""How long a path may be down before a new connection is asked for."""
RENEW_EVERY_MS = 10_000


class EdgeWatch:
    """Follows the link to the voice edge."""

    def __init__(self, desks: Desks, signalling: Signalling, clock: Clock) -> None:
        self._desks = desks
        self._signalling = signalling
        self._clock = clock
        self._down_since: dict[AgentId, Instant] = {}
        self._renewed_at: dict[AgentId, Instant] = {}

    def attach(self, link: VoiceLink) -> None:
        """Follow this link."""
        self._signalling.attach(link.browsers)
        link.browsers.paths.subscribe(self.path)
        link.changes.subscribe(self.look)

    def path(self, said: BrowserPath) -> None:
        """Sound can, or can no longer, go between us and a desk."""
        lease = self._desks.leases.get(said.agent_id)
        if lease is not None:
            leases.path(lease, said.desk_id, said.up, self._clock.now())
            self._desks.settle(said.agent_id)

    def look(self, link: VoiceLink) -> None:
        """The edge has come, gone, or sent its list. SIP phones may have come or gone with it."""
        known = {each.agent_id: each for each in link.telemetry.browsers} if link.telemetry else None
        for lease in tuple(self._desks.leases.values()):
            if known is None:
                leases.path_unknown(lease, self._clock.now())
            else:
                self._compare(lease, known.get(lease.agent_id))
            self._desks.settle(lease.agent_id)
        for health in (known or {}).values():
            self._drop_strays(health)

    def _compare(self, lease: Lease, health: BrowserHealth | None) -> None:
        phone, now = lease.phone, self._clock.now()
        if phone is None or phone.gone_at is not None or phone.audio in ("off", "connecting"):
            self._down_since.pop(lease.agent_id, None)
            return
        is_known = health is not None and health.desk_id == phone.desk_id
        leases.path(lease, phone.desk_id, is_known and health is not None and health.up, now)
        if not lease.path_down:
            self._down_since.pop(lease.agent_id, None)
            return
        since = self._down_since.setdefault(lease.agent_id, now)
        if phone.audio in ("up", "failed") and (not is_known or now - since >= RENEW_AFTER_MS):
            self._renew(lease, phone, now)

    def _renew(self, lease: Lease, phone: Desk, now: Instant) -> None:
        line = self._desks.lines.get((lease.agent_id, phone.desk_id))
        late = now - self._renewed_at.get(lease.agent_id, 0) >= RENEW_EVERY_MS
        if line is not None and late and not self._signalling.is_open(line):
            self._renewed_at[lease.agent_id] = now
            line.send(PhoneRenew())

    def _drop_strays(self, health: BrowserHealth) -> None:
        """No page is the agent's phone, and none is awaited: let their SIP phone ring."""
        lease = self._desks.leases.get(health.agent_id)
        if (lease is None or lease.phone is None) and not self._desks.is_talking(health.agent_id):
            self._signalling.left(health.agent_id, health.desk_id)
