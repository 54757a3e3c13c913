"""Being called back: let go with a promise, rung for without a line, called out, and talking as anybody."""

from __future__ import annotations

import pytest
from tests.adapters.edge.customers import (
    ASKED,
    CONTACT,
    HOST,
    NUMBER,
    Desk,
    agent_waits,
    called_back,
    dialling,
    offered,
    telco,
)
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import (
    AGENT_HZ,
    CUSTOMER_HZ,
    OTHER_HZ,
    PROMPT_HZ,
    World,
    directory,
    hears,
    listens_to,
)

from lur.adapters.voice.phone import Ignore
from lur.adapters.voice.phone.tone import tone
from lur.adapters.voice.protocol import Outward, Refused, Trunk
from lur.core.commands import (
    AcceptOffer,
    AskCallback,
    DeclineOffer,
    DeclineRecording,
    EndContact,
    KeepRecording,
    ReportAttempt,
    ReturnContact,
)
from lur.core.ids import ContactId
from lur.wire import words

pytestmark = pytest.mark.anyio

PROMISE_HZ, CALLED_HZ = PROMPT_HZ[words.CallbackPromised], PROMPT_HZ[words.CallbackGreeting]
RINGBACK_HZ = 425


async def test_a_promise_and_goodbye(world: World) -> None:
    """Who keeps the place without the line hears so and is let go; nobody is told that they left."""
    call, contact_id = await world.caller()
    await hears(call, PROMPT_HZ[words.Greeting])
    world.runtime.want(contact_id, "waiting", on_line=False)
    await hears(call, PROMISE_HZ)
    await call.over()
    await until(lambda: world.edge is not None and not world.edge.calls_now)
    world.runtime.want(contact_id, "resting", on_line=False)
    await world.settled()
    assert not world.runtime.commands(EndContact)


async def test_let_go_at_a_shut_door(world: World) -> None:
    """Who presses one where it is closed rests from then on, with the same promise."""
    call, contact_id = await world.caller(name="0701234567")
    world.runtime.want(contact_id, "refused", refused=Refused(door="closed"))
    await hears(call, OTHER_HZ)
    call.sound.press("1")
    await world.runtime.heard(AskCallback)
    world.runtime.want(contact_id, "resting", on_line=False)
    await hears(call, PROMISE_HZ)
    await call.over()
    await world.settled()
    assert not world.runtime.commands(EndContact)


async def test_hanging_up_on_the_promise(world: World) -> None:
    """The customer need not listen to the end."""
    call, contact_id = await world.caller()
    world.sounds.length_ms = 5_000
    world.runtime.want(contact_id, "resting", on_line=False)
    await hears(call, PROMISE_HZ)
    call.hang_up()
    await until(lambda: world.edge is not None and not world.edge.calls_now)
    await world.settled()
    assert not world.runtime.commands(EndContact)


async def test_staying_after_all(world: World) -> None:
    """A promise that is taken back while it is said lets nobody go."""
    call, contact_id = await world.caller()
    world.sounds.length_ms = 1_000
    world.runtime.want(contact_id, "waiting", on_line=False)
    await hears(call, PROMISE_HZ)
    world.runtime.want(contact_id, "waiting")
    await until(lambda: any(byte not in (0xD5, 0x55) for byte in call.sound.heard[-800:]))
    await world.offer(await world.phone("anna"), contact_id)
    world.runtime.want(contact_id, "talking", agent="anna")
    await hears(call, AGENT_HZ)


@pytest.mark.parametrize("granted", [True, False])
async def test_pressed_and_hung_up_at_once(world: World, granted: bool) -> None:
    """Who hangs up before we know that the place is kept has it kept; only a refused wish is a departure."""
    world.runtime.mute.add(AskCallback)
    call, contact_id = await world.caller(name="0701234567")
    world.runtime.want(contact_id, "waiting", may_keep_place=True)
    await hears(call, PROMPT_HZ[words.Greeting])
    call.sound.press("1")
    await world.runtime.heard(AskCallback)
    call.hang_up()
    await until(lambda: world.edge is not None and not world.edge.calls_now)
    assert not world.runtime.commands(EndContact)
    world.runtime.mute.clear()
    if not granted:
        world.runtime.verdicts[AskCallback] = ("rejected", "number_premium")
    await world.abandon_edge()
    await world.start_edge()
    await until(lambda: len(world.runtime.hellos) == 2)
    if granted:
        world.runtime.want(contact_id, "waiting", on_line=False)
        await world.settled()
        assert not world.runtime.commands(EndContact)
    else:
        assert (await world.runtime.heard(EndContact)).ended_by == "customer"


