"""Place pages for ``push.py``: customers who wait, each with an open page, and somebody in front leaves."""

from __future__ import annotations

import asyncio
import json
import time

import httpx

from lur.core.commands import AcceptOffer, ArriveContact, BecomeReady
from lur.core.ids import AgentId, CommandId, ContactId, QueueId
from lur.web.services import Services

QUEUE = QueueId("leverans")
STAFF = ("101", "102", "104", "105")
FORM = {"content-type": "application/x-www-form-urlencoded"}


async def people_wait(services: Services, count: int) -> list[str]:
    """So many wait in one queue, whose four agents all talk; the links of their pages, in order."""
    for agent in STAFF:
        await services.centre.submit(
            BecomeReady(command_id=_new(services), at=services.clock.now(), agent_id=AgentId(agent))
        )
    links: list[str] = []
    for number in range(count + len(STAFF)):
        contact_id = ContactId(f"contact-{number:05}")
        await services.centre.submit(
            ArriveContact(
                command_id=_new(services), at=services.clock.now(), contact_id=contact_id, queue_id=QUEUE
            )
        )
        offer_id = services.centre.state.contacts[contact_id].offer_id
        if offer_id is not None:
            await services.centre.submit(
                AcceptOffer(command_id=_new(services), at=services.clock.now(), offer_id=offer_id)
            )
            continue
        links.append(f"/p/{await services.public.places.issue(contact_id)}")
    return links


def _new(services: Services) -> CommandId:
    return CommandId(services.entropy.token("bench-"))


class Pages:
    """Open pages; each notes when it shows the place that is waited for."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._readers: list[asyncio.Task[None]] = []
        self._writers: list[asyncio.StreamWriter] = []
        self._arrived: list[float] = []
        self._wanted: dict[int, str] = {}
        self._all_there = asyncio.Event()
        self._client = httpx.AsyncClient(base_url=f"http://{host}:{port}")
        self.messages = 0
        self.bytes = 0

    async def open(self, links: list[str]) -> None:
        """Connect and read for ever."""
        for number, link in enumerate(links):
            reader, writer = await asyncio.open_connection(self._host, self._port)
            writer.write(f"GET {link}/live HTTP/1.1\r\nhost: {self._host}\r\n\r\n".encode())
            await reader.readuntil(b"data: ")
            self._writers.append(writer)
            self._readers.append(asyncio.create_task(self._read(number, reader)))

    async def _read(self, number: int, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            at = time.perf_counter()
            if not line.startswith(b"data: "):
                continue
            self.messages += 1
            self.bytes += len(line)
            if json.loads(line[6:])["place"] == self._wanted.get(number):
                del self._wanted[number]
                self._arrived.append(at)
                if not self._wanted:
                    self._all_there.set()

    async def one_leaves(self, link: str, places: list[int]) -> list[float]:
        """The one in front leaves by their own page: how many milliseconds until each page showed its new
        place."""
        self._wanted = {number: str(place) for number, place in enumerate(places)}
        self._arrived = []
        self._all_there.clear()
        began = time.perf_counter()
        answer = await self._client.post(f"{link}/leave", headers=FORM)
        assert answer.status_code == 303, answer.text
        async with asyncio.timeout(10):
            await self._all_there.wait()
        return [(at - began) * 1000 for at in self._arrived]

    async def close(self) -> None:
        """Let go."""
        for task in self._readers:
            task.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)
        for writer in self._writers:
            writer.close()
        await self._client.aclose()


async def leave_one_by_one(pages: Pages, links: list[str], count: int, pause_s: float) -> list[float]:
    """``links`` are of those in front, who leave; ``count`` pages are open behind them."""
    delays: list[float] = []
    for gone, link in enumerate(links, start=1):
        ahead = len(links) - gone
        delays += await pages.one_leaves(link, [ahead + place for place in range(1, count + 1)])
        await asyncio.sleep(pause_s)
    return delays
