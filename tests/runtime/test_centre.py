"""The one writer: idempotent, journal first, never backwards, and the same again after a restart."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs
from tests.runtime.centres import SetClock, WeakJournal, arrival, ask, furnish, open_centre, until

from lur.adapters.storage.memory import MemoryJournal
from lur.core import commands as c
from lur.core import events as e
from lur.core import snapshot as snapshots
from lur.core.ids import AgentId, ContactId, OfferId
from lur.ports import JournalBroken, JournalUnavailable, Recorded, Snapshot
from lur.runtime import Centre, CentreStopped, CommandRejected
from lur.runtime.centre import IDLE_TICK_MS

pytestmark = pytest.mark.anyio


def kinds(recorded: Sequence[Recorded]) -> list[str]:
    """The names of the events."""
    return [type(row.event).__name__ for row in recorded]


async def test_a_command_gives_its_events_and_the_offer_that_follows() -> None:
    """One command is one whole: a caller who arrives at a ready agent is offered in the same batch."""
    clock = SetClock()
    centre = await open_centre(MemoryJournal(), clock)
    await furnish(centre, clock)
    recorded = await centre.submit(arrival(clock))
    assert kinds(recorded) == ["ContactArrived", "OfferMade"]
    assert centre.seq == recorded[-1].seq
    await centre.stop()


async def test_the_same_command_is_done_once() -> None:
    """The same id again gives the first answer and changes nothing, also after a restart."""
    clock, journal = SetClock(), MemoryJournal()
    centre = await open_centre(journal, clock)
    await furnish(centre, clock)
    command = arrival(clock)
    first = await centre.submit(command)
    again = await centre.submit(command)
    await centre.stop()
    centre = await open_centre(journal, clock)
    after = await centre.submit(command)
    assert list(first) == list(again) == list(after)
    assert centre.seq == first[-1].seq
    await centre.stop()


async def test_commands_at_once_are_done_in_the_order_they_were_submitted() -> None:
    """Many callers at the same instant get places in the order in which they came."""
    clock = SetClock()
    centre = await open_centre(MemoryJournal(), clock)
    await furnish(centre, clock, agents=0)
    commands = [arrival(clock, f"c{number:03}") for number in range(100)]
    await asyncio.gather(*(centre.submit(command) for command in commands))
    waiting = [key[2] for key in centre.state.queues["q"].waiting]  # type: ignore[index]
    assert waiting == [f"c{number:03}" for number in range(100)]
    await centre.stop()


async def test_a_rejected_command_leaves_no_trace() -> None:
    """What the core refuses is told with its code, and is not in the journal."""
    clock, journal = SetClock(), MemoryJournal()
    centre = await open_centre(journal, clock)
    with pytest.raises(CommandRejected) as caught:
        await centre.submit(ask(clock, c.BecomeReady, agent_id=AgentId("nobody")))
    assert caught.value.rejected.code == "unknown_agent"
    assert await journal.head_seq() == 0
    await centre.stop()


async def test_without_the_journal_nothing_happens() -> None:
    """A command that cannot be journaled is refused: no state, no news, and the reason is known."""
    clock, journal = SetClock(), WeakJournal()
    centre = await open_centre(journal, clock)
    await furnish(centre, clock)
    news: list[Recorded] = []
    centre.subscribe(news.extend)
    before = snapshots.dump(centre.state)
    journal.reason = "disk_full"
    with pytest.raises(JournalUnavailable) as caught:
        await centre.submit(arrival(clock))
    assert caught.value.reason == "disk_full"
    assert snapshots.dump(centre.state) == before
    assert news == []
    assert (centre.health.state, centre.health.reason) == ("unavailable", "disk_full")
    await centre.stop()


async def test_commands_go_on_when_the_journal_is_back() -> None:
    """A probe finds out by itself; those who watch are told both times."""
    clock, journal = SetClock(), WeakJournal()
    centre = await open_centre(journal, clock)
    await furnish(centre, clock)
    seen: list[str] = []
    centre.watch_health(lambda health: seen.append(health.state))
    journal.reason = "disk_full"
    command = arrival(clock)
    with pytest.raises(JournalUnavailable):
        await centre.submit(command)
    await until(lambda: journal.probes > 3)
    journal.reason = ""
    await until(lambda: centre.health.state == "ok")
    assert kinds(await centre.submit(command)) == ["ContactArrived", "OfferMade"]
    assert seen == ["unavailable", "ok"]
    await centre.stop()


async def test_deadlines_wait_for_the_journal() -> None:
    """What falls due while the journal is away is done when it is back, not lost and not before."""
    clock, journal = SetClock(), WeakJournal()
    centre = await open_centre(journal, clock)
    await furnish(centre, clock, ring_timeout_ms=1_000)
    await centre.submit(arrival(clock))
    journal.reason = "server_gone"
    with pytest.raises(JournalUnavailable):
        await centre.submit(arrival(clock, "c2"))
    clock.move(5_000)
    await until(lambda: journal.probes > 3)
    assert len(centre.state.offers) == 1
    journal.reason = ""
    await until(lambda: not centre.state.offers)
    assert centre.state.agents[AgentId("a1")].presence == "pause"
    await centre.stop()


async def test_time_alone_does_what_is_due() -> None:
    """An offer that nobody answers expires by itself: one timer, armed by the core's next deadline."""
    clock = SetClock()
    centre = await open_centre(MemoryJournal(), clock)
    await furnish(centre, clock, ring_timeout_ms=1_000)
    seen: list[Recorded] = []
    centre.subscribe(seen.extend)
    await centre.submit(arrival(clock))
    await until(lambda: "OfferExpired" in kinds(seen))
    expired = next(row.event for row in seen if isinstance(row.event, e.OfferExpired))
    made = next(row.event for row in seen if isinstance(row.event, e.OfferMade))
    assert expired.at >= made.expires
    await centre.stop()


