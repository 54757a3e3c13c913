"""Keeps the voice edge and the media plane running beside ``lur serve``, without tying their lives to its
own.

Each runs in a session of its own, so that neither Ctrl-C nor a crash here reaches it. What was started is
written to DATA/run/NAME.pid; the next ``lur serve`` finds it there and goes on with it when it still lives
and was started with the same words. One that dies is started again, at once the first time, then after
longer and longer waits.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
import structlog

log = structlog.get_logger("lur.processes")

LOOK_EVERY_S = 0.1
STEADY_S = 10.0
"""A process that lived so long is started again at once when it dies."""
FIRST_WAIT_S = 0.2
LONGEST_WAIT_S = 5.0
GRACE_S = 5.0
"""How long a process may take to end after SIGTERM."""
LOG_BYTES = 10_000_000
TRIM_EVERY_S = 10.0


class Spec(msgspec.Struct, frozen=True):
    """What to run, under which name."""

    name: str
    argv: tuple[str, ...]


class PidFile(msgspec.Struct, frozen=True):
    """A process as it was written down. ``started`` (kernel ticks since boot) tells it from a later one
    with the same number.
    """

    pid: int
    started: int
    argv: tuple[str, ...]


def started_at(pid: int) -> int | None:
    """When a process was started, in kernel ticks since boot; None when it is gone or a zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else int(fields[19])


class Process:
    """One process that should be running."""

    def __init__(self, spec: Spec, run: Path, logs: Path) -> None:
        self.spec = spec
        self._file = run / f"{spec.name}.pid"
        self._log = logs / f"{spec.name}.log"
        self._known: PidFile | None = None
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Its number while it is believed to live."""
        return self._known.pid if self._known else None

    @property
    def is_alive(self) -> bool:
        """Whether it lives now; reaps it when it was our child and has died."""
        if self._known is None:
            return False
        if self._child is not None and self._child.poll() is not None:
            return False
        return started_at(self._known.pid) == self._known.started

    def find(self) -> None:
        """Look for the one that an earlier ``lur serve`` left behind."""
        try:
            self._known = msgspec.json.decode(self._file.read_bytes(), type=PidFile)
        except (OSError, msgspec.DecodeError):
            self._known = None
        if not self.is_alive:
            self._known = None

    @property
    def is_as_wanted(self) -> bool:
        """Whether the living one was started with the words that are wanted now."""
        return self._known is not None and self._known.argv == self.spec.argv

    def start(self) -> None:
        """Start it in a session of its own. Raises ``OSError`` when there is nothing to run."""
        with self._open_log() as output:
            self._child = subprocess.Popen(
                self.spec.argv,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._known = PidFile(self._child.pid, started_at(self._child.pid) or 0, self.spec.argv)
        fresh = self._file.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(self._known))
        fresh.rename(self._file)

    def send(self, signal_number: signal.Signals) -> None:
        """Send it a signal, if it lives."""
        if self._known is not None and self.is_alive:
            os.kill(self._known.pid, signal_number)

    def forget(self) -> None:
        """It is gone, and wanted to be."""
        self._known = None
        self._file.unlink(missing_ok=True)

    def last_words(self) -> str:
        """The end of its log, to say why it died."""
        try:
            return "\n".join(self._log.read_text(errors="replace").splitlines()[-3:])
        except OSError:
            return ""

    def trim_log(self) -> None:
        """Begin a log anew that has grown large while the process lives, whatever strangers make it print. It
        writes on at the end, so what was written is copied and the file cut."""
        with suppress(OSError):
            if self._log.stat().st_size <= LOG_BYTES:
                return
            with suppress(OSError):
                shutil.copyfile(self._log, self._log.with_suffix(".log.1"))
            os.truncate(self._log, 0)

    def _open_log(self) -> _Log:
        return _Log(self._log)


class _Log:
    """The log file, opened to append; one that has grown large becomes NAME.log.1 first."""

    def __init__(self, path: Path) -> None:
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
        self._fd = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def __enter__(self) -> int:
        return self._fd

    def __exit__(self, *_: object) -> None:
        os.close(self._fd)


class Supervisor:
    """Keeps processes running from ``start`` to ``stop``."""

    def __init__(self, processes: Sequence[Process]) -> None:
        self._processes = processes
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Go on with those that live as wanted, end those that live otherwise, start the rest, and watch."""
        for process in self._processes:
            process.find()
            if process.is_alive and not process.is_as_wanted:
                log.info("process_replaced", name=process.spec.name, pid=process.pid)
                await _end(process)
            if process.is_alive:
                log.info("process_found", name=process.spec.name, pid=process.pid)
        self._tasks = [asyncio.create_task(_keep(process)) for process in self._processes]
        self._tasks.append(asyncio.create_task(self._keep_logs_short()))

    async def stop(self) -> None:
        """End all of them: SIGTERM, and SIGKILL for those that take too long."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(_end(process) for process in self._processes))

    async def _keep_logs_short(self) -> None:
        while True:
            await asyncio.sleep(TRIM_EVERY_S)
            for process in self._processes:
                await asyncio.to_thread(process.trim_log)

    def kill(self) -> None:
        """End all of them at once: somebody is in a hurry."""
        for process in self._processes:
            process.send(signal.SIGKILL)


def longer(wait_s: float) -> float:
    """How long to wait before the next start, when the last one came after ``wait_s``."""
    return min(max(wait_s * 2, FIRST_WAIT_S), LONGEST_WAIT_S)


async def _keep(process: Process) -> None:
    loop = asyncio.get_running_loop()
    wait_s = 0.0
    while True:
        if not process.is_alive:
            await asyncio.sleep(wait_s)
            wait_s = longer(wait_s)
            _start(process)
        began = loop.time()
        while process.is_alive:
            await asyncio.sleep(LOOK_EVERY_S)
            if loop.time() - began > STEADY_S:
                wait_s = 0.0
        log.error("process_died", name=process.spec.name, last_words=process.last_words())


def _start(process: Process) -> None:
    try:
        process.start()
    except OSError as error:
        log.error("process_not_started", name=process.spec.name, detail=str(error))
    else:
        log.info("process_started", name=process.spec.name, pid=process.pid)


async def _end(process: Process) -> None:
    process.send(signal.SIGTERM)
    try:
        await asyncio.wait_for(_gone(process), GRACE_S)
    except TimeoutError:
        log.error("process_killed", name=process.spec.name, pid=process.pid)
        process.send(signal.SIGKILL)
        await _gone(process)
    process.forget()


async def _gone(process: Process) -> None:
    """Return when it has ended; looked for, because a process that is not our child tells nobody."""
    while True:
        if not process.is_alive:
            return
        await asyncio.sleep(LOOK_EVERY_S / 2)
