"""What mixed calls cost those beside them: `python -m bench.mixed --calls 100 --mixes 25`.

One media plane, one generator, bridged calls that go on all the time; beside them talks of three whose groups
are made and ended by turns, so that a turn with them and the one before it met the same machine. Told are the
median turn and the worst: the bridged calls' delay without and with the mixes, the ratio in the same run, and
the delay that a mix itself adds.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from pathlib import Path
from statistics import median

import msgspec
from bench.media import build_generator, check, cpu_s, let_go_first, make_plain, media_plane, stolen_s

from lur.adapters.voice.media.client import MediaClient
from lur.adapters.voice.media.protocol import CreateLeg, EndMix, Law, SetMix


class Turn(msgspec.Struct, frozen=True):
    """What a turn measured: the plane's share of a core, and delays of bridged and (when on) mixed sound."""

    core_percent: float
    stolen_percent: float
    lost: int
    p50_ms: float
    p99_ms: float
    worst_ms: float
    mixed_p50_ms: float
    mixed_p99_ms: float


class Crowd:
    """The calls of one plane: bridged ones, and three phones for each mix."""

    def __init__(self, client: MediaClient, mixes: int) -> None:
        self._client = client
        self._mixes = [tuple(f"mixed-{mix}-{side}" for side in range(3)) for mix in range(mixes)]

    async def make(self, calls: int) -> list[str]:
        """Lines for the generator."""
        lines = []
        for call in range(calls):
            lines += await make_plain(self._client, "bridged", call, Path())
        for legs in self._mixes:
            for leg, role in zip(legs, "sqq", strict=True):
                port = (await self._client.create_leg(CreateLeg(leg, Law.ULAW))).local_port
                lines.append(f"{port} {role}\n")
        return lines

    async def mix(self, on: bool) -> None:
        """Let the three of each talk hear each other, or nobody."""
        for legs in self._mixes:
            await self._client.do(SetMix(legs[0], legs) if on else EndMix(legs[0]))


async def take_turn(phones: asyncio.subprocess.Process, pid: int) -> Turn:
    """One turn, from the generator's "ready" to its figures."""
    assert phones.stdout is not None
    await phones.stdout.readline()
    before, stolen_before, began = cpu_s(pid), stolen_s(), time.monotonic()
    await phones.stdout.readline()
    took_s = time.monotonic() - began
    used_s, stolen = cpu_s(pid) - before, stolen_s() - stolen_before
    plain, mixed = [[int(word) for word in (await phones.stdout.readline()).split()] for _ in range(2)]
    delays_ms = [us / 1000 for us in (*plain[3:], *mixed[3:5])]
    return Turn(100 * used_s / took_s, 100 * stolen / took_s, max(0, plain[0] - plain[2]), *delays_ms)


async def measure(calls: int, mixes: int, seconds: float, turns: int) -> tuple[list[Turn], list[Turn]]:
    """The turns without mixes, and those with."""
    allowed = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory(prefix="lur-bench-") as directory:
        generator = build_generator(Path(directory))
        async with media_plane(Path(directory), allowed[0]) as (client, pid):
            crowd = Crowd(client, mixes)
            lines = await crowd.make(calls)
            phones = await asyncio.create_subprocess_exec(
                *("taskset", "-c", str(allowed[-1]), str(generator), str(seconds), str(2 * turns)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                start_new_session=True,
            )
            let_go_first(phones.pid)
            assert phones.stdin is not None
            phones.stdin.write("".join(lines).encode())
            phones.stdin.close()
            told: tuple[list[Turn], list[Turn]] = ([], [])
            for number in range(2 * turns):
                await crowd.mix(number % 2 == 1)
                told[number % 2].append(await take_turn(phones, pid))
            await phones.wait()
            check(await client.stats())
    return told


def row(name: str, turns: list[Turn]) -> str:
    """A row of the table: medians, and the worst of all turns."""
    middle = [median(column) for column in zip(*map(msgspec.structs.astuple, turns), strict=True)]
    core, stolen, _, p50, p99, _, mixed_p50, mixed_p99 = middle
    mixed = f"| {mixed_p50:6.1f} | {mixed_p99:6.1f} |" if name == "on" else "|        |        |"
    return (
        f"| {name:5} | {core:6.1f} | {sum(turn.lost for turn in turns):5} | {p50:6.3f} | {p99:6.3f} "
        f"| {max(turn.p99_ms for turn in turns):6.2f} | {max(turn.worst_ms for turn in turns):6.1f} "
        f"{mixed} {stolen:5.1f} |"
    )


def ratios(off: list[Turn], on: list[Turn]) -> str:
    """Turn by turn, with the one before it: what the bridged calls noticed."""
    pairs = list(zip(off, on, strict=True))
    p50 = median(after.p50_ms / max(before.p50_ms, 0.001) for before, after in pairs)
    p99 = median(after.p99_ms / max(before.p99_ms, 0.001) for before, after in pairs)
    more = median(after.p99_ms - before.p99_ms for before, after in pairs)
    core = median(after.core_percent / max(before.core_percent, 0.1) for before, after in pairs)
    return f"on/off in the same run: p50 {p50:.2f}, p99 {p99:.2f} ({more:+.3f} ms), core {core:.2f}"


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description="Measures what mixed calls cost bridged ones.")
    parser.add_argument("--calls", type=int, default=100, help="bridged calls")
    parser.add_argument("--mixes", type=int, default=25, help="talks of three beside them")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each turn is measured")
    parser.add_argument("--turns", type=int, default=8, help="turns without mixes, and as many with")
    given = parser.parse_args()
    off, on = asyncio.run(measure(given.calls, given.mixes, given.seconds, given.turns))
    print(f"{given.calls} bridged calls, {given.mixes} talks of three by turns, {given.turns} turns each")
    print("| mixes | core % |  lost | p50 ms | p99 ms | worst p99 | worst | mixed p50 | p99 | steal |")
    print("| ----- | -----: | ----: | -----: | -----: | -----: | -----: | -----: | -----: | ----: |")
    print(row("off", off))
    print(row("on", on))
    print(ratios(off, on))


if __name__ == "__main__":
    main()
