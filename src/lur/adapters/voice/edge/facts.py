"""The outbox: each fact is stored, sent in order, and sent again until the runtime has acknowledged it.

The runtime does a fact once by its command id, so sending again does no harm and forgetting would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lur.adapters.voice.edge.frames import fact_from, stored_fact
from lur.adapters.voice.edge.store import Store
from lur.adapters.voice.protocol import Ack, Fact, Note, ToRuntime
from lur.core.commands import AnyCommand
from lur.core.ids import CommandId
from lur.ports import PersonalNote

Send = Callable[[ToRuntime], None]
Settled = Callable[[Fact | Note, Ack], None]


def name_of(fact: Fact | Note) -> CommandId:
    """The id by which a fact is acknowledged."""
    return fact.note_id if isinstance(fact, Note) else fact.command.command_id


class Outbox:
    """Facts on their way to the runtime. ``settled`` hears of every acknowledgement, ``unavailable``
    included.
    """

    def __init__(self, store: Store, settled: Settled) -> None:
        self._store = store
        self._settled = settled
        self._send: Send | None = None
        self._waiting: dict[CommandId, Fact | Note] = {}
        self._again: set[CommandId] = set()
        for _, body in store.facts():
            fact = fact_from(body)
            self._waiting[name_of(fact)] = fact

    def tell(self, command: AnyCommand, personal: tuple[PersonalNote, ...] = ()) -> None:
        """Something happened on a line."""
        self._post(Fact(command=command, personal=personal))

    def note(self, note_id: CommandId, personal: tuple[PersonalNote, ...]) -> None:
        """Something personal without a command."""
        self._post(Note(note_id=note_id, personal=personal))

    def attach(self, send: Send) -> None:
        """The runtime is there (again): send everything that waits, in order."""
        self._send = send
        self._again.clear()
        for fact in self._waiting.values():
            send(fact)

    def detach(self) -> None:
        """The runtime is gone; facts gather."""
        self._send = None

    def acknowledge(self, ack: Ack) -> None:
        """The runtime's answer; an unknown id (answered before) is fine."""
        fact = self._waiting.get(ack.command_id)
        if fact is None:
            return
        if ack.result == "unavailable":
            self._again.add(ack.command_id)
        else:
            del self._waiting[ack.command_id]
            self._store.drop_fact(ack.command_id)
        self._settled(fact, ack)

    def retry(self) -> None:
        """Send those again that the runtime could not journal; call it now and then."""
        if self._send is None:
            return
        again, self._again = self._again, set()
        for name, fact in self._waiting.items():
            if name in again:
                self._send(fact)

    def commands(self) -> Iterator[AnyCommand]:
        """Commands not yet acknowledged, oldest first."""
        return (fact.command for fact in self._waiting.values() if isinstance(fact, Fact))

    def _post(self, fact: Fact | Note) -> None:
        name = name_of(fact)
        if name in self._waiting:
            return
        self._waiting[name] = fact
        self._store.append_fact(name, stored_fact(fact))
        if self._send is not None:
            self._send(fact)
