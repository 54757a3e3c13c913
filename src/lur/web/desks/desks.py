"""All desks: whose sockets they are, who is the phone, and that the centre knows what hinders whom.

One beat for all of them: it pings the desks that are due and does what time alone brings. Whatever happens to
a lease ends in ``settle``, which tells pages their role, the centre the hindrance, the database the phone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager

from lur.core.events import AgentRemoved, AnyEvent
from lur.core.ids import AgentId, DeskId, Instant
from lur.core.values import Hindrance
from lur.features.desks.service import DeskBook
from lur.ports import Clock, Entropy
from lur.runtime import Centre, leases
from lur.runtime.desk_views import DeskPing, DeskRole, IceServerView
from lur.runtime.leases import Lease
from lur.runtime.projection import Surroundings
from lur.web.desks.line import DeskLine, encoded
from lur.web.desks.remembering import Remembered
from lur.web.desks.reporting import Reporter
from lur.web.desks.seats import Seats
from lur.web.turn import HOLDS_S

PING_EVERY_MS = 5_000
BEAT_S = 0.25
LATE_MS = 2_000
"""A beat that is later than this was late because of us, and no page is blamed for it."""
START_S = 2.0
TELL_AGAIN_MS = HOLDS_S * 1000 // 2
"""The role is told again in time for a new password of the TURN servers."""

Left = Callable[[AgentId, DeskId], None]
IceServers = Callable[[AgentId, Instant], tuple[IceServerView, ...]]


class Desks:
    """Leases and lines. All methods belong to the writer's loop."""

    def __init__(
        self,
        centre: Centre,
        clock: Clock,
        entropy: Entropy,
        around: Surroundings,
        book: DeskBook,
        *,
        run: str,
        ice_servers: IceServers = lambda agent_id, now: (),
    ) -> None:
        self.leases: dict[AgentId, Lease] = {}
        self.lines: dict[tuple[AgentId, DeskId], DeskLine] = {}
        """The socket of each desk that has one."""
        self._state = centre.state
        self._clock = clock
        self._around = around
        self.remembered = Remembered(book)
        self.seats = Seats(around)
        self._run = run
        self._ice_servers = ice_servers
        self._reporter = Reporter(centre, clock, entropy, self._to_report)
        self._wanting: list[AgentId] = []
        self._left: Left = lambda agent_id, desk_id: None
        self.has_no_phone: Callable[[AgentId], bool] = lambda agent_id: False
        """Whether an agent's SIP phone cannot ring now."""
        self._due: dict[AgentId, Instant] = {}
        self._ping = 0
        self._beaten_at = clock.now()

    # --- start and end -------------------------------------------------------------------------------------

    async def load(self) -> None:
        """Await the pages of those whose phone was one. Nothing is offered to them before they are back."""
        now = self._clock.now()
        await self.remembered.load()
        for agent_id, desk_id in self.remembered.phones.items():
            if agent_id in self._state.agents:
                self.leases[agent_id] = leases.restored(agent_id, desk_id, now)
        for agent_id in self._state.agents:
            self.settle(agent_id)
        await self._reporter.settled(START_S)

    async def close(self) -> None:
        """Report nothing more: the centre stops."""
        await self._reporter.stop()

    def on_left(self, left: Left) -> None:
        """Call ``left`` when a page that was the phone is so no more, and no other is."""
        self._left = left

    # --- what others ask -----------------------------------------------------------------------------------

    def lease_of(self, agent_id: AgentId) -> Lease:
        """The agent's lease, an empty one when there was none."""
        return self.leases.setdefault(agent_id, Lease(agent_id=agent_id))

    def lines_of(self, lease: Lease) -> Iterator[DeskLine]:
        """The open sockets of an agent's desks."""
        for desk_id in lease.desks:
            line = self.lines.get((lease.agent_id, desk_id))
            if line is not None:
                yield line

    def is_talking(self, agent_id: AgentId) -> bool:
        """Whether the agent is on a contact."""
        agent = self._state.agents.get(agent_id)
        return agent is not None and agent.presence in ("on_contact", "assisting")

    def rings_at_a_page(self, agent_id: AgentId) -> bool:
        """Whether a call for the agent rings at a page, and not at their SIP phone."""
        lease = self.leases.get(agent_id)
        if lease is None or not lease.browser:
            return False
        return lease.phone is not None or not self._has_sip(agent_id)

    def _has_sip(self, agent_id: AgentId) -> bool:
        phone = self._around.phones.get(agent_id)
        return phone is not None and phone.registered

    @asynccontextmanager
    async def wanting(self, agent_id: AgentId) -> AsyncIterator[None]:
        """Inside, the agent is made ready: first the centre is told what hinders, so that nothing is offered
        to a page that let go of its sound for a pause. Raises what ``Centre.submit`` raises.
        """
        agent, lease = self._state.agents.get(agent_id), self.leases.get(agent_id)
        if agent is None or lease is None or leases.wants_contacts(agent.presence):
            yield
            return
        leases.wanted_again(lease)
        self._wanting.append(agent_id)
        try:
            hindrance = self._to_report(agent_id)
            if hindrance != agent.hindrance:
                await self._reporter.report(agent_id, hindrance)
            yield
        finally:
            self._wanting.remove(agent_id)
            self.settle(agent_id)

    # --- what time and events bring ------------------------------------------------------------------------

    def follow(self, events: Sequence[AnyEvent]) -> None:
        """These have happened: presence decides what matters."""
        for agent_id in dict.fromkeys(getattr(event, "agent_id", None) for event in events):
            if agent_id is not None:
                self.settle(agent_id)
        for event in events:
            if isinstance(event, AgentRemoved):
                self._forget(event.agent_id)

    def _forget(self, agent_id: AgentId) -> None:
        """The agent is no more. A page that is still open is no desk, and no beat stumbles over it."""
        for key in [key for key in self.lines if key[0] == agent_id]:
            self.lines.pop(key).desk_id = None
        self.leases.pop(agent_id, None)
        self._due.pop(agent_id, None)
        self.seats.show(agent_id, at_desk=False)
        self.remembered.forget(agent_id)

    def beat(self) -> None:
        """Ping whom it is time to ping, and settle what is due."""
        now = self._clock.now()
        late_ms = now - self._beaten_at - int(BEAT_S * 1000)
        self._beaten_at = now
        if late_ms > LATE_MS:
            for lease in self.leases.values():
                leases.forgive(lease, late_ms)
        self._ping_all(now)
        for agent_id in [each for each, due in self._due.items() if due <= now]:
            self.settle(agent_id)

    def _ping_all(self, now: Instant) -> None:
        due = [(key, line) for key, line in self.lines.items() if line.ping_at <= now]
        if not due:
            return
        self._ping += 1
        text = encoded(DeskPing(number=self._ping))
        for (agent_id, desk_id), line in due:
            line.ping_at = now + PING_EVERY_MS
            leases.pinged(self.leases[agent_id], desk_id, self._ping, now)
            line.send_encoded(text)

    def settle(self, agent_id: AgentId) -> None:
        """Do what follows from the agent's lease as it is now."""
        lease, agent = self.leases.get(agent_id), self._state.agents.get(agent_id)
        if lease is not None and agent is not None:
            now = self._clock.now()
            if agent.presence == "signed_out":
                leases.put_away(lease, now)
            leases.settle(lease, now)
            self._announce(lease, now)
            self._remember(lease)
            self._plan(lease, now)
        self._reporter.look(agent_id)

    def _remember(self, lease: Lease) -> None:
        now_id = (lease.phone_id or DeskId("")) if lease.browser else None
        self.seats.show(lease.agent_id, at_desk=bool(now_id))
        before = self.remembered.phone_is(lease.agent_id, now_id)
        if before and not now_id and not self.is_talking(lease.agent_id):
            self._left(lease.agent_id, before)

    def _plan(self, lease: Lease, now: Instant) -> None:
        due = leases.next_deadline(lease, now)
        if due is not None:
            self._due[lease.agent_id] = due
        else:
            self._due.pop(lease.agent_id, None)
        if not lease.desks and not lease.browser:
            del self.leases[lease.agent_id]
            self._due.pop(lease.agent_id, None)

    def _announce(self, lease: Lease, now: Instant) -> None:
        for line in self.lines_of(lease):
            assert line.desk_id is not None, "a line that is registered has its desk"
            role = leases.role_of(lease, line.desk_id)
            told = (role, lease.endpoint, now // TELL_AGAIN_MS)
            if line.told == told:
                continue
            line.told = told
            servers = self._ice_servers(lease.agent_id, now)
            line.send(DeskRole(role=role, endpoint=lease.endpoint, ice_servers=servers, run=self._run))

    def _to_report(self, agent_id: AgentId) -> Hindrance | None:
        agent, lease = self._state.agents[agent_id], self.leases.get(agent_id)
        presence = "ready" if agent_id in self._wanting else agent.presence
        if lease is None or not lease.browser:
            has_none = self.has_no_phone(agent_id)
            return leases.without_page(presence=presence, reported=agent.hindrance, has_no_phone=has_none)
        return leases.to_report(
            lease,
            presence=presence,
            reported=agent.hindrance,
            has_sip=self._has_sip(agent_id),
            now=self._clock.now(),
        )
