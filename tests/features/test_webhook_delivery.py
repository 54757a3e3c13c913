"""The engine of webhooks in virtual time: whatever targets and machines do, nothing is lost, and each
contact's messages come in their order.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from lur.adapters.storage.memory import MemoryJournal, MemoryVault
from lur.adapters.storage.readmodel import ReadModel
from lur.core import events as e
from lur.core.ids import DAY_MS, CommandId, ContactId, Instant
from lur.features import Refused
from lur.features.webhooks import store
from lur.features.webhooks.delivering import AT_ONCE, COUNT_EVERY_MS, Delivering
from lur.features.webhooks.model import MessageKind, Webhook
from lur.features.webhooks.schedule import PATIENCE_MS
from lur.features.webhooks.service import MOST_WEBHOOKS, Webhooks
from lur.ports import Posted, PostFailed

pytestmark = pytest.mark.anyio

KINDS: tuple[MessageKind, ...] = ("contact.held", "contact.resumed", "contact.ended")
URL = "https://target.test/hook"


@dataclass
class Time:
    """A ``Clock`` that is moved by hand."""

    at: Instant = 1_800_000_000_000

    def now(self) -> Instant:
        """See ``Clock.now``."""
        return self.at

    def utc_offset_min(self, at: Instant) -> int:
        """See ``Clock.utc_offset_min``."""
        return 0


@dataclass
class Target:
    """A ``Poster``: answers as ``behave`` says, and remembers what was sent and taken, in order."""

    behave: Callable[[str, int], int] = lambda contact, number: 204
    sent: list[tuple[str, int]] = field(default_factory=list)
    taken: list[tuple[str, int]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    open_now: int = 0
    most_open: int = 0
    early: list[tuple[str, int]] = field(default_factory=list)
    """Sent before an earlier one of the same contact had been taken."""

    def check(self, url: str) -> None:
        """See ``Poster.check``."""
        if not url.startswith("https://"):
            raise PostFailed("bad_address")

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Posted:
        """See ``Poster.post``."""
        data = msgspec.json.decode(body)["data"]
        one = (data.get("contact_id", ""), data.get("seq", 0))
        self._note(one, headers)
        try:
            await asyncio.sleep(0)
            status = self.behave(one[0], len(self.sent))
            if 200 <= status < 300:
                self.taken.append(one)
            await asyncio.sleep(0)  # A process may die between the answer and noting it.
        finally:
            self.open_now -= 1
        if status == 0:
            raise PostFailed("timed_out")
        return Posted(status=status)

    def _note(self, one: tuple[str, int], headers: Mapping[str, str]) -> None:
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        before = {each for each in self.expected if each[0] == one[0] and each[1] < one[1]}
        if not before <= set(self.taken):
            self.early.append(one)
        self.sent.append(one)
        self.ids.append(headers["webhook-id"])
        self.headers.append(headers)

    expected: set[tuple[str, int]] = field(default_factory=set)


class Room:
    """A journal, tables and an engine that can be killed and started again."""

    def __init__(self, database: ReadModel) -> None:
        self.database, self.journal, self.vault = database, MemoryJournal(), MemoryVault()
        self.clock, self.target = Time(), Target()
        self.webhooks = Webhooks(
            database=database,
            vault=self.vault,
            journal=self.journal,
            clock=self.clock,
            poster=self.target,
        )
        self.engine = self.start()

    def start(self) -> Delivering:
        """A new engine on the same tables, as after a start."""
        return Delivering(
            database=self.database,
            vault=self.vault,
            journal=self.journal,
            clock=self.clock,
            poster=self.target,
        )

    async def kill(self) -> None:
        """Whatever is under way is torn off."""
        await self.engine.close()
        self.engine = self.start()

    async def happen(self, contact: str, kind: type[e.ContactHeld | e.ContactResumed] = e.ContactHeld) -> int:
        """Something happens to a contact; its event's number."""
        event = kind(at=self.clock.at, contact_id=ContactId(contact))
        recorded = await self.journal.append([event], CommandId(f"x{self.clock.at}"), "test")
        self.engine.follow(recorded)
        self.target.expected.add((contact, recorded[-1].seq))
        return recorded[-1].seq

    async def round(self) -> Instant | None:
        """One step, and all that it began."""
        next_at = await self.engine.step()
        await self.engine.settle()
        return next_at

    async def run(self, rounds: int = 1_000) -> None:
        """Go on in virtual time until nothing more happens by itself."""
        for _ in range(rounds):
            next_at = await self.round()
            if self.engine.wake.is_set():
                continue
            if next_at is None:
                return
            self.clock.at = max(self.clock.at, next_at)

    async def hook(self) -> Webhook:
        """The one webhook as it is now."""
        return (await self.webhooks.all())[0]


