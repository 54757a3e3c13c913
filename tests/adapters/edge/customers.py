"""Customers as the edge reaches them: an operator at an address of its own, behind which a phone rings."""

from __future__ import annotations

import asyncio
import secrets

from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import AGENT_HZ, CUSTOMER_HZ, World, hears

from lur.adapters.voice.phone import ANSWER, Manner, PhoneCall, SoftPhone
from lur.adapters.voice.phone.endpoint import Endpoint
from lur.adapters.voice.phone.tone import tone
from lur.adapters.voice.protocol import Outward, Trunk
from lur.core.commands import AcceptOffer
from lur.core.ids import ContactId
from lur.wire import sip

HOST = "127.0.0.2"
"""Another address than that of phones and callers, so that these are not taken for the operator."""
NUMBER = "+46701234567"
ASKED = 1_700_000_000_000
CONTACT = ContactId("contact-callback")


class Telco:
    """An operator whose only subscriber is the customer."""

    def __init__(self, world: World, name: str, manner: Manner) -> None:
        self.phone = SoftPhone((HOST, 9), name=name, manner=manner)
        self.name = name
        world.keep(self.phone)

    async def open(self, host: str = HOST) -> Telco:
        """Be there."""
        await self.phone.open(host)
        return self

    @property
    def calls(self) -> list[PhoneCall]:
        """What the customer's phone was called by, oldest first."""
        return self.phone.calls

    def trunk(self, **more: object) -> Trunk:
        """What the Directory says of it."""
        host, port = self.phone.address
        return Trunk(trunk_id=self.name, host=host, port=port, **more)  # type: ignore[arg-type]

    async def called(self) -> PhoneCall:
        """The call that has come to the customer."""
        await until(lambda: self.calls)
        return self.calls[-1]

    async def picked_up(self) -> PhoneCall:
        """The customer answers and speaks."""
        call = await self.called()
        await call.answered()
        call.sound.play(tone(CUSTOMER_HZ))
        return call


async def telco(world: World, manner: Manner = ANSWER, name: str = "telco") -> Telco:
    """An operator who is there."""
    return await Telco(world, name, manner).open()


class Desk(Endpoint):
    """An operator's server of which a test sees every message; it wants digest when ``secret`` is set."""

    def __init__(self, secret: str = "", *, rings: bool = True) -> None:
        super().__init__(self._take)
        self.invites: list[sip.CallArrived] = []
        self.events: list[sip.SipEvent] = []
        self.secret = secret
        self.rings = rings

    async def begin(self) -> Desk:
        """Listen."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(HOST, 0))
        self.host, self.port = HOST, int(self._transport.get_extra_info("sockname")[1])
        self.stack = sip.SipStack(
            sip.StackConfig(realm="operator", advertised=(("udp", (HOST, self.port)),)),
            secrets=lambda name: sip.secret_for(name, "operator", self.secret) if self.secret else None,
            token=lambda: secrets.token_hex(12),
        )
        return self

    def _take(self, event: sip.SipEvent) -> None:
        self.events.append(event)
        if isinstance(event, sip.CallArrived):
            if self.secret and not event.user:
                self.stack.calls.challenge(event.leg, self.now())
            else:
                self.invites.append(event)
                if self.rings:
                    self.stack.calls.ring(event.leg, self.now())


def offered(world: World, *, offer: str = "offer-1") -> None:
    """It is the turn of a customer who waits to be called."""
    world.runtime.want(
        CONTACT, "offered", agent="anna", offer=offer, on_line=False, agent_hears=f"Retur {NUMBER}"
    )


def dialling(
    world: World, *, attempt: int = 1, number: str = NUMBER, asked: int = ASKED, record: bool = True
) -> None:
    """The agent has accepted: the customer is to be called."""
    world.runtime.want(
        CONTACT,
        "dialling",
        agent="anna",
        on_line=False,
        record=record,
        outward=Outward(number=number, attempt=attempt, asked=asked, shown="+4685551234"),
    )


async def agent_waits(world: World, phone: SoftPhone, *, attempt: int = 1, asked: int = ASKED) -> PhoneCall:
    """The agent has answered, and hears the customer being called."""
    before = len(phone.calls)
    accepted = len(world.runtime.commands(AcceptOffer))
    offered(world, offer=f"offer-{accepted + 1}")
    await until(lambda: len(phone.calls) > before)
    at_agent = phone.calls[-1]
    await at_agent.answered()
    at_agent.sound.play(tone(AGENT_HZ))
    await world.runtime.heard(AcceptOffer, accepted + 1)
    dialling(world, attempt=attempt, asked=asked)
    return at_agent


async def called_back(world: World, customer: Telco) -> tuple[PhoneCall, PhoneCall]:
    """The customer and the agent who called speak with each other."""
    at_agent = await agent_waits(world, await world.phone("anna"))
    call = await customer.picked_up()
    world.runtime.want(CONTACT, "talking", agent="anna")
    await hears(call, AGENT_HZ)
    await hears(at_agent, CUSTOMER_HZ)
    return call, at_agent
