"""./test: sets up what the tests need and runs them, all or by part, on two cores.

A part is a folder in tests/, or `checks` (style, types, import directions, sizes, generated files) or `ui`.
Nothing is skipped in silence: what a part needs and the machine lacks is installed, or is named and the run
fails.
"""

from __future__ import annotations

import argparse
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import setup

TESTS = setup.ROOT / "tests"
BIN = setup.VENV / "bin"
PART_LIMIT_S = 4000
ALONE = ("journeys",)
"""Parts that drive real phones, servers or a browser: nothing else runs beside them."""
WITH = {"core": ("properties",)}
"""Folders that run together with a part, since they count towards its coverage."""
COVERED = {"core": "lur.core"}
"""Parts that fail when a branch of this package is not run."""


PAGES_FOR = frozenset({"ui", "web", "journeys"})
"""Parts that need the built pages; the others run while the pages are being worked on."""
ENVIRONMENT = {
    "PYTHONUNBUFFERED": "1",
    # Playwright's own Node needs a library (libatomic1) that a bare Debian lacks; ours does not.
    "PLAYWRIGHT_NODEJS_PATH": str(setup.VENV / "bin" / "node"),
}
RUNNING: set[int] = set()
"""The process groups that run now, so that Ctrl-C ends them all."""


@dataclass(frozen=True)
class Debian:
    """A Debian package that tests need: how to see that it is there, and what it is for."""

    found_by: str
    why: str
    service: str = ""
    """What Debian starts when it installs the package; the tests start their own, on ports of their own."""

    def is_there(self) -> bool:
        """True when the program is on the path, or a file matches the pattern."""
        return (
            bool(glob.glob(self.found_by))
            if "/" in self.found_by
            else shutil.which(self.found_by) is not None
        )


POSTGRESQL = Debian(
    "/usr/lib/postgresql/*/bin/postgres", "tests/contracts, tests/cli: a journal in PostgreSQL"
)
PEERS: Mapping[str, Mapping[str, Debian]] = {
    "journeys": {
        "baresip": Debian("baresip", "tests/journeys: the callers' and agents' phones"),
        "sip-tester": Debian("sipp", "tests/journeys: many callers at once"),
        "chromium": Debian(
            "chromium", "tests/journeys: the pages in a browser (on Ubuntu: snap install chromium)"
        ),
        "libnss3-tools": Debian("certutil", "tests/journeys: a browser that trusts Lur's own certificate"),
        "coturn": Debian("turnserver", "tests/journeys: sound through a TURN server", "coturn"),
        "nginx-light": Debian("/usr/sbin/nginx", "tests/journeys: pages behind nginx", "nginx"),
        "caddy": Debian("caddy", "tests/journeys: pages behind Caddy", "caddy"),
    },
    "contracts": {"postgresql": POSTGRESQL},
    "cli": {"postgresql": POSTGRESQL},
}


@dataclass(frozen=True)
class Result:
    """How a part went."""

    part: str
    ok: bool
    seconds: float
    counts: Counter[str]


def parts() -> list[str]:
    """All parts, in the order in which they run."""
    folders = sorted(folder.name for folder in TESTS.iterdir() if any(folder.rglob("test_*.py")))
    together = {name for names in WITH.values() for name in names}
    beside = [name for name in folders if name not in ALONE and name not in together]
    return ["core", *(n for n in beside if n != "core"), "checks", "ui", *(n for n in ALONE if n in folders)]


def commands(part: str, more: Sequence[str]) -> Iterator[tuple[str, list[str], Path]]:
    """The commands of a part: what to call each, its words, and where it runs."""
    root = setup.ROOT
    if part == "checks":
        yield "ruff check", [str(BIN / "ruff"), "check", "--quiet", "--output-format=concise"], root
        yield (
            "ruff format",
            [str(BIN / "ruff"), "format", "--check", "--quiet", "--output-format=concise"],
            root,
        )
        yield "mypy", [str(BIN / "mypy"), "--no-error-summary"], root
        yield "import-linter", [str(BIN / "lint-imports"), "--no-cache", "--no-logo"], root
        yield "tidy", [str(setup.PYTHON), "tools/tidy.py"], root
        for generator in sorted(root.glob("tools/generate_*.py")):
            yield f"{generator.name} --check", [str(setup.PYTHON), str(generator), "--check"], root
    elif part == "ui":
        yield "svelte-check", [str(BIN / "npm"), "run", "--silent", "check"], setup.UI
        yield "vitest", [str(BIN / "npm"), "run", "--silent", "test"], setup.UI
    else:
        yield "pytest", [*_pytest(part, more), *more], root


def _pytest(part: str, more: Sequence[str]) -> list[str]:
    """The command for a part's folders, or for the files among the further words."""
    named = any(word.startswith("tests/") for word in more)
    folders = (
        [] if named else [f"tests/{name}" for name in (part, *WITH.get(part, ())) if (TESTS / name).is_dir()]
    )
    command = [str(setup.PYTHON), "-m", "pytest", "-p", "no:cacheprovider", *folders]
    if part in ALONE:
        command += ["-vv", "--durations=10"]
    if part in COVERED:
        report = ["--cov-branch", "--cov-fail-under=100", "--cov-report=term-missing:skip-covered"]
        command += [f"--cov={COVERED[part]}", *report]
    return command


