"""Journeys run one after another against real peers: a running Lur, baresip, SIPp, Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from journeys.crew import AGENT_HZ
from journeys.desk import browser_with_microphone
from journeys.house import PATIENCE_S, House, house

expect.set_options(timeout=PATIENCE_S * 1000)


@pytest.fixture
def lur(tmp_path: Path) -> Iterator[House]:
    """A fresh, empty Lur with one queue that anybody can serve, quick to end wrap-up and breath."""
    with house(tmp_path / "lur") as built:
        built.queue("Support", "--wrap-up", "1", "--breath", "1", "--ring-timeout", "15")
        yield built


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One demo company for all tests of a file, with a queue that anybody can serve and that is quick to
    end wrap-up and breath (``quick``), and one that is not (``calm``)."""
    with house(tmp_path_factory.mktemp("office"), "--demo") as built:
        quick = ("--wrap-up", "1", "--breath", "1", "--ring-timeout", "15")
        built.cli("queue", "add", "Order", "--number", "quick", *quick)
        calm = ("--wrap-up", "120", "--breath", "60", "--ring-timeout", "60")
        built.cli("queue", "add", "Faktura", "--number", "calm", *calm)
        yield built


@pytest.fixture(scope="module")
def speaking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium for all tests of a file; its microphone has the agents' tone."""
    with browser_with_microphone(tmp_path_factory.mktemp("microphone"), AGENT_HZ) as running:
        yield running
