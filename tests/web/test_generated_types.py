"""The pages and the server speak of the same things."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_generated_types_are_up_to_date() -> None:
    """Run ``python tools/generate_types.py`` after a change of views, payloads or events."""
    done = subprocess.run([sys.executable, "tools/generate_types.py", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0
