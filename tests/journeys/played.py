"""A Lur with a day in it: played through the real writer until the middle of the afternoon, where time stands
still, so that whoever looks sees people waiting and talking, figures of a whole day, and always the same.

It runs in a thread of this process, not as ``lur serve``: only so can its clock be the day's.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from tests.fakes.post_target import PostTarget

from journeys.house import Desk
from lur.cli.demo_clock import DayClock
from lur.cli.demo_names import caller_number, name_of
from lur.cli.parsing import HostPort
from lur.cli.ports_taken import listening
from lur.cli.settings import ServeSettings
from lur.cli.storing import open_storage
from lur.cli.webserver import WebServer
from lur.core import commands as c
from lur.core.ids import DAY_MS, AgentId
from lur.features import Refused
from lur.features.contacts.model import ContactRow
from lur.features.ratings.service import Ratings
from lur.runtime import Centre, CommandRejected, SystemEntropy
from lur.simulation.company import MONDAY, WINTER_OFFSET_MIN, Day
from lur.simulation.scenario import HOUR_MS, Scenario
from lur.simulation.world import Step, World
from lur.web.app import create_app
from lur.web.founding import found_demo_company
from lur.web.opening import open_services
from lur.web.services import Services, WebConfig

DAY = Day(seed=5, contacts=900, agents=14, rough=True)
AFTERNOON = MONDAY + int(7.817 * HOUR_MS)
"""Eleven minutes to four: some wait, most talk, some rest."""
SOON_MS = 90_000
FIRST = AgentId("a001")
FASTEST = 1e9
Result = TypeVar("Result")


class Played(Desk):
    """One Lur; ``run`` does something in its loop. Times are the day's own."""

    services: Services
    target: PostTarget

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.clock = DayClock(MONDAY, WINTER_OFFSET_MIN, FASTEST)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._leaving = AsyncExitStack()
        self._steps: Iterator[Step] = World(_scenario(), DAY.seed).run()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """In the loop of this Lur."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(300)

    def start(self) -> None:
        """Open it, and play until the afternoon."""
        self._thread.start()
        self.run(self._open())

    def clean_up(self) -> None:
        """Leave nothing running."""
        self.run(self._leaving.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)

    async def _open(self) -> None:
        await self._serve()
        await self._play(AFTERNOON - SOON_MS)
        await found_demo_company(self.services)
        await self._people()
        await self._beside_the_day()
        await self._play(AFTERNOON)
        await self._rated()
        await self.services.contacts.now()

    async def go_on(self) -> None:
        """The rest of the day, until nobody is left."""
        await self._play(MONDAY + 7 * DAY_MS)

    async def _serve(self) -> None:
        nowhere = HostPort("127.0.0.1", 0)
        http = HostPort("127.0.0.1", self.http_port)
        settings = ServeSettings(
            data=self.data, http=http, sip=nowhere, sip_tls=None, rtp="", region="SE", journal="", demo=False
        )
        storage = await open_storage(settings, self._leaving)
        listener = listening(http, "--http")
        self._leaving.callback(listener.close)
        centre = await Centre.open(storage.journal, self.clock, SystemEntropy())
        self._leaving.push_async_callback(centre.stop)
        self.services = await open_services(
            centre=centre,
            journal=storage.journal,
            vault=storage.vault,
            clock=self.clock,
            entropy=SystemEntropy(),
            config=WebConfig(data=self.data, webhooks_private=True),
        )
        self._leaving.push_async_callback(self.services.close)
        web = WebServer(create_app(self.services), listener, None)
        web.start()
        self._leaving.push_async_callback(web.stop)

    async def _play(self, until: int) -> None:
        """The day's steps up to a time, at which the clock then stands."""
        for command, _ in self._steps:
            await self._beside(command)
            self.clock.before(command.at)
            self.clock.step(command.at)
            with contextlib.suppress(CommandRejected):
                await self.services.centre.submit(command)
            if command.at >= until:
                return

    async def _beside(self, command: c.AnyCommand) -> None:
        """Names, numbers, and who may help, which the simulation does not know of."""
        if isinstance(command, c.AddAgent):
            await self.services.directory.add_agent(command.agent_id, _name(command.agent_id))
        elif isinstance(command, c.ArriveContact | c.RequestCallback):
            number = caller_number(command.contact_id)
            await self.services.vault.put(command.contact_id, "caller_number", number)
        elif isinstance(command, c.StandBy) and command.helps:
            await self.services.helping.helpers.name_helper(command.agent_id, MONDAY * 2)

    async def _people(self) -> None:
        """Somebody who serves, and two more who judge."""
        accounts = self.services.accounts
        _, password = await accounts.add("agent", name_of(FIRST), "agent", agent_id=FIRST)
        with (self.data / "demo-sign-in.txt").open("a") as file:
            file.write(f"agent {password}\n")
        for login, name in (("karin", "Karin Strand"), ("aksel", "Aksel Moen")):
            await accounts.add(login, name, "trainer")

    async def _beside_the_day(self) -> None:
        """Another system that is told of what follows, and takes it."""
        self.target = PostTarget()
        await self.target.open()
        self._leaving.push_async_callback(self.target.close)
        webhooks = self.services.webhooks.webhooks
        kinds = ("contact.arrived", "contact.answered", "contact.ended")
        await webhooks.add("Ärendesystemet", self.target.url, kinds)

    async def ended(self) -> list[ContactRow]:
        """Whom somebody talked with and who are gone, the latest first."""
        found = await self.services.contacts.latest(MONDAY, self.clock.now() + 1, 500)
        return [row for row in found if row.ended_at is not None and row.answered_at is not None]

    async def _rated(self) -> None:
        """Every fourth who was served says what they thought."""
        services = self.services
        ratings = Ratings(services.centre, services.vault, self.clock, services.entropy)
        words = ("Snabbt och vänligt.", "", "Fick svar direkt!", "", "Lång väntan, men bra hjälp.", "")
        for number, row in enumerate((await self.ended())[:160]):
            with contextlib.suppress(CommandRejected, Refused):
                await ratings.ask(row.id)
                if number % 4 == 0:
                    await ratings.give(row.id, (5, 4, 5, 3, 5, 4, 2)[number % 7], words[number // 4 % 6])


def _name(agent_id: AgentId) -> str:
    """Who helps has another name than who serves by the same number."""
    return name_of(agent_id if agent_id.startswith("a") else AgentId(f"{agent_id}7"))


def _scenario() -> Scenario:
    """The rough day, but for what only real desks can say of themselves."""
    scenario = DAY.scenario()
    return msgspec.structs.replace(scenario, faults=msgspec.structs.replace(scenario.faults, desk_lost=0.0))


@contextlib.contextmanager
def played(folder: Path) -> Iterator[Played]:
    """One, opened and played, and closed afterwards."""
    built = Played(folder)
    try:
        built.start()
        yield built
    finally:
        built.clean_up()
