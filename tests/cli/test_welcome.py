"""What is printed at the start: how a newcomer begins, and what microphones on other machines need."""

from __future__ import annotations

from pathlib import Path

import pytest

from lur.cli import parser, welcome
from lur.cli.settings import settings_from
from lur.web.founding import SIGN_IN_FILE, SignIn

MAJA = SignIn(account="maja", password="secret-word", role="agent", display_name="Maja Lind")


def printed(folder: Path, *words: str, token: str = "", trust: str = "", demo: bool = False) -> str:
    """The text for a start with these options."""
    options = parser().parse_args(["serve", "--data", str(folder), *words])
    if demo:
        (folder / SIGN_IN_FILE).write_text("")
    return welcome.welcome(settings_from(options), [], [MAJA] if demo else [], token, trust)


@pytest.fixture(autouse=True)
def _own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(welcome, "own_address", lambda: "192.168.1.5")


def test_a_newcomer_is_told_the_first_steps(tmp_path: Path) -> None:
    """Where the desk is, as whom, and what makes it ring."""
    text = printed(tmp_path, demo=True)
    assert "http://localhost:8080/desk, sign in as maja" in text
    assert f"demo call --data {tmp_path}" in text
    assert "secret-word" in text
    assert "Try it" not in printed(tmp_path / "empty")


def test_microphones_elsewhere_need_https(tmp_path: Path) -> None:
    """Open without https: said, with what to do. By https with our own authority: how to trust it."""
    assert "Microphones" not in printed(tmp_path)
    assert "--tls" in printed(tmp_path, "--lan")
    told = printed(tmp_path, "--lan", "--tls", trust="AB:CD")
    assert "Microphones" not in told
    assert "https://192.168.1.5:8080/trust" in told
    assert "AB:CD" in told


def test_a_setup_link_works_from_elsewhere(tmp_path: Path) -> None:
    """It names this machine as others see it, and keeps the code where no server logs it."""
    assert "http://192.168.1.5:8080/#/setup?token=code" in printed(tmp_path, "--lan", token="code")
    assert "By a proxy: /#/setup?token=code" in printed(tmp_path, token="code")
