"""tools/suite.py: the parts, what they need, and a sum that cannot hide a failure."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

# ./test starts tools/suite.py as a script, whose neighbours are modules of their own.
sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))

from tools import suite


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("===== 12 passed in 3.21s =====", {"passed": 12}),
        ("1 failed, 11 passed, 2 skipped in 0.10s", {"failed": 1, "passed": 11, "skipped": 2}),
        ("3 passed, 1 error in 62.00s (0:01:02)", {"passed": 3, "error": 1}),
        ("no tests ran in 0.01s", {}),
        ("", {}),
    ],
)
def test_the_summary_line_is_counted(line: str, counts: dict[str, int]) -> None:
    """What pytest says at the end is what is summed."""
    assert suite.count(f"some output\n{line}\n") == counts


def test_a_part_that_broke_counts_as_failed(capsys: pytest.CaptureFixture[str]) -> None:
    """A part without a failed test that did not end well (a check, a crash) is one failure in the sum."""
    good = suite.Result("core", True, 1.0, Counter({"passed": 5}))
    bad = suite.Result("checks", False, 1.0, Counter())
    assert not suite.report([good, bad])
    assert capsys.readouterr().out.splitlines()[-1] == "5 passed, 1 failed, 0 skipped"


def test_all_folders_with_tests_are_parts() -> None:
    """No folder in tests/ is forgotten when everything runs."""
    together = {name for names in suite.WITH.values() for name in names}
    folders = {path.relative_to(suite.TESTS).parts[0] for path in suite.TESTS.rglob("test_*.py")}
    assert folders <= set(suite.parts()) | together


def test_what_a_machine_lacks_is_named_with_its_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing program is told with the tests that need it, and only for the parts that run."""
    monkeypatch.setattr(suite.shutil, "which", lambda _: None)
    monkeypatch.setattr(suite.glob, "glob", lambda _: [])
    lacking = suite.missing_peers(["core", "journeys"])
    assert {"baresip", "sip-tester", "chromium", "coturn", "nginx-light", "caddy"} <= set(lacking)
    assert all("tests/journeys" in why for why in lacking.values())
    assert suite.missing_peers(["core"]) == {}


def test_installed_servers_do_not_stay_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy and a relay that came for the tests listen to nobody; other packages are left alone."""
    told: list[list[str]] = []
    monkeypatch.setattr(suite.setup, "SYSTEMD", tmp_path)
    monkeypatch.setattr(suite.setup, "run", lambda command, what: told.append(command))
    suite.setup.stop_services(suite.services_of(["chromium", "nginx-light", "coturn"]))
    assert [command[-4:] for command in told] == [["disable", "--now", "coturn", "nginx"]]
    suite.setup.stop_services(suite.services_of(["chromium"]))
    monkeypatch.setattr(suite.setup, "SYSTEMD", tmp_path / "none")
    suite.setup.stop_services(["nginx"])
    assert len(told) == 1


def test_words_after_two_dashes_go_to_pytest() -> None:
    """`./test core -- -k name` runs part of a part."""
    assert suite._split(["core", "--", "-k", "name"]) == (["core"], ["-k", "name"])
    assert suite._split(["core"]) == (["core"], [])


def test_a_command_that_fails_fails_its_part(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One failing command is enough, and its output is shown."""
    root = suite.setup.ROOT
    monkeypatch.setattr(
        suite,
        "commands",
        lambda part, more: [("good", ["true"], root), ("bad", ["sh", "-c", "echo the reason; exit 1"], root)],
    )
    result = suite.run_part("checks", [], stream=False)
    shown = capsys.readouterr().out
    assert not result.ok
    assert "the reason" in shown
    assert "good: ok" in shown


def test_a_command_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """No part can hold up the run for ever."""
    monkeypatch.setattr(suite, "PART_LIMIT_S", 0.1)
    code, output = suite._run(["sh", "-c", "sleep 600"], suite.setup.ROOT, stream=False)
    assert code != 0
    assert "stopped after" in output
