"""What comes of calling a customer: how each answer is understood, other trunks, and the limits."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.edge.customers import (
    ASKED,
    CONTACT,
    HOST,
    Desk,
    agent_waits,
    dialling,
    telco,
)
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import World, directory

from lur.adapters.voice.edge import dialler, outgoing
from lur.adapters.voice.edge.dialler import miss_of
from lur.adapters.voice.edge.operators import is_final
from lur.adapters.voice.phone import Answer, Ignore, Refuse
from lur.adapters.voice.protocol import Trunk
from lur.core.commands import EndContact, ReportAttempt, ReturnContact
from lur.wire import sip

pytestmark = pytest.mark.anyio

FAILURES = st.integers(300, 699)


@pytest.mark.parametrize(
    ("statuses", "miss"),
    [
        ([486], "busy"),
        ([600], "busy"),
        ([603], "busy"),
        ([607], "refused"),
        ([608], "refused"),
        ([480], "no_answer"),
        ([408], "no_answer"),
        ([487], "no_answer"),
        ([404], "unreachable"),
        ([410], "unreachable"),
        ([484], "unreachable"),
        ([604], "unreachable"),
        ([403], "failed"),
        ([488], "failed"),
        ([500], "failed"),
        ([503], "failed"),
        ([606], "failed"),
        ([302], "failed"),
        ([], "failed"),
        ([503, 486], "busy"),
        ([404, 503], "unreachable"),
        ([503, 404, 486], "busy"),
        ([408, 404], "no_answer"),
    ],
)
def test_what_an_answer_means(statuses: list[int], miss: str) -> None:
    """What the customer, or their operator, said counts before what only a trunk of ours said."""
    assert miss_of(statuses) == miss


@given(st.lists(FAILURES, max_size=4), st.permutations(range(4)))
def test_the_order_of_trunks_does_not_change_the_meaning(statuses: list[int], order: Sequence[int]) -> None:
    """Whichever trunk said it, it means the same."""
    shuffled = [statuses[at] for at in order if at < len(statuses)]
    assert miss_of(shuffled) == miss_of(statuses)


@given(st.lists(FAILURES, max_size=3), st.sampled_from([486, 600, 603, 607, 608]))
def test_a_persons_answer_is_never_lost(before: list[int], said: int) -> None:
    """However many trunks failed before, busy is busy and no is no."""
    assert is_final(said)
    assert miss_of([*before, said]) in ("busy", "refused")


@pytest.mark.parametrize(
    ("status", "miss"),
    [(486, "busy"), (480, "no_answer"), (404, "unreachable"), (607, "refused"), (500, "failed")],
)
async def test_the_customer_is_not_reached(bare_world: World, status: int, miss: str) -> None:
    """The attempt is told once, however often it is wanted; the agent is let go when the runtime says so."""
    world = bare_world
    customer = await telco(world, Refuse(status))
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    at_agent = await agent_waits(world, await world.phone("anna"))
    told = await world.runtime.heard(ReportAttempt)
    assert (told.attempt, told.miss) == (1, miss)
    dialling(world)
    await world.settled()
    assert len(customer.calls) == 1
    assert len(world.runtime.commands(ReportAttempt)) == 1
    world.runtime.want(CONTACT, "resting", on_line=False)
    await at_agent.over()
    await until(lambda: world.edge is not None and not world.edge.calls_now)
    assert not world.runtime.commands(ReturnContact)
    assert not world.runtime.commands(EndContact)


async def test_agent_hangs_up_on_a_busy_line(bare_world: World) -> None:
    """The attempt is told already, so the agent's hanging up is no news."""
    world = bare_world
    customer = await telco(world, Refuse(486))
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    at_agent = await agent_waits(world, await world.phone("anna"))
    await world.runtime.heard(ReportAttempt)
    at_agent.hang_up()
    await until(lambda: _agent_is_gone(world))
    await world.settled()
    assert not world.runtime.commands(ReturnContact)


async def test_a_second_attempt_is_a_call_of_its_own(bare_world: World) -> None:
    """After busy comes a rest, and then the customer is called again."""
    world = bare_world
    customer = await telco(world, Refuse(486))
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    anna = await world.phone("anna")
    await agent_waits(world, anna)
    await world.runtime.heard(ReportAttempt)
    world.runtime.want(CONTACT, "resting", on_line=False)
    await anna.calls[0].over()
    customer.phone.manner = Answer()
    await agent_waits(world, anna, attempt=2)
    told = await world.runtime.heard(ReportAttempt, 2)
    assert (told.attempt, told.miss) == (2, None)
    assert len(customer.calls) == 2


async def test_another_trunk_when_one_fails(bare_world: World) -> None:
    """A fault of the operator's is tried around; the customer's phone rings once."""
    world = bare_world
    ill = await telco(world, Refuse(503), "ill")
    well = await telco(world, Answer(), "well")
    world.runtime.directory = directory((ill.trunk(), well.trunk()))
    await world.start()
    await agent_waits(world, await world.phone("anna"))
    assert (await world.runtime.heard(ReportAttempt)).miss is None
    assert len(ill.calls) == len(well.calls) == 1


async def test_no_other_trunk_for_a_busy_customer(bare_world: World) -> None:
    """Who has answered for themselves is not called again by another way."""
    world = bare_world
    first = await telco(world, Refuse(486), "first")
    second = await telco(world, Answer(), "second")
    world.runtime.directory = directory((first.trunk(), second.trunk()))
    await world.start()
    await agent_waits(world, await world.phone("anna"))
    assert (await world.runtime.heard(ReportAttempt)).miss == "busy"
    assert not second.calls


