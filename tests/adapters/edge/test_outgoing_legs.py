"""An agent calls somebody: the agent's phone first, then theirs, who hears who we are before the agent."""

from __future__ import annotations

import pytest
from tests.adapters.edge.colleagues import BO_HZ, hear, party
from tests.adapters.edge.customers import ASKED, CONTACT, NUMBER, Telco, telco
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import AGENT_HZ, CUSTOMER_HZ, OTHER_HZ, World, directory, hears

from lur.adapters.voice.phone import ANSWER, Ignore, Manner, Refuse, SoftPhone
from lur.adapters.voice.phone.tone import tone
from lur.adapters.voice.protocol import Outward
from lur.core.commands import EndContact, KeepRecording, ReportAttempt, ReturnContact
from lur.wire import words

pytestmark = pytest.mark.anyio


async def started(world: World, manner: Manner = ANSWER) -> Telco:
    """A world whose only trunk leads to the customer."""
    customer = await telco(world, manner)
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    return customer


def call_out(world: World, *, known: bool = True, record: bool = True) -> None:
    """Anna calls the customer; the number may not be known yet."""
    outward = Outward(number=NUMBER, attempt=1, asked=ASKED, shown="+4685551234") if known else None
    world.runtime.want(
        CONTACT,
        "dialling",
        agent="anna",
        on_line=False,
        outward=outward,
        is_outgoing=True,
        record=record,
        agent_hears=f"Retur {NUMBER}",
    )


async def picked_up(phone: SoftPhone) -> None:
    """The agent's phone was rung, and speaks."""
    await until(lambda: phone.calls)
    await phone.calls[0].answered()
    phone.calls[0].sound.play(tone(AGENT_HZ))


async def test_calling_out_from_a_desk(bare_world: World) -> None:
    """The number is called at once; who answers hears company and notice, then the agent; it is recorded."""
    world, customer = bare_world, await started(bare_world)
    desk = await world.desk()
    call_out(world, known=False)
    call_out(world)
    call = await customer.picked_up()
    assert (await world.runtime.heard(ReportAttempt)).miss is None
    await hears(call, OTHER_HZ)
    assert world.sounds.said[-1] == words.OutgoingGreeting("Exempelbolaget")
    world.runtime.want(CONTACT, "talking", agent="anna", is_outgoing=True)
    await hears(call, AGENT_HZ)
    await hears(desk, CUSTOMER_HZ)
    call.hang_up()
    await world.runtime.heard(EndContact)
    await world.runtime.heard(KeepRecording)


async def test_without_a_recording_the_agent_has_the_first_word(bare_world: World) -> None:
    """No machine speaks when there is nothing to be told."""
    world, customer = bare_world, await started(bare_world)
    await world.desk()
    call_out(world, record=False)
    call = await customer.picked_up()
    await world.runtime.heard(ReportAttempt)
    world.runtime.want(CONTACT, "talking", agent="anna", is_outgoing=True, record=False)
    await hears(call, AGENT_HZ)
    assert not [prompt for prompt in world.sounds.said if isinstance(prompt, words.OutgoingGreeting)]


async def test_calling_out_from_a_sip_phone(bare_world: World) -> None:
    """The agent's own phone rings first and shows whom they call; nobody is called before it is picked up."""
    world, customer = bare_world, await started(bare_world)
    anna = await world.phone("anna", Ignore())
    call_out(world)
    await until(lambda: anna.calls)
    assert anna.calls[0].caller_name == f"Retur {NUMBER}"
    assert not customer.calls
    anna.calls[0].answer()
    await picked_up(anna)
    call = await customer.picked_up()
    await world.runtime.heard(ReportAttempt)
    world.runtime.want(CONTACT, "talking", agent="anna", is_outgoing=True)
    await hears(call, AGENT_HZ)
    await hears(anna.calls[0], CUSTOMER_HZ)
    assert len(anna.calls) == 1


async def test_the_agents_phone_says_no(bare_world: World) -> None:
    """Who declines their own call has ended it; the phone is not rung again."""
    world, customer = bare_world, await started(bare_world)
    anna = await world.phone("anna", Refuse(603))
    call_out(world)
    assert (await world.runtime.heard(EndContact)).ended_by == "agent"
    call_out(world)
    await world.settled()
    assert len(anna.calls) == 1
    assert not customer.calls


async def test_the_agent_has_no_phone(bare_world: World) -> None:
    """The agent's line is said to be lost, once, and nobody is called."""
    world, customer = bare_world, await started(bare_world)
    call_out(world)
    assert (await world.runtime.heard(ReturnContact)).contact_id == CONTACT
    assert not customer.calls


async def test_the_agent_hangs_up_while_it_rings(bare_world: World) -> None:
    """The call is over: the customer's phone stops ringing."""
    world, customer = bare_world, await started(bare_world, Ignore())
    anna = await world.phone("anna")
    call_out(world)
    await picked_up(anna)
    call = await customer.called()
    anna.calls[0].hang_up()
    assert (await world.runtime.heard(EndContact)).ended_by == "agent"
    await call.over()
    assert not world.runtime.commands(ReturnContact)


async def test_a_colleague_comes_into_a_call_out(bare_world: World) -> None:
    """A mentor is there from the first word, as in every talk."""
    world, customer = bare_world, await started(bare_world)
    desk = await world.desk()
    bo = await world.desk("bo", "desk-bo", hz=BO_HZ)
    call_out(world)
    call = await customer.picked_up()
    await world.runtime.heard(ReportAttempt)
    listens = party("party-1", part="listen", there=True)
    world.runtime.want(CONTACT, "talking", agent="anna", is_outgoing=True, parties=(listens,))
    await hear(
        {"customer": (call, [AGENT_HZ]), "anna": (desk, [CUSTOMER_HZ]), "bo": (bo, [AGENT_HZ, CUSTOMER_HZ])}
    )
