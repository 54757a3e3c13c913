"""Customers beneath the API: nothing personal in the files, nobody forgotten, merges go back exactly."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.adapters.storage.readmodel import ReadModel, ReadModelUnavailable
from lur.adapters.storage.sqlite_vault import SqliteVault
from lur.core.ids import ContactId, Instant
from lur.features import Refused
from lur.features.customers.merging import Seen
from lur.features.customers.model import Customer, Merge, Person
from lur.features.customers.persons import Sides, merged, parted
from lur.features.customers.service import Customers
from lur.features.customers.shelf import ChangedMeanwhile
from lur.features.wrap_up.service import NextSteps, Notes

pytestmark = pytest.mark.anyio

ANNA = Person(names=("Anna Åberg",), numbers=("+46701234567",), mails=("anna@example.com",), note="Gillar te")
BERIT = Person(names=("Berit Falk",), numbers=("+46707654321",), companies=("Falk AB",), languages=("nb",))
CARL = Person(names=("Carl Gran",), numbers=("+46700000003",), addresses=("Storgatan 1\nUmeå",))
SECRETS = ("Åberg", "Falk", "701234567", "anna@example", "Gillar te", "Storgatan", "Hemligt", "Ringa")


class Clock:
    """A clock that goes on by one with each look."""

    at = 1_000

    def now(self) -> Instant:
        """The time."""
        self.at += 1
        return self.at

    def utc_offset_min(self, at: Instant) -> int:
        """None."""
        return 0


class Room:
    """Customers over real files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock()

    async def open(self) -> None:
        """Open the files and read everybody."""
        self.vault = SqliteVault(self.folder / "vault.db", bytes(32))
        self.database = await ReadModel.open(self.folder / "lur.db")
        self.customers = Customers(self.database, self.vault, self.clock)
        await self.customers.load()

    async def close(self) -> None:
        """Let go of the files."""
        await self.database.close()
        await self.vault.close()

    async def again(self) -> None:
        """Restart."""
        await self.close()
        await self.open()

    def raw(self) -> bytes:
        """All bytes of all files."""
        return b"".join(file.read_bytes() for file in self.folder.rglob("*") if file.is_file())

    async def add(self, id: str, person: Person) -> Customer:
        """Somebody new."""
        return await self.customers.add(id, person, "account:a")

    async def merge(self, merge_id: str, this: str, other: str) -> Merge:
        """As they are now."""
        seen = [Seen(id=each, version=(await self.customers.find(each)).version) for each in (this, other)]
        return await self.customers.merging.merge(merge_id, seen[0], seen[1], Sides(), "account:a")

    async def undo(self, merge_id: str) -> Merge:
        """Apart again."""
        return await self.customers.merging.undo(merge_id, "account:b")

    async def person(self, id: str) -> Person:
        """What is known of somebody, without id and version."""
        found = await self.customers.find(id)
        return Person(**{name: getattr(found, name) for name in Person.__struct_fields__})

    async def met(self, contact: str, number: str) -> str | None:
        """A call comes; who it is."""
        await self.vault.put(contact, "caller_number", number)
        row = await self.customers.links.met(ContactId(contact), self.clock.now(), number)
        return row.id if row else None

    async def contacts_of(self, id: str) -> set[str]:
        """The ids of somebody's contacts."""
        return {link.contact_id for link in await self.customers.links.contacts_of(id, None, 100)}


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """Empty."""
    made = Room(tmp_path)
    await made.open()
    yield made
    await made.close()


async def test_the_files_hold_nothing_personal(room: Room) -> None:
    """Neither while open nor after, whatever was done: changed, merged, parted, noted."""
    for id, person in (("a", ANNA), ("b", BERIT), ("c", CARL)):
        await room.add(id, person)
    await room.met("c1", "+46701234567")
    await room.merge("m1", "a", "b")
    await room.undo("m1")
    await room.merge("m2", "a", "c")
    await Notes(room.vault, room.clock).write(ContactId("c1"), "Hemligt", 0, "101")
    steps = NextSteps(room.database, room.vault, room.clock)
    await steps.add("s1", ContactId("c1"), "Ringa henne", "2026-11-30", "102", "101")  # type: ignore[arg-type]
    while_open = room.raw()
    await room.again()
    for there in (while_open, room.raw()):
        for secret in SECRETS:
            assert secret.encode() not in there, secret


