"""What the core thinks and the edge denies is mended; what is healthy is not touched."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from core.centre import SECOND, TestCentre
from lur.core import commands as c
from lur.core.ids import AgentId, ContactId
from lur.runtime.watchdog import (
    APART_MS,
    AWAY_MS,
    DIALLING_MS,
    NO_PHONE_MS,
    STARTS_MS,
    Repair,
    Report,
    Watchdog,
)

ANNA = AgentId("anna")
CALLERS = ("one", "two", "three")


@dataclass
class World:
    """A centre, an edge that reports, and the watchdog between them."""

    centre: TestCentre = field(default_factory=TestCentre)
    reports: int = 0
    report: Report | None = None

    def __post_init__(self) -> None:
        self.centre.queue()
        self.dog = Watchdog(started=self.centre.at)

    def says(self, *calls: str, phones: tuple[str, ...] = (), tells: bool = True) -> None:
        """The edge reports."""
        self.reports += 1
        known = frozenset(ContactId(each) for each in calls) if tells else None
        self.report = Report(self.reports, known, frozenset(AgentId(each) for each in phones))

    def look(self, after_ms: int = 0, *, at_desk: tuple[AgentId, ...] = (), up: bool = True) -> list[Repair]:
        """Some time later."""
        self.centre.wait(after_ms)
        report = self.report if up else None
        return self.dog.look(self.centre.state, report, self.centre.at, is_up=up, at_desk=at_desk)


def test_a_call_that_two_reports_deny_is_lost() -> None:
    """Ten seconds apart and in a newer report; one look or an old report is not enough."""
    world = World()
    world.centre.call("one")
    world.says("two")
    assert world.look() == []
    assert world.look(APART_MS) == [], "the same report says nothing new"
    world.says()
    assert world.look() == [Repair("lost_call", "one")]
    world.says("one")
    assert world.look() == []
    world.says()
    assert world.look(SECOND) == [], "the time begins anew"


def test_an_edge_that_is_away_or_does_not_tell_denies_nothing() -> None:
    """Its calls go on talking while it is away; an edge of an earlier release tells no calls."""
    world = World()
    world.centre.call("one")
    world.says()
    assert world.look() == []
    assert world.look(SECOND, up=False) == []
    world.says()
    assert world.look(APART_MS) == []
    world.says(tells=False)
    assert world.look(APART_MS) == []
    world.says()
    assert world.look(APART_MS) == []


def test_who_is_on_no_line_is_not_missed() -> None:
    """A customer who waits to be called back has no call, and a mail never had one."""
    world = World()
    world.centre.queue("mail", channel="mail")
    world.centre.call("letter", queue="mail")
    world.centre.call("one")
    world.centre.do(c.AskCallback, contact_id="one")
    for _ in range(3):
        world.says()
        assert world.look(APART_MS) == []


def test_an_attempt_to_call_does_not_last_for_ever() -> None:
    """Far beyond what any call rings, it has failed."""
    world = World()
    world.centre.agent(ANNA)
    world.centre.do(c.RequestCallback, contact_id="one", queue_id="support")
    world.centre.accept("one")
    assert world.centre.state.contacts[ContactId("one")].phase == "dialling"
    world.says(phones=(ANNA,))
    assert world.look(DIALLING_MS - 1) == []
    assert world.look(1) == [Repair("dialling", "one")]


def test_a_phone_that_is_away_for_a_minute_cannot_ring() -> None:
    """Then nothing is offered to its agent, until it is there again; said once."""
    world = World()
    world.centre.agent(ANNA)
    world.says()
    assert world.look() == []
    assert world.look(NO_PHONE_MS - 1) == []
    assert world.look(1) == [Repair("no_phone", ANNA)]
    assert world.dog.gone == {ANNA}
    assert world.look(SECOND) == []
    world.says(phones=(ANNA,))
    assert world.look() == []
    assert world.dog.gone == set()


def test_a_phone_that_restarts_is_not_gone() -> None:
    """Back within the minute: the time begins anew."""
    world = World()
    world.centre.agent(ANNA)
    for _ in range(4):
        world.says()
        assert world.look(NO_PHONE_MS - SECOND) == []
        world.says(phones=(ANNA,))
        assert world.look(SECOND) == []
    assert world.dog.gone == set()


def test_who_wants_no_contacts_or_answers_at_a_page_is_not_mended() -> None:
    """It is known that the phone cannot ring; but nobody needs it."""
    world = World()
    world.centre.agent(ANNA, ready=False)
    world.centre.agent("bo")
    world.says()
    world.look()
    assert world.look(NO_PHONE_MS, at_desk=(AgentId("bo"),)) == []
    assert world.dog.gone == {ANNA, "bo"}


def test_no_phone_rings_while_the_edge_is_away() -> None:
    """A short absence is forgiven; after that all SIP phones are out of reach, and back when it reports."""
    world = World()
    world.centre.agent(ANNA)
    world.says(phones=(ANNA,))
    assert world.look() == []
    assert world.look(SECOND, up=False) == []
    assert world.look(AWAY_MS, up=False) == [Repair("edge_away", ANNA)]
    world.report = None
    assert world.look(SECOND) == []
    assert world.dog.gone == {ANNA}, "it is back, but has not said whose phones it knows"
    world.says(phones=(ANNA,))
    assert world.look() == []
    assert world.dog.gone == set()


def test_an_edge_that_starts_is_waited_for() -> None:
    """The first edge of all may take its time."""
    world = World()
    world.centre.agent(ANNA)
    assert world.look(AWAY_MS + SECOND, up=False) == []
    assert world.look(STARTS_MS, up=False) == [Repair("edge_away", ANNA)]


def test_a_forgotten_agent_is_forgotten() -> None:
    """An agent who was removed has no phone to look for."""
    world = World()
    world.centre.agent(ANNA, ready=False)
    world.says()
    world.look()
    world.look(NO_PHONE_MS)
    world.centre.do(c.RemoveAgent, agent_id=ANNA)
    world.look(SECOND)
    assert world.dog.gone == set()


Lie = tuple[int, frozenset[str] | None, bool]
LIES: st.SearchStrategy[Lie] = st.tuples(
    st.integers(1, 6), st.none() | st.frozensets(st.sampled_from(CALLERS)), st.booleans()
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LIES, max_size=40))
def test_whatever_an_edge_says_nothing_is_stuck_and_nothing_healthy_touched(lies: list[Lie]) -> None:
    """A call named in the last ten seconds is never ended; one that is denied steadily is; a phone that was
    there in the last minute is never taken for gone while the edge is there."""
    world = World()
    world.centre.agent(ANNA)
    world.centre.do(c.TakePause, agent_id=ANNA)
    for caller in CALLERS:
        world.centre.call(caller)
    heard = dict.fromkeys(CALLERS, world.centre.at)
    phone_at, away_at = world.centre.at, world.centre.at
    for seconds, named, has_phone in lies:
        if named is not None:
            world.says(*named, phones=(ANNA,) if has_phone else ())
        else:
            world.report = None
        repairs = world.look(seconds * SECOND, up=named is not None)
        now = world.centre.at
        heard.update(dict.fromkeys(CALLERS if named is None else named, now))
        if named is None:
            away_at = now
        elif has_phone:
            phone_at = now
        for repair in repairs:
            assert repair.kind == "lost_call"
            assert now - heard[repair.subject] >= APART_MS
            world.centre.do(c.EndContact, contact_id=repair.subject, ended_by="system", cause="repaired")
        if ANNA in world.dog.gone and named is not None and has_phone:
            raise AssertionError("a phone that is there is not gone")
        if now - phone_at < NO_PHONE_MS and now - away_at > NO_PHONE_MS:
            assert ANNA not in world.dog.gone
    for _ in range(3):
        world.says()
        for repair in world.look(APART_MS):
            world.centre.do(c.EndContact, contact_id=repair.subject, ended_by="system", cause="repaired")
    assert not world.centre.state.contacts, "nobody is stuck"
