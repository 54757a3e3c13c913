"""Trunks: registration, health, the order for outgoing calls, and calls that come in from an operator."""

from __future__ import annotations

import asyncio
import secrets

import pytest
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import World, directory

from lur.adapters.voice.edge import operators
from lur.adapters.voice.edge.book import dialled_form
from lur.adapters.voice.edge.operators import in_order, is_final
from lur.adapters.voice.phone.endpoint import Endpoint
from lur.adapters.voice.protocol import RingTest, Trunk, TrunkHealth
from lur.core.commands import ArriveContact
from lur.wire import sip

pytestmark = pytest.mark.anyio


class Operator(Endpoint):
    """An operator's server: takes one account's registration, answers OPTIONS."""

    def __init__(self) -> None:
        super().__init__(lambda event: None)

    async def begin(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(host, port))
        self.host, self.port = host, int(self._transport.get_extra_info("sockname")[1])
        self.stack = sip.SipStack(
            sip.StackConfig(realm="operator", advertised=(("udp", (host, self.port)),)),
            secrets=lambda name: sip.secret_for(name, "operator", "hemlig") if name == "foretag" else None,
            token=lambda: secrets.token_hex(12),
        )

    def trunk(self, name: str = "a", **more: object) -> Trunk:
        """What the Directory says of this operator."""
        return Trunk(trunk_id=name, host=self.host, port=self.port, **more)  # type: ignore[arg-type]


def health(**states: str) -> dict[str, TrunkHealth]:
    """States by trunk."""
    return {
        name: TrunkHealth(trunk_id=name, state=state, since=0)  # type: ignore[arg-type]
        for name, state in states.items()
    }


def test_order_of_trunks() -> None:
    """Trunks that live are tried as listed; doubtful ones then, dead ones last but not never."""
    trunks = tuple(Trunk(trunk_id=name, host=name) for name in "abcd")
    states = health(a="down", b="up", d="up")
    assert [trunk.trunk_id for trunk in in_order(trunks, states)] == ["b", "d", "c", "a"]
    assert [trunk.trunk_id for trunk in in_order(trunks, {})] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(("status", "final"), [(486, True), (603, True), (503, False), (408, False)])
def test_what_ends_the_search_for_a_trunk(status: int, final: bool) -> None:
    """The called party's own answer is final; a fault on the way is tried around."""
    assert is_final(status) is final


@pytest.mark.parametrize("written", ["+46 8 555 12 34", "0046-8-5551234", "+4685551234"])
def test_numbers_are_compared_as_digits(written: str) -> None:
    """However an operator writes our number, it is the same address."""
    assert dialled_form(written) == "4685551234"


async def test_registration_and_health(bare_world: World) -> None:
    """We register at the operator with digest; health says up, and down when it is gone."""
    operator = Operator()
    await operator.begin()
    trunk = operator.trunk(register=True, username="foretag", secret="hemlig")
    bare_world.runtime.directory = directory((trunk,))
    await bare_world.start()
    await until(lambda: operator.stack.registrar.bindings("foretag"))
    await until(lambda: _states(bare_world) == {"a": "up"})
    operator.close()


async def test_wrong_trunk_password_is_shown(bare_world: World) -> None:
    """An operator that refuses us leaves the trunk registering, with the reason."""
    operator = Operator()
    await operator.begin()
    trunk = operator.trunk(register=True, username="foretag", secret="fel")
    bare_world.runtime.directory = directory((trunk,))
    await bare_world.start()
    await until(lambda: _states(bare_world) == {"a": "registering"})
    await until(lambda: "REGISTER" in _details(bare_world)["a"])
    operator.close()


async def test_dead_trunk_is_down(bare_world: World) -> None:
    """A trunk that answers no OPTIONS is down; asking again after its repair shows it up."""
    operator = Operator()
    await operator.begin()
    bare_world.runtime.directory = directory((operator.trunk(),))
    port = operator.port
    operator.close()
    await bare_world.start(timing=sip.Timing(t1_ms=20))
    await until(lambda: _states(bare_world) == {"a": "down"})
    await operator.begin(port=port)
    bare_world.runtime.send(RingTest())
    await until(lambda: _states(bare_world) == {"a": "up"})
    operator.close()


