"""The edge's way to the media plane: verbs in order, refusals heard, absence survived.

What the plane should be doing follows from the conversations, so a verb that is lost because the plane is
away need not be kept: when the plane is back, revival.py asks for all of it again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path

import structlog

from lur.adapters.voice.edge.counters import Counters
from lur.adapters.voice.edge.tasks import Tasks
from lur.adapters.voice.media.client import MediaClient, MediaRefused, MediaUnavailable
from lur.adapters.voice.media.protocol import (
    BrowserLeg,
    CreateLeg,
    Event,
    LegCreated,
    Legs,
    SetBrowser,
    Stats,
    Verb,
)

log = structlog.get_logger("edge.media")

PLANE_PATIENCE_S = 3


class MediaDesk:
    """Orders to the media plane."""

    def __init__(
        self,
        path: Path,
        tasks: Tasks,
        counters: Counters,
        on_event: Callable[[Event], None],
        on_link: Callable[[bool], None],
    ) -> None:
        self._client = MediaClient(path, on_event=on_event, on_link=on_link)
        self._tasks = tasks
        self._counters = counters

    @property
    def is_up(self) -> bool:
        """The plane can be asked now."""
        return self._client.is_connected

    async def run(self) -> None:
        """Stay connected; until cancelled."""
        await self._client.run()

    def order(self, verb: Verb, refused: Callable[[str], None] | None = None) -> None:
        """Carry out a verb after those ordered before; ``refused`` hears the code when the plane says no."""
        self._tasks.start(self._carry_out(verb, refused))

    async def create(self, verb: CreateLeg) -> LegCreated:
        """Open a leg; a plane that is being started again is waited for. Raises ``MediaRefused``,
        ``MediaUnavailable``.
        """
        await self._wait_for_plane()
        return await self._client.create_leg(verb)

    async def set_browser(self, verb: SetBrowser) -> BrowserLeg:
        """Open a browser's leg, or renew it; waits and raises as ``create``."""
        await self._wait_for_plane()
        return await self._client.set_browser(verb)

    async def legs(self) -> Legs:
        """What the plane has. Raises ``MediaUnavailable``."""
        return await self._client.list_legs()

    async def stats(self) -> Stats:
        """The plane's counters. Raises ``MediaUnavailable``."""
        return await asyncio.wait_for(self._client.stats(), 2)

    async def _wait_for_plane(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PLANE_PATIENCE_S):
                await self._client.connected()

    async def _carry_out(self, verb: Verb, refused: Callable[[str], None] | None) -> None:
        try:
            await self._client.do(verb)
        except MediaUnavailable:
            return
        except MediaRefused as refusal:
            self._counters.add("media_refusals")
            log.warning("media_refused", verb=type(verb).__name__, code=refusal.code, detail=refusal.detail)
            if refused is not None:
                refused(refusal.code)
