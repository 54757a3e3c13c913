"""Outside numbers in a talk: called over the trunks, consulted, and left with the customer."""

from __future__ import annotations

import pytest
from tests.adapters.edge.colleagues import BO_HZ, desks_talk, has_music, hear, party
from tests.adapters.edge.customers import NUMBER, Telco, telco
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import AGENT_HZ, CUSTOMER_HZ, World, directory

from lur.adapters.voice.edge import outside
from lur.adapters.voice.phone import ANSWER, Ignore, Manner, PhoneCall, Refuse
from lur.adapters.voice.phone.tone import tone
from lur.adapters.voice.protocol import WantedParty
from lur.core.commands import AnswerAsk, DeclineAsk, EndContact, EndParty, KeepRecording

pytestmark = pytest.mark.anyio


def outsider(*, part: str = "aside", there: bool = False, number: str = NUMBER) -> WantedParty:
    """The number that is wanted in the talk."""
    return party("out-1", agent=None, part=part, there=there, number=number, shown="+4685551234")


async def started(world: World, manner: Manner = ANSWER) -> Telco:
    """A world whose only trunk leads to the outside phone."""
    operator = await telco(world, manner)
    world.runtime.directory = directory((operator.trunk(),))
    await world.start()
    return operator


async def picked_up(operator: Telco) -> PhoneCall:
    """The outside phone is answered and speaks."""
    call = await operator.called()
    await call.answered()
    call.sound.play(tone(BO_HZ))
    return call


async def test_consult_with_an_outside_number(bare_world: World) -> None:
    """The number is called with ours shown; its answer is a fact; then agent and number speak."""
    world, operator = bare_world, await started(bare_world)
    call, anna, contact_id = await desks_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(outsider(number=""),))
    world.runtime.want(contact_id, "held", agent="anna", parties=(outsider(),))
    out = await picked_up(operator)
    assert "+4685551234" in out.caller
    assert (await world.runtime.heard(AnswerAsk)).party_id == "out-1"
    world.runtime.want(contact_id, "held", agent="anna", parties=(outsider(there=True),))
    await hear({"anna": (anna, [BO_HZ]), "out": (out, [AGENT_HZ]), "customer": (call, [])})
    world.runtime.want(contact_id, "talking", agent="anna", parties=(outsider(there=True),))
    await hear({"anna": (anna, [CUSTOMER_HZ]), "out": (out, []), "customer": (call, [AGENT_HZ])})
    await until(lambda: has_music(out))
    joined = outsider(part="joined", there=True)
    world.runtime.want(contact_id, "talking", agent="anna", parties=(joined,))
    await hear({"out": (out, [AGENT_HZ, CUSTOMER_HZ]), "customer": (call, [AGENT_HZ, BO_HZ])})
    world.runtime.want(contact_id, "talking", agent="anna")
    await out.over()
    await hear({"anna": (anna, [CUSTOMER_HZ]), "customer": (call, [AGENT_HZ])})
    assert not world.runtime.commands(EndParty)


@pytest.mark.parametrize(
    ("status", "reason"), [(486, "busy"), (603, "busy"), (480, "no_answer"), (404, "unreachable")]
)
async def test_an_outside_number_that_is_not_reached(bare_world: World, status: int, reason: str) -> None:
    """What the number's owner or operator says is the reason."""
    world, operator = bare_world, await started(bare_world, Refuse(status))
    _, _, contact_id = await desks_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(outsider(),))
    assert (await world.runtime.heard(DeclineAsk)).reason == reason
    world.runtime.want(contact_id, "held", agent="anna", parties=(outsider(),))
    await world.settled()
    assert len(operator.calls) == 1


async def test_an_outside_number_rings_long(bare_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody answers, and the runtime says nothing: the edge gives up by itself."""
    monkeypatch.setattr(outside, "RING_LIMIT_MS", 300)
    world, operator = bare_world, await started(bare_world, Ignore())
    _, _, contact_id = await desks_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(outsider(),))
    assert (await world.runtime.heard(DeclineAsk)).reason == "no_answer"
    await operator.calls[0].over()


async def test_left_with_an_outside_number(bare_world: World) -> None:
    """Nobody of ours is on the line: nothing is recorded, and the agent's desk is free. When the number hangs
    up it is a fact."""
    world, operator = bare_world, await started(bare_world)
    call, anna, contact_id = await desks_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(outsider(),))
    out = await picked_up(operator)
    await world.runtime.heard(AnswerAsk)
    joined = outsider(part="joined", there=True)
    world.runtime.want(contact_id, "outside", record=False, parties=(joined,))
    await hear({"customer": (call, [BO_HZ]), "out": (out, [CUSTOMER_HZ]), "anna": (anna, [])})
    await world.runtime.heard(KeepRecording)
    out.hang_up()
    told = await world.runtime.heard(EndParty)
    assert (told.party_id, told.reason) == ("out-1", "left")
    world.runtime.want(contact_id, "ended")
    await call.over()


async def test_an_outside_line_is_lost(bare_world: World) -> None:
    """The edge says so, the customer waits with music again and is not hung up on, and the next agent has
    them."""
    world, operator = bare_world, await started(bare_world)
    call, anna, contact_id = await desks_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(outsider(),))
    out = await picked_up(operator)
    await world.runtime.heard(AnswerAsk)
    joined = outsider(part="joined", there=True)
    world.runtime.want(contact_id, "outside", record=False, parties=(joined,))
    await hear({"customer": (call, [BO_HZ])})
    unknown = party("out-2", agent=None, part="joined", there=True, number=NUMBER)
    world.runtime.want(contact_id, "outside", record=False, parties=(unknown,))
    told = await world.runtime.heard(EndParty)
    assert (told.party_id, told.reason) == ("out-2", "lost")
    await out.over()
    world.runtime.want(contact_id, "waiting")
    await until(lambda: has_music(call))
    world.runtime.want(contact_id, "talking", agent="anna")
    await hear({"customer": (call, [AGENT_HZ]), "anna": (anna, [CUSTOMER_HZ])})
    assert not world.runtime.commands(EndContact)


async def test_the_customer_leaves_an_outside_number(bare_world: World) -> None:
    """The outside line ends with the customer's."""
    world, operator = bare_world, await started(bare_world)
    call, _, contact_id = await desks_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(outsider(),))
    out = await picked_up(operator)
    joined = outsider(part="joined", there=True)
    world.runtime.want(contact_id, "outside", record=False, parties=(joined,))
    await hear({"customer": (call, [BO_HZ])})
    call.hang_up()
    assert (await world.runtime.heard(EndContact)).ended_by == "customer"
    await out.over()


async def test_an_outside_talk_outlives_the_edge(bare_world: World) -> None:
    """Both hear each other all the time; hanging up is heard of after the restart."""
    world, operator = bare_world, await started(bare_world)
    call, _, contact_id = await desks_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(outsider(),))
    out = await picked_up(operator)
    await world.runtime.heard(AnswerAsk)
    joined = outsider(part="joined", there=True)
    world.runtime.want(contact_id, "outside", record=False, parties=(joined,))
    await hear({"customer": (call, [BO_HZ]), "out": (out, [CUSTOMER_HZ])})
    await world.abandon_edge()
    await world.start_edge()
    await until(lambda: len(world.runtime.hellos) == 2)
    await hear({"customer": (call, [BO_HZ]), "out": (out, [CUSTOMER_HZ])})
    out.hang_up()
    assert (await world.runtime.heard(EndParty)).reason == "left"
