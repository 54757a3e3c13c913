"""What callers hear through the API: listed, listened to, replaced by a recorded voice, and given back."""

from __future__ import annotations

from typing import Any, get_args

import msgspec
import numpy as np
import pytest
from tests.web.house import House

from lur.adapters.speech.recorded import length_ms, wav_of
from lur.features.prompts.catalogue import SPOKEN_ONLY, replaceable
from lur.features.prompts.model import SpokenReason
from lur.wire.words import LANGUAGES, compose, key
from lur.wire.words.prompts import Prompt

pytestmark = pytest.mark.anyio

URL = "/api/prompts/sv"
TURN = f"{URL}/your_turn"
WAV_TYPE = {"content-type": "audio/wav"}


def voice(hz: int = 500, seconds: float = 1.0) -> bytes:
    """A WAV file as a browser records it, at 8 kHz."""
    samples = 6000 * np.sin(2 * np.pi * hz * np.arange(int(8000 * seconds)) / 8000)
    return wav_of(samples.astype(np.int16))


async def listed(house: House, language: str = "sv") -> dict[str, dict[str, Any]]:
    """All sentences by key, as a supervisor sees them."""
    supervisor = await house.as_role("supervisor")
    answer = (await supervisor.get(f"/api/prompts/{language}")).json()
    return {each["key"]: each for each in answer["sentences"]}


def kinds(prompts: object) -> set[type]:
    """The structs in a union of unions."""
    return {kind for each in get_args(prompts) for kind in (kinds(each) or {each})}


def test_every_kind_of_sentence_is_accounted_for() -> None:
    """Each thing that Lur can say can be recorded, or the page says why not; a new kind of prompt fails
    here until somebody has decided."""
    recordable = {type(prompt) for language in LANGUAGES for _, prompt in replaceable("Firma", language)}
    spoken = {type(prompt) for _, prompt in SPOKEN_ONLY if prompt is not None}
    others = {"OwnWords", "NumberReadBack", "PlaceCode"}
    """Written by the company in an entry; composed of other sentences and of digits."""
    assert {kind.__name__ for kind in kinds(Prompt) - recordable - spoken} == others
    assert {why for why, _ in SPOKEN_ONLY} == set(get_args(SpokenReason))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_sentences_are_listed_with_their_words(house: House, language: str) -> None:
    """In the order of a call, each with its words and a key of its own."""
    found = await listed(house, language)
    wanted = [prompt for _, prompt in replaceable("x", language)]  # type: ignore[arg-type]
    assert list(found) == [key(prompt) for prompt in wanted]
    assert len(set(found)) == len(wanted)
    assert found["your_turn"]["text"] == next(compose(p, language) for p in wanted if key(p) == "your_turn")  # type: ignore[arg-type]
    assert not any(each["is_recorded"] for each in found.values())


async def test_a_voice_is_recorded_and_taken_back(house: House) -> None:
    """Recorded, heard, spoken again, taken back; the list says how it is each time."""
    supervisor = await house.as_role("supervisor")
    row = (await supervisor.post(f"{TURN}/sound?made_of=", content=voice(), headers=WAV_TYPE)).json()
    assert (row["is_recorded"], row["can_take_back"]) == (True, True)
    assert 1_000 <= row["length_ms"] <= 1_300
    heard = await supervisor.get(f"{TURN}/sound")
    assert heard.headers["content-type"] == "audio/wav"
    assert length_ms(heard.content) == row["length_ms"]
    spoken = (await supervisor.get(f"{TURN}/sound?spoken=true")).content
    assert length_ms(spoken) > 300
    assert spoken != heard.content
    again = (await supervisor.post(f"{TURN}/spoken?made_of={row['version']}")).json()
    assert (again["is_recorded"], again["version"]) == (False, "")
    back = (await supervisor.post(f"{TURN}/take-back")).json()
    assert back["version"] == row["version"]
    assert (await listed(house))["your_turn"] == back
    assert not (await listed(house, "nb"))["your_turn"]["is_recorded"]


async def test_two_who_record_the_same(house: House) -> None:
    """The later one is told, and nothing of the first is lost."""
    supervisor = await house.as_role("supervisor")
    first = (await supervisor.post(f"{TURN}/sound?made_of=", content=voice(), headers=WAV_TYPE)).json()
    late = await supervisor.post(f"{TURN}/sound?made_of=", content=voice(700), headers=WAV_TYPE)
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    assert (await listed(house))["your_turn"]["version"] == first["version"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"ID3 an mp3", "sound_format"),
        (b"", "sound_format"),
        (voice()[:20], "sound_damaged"),
        (wav_of(np.zeros(8000, np.int16)), "sound_silent"),
        (voice(seconds=0.1), "sound_too_short"),
        (voice(seconds=90), "sound_too_long"),
    ],
)
async def test_bad_sound_changes_nothing(house: House, content: bytes, code: str) -> None:
    """Each fault has its code, and the sentence stays as it was."""
    supervisor = await house.as_role("supervisor")
    answer = await supervisor.post(f"{TURN}/sound", content=content, headers=WAV_TYPE)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert not (await listed(house))["your_turn"]["is_recorded"]


async def test_what_cannot_be_recorded(house: House) -> None:
    """Keys that nobody knows, waits of any length, paths out of the folder, and other languages."""
    supervisor = await house.as_role("supervisor")
    for url in (
        f"{URL}/wait_range-4-6",
        f"{URL}/nothing",
        f"{URL}/..%2F..%2Fsecrets",
        "/api/prompts/de/your_turn",
    ):
        answer = await supervisor.post(f"{url}/sound", content=voice(), headers=WAV_TYPE)
        assert answer.status_code == 404, url
    nothing = await supervisor.post(f"{TURN}/take-back")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing_to_take_back")


async def test_agents_change_no_voices(house: House) -> None:
    """Agents hear what customers hear by calling, and change nothing."""
    agent = await house.as_role("agent")
    assert (await agent.get(URL)).status_code == 403
    assert (await agent.post(f"{TURN}/sound", content=voice(), headers=WAV_TYPE)).status_code == 403


def test_rows_are_small() -> None:
    """The list of a language is one answer; it stays light on a phone."""
    rows = [(key(prompt), compose(prompt, "sv")) for _, prompt in replaceable("Firma", "sv")]
    assert len(msgspec.json.encode(rows)) < 40_000
