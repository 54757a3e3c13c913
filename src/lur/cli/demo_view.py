"""The running Lur as the demo sees it: where to dial, who is an agent, how a call fares."""

from __future__ import annotations

import asyncio
import random

from lur.cli.client import Client
from lur.cli.failure import Failure
from lur.core.ids import AgentId, ContactId
from lur.runtime.views import AgentView, ContactView, Status
from lur.web.payloads.common import EntryRow, PhoneSecret
from lur.wire.sip.errors import Malformed
from lur.wire.sip.uri import parse_uri

LOOK_EVERY_S = 0.4
VISITOR, VISITOR_ID = "maja", AgentId("101")
"""Somebody of the demo company who serves most calls: as her a newcomer signs in."""
_NUMBERS = tuple(f"+467017406{number:02}" for number in range(5, 100))
"""Numbers that the Swedish authority keeps for films and demos: they belong to nobody."""


class DemoView:
    """Looks through the API, without holding up the calls."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.status: Status | None = None
        self._chance = random.Random()

    async def look(self) -> Status:
        """All of it now. Raises ``Failure``."""
        self.status = await asyncio.to_thread(self._client.get, "/api/status", Status)
        return self.status

    async def entries(self) -> tuple[EntryRow, ...]:
        """The addresses that can be dialled."""
        return await asyncio.to_thread(self._client.get, "/api/entries", tuple[EntryRow, ...])

    async def phone_of(self, agent: AgentView) -> PhoneSecret:
        """What to type into a demo agent's phone."""
        return await asyncio.to_thread(self._client.get, f"/api/agents/{agent.id}/phone", PhoneSecret)

    async def server(self) -> tuple[str, int]:
        """Where Lur's SIP listens. Raises ``Failure``."""
        status = self.status or await self.look()
        for address in status.centre.dial:
            try:
                uri = parse_uri(address)
            except Malformed:
                continue
            host = "127.0.0.1" if uri.host in ("0.0.0.0", "") else uri.host
            return host, uri.port or 5060
        raise Failure(
            "nothing_to_dial", "this Lur has no address to dial", "Add one with `lur queue add --number`."
        )

    def contact_of(self, number: str, known: ContactId | None = None) -> ContactView | None:
        """The live contact of a caller: the known one, else the newest with this number."""
        contacts = self.status.contacts if self.status is not None else ()
        if known is not None:
            return next((each for each in contacts if each.id == known), None)
        mine = [each for each in contacts if each.caller.number == number]
        return max(mine, key=lambda each: each.entered, default=None)

    def free_number(self, taken: set[str]) -> str:
        """A caller's number that nobody uses now."""
        free = [number for number in _NUMBERS if number not in taken]
        return self._chance.choice(free or _NUMBERS)
