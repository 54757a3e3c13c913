"""Sentences as values, for those who give them a voice."""

from __future__ import annotations

from typing import Literal

import msgspec

PromptMoment = Literal["greeting", "waiting", "choices", "places", "callback", "statement", "code", "agents"]
"""Where in a call the sentence is heard; agents: by our own, who dialled a code."""

SpokenReason = Literal["waits", "times", "numbers", "own_words"]
"""Why a kind of sentence has no recorded voice. waits: each estimate is a sentence of its own, hundreds of
them. times: it names a day and an hour. numbers: somebody's own digits. own_words: what is written in an
entry is spoken, because it changes with the entry."""


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that can have a recorded voice, in one language."""

    key: str
    moment: PromptMoment
    text: str
    is_recorded: bool
    can_take_back: bool
    """The last change can be taken back."""
    version: str
    """Sent along with a change, so that nobody undoes what somebody else does; empty: spoken."""
    length_ms: int
    """Of the recorded voice; 0: spoken."""


class SpokenOnly(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of sentence that Lur always speaks itself, with an example."""

    why: SpokenReason
    text: str
