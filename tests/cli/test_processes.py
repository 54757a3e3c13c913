"""Supervision with real processes: started, started again, found again, replaced, ended, never a zombie."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from lur.cli.processes import Process, Spec, Supervisor, longer, started_at

pytestmark = pytest.mark.anyio

OBEDIENT = "import time\nprint('up', flush=True)\nwhile True: time.sleep(60)"
STUBBORN = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + OBEDIENT
HOPELESS = "print('no port'); raise SystemExit(1)"

Found = TypeVar("Found")


async def until(condition: Callable[[], Found], seconds: float = 10.0) -> Found:
    """What ``condition`` gives as soon as it is something."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise AssertionError("it never came true")
        await asyncio.sleep(0.01)
    return found


def is_reaped(pid: int) -> bool:
    """Gone altogether, not even a zombie."""
    return not Path(f"/proc/{pid}").exists()


class Yard:
    """A folder for processes, and the end of all that were started in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: list[Process] = []

    def process(self, program: str, name: str = "edge") -> Process:
        """A process that runs ``program``; each call is as good as a new ``lur serve``."""
        spec = Spec(name, (sys.executable, "-c", program))
        process = Process(spec, self.folder, self.folder)
        self.seen.append(process)
        return process

    def log(self, name: str = "edge") -> str:
        """What it printed."""
        path = self.folder / f"{name}.log"
        return path.read_text() if path.exists() else ""


@pytest.fixture
async def yard(tmp_path: Path) -> AsyncIterator[Yard]:
    """Kill what a failed test left."""
    yard = Yard(tmp_path)
    yield yard
    for process in yard.seen:
        process.send(signal.SIGKILL)


async def running(yard: Yard, process: Process) -> tuple[Supervisor, int]:
    """Supervise it until it is up; its number."""
    supervisor = Supervisor([process])
    await supervisor.start()
    await until(lambda: process.is_alive and "up" in yard.log(process.spec.name))
    assert process.pid is not None
    return supervisor, process.pid


async def test_runs_in_a_session_of_its_own(yard: Yard) -> None:
    """Ctrl-C on the terminal, or the end of ``lur serve``, must not reach it."""
    supervisor, pid = await running(yard, yard.process(OBEDIENT))
    assert os.getsid(pid) == pid != os.getsid(0)
    await supervisor.stop()


async def test_one_that_dies_is_started_again(yard: Yard) -> None:
    """A killed process is replaced by a new one, and reaped."""
    process = yard.process(OBEDIENT)
    supervisor, first = await running(yard, process)
    os.kill(first, signal.SIGKILL)
    second = await until(lambda: process.is_alive and process.pid != first and process.pid)
    assert second != first
    assert is_reaped(first)
    await supervisor.stop()


async def test_stop_ends_it_and_leaves_no_zombie(yard: Yard) -> None:
    """After a clean stop the process and its file are gone."""
    supervisor, pid = await running(yard, yard.process(OBEDIENT))
    await supervisor.stop()
    assert is_reaped(pid)
    assert not (yard.folder / "edge.pid").exists()


async def test_one_that_does_not_listen_is_killed(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGTERM that is ignored is followed by SIGKILL."""
    monkeypatch.setattr("lur.cli.processes.GRACE_S", 0.2)
    supervisor, pid = await running(yard, yard.process(STUBBORN))
    await supervisor.stop()
    assert is_reaped(pid)


async def test_hurry_kills_at_once(yard: Yard) -> None:
    """A second Ctrl-C does not wait for anybody's grace."""
    process = yard.process(STUBBORN)
    supervisor, pid = await running(yard, process)
    stopping = asyncio.create_task(supervisor.stop())
    await asyncio.sleep(0)
    supervisor.kill()
    await stopping
    assert is_reaped(pid)


async def test_the_next_serve_finds_it_alive(yard: Yard) -> None:
    """Left behind by a ``lur serve`` that was killed, it is found by its file and goes on undisturbed."""
    left_behind = yard.process(OBEDIENT)
    left_behind.start()
    await until(lambda: "up" in yard.log())
    process = yard.process(OBEDIENT)
    supervisor, pid = await running(yard, process)
    assert pid == left_behind.pid
    assert yard.log().count("up") == 1
    os.kill(pid, signal.SIGKILL)
    await until(lambda: not left_behind.is_alive)
    await until(lambda: process.is_alive and process.pid != pid)
    await supervisor.stop()


async def test_one_with_other_words_is_replaced(yard: Yard) -> None:
    """A process that was started with other options (another port) is ended, and a new one started."""
    left_behind = yard.process(OBEDIENT + "\n# other words")
    left_behind.start()
    await until(lambda: "up" in yard.log())
    process = yard.process(OBEDIENT)
    supervisor, pid = await running(yard, process)
    assert pid != left_behind.pid
    assert not left_behind.is_alive
    await supervisor.stop()


async def test_a_later_process_with_the_same_number_is_not_mistaken(yard: Yard) -> None:
    """The file of a process that ended long ago may name a number that somebody else has now."""
    own = started_at(os.getpid())
    assert own is not None
    words = f'["{sys.executable}","-c","x"]'
    (yard.folder / "edge.pid").write_text(f'{{"pid":{os.getpid()},"started":{own - 1},"argv":{words}}}')
    process = yard.process("x")
    process.find()
    assert not process.is_alive


@pytest.mark.parametrize("content", ["", "123", "{}", "\x00\x01"])
async def test_a_damaged_file_is_as_good_as_none(yard: Yard, content: str) -> None:
    """Then a new process is started."""
    (yard.folder / "edge.pid").write_text(content)
    supervisor, _ = await running(yard, yard.process(OBEDIENT))
    await supervisor.stop()


async def test_one_that_cannot_live_is_tried_again_and_again(yard: Yard) -> None:
    """A process that ends at once is started anew, with what it said last at hand to tell why."""
    process = yard.process(HOPELESS)
    supervisor = Supervisor([process])
    await supervisor.start()
    await until(lambda: yard.log().count("no port") >= 3)
    assert process.last_words().endswith("no port")
    await supervisor.stop()


def test_the_waits_between_starts_double_up_to_a_limit() -> None:
    """The first new start comes at once; a machine is not worn out by a process that cannot live."""
    waits = [0.0]
    while len(waits) < 8:
        waits.append(longer(waits[-1]))
    assert waits == [0.0, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]


async def test_a_log_that_has_grown_large_is_begun_anew(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    """One old log is kept beside the new one."""
    monkeypatch.setattr("lur.cli.processes.LOG_BYTES", 10)
    (yard.folder / "edge.log").write_text("a long old log")
    supervisor, _ = await running(yard, yard.process(OBEDIENT))
    await supervisor.stop()
    assert (yard.folder / "edge.log.1").read_text() == "a long old log"


async def test_a_log_does_not_grow_for_ever(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the process lives its log is cut as well: it goes on writing at the end of what is left."""
    monkeypatch.setattr("lur.cli.processes.LOG_BYTES", 1_000)
    monkeypatch.setattr("lur.cli.processes.TRIM_EVERY_S", 0.02)
    talker = "import time\nwhile True: print('x' * 99, flush=True); time.sleep(0.001)"
    supervisor = Supervisor([yard.process(talker)])
    await supervisor.start()
    await until((yard.folder / "edge.log.1").exists)
    await until(lambda: 0 < len(yard.log()) < 1_000)
    await supervisor.stop()
    assert set(yard.log()) <= {"x", "\n"}
