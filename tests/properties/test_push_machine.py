"""An old snapshot and the changes since give what a fresh snapshot gives, whatever happened in between."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from hypothesis import settings
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from lur.core.ids import CommandId, Instant
from lur.core.measures import Measures
from lur.ports import Recorded
from lur.runtime.projection import Surroundings
from lur.runtime.push import Push
from lur.runtime.views import CallerView, Changes, Status, TodayView
from properties.test_centre_machine import CentreMachine

View = TypeVar("View")


class Page:
    """What a page does with the messages; the same rule as the reducer of the user interface."""

    def __init__(self, status: Status) -> None:
        self.status = status

    def take(self, changes: Changes) -> None:
        """Put what is new, drop what is gone."""
        puts, gone, old = changes.puts, changes.gone, self.status
        self.status = Status(
            at=changes.at,
            centre=puts.centre or old.centre,
            health=puts.health or old.health,
            queues=_merged(old.queues, puts.queues, gone.queues),
            contacts=_merged(old.contacts, puts.contacts, gone.contacts),
            agents=_merged(old.agents, puts.agents, gone.agents),
            trunks=_merged(old.trunks, puts.trunks, gone.trunks),
        )


def _merged(old: tuple[View, ...], puts: tuple[View, ...], gone: tuple[str, ...]) -> tuple[View, ...]:
    views = {each.id: each for each in (*old, *puts)}  # type: ignore[attr-defined]
    return tuple(views[each] for each in sorted(views) if each not in gone)


class PushMachine(CentreMachine):
    """The centre's odd orders, watched by a page that got its snapshot before all of them."""

    def __init__(self) -> None:
        super().__init__()
        self.measures = Measures()
        self.push = Push(self.centre.state, Surroundings(today=self.today), self, "run")
        self.page = Page(self.push.status())
        self.published = 0

    def now(self) -> Instant:
        """The machine is the clock."""
        return self.centre.at

    def utc_offset_min(self, at: Instant) -> int:
        """Swedish winter."""
        return 60

    def today(self, queue_id: str | None) -> TodayView:
        """Something that changes with events."""
        return TodayView(arrived=self.measures.total().arrived)

    def publish(self) -> None:
        """Tell the push what is new, as the writer does after each durable batch."""
        new = self.centre.events[self.published :]
        self.published = len(self.centre.events)
        for event in new:
            self.measures.observe(event)
        self.push.publish([Recorded(1, event, CommandId("c"), "test", "") for event in new])

    @rule()
    def flush(self) -> None:
        """The page takes the changes, over the wire, and shows what a fresh status shows."""
        self.publish()
        changes = self.push.flush()
        if changes is not None:
            self.page.take(msgspec.json.decode(msgspec.json.encode(changes), type=Changes))
        fresh = self.push.status()
        assert msgspec.structs.replace(self.page.status, at=fresh.at) == fresh

    @invariant()
    def flush_often(self) -> None:
        """At most steps one command's changes travel alone, at others those of several together."""
        if self.centre.commands % 3:
            self.flush()

    @rule()
    def learn_callers(self) -> None:
        """What lies around the state changes too."""
        for contact_id in self.centre.state.contacts:
            self.push.around.callers[contact_id] = CallerView(number=f"+46{len(contact_id)}{self.published}")
        self.push.touch(contacts=tuple(self.centre.state.contacts))

    def teardown(self) -> None:
        """Whatever was left unsent comes with the last flush."""
        self.flush()
        super().teardown()


def test_push_machine() -> None:
    """Many random stories."""
    few = settings(max_examples=150, stateful_step_count=40, deadline=None)
    run_state_machine_as_test(PushMachine, settings=few)  # type: ignore[no-untyped-call]
