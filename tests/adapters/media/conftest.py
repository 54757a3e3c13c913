"""The studio: a real media plane for each test that asks for one; the music is composed once for all of
them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.adapters.media.studio import Studio

from lur.adapters.voice.media.music import music_and_tone


@pytest.fixture(scope="session")
def music_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the built-in sounds."""
    cache = tmp_path_factory.mktemp("music")
    music_and_tone(cache)
    return cache


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
