"""*1, *2 and *0 from agents' phones, and the registrar that knows the phones."""

from __future__ import annotations

import pytest
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import PROMPT_HZ, World, hears

from lur.adapters.voice.phone import Account, SoftPhone
from lur.adapters.voice.phone.call import CallEnded
from lur.core.commands import BecomeReady, Command, SignOut, TakePause
from lur.wire import words

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(("code", "kind"), [("*1", BecomeReady), ("*2", TakePause), ("*0", SignOut)])
async def test_code_becomes_a_command(world: World, code: str, kind: type[Command]) -> None:
    """An agent's phone dials a code: the command is the agent's own, the answer is spoken, the call ends."""
    anna = await world.phone("anna")
    call = await anna.call(code)
    command = await world.runtime.heard(kind)
    assert (getattr(command, "agent_id", ""), command.actor) == ("anna", "agent:anna")
    await hears(call, PROMPT_HZ[words.PresenceConfirmed])
    await call.over()


async def test_refused_code_is_said(world: World) -> None:
    """The runtime says no: the agent hears it."""
    world.runtime.verdicts[BecomeReady] = ("rejected", "presence_forbids")
    call = await (await world.phone("anna")).call("*1")
    await hears(call, PROMPT_HZ[words.NotAllowed])
    await call.over()


async def test_unanswered_code_ends_with_an_apology(world: World) -> None:
    """A runtime that does not answer leaves nobody listening to silence."""
    world.runtime.mute.add(BecomeReady)
    call = await (await world.phone("anna")).call("*1")
    await hears(call, PROMPT_HZ[words.Apology])
    await call.over()


async def test_stranger_cannot_use_codes(world: World) -> None:
    """Without the phone's digest a code is refused and nothing is reported."""
    stranger = await world.phone(name="anna")
    call = await stranger.call("*1")
    with pytest.raises(CallEnded) as refused:
        await call.answered()
    assert refused.value.status in (401, 403)
    assert not world.runtime.commands(BecomeReady)


async def test_wrong_password_does_not_register(world: World) -> None:
    """A wrong secret is refused and counted; the right phone registers all the same."""
    wrong = SoftPhone(("127.0.0.1", world.port), Account("anna", "guess"))
    await wrong.open()
    assert not await wrong.register()
    wrong.vanish()
    assert wrong.register_status in (401, 403)
    await until(lambda: world.runtime.telemetry and world.runtime.telemetry.counters["auth_failed"] >= 1)
    anna = await world.phone("anna")
    assert anna.registered


async def test_registered_phones_are_shown(world: World) -> None:
    """Telemetry tells which agents' phones are registered and where."""
    await world.phone("anna")

    def anna_is_shown() -> bool:
        phones = world.runtime.telemetry.phones if world.runtime.telemetry else ()
        return {phone.agent_id for phone in phones if phone.registered} == {"anna"}

    await until(anna_is_shown)


async def test_second_registration_of_the_same_phone(world: World) -> None:
    """A phone that registers again (a restart of the phone) rings at both places; leaving one leaves one."""
    await world.phone("anna")
    again = await world.phone("anna")
    bindings = world.edge.bindings_of("anna")
    assert len(bindings) == 2
    await again.unregister()
    await until(lambda: len(world.edge.bindings_of("anna")) == 1)