async def test_a_dead_trunk_is_left_soon(bare_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trunk that gives no sign at all costs seconds, not the whole limit of a transaction."""
    monkeypatch.setattr(dialler, "NO_SIGN_LIMIT_MS", 300)
    world = bare_world
    dead = await telco(world, Ignore(), "dead")
    well = await telco(world, Answer(), "well")
    dead.phone.vanish()
    world.runtime.directory = directory((dead.trunk(), well.trunk()))
    await world.start()
    await agent_waits(world, await world.phone("anna"))
    assert (await world.runtime.heard(ReportAttempt)).miss is None


async def test_a_trunk_that_works_on_it_is_given_time(
    bare_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mobile phones take seconds to be found: 100 is a sign, though nothing rings yet."""
    monkeypatch.setattr(dialler, "NO_SIGN_LIMIT_MS", 100)
    world = bare_world
    slow = await Desk(rings=False).begin()
    other = await telco(world, Answer(), "other")
    world.runtime.directory = directory((Trunk(trunk_id="slow", host=HOST, port=slow.port), other.trunk()))
    await world.start()
    await agent_waits(world, await world.phone("anna"))
    await until(lambda: slow.invites)
    began, rounds = slow.now(), 2_500
    await until(lambda: slow.now() - began > rounds)
    assert not other.calls
    slow.stack.calls.reject(slow.invites[0].leg, 503, slow.now())
    slow.turn()
    await other.called()
    slow.close()


async def test_nobody_answers(bare_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the limit the phone stops ringing, and the customer did not answer."""
    monkeypatch.setattr(outgoing, "RING_LIMIT_MS", 300)
    world = bare_world
    customer = await telco(world, Ignore())
    other = await telco(world, Answer(), "other")
    world.runtime.directory = directory((customer.trunk(), other.trunk()))
    await world.start()
    await agent_waits(world, await world.phone("anna"))
    call = await customer.called()
    await call.over()
    assert (await world.runtime.heard(ReportAttempt)).miss == "no_answer"
    assert not other.calls


async def test_no_trunk(world: World) -> None:
    """Without an operator nobody can be called."""
    await agent_waits(world, await world.phone("anna"))
    assert (await world.runtime.heard(ReportAttempt)).miss == "failed"


@pytest.mark.parametrize(
    "number", ["", "0701234567", "+46701234567@evil.example", "+46701234;x=1", "+0701234567", "+" + "9" * 30]
)
async def test_what_is_no_number_is_not_dialled(bare_world: World, number: str) -> None:
    """Nothing but a whole number in international form gets into a request line."""
    world = bare_world
    customer = await telco(world)
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    await world.desk()
    dialling(world, number=number)
    assert (await world.runtime.heard(ReportAttempt)).miss == "failed"
    assert not customer.calls


async def test_an_answer_without_sound(bare_world: World) -> None:
    """A 200 that holds no description we can use is no call."""
    world = bare_world
    operator = await Desk().begin()
    world.runtime.directory = directory((Trunk(trunk_id="a", host=HOST, port=operator.port),))
    await world.start()
    await agent_waits(world, await world.phone("anna"))
    await until(lambda: operator.invites)
    operator.stack.calls.answer(operator.invites[0].leg, b"v=0\r\n", operator.now())
    operator.turn()
    assert (await world.runtime.heard(ReportAttempt)).miss == "failed"
    await until(lambda: any(isinstance(event, sip.CallEnded) for event in operator.events))
    operator.close()


async def test_answered_in_the_moment_of_giving_up(bare_world: World) -> None:
    """The answer that crosses our CANCEL is hung up, and no talk comes of it."""
    world = bare_world
    customer = await telco(world, Ignore())
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    await agent_waits(world, await world.phone("anna"))
    call = await customer.called()
    await until(lambda: call.state == "ringing")
    world.runtime.want(CONTACT, "waiting", on_line=False)
    call.answer()
    await call.over()
    await world.settled()
    assert not world.runtime.commands(EndContact)
    assert all(told.miss is not None for told in world.runtime.commands(ReportAttempt))


async def test_asked_anew_is_called_anew(bare_world: World) -> None:
    """The first attempt of a second wish is not taken for the first attempt of the first."""
    world = bare_world
    customer = await telco(world, Refuse(486))
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    anna = await world.phone("anna")
    await agent_waits(world, anna)
    await world.runtime.heard(ReportAttempt)
    customer.phone.manner = Answer()
    world.runtime.want(CONTACT, "resting", on_line=False)
    await agent_waits(world, anna, asked=ASKED + 1)
    await until(lambda: len(customer.calls) == 2)
    assert (await world.runtime.heard(ReportAttempt, 2)).miss is None


async def test_nobody_is_called_for_an_agent_who_is_away(bare_world: World) -> None:
    """While the agent's page cannot be reached there is nobody for the customer to talk with."""
    world = bare_world
    customer = await telco(world, Ignore())
    world.runtime.directory = directory((customer.trunk(),))
    await world.start()
    desk = await world.desk()
    desk.reload()
    await until(lambda: not desk.is_up())
    dialling(world)
    await world.settled()
    assert not customer.calls
    await desk.connect()
    await customer.called()


def _agent_is_gone(world: World) -> bool:
    telemetry = world.runtime.telemetry
    return telemetry is not None and telemetry.media.legs == 0
