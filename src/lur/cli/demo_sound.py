"""What the people of the demo say, as sound: two tracks in which customer and agent take turns."""

from __future__ import annotations

import functools

from lur.adapters.speech import EspeakVoice, SpeechError, Timbre, companded
from lur.adapters.speech.demo_lines import AGENT_LINES, AGENT_TIMBRES, CUSTOMER_LINES, CUSTOMER_TIMBRES
from lur.cli.failure import Failure
from lur.core.ids import Language
from lur.wire.rtp.g711 import ALAW_SILENCE, pcm_to_alaw

PAUSE_BYTES = 4_000
"""Half a second between two who speak."""


def tracks(language: Language, number: int) -> tuple[bytes, bytes]:
    """Customer and agent of one small conversation, A-law, equally long; ``number`` chooses the voices."""
    customer = CUSTOMER_TIMBRES[number % len(CUSTOMER_TIMBRES)]
    agent = AGENT_TIMBRES[number % len(AGENT_TIMBRES)]
    heard, said = b"", b""
    for agent_line, customer_line in zip(AGENT_LINES[language], CUSTOMER_LINES[language], strict=False):
        answer, question = spoken(agent_line, language, agent), spoken(customer_line, language, customer)
        said += _silence(len(answer)) + question
        heard += answer + _silence(len(question))
    return said, heard


def _silence(length: int) -> bytes:
    return bytes([ALAW_SILENCE]) * length


@functools.cache
def spoken(text: str, language: Language, timbre: Timbre) -> bytes:
    """A sentence as A-law, with a short pause after it. Raises ``Failure`` when there is no voice."""
    try:
        sound = companded(EspeakVoice(timbre).say(text, language), pcm_to_alaw())
    except SpeechError as error:
        raise Failure(error.code, str(error), error.what_to_do) from error
    return sound + _silence(PAUSE_BYTES)
