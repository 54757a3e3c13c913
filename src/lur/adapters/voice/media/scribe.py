"""Writes recordings to disk from a thread of its own, so that a slow disk never makes a call stutter.

The packet loop hands over sealed bytes; writing, hashing and the final fsync all let go of the
interpreter's lock. What went well or wrong comes back through a queue and an eventfd that the loop polls.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import queue
import threading
from collections import deque

import msgspec

MAX_BACKLOG_BYTES = 64 * 1024 * 1024


class ScribeReport(msgspec.Struct, frozen=True):
    """A file is finished (`failure` None, `sha256` set) or had to be given up."""

    job: int
    sha256: str
    failure: str | None


class _Open:
    """A file being written; `whole` is the length that is known to end with a whole chunk."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.digest = hashlib.sha256()
        self.whole = 0
        self.failed = False


class _Order(msgspec.Struct, frozen=True):
    job: int
    fd: int
    sealed: bytes
    last: bool


class Scribe:
    """`job` is a number that the recorder chooses, never used twice."""

    def __init__(self) -> None:
        self.wakeup_fd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self.backlog_bytes = 0
        self._handed_over_bytes = 0
        self._written_bytes = 0
        self._batch: list[_Order] = []
        self._orders: queue.SimpleQueue[list[_Order] | None] = queue.SimpleQueue()
        self._reports: deque[ScribeReport] = deque()
        self._files: dict[int, _Open] = {}
        self._thread = threading.Thread(target=self._work, name="scribe", daemon=True)
        self._thread.start()

    def write(self, job: int, fd: int, sealed: bytes, last: bool = False) -> None:
        """Append to the file; with `last`, also fsync and close it. Nothing is done before `hand_over`."""
        self._batch.append(_Order(job, fd, sealed, last))
        self._handed_over_bytes += len(sealed)

    def hand_over(self) -> None:
        """Give what was written since the last time to the thread; once a tick, so that it wakes up
        seldom.
        """
        if self._batch:
            self._orders.put(self._batch)
            self._batch = []
        self.backlog_bytes = self._handed_over_bytes - self._written_bytes

    def reports(self) -> list[ScribeReport]:
        """What has been finished or given up since the last call."""
        try:
            os.eventfd_read(self.wakeup_fd)
        except BlockingIOError:
            return []
        return [self._reports.popleft() for _ in range(len(self._reports))]

    def close(self, timeout_s: float) -> None:
        """Finish what was handed over, and stop."""
        self.hand_over()
        self._orders.put(None)
        self._thread.join(timeout_s)

    def _work(self) -> None:
        while (batch := self._orders.get()) is not None:
            for order in batch:
                self._carry_out(order)

    def _carry_out(self, order: _Order) -> None:
        file = self._files.setdefault(order.job, _Open(order.fd))
        try:
            if not file.failed:
                self._append(file, order.sealed)
            if order.last:
                self._finish(order.job, file)
        except OSError as error:
            self._give_up(order.job, file, error)
            if order.last:
                self._forget(order.job, file)
        finally:
            self._written_bytes += len(order.sealed)

    def _append(self, file: _Open, sealed: bytes) -> None:
        rest = memoryview(sealed)
        while rest:
            rest = rest[os.write(file.fd, rest) :]
        file.digest.update(sealed)
        file.whole += len(sealed)

    def _finish(self, job: int, file: _Open) -> None:
        if not file.failed:
            os.fsync(file.fd)
            self._report(ScribeReport(job, file.digest.hexdigest(), None))
        self._forget(job, file)

    def _give_up(self, job: int, file: _Open, error: OSError) -> None:
        if file.failed:
            return
        file.failed = True
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        with contextlib.suppress(OSError):
            os.ftruncate(file.fd, file.whole)
            os.fsync(file.fd)
        self._report(ScribeReport(job, file.digest.hexdigest(), "disk_full" if full else "write_error"))

    def _forget(self, job: int, file: _Open) -> None:
        self._files.pop(job, None)
        os.close(file.fd)

    def _report(self, report: ScribeReport) -> None:
        self._reports.append(report)
        os.eventfd_write(self.wakeup_fd, 1)