async def test_what_time_brings_may_bring_more_at_the_same_instant() -> None:
    """A contact that comes back from a missed ring is told its wait at once; that is no missed deadline."""
    clock = SetClock()
    centre = await open_centre(MemoryJournal(), clock)
    await furnish(centre, clock, ring_timeout_ms=1_000)
    seen: list[Recorded] = []
    centre.subscribe(seen.extend)
    with capture_logs() as logs:
        await centre.submit(arrival(clock))
        clock.move(60_000)
        await until(lambda: "WaitTold" in kinds(seen))
    assert [entry for entry in logs if entry["event"] == "deadline_not_met"] == []
    expired, told = (
        next(r.event for r in seen if type(r.event) is kind) for kind in (e.OfferExpired, e.WaitTold)
    )
    assert told.at - expired.at < IDLE_TICK_MS
    await centre.stop()


async def test_time_in_the_journal_never_goes_backwards() -> None:
    """A clock that is set back an hour does not show in the journal."""
    clock, journal = SetClock(), MemoryJournal()
    centre = await open_centre(journal, clock)
    await furnish(centre, clock, agents=0)
    await centre.submit(arrival(clock, "c1"))
    clock.move(-3_600_000)
    await centre.submit(arrival(clock, "c2"))
    times = [row.event.at async for row in journal.read()]
    assert times == sorted(times)
    assert [key[2] for key in centre.state.queues["q"].waiting] == ["c1", "c2"]  # type: ignore[index]
    await centre.stop()


async def test_one_listeners_bug_stops_nobody_else() -> None:
    """A subscriber that raises is logged; the others hear, and the command has been carried out."""
    clock = SetClock()
    centre = await open_centre(MemoryJournal(), clock)
    heard: list[Recorded] = []

    def broken(_: Sequence[Recorded]) -> None:
        raise RuntimeError("a bug")

    centre.subscribe(broken)
    stop_listening = centre.subscribe(heard.extend)
    await furnish(centre, clock)
    assert len(heard) == 3
    stop_listening()
    await centre.submit(arrival(clock))
    assert len(heard) == 3
    await centre.stop()


