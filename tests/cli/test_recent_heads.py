"""``lur heads``: what is mailed away is enough to find a cut tail by."""

from __future__ import annotations

from pathlib import Path

import pytest

from lur.adapters.storage.signed_heads import SignedHeads
from lur.cli import main
from lur.verify.heads import read_heads

HOUR_MS = 3_600_000
NOON = 1_767_610_800_000


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose heads were signed every ten minutes for three hours."""
    heads = SignedHeads(tmp_path / "heads.txt", tmp_path / "heads.key")
    for number in range(18):
        heads.sign(number + 1, f"{number:064x}", NOON + number * HOUR_MS // 6)
    return tmp_path


def printed(data: Path, capsys: pytest.CaptureFixture[str], *options: str) -> Path:
    """What the command prints, kept by somebody as a file."""
    assert main(["heads", "--data", str(data), *options]) == 0
    mailed = data / "mailed.txt"
    mailed.write_text(capsys.readouterr().out)
    return mailed


def test_the_last_head_of_each_hour_is_told(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was printed is a whole heads file: rightly signed, an hour a line, the newest too."""
    assert [head.seq for head in read_heads(printed(data, capsys))] == [6, 12, 18]


def test_only_as_many_hours_as_asked_for(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Counted back from the newest head, so that a Lur that stands still says the same."""
    assert [head.seq for head in read_heads(printed(data, capsys, "--hours", "2"))] == [12, 18]


def test_heads_without_a_line_are_the_key_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A Lur that has just begun."""
    SignedHeads(tmp_path / "heads.txt", tmp_path / "heads.key")
    assert read_heads(printed(tmp_path, capsys)) == []


@pytest.mark.parametrize("text", [None, "hello\n"])
def test_a_folder_without_heads_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None
) -> None:
    """No such file, and one that is something else: said on standard error, nothing printed to be mailed."""
    if text is not None:
        (tmp_path / "heads.txt").write_text(text)
    assert main(["heads", "--data", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "Name the folder" in err
