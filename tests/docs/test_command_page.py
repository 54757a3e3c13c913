"""The command line is a contract: each command and option is told, in --help and in docs/commands.md."""

from __future__ import annotations

import argparse

import pytest

from tools import generate_commands

PARSER = generate_commands.lur_parser()
COMMANDS = {command.prog: (command, text) for command, text in generate_commands.commands(PARSER)}


def test_the_page_is_fresh() -> None:
    """docs/commands.md is what the parser says; if not, run python tools/generate_commands.py."""
    assert generate_commands.PAGE.read_text() == generate_commands.page(PARSER)


@pytest.mark.parametrize(("command", "text"), COMMANDS.values(), ids=COMMANDS.keys())
def test_each_command_and_option_has_words(command: argparse.ArgumentParser, text: str) -> None:
    """A command says what it does, and each of its arguments and options has a help text."""
    assert text, f"{command.prog} has no description"
    silent = [generate_commands.name_of(a) for a in generate_commands.options(command) if not a.help]
    assert silent == []
