"""How many calls a core carries: `python -m bench.media --calls 100,300,500`.

For each number of calls it starts a media plane of its own, lets a small C program be all the phones, and
measures the plane's processor time, the packets lost and the delay added, with the calls bridged, bridged
and recorded, waiting with music, and mixed (three who hear each other); `beside` is bridged calls with
`--beside` mixed ones in the same plane, and tells the delay of the bridged ones, `listened` bridged calls to
each of which a third listens. The plane runs on the first core this process may use, the generator on the
last.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import platform
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import msgspec

from lur.adapters.voice.media.client import MediaClient
from lur.adapters.voice.media.protocol import (
    MUSIC,
    Bridge,
    CreateLeg,
    Event,
    Hearing,
    Law,
    Play,
    PlayItem,
    SetMix,
    StartRecording,
    Stats,
)

SCENES = ("bridged", "recorded", "waiting", "mixed", "beside", "listened")
FIRST_PORT, LAST_PORT = 10000, 29999
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


class Load(msgspec.Struct, frozen=True):
    """What is measured: so many calls of a scene, and mixed ones beside."""

    scene: str
    calls: int
    beside: int = 0


class Result(msgspec.Struct, frozen=True):
    """One line of the table; the processor's share is of one core."""

    scene: str
    calls: int
    core_percent: float
    lost: int
    sent: int
    p50_ms: float
    p99_ms: float
    worst_ms: float
    stolen_percent: float


def build_generator(directory: Path) -> Path:
    """Compile the generator; raises CalledProcessError when there is no C compiler."""
    program = directory / "rtp_load"
    source = Path(__file__).with_name("rtp_load.c")
    subprocess.run(["cc", "-O2", "-o", str(program), str(source)], check=True)
    return program


