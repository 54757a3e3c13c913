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
