"""Keeps signing the journal's last row while Lur runs, and once more at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import structlog

from lur.adapters.storage.signed_heads import SignedHeads
from lur.ports import Clock, Recorded

log = structlog.get_logger("lur.heads")

EVERY_S = 60.0


class HeadKeeper:
    """Follows the centre's batches (``follow`` is a ``Subscriber``) and signs the newest row each minute."""

    def __init__(self, heads: SignedHeads, clock: Clock) -> None:
        self._heads = heads
        self._clock = clock
        self._newest: Recorded | None = None
        self._task: asyncio.Task[None] | None = None

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New rows are durable."""
        if batch:
            self._newest = batch[-1]

    def start(self) -> None:
        """Begin to sign."""
        self._task = asyncio.create_task(self._keep_signing())

    async def stop(self) -> None:
        """Sign the last row and end."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        self.sign()

    def sign(self) -> None:
        """Say what the last row is now. A disk that is full is no reason to stop serving people."""
        if self._newest is None:
            return
        try:
            self._heads.sign(self._newest.seq, self._newest.hash, self._clock.now())
        except OSError as error:
            log.error("head_not_signed", seq=self._newest.seq, problem=str(error))

    async def _keep_signing(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            self.sign()