async def opened(folder: Path) -> Room:
    """A room with one webhook."""
    room = Room(await ReadModel.open(folder / "lur.db"))
    await room.webhooks.add("cases", URL, KINDS)
    return room


@pytest.fixture
async def room(tmp_path: Path):  # type: ignore[no-untyped-def]
    """One for each test."""
    made = await opened(tmp_path)
    yield made
    await made.engine.close()
    await made.database.close()


async def test_what_happens_is_told_once_and_in_order(room: Room) -> None:
    """The plain case: each event once, with an id of its own."""
    for _ in range(3):
        await room.happen("a")
        await room.happen("b")
    await room.run()
    assert sorted(room.target.taken) == sorted(room.target.expected)
    assert len(set(room.target.ids)) == 6
    assert room.target.early == []


async def test_only_chosen_kinds_are_told(room: Room) -> None:
    """Others are passed by, also by those who come after them."""
    hook = await room.hook()
    await room.webhooks.change(hook.id, "cases", URL, ["contact.resumed"])
    await room.happen("a", e.ContactHeld)
    seq = await room.happen("a", e.ContactResumed)
    await room.run()
    assert room.target.taken == [("a", seq)]


async def test_one_contact_that_is_refused_holds_up_nobody_else(room: Room) -> None:
    """The others' messages go; its own wait behind the one that is refused, and are set aside in the end."""
    room.target.behave = lambda contact, _: 422 if contact == "a" else 204
    first = await room.happen("a")
    await room.happen("a")
    await room.happen("b")
    for hour in range(4 * 24):
        await room.happen(f"c{hour}")
        await room.round()
        room.clock.at += DAY_MS // 24
    await room.round()
    hook = await room.hook()
    page = await room.webhooks.page(hook.id, "set_aside", None, 10)
    assert [each.seq for each in page] == [first]
    assert hook.state == "on"
    assert room.engine.troubles == (("cases", "1"),)
    assert {seq for contact, seq in room.target.sent if contact == "a"} == {first}


async def test_what_is_set_aside_is_sent_again_or_skipped_by_a_person(room: Room) -> None:
    """After skipping, the contact's next message goes; a replay sends it after all, with the same id."""
    room.target.behave = lambda contact, _: 422 if contact == "a" else 204
    first, second = await room.happen("a"), await room.happen("a")
    hook = await room.hook()
    await room.run(3)
    await room.webhooks.skip(hook.id, first)
    room.target.behave = lambda *_: 204
    await room.run()
    assert room.target.taken == [("a", second)]
    await room.webhooks.again(hook.id, first)
    await room.run()
    assert room.target.taken[-1] == ("a", first)
    with pytest.raises(Refused, match="unknown_delivery"):
        await room.webhooks.again(hook.id, 9_999)


async def test_a_target_that_is_down_for_a_day_gets_everything_soon_after(room: Room) -> None:
    """500 for a day: few tries, no concurrency, nothing lost, and all of it in order when it is back."""
    room.target.behave = lambda *_: 500
    began = room.clock.at
    for number in range(40):
        await room.happen(f"c{number % 10}")
    while room.clock.at < began + DAY_MS:
        await room.run(1)
        room.clock.at += 60_000
    assert len(room.target.sent) < 200
    room.target.behave = lambda *_: 204
    back = room.clock.at
    await room.run()
    assert sorted(room.target.taken) == sorted(room.target.expected)
    assert room.clock.at - back < 20 * 60_000
    assert room.target.early == []


