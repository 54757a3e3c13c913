"""What can go wrong with prompts, as stable codes with data."""

from __future__ import annotations

from typing import Literal

SpeechCode = Literal[
    "speech_unavailable", "voice_missing", "speech_failed", "prompt_file_unusable", "prompt_not_stored"
]

_WHAT_TO_DO: dict[SpeechCode, str] = {
    "speech_unavailable": "install the Python package espeakng-loader, or Debian's (apt install espeak-ng)",
    "voice_missing": "the espeak-ng data lacks this voice; install espeak-ng-data in full",
    "speech_failed": "try again; if it persists, replace the prompt by a recorded file",
    "prompt_file_unusable": "give a WAV file: PCM or G.711, any rate, mono or stereo, at most five minutes",
    "prompt_not_stored": "make room on the disk and see that the data directory can be written",
}


class SpeechError(Exception):
    """A prompt that could not be made. `code` is stable; `what_to_do` is for operators."""

    def __init__(self, code: SpeechCode, **data: str) -> None:
        super().__init__(code)
        self.code = code
        self.data = data
        self.what_to_do = _WHAT_TO_DO[code]

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.data.items())
        return f"{self.code} ({details}): {self.what_to_do}"