async def test_an_agent_is_rung_for_nobody_yet(world: World) -> None:
    """The agent's phone rings without a customer on any line, and shows who is to be called."""
    anna = await world.phone("anna", Ignore())
    offered(world)
    await until(lambda: anna.calls)
    assert anna.calls[0].caller_name == f"Retur {NUMBER}"
    world.runtime.want(CONTACT, "waiting", on_line=False)
    await anna.calls[0].over()
    await until(lambda: world.edge is not None and not world.edge.calls_now)
    assert not world.runtime.commands(DeclineOffer)


async def test_a_refused_offer_does_not_ring_again(world: World) -> None:
    """A phone that is not there is said once, and the same offer wanted again changes nothing."""
    offered(world)
    assert (await world.runtime.heard(DeclineOffer)).reason == "unreachable"
    offered(world)
    await world.settled()
    assert len(world.runtime.commands(DeclineOffer)) == 1


async def test_called_back(bare_world: World) -> None:
    """The agent hears it ring, the customer hears who calls, both talk, and the talk is recorded."""
    world = bare_world
    customer = await telco(world, Ignore())
    world.runtime.directory = directory((customer.trunk(),))
    world.sounds.lengths_ms[words.CallbackGreeting] = 1_500
    await world.start()
    at_agent = await agent_waits(world, await world.phone("anna"))
    call = await customer.called()
    await hears(at_agent, RINGBACK_HZ)
    assert not world.runtime.commands(ReportAttempt)
    call.answer()
    await call.answered()
    call.sound.play(tone(CUSTOMER_HZ))
    told = await world.runtime.heard(ReportAttempt)
    assert (told.contact_id, told.attempt, told.miss) == (CONTACT, 1, None)
    await hears(call, CALLED_HZ)
    await hears(at_agent, 440)
    world.runtime.want(CONTACT, "talking", agent="anna")
    await hears(call, AGENT_HZ)
    await hears(at_agent, CUSTOMER_HZ)
    call.hang_up()
    ended = await world.runtime.heard(EndContact)
    assert (ended.ended_by, ended.cause) == ("customer", "hung_up")
    await at_agent.over()
    assert (await world.runtime.heard(KeepRecording)).contact_id == CONTACT


async def test_talking_while_the_runtime_is_away(bare_world: World) -> None:
    """A customer who answers when the runtime is dead talks with the agent all the same."""
    world = bare_world
    customer = await telco(world, Ignore())
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    at_agent = await agent_waits(world, await world.phone("anna"))
    call = await customer.called()
    await world.runtime.stop()
    call.answer()
    await call.answered()
    call.sound.play(tone(CUSTOMER_HZ))
    await hears(at_agent, CUSTOMER_HZ)
    world.runtime.restate(CONTACT, "talking", agent="anna")
    await world.runtime.start()
    assert (await world.runtime.heard(ReportAttempt)).miss is None
    assert not world.runtime.commands(EndContact)


async def test_nine_declines_the_recording(bare_world: World) -> None:
    """A customer whom we called may say no to the recording as one who called us."""
    world = bare_world
    customer = await telco(world)
    world.runtime.directory = directory((customer.trunk(),))
    world.sounds.lengths_ms[words.CallbackGreeting] = 5_000
    await world.start()
    await agent_waits(world, await world.phone("anna"))
    call = await customer.picked_up()
    await hears(call, CALLED_HZ)
    assert world.sounds.said[-1] == words.CallbackGreeting("Exempelbolaget", recorded=True)
    call.sound.press("9")
    assert (await world.runtime.heard(DeclineRecording)).contact_id == CONTACT
    world.runtime.want(CONTACT, "talking", agent="anna", record=False)
    await hears(call, AGENT_HZ)
    call.hang_up()
    await world.runtime.heard(EndContact)
    assert not world.runtime.commands(KeepRecording)


async def test_one_who_declined_before_is_not_told_of_a_recording(bare_world: World) -> None:
    """Said once is enough: nothing is recorded, and nothing else is claimed."""
    world = bare_world
    customer = await telco(world)
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    await world.desk()
    offered(world)
    dialling(world, record=False)
    await customer.picked_up()
    await world.runtime.heard(ReportAttempt)
    assert world.sounds.said[-1] == words.CallbackGreeting("Exempelbolaget", recorded=False)


async def test_called_back_from_a_desk(bare_world: World) -> None:
    """An agent whose phone is a browser calls back just so."""
    world = bare_world
    customer = await telco(world, Ignore())
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    desk = await world.desk()
    offered(world)
    dialling(world)
    call = await customer.called()
    await hears(desk, RINGBACK_HZ)
    call.answer()
    await call.answered()
    call.sound.play(tone(CUSTOMER_HZ))
    world.runtime.want(CONTACT, "talking", agent="anna")
    await hears(call, AGENT_HZ)
    await hears(desk, CUSTOMER_HZ)
    call.hang_up()
    await world.runtime.heard(EndContact)


