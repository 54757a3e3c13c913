"""Prompts as files of raw G.711, ready before anyone waits for them.

A company may put its own recorded voice in place of any prompt; a broken file never silences Lur, it falls
back to the synthetic voice and says so in the log. Names come from a hash of all that shapes the sound, so
nothing stale is ever played and nothing must be cleaned to change a voice. Companies write words of their own
and change them, so what has not been heard for longest goes when there are too many.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import structlog

from lur.adapters.speech.errors import SpeechError
from lur.adapters.speech.espeak import Voice
from lur.adapters.speech.pcm import Pcm, telephone
from lur.adapters.speech.wav import read_wav
from lur.wire.rtp.g711 import pcm_to_alaw, pcm_to_ulaw
from lur.wire.words import (
    SIMPLE,
    Greeting,
    Language,
    PlaceInQueue,
    PlaceKept,
    Prompt,
    WaitRange,
    WaitRangeAgain,
    compose,
    key,
    parts,
    spoken_in,
)

_log = structlog.get_logger(__name__)

_ENDINGS = {"alaw": ".al", "ulaw": ".ul"}
_PLACES_AHEAD = 30
_WAITS_AHEAD_MIN = 12
_MOST_SOUNDS = 6_000
"""Files of made prompts (two a prompt), some 150 MB. What most calls hear is a few hundred of them."""
_CLEANED_TO = 0.75
_IN_USE_NS = 3_600 * 10**9
"""A sound asked for since then may be playing, or be first in line to."""


class PromptCache:
    """Files of prompts under DATA/cache/prompts, replaceable by DATA/prompts/LANGUAGE/KEY.wav.

    `path` blocks while a missing prompt is made (10-30 ms); `ready` does that in a thread of its own.
    """

    def __init__(self, data: Path, voice: Voice, most_sounds: int = _MOST_SOUNDS) -> None:
        self._made = data / "cache" / "prompts"
        self._recorded = data / "prompts"
        self._voice = voice
        self._most_sounds = most_sounds
        self._made_count: int | None = None
        self._digests: dict[tuple[Path, int, int], str] = {}
        self._broken: set[tuple[Path, int, int]] = set()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="prompts")

    def close(self) -> None:
        """Lets go of the thread."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def path(self, prompt: Prompt, language: Language, law: str) -> Path:
        """The file of raw G.711 for a prompt; `law` is "alaw" or "ulaw". Raises SpeechError.

        A prompt of several parts has no file, for none may hold what is somebody's own: ValueError.
        """
        if parts(prompt) != (prompt,):
            raise ValueError("a prompt of several parts is played part by part")
        language = spoken_in(prompt, language)
        recording = self._recording(prompt, language)
        if recording is not None:
            try:
                return self._from_recording(prompt, language, law, recording)
            except SpeechError as problem:
                self._refuse(recording, problem)
        return self._from_voice(prompt, language, law)

    async def ready(self, prompt: Prompt, language: Language, law: str) -> Path:
        """As `path`, without holding up the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._worker, self.path, prompt, language, law)

    async def prefetch(self, company: str, languages: Iterable[Language]) -> int:
        """Makes the prompts that most calls need, one by one, so that a caller's own prompt never waits long.

        Returns how many stand ready; stops at the first SpeechError, which it raises.
        """
        count = 0
        for language in languages:
            for prompt in common_prompts(company):
                await self.ready(prompt, language, "alaw")
                count += 1
        return count

    def _from_voice(self, prompt: Prompt, language: Language, law: str) -> Path:
        text = compose(prompt, language)
        target = self._target(prompt, language, f"{self._voice.fingerprint}\n{text}")
        if not _stands(target, law):
            self._store(target, self._voice.say(text, language))
        return self._asked_for(target.with_suffix(_ENDINGS[law]))

    def _from_recording(self, prompt: Prompt, language: Language, law: str, recording: Path) -> Path:
        target = self._target(prompt, language, self._digest(recording))
        if not _stands(target, law):
            self._store(target, telephone(*read_wav(recording)))
        return self._asked_for(target.with_suffix(_ENDINGS[law]))

    def _asked_for(self, made: Path) -> Path:
        with contextlib.suppress(OSError):
            os.utime(made)
        return made

    def _recording(self, prompt: Prompt, language: Language) -> Path | None:
        path = self._recorded / language / f"{key(prompt)}.wav"
        return path if path.is_file() and _version(path) not in self._broken else None

    def _digest(self, recording: Path) -> str:
        version = _version(recording)
        if version not in self._digests:
            try:
                self._digests[version] = hashlib.sha256(recording.read_bytes()).hexdigest()
            except OSError as problem:
                raise SpeechError(
                    "prompt_file_unusable", path=str(recording), reason=str(problem)
                ) from problem
        return self._digests[version]

    def _refuse(self, recording: Path, problem: SpeechError) -> None:
        if problem.code != "prompt_file_unusable":
            raise problem
        self._broken.add(_version(recording))
        _log.error(problem.code, **problem.data, what_to_do=problem.what_to_do)

    def _target(self, prompt: Prompt, language: Language, source: str) -> Path:
        digest = hashlib.sha256(source.encode()).hexdigest()[:20]
        return self._made / f"{language}-{key(prompt)}-{digest}"

    def _store(self, target: Path, pcm: Pcm) -> None:
        """Both laws at once: they cost nothing beside the synthesis, and a bridge may need either."""
        try:
            self._made.mkdir(parents=True, exist_ok=True)
            _write(target.with_suffix(_ENDINGS["alaw"]), companded(pcm, pcm_to_alaw()))
            _write(target.with_suffix(_ENDINGS["ulaw"]), companded(pcm, pcm_to_ulaw()))
        except OSError as problem:
            raise SpeechError("prompt_not_stored", path=str(target), reason=str(problem)) from problem
        self._make_room()

    def _make_room(self) -> None:
        count = len(os.listdir(self._made)) if self._made_count is None else self._made_count + len(_ENDINGS)
        self._made_count = count if count <= self._most_sounds else self._without_oldest()

    def _without_oldest(self) -> int:
        ages = sorted((_version(path)[1], path) for path in self._made.iterdir())
        in_use = ages[-1][0] - _IN_USE_NS
        spare = [path for asked, path in ages if asked < in_use]
        going = spare[: len(ages) - int(self._most_sounds * _CLEANED_TO)]
        for path in going:
            path.unlink(missing_ok=True)
        return len(ages) - len(going)


def companded(pcm: Pcm, table: bytes) -> bytes:
    """16-bit samples as G.711 through a table of wire.rtp.g711."""
    return np.frombuffer(table, np.uint8)[pcm.view(np.uint16)].tobytes()


def common_prompts(company: str) -> Iterator[Prompt]:
    """What most calls hear: the greeting, all fixed sentences, the first places and the shorter waits."""
    yield Greeting(company, recorded=True)
    yield Greeting(company, recorded=True, brief=True)
    yield Greeting(company, recorded=False)
    yield from SIMPLE
    for place in range(1, _PLACES_AHEAD + 1):
        yield PlaceInQueue(place)
        yield PlaceKept(place)
    for high in range(1, _WAITS_AHEAD_MIN + 1):
        for low in range(high + 1):
            yield WaitRange(low, high)
            yield WaitRangeAgain(low, high)


def _version(path: Path) -> tuple[Path, int, int]:
    try:
        status = path.stat()
    except OSError:
        return (path, 0, 0)
    return (path, status.st_mtime_ns, status.st_size)


def _stands(target: Path, law: str) -> bool:
    """An empty file is what a power cut leaves of one that was never written through."""
    return _version(target.with_suffix(_ENDINGS[law]))[2] > 0


def _write(path: Path, content: bytes) -> None:
    """All or nothing, whoever else writes the same prompt at the same time."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".making-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
