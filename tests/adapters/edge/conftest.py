"""Fixtures of the edge's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.adapters.edge.world import World, world_in


@pytest.fixture
async def world(tmp_path: Path, anyio_backend: str) -> AsyncIterator[World]:
    """An edge with a media plane and a runtime, all running."""
    async with world_in(tmp_path) as world:
        await world.start()
        yield world


@pytest.fixture
async def bare_world(tmp_path: Path, anyio_backend: str) -> AsyncIterator[World]:
    """The same with nothing started."""
    async with world_in(tmp_path) as world:
        yield world
