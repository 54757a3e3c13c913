"""What the edge is told of those who are asked into talks, of reminders, and of calls that agents begin."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.runtime.centres import arrival, ask, furnish, until
from tests.runtime.edges import FakeEdge
from tests.runtime.test_voice_link import Desk, number_of

from lur.adapters.voice.beside import NothingBeside
from lur.adapters.voice.protocol import Outward, Remind, Wanted, WantedAll
from lur.core import commands as c
from lur.core.ids import AgentId, ContactId, PartyId, QueueId
from lur.runtime.personal import OUTSIDE

pytestmark = pytest.mark.anyio
NUMBER, LAWYER, PREMIUM = "+46701740635", "+4681234567", "+46900123456"
C1, A1, A2 = ContactId("c1"), AgentId("a1"), AgentId("a2")


class Beside(NothingBeside):
    """Numbers that cost are refused; the first agent has a name."""

    def fault_in_number(self, number: str) -> str:
        """By its beginning."""
        return "number_premium" if number.startswith("+46900") else ""

    def agent_name(self, agent_id: AgentId) -> str:
        """Of the first."""
        return "Anna Berg" if agent_id == A1 else ""


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Two agents; the first talks with a caller."""
    desk = Desk(tmp_path / "runtime.sock")
    desk.beside = Beside()
    await desk.start()
    await furnish(desk.centre, desk.clock, agents=2)
    yield desk
    await desk.stop()


async def in_talk(desk: Desk) -> FakeEdge:
    """The edge, which has a caller in a talk with the first agent."""
    edge = await desk.edge()
    await edge.fact(arrival(desk.clock), number_of("c1", NUMBER))
    (offer_id,) = desk.centre.state.offers
    await edge.fact(ask(desk.clock, c.AcceptOffer, offer_id=offer_id))
    return edge


async def last(edge: FakeEdge, name: str = "c1") -> Wanted:
    """How the contact should be now."""
    return (await until(lambda: edge.wanted_of(name)[-1:]))[0]


async def ask_outside(desk: Desk, number: str) -> None:
    """The first agent asks an outside number."""
    await desk.vault.put(C1, f"{OUTSIDE}p-out", f"{number} Lagman AB")
    await desk.submit(c.AskParty, contact_id=C1, purpose="consult", party_id=PartyId("p-out"))


async def test_a_colleague_is_wanted(desk: Desk) -> None:
    """On hold, and the colleague's phone is to ring and show who asks; answered, they are there."""
    edge = await in_talk(desk)
    await desk.submit(c.AskParty, contact_id=C1, purpose="consult", agent_id=A2)
    held = await until(lambda: [w for w in edge.wanted_of("c1") if w.parties])
    (asked,) = held[-1].parties
    assert (held[-1].phase, held[-1].agent_id) == ("held", "a1")
    assert (asked.agent_id, asked.is_there, asked.part, asked.hears) == (
        A2,
        False,
        "aside",
        "Anna Berg, Retur",
    )
    assert asked.ring_ms > 0
    answer = ask(desk.clock, c.AnswerAsk, party_id=asked.party_id)
    assert (await edge.fact(answer)).result == "done"
    assert [party.is_there for party in (await last(edge)).parties] == [True]
    await edge.fact(ask(desk.clock, c.EndParty, party_id=asked.party_id, reason="left"))
    assert (await last(edge)).parties == ()


async def test_a_phones_transfer_key(desk: Desk) -> None:
    """The agent asks, not the edge; the answer gives the colleague the contact."""
    edge = await in_talk(desk)
    asks = ask(desk.clock, c.AskParty, contact_id=C1, purpose="transfer", agent_id=A2)
    assert (await edge.fact(asks)).result == "done"
    (party,) = (await last(edge)).parties
    again = ask(desk.clock, c.AskParty, contact_id=C1, purpose="transfer", agent_id=A2)
    assert (await edge.fact(again)).result == "rejected"
    await edge.fact(ask(desk.clock, c.AnswerAsk, party_id=party.party_id))
    given = await last(edge)
    assert (given.phase, given.agent_id, given.parties) == ("talking", A2, ())


async def test_an_outside_number_is_wanted(desk: Desk) -> None:
    """As soon as it is known; also by an edge that comes later, and after a restart of ours."""
    edge = await in_talk(desk)
    await ask_outside(desk, LAWYER)
    known = await until(lambda: [w for w in edge.wanted_of("c1") if w.parties and w.parties[0].number])
    assert (known[-1].parties[0].agent_id, known[-1].parties[0].number) == (None, LAWYER)
    await desk.stop()
    desk.edges.clear()
    await desk.start()
    again = await desk.edge("c1")
    (contact,) = again.all_of(WantedAll)[0].contacts
    assert contact.parties[0].number == LAWYER


async def test_an_outside_number_that_may_not_be_called(desk: Desk) -> None:
    """It is not told to the edge at all, and the agent has the customer still."""
    edge = await in_talk(desk)
    await ask_outside(desk, PREMIUM)
    await until(lambda: [w for w in edge.wanted_of("c1") if w.parties])
    await until(lambda: edge.wanted_of("c1")[-1].parties == () or None)
    assert not [w for w in edge.wanted_of("c1") if any(party.number for party in w.parties)]
    assert desk.centre.state.contacts[C1].agent_id == A1


async def test_an_outside_number_that_is_refused_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list is asked each time the edge is told: a restart of ours must not ring who has said no."""
    await in_talk(desk)
    await ask_outside(desk, LAWYER)
    await desk.stop()
    desk.edges.clear()
    monkeypatch.setattr(Beside, "fault_in_number", lambda _, number: "number_refused")
    await desk.start()
    again = await desk.edge("c1")
    (contact,) = again.all_of(WantedAll)[0].contacts
    assert [(party.is_there, party.number) for party in contact.parties] == [(False, "")]


async def test_a_call_that_an_agent_begins(desk: Desk) -> None:
    """The edge knows that nobody asked for it, and calls when the number is known."""
    edge = await desk.edge()
    await desk.vault.put("c9", "callback_number", NUMBER)
    called = {"contact_id": ContactId("c9"), "agent_id": A1, "queue_id": QueueId("q"), "entry": "+4685551234"}
    await desk.submit(c.CallOut, **called)
    known = await until(lambda: [w for w in edge.wanted_of("c9") if w.outward is not None])
    assert (known[-1].phase, known[-1].is_outgoing, known[-1].on_line) == ("dialling", True, False)
    outward = known[-1].outward
    assert isinstance(outward, Outward)
    assert (outward.number, outward.shown) == (NUMBER, "+4685551234")
    answered = ask(desk.clock, c.ReportAttempt, contact_id=ContactId("c9"), attempt=1)
    assert (await edge.fact(answered)).result == "done"
    talking = await last(edge, "c9")
    assert (talking.phase, talking.is_outgoing) == ("talking", True)


async def test_a_customer_on_hold_is_remembered(desk: Desk) -> None:
    """The edge is told each minute, with its own number, and from the limit on that it is too long."""
    edge = await in_talk(desk)
    await edge.fact(ask(desk.clock, c.HoldContact, contact_id=C1))
    for _ in range(3):
        desk.clock.move(60_001)
        await desk.submit(c.Tick)
    told = await until(lambda: edge.all_of(Remind)[2:] and edge.all_of(Remind))
    assert [remind.over_limit for remind in told] == [False, False, True]
    assert [remind.contact_id for remind in told] == [C1, C1, C1]
    assert sorted({remind.seq for remind in told}) == [remind.seq for remind in told]
