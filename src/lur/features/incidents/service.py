"""The verbs: open, publish, change, withdraw, solve. Each is kept with who did it and when.

The row is written before the command, since the words must be there when the journal says that there is an
incident; what a crash left half done is put right at the next start.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec
import structlog

from lur.adapters.storage.readmodel import ReadModel
from lur.core.commands import AnyCommand, OpenIncident, SolveIncident
from lur.core.flow import Words
from lur.core.ids import CommandId, IncidentId, Instant, QueueId
from lur.features import Refused
from lur.features.incidents import drafts, store
from lur.features.incidents.board import Board
from lur.features.incidents.model import Deed, Incident, IncidentDeed
from lur.ports import Clock, JournalUnavailable
from lur.runtime import Centre, CentreStopped, CommandRejected

log = structlog.get_logger("lur.incidents")


class Incidents:
    """The verbs; ``board`` has the incidents as they are now."""

    def __init__(self, database: ReadModel, centre: Centre, clock: Clock) -> None:
        self._database = database
        self._centre = centre
        self._clock = clock
        self._writing = asyncio.Lock()
        self.board = Board(centre.state)

    async def load(self) -> None:
        """Read them, and carry out what was decided when we were stopped."""
        for each in await self._database.run(store.incidents):
            self.board.put(each)
            try:
                await self._agree(each)
            except (JournalUnavailable, CommandRejected, CentreStopped) as error:
                log.error("incident_not_agreed", incident_id=each.id, detail=str(error))

    async def _agree(self, incident: Incident) -> None:
        known = incident.id in self._centre.state.incidents
        if incident.state != "solved" and not known:
            await self._submit_open(incident, "system")
        elif incident.state == "solved" and known:
            await self._submit_solve(incident, "system")

    # --- verbs ---------------------------------------------------------------------------------------------

    async def open(
        self, incident_id: IncidentId, queue_ids: Sequence[QueueId], words: Words, by: str
    ) -> Incident:
        """Something is down; staff know it. The same id again gives the one there is. Raises ``Refused``:
        unknown_queue; and what ``Centre.submit`` raises, then there is none."""
        async with self._writing:
            if (known := self.board.get(incident_id)) is not None:
                return known
            queue_ids = tuple(dict.fromkeys(queue_ids))
            now = self._clock.now()
            new = Incident(
                id=incident_id,
                queue_ids=queue_ids,
                state="open",
                words=drafts.filled(words, self.board.draft(queue_ids)),
                answer=Words(),
                opened_at=now,
                published_at=None,
                solved_at=None,
                deeds=(Deed(at=now, by=by, what="opened"),),
            )
            await self._keep(new)
            try:
                await self._submit_open(new, by)
            except (CommandRejected, JournalUnavailable):
                self.board.take_off(new.id)
                await self._database.run(lambda c: store.remove(c, new.id))
                raise
            self._tell(new)
            return new

    async def publish(self, incident_id: IncidentId, by: str) -> Incident:
        """Customers hear and see it from now on. Raises ``Refused``: unknown_incident, incident_solved."""
        async with self._writing:
            incident = self._unsolved(incident_id)
            if incident.state == "published":
                return incident
            first = incident.published_at or self._clock.now()
            published = msgspec.structs.replace(incident, state="published", published_at=first)
            return await self._done(published, "published", by)

    async def withdraw(self, incident_id: IncidentId, by: str) -> Incident:
        """Customers hear and see it no longer; it is not solved. Raises as ``publish`` does."""
        async with self._writing:
            incident = self._unsolved(incident_id)
            if incident.state == "open":
                return incident
            return await self._done(msgspec.structs.replace(incident, state="open"), "withdrawn", by)

    async def change(self, incident_id: IncidentId, words: Words, by: str) -> Incident:
        """Other words. Raises as ``publish`` does."""
        async with self._writing:
            incident = self._unsolved(incident_id)
            filled = drafts.filled(words, incident.words)
            if filled == incident.words:
                return incident
            return await self._done(msgspec.structs.replace(incident, words=filled), "changed", by)

    async def solve(self, incident_id: IncidentId, answer: Words, by: str) -> Incident:
        """It works again, with one answer for all. Raises ``Refused``: unknown_incident, incident_solved; and
        what ``Centre.submit`` raises, then it is as it was."""
        async with self._writing:
            before = self._unsolved(incident_id)
            filled = drafts.filled(answer, self.board.draft_answer(before.queue_ids))
            now = self._clock.now()
            deeds = (*before.deeds, Deed(at=now, by=by, what="solved"))
            solved = msgspec.structs.replace(
                before, state="solved", answer=filled, solved_at=now, deeds=deeds
            )
            await self._write(solved)
            try:
                await self._submit_solve(solved, by)
            except (CommandRejected, JournalUnavailable):
                await self._write(before)
                raise
            self.board.put(solved)  # only now: whoever looks at the board tells the customers
            self._tell(solved)
            return solved

    def _unsolved(self, incident_id: IncidentId) -> Incident:
        incident = self.board.find(incident_id)
        if incident.state == "solved":
            raise Refused("incident_solved", incident_id)
        return incident

    async def _done(self, incident: Incident, what: IncidentDeed, by: str) -> Incident:
        deed = Deed(at=self._clock.now(), by=by, what=what)
        done = msgspec.structs.replace(incident, deeds=(*incident.deeds, deed))
        await self._keep(done)
        self._tell(done)
        return done

    async def _keep(self, incident: Incident) -> None:
        await self._write(incident)
        self.board.put(incident)

    async def _write(self, incident: Incident) -> None:
        await self._database.run(lambda c: store.put(c, incident))

    def _tell(self, incident: Incident) -> None:
        log.info("incident", incident_id=incident.id, state=incident.state, queues=list(incident.queue_ids))
        self.board.tell(incident)

    # --- commands ------------------------------------------------------------------------------------------

    async def _submit_open(self, incident: Incident, by: str) -> None:
        command_id, at, offset = self._stamp("open", incident)
        await self._submit(
            OpenIncident(
                command_id=command_id,
                at=at,
                utc_offset_min=offset,
                actor=by,
                incident_id=incident.id,
                queue_ids=incident.queue_ids,
            )
        )

    async def _submit_solve(self, incident: Incident, by: str) -> None:
        command_id, at, offset = self._stamp("solve", incident)
        await self._submit(
            SolveIncident(
                command_id=command_id, at=at, utc_offset_min=offset, actor=by, incident_id=incident.id
            )
        )

    def _stamp(self, what: str, incident: Incident) -> tuple[CommandId, Instant, int]:
        now = self._clock.now()
        return CommandId(f"incident-{what}-{incident.id}"), now, self._clock.utc_offset_min(now)

    async def _submit(self, command: AnyCommand) -> None:
        await self._centre.submit(command)