async def test_after_days_it_is_paused_with_an_alarm_and_goes_on_where_it_was(room: Room) -> None:
    """Nothing is tried any more until a person starts it; what happened meanwhile is then told too."""
    room.target.behave = lambda *_: 500
    await room.happen("a")
    await room.run()
    hook = await room.hook()
    assert hook.state == "paused"
    assert hook.failing_since is not None
    assert room.clock.at - hook.failing_since >= PATIENCE_MS
    await room.happen("a")
    await room.happen("b")
    room.target.behave = lambda *_: 204
    room.clock.at += 30 * DAY_MS
    await room.run()
    assert room.target.taken == []
    assert room.engine.troubles == (("cases", "paused"),)
    await room.webhooks.start(hook.id)
    await room.run()
    assert sorted(room.target.taken) == sorted(room.target.expected)
    assert room.engine.troubles == ()


async def test_few_are_under_way_to_one_target(room: Room) -> None:
    """A target that is slow gets a few at a time, and one contact never two."""
    for number in range(30):
        await room.happen(f"c{number}")
    await room.run()
    assert room.target.most_open == AT_ONCE
    assert len(room.target.taken) == 30


async def test_a_slow_target_holds_up_no_other(room: Room) -> None:
    """Each has its own few."""
    held: asyncio.Event = asyncio.Event()
    quick, slow = room.target.post, asyncio.Event()

    async def post(url: str, headers: Mapping[str, str], body: bytes) -> Posted:
        if "slow" in url:
            slow.set()
            await held.wait()
        return await quick(url, headers, body)

    room.target.post = post  # type: ignore[method-assign]
    await room.webhooks.add("slow", "https://slow.test/", KINDS)
    for number in range(8):
        await room.happen(f"c{number}")
    while len(room.target.taken) < 8:
        await room.engine.step()
        await asyncio.sleep(0)
    assert slow.is_set()
    held.set()
    await room.run()
    assert len(room.target.taken) == 16


async def test_everything_from_a_point_is_sent_again(room: Room) -> None:
    """From an event, or a time; also what happened before the webhook was made, out of the journal."""
    seqs = [await room.happen("a") for _ in range(2)]
    await room.run()
    room.clock.at += 1_000
    since = room.clock.at
    later = [await room.happen("a") for _ in range(2)]
    await room.run()
    hook = await room.hook()
    assert await room.webhooks.first_since(since) == later[0]
    await room.webhooks.again_from(hook.id, later[0])
    await room.run()
    assert [seq for _, seq in room.target.taken] == [*seqs, *later, *later]
    new, _ = await room.webhooks.add("late", "https://late.test/", KINDS)
    await room.webhooks.again_from(new.id, 1)
    await room.run()
    assert [seq for _, seq in room.target.taken[-4:]] == [*seqs, *later]
    with pytest.raises(Refused, match="nothing_to_replay"):
        await room.webhooks.again_from(hook.id, 10_000)


async def test_both_secrets_sign_for_a_day_after_a_change(room: Room) -> None:
    """A receiver may change over at any time of that day."""
    hook = await room.hook()
    await room.webhooks.rotate(hook.id)
    await room.happen("a")
    await room.run()
    assert len(room.target.headers[-1]["webhook-signature"].split()) == 2
    room.clock.at += DAY_MS
    await room.happen("a")
    await room.run()
    assert len(room.target.headers[-1]["webhook-signature"].split()) == 1


async def test_there_are_only_so_many_webhooks(room: Room) -> None:
    """Each costs connections."""
    for number in range(MOST_WEBHOOKS - 1):
        await room.webhooks.add(f"n{number}", URL, KINDS)
    with pytest.raises(Refused, match="too_many_webhooks"):
        await room.webhooks.add("one more", URL, KINDS)


