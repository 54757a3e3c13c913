"""Offers at the agent's phone: how each kind of no is heard, and the races of CANCEL."""

from __future__ import annotations

import pytest
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import AGENT_HZ, CUSTOMER_HZ, PROMPT_HZ, World, hears, listens_to

from lur.adapters.voice.edge.ringing import reason_for
from lur.adapters.voice.phone import Answer, Ignore, Refuse
from lur.core.commands import AcceptOffer, DeclineOffer, EndContact, ReturnContact
from lur.wire import words

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("refusals", "reason"),
    [
        ([486], "busy"),
        ([600], "busy"),
        ([603], "declined"),
        ([486, 603], "declined"),
        ([480], "unreachable"),
        ([408, 503], "unreachable"),
        ([480, 486], "busy"),
        ([500], "failed"),
        ([488, 480], "failed"),
    ],
)
def test_reason_of_a_refusal(refusals: list[int], reason: str) -> None:
    """A person's no counts before a busy line, a busy line before an absent one; the rest is a failure."""
    assert reason_for(refusals) == reason


@pytest.mark.parametrize(("status", "reason"), [(486, "busy"), (603, "declined"), (480, "unreachable")])
async def test_phone_says_no(world: World, status: int, reason: str) -> None:
    """The offer is declined with the reason, once: wanting the same again does not ring again."""
    anna = await world.phone("anna", Refuse(status))
    call, contact_id = await world.caller()
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1")
    declined = await world.runtime.heard(DeclineOffer)
    assert (declined.offer_id, declined.reason) == ("offer-1", reason)
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1")
    await world.phone("bo")
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-2")
    await world.runtime.heard(DeclineOffer, 2)
    assert [each.offer_id for each in world.runtime.commands(DeclineOffer)] == ["offer-1", "offer-2"]
    assert len(anna.calls) == 2
    assert call.state == "talking"


async def test_unregistered_phone_is_unreachable(world: World) -> None:
    """An agent without a registered phone cannot be rung."""
    _, contact_id = await world.caller()
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1")
    assert (await world.runtime.heard(DeclineOffer)).reason == "unreachable"


async def test_vanished_phone_is_unreachable(world: World) -> None:
    """A phone that gives no sign of life within some seconds is not there."""
    (await world.phone("anna")).vanish()
    _, contact_id = await world.caller()
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1")
    assert (await world.runtime.heard(DeclineOffer, limit_ms=15_000)).reason == "unreachable"


async def test_offer_taken_back_cancels_the_ringing(world: World) -> None:
    """When the runtime wants waiting again (ring timeout), the phone stops ringing and nothing is
    declined.
    """
    anna = await world.phone("anna", Ignore())
    _, contact_id = await world.caller()
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1")
    await until(lambda: anna.calls)
    world.runtime.want(contact_id, "waiting")
    await anna.calls[0].over()
    assert not world.runtime.commands(DeclineOffer)


async def test_customer_leaves_while_it_rings(world: World) -> None:
    """The caller hangs up: the phone stops ringing and the contact ends by the customer."""
    anna = await world.phone("anna", Ignore())
    call, contact_id = await world.caller()
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1")
    await until(lambda: anna.calls)
    call.hang_up()
    await anna.calls[0].over()
    assert (await world.runtime.heard(EndContact)).ended_by == "customer"


async def test_offer_taken_back_in_the_instant_of_the_answer(world: World) -> None:
    """The phone answers while the runtime takes the offer back: the agent's line is hung up, nothing
    hangs.
    """
    anna = await world.phone("anna", Ignore())
    world.runtime.verdicts[AcceptOffer] = ("rejected", "offer_is_over")
    call, contact_id = await world.caller()
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1")
    await until(lambda: anna.calls)
    anna.calls[0].answer()
    world.runtime.want(contact_id, "waiting")
    await anna.calls[0].over()
    assert call.state == "talking"


async def test_late_answer_is_hung_up(world: World) -> None:
    """The runtime rejects the answer (the offer is over): the agent's line ends, the customer waits on."""
    anna = await world.phone("anna")
    world.runtime.verdicts[AcceptOffer] = ("rejected", "offer_is_over")
    call, contact_id = await world.caller()
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1")
    await until(lambda: anna.calls)
    await anna.calls[0].over()
    assert call.state == "talking"


async def test_first_phone_that_answers_gets_the_call(world: World) -> None:
    """A phone registered twice rings at both places; the other one stops when one answers."""
    slow, quick = await world.phone("anna", Ignore()), await world.phone("anna", Answer(200))
    _, contact_id = await world.caller()
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1")
    await until(lambda: slow.calls and quick.calls)
    await quick.calls[0].answered()
    await slow.calls[0].over()
    await world.runtime.heard(AcceptOffer)
    assert len(world.runtime.commands(AcceptOffer)) == 1


async def test_agent_waits_with_a_soft_tone_until_the_notice_was_heard(bare_world: World) -> None:
    """Nobody is connected before the recording notice is over; until then the agent hears a soft tone."""
    bare_world.sounds.lengths_ms[words.Greeting] = 1_500
    await bare_world.start()
    anna = await bare_world.phone("anna")
    call, contact_id = await bare_world.caller()
    at_agent = await bare_world.offer(anna, contact_id)
    bare_world.runtime.want(contact_id, "talking", agent="anna")
    await hears(call, PROMPT_HZ[words.Greeting])
    await until(lambda: any(byte not in (0xD5, 0x55) for byte in at_agent.sound.heard))
    assert listens_to(call, PROMPT_HZ[words.Greeting])
    assert not listens_to(at_agent, CUSTOMER_HZ)
    await hears(call, AGENT_HZ)
    await hears(at_agent, CUSTOMER_HZ)


async def test_agent_hangs_up_before_being_connected(world: World) -> None:
    """An agent's line that ends before both were connected leaves the customer in the queue."""
    anna = await world.phone("anna")
    call, contact_id = await world.caller()
    at_agent = await world.offer(anna, contact_id)
    await world.runtime.heard(AcceptOffer)
    at_agent.hang_up()
    assert (await world.runtime.heard(ReturnContact)).reason == "agent_line_lost"
    assert call.state == "talking"
