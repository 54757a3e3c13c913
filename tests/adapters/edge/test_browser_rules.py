"""Rules of desks that need no network: whose word on a path counts, and what a store says of a phone."""

from __future__ import annotations

from collections.abc import Coroutine
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from lur.adapters.voice.edge.browsers import BrowserPhone, BrowserPhones
from lur.adapters.voice.edge.conversation import Conversations
from lur.adapters.voice.edge.counters import Counters, refusal_counter
from lur.adapters.voice.edge.desks import FORGET_MS, Desks
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import AgentLeg, Sound
from lur.adapters.voice.edge.lines import Lines
from lur.adapters.voice.edge.store import Store
from lur.adapters.voice.media.protocol import Address, DeleteLeg, Direction, Law, LegState, Verb
from lur.adapters.voice.protocol import BrowserAnswer, BrowserLeft, BrowserPath
from lur.core.ids import AgentId, DeskId, OfferId

ANNA = AgentId("anna")


class Now:
    """A clock that is set."""

    at = 1_000_000

    def now(self) -> int:
        """What it was set to."""
        return self.at


class Orders:
    """A media plane that is only told."""

    def __init__(self) -> None:
        self.given: list[Verb] = []

    def order(self, verb: Verb) -> None:
        """Keep the order."""
        self.given.append(verb)


class NoTasks:
    """Nothing is started."""

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Drop it."""
        work.close()


class Room:
    """Desks with nothing around them but a store."""

    def __init__(self, path: Path) -> None:
        self.store = Store(path)
        self.clock = Now()
        self.media = Orders()
        self.told: list[BrowserAnswer | BrowserPath] = []
        self.phones = BrowserPhones(self.store)
        house = House(
            data=path.parent,
            clock=cast(Any, self.clock),
            stack=cast(Any, None),
            store=self.store,
            book=cast(Any, None),
            media=cast(Any, self.media),
            sounds=cast(Any, None),
            reports=cast(Any, None),
            party_reports=cast(Any, None),
            wishes=cast(Any, None),
            talks=Conversations(self.store),
            browsers=self.phones,
            counters=Counters(),
            tasks=cast(Any, NoTasks()),
            runtime_is_up=lambda: True,
            tell=self.told.append,
        )
        self.desks = Desks(
            house,
            lines=Lines(house),
            converging=cast(Any, None),
            offers=cast(Any, _NoOffers()),
            parties=cast(Any, None),
        )
        self.phones.changed(BrowserPhone(ANNA, DeskId("desk-1"), 1, Law.ALAW, since=self.clock.at))

    @property
    def phone(self) -> BrowserPhone:
        """Anna's."""
        phone = self.phones.of(ANNA)
        assert phone is not None
        return phone


class _NoOffers:
    def withdraw(self, message: BrowserLeft) -> None:
        """No offer is open."""


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """Anna's desk is a phone without a path."""
    return Room(tmp_path / "edge.db")


def leg(*, up: bool) -> LegState:
    """The standing leg as the plane lists it."""
    return LegState(
        "desk-anna", Law.ALAW, 20_000, Direction.SENDRECV, None, Address("127.0.0.1", 9),
        None, None, (), False, False, False, browser=True, path_up=up,
    )  # fmt: skip


def test_the_planes_list_is_believed(room: Room) -> None:
    """A leg in the list stands and has the path it says; one that is not there is gone; changes are told."""
    room.desks.plane_is_asked()
    room.desks.plane_has({"desk-anna": leg(up=True)})
    assert (room.phone.standing, room.phone.up) == (True, True)
    room.desks.plane_is_asked()
    room.desks.plane_has({"desk-anna": leg(up=True)})
    room.desks.plane_is_asked()
    room.desks.plane_has({})
    assert (room.phone.standing, room.phone.up) == (False, False)
    assert [told.up for told in room.told if isinstance(told, BrowserPath)] == [True, False]


def test_an_event_is_newer_than_the_list_it_came_with(room: Room) -> None:
    """What the plane told while its list was on the way stands, whatever the list says."""
    room.desks.plane_is_gone()
    room.desks.plane_is_asked()
    room.desks.path_changed("desk-anna", up=True)
    room.desks.plane_has({"desk-anna": leg(up=False)})
    assert room.phone.is_heard
    room.desks.plane_is_asked()
    room.desks.plane_has({"desk-anna": leg(up=False)})
    assert not room.phone.up


def test_a_desk_is_forgotten_only_when_silent_for_long(room: Room) -> None:
    """With a path never; without one after a minute, and its leg goes with it."""
    room.desks.path_changed("desk-anna", up=True)
    room.clock.at += FORGET_MS
    room.desks.check()
    room.desks.path_changed("desk-anna", up=False)
    room.clock.at += FORGET_MS - 1
    room.desks.check()
    assert room.phones.of(ANNA) is not None
    room.clock.at += 1
    room.desks.check()
    assert room.phones.of(ANNA) is None
    assert room.media.given == [DeleteLeg("desk-anna")]


def test_strange_legs_are_no_desks(room: Room) -> None:
    """A path of a leg that nobody owns, or of no desk at all, is nobody's."""
    room.desks.path_changed("desk-bo", up=True)
    room.desks.path_changed("caller-anna", up=True)
    assert not room.told
    assert not room.phone.up


def test_phones_outlive_the_process(tmp_path: Path, room: Room) -> None:
    """The store gives back what was put, sealed; a dropped phone is gone, and what cannot be read too."""
    room.desks.path_changed("desk-anna", up=True)
    room.store.put("browser", "bo", b"\xff")
    room.store.commit()
    assert b"desk-1" not in b"".join(path.read_bytes() for path in tmp_path.glob("edge.db*"))
    again = BrowserPhones(room.store)
    again.load()
    assert list(again) == [room.phone]
    again.drop(room.phone)
    empty = BrowserPhones(room.store)
    empty.load()
    assert not list(empty)


def test_every_refusal_is_counted() -> None:
    """A code has its own counter or shares one; none is unknown to metrics."""
    names = Counters().totals()
    for code in ("too_large", "no_free_port", "superseded", "bad_ice", "something_new"):
        assert refusal_counter(code) in names
    assert refusal_counter("something_new") == "browser_refused_other"


def test_old_stores_can_be_read() -> None:
    """An agent's leg that was stored before there were browsers is a SIP phone's."""
    sound = Sound(leg="l", law=Law.ALAW, host="127.0.0.1", session_id=1)
    agent = AgentLeg(agent_id=ANNA, offer_id=OfferId("o"), sound=sound, since=0, ring_ms=1)
    stored = msgspec.to_builtins(agent)
    del stored["browser"], stored["lost_at"]
    assert msgspec.convert(stored, AgentLeg) == agent
