"""The rooms that look for ever go on, whatever one look ran into."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.web.house import House

from lur.features.reports.service import Reports
from lur.ports import JournalBroken

pytestmark = pytest.mark.anyio
TROUBLES = [JournalBroken(3, "cut"), KeyError("unheard of")]


class Looking:
    """Fails once, and counts."""

    def __init__(self, trouble: Exception) -> None:
        self.trouble = trouble
        self.looks = 0

    async def look(self, *_: object) -> None:
        """The first look fails."""
        self.looks += 1
        if self.looks == 1:
            raise self.trouble


async def until_looked_again(looking: Looking, keeping: asyncio.Future[None]) -> None:
    """Wait for the second look, or until there will be none."""
    async with asyncio.timeout(10):
        while looking.looks < 2 and not keeping.done():
            await asyncio.sleep(0.01)


async def goes_on(keep: Callable[[], Awaitable[None]], looking: Looking) -> bool:
    """Whether it looks again."""
    keeping = asyncio.ensure_future(keep())
    await until_looked_again(looking, keeping)
    lives = not keeping.done()
    keeping.cancel()
    return lives


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda each: type(each).__name__)
async def test_no_trouble_ends_a_room(
    house: House, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    """Reports, verdicts and draws are tried again after a pause."""
    services, again = house.services, 0.0
    monkeypatch.setattr("lur.features.reports.service.AGAIN_S", again)
    monkeypatch.setattr("lur.features.reports.service.TOGETHER_S", again)
    monkeypatch.setattr("lur.web.judging.LOOK_EVERY_S", again)
    monkeypatch.setattr("lur.web.quality_room.LOOK_EVERY_S", again)
    judging, quality = services.figures.judging, services.quality
    reports = Reports(services.database, house.journal, services.clock)
    rooms: list[tuple[Any, str, Any]] = [
        (judging, "judge_all", judging.keep),
        (quality, "draw_due", quality.keep),
        (reports, "make_slabs", reports.keep_up),
    ]
    for room, look, keep in rooms:
        looking = Looking(trouble)
        monkeypatch.setattr(room, look, looking.look)
        assert await goes_on(keep, looking), look
