"""Who has said no is not called, whatever the callback; who rings us and asks for it anew is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.runtime.centres import START, arrival, ask, furnish, until
from tests.runtime.edges import FakeEdge
from tests.runtime.test_voice_link import Desk, number_of

from lur.adapters.voice.beside import NothingBeside
from lur.core import commands as c
from lur.core.ids import AgentId, ContactId, Instant
from lur.ports import PersonalNote

pytestmark = pytest.mark.anyio
NUMBER, OTHER = "+46701740635", "+46701740699"
C1 = ContactId("c1")


class Refusing(NothingBeside):
    """A list with one number on it, since a time."""

    def __init__(self) -> None:
        self.since: dict[str, Instant] = {}

    def fault_in_number(self, number: str) -> str:
        """Whatever is on the list."""
        return "number_refused" if number in self.since else ""

    def fault_in_wish(self, number: str, wished_at: Instant) -> str:
        """What came onto the list before the wish may be called."""
        return "number_refused" if self.since.get(number, -1) >= wished_at else ""


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """One queue, nobody ready, and a list of refused numbers."""
    desk = Desk(tmp_path / "runtime.sock")
    desk.beside = Refusing()
    await desk.start()
    await furnish(desk.centre, desk.clock, agents=0)
    yield desk
    await desk.stop()


def refuse(desk: Desk, number: str) -> None:
    """It comes onto the list now."""
    assert isinstance(desk.beside, Refusing)
    desk.beside.since[number] = desk.clock.now()


async def agent_answers(desk: Desk) -> None:
    """Somebody takes the callback."""
    await desk.submit(c.AddAgent, agent_id=AgentId("anna"))
    await desk.submit(c.BecomeReady, agent_id=AgentId("anna"))
    (offer_id,) = desk.centre.state.offers
    await desk.submit(c.AcceptOffer, offer_id=offer_id)


async def asks_from(
    desk: Desk, caller: str, keyed: str = "", *, unproved: bool = False
) -> tuple[FakeEdge, str]:
    """Somebody calls and presses one; what the edge is answered."""
    edge = await desk.edge()
    notes = [number_of("c1", caller)]
    if unproved:
        notes.append(PersonalNote(contact_id=C1, field="caller_unproved", value="1", at=START))
    await edge.fact(arrival(desk.clock), *notes)
    given = [PersonalNote(contact_id=C1, field="callback_number", value=keyed, at=START)] if keyed else []
    desk.clock.move(1_000)
    answer = await edge.fact(ask(desk.clock, c.AskCallback, contact_id=C1), *given)
    return edge, answer.code or answer.result


async def test_a_newer_wish_from_the_number_itself_wins(desk: Desk) -> None:
    """They said no last year, and ring today asking to be called: today's word counts."""
    refuse(desk, NUMBER)
    desk.clock.move(60_000)
    edge, answer = await asks_from(desk, NUMBER)
    assert answer == "done"
    await agent_answers(desk)
    called = await until(lambda: [w.outward for w in edge.wanted_of("c1") if w.outward is not None])
    assert called[-1].number == NUMBER


async def test_a_number_that_is_keyed_proves_nothing(desk: Desk) -> None:
    """Anybody can key it: refused at once, and the place on the line is untouched."""
    refuse(desk, OTHER)
    desk.clock.move(60_000)
    _, answer = await asks_from(desk, NUMBER, keyed=OTHER)
    assert answer == "number_refused"
    contact = desk.centre.state.contacts[C1]
    assert (contact.phase, contact.callback) == ("waiting", None)


async def test_a_number_that_is_only_claimed_proves_nothing(desk: Desk) -> None:
    """A caller on no known line can say any number."""
    refuse(desk, NUMBER)
    desk.clock.move(60_000)
    _, answer = await asks_from(desk, NUMBER, unproved=True)
    assert answer == "number_refused"


async def test_who_says_no_after_asking_is_not_called(desk: Desk) -> None:
    """The list is asked again before dialling: what was said last counts, and nobody is rung."""
    edge, answer = await asks_from(desk, NUMBER)
    assert answer == "done"
    desk.clock.move(60_000)
    refuse(desk, NUMBER)
    await agent_answers(desk)
    await until(lambda: C1 not in desk.centre.state.contacts)
    assert [w.outward for w in edge.wanted_of("c1") if w.outward is not None] == []
