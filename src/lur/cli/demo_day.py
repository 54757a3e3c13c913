"""``lur demo day``: a whole day at a company of fifty, played through a real Lur with its pages and reports.

The people are simulated and there is no sound; writer, journal, pages, figures and reports are the real ones.
At the end every figure that was shown is compared with the simulation's own count.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec
import uvloop

from lur.cli.day_figures import Difference, live_differences, report_differences
from lur.cli.demo_clock import DayClock
from lur.cli.demo_names import caller_number, name_of
from lur.cli.failure import Failure
from lur.cli.parsing import HostPort
from lur.cli.played_day import PlayedDay
from lur.cli.ports_taken import listening
from lur.cli.settings import ServeSettings
from lur.cli.storing import open_storage
from lur.cli.webserver import WebServer
from lur.core import commands as c
from lur.core import events as e
from lur.core.ids import DAY_MS, AgentId
from lur.features.directory.model import CompanyName
from lur.runtime import Centre, CommandRejected, SystemEntropy
from lur.simulation.company import MONDAY, WINTER_OFFSET_MIN, Day
from lur.simulation.report import DayReport
from lur.simulation.scenario import HOUR_MS, Scenario
from lur.simulation.world import Step, World
from lur.web.app import create_app
from lur.web.opening import open_services
from lur.web.services import Services, WebConfig

MIDNIGHT = MONDAY + 16 * HOUR_MS
"""The day begins at eight."""
COMPANY = CompanyName(sv="Dagsverket", nb="Dagsverket", en="A day's work")
FIRST_AGENT = AgentId("a001")
LEADER, PASSWORD_FILE = "supervisor", "demo-sign-in.txt"


def play_it(wish: PlayedDay) -> int:
    """Play it and say what it came to; the exit code. Raises ``Failure``."""
    with tempfile.TemporaryDirectory(prefix="lur-day-") as folder:
        data = wish.data if wish.data.parts else Path(folder)
        try:
            differences, is_like = uvloop.run(play_day(msgspec.structs.replace(wish, data=data)))
        except KeyboardInterrupt:
            return 0
    for each in differences:
        print(f"  {each.where}: shown {each.shown}, counted {each.counted}")
    return 1 if differences or not is_like else 0


async def play_day(wish: PlayedDay) -> tuple[tuple[Difference, ...], bool]:
    """Play it to its end; where a figure that was shown is not what the simulation counted, and whether the
    same happened as there. Raises ``Failure``."""
    world = World(_scenario(wish.day), wish.day.seed)
    clock = DayClock(MONDAY, WINTER_OFFSET_MIN, wish.speed)
    async with AsyncExitStack() as leaving:
        services = await _serve(wish, clock, leaving)
        player = _Player(wish.day, world, clock, services)
        await player.play()
        differences = await player.differences()
        print(_said(player, differences), flush=True)
        if wish.stay:
            await asyncio.get_running_loop().create_future()
        return differences, player.is_like_the_simulation


def _scenario(day: Day) -> Scenario:
    """The rough day, but for what only real desks can say of themselves."""
    scenario = day.scenario()
    faults = msgspec.structs.replace(scenario.faults, desk_lost=0.0)
    return msgspec.structs.replace(scenario, faults=faults)


async def _serve(wish: PlayedDay, clock: DayClock, leaving: AsyncExitStack) -> Services:
    """A Lur without telephones, whose clock is the day's."""
    settings = _settings(wish)
    if (wish.data / "journal.db").exists():
        raise Failure("not_empty", f"{wish.data} has been used", "Choose an empty folder: --data DIR")
    storage = await open_storage(settings, leaving)
    listener = listening(settings.http, "--http")
    leaving.callback(listener.close)
    entropy = SystemEntropy()
    centre = await Centre.open(storage.journal, clock, entropy)
    leaving.push_async_callback(centre.stop)
    services = await open_services(
        centre=centre,
        journal=storage.journal,
        vault=storage.vault,
        clock=clock,
        entropy=entropy,
        config=WebConfig(data=wish.data),
    )
    leaving.push_async_callback(services.close)
    await services.directory.set_company(COMPANY)
    passwords = await _accounts(services, wish.data)
    web = WebServer(create_app(services), listener, None)
    web.start()
    leaving.push_async_callback(web.stop)
    print(f"Lur plays a day on {settings.url}\n{passwords}", flush=True)
    return services


