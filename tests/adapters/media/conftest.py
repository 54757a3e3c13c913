"""The studio: a real media plane for each test that asks for one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.adapters.media.studio import Studio


@pytest.fixture
async def studio(tmp_path: Path, music_cache: Path, anyio_backend: str) -> AsyncIterator[Studio]:
    """A running plane with one controller."""
    (tmp_path / "cache").symlink_to(music_cache)
    studio = Studio(tmp_path)
    try:
        await studio.start()
        yield studio
    finally:
        await studio.close()