def cpu_s(pid: int) -> float:
    """User and system time that the process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def stolen_s() -> float:
    """Time that the hypervisor gave to others, of all cores."""
    return int(Path("/proc/stat").read_text().split()[8]) / TICKS_PER_S


def let_go_first(pid: int) -> None:
    """A generator that waits for the processor would count its own waiting as delay; needs root, else is
    left out.
    """
    with contextlib.suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text("-15")


@contextlib.asynccontextmanager
async def media_plane(
    data: Path, core: int, on_event: Callable[[Event], None] = lambda event: None
) -> AsyncIterator[tuple[MediaClient, int]]:
    """A plane on a core, and its client."""
    command = [sys.executable, "-m", "lur.adapters.voice.media", "--data", str(data)]
    command += ["--rtp", f"{FIRST_PORT}-{LAST_PORT}"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src")}
    process = subprocess.Popen(  # noqa: ASYNC220
        ["taskset", "-c", str(core), *command],
        env=environment,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    client = MediaClient(data / "run" / "media.sock", on_event=on_event)
    task = asyncio.create_task(client.run())
    try:
        await asyncio.wait_for(client.connected(), 30)
        yield client, process.pid
    finally:
        task.cancel()
        process.terminate()
        await asyncio.to_thread(process.wait)


async def make_calls(client: MediaClient, load: Load, data: Path) -> list[str]:
    """Set the scene; gives a line for the generator for each leg: its port, and its role in a mix."""
    lines = []
    for call in range(load.calls):
        if load.scene == "mixed":
            lines += await make_mixed(client, f"mixed-{call}")
        else:
            lines += await make_plain(client, load.scene, call, data)
    if load.scene == "beside":
        for call in range(load.beside):
            lines += await make_mixed(client, f"mixed-{call}")
    return lines


async def make_plain(client: MediaClient, scene: str, call: int, data: Path) -> list[str]:
    """A call whose phones stamp their packets; `listened`: a third hears both."""
    legs = [f"{call}-{side}" for side in range({"waiting": 1, "listened": 3}.get(scene, 2))]
    ports = [(await client.create_leg(CreateLeg(leg, Law.ALAW))).local_port for leg in legs]
    if scene == "waiting":
        await client.do(Play(legs[0], "music", (PlayItem(buffer=MUSIC, loop=True),)))
        return [f"{port}\n" for port in ports]
    await client.do(Bridge(legs[0], legs[1]))
    if scene == "recorded":
        path = str(data / "recordings" / f"{call}.lurrec")
        key = secrets.token_bytes(32)
        await client.do(StartRecording(str(call), path, key, legs[0], legs[1]))
    if scene == "listened":
        pairs = ((0, 1), (1, 0), (2, 0), (2, 1))
        cells = tuple(Hearing(legs[one], legs[other]) for one, other in pairs)
        await client.do(SetMix(str(call), tuple(legs), cells))
        return [f"{ports[0]}\n", f"{ports[1]}\n", f"{ports[2]} q\n"]
    return [f"{port}\n" for port in ports]


async def make_mixed(client: MediaClient, mix: str) -> list[str]:
    """A talk of three: one says when it speaks, the others are silent so that the sum still tells it."""
    legs = tuple(f"{mix}-{side}" for side in range(3))
    ports = [(await client.create_leg(CreateLeg(leg, Law.ULAW))).local_port for leg in legs]
    await client.do(SetMix(mix, legs))
    return [f"{port} {role}\n" for port, role in zip(ports, "sqq", strict=True)]


async def measure(load: Load, seconds: float, generator: Path, cores: tuple[int, int]) -> Result:
    """One line of the table."""
    with tempfile.TemporaryDirectory(prefix="lur-bench-") as directory:
        data = Path(directory)
        async with media_plane(data, cores[0]) as (client, pid):
            lines = await make_calls(client, load, data)
            phones = await asyncio.create_subprocess_exec(
                *("taskset", "-c", str(cores[1]), str(generator), str(seconds)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                start_new_session=True,
            )
            let_go_first(phones.pid)
            assert phones.stdin is not None
            assert phones.stdout is not None
            phones.stdin.write("".join(lines).encode())
            phones.stdin.close()
            await phones.stdout.readline()
            before, stolen_before, began = cpu_s(pid), stolen_s(), time.monotonic()
            await phones.stdout.readline()
            took_s = time.monotonic() - began
            used_s, stolen = cpu_s(pid) - before, stolen_s() - stolen_before
            told = [
                [int(word) for word in line.split()] for line in (await phones.stdout.read()).splitlines()
            ]
            await phones.wait()
            check(await client.stats())
    return result_of(load, told, 100 * used_s / took_s, 100 * stolen / took_s)


def result_of(load: Load, told: list[list[int]], core_percent: float, stolen_percent: float) -> Result:
    """What the generator told: of the plain phones, or of the mixed ones in a scene that has no others."""
    sent, heard, timed, *delays_us = told[-1 if load.scene == "mixed" else 0]
    wanted = 2 * sent if load.scene == "mixed" else sent
    lost = max(0, wanted - (heard if load.scene == "waiting" else timed))
    p50_ms, p99_ms, worst_ms = (delay / 1000 for delay in delays_us)
    return Result(load.scene, load.calls, core_percent, lost, sent, p50_ms, p99_ms, worst_ms, stolen_percent)


def check(stats: Stats) -> None:
    """A plane with faults measures something else."""
    if stats.faults:
        raise RuntimeError(f"{stats.faults} faults in the media plane")


def line(result: Result) -> str:
    """A row of the table."""
    waiting = result.scene == "waiting"
    delay = "|      - |      - |        " if waiting else ""
    delay = delay or f"| {result.p50_ms:6.2f} | {result.p99_ms:6.2f} | {result.worst_ms:6.1f} "
    per_call = result.core_percent / result.calls
    return (
        f"| {result.scene:8} | {result.calls:5} | {result.core_percent:6.1f} | {per_call:8.3f} "
        f"| {result.lost:5} | {result.sent:8} {delay}| {result.stolen_percent:5.1f} |"
    )


async def run(calls: list[int], scenes: list[str], seconds: float, beside: int) -> None:
    """Print the table as it comes."""
    allowed = sorted(os.sched_getaffinity(0))
    cores = allowed[0], allowed[-1]
    print(f"{platform.machine()}, {len(allowed)} cores, Linux {platform.release()}, {sys.version.split()[0]}")
    print("| scene    | calls | core % | % a call |  lost |     sent | p50 ms | p99 ms | worst  | steal |")
    print("| -------- | ----: | -----: | -------: | ----: | -------: | -----: | -----: | -----: | ----: |")
    with tempfile.TemporaryDirectory(prefix="lur-bench-") as directory:
        generator = build_generator(Path(directory))
        for scene in scenes:
            for count in calls:
                load = Load(scene, count, beside)
                print(line(await measure(load, seconds, generator, cores)), flush=True)


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description="Measures the media plane.")
    parser.add_argument("--calls", default="100,300,500", help="how many, separated by commas")
    parser.add_argument("--scenes", default=",".join(SCENES), help="of: " + ", ".join(SCENES))
    parser.add_argument("--seconds", type=float, default=10.0, help="how long each is measured")
    parser.add_argument("--beside", type=int, default=25, help="mixed calls in the scene `beside`")
    given = parser.parse_args()
    calls = [int(word) for word in given.calls.split(",")]
    asyncio.run(run(calls, given.scenes.split(","), given.seconds, given.beside))


if __name__ == "__main__":
    main()