async def test_a_restart_forgets_nobody(room: Room) -> None:
    """Records, links, merges and what is needed to undo them."""
    for id, person in (("a", ANNA), ("b", BERIT)):
        await room.add(id, person)
    assert await room.met("c1", "+46707654321") == "b"
    await room.merge("m1", "a", "b")
    await room.again()
    assert [row.id for row in room.customers.search("falk")] == ["a"]
    assert await room.contacts_of("b") == {"c1"}
    await room.undo("m1")
    await room.again()
    assert [row.id for row in room.customers.search("falk")] == ["b"]
    assert await room.person("a") == ANNA
    assert await room.person("b") == BERIT


async def test_what_was_changed_after_a_merge_stays_when_it_is_undone(room: Room) -> None:
    """With the kept record: what was added is there, what was taken away is not; the other is as it was."""
    for id, person in (("a", ANNA), ("b", BERIT)):
        await room.add(id, person)
    await room.merge("m1", "a", "b")
    now = await room.customers.find("a")
    changed = Person(names=("Anna Nytt", *now.names), numbers=now.numbers, note=f"{now.note} och kaffe")
    await room.customers.change("a", now.version, changed, "account:a")
    await room.undo("m1")
    after = await room.person("a")
    assert after.names == ("Anna Nytt", "Anna Åberg")
    assert (after.numbers, after.mails, after.note) == (ANNA.numbers, (), "Gillar te och kaffe")
    assert await room.person("b") == BERIT


async def test_merges_are_undone_from_the_last(room: Room) -> None:
    """An earlier one says which must go first; then each step goes back exactly."""
    for id, person in (("a", ANNA), ("b", BERIT), ("c", CARL)):
        await room.add(id, person)
    await room.merge("m1", "a", "b")
    await room.merge("m2", "c", "a")
    assert (await room.customers.find("b")).id == "c"
    with pytest.raises(Refused) as refused:
        await room.undo("m1")
    assert (refused.value.code, refused.value.detail) == ("merge_not_latest", "m2")
    await room.undo("m2")
    await room.undo("m1")
    assert [await room.person(id) for id in "abc"] == [ANNA, BERIT, CARL]
    changes = [each.kind for each in await room.customers.changes("a")]
    assert changes == ["unmerged", "unmerged", "merged", "merged", "made"]


async def test_a_merge_needs_both_as_they_are(room: Room) -> None:
    """A stale view of either is refused with the record as it is, also when it went into another."""
    for id, person in (("a", ANNA), ("b", BERIT), ("c", CARL)):
        await room.add(id, person)
    with pytest.raises(ChangedMeanwhile) as stale:
        await room.customers.merging.merge(
            "m0", Seen(id="a", version=7), Seen(id="b", version=1), Sides(), "x"
        )
    assert stale.value.current.id == "a"
    await room.merge("m1", "a", "b")
    with pytest.raises(ChangedMeanwhile) as gone:
        await room.customers.merging.merge(
            "m2", Seen(id="c", version=1), Seen(id="b", version=2), Sides(), "x"
        )
    assert gone.value.current.id == "a"
    assert await room.person("c") == CARL


async def test_the_same_merge_is_done_once(room: Room) -> None:
    """A repeated request gets the first answer."""
    for id, person in (("a", ANNA), ("b", BERIT)):
        await room.add(id, person)
    first = await room.merge("m1", "a", "b")
    seen = Seen(id="a", version=1), Seen(id="b", version=1)
    assert await room.customers.merging.merge("m1", *seen, Sides(), "x") == first


