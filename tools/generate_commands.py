"""Makes docs/commands.md of the parser of `lur`: each command, its arguments and its options.

Run `python tools/generate_commands.py` to write the page and with `--check` to fail when it is stale. The
parser is walked and not printed, since each version of Python lays out its help in its own way.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "commands.md"


def commands(
    parser: argparse.ArgumentParser, told: str = ""
) -> Iterator[tuple[argparse.ArgumentParser, str]]:
    """The parser and those of its subcommands, outermost first, each with what it does."""
    yield parser, " ".join((parser.description or told).split())
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, inner in action.choices.items():
                yield from commands(inner, helps.get(name, ""))


def options(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """What a command takes: arguments and options, without --help and hidden ones."""
    skipped = (argparse._HelpAction, argparse._SubParsersAction)
    return [a for a in parser._actions if not isinstance(a, skipped) and a.help != argparse.SUPPRESS]


def name_of(action: argparse.Action) -> str:
    """How an argument or option is written: `--data DIR`."""
    value = "" if action.nargs == 0 else _value(action)
    return f"{', '.join(action.option_strings)} {value}".strip()


def _value(action: argparse.Action) -> str:
    if isinstance(action.metavar, str):
        return action.metavar
    if action.choices is not None:
        return "{" + ",".join(str(choice) for choice in action.choices) + "}"
    return action.dest.upper() if action.option_strings else action.dest


def help_of(parser: argparse.ArgumentParser, action: argparse.Action) -> str:
    """An option's help with its default filled in, on one line."""
    text = (action.help or "") % {**vars(action), "prog": parser.prog}
    return " ".join(text.split()).replace("|", "\\|")


def _section(parser: argparse.ArgumentParser, told: str) -> list[str]:
    lines = [f"## {parser.prog}", "", f"{told[:1].upper()}{told[1:]}", ""]
    rows = [f"| `{name_of(action)}` | {help_of(parser, action)} |" for action in options(parser)]
    if rows:
        lines += ["| | |", "| --- | --- |", *rows, ""]
    if parser.epilog:
        lines += ["```", parser.epilog.strip(), "```", ""]
    return lines


def page(parser: argparse.ArgumentParser) -> str:
    """The whole page."""
    lines = [
        "# Commands",
        "",
        "Made from the command line by `tools/generate_commands.py`; do not edit it here.",
        "",
    ]
    for command, told in commands(parser):
        lines += _section(command, told)
    return "\n".join(lines)


def lur_parser() -> argparse.ArgumentParser:
    """The parser of `lur` with its own defaults, whatever the environment says here."""
    for name in [name for name in os.environ if name.startswith("LUR_")]:
        del os.environ[name]
    from lur.cli import parser  # noqa: PLC0415  it reads the environment

    return parser()


def main(words: list[str]) -> int:
    """Write the page, or with --check compare it."""
    text = page(lur_parser())
    if words == ["--check"]:
        if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print("docs/commands.md is stale: run python tools/generate_commands.py")
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
