"""Days on which everything goes wrong, by seed: after every command nothing may be wrong with the centre."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from lur.core import events as e
from lur.core.apply import apply
from lur.core.invariants import violations
from lur.core.snapshot import dump
from lur.core.state import State
from lur.core.values import Outcome
from lur.simulation.check import Check
from lur.simulation.company import Day
from lur.simulation.world import World

SEEDS = range(1, 13)


def play(day: Day) -> list[e.AnyEvent]:
    """Play and check a day; a fault prints the command that plays it again."""
    world, check, played = World(day.scenario(), day.seed), Check(), list[e.AnyEvent]()
    for command, events in world.run():
        faults = check.after(events)
        assert faults == [], f"{faults} after {command}\nTo see it again: {day.command()}"
        played += events
    faults = check.at_end(world.state)
    assert faults == [], f"{faults} at the end\nTo see it again: {day.command()}"
    return played


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_ever_wrong_on_a_rough_day(seed: int) -> None:
    """Missed rings, declines, lost lines, moves, holds, chats, mails, breaks and closed doors: every
    invariant and fairness hold after each command, whether agents are few or many.
    """
    day = Day(seed=seed, contacts=250, agents=2 + 2 * (seed % 6), hours=3 + seed % 3, rough=True)
    play(day)


def test_a_rough_day_is_rough() -> None:
    """Each kind of event that people can cause in a day does come, so that the checks above mean something.

    Queues and skills are changed, agents moved and removed by those who lead, recordings are kept by the
    media plane, and how it went is asked afterwards: those are the only kinds that a day does not have.
    """
    played = play(Day(seed=4, contacts=900, agents=9, hours=6, rough=True))
    kinds = {type(event) for event in played}
    administrators = {
        e.QueueChanged,
        e.AgentSkillsChanged,
        e.AgentRemoved,
        e.AgentTeamChanged,
        e.AgentAssigned,
        e.AssignmentEnded,
        e.PausesChanged,
        e.ChangeNoted,
    }
    afterwards = {e.RatingAsked, e.ContactRated}
    media = {e.RecordingDeclined, e.RecordingKept, e.RecordingLost}
    assert set(e.AnyEvent.__args__) - kinds == administrators | media | afterwards
    outcomes = {event.outcome for event in played if isinstance(event, e.ContactEnded)}
    assert outcomes == set(get_args(Outcome))


def test_the_events_give_the_state_again() -> None:
    """Replayed from the first event, through bytes, the state is the same to the byte."""
    world = World(Day(seed=7, contacts=300, agents=6, hours=4, rough=True).scenario(), 7)
    rows = [msgspec.json.encode(event) for _, events in world.run() for event in events]
    replayed = State()
    for row in rows:
        apply(replayed, msgspec.json.decode(row, type=e.AnyEvent))
    assert dump(replayed) == dump(world.state)


def test_the_check_finds_what_is_wrong() -> None:
    """An offer made to the wrong contact, a contact that ends twice and lost time are all named."""
    played = play(Day(seed=2, contacts=60, agents=2, hours=1))
    ended = next(event for event in played if isinstance(event, e.ContactEnded))
    check = Check()
    upto = played.index(ended) + 1
    check.after(played[:upto])
    with pytest.raises(KeyError):
        check.after([msgspec.structs.replace(ended, at=1)])
    assert check.at_end(State()) != []


def test_a_broken_rule_is_seen() -> None:
    """When a free agent is left beside somebody who waits, the very next look finds it."""
    day = Day(seed=2, contacts=60, agents=2, hours=1)
    check = Check()
    faults: list[str] = []
    for _, events in World(day.scenario(), day.seed).run():
        if any(isinstance(event, e.OfferMade) for event in events):
            kept = [event for event in events if not isinstance(event, e.OfferMade)]
            faults = check.after(kept)
            break
        check.after(events)
    assert any("is ready while" in fault for fault in faults)
    assert violations(check.state) == faults


def test_a_fault_names_its_command() -> None:
    """The command line in a failure plays the same day."""
    day = Day(seed=9, contacts=80, agents=3, hours=2, rough=True)
    assert day.command() == "lur simulate --seed 9 --contacts 80 --agents 3 --hours 2 --rough --check"
