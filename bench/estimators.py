"""Which way of telling the wait is the most honest: three estimators on the same seeded days.

    .venv/bin/python bench/estimators.py [--days N]

Every caller who has to wait is given three ranges at arrival, and what came of it is compared with each:

position   turns until theirs, times the mean time a contact binds an agent, over the agents signed in;
           nobody gives up and no agent works for another queue (what most systems tell)
last       the wait of the last caller of the queue who was answered (LES; Ibrahim and Whitt, "Real-time delay
           estimation based on delay history", M&SOM 11, 2009)
core       what Lur tells: turns thinned by those who give up and by agents shared with other queues

All three are points; each is given the same spread (the 15 % and 85 % points of a gamma distribution with as
many turns as shape) and the same rounding to whole minutes, so that only the points are compared. Callers
who gave up are left out, since nobody knows how long they would have waited. Prints a table; same seeds,
same table.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import msgspec

from lur.core import events as e
from lur.core.estimate import cycle_ms, estimate, ranged
from lur.core.ids import ContactId, Instant, QueueId
from lur.core.state import Contact, State
from lur.simulation.company import working_day
from lur.simulation.scenario import Faults, Scenario
from lur.simulation.world import World

Range = tuple[int, int]
PATIENT_MS = 1_200_000


@dataclass
class Score:
    """How the ranges of one estimator held."""

    told: int = 0
    kept: int = 0
    outside_ms: int = 0
    wide_ms: int = 0
    high: int = 0
    """Waits that were longer than told."""

    def add(self, told: Range, waited_ms: int) -> None:
        """One caller was answered."""
        low, high = told
        self.told += 1
        self.kept += low <= waited_ms <= high
        self.outside_ms += max(low - waited_ms, waited_ms - high, 0)
        self.wide_ms += high - low
        self.high += waited_ms > high

    def row(self) -> str:
        """Kept, longer than told, mean miss, mean width."""
        n = max(1, self.told)
        minutes = 60_000 * n
        return (
            f"{self.told:>8}{self.kept / n:>9.1%}{self.high / n:>9.1%}"
            f"{self.outside_ms / minutes:>9.2f}{self.wide_ms / minutes:>9.2f}"
        )


@dataclass
class Watcher:
    """Follows one day and keeps score."""

    state: State
    scores: dict[str, Score]
    last_wait_ms: dict[QueueId, int] = field(default_factory=dict)
    open: dict[ContactId, tuple[Instant, QueueId, dict[str, Range]]] = field(default_factory=dict)

    def after(self, events: tuple[e.AnyEvent, ...]) -> None:
        """One command's events, once they are applied."""
        for event in events:
            match event:
                case e.ContactArrived():
                    self._arrived(event)
                case e.OfferAccepted():
                    self._answered(event)
                case e.ContactEnded():
                    self.open.pop(event.contact_id, None)
                case _:
                    pass

    def _arrived(self, event: e.ContactArrived) -> None:
        contact = self.state.contacts.get(event.contact_id)
        if contact is None:
            return
        told = {}
        if contact.phase == "waiting":
            for name, estimator in ESTIMATORS.items():
                if (found := estimator(self, contact)) is not None:
                    told[name] = found
        self.open[event.contact_id] = (event.at, event.queue_id, told)

    def _answered(self, event: e.OfferAccepted) -> None:
        arrival = self.open.pop(event.contact_id, None)
        if arrival is None:
            return
        at, queue_id, told = arrival
        self.last_wait_ms[queue_id] = event.at - at
        if len(told) == len(ESTIMATORS):
            for name, each in told.items():
                self.scores[name].add(each, event.at - at)


def _turns(watcher: Watcher, contact: Contact) -> float:
    return float(watcher.state.queues[contact.queue_id].waiting.index(contact.order_key) + 1)


def _position(watcher: Watcher, contact: Contact) -> Range | None:
    queue = watcher.state.queues[contact.queue_id]
    if not queue.staffed:
        return None
    turns = _turns(watcher, contact)
    return ranged(turns, turns * cycle_ms(queue) / len(queue.staffed))


def _last(watcher: Watcher, contact: Contact) -> Range | None:
    wait_ms = watcher.last_wait_ms.get(contact.queue_id)
    return None if wait_ms is None else ranged(_turns(watcher, contact), float(wait_ms))


def _core(watcher: Watcher, contact: Contact) -> Range | None:
    found = estimate(watcher.state, watcher.state.queues[contact.queue_id], contact.order_key)
    return None if found.low_ms is None or found.high_ms is None else (found.low_ms, found.high_ms)


ESTIMATORS: dict[str, Callable[[Watcher, Contact], Range | None]] = {
    "position": _position,
    "last": _last,
    "core": _core,
}


def days() -> Iterator[tuple[str, Scenario]]:
    """Days on which people wait: too few agents, patient and impatient callers, staff that comes and goes."""
    calm = msgspec.structs.replace(working_day(contacts=3_200, agents=30), faults=Faults())
    yield "enough staff, breaks and lunch", calm
    yield "too few", msgspec.structs.replace(working_day(contacts=3_200, agents=26), faults=Faults())
    few = working_day(contacts=3_200, agents=26)
    yield (
        "too few, a third goes home",
        msgspec.structs.replace(few, faults=Faults(went_home=0.33, missed_rings=0.03)),
    )
    patient = tuple(msgspec.structs.replace(queue, patience_ms=PATIENT_MS) for queue in few.queues)
    yield (
        "the same, patient callers",
        msgspec.structs.replace(few, queues=patient, faults=Faults(went_home=0.33, missed_rings=0.03)),
    )


def main() -> None:
    """Play and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--days", type=int, default=10, help="seeds for each kind of day")
    seeds = parser.parse_args().days
    print(f"{'':<34}{'':<10}{'told':>8}{'kept':>9}{'longer':>9}{'miss min':>9}{'wide min':>9}")
    for name, scenario in days():
        scores = {each: Score() for each in ESTIMATORS}
        for seed in range(seeds):
            world = World(scenario, seed)
            watcher = Watcher(world.state, scores)
            for _, events in world.run():
                watcher.after(events)
        for each, score in scores.items():
            print(f"{name if each == 'position' else '':<34}{each:<10}{score.row()}")


if __name__ == "__main__":
    main()
