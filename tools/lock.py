"""Writes constraints.txt and constraints-test.txt anew: exact versions with hashes, and no addresses.

Run it after a dependency in pyproject.toml has changed: `.venv/bin/python tools/lock.py [--upgrade]`. It
needs uv (`pip install uv`) and the network; the tests check without either that the files hold what
pyproject.toml names.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMPILE = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
LOOKS = ["--generate-hashes", "--no-annotate", "--quiet", "--custom-compile-command", "python tools/lock.py"]


def main(more: list[str]) -> int:
    """Compile both files, the tests' one on top of the other, so that both pin the same versions."""
    files = {
        "constraints.txt": ["--extra", "build"],
        "constraints-test.txt": ["--extra", "build", "--extra", "test", "--constraint", "constraints.txt"],
    }
    for name, extras in files.items():
        command = [sys.executable, "-m", *COMPILE, *LOOKS, *extras, "--output-file", name, *more]
        if subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode != 0:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
