"""What the media plane's and the edge's tests share: the music, composed once for all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from lur.adapters.voice.media.music import music_and_tone


@pytest.fixture(scope="session")
def music_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the built-in sounds."""
    cache = tmp_path_factory.mktemp("music")
    music_and_tone(cache)
    return cache
