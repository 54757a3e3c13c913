"""Fixtures of the edge's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.adapters.edge.world import World, world_in


@pytest.fixture
async def world(tmp_path: Path, music_cache: Path, anyio_backend: str) -> AsyncIterator[World]:
    """An edge with a media plane and a runtime, all running."""
    (tmp_path / "cache").symlink_to(music_cache)
    async with world_in(tmp_path) as world:
        await world.start()
        yield world


@pytest.fixture
async def bare_world(tmp_path: Path, music_cache: Path, anyio_backend: str) -> AsyncIterator[World]:
    """The same with nothing started."""
    (tmp_path / "cache").symlink_to(music_cache)
    async with world_in(tmp_path) as world:
        yield world