async def test_agent_hangs_up_on_the_ringing(bare_world: World) -> None:
    """The customer's phone stops ringing, and the contact goes back."""
    world = bare_world
    customer = await telco(world, Ignore())
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    at_agent = await agent_waits(world, await world.phone("anna"))
    call = await customer.called()
    at_agent.hang_up()
    await call.over()
    assert (await world.runtime.heard(ReturnContact)).contact_id == CONTACT
    world.runtime.want(CONTACT, "waiting", on_line=False)
    await until(lambda: world.edge is not None and not world.edge.calls_now)
    assert not world.runtime.commands(ReportAttempt)


async def test_the_runtime_thinks_better_of_it(bare_world: World) -> None:
    """Back to waiting while it rings: both phones stop, and nothing is reported."""
    world = bare_world
    customer = await telco(world, Ignore())
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    at_agent = await agent_waits(world, await world.phone("anna"))
    call = await customer.called()
    world.runtime.want(CONTACT, "waiting", on_line=False)
    await call.over()
    await at_agent.over()
    await world.settled()
    assert not world.runtime.commands(ReportAttempt)
    assert not world.runtime.commands(EndContact)


async def test_agent_hangs_up_on_the_customer(bare_world: World) -> None:
    """Once they talk it is a talk as any other."""
    world = bare_world
    customer = await telco(world)
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    call, at_agent = await called_back(world, customer)
    at_agent.hang_up()
    assert (await world.runtime.heard(EndContact)).ended_by == "agent"
    await call.over()


async def test_agents_line_fails_in_the_talk(bare_world: World) -> None:
    """The customer is on a line now, and waits on it with music."""
    world = bare_world
    customer = await telco(world)
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    call, _ = await called_back(world, customer)
    world.runtime.want(CONTACT, "waiting")
    await until(lambda: not listens_to(call, AGENT_HZ))
    assert call.state == "talking"
    call.hang_up()
    assert (await world.runtime.heard(EndContact)).ended_by == "customer"


async def test_an_agent_is_ready_before_the_customer_is_gone(world: World) -> None:
    """Accepted while the promise is still said: that line is the call, nobody is dialled."""
    anna = await world.phone("anna")
    call, contact_id = await world.caller()
    await hears(call, PROMPT_HZ[words.Greeting])
    world.sounds.length_ms = 10_000
    world.runtime.want(contact_id, "waiting", on_line=False)
    await hears(call, PROMISE_HZ)
    world.runtime.want(contact_id, "offered", agent="anna", offer="offer-1", on_line=False)
    await until(lambda: anna.calls)
    await anna.calls[0].answered()
    anna.calls[0].sound.play(tone(AGENT_HZ))
    await world.runtime.heard(AcceptOffer)
    world.sounds.length_ms = 300
    _dial(world, contact_id)
    assert (await world.runtime.heard(ReportAttempt)).miss is None
    world.runtime.want(contact_id, "talking", agent="anna")
    await hears(call, AGENT_HZ)


async def test_how_the_call_is_made(bare_world: World) -> None:
    """To the number at the operator, from our number there, proved with the trunk's account."""
    world = bare_world
    operator = await Desk("hemlig").begin()
    world.runtime.directory = directory(
        (Trunk(trunk_id="a", host=HOST, port=operator.port, username="foretag", secret="hemlig"),)
    )
    await world.start()
    await agent_waits(world, await world.phone("anna"))
    await until(lambda: operator.invites)
    invite = operator.invites[0]
    assert invite.user == "foretag"
    assert invite.dialled == NUMBER
    assert invite.to_uri == invite.request_uri == f"sip:{NUMBER}@{HOST}"
    assert invite.caller_uri == invite.asserted == f"sip:+4685551234@{HOST}"
    operator.close()


async def test_calls_are_in_the_telemetry(world: World) -> None:
    """Contacts with a customer on the line are named, others are not."""
    _, contact_id = await world.caller()
    await until(lambda: world.runtime.telemetry and world.runtime.telemetry.calls == (contact_id,))
    await world.phone("anna", Ignore())
    offered(world)
    world.runtime.want(contact_id, "waiting", on_line=False)
    await until(lambda: world.runtime.telemetry and world.runtime.telemetry.calls == ())


def _dial(world: World, contact_id: ContactId) -> None:
    outward = Outward(number=NUMBER, attempt=1, asked=ASKED)
    world.runtime.want(contact_id, "dialling", agent="anna", on_line=False, outward=outward)
