"""The edge's voice: the prompt cache of adapters/speech behind the edge's own small port (sounds.py)."""

from __future__ import annotations

from pathlib import Path

from lur.adapters.speech import EspeakVoice, PromptCache, SpeechError
from lur.adapters.voice.edge.sounds import NoSound
from lur.adapters.voice.media.protocol import Law
from lur.core.ids import Language
from lur.wire.words import Prompt


class SpokenSounds:
    """Prompts spoken by espeak-ng, or by recorded voices where there are any."""

    def __init__(self, data: Path) -> None:
        self._cache = PromptCache(data, EspeakVoice())

    async def ready(self, prompt: Prompt, language: Language, law: Law) -> Path:
        """See ``Sounds.ready``."""
        try:
            return await self._cache.ready(prompt, language, law.value)
        except SpeechError as error:
            raise NoSound(str(error)) from error

    async def prepare(self, company: str, languages: tuple[Language, ...]) -> None:
        """See ``Sounds.prepare``."""
        try:
            await self._cache.prefetch(company, languages)
        except SpeechError as error:
            raise NoSound(str(error)) from error
