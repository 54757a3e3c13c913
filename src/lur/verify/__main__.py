"""The check alone, on a machine that has no Lur: ``python -m verify JOURNAL [HEADS]``, and
``python -m verify DATA`` for the recordings of a whole data folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

from .check import verify
from .findings import Unusable
from .recordings import check_folder


def main(arguments: list[str]) -> int:
    """0 when all holds, 1 when not, 2 when it could not be checked."""
    if not 1 <= len(arguments) <= 2:
        print("usage: python -m verify JOURNAL [HEADS], or python -m verify DATA", file=sys.stderr)
        return 2
    try:
        if Path(arguments[0]).is_dir():
            report = check_folder(Path(arguments[0]))
            print("\n".join(report.lines()))
            return 0 if report.holds else 1
        verdict = verify(Path(arguments[0]), Path(arguments[1]) if len(arguments) == 2 else None)
    except Unusable as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(verdict.lines()))
    return 0 if verdict.holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
