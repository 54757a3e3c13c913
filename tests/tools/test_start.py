"""./run: its own options, and what it hands on to `lur serve`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))

from tools import start

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ["--demo"]),
        (["--empty"], []),
        (["--lan"], ["--demo", "--lan"]),
        (["--yes", "--http", "127.0.0.1:9090"], ["--demo", "--http", "127.0.0.1:9090"]),
    ],
)
def test_options_become_those_of_serve(words: list[str], expected: list[str]) -> None:
    """The demo company is there unless --empty; what ./run does not know goes on to serve."""
    command = start.serve_command(*start.arguments(words))
    assert command[:3] == [str(start.LUR), "serve", "--data"]
    assert command[4:] == expected


def test_a_set_up_that_fails_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What went wrong is told on the error stream, and the exit code is 1."""

    def fails(**_: object) -> None:
        raise start.setup.SetupError("The disk is full.")

    monkeypatch.setattr(start.setup, "make_ready", fails)
    assert start.main([]) == 1
    assert "The disk is full." in capsys.readouterr().err


def test_an_old_python_is_told_what_to_do(tmp_path: Path) -> None:
    """Without Python 3.11 the script says so in a sentence and names the way out."""
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", ROOT / "run"],
        env={"PATH": f"{tmp_path}:{_bare_path(tmp_path)}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "needs Python 3.11 or newer; here is Python 3.9.2" in done.stderr


def _bare_path(folder: Path) -> Path:
    """A path that holds what the shell script uses, and no other Python."""
    place = folder / "bin"
    place.mkdir()
    for name in ("sh", "dirname"):
        (place / name).symlink_to(f"/usr/bin/{name}")
    return place