def _settings(wish: PlayedDay) -> ServeSettings:
    nowhere = HostPort("127.0.0.1", 0)
    return ServeSettings(
        data=wish.data,
        http=wish.http,
        sip=nowhere,
        sip_tls=None,
        rtp="",
        region="SE",
        journal="",
        demo=False,
    )


async def _accounts(services: Services, data: Path) -> str:
    """Somebody who leads and somebody who serves; how they sign in."""
    accounts = services.accounts
    _, agent = await accounts.add("agent", name_of(FIRST_AGENT), "agent", agent_id=FIRST_AGENT, demo=True)
    _, leader = await accounts.add(LEADER, "Demo supervisor", "admin", demo=True)
    text = f"  {LEADER} {leader}\n  agent {agent}"
    (data / PASSWORD_FILE).write_text(text + "\n")
    return text


class _Player:
    """Gives the world's commands to the centre, each at its time."""

    def __init__(self, day: Day, world: World, clock: DayClock, services: Services) -> None:
        self.report = DayReport()
        self._world = world
        self._clock = clock
        self._services = services
        self._happened: list[e.AnyEvent] = []
        self._simulated: list[e.AnyEvent] = []
        self._live: tuple[Difference, ...] | None = None
        self._evening = MONDAY + day.hours * HOUR_MS

    async def play(self) -> None:
        """The whole day, at its speed; what is left of it in the evening, and of mail and callbacks on the
        days after, without waiting."""
        stop_listening = self._services.centre.subscribe(
            lambda batch: self._happened.extend(each.event for each in batch)
        )
        steps: Iterator[Step] = self._world.run()
        step = next(steps, None)
        while step is not None:
            at = step[0].at
            if self._live is None and at >= MIDNIGHT:
                self._live = live_differences(self._services, self.report)
            self._clock.before(at)
            if at <= self._evening and (wait_s := self._clock.wait_s()) > 0:
                await asyncio.sleep(wait_s)
            await self._do(*step)
            step = next(steps, None)
        if self._live is None:
            self._live = live_differences(self._services, self.report)
        stop_listening()
        self._clock.before(None)
        await self._services.contacts.now()

    @property
    def is_like_the_simulation(self) -> bool:
        """Whether the same happened, event for event: else the figures mean nothing."""
        return self._happened == self._simulated

    async def differences(self) -> tuple[Difference, ...]:
        """Where what was shown is not what was counted: on the wallboard at the day's end, in the reports of
        all the days that it took until the last contact was over."""
        reports = await report_differences(self._services, self.report, MONDAY, self.report.last_at)
        return (*(self._live or ()), *reports)

    async def _do(self, command: c.AnyCommand, events: tuple[e.AnyEvent, ...]) -> None:
        await self._beside(command)
        self._clock.step(command.at)
        self._simulated += events
        with contextlib.suppress(CommandRejected):
            await self._services.centre.submit(command)
        self.report.observe_all(events)

    async def _beside(self, command: c.AnyCommand) -> None:
        """Names, numbers and who may help, which the simulation does not know of."""
        if isinstance(command, c.AddAgent):
            await self._services.directory.add_agent(command.agent_id, name_of(command.agent_id))
        elif isinstance(command, c.ArriveContact | c.RequestCallback):
            number = caller_number(command.contact_id)
            await self._services.vault.put(command.contact_id, "caller_number", number)
        elif isinstance(command, c.StandBy):
            await self._helps(command)

    async def _helps(self, command: c.StandBy) -> None:
        """Who helps in the simulation was named by somebody who leads."""
        helpers = self._services.helping.helpers
        if command.helps:
            await helpers.name_helper(command.agent_id, MONDAY + DAY_MS * 365)
        else:
            await helpers.end_helper(command.agent_id)


def _said(player: _Player, differences: tuple[Difference, ...]) -> str:
    if not player.is_like_the_simulation:
        told = "other things happened than in the simulation"
    else:
        told = f"{len(differences)} figures differ" if differences else "every figure agrees"
    return "\n".join([*player.report.lines(), told])