async def a_busy_day(centre: Centre, clock: SetClock) -> None:
    """Some of everything."""
    await furnish(centre, clock, agents=3)
    for number in range(8):
        await centre.submit(arrival(clock, f"c{number}"))
    for offer_id in tuple(centre.state.offers):
        await centre.submit(ask(clock, c.AcceptOffer, offer_id=OfferId(offer_id)))
    await centre.submit(ask(clock, c.EndContact, contact_id=ContactId("c0"), ended_by="customer"))
    await centre.submit(ask(clock, c.EndContact, contact_id=ContactId("c5"), ended_by="customer"))
    await centre.submit(ask(clock, c.TakePause, agent_id=AgentId("a2")))


@pytest.mark.parametrize("snapshot_every", [1, 4, 5_000], ids=["each command", "now and then", "at the end"])
async def test_replay_gives_the_same_state(snapshot_every: int) -> None:
    """Snapshot and the rest of the journal, or the journal alone, give the state that was."""
    clock, journal = SetClock(), MemoryJournal()
    centre = await open_centre(journal, clock, snapshot_every=snapshot_every)
    await a_busy_day(centre, clock)
    was = snapshots.dump(centre.state)
    await centre.stop()
    again = await open_centre(journal, clock)
    assert snapshots.dump(again.state) == was
    assert again.seq == centre.seq
    await again.stop()


@pytest.mark.parametrize(
    "snapshot",
    [Snapshot(3, b"whatever", snapshots.FORMAT + 1), Snapshot(3, b"garbage", snapshots.FORMAT)],
    ids=["another format", "damaged"],
)
async def test_a_snapshot_that_cannot_be_read_is_left_aside(snapshot: Snapshot) -> None:
    """Then the whole journal is replayed; a snapshot only saves time."""
    clock, journal = SetClock(), MemoryJournal()
    centre = await open_centre(journal, clock)
    await a_busy_day(centre, clock)
    was = snapshots.dump(centre.state)
    await centre.stop()
    await journal.save_snapshot(snapshot)
    again = await open_centre(journal, clock)
    assert snapshots.dump(again.state) == was
    await again.stop()


async def test_a_broken_journal_does_not_start() -> None:
    """A row that cannot follow the rows before it stops the start, by number."""
    journal = MemoryJournal()
    held = e.ContactHeld(at=1, contact_id=ContactId("never-arrived"))
    await journal.append([held], ask(SetClock(), c.Tick).command_id, "edge")
    with pytest.raises(JournalBroken) as caught:
        await open_centre(journal)
    assert caught.value.seq == 1


async def test_a_snapshot_of_more_than_the_journal_has_does_not_start() -> None:
    """A journal that is shorter than its own snapshot was cut."""
    journal = MemoryJournal()
    await journal.save_snapshot(Snapshot(7, b"", snapshots.FORMAT))
    with pytest.raises(JournalBroken):
        await open_centre(journal)


async def test_after_stop_nothing_is_taken() -> None:
    """What was submitted before the stop is carried out; later commands are refused."""
    clock = SetClock()
    centre = await open_centre(MemoryJournal(), clock)
    await furnish(centre, clock)
    last = asyncio.create_task(centre.submit(arrival(clock)))
    await asyncio.sleep(0)
    await centre.stop()
    assert kinds(await last) == ["ContactArrived", "OfferMade"]
    with pytest.raises(CentreStopped):
        await centre.submit(arrival(clock, "c2"))


async def test_who_gives_up_waiting_for_an_answer_does_not_undo_it() -> None:
    """A caller of ``submit`` that is cancelled meanwhile leaves state and journal in agreement."""
    clock, journal = SetClock(), MemoryJournal()
    centre = await open_centre(journal, clock)
    await furnish(centre, clock)
    task = asyncio.create_task(centre.submit(arrival(clock)))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await until(lambda: ContactId("c1") in centre.state.contacts)
    assert centre.seq == await journal.head_seq()
    await centre.stop()