async def test_a_removed_webhook_leaves_nothing(room: Room) -> None:
    """Neither messages nor its secret."""
    hook = await room.hook()
    await room.happen("a")
    await room.webhooks.remove(hook.id)
    await room.run()
    assert room.target.sent == []
    assert await room.vault.get(f"webhook:{hook.id}") == {}
    with pytest.raises(Refused, match="unknown_webhook"):
        await room.webhooks.find(hook.id)


ACTS = st.one_of(
    st.tuples(st.just("happen"), st.sampled_from("abc")),
    st.tuples(st.just("behave"), st.sampled_from([204, 204, 500, 0, 422, 429, 410])),
    st.tuples(st.just("round"), st.integers(0, 3_600_000)),
    st.tuples(st.just("kill"), st.just(0)),
    st.tuples(st.just("tear"), st.just(0)),
    st.tuples(st.just("start"), st.just(0)),
)


async def act(room: Room, what: str, value: object) -> None:
    """One thing that happens to the house."""
    hook = await room.hook()
    match what:
        case "happen":
            await room.happen(str(value))
        case "behave":
            room.target.behave = lambda *_: int(str(value))
        case "round":
            await room.round()
            room.clock.at += int(str(value))
        case "kill":
            await room.kill()
        case "tear":
            await room.engine.step()
            await asyncio.sleep(0)
            await room.kill()
        case _:
            await room.webhooks.start(hook.id)


async def story(acts: list[tuple[str, object]]) -> None:
    """All acts, then a good target and a person who starts what is paused."""
    with TemporaryDirectory() as folder:
        room = await opened(Path(folder))
        for what, value in acts:
            await act(room, what, value)
        room.target.behave = lambda *_: 204
        hook = await room.hook()
        await room.webhooks.start(hook.id)
        for aside in await room.webhooks.page(hook.id, "set_aside", None, 100):
            await room.webhooks.again(hook.id, aside.seq)
        await room.run()
        assert set(room.target.taken) == room.target.expected
        assert room.target.early == []
        await room.engine.close()
        await room.database.close()


@given(acts=st.lists(ACTS, max_size=25))
@settings(max_examples=40)
def test_any_order_of_failures_and_kills_keeps_all_and_the_order(acts: list[tuple[str, object]]) -> None:
    """Failing, hanging, refusing targets, processes that are killed between sending and noting: each message
    is taken at least once, and none before the earlier ones of its contact."""
    asyncio.run(story(acts))


async def test_open_messages_are_counted_by_an_index(tmp_path: Path) -> None:
    """However many lie there that are done: the engine counts again and again."""
    database = await ReadModel.open(tmp_path / "lur.db")
    asked = "SELECT webhook_id, state, count(*) FROM webhook_delivery WHERE state IN ('waiting', 'set_aside')"
    plan = f"EXPLAIN QUERY PLAN {asked} GROUP BY webhook_id, state"
    steps = await database.run(lambda c: str(c.exec_driver_sql(plan).all()))
    await database.close()
    assert "COVERING INDEX webhook_delivery_open" in steps


async def test_a_backlog_is_not_counted_at_each_step(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every few seconds, and once more when it is quiet: what is shown is right in the end, and the age of
    the oldest is its event's."""
    counted: list[Instant] = []

    def counting(connection: Connection) -> store.Open:
        counted.append(room.clock.at)
        return what_is_open(connection)

    what_is_open = store.what_is_open
    monkeypatch.setattr(store, "what_is_open", counting)
    room.target.behave = lambda contact, _: 503 if contact == "a" else 204
    began = room.clock.at
    await room.happen("a")
    for _ in range(40):
        room.clock.at += 500
        await room.happen("b")
        await room.round()
    assert room.engine.open.many("waiting") >= 1
    assert room.engine.open.oldest == began
    apart = [later - earlier for earlier, later in pairwise(counted)]
    assert min(apart) >= COUNT_EVERY_MS
    room.target.behave = lambda *_: 204
    await room.run()
    assert (room.engine.open.counts, room.engine.open.oldest) == ({}, None)
