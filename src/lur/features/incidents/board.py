"""All incidents as they are now, in memory: who answers a caller cannot wait for a disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lur.adapters.voice.protocol import Notice
from lur.core.flow import Words
from lur.core.ids import IncidentId, Language, QueueId
from lur.core.state import State
from lur.features import Refused
from lur.features.incidents import drafts
from lur.features.incidents.model import Incident, PublishedIncident

Listener = Callable[[Sequence[QueueId]], None]


class Board:
    """Questions about incidents. ``Incidents`` alone changes it."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._all: dict[IncidentId, Incident] = {}
        self._listeners: list[Listener] = []

    def on_change(self, listener: Listener) -> None:
        """Call ``listener`` with the queues of an incident after each change."""
        self._listeners.append(listener)

    def tell(self, incident: Incident) -> None:
        """Tell those who listen."""
        for listener in self._listeners:
            listener(incident.queue_ids)

    def put(self, incident: Incident) -> None:
        """It is like this now."""
        self._all[incident.id] = incident

    def take_off(self, incident_id: IncidentId) -> None:
        """It never was."""
        del self._all[incident_id]

    def get(self, incident_id: IncidentId) -> Incident | None:
        """One of them, or None."""
        return self._all.get(incident_id)

    @property
    def all(self) -> tuple[Incident, ...]:
        """The newest first."""
        return tuple(reversed(self._all.values()))

    def find(self, incident_id: IncidentId) -> Incident:
        """One of them. Raises ``Refused``: unknown_incident."""
        if incident_id not in self._all:
            raise Refused("unknown_incident", incident_id)
        return self._all[incident_id]

    def draft(self, queue_ids: Sequence[QueueId]) -> Words:
        """A message to begin with. Raises ``Refused``: unknown_queue."""
        return drafts.message(self._names(queue_ids))

    def draft_answer(self, queue_ids: Sequence[QueueId]) -> Words:
        """An answer to begin with. Raises ``Refused``: unknown_queue."""
        return drafts.answer(self._names(queue_ids))

    def _names(self, queue_ids: Sequence[QueueId]) -> list[str]:
        queues = self._state.queues
        unknown = next((each for each in queue_ids if each not in queues), None)
        if unknown is not None:
            raise Refused("unknown_queue", unknown)
        return [queues[each].settings.name for each in queue_ids]

    def published(self, language: Language, queue_id: QueueId | None = None) -> tuple[PublishedIncident, ...]:
        """What everybody may know now, about one queue or all, the newest first."""
        return tuple(
            PublishedIncident(
                id=each.id,
                queue_ids=each.queue_ids,
                published_at=each.published_at or each.opened_at,
                text=getattr(each.words, language),
            )
            for each in self.all
            if each.state == "published" and (queue_id is None or queue_id in each.queue_ids)
        )

    def incident_for(self, queue_id: QueueId) -> IncidentId | None:
        """The newest incident that those who wait in this queue are told of."""
        return next((each.id for each in self.published("en", queue_id)), None)

    def covers(self, queue_id: QueueId) -> bool:
        """Whether an incident of this queue is not solved yet, published or not."""
        return any(each.state != "solved" and queue_id in each.queue_ids for each in self._all.values())

    def notices(self) -> tuple[Notice, ...]:
        """What the voice edge says, for its directory."""
        return tuple(
            Notice(incident_id=each.id, queue_ids=each.queue_ids, words=each.words)
            for each in self.all
            if each.state == "published"
        )
