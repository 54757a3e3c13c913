"""Test calls over a trunk: what happens is told step by step, and each way of failing is told apart."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest
from tests.adapters.edge.customers import HOST, Telco, telco
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import OTHER_HZ, World, directory, heard_tones

from lur.adapters.voice.edge import operators, trials
from lur.adapters.voice.edge.certificates import tls_context
from lur.adapters.voice.phone import ANSWER, Ignore, Manner, Refuse
from lur.adapters.voice.protocol import TrialNews, Trunk, TryTrunk
from lur.wire.sip import Hop

pytestmark = pytest.mark.anyio

NUMBER = "+46701740605"
LONG_MS = 30_000


async def started(world: World, trunk: Trunk) -> None:
    """The edge stands and knows the trunk."""
    world.runtime.directory = directory((trunk,))
    await world.start()


async def tried(world: World, trial_id: str = "t1", trunk_id: str = "telco") -> TrialNews:
    """A test call to its end."""
    world.runtime.send(TryTrunk(trial_id=trial_id, trunk_id=trunk_id, number=NUMBER, language="sv"))
    await until(lambda: any(each.step == "over" for each in of(world, trial_id)), LONG_MS)
    return of(world, trial_id)[-1]


def of(world: World, trial_id: str = "t1") -> list[TrialNews]:
    """What was told of one test."""
    return [each for each in world.runtime.trials if each.trial_id == trial_id]


async def operator_of(world: World, manner: Manner) -> Telco:
    """An operator at whose only telephone the test call arrives."""
    operator = await telco(world, manner)
    await started(world, operator.trunk())
    return operator


async def test_a_line_that_works(bare_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The phone rings, hears a voice, is heard, and is hung up: no fault, and no contact of it."""
    monkeypatch.setattr(trials, "TALK_MS", 3_000)
    operator = await operator_of(bare_world, ANSWER)
    last = await tried(bare_world)
    steps = [each.step for each in of(bare_world)]
    assert steps[0] == "asking"
    assert steps[-3:] == ["answered", "heard", "over"]
    assert last.fault == ""
    assert OTHER_HZ in heard_tones(bytes(operator.calls[0].sound.heard))
    assert not bare_world.runtime.facts


@pytest.mark.parametrize("status", [401, 403, 404, 408, 480, 486, 488, 503])
async def test_what_the_operator_says_is_told(bare_world: World, status: int) -> None:
    """Each refusal comes with its status."""
    await operator_of(bare_world, Refuse(status))
    last = await tried(bare_world)
    assert (last.fault, last.status) == ("status", status)


async def test_a_phone_that_nobody_picks_up(bare_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It rings, is told to ring, and is let go in the end."""
    monkeypatch.setattr(trials, "RING_MS", 1_000)
    await operator_of(bare_world, Ignore())
    last = await tried(bare_world)
    assert "ringing" in [each.step for each in of(bare_world)]
    assert last.fault == "rang_out"


async def test_an_operator_who_is_silent(bare_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer at all is no refusal."""
    monkeypatch.setattr(trials, "NO_SIGN_MS", 500)
    operator = await telco(bare_world, ANSWER)
    trunk = operator.trunk()
    operator.phone.vanish()
    await started(bare_world, trunk)
    assert (await tried(bare_world)).fault in ("no_sign", "connection")


async def test_no_sound_from_there(bare_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answered, but nothing is heard: a firewall, mostly."""
    monkeypatch.setattr(trials, "LISTEN_MS", 1_000)
    operator = await operator_of(bare_world, ANSWER)
    operator.phone.on_call = lambda call: setattr(call.sound, "send_to", lambda *a, **b: None)
    assert (await tried(bare_world)).fault == "no_sound"


async def test_a_name_without_an_address(bare_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is told as the thing that is wrong."""

    async def nowhere(host: str, port: int) -> tuple[str, ...]:
        return ()

    monkeypatch.setattr(operators, "_resolve", nowhere)
    await started(bare_world, Trunk(trunk_id="telco", host="sip.invalid"))
    last = await tried(bare_world)
    assert (last.fault, last.detail) == ("name", "sip.invalid")


async def test_a_trunk_that_nobody_knows(bare_world: World) -> None:
    """Removed a moment ago, perhaps."""
    await started(bare_world, Trunk(trunk_id="telco", host=HOST))
    assert (await tried(bare_world, trunk_id="other")).fault == "no_trunk"


async def test_a_newer_test_ends_the_one_before(bare_world: World) -> None:
    """Whoever presses twice has one phone ringing."""
    operator = await operator_of(bare_world, Ignore())
    bare_world.runtime.send(TryTrunk(trial_id="t1", trunk_id="telco", number=NUMBER, language="en"))
    await operator.called()
    bare_world.runtime.send(TryTrunk(trial_id="t2", trunk_id="telco", number=NUMBER, language="en"))
    await until(lambda: [each.fault for each in of(bare_world) if each.step == "over"] == ["ended"])
    await operator.calls[0].over()


async def test_why_a_connection_fails(tmp_path: Path) -> None:
    """A closed port, a certificate that proves nothing and a server without TLS are told apart."""

    async def quiet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(4096)
        writer.write(b"no\r\n")
        writer.close()

    plain = await asyncio.start_server(quiet, HOST, 0)
    context: ssl.SSLContext = tls_context(tmp_path, "operator")
    own = await asyncio.start_server(quiet, HOST, 0, ssl=context)
    ports = [each.sockets[0].getsockname()[1] for each in (plain, own)]

    async def fault(port: int) -> str:
        trunk = Trunk(trunk_id="a", host=HOST, port=port, transport="tls")
        return (await trials.knock(Hop("tls", HOST, port, HOST), trunk, "no_sign"))[0]

    assert await fault(ports[1]) == "certificate"
    assert await fault(ports[0]) == "tls"
    plain.close()
    own.close()
    await plain.wait_closed()
    assert await fault(ports[0]) == "connection"
