"""Plain tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence


def lines(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """The rows under their heads, columns aligned."""
    texts = [[str(head_cell) for head_cell in head], *([_cell(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in texts) for column in range(len(head))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in texts
    ]


def show(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print them."""
    print("\n".join(lines(head, rows)))


def _cell(value: object) -> str:
    return "-" if value is None or value == "" else str(value)
