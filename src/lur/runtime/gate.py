"""Keeps commands out while the journal cannot be written, says why, and finds out when it can be again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Literal

import msgspec
import structlog

from lur.core.ids import Instant
from lur.ports import Clock, Journal, JournalUnavailable
from lur.runtime.publisher import Publisher

log = structlog.get_logger("lur.runtime")

PROBE_EVERY_MS = 500


class JournalHealth(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the journal can be written, since when, and if not why (``JournalUnavailable.reason``)."""

    state: Literal["ok", "unavailable"] = "ok"
    since: Instant = 0
    reason: str = ""
    detail: str = ""


class JournalGate:
    """Open while the journal is well. ``on_open`` is called each time it has become well again."""

    def __init__(
        self, journal: Journal, clock: Clock, on_open: Callable[[], None], probe_every_ms: int
    ) -> None:
        self.health = JournalHealth(since=clock.now())
        self.changes: Publisher[JournalHealth] = Publisher()
        self._journal = journal
        self._clock = clock
        self._on_open = on_open
        self._probe_every_ms = probe_every_ms
        self._probing: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """The journal is well as far as we know."""
        return self.health.state == "ok"

    def check(self) -> None:
        """Raises ``JournalUnavailable`` while the gate is closed."""
        if not self.is_open:
            raise JournalUnavailable(self.health.reason, self.health.detail)

    def close(self, error: JournalUnavailable) -> None:
        """The journal has refused: let nobody in until a probe gets through."""
        log.error("journal_unavailable", reason=error.reason, detail=error.detail)
        self._change(
            JournalHealth(
                state="unavailable", since=self._clock.now(), reason=error.reason, detail=error.detail
            )
        )
        self._probing = asyncio.get_running_loop().create_task(self._probe())

    async def doubt(self) -> None:
        """Somebody else could not write beside the journal: find out now whether it can be written."""
        try:
            await self._journal.probe()
        except JournalUnavailable as error:
            if self.is_open:
                self.close(error)

    def stop(self) -> None:
        """Probe no more."""
        if self._probing is not None:
            self._probing.cancel()

    def _change(self, health: JournalHealth) -> None:
        self.health = health
        self.changes.publish(health)

    async def _probe(self) -> None:
        while not self.is_open:
            await asyncio.sleep(self._probe_every_ms / 1000)
            try:
                await self._journal.probe()
            except JournalUnavailable as error:
                self._note_reason(error)
            except Exception:
                log.exception("journal_probe_failed")
            else:
                log.info("journal_available", was=self.health.reason)
                self._change(JournalHealth(since=self._clock.now()))
        self._on_open()

    def _note_reason(self, error: JournalUnavailable) -> None:
        if error.reason != self.health.reason:
            log.error("journal_unavailable", reason=error.reason, detail=error.detail)
            self._change(msgspec.structs.replace(self.health, reason=error.reason, detail=error.detail))
