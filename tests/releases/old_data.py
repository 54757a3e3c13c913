"""The data folder of the first release, as it left it; packed, for most of it is empty pages.

``data-0.1.0.tar.xz`` was written by that release's ``lur serve --demo``: a queue with a skill, a trunk and an
agent were added by its commands, one customer talked with the agent (who signed out then), one hung up in
the queue, and it was stopped. Only what it would make again is left out.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

PACKED = Path(__file__).with_name("data-0.1.0.tar.xz")
CALLER = "+46701740610"
QUEUE, AGENT, TRUNK = "support", "Anna Ask", "telco"


def unpacked(folder: Path) -> Path:
    """The folder, ready to be started on."""
    folder.mkdir(parents=True)
    with tarfile.open(PACKED) as packed:
        packed.extractall(folder, filter="data")
    return folder
