"""REFER from an agent's phone: the same as the desk's transfer, and the core has the last word."""

from __future__ import annotations

import pytest
from tests.adapters.edge.colleagues import BO_HZ, has_music, hear, party, phones_talk, rung
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import AGENT_HZ, CUSTOMER_HZ, World

from lur.adapters.voice.phone import Ignore
from lur.core.commands import AnswerAsk, AskParty, EndContact, MoveContact, ResumeContact, ReturnContact

pytestmark = pytest.mark.anyio


async def test_transfer_to_a_colleague(world: World) -> None:
    """The colleague is asked by the agent, and the phone hears how it goes: it rings, and it went well."""
    bo = await world.phone("bo", Ignore())
    call, anna, contact_id = await phones_talk(world)
    anna.transfer("bo")
    asked = await world.runtime.heard(AskParty)
    assert (asked.contact_id, asked.agent_id, asked.purpose, asked.actor) == (
        contact_id,
        "bo",
        "transfer",
        "agent:anna",
    )
    await until(lambda: anna.referral == 180)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1"),))
    await until(lambda: bo.calls)
    bo.calls[0].answer()
    at_bo = await rung(bo, BO_HZ)
    await world.runtime.heard(AnswerAsk)
    world.runtime.want(contact_id, "talking", agent="bo")
    await until(lambda: anna.referral == 200)
    await anna.over()
    await hear({"customer": (call, [BO_HZ]), "bo": (at_bo, [CUSTOMER_HZ])})


async def test_a_transfer_that_the_core_refuses(world: World) -> None:
    """603, and the talk goes on."""
    world.runtime.verdicts[AskParty] = ("rejected", "agent_not_available")
    call, anna, _ = await phones_talk(world)
    anna.transfer("cia")
    await until(lambda: anna.referral == 603)
    await hear({"customer": (call, [AGENT_HZ]), "anna": (anna, [CUSTOMER_HZ])})
    anna.hang_up()
    await call.over()
    assert len(world.runtime.commands(EndContact)) == 1


async def test_a_queue_that_is_closed(world: World) -> None:
    """The core does not move the contact: 603, and hanging up ends the call as before."""
    world.runtime.verdicts[MoveContact] = ("rejected", "queue_closed")
    call, anna, _ = await phones_talk(world)
    anna.transfer("+4685551234")
    await until(lambda: anna.referral == 603)
    await hear({"customer": (call, [AGENT_HZ])})
    anna.hang_up()
    assert (await world.runtime.heard(EndContact)).ended_by == "agent"


async def test_moved_before_it_is_acknowledged(world: World) -> None:
    """What is wanted comes before the acknowledgement: the phone hears 200 all the same, and it is over."""
    world.runtime.mute.add(MoveContact)
    call, anna, contact_id = await phones_talk(world)
    anna.transfer("+4685551234")
    await world.runtime.heard(MoveContact)
    world.runtime.want(contact_id, "waiting")
    await until(lambda: anna.referral == 200)
    await anna.over()
    await until(lambda: has_music(call))


async def test_the_colleague_does_not_come(world: World) -> None:
    """The phone hears it at the end of the transfer, and has the customer back from hold."""
    await world.phone("bo", Ignore())
    call, anna, contact_id = await phones_talk(world)
    anna.transfer("bo")
    await world.runtime.heard(AskParty)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1"),))
    world.runtime.want(contact_id, "held", agent="anna")
    await until(lambda: anna.referral == 480)
    assert (await world.runtime.heard(ResumeContact)).contact_id == contact_id
    world.runtime.want(contact_id, "talking", agent="anna")
    await hear({"customer": (call, [AGENT_HZ]), "anna": (anna, [CUSTOMER_HZ])})


async def test_hanging_up_after_a_transfer(world: World) -> None:
    """Many phones hang up as soon as their transfer is taken: the customer stays for the colleague."""
    bo = await world.phone("bo", Ignore())
    call, anna, contact_id = await phones_talk(world)
    anna.transfer("bo")
    await world.runtime.heard(AskParty)
    anna.hang_up()
    assert (await world.runtime.heard(EndContact)).ended_by == "agent"
    world.runtime.want(contact_id, "transferring", parties=(party("party-1"),))
    await until(lambda: bo.calls)
    await until(lambda: has_music(call))
    bo.calls[0].answer()
    at_bo = await rung(bo, BO_HZ)
    world.runtime.want(contact_id, "talking", agent="bo")
    await hear({"customer": (call, [BO_HZ]), "bo": (at_bo, [CUSTOMER_HZ])})
    assert not world.runtime.commands(ReturnContact)