def run_part(part: str, more: Sequence[str], *, stream: bool) -> Result:
    """Run a part; with ``stream`` its output is seen as it comes, else when it is done."""
    began = time.monotonic()
    ok, counts, shown = True, Counter[str](), [f"\n== {part}"]
    if stream:
        setup.say(shown.pop())
    for name, command, cwd in commands(part, more):
        code, output = _run(command, cwd, stream=stream)
        ok = ok and code == 0
        if name == "pytest":
            counts += count(output)
            shown.append(output.rstrip())
        elif code != 0:
            shown.append(f"{output.rstrip()}\n{name}: FAILED")
        else:
            shown.append(f"{name}: ok")
        if stream and name != "pytest":
            setup.say(shown[-1])
    if not stream:
        setup.say("\n".join(shown))
    return Result(part, ok, time.monotonic() - began, counts)


def _run(command: list[str], cwd: Path, *, stream: bool) -> tuple[int, str]:
    """Run one command with a limit; its whole process group ends with it."""
    with tempfile.NamedTemporaryFile(prefix="lur-coverage-") as data:
        env = {**setup.node_env(), "COVERAGE_FILE": data.name + ".data", **ENVIRONMENT}
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        lines = []
        RUNNING.add(process.pid)
        with ThreadPoolExecutor(1) as alarm, process:
            over = alarm.submit(_end_when_late, process)
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(line)
                if stream and "pytest" in command:
                    print(line, end="", flush=True)
            process.wait()
            RUNNING.discard(process.pid)
            if over.result():
                lines.append(f"stopped after {PART_LIMIT_S} s\n")
        Path(data.name + ".data").unlink(missing_ok=True)
    return process.returncode, "".join(lines)


def _end_when_late(process: subprocess.Popen[str]) -> bool:
    try:
        process.wait(PART_LIMIT_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return True
    return False


def count(output: str) -> Counter[str]:
    """What pytest's summary line counts: passed, failed, skipped, errors."""
    lines = [line for line in output.splitlines() if re.search(r"\d+ \w+.* in \d", line)]
    found = re.findall(r"(\d+) (passed|failed|skipped|error)", lines[-1]) if lines else []
    return Counter({word: int(number) for number, word in found})


def missing_peers(wanted: Sequence[str]) -> dict[str, str]:
    """The Debian packages that the wanted parts need and the machine lacks, each with its reason."""
    return {
        name: package.why
        for part in wanted
        for name, package in PEERS.get(part, {}).items()
        if not package.is_there()
    }


def services_of(packages: Iterable[str]) -> list[str]:
    """What Debian has started with these packages."""
    known = {name: package.service for part in PEERS.values() for name, package in part.items()}
    return sorted(known[name] for name in packages if known[name])


def run_all(wanted: Sequence[str], more: Sequence[str]) -> list[Result]:
    """Run the parts: two beside each other, then one by one those that want the machine alone."""
    if len(wanted) == 1:
        return [run_part(wanted[0], more, stream=True)]
    beside = [part for part in wanted if part not in ALONE]
    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        results = list(pool.map(lambda part: run_part(part, more, stream=False), beside))
    return results + [run_part(part, more, stream=True) for part in wanted if part in ALONE]


def report(results: Sequence[Result]) -> bool:
    """Print time and outcome of each part and, last of all, the sum; True when all is well."""
    setup.say("\npart            time    outcome")
    total = Counter[str]()
    for result in results:
        total += result.counts
        told = ", ".join(f"{number} {word}" for word, number in sorted(result.counts.items()))
        outcome = ("ok" if result.ok else "FAILED") + (f"  ({told})" if told else "")
        setup.say(f"{result.part:<14} {result.seconds:6.1f} s  {outcome}")
    ok = all(result.ok for result in results)
    broken = sum(1 for result in results if not result.ok and not result.counts["failed"])
    failed = total["failed"] + total["error"] + broken
    setup.say(f"\n{total['passed']} passed, {failed} failed, {total['skipped']} skipped")
    return ok


def main(words: Sequence[str]) -> int:
    """Set up, run the parts that are asked for, and tell."""
    ours, more = _split(words)
    known = parts()
    parser = argparse.ArgumentParser(
        prog="./test",
        description="Sets up what the tests need and runs them. After -- come words for pytest.",
        epilog=f"Parts: {' '.join(known)}. Without a part all of them run.",
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="what to run")
    parser.add_argument(
        "--yes", action="store_true", help="install missing system packages through sudo and apt"
    )
    options = parser.parse_args(ours)
    unknown = [part for part in options.parts if part not in [*known, *WITH.get("core", ())]]
    if unknown:
        parser.error(f"there is no part {unknown[0]}; parts are: {' '.join(known)}")
    wanted = options.parts or known
    try:
        setup.make_ready(tests=True, pages=bool(PAGES_FOR.intersection(wanted)), yes=options.yes)
        lacking = missing_peers(wanted)
        if lacking:
            setup.install_debian(lacking, yes=options.yes)
            setup.stop_services(services_of(lacking))
    except setup.SetupError as error:
        print(f"\nThe tests could not be set up. {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Start again to go on where it was.", file=sys.stderr)
        return 130
    signal.signal(signal.SIGINT, _stopped)
    signal.signal(signal.SIGTERM, _stopped)
    return 0 if report(run_all(wanted, more)) else 1


def _stopped(number: int, _frame: object) -> None:
    """End what runs, with all that it has started, and leave at once."""
    for group in list(RUNNING):
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
    setup.say("\nstopped: 0 passed, 1 failed")
    os._exit(128 + number)


def _split(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Our own words, and those after -- for pytest."""
    at = words.index("--") if "--" in words else len(words)
    return list(words[:at]), list(words[at + 1 :])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
