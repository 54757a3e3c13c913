"""Customers' numbers come as operators write them and as people key them; trunks get one form of them all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.runtime.centres import START, arrival, ask, furnish, until
from tests.runtime.test_voice_link import Desk, number_of

from lur.adapters.voice.beside import NothingBeside
from lur.core import commands as c
from lur.core.ids import AgentId, ContactId
from lur.features.callbacks.numbers import NumberRule
from lur.ports import PersonalNote

pytestmark = pytest.mark.anyio
C1 = ContactId("c1")


class Swedish(NothingBeside):
    """The real rule of numbers."""

    rule = NumberRule()

    def fault_in_number(self, number: str) -> str:
        """By the rule."""
        return self.rule.fault_in(number) or ""

    def dialled(self, number: str) -> str:
        """By the rule."""
        return self.rule.checked(number)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """One queue, nobody ready, and the real rule."""
    desk = Desk(tmp_path / "runtime.sock")
    desk.beside = Swedish()
    await desk.start()
    await furnish(desk.centre, desk.clock, agents=0)
    yield desk
    await desk.stop()


@pytest.mark.parametrize(
    ("caller", "keyed", "dialled"),
    [
        ("0701740635", "", "+46701740635"),
        ("46701740635", "", "+46701740635"),
        ("", "0701740636", "+46701740636"),
        ("+46701740635", "004722334455", "+4722334455"),
    ],
)
async def test_a_number_without_a_country_is_dialled_with_it(
    desk: Desk, caller: str, keyed: str, dialled: str
) -> None:
    """As most operators show callers, and as everybody keys: the edge dials E.164 and nothing else."""
    edge = await desk.edge()
    await edge.fact(arrival(desk.clock), number_of("c1", caller))
    notes = [PersonalNote(contact_id=C1, field="callback_number", value=keyed, at=START)] if keyed else []
    assert (await edge.fact(ask(desk.clock, c.AskCallback, contact_id=C1), *notes)).result == "done"
    await desk.submit(c.AddAgent, agent_id=AgentId("anna"))
    await desk.submit(c.BecomeReady, agent_id=AgentId("anna"))
    (offer_id,) = desk.centre.state.offers
    await desk.submit(c.AcceptOffer, offer_id=offer_id)
    called = await until(lambda: [w.outward for w in edge.wanted_of("c1") if w.outward is not None])
    assert called[-1].number == dialled


async def test_a_caller_is_known_again_however_the_number_is_written(desk: Desk) -> None:
    """To be called, from one operator; calls in through another: the same customer, the same place."""
    edge = await desk.edge()
    came = arrival(desk.clock)
    await edge.fact(came, number_of("c1", "0701740635"))
    await edge.fact(ask(desk.clock, c.AskCallback, contact_id=C1))
    desk.clock.move(60_000)
    await edge.fact(arrival(desk.clock, "c2"), number_of("c2", "+46701740635"))
    assert (await until(lambda: [w for w in edge.wanted_of("c2") if w.former_waits]))[-1].former_id == C1
    contacts = desk.centre.state.contacts
    await edge.fact(ask(desk.clock, c.ResumePlace, contact_id=ContactId("c2"), former_id=C1))
    await until(lambda: C1 not in contacts)
    assert contacts[ContactId("c2")].entered == came.at


async def test_nobody_takes_a_place_by_keying_its_number(desk: Desk) -> None:
    """Who wants to be called at the number of somebody who waits to be called has a place of their own; the
    other keeps theirs."""
    edge = await desk.edge()
    await edge.fact(arrival(desk.clock), number_of("c1", "+46701740635"))
    await edge.fact(ask(desk.clock, c.AskCallback, contact_id=C1))
    before = desk.centre.state.contacts[C1].order_key
    desk.clock.move(60_000)
    came = arrival(desk.clock, "c2")
    await edge.fact(came, number_of("c2", ""))
    keyed = PersonalNote(contact_id=ContactId("c2"), field="callback_number", value="0701740635", at=START)
    await edge.fact(ask(desk.clock, c.AskCallback, contact_id=ContactId("c2")), keyed)
    await edge.fact(arrival(desk.clock, "c3"), number_of("c3", ""))
    contacts = desk.centre.state.contacts
    assert contacts[C1].order_key == before
    assert contacts[ContactId("c2")].entered == came.at
