"""The verbs: list the sentences, hear one, give it a recorded voice, go back to Lur's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from lur.adapters.speech import EspeakVoice, SpeechError
from lur.adapters.speech.recorded import RecordedPrompts, SoundRefused, length_ms, version_of, wav_of
from lur.features import Refused
from lur.features.prompts.catalogue import SPOKEN_ONLY, replaceable
from lur.features.prompts.model import PromptMoment, Sentence, SpokenOnly
from lur.wire.words import Language, Prompt, compose, key

_Change = Callable[[], object]


class Prompts:
    """What callers hear. Sound is worked on beside the event loop; changes come one after the other."""

    def __init__(self, data: Path) -> None:
        self._recorded = RecordedPrompts(data)
        self._voice = EspeakVoice()
        self._writing = asyncio.Lock()

    async def listed(self, company: str, language: Language) -> tuple[Sentence, ...]:
        """All that can be recorded, in the order of a call."""
        found = tuple(replaceable(company, language))
        return await asyncio.to_thread(
            lambda: tuple(self._sentence(moment, prompt, language) for moment, prompt in found)
        )

    async def recorded(self) -> dict[str, str]:
        """What tells each recorded voice from others, by LANGUAGE/KEY."""
        return await asyncio.to_thread(self._recorded.versions)

    def spoken_only(self, language: Language) -> tuple[SpokenOnly, ...]:
        """What Lur always speaks itself."""
        return tuple(
            SpokenOnly(why=why, text="" if prompt is None else compose(prompt, language))
            for why, prompt in SPOKEN_ONLY
        )

    async def sound(self, company: str, language: Language, wanted: str, *, spoken: bool) -> bytes:
        """What callers hear as a WAV file; with ``spoken``, Lur's own voice also where there is a recorded
        one. Raises ``Refused``: unknown_prompt, speech_unavailable."""
        prompt = _find(company, language, wanted)[1]
        recorded = None if spoken else await asyncio.to_thread(self._recorded.get, language, wanted)
        return recorded or await self.say(compose(prompt, language), language)

    async def say(self, text: str, language: Language) -> bytes:
        """Words in Lur's own voice, as a WAV file. Raises ``Refused``: speech_unavailable."""
        try:
            return wav_of(await asyncio.to_thread(self._voice.say, text, language))
        except SpeechError as problem:
            raise Refused("speech_unavailable", problem.code) from problem

    async def record(
        self, company: str, language: Language, wanted: str, content: bytes, made_of: str | None
    ) -> Sentence:
        """Callers hear this from their next sentence on. Raises ``Refused``: unknown_prompt,
        changed_meanwhile, sound_format, sound_damaged, sound_silent, sound_too_short, sound_too_long,
        not_stored."""
        return await self._change(
            (company, language, wanted), made_of, lambda: self._recorded.put(language, wanted, content)
        )

    async def speak(self, company: str, language: Language, wanted: str, made_of: str | None) -> Sentence:
        """Lur's own voice again. Raises ``Refused``: unknown_prompt, changed_meanwhile, not_stored."""
        return await self._change(
            (company, language, wanted), made_of, lambda: self._recorded.speak(language, wanted)
        )

    async def take_back(self, company: str, language: Language, wanted: str) -> Sentence:
        """As it was before the last change. Raises ``Refused``: unknown_prompt, nothing_to_take_back,
        not_stored."""
        if not self._recorded.has_earlier(language, wanted):
            _find(company, language, wanted)
            raise Refused("nothing_to_take_back", wanted)
        return await self._change(
            (company, language, wanted), None, lambda: self._recorded.take_back(language, wanted)
        )

    async def _change(
        self, which: tuple[str, Language, str], made_of: str | None, change: _Change
    ) -> Sentence:
        company, language, wanted = which
        moment, prompt = _find(company, language, wanted)
        async with self._writing:
            if made_of not in (None, version_of(self._recorded.get(language, wanted))):
                raise Refused("changed_meanwhile", wanted)
            try:
                await asyncio.to_thread(change)
            except SoundRefused as problem:
                raise Refused(problem.code, problem.detail) from problem
            except OSError as problem:
                raise Refused("not_stored", problem.strerror or "") from problem
            return await asyncio.to_thread(self._sentence, moment, prompt, language)

    def _sentence(self, moment: PromptMoment, prompt: Prompt, language: Language) -> Sentence:
        name = key(prompt)
        recorded = self._recorded.get(language, name)
        return Sentence(
            key=name,
            moment=moment,
            text=compose(prompt, language),
            is_recorded=recorded is not None,
            can_take_back=self._recorded.has_earlier(language, name),
            version=version_of(recorded),
            length_ms=length_ms(recorded) if recorded else 0,
        )


def _find(company: str, language: Language, wanted: str) -> tuple[PromptMoment, Prompt]:
    found = (each for each in replaceable(company, language) if key(each[1]) == wanted)
    if (pair := next(found, None)) is None:
        raise Refused("unknown_prompt", wanted)
    return pair
