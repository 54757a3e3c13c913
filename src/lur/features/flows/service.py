"""The verbs of flows: save one that has no faults, go back to an earlier version, remove."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection

from lur.adapters.storage.readmodel import ReadModel
from lur.core.flow import Flow
from lur.core.flow_check import FlowFault, flow_faults
from lur.core.ids import QueueId
from lur.features import Refused
from lur.features.flows import store
from lur.features.flows.model import FlowVersion, KeptVersion
from lur.ports import Clock

VERSIONS_KEPT = 20
MOST_FLOWS = 100


class FlowHasFaults(Refused):
    """The flow would trap or mislead a caller, so it was not saved; ``faults`` are all of them."""

    def __init__(self, flow: Flow, faults: tuple[FlowFault, ...]) -> None:
        super().__init__(
            "flow_has_faults", f"{flow.flow_id}: {', '.join(each.code for each in faults)}"[:500]
        )
        self.flow = flow
        self.faults = faults


class Flows:
    """All flows and their last versions, kept in memory; only flows without faults are among them."""

    def __init__(self, database: ReadModel, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._writing = asyncio.Lock()
        self._versions: dict[str, list[FlowVersion]] = {}
        self._listeners: list[Callable[[], None]] = []

    async def load(self) -> None:
        """Read them, at start."""
        self._versions = {}
        for each in await self._database.run(store.versions):
            self._versions.setdefault(each.flow.flow_id, []).append(each)

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each change."""
        self._listeners.append(listener)

    def _changed(self) -> None:
        for listener in self._listeners:
            listener()

    def newest(self) -> tuple[FlowVersion, ...]:
        """Each flow as it is now, by id."""
        return tuple(past[-1] for _, past in sorted(self._versions.items()))

    def flows(self) -> tuple[Flow, ...]:
        """What callers hear now."""
        return tuple(each.flow for each in self.newest())

    def find(self, flow_id: str) -> FlowVersion:
        """One flow as it is now. Raises ``Refused``: unknown_flow."""
        return self._past(flow_id)[-1]

    def past(self, flow_id: str) -> tuple[KeptVersion, ...]:
        """The kept versions, the newest first. Raises ``Refused``: unknown_flow."""
        return tuple(
            KeptVersion(
                version=each.version,
                at=each.at,
                by=each.by,
                name=each.flow.name,
                node_count=len(each.flow.nodes),
            )
            for each in reversed(self._past(flow_id))
        )

    def version(self, flow_id: str, version: int) -> FlowVersion:
        """One of the kept versions. Raises ``Refused``: unknown_flow, unknown_version."""
        for each in self._past(flow_id):
            if each.version == version:
                return each
        raise Refused("unknown_version", str(version))

    def _past(self, flow_id: str) -> list[FlowVersion]:
        if flow_id not in self._versions:
            raise Refused("unknown_flow", flow_id)
        return self._versions[flow_id]

    async def save(self, flow: Flow, made_of: int, queues: Collection[QueueId], by: str) -> FlowVersion:
        """Keep a flow that was made of version ``made_of`` (0: a new one) for the next callers; the same
        again is kept already. Raises ``FlowHasFaults``; ``Refused``: changed_meanwhile, too_many_flows."""
        if faults := flow_faults(flow, queues):
            raise FlowHasFaults(flow, faults)
        async with self._writing:
            past = self._versions.get(flow.flow_id, [])
            if past and past[-1].flow == flow:
                return past[-1]
            now = past[-1].version if past else 0
            if now != made_of:
                raise Refused("changed_meanwhile", f"{flow.flow_id}: {now}")
            if not past and len(self._versions) >= MOST_FLOWS:
                raise Refused("too_many_flows", str(MOST_FLOWS))
            new = FlowVersion(version=now + 1, at=self._clock.now(), by=by, flow=flow)
            await self._database.run(lambda c: store.add(c, new, VERSIONS_KEPT))
            self._versions[flow.flow_id] = [*past, new][-VERSIONS_KEPT:]
        self._changed()
        return new

    async def restore(self, flow_id: str, version: int, queues: Collection[QueueId], by: str) -> FlowVersion:
        """An earlier version becomes the newest, when it has no faults today. Raises ``FlowHasFaults``;
        ``Refused``: unknown_flow, unknown_version, changed_meanwhile."""
        earlier = self.version(flow_id, version)
        return await self.save(earlier.flow, self.find(flow_id).version, queues, by)

    async def remove(self, flow_id: str) -> None:
        """Forget a flow with its past. Raises ``Refused``: unknown_flow."""
        async with self._writing:
            self._past(flow_id)
            await self._database.run(lambda c: store.remove(c, flow_id))
            del self._versions[flow_id]
        self._changed()