async def test_a_name_that_cannot_be_resolved_is_looked_up_again(
    bare_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that starts before its network has its trunks all the same, a moment later."""
    operator, tries = Operator(), 0
    await operator.begin()

    async def resolve(host: str, port: int) -> tuple[str, ...]:
        nonlocal tries
        tries += 1
        return (operator.host,) if tries > 1 else ()

    monkeypatch.setattr(operators, "_resolve", resolve)
    monkeypatch.setattr(operators, "PING_AGAIN_MS", 0)
    bare_world.runtime.directory = directory((operator.trunk(),))
    await bare_world.start()
    await until(lambda: _states(bare_world) == {"a": "up"})
    assert _details(bare_world) == {"a": ""}
    operator.close()


async def test_registered_anew_as_soon_as_the_operator_is_back(bare_world: World) -> None:
    """An operator that was gone may have forgotten us: with its first answer we register, not when the
    back-off says."""
    operator = Operator()
    await operator.begin()
    trunk = operator.trunk(register=True, username="foretag", secret="hemlig")
    bare_world.runtime.directory = directory((trunk,))
    port = operator.port
    operator.close()
    await bare_world.start(timing=sip.Timing(t1_ms=20))
    await until(lambda: _states(bare_world) == {"a": "down"})
    await operator.begin(port=port)
    bare_world.runtime.send(RingTest())
    await until(lambda: _states(bare_world) == {"a": "up"})
    assert operator.stack.registrar.bindings("foretag")
    operator.close()


async def test_call_from_a_trunk(bare_world: World) -> None:
    """A call from an operator's address is let in by the number in To; P-Asserted-Identity is the caller."""
    world = bare_world
    world.runtime.directory = directory((Trunk(trunk_id="a", host="127.0.0.1", port=9),))
    await world.start()
    heard: list[sip.SipEvent] = []
    peer = Endpoint(heard.append)
    await peer.open("127.0.0.1", 0, "gateway")
    peer.stack.calls.invite(
        f"sip:foretag@127.0.0.1:{world.port}",
        sip.Hop("udp", "127.0.0.1", world.port),
        _offer(),
        peer.now(),
        caller="sip:anonymous@anonymous.invalid",
        to=f"sip:+46-8-555-1234@127.0.0.1:{world.port}",
        headers=(("P-Asserted-Identity", "<sip:+46701234567@127.0.0.1>"),),
    )
    peer.turn()
    arrival = await world.runtime.heard(ArriveContact)
    assert arrival.queue_id == "teknik"
    assert world.runtime.personal("caller_number") == ["+46701234567"]
    await until(lambda: any(isinstance(event, sip.CallAnswered) for event in heard))
    peer.close()


async def test_stranger_cannot_assert_an_identity(world: World) -> None:
    """Who is no trunk is known by From alone."""
    peer = Endpoint(lambda event: None)
    await peer.open("127.0.0.1", 0, "kund")
    peer.stack.calls.invite(
        f"sip:support@127.0.0.1:{world.port}",
        sip.Hop("udp", "127.0.0.1", world.port),
        _offer(),
        peer.now(),
        caller="sip:0709999999@127.0.0.1",
        headers=(("P-Asserted-Identity", "<sip:+46701234567@127.0.0.1>"),),
    )
    peer.turn()
    await world.runtime.heard(ArriveContact)
    assert world.runtime.personal("caller_number") == ["0709999999"]
    peer.close()


def _states(world: World) -> dict[str, str]:
    telemetry = world.runtime.telemetry
    return {} if telemetry is None else {trunk.trunk_id: trunk.state for trunk in telemetry.trunks}


def _details(world: World) -> dict[str, str]:
    telemetry = world.runtime.telemetry
    return {} if telemetry is None else {trunk.trunk_id: trunk.detail for trunk in telemetry.trunks}


def _offer() -> bytes:
    return (
        b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        b"m=audio 9 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n"
    )
