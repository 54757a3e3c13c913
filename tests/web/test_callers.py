"""Who is calling is in memory while they are on the line, and not a moment longer."""

from __future__ import annotations

import asyncio

import pytest
from tests.web.house import House

from lur.core.commands import EndContact
from lur.core.ids import ContactId
from lur.web.callers import Callers

pytestmark = pytest.mark.anyio


async def test_a_caller_who_left_at_once_is_not_remembered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The vault may answer after the contact has ended: nothing is shown or kept then."""
    look_up, vault_answers = Callers._look_up, asyncio.Event()

    async def late(self: Callers, contact_id: ContactId) -> None:
        await vault_answers.wait()
        await look_up(self, contact_id)

    monkeypatch.setattr(Callers, "_look_up", late)
    await house.arrive("c1")
    at = house.services.clock.now()
    end = EndContact(command_id=house.command_id(), at=at, contact_id=ContactId("c1"), ended_by="customer")
    await house.submit(end)
    vault_answers.set()
    await asyncio.gather(*house.services.callers._tasks)
    assert not house.services.around.callers
