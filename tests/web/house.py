"""A whole web application around a real centre with a journal in memory, and people who are signed in to
it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from litestar import Litestar

from lur.adapters.storage.memory import MemoryJournal, MemoryVault
from lur.core.commands import AcceptOffer, AnyCommand, ArriveContact, BecomeReady, EndContact
from lur.core.ids import AgentId, CommandId, ContactId, QueueId
from lur.features.accounts.model import Role
from lur.web.app import create_app
from lur.web.services import Services

ORIGIN = "http://lur.test"
AGENT = AgentId("101")


@dataclass
class House:
    """A Lur with the demo company in it."""

    services: Services
    vault: MemoryVault
    journal: MemoryJournal
    passwords: dict[str, str]
    client: httpx.AsyncClient
    """Nobody: not signed in."""
    as_role: Callable[[Role], Awaitable[httpx.AsyncClient]]

    def command_id(self) -> CommandId:
        """A new one."""
        return CommandId(self.services.entropy.token("test-"))

    async def submit(self, command: AnyCommand) -> None:
        """Carry it out."""
        await self.services.centre.submit(command)

    async def arrive(self, contact: str, queue: str = "leverans", number: str = "+46701234567") -> ContactId:
        """A caller comes."""
        contact_id = ContactId(contact)
        await self.vault.put(contact_id, "caller_number", number)
        at = self.services.clock.now()
        await self.submit(
            ArriveContact(command_id=self.command_id(), at=at, contact_id=contact_id, queue_id=QueueId(queue))
        )
        return contact_id

    async def ready(self, agent: str = AGENT) -> None:
        """An agent wants contacts."""
        at = self.services.clock.now()
        await self.submit(BecomeReady(command_id=self.command_id(), at=at, agent_id=AgentId(agent)))

    async def answer(self, contact_id: ContactId) -> None:
        """The agent who is rung takes the contact."""
        offer_id = self.services.centre.state.contacts[contact_id].offer_id
        assert offer_id is not None
        at = self.services.clock.now()
        await self.submit(AcceptOffer(command_id=self.command_id(), at=at, offer_id=offer_id))

    async def hang_up(self, contact_id: ContactId) -> None:
        """The customer ends the contact."""
        at, command_id = self.services.clock.now(), self.command_id()
        await self.submit(
            EndContact(command_id=command_id, at=at, contact_id=contact_id, ended_by="customer")
        )


_taken: list[tuple[Services, Litestar]] = []
_spare: list[Litestar] = []


def application(services: Services) -> Litestar:
    """The application around these services.

    To put its hundreds of routes together takes longer than most tests do. They find the services in the
    application's state and nowhere else, so one whose test is over is taken on with the next test's services.
    """
    for known, app in _taken:
        if known is services:
            return app
    app = _spare.pop() if _spare else create_app(services)
    app.state["services"] = services
    _taken.append((services, app))
    return app


@contextmanager
def applications() -> Iterator[None]:
    """Those that are taken in here are free for others afterwards."""
    before = len(_taken)
    yield
    for _, app in _taken[before:]:
        del app.state["services"]
        _spare.append(app)
    del _taken[before:]


def browser(services: Services, address: str = "192.0.2.7") -> httpx.AsyncClient:
    """A client that sends what a browser on our own page sends."""
    transport = httpx.ASGITransport(
        app=application(services), client=(address, 5000), raise_app_exceptions=False
    )
    return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"origin": ORIGIN})