async def test_a_shared_number_is_nobodys_guess(room: Room) -> None:
    """Two have it: nothing is linked. What an agent said stays, whoever gets the number later."""
    await room.add("a", ANNA)
    assert await room.met("c1", "070-1234567") == "a"
    await room.customers.links.unlink(ContactId("c1"), 5, "x")
    assert await room.met("c1", "070-1234567") is None
    await room.add("a2", ANNA)
    assert await room.met("c2", "070-1234567") is None
    assert [row.id for row in room.customers.links.candidates("0701234567")] == ["a", "a2"]
    await room.customers.links.link(ContactId("c2"), 6, "a2", "x")
    assert await room.met("c2", "070-1234567") == "a2"
    assert await room.met("c3", "anonymous") is None


async def test_an_erased_customer_leaves_nothing_that_opens(room: Room) -> None:
    """Of the record and all that went into it the keys are gone from the files, after a restart too."""
    for id, person in (("a", ANNA), ("b", BERIT)):
        await room.add(id, person)
    await room.met("c1", "+46707654321")
    await room.merge("m1", "a", "b")
    await room.customers.erase("b", "account:admin")
    await room.again()
    assert await room.vault.get("customer:a") == {}
    assert await room.vault.get("customer:b") == {}
    assert room.customers.search("a") == ()
    assert await room.customers.links.of_contact(ContactId("c1")) is None
    assert (await room.customers.changes("b"))[0].kind == "erased"


async def test_a_full_disk_loses_nothing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """A merge that cannot be written down leaves both records, and can be done when there is room."""
    for id, person in (("a", ANNA), ("b", BERIT)):
        await room.add(id, person)

    async def full(_: object) -> None:
        raise ReadModelUnavailable("disk full")

    with monkeypatch.context() as patch:
        merging = room.customers.merging
        seen = Seen(id="a", version=1), Seen(id="b", version=1)
        run = room.database.run

        async def fails_after_looking(work: object) -> object:
            patch.setattr(room.database, "run", full)
            return await run(work)  # type: ignore[arg-type]

        patch.setattr(room.database, "run", fails_after_looking)
        with pytest.raises(ReadModelUnavailable):
            await merging.merge("m1", *seen, Sides(), "x")
    await room.again()
    assert await room.person("b") == BERIT
    assert set(ANNA.numbers) <= set((await room.person("a")).numbers)
    await room.merge("m2", "a", "b")
    assert set((await room.person("a")).numbers) == {*ANNA.numbers, *BERIT.numbers}


TEXTS = st.lists(st.sampled_from(["x", "y", "z", "Ä"]), max_size=3, unique=True).map(tuple)
PERSONS = st.builds(
    Person,
    names=TEXTS,
    numbers=TEXTS,
    mails=TEXTS,
    addresses=TEXTS,
    companies=TEXTS,
    languages=st.sampled_from([(), ("sv",), ("nb", "en")]),
    note=st.sampled_from(["", "a", "b"]),
)
SIDES = st.builds(Sides, name=st.sampled_from(["this", "other"]), company=st.sampled_from(["this", "other"]))


@given(this=PERSONS, other=PERSONS, sides=SIDES)
def test_nothing_is_lost_in_a_merge(this: Person, other: Person, sides: Sides) -> None:
    """All of both is in the one; the chosen value leads; parted without a change it is what it was."""
    one = merged(this, other, sides)
    for each in (this, other):
        for name in Person.__struct_fields__:
            assert set(getattr(each, name)) <= set(getattr(one, name))
    leading = this if sides.name == "this" else other
    if leading.names:
        assert one.names[0] == leading.names[0]
    assert parted(this, one, one) == this


def test_what_is_too_much_for_one_record_is_refused() -> None:
    """Rather than cut off."""
    many = Person(names=("a",), numbers=tuple(f"+4670000000{number:02}" for number in range(15)))
    more = Person(names=("b",), numbers=tuple(f"+4770000000{number:02}" for number in range(15)))
    with pytest.raises(Refused) as refused:
        merged(many, more, Sides())
    assert (refused.value.code, refused.value.detail) == ("too_much_to_merge", "numbers")
    long = Person(names=("a",), note="x" * 15_000)
    with pytest.raises(Refused):
        merged(long, Person(names=("b",), note="y" * 15_000), Sides())
