"""Prompts as files for the media plane. The edge needs one thing of the voice: a file for a prompt, soon."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from lur.adapters.voice.media.protocol import Law
from lur.core.ids import Language
from lur.wire.words import Prompt


class NoSound(Exception):
    """The prompt cannot be spoken now; the caller hears music instead."""


class Sounds(Protocol):
    """Where files of prompts come from."""

    async def ready(self, prompt: Prompt, language: Language, law: Law) -> Path:
        """The raw G.711 file of a prompt. Raises ``NoSound``."""
        ...

    async def prepare(self, company: str, languages: tuple[Language, ...]) -> None:
        """Make what most calls need, before they come. Raises ``NoSound``."""
        ...
