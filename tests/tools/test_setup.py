"""tools/setup.py: stamps, sentences for what goes wrong, and pins that hold what pyproject.toml names."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from tools import setup

PROJECT = tomllib.loads((setup.ROOT / "pyproject.toml").read_text())["project"]


def _names(words: list[str]) -> set[str]:
    return {re.split(r"[<>=!~;\[ ]", word)[0].lower().replace("_", "-") for word in words}


def _pinned(name: str) -> dict[str, str]:
    lines = (setup.ROOT / name).read_text().splitlines()
    found = [re.match(r"([a-z0-9-]+)==(\S+)", line) for line in lines]
    return {match[1]: match[2] for match in found if match}


def test_the_constraints_hold_all_that_lur_needs() -> None:
    """Each dependency of pyproject.toml is pinned; if not, run tools/lock.py."""
    extras = PROJECT["optional-dependencies"]
    needed = _names(PROJECT["dependencies"]) | _names(extras["build"])
    assert needed <= _pinned("constraints.txt").keys()
    assert needed | _names(extras["test"]) <= _pinned("constraints-test.txt").keys()


def test_tests_run_with_the_versions_that_run() -> None:
    """Both constraint files pin the same versions, so that what is tested is what is started."""
    assert _pinned("constraints.txt").items() <= _pinned("constraints-test.txt").items()


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-test.txt", "ui/package-lock.json"])
def test_pins_have_hashes_and_no_addresses(name: str) -> None:
    """The pins name no registry, so that any mirror serves, and each package has a hash."""
    text = (setup.ROOT / name).read_text()
    assert '"resolved"' not in text
    assert not re.search(r"^(--|.*@ *https?:)", text, re.MULTILINE)
    packages = re.findall(r"^\S+==|^    \"node_modules/", text, re.MULTILINE)
    assert len(re.findall(r"--hash=|\"integrity\"", text)) >= len(packages) > 0


def test_a_stamp_follows_content_and_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed byte, a new name or another word gives another digest; nothing changed gives the same."""
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    one = tmp_path / "one"
    one.write_text("a")
    first = setup.digest([one])
    assert setup.digest([one]) == first
    assert setup.digest([one], "more") != first
    two = one.rename(tmp_path / "two")
    assert setup.digest([two]) != first


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("npm error code ENOSPC", "The disk is full"),
        ("NewConnectionError: Temporary failure in name resolution", "cannot be reached"),
        ("npm error code ENOTFOUND", "cannot be reached"),
        ("ssl.SSLError: CERTIFICATE_VERIFY_FAILED", "ca-certificates"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "not the one that was tested"),
        ("ERROR: No matching distribution found for x", "not there for this machine"),
        ("something else", "last lines"),
    ],
)
def test_a_failed_step_says_what_to_do(output: str, advice: str) -> None:
    """The usual causes are recognised, and the program's own last lines are always shown."""
    told = setup.explain("npm ci", output)
    assert advice in told
    assert output in told


def test_a_failing_program_is_a_sentence() -> None:
    """A program that fails, or is not there, gives SetupError and never a traceback."""
    with pytest.raises(setup.SetupError, match=r"It failed[\s\S]*reason"):
        setup.run(["sh", "-c", "echo reason; exit 3"], what="It")
    with pytest.raises(setup.SetupError, match="could not be started"):
        setup.run(["no-such-program-here"], what="It")


def test_too_little_disk_is_told_before_work_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first set-up asks for room before it fills the disk."""
    usage = shutil.disk_usage("/")._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(setup.SetupError, match="1 MB free"):
        setup._enough_disk()


def test_system_packages_are_named_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without root and without --yes nothing is installed: name, reason and command are told."""
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(setup.os, "geteuid", lambda: 1000)
    with pytest.raises(setup.SetupError, match=r"baresip: the phones[\s\S]*sudo apt-get install baresip"):
        setup.install_debian({"baresip": "the phones"}, yes=False)


def test_yes_installs_through_sudo(monkeypatch: pytest.MonkeyPatch) -> None:
    """--yes goes through sudo, with no question asked."""
    ran: list[list[str]] = []
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(setup.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(setup, "run", lambda words, **_: ran.append(words))
    setup.install_debian({"baresip": "the phones"}, yes=True)
    assert [words[:3] for words in ran] == [["sudo", "apt-get", "update"], ["sudo", "apt-get", "install"]]
    assert ran[1][-1] == "baresip"
