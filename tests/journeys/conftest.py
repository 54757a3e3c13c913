"""Journeys run one after another against real peers: a running Lur, baresip, SIPp, Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from journeys.house import House, house


@pytest.fixture
def lur(tmp_path: Path) -> Iterator[House]:
    """A fresh, empty Lur with one queue that anybody can serve, quick to end wrap-up and breath."""
    with house(tmp_path / "lur") as built:
        built.queue("Support", "--wrap-up", "1", "--breath", "1", "--ring-timeout", "15")
        yield built
