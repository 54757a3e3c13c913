"""The watchdog at work: looks every second, and mends by commands that the journal keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection

import structlog

from lur.adapters.voice.link import VoiceLink
from lur.adapters.voice.protocol import Telemetry
from lur.core.commands import AnyCommand, EndContact, ReportAttempt
from lur.core.ids import AgentId, CommandId, ContactId
from lur.ports import Clock, Entropy
from lur.runtime import Centre, CommandRejected
from lur.runtime.watchdog import Repair, RepairKind, Report, Watchdog

log = structlog.get_logger("lur.watchdog")

LOOK_EVERY_S = 1.0


class Watching:
    """Counts its ``repairs`` by kind, for metrics. It rests until it is attached to an edge's link."""

    def __init__(
        self,
        centre: Centre,
        clock: Clock,
        entropy: Entropy,
        *,
        at_desk: Collection[AgentId],
        settle: Callable[[AgentId], None],
    ) -> None:
        self.repairs: Counter[RepairKind] = Counter()
        self._centre = centre
        self._clock = clock
        self._entropy = entropy
        self._at_desk = at_desk
        self._settle = settle
        self._watchdog = self._new_watchdog()
        self._link: VoiceLink | None = None
        self._telemetry: Telemetry | None = None
        self._number = 0

    def attach(self, link: VoiceLink) -> None:
        """Compare with what this edge says."""
        self._link = link
        self._watchdog = self._new_watchdog()

    def _new_watchdog(self) -> Watchdog:
        """One that knows whose phone could not ring when we were stopped."""
        agents = self._centre.state.agents.values()
        gone = {each.agent_id for each in agents if each.hindrance == "no_phone"}
        return Watchdog(started=self._clock.now(), gone=gone)

    def has_no_phone(self, agent_id: AgentId) -> bool:
        """Whether the agent's SIP phone cannot ring now."""
        return agent_id in self._watchdog.gone

    async def look(self) -> None:
        """Compare, and mend what differs. Raises what ``Centre.submit`` raises."""
        if self._link is None:
            return
        before = set(self._watchdog.gone)
        repairs = self._watchdog.look(
            self._centre.state,
            self._report(self._link),
            self._clock.now(),
            is_up=self._link.is_up,
            at_desk=self._at_desk,
        )
        for agent_id in before ^ self._watchdog.gone:
            self._settle(agent_id)
        for repair in repairs:
            await self._mend(repair)

    def _report(self, link: VoiceLink) -> Report | None:
        telemetry = link.telemetry
        if telemetry is None:
            return None
        if telemetry is not self._telemetry:
            self._telemetry = telemetry
            self._number += 1
        return Report(
            number=self._number,
            calls=None if telemetry.calls is None else frozenset(telemetry.calls),
            registered=frozenset(each.agent_id for each in telemetry.phones if each.registered),
        )

    async def _mend(self, repair: Repair) -> None:
        command = self._command(repair)
        if command is not None:
            try:
                if not await self._centre.submit(command):
                    return
            except CommandRejected as error:
                log.warning("not_mended", repair=repair.kind, subject=repair.subject, reason=str(error))
                return
        self.repairs[repair.kind] += 1
        log.warning("repaired", repair=repair.kind, subject=repair.subject)

    def _command(self, repair: Repair) -> AnyCommand | None:
        """None: the agent's desk tells the centre, which knows of pages too."""
        now = self._clock.now()
        command_id = CommandId(self._entropy.token("repair-"))
        offset, contact_id = self._clock.utc_offset_min(now), ContactId(repair.subject)
        if repair.kind == "lost_call":
            return EndContact(
                command_id=command_id,
                at=now,
                utc_offset_min=offset,
                contact_id=contact_id,
                ended_by="system",
                cause="repaired",
            )
        contact = self._centre.state.contacts.get(contact_id)
        if repair.kind == "dialling" and contact is not None and contact.callback is not None:
            return ReportAttempt(
                command_id=command_id,
                at=now,
                utc_offset_min=offset,
                contact_id=contact_id,
                attempt=contact.callback.attempts,
                miss="failed",
            )
        return None
