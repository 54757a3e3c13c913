"""Prompts as sound: sentences of `lur.wire.words` get a voice here and become G.711 files."""

from __future__ import annotations

from lur.adapters.speech.cache import PromptCache, common_prompts, companded
from lur.adapters.speech.errors import SpeechError
from lur.adapters.speech.espeak import EspeakVoice, Timbre, Voice
from lur.adapters.speech.pcm import Pcm

__all__ = [
    "EspeakVoice",
    "Pcm",
    "PromptCache",
    "SpeechError",
    "Timbre",
    "Voice",
    "common_prompts",
    "companded",
]
