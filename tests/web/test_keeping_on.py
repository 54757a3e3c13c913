"""What goes on beside the requests goes on, whatever one round ran into."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from tests.web.house import House

from lur.adapters.storage.readmodel import ReadModelUnavailable
from lur.ports import JournalBroken
from lur.web.upkeep import STANDS_MS, Upkeep, Work
from lur.web.works import works_of

pytestmark = pytest.mark.anyio
TROUBLES = [JournalBroken(3, "cut"), KeyError("unheard of")]
OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


class Clock:
    """Set by hand."""

    at = 1_000_000

    def now(self) -> int:
        """That."""
        return self.at

    def utc_offset_min(self, at: int) -> int:
        """As in Stockholm in winter."""
        return 60


class Looking:
    """Fails at the first rounds, and counts them."""

    def __init__(self, *troubles: Exception) -> None:
        self.troubles = list(troubles)
        self.looks = 0

    async def look(self) -> None:
        """One round."""
        self.looks += 1
        if self.troubles:
            raise self.troubles.pop(0)


@asynccontextmanager
async def kept(upkeep: Upkeep, work: Work) -> AsyncIterator[asyncio.Task[None]]:
    """It goes on meanwhile."""
    keeping = asyncio.get_running_loop().create_task(upkeep.keep(work))
    try:
        yield keeping
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def until_looked(looking: Looking, many: int, keeping: asyncio.Task[None]) -> None:
    """Wait for so many rounds, or until there will be no more."""
    async with asyncio.timeout(10):
        while looking.looks < many and not keeping.done():
            await asyncio.sleep(0)


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda each: type(each).__name__)
async def test_no_trouble_ends_a_work(trouble: Exception) -> None:
    """It is logged with what it was, counted, an alarm for a while after the last, and tried again."""
    clock, looking = Clock(), Looking(trouble)
    upkeep = Upkeep(clock)
    with capture_logs() as logs:
        async with kept(upkeep, Work(name="solved", step=looking.look, every_s=0.0)) as keeping:
            await until_looked(looking, 3, keeping)
            assert not keeping.done()
    said = [(each["event"], each["work"], each["code"]) for each in logs]
    assert said == [("work_failed", "solved", type(trouble).__name__)]
    assert upkeep.failures == {"solved": 1}
    assert upkeep.alarms() == [("work_failing", "solved", type(trouble).__name__)]
    clock.at += STANDS_MS
    assert upkeep.alarms() == []


async def test_a_store_that_is_away_is_waited_for() -> None:
    """That is foreseen: counted, and no alarm of each work."""
    looking = Looking(ReadModelUnavailable("full"))
    upkeep = Upkeep(Clock())
    with capture_logs() as logs:
        async with kept(upkeep, Work(name="solved", step=looking.look, every_s=0.0)) as keeping:
            await until_looked(looking, 2, keeping)
    assert [each["event"] for each in logs] == ["work_waits"]
    assert (upkeep.failures, upkeep.alarms()) == ({"solved": 1}, [])


async def test_a_work_is_woken() -> None:
    """What has something to do at once does not wait for its time; a wake during a round is not lost."""
    wake, looking = asyncio.Event(), Looking()

    async def round_of_work() -> float:
        await looking.look()
        if looking.looks == 1:
            wake.set()
        return 3_600.0

    upkeep = Upkeep(Clock())
    async with kept(upkeep, Work(name="webhooks", step=round_of_work, every_s=1.0, wake=wake)) as keeping:
        await until_looked(looking, 2, keeping)
        assert not wake.is_set()
        wake.set()
        await until_looked(looking, 3, keeping)


async def test_all_that_goes_on_is_kept_so(house: House) -> None:
    """Each has a name of its own, is counted from the start, is written about, and shows what fails."""
    services = house.services
    names = [each.name for each in works_of(services)]
    assert len(set(names)) == len(names)
    assert set(services.upkeep.failures) == set(names)
    paragraph = OPERATIONS.read_text().partition("What goes on in the background")[2].partition("\n\n")[0]
    assert [each for each in names if f"`{each}`" not in paragraph] == []
    looking = Looking(KeyError("unheard of"))
    async with kept(services.upkeep, Work(name="nightly_check", step=looking.look, every_s=0.0)) as keeping:
        await until_looked(looking, 2, keeping)
    services.health.look()
    alarms = services.around.health.alarms
    assert [(each.code, each.subject) for each in alarms] == [("work_failing", "nightly_check")]


def test_no_loop_catches_everything_by_itself() -> None:
    """A loop that swallows what nobody foresaw is neither counted nor an alarm: it belongs in ``works``."""
    rooms = Path(__file__).parents[2] / "src" / "lur"
    found = []
    for path in (*rooms.glob("web/**/*.py"), *rooms.glob("features/**/*.py")):
        for loop in re.finditer(r"\n( +)while True:\n(?:\1 .*\n|\n)+", path.read_text()):
            if "except Exception" in loop.group(0) and path.name != "upkeep.py":
                found.append(path.name)
    assert found == []
