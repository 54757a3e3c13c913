"""Talks of three and more."""

from __future__ import annotations

import pytest
from tests.adapters.media.studio import Phone, Studio, until
from tests.fakes.tones import has_tone, power_db, tone_db

from lur.adapters.voice.media.client import MediaRefused
from lur.adapters.voice.media.protocol import (
    Bridge,
    CreateLeg,
    DeleteLeg,
    EndMix,
    Hearing,
    Law,
    Mute,
    SetMix,
)

pytestmark = pytest.mark.anyio
TONES_HZ = {"customer": 500.0, "agent": 900.0, "coach": 1400.0, "second": 2100.0}
LAWS = {"customer": Law.ULAW, "agent": Law.ALAW, "coach": Law.ALAW, "second": Law.ULAW}


async def four(studio: Studio) -> dict[str, Phone]:
    """Four phones, each with its tone."""
    return {leg: await studio.phone(leg, LAWS[leg], hz) for leg, hz in TONES_HZ.items()}


def hears_exactly(phone: Phone, wanted: set[str]) -> bool:
    """These tones are there; of all others there is less than -60 dB."""
    newest = phone.heard(400)
    if len(newest) < 3200:
        return False
    levels = {leg: tone_db(newest, hz) for leg, hz in TONES_HZ.items()}
    return all(levels[leg] > -14 for leg in wanted) and all(
        level < -55 for leg, level in levels.items() if leg not in wanted
    )


async def test_everybody_hears_all_others(studio: Studio) -> None:
    """Without a matrix each hears the three others, and not themselves, whatever their laws."""
    phones = await four(studio)
    await studio.media.do(SetMix("room", tuple(phones)))
    await until(
        lambda: all(hears_exactly(phone, set(phones) - {leg}) for leg, phone in phones.items()), "everybody"
    )


async def test_the_matrix_says_who_hears_whom(studio: Studio) -> None:
    """A coach whispers to the agent only: the customer hears the agent and nothing of the coach."""
    phones = await four(studio)
    cells = (
        Hearing("customer", "agent"),
        Hearing("agent", "customer"),
        Hearing("agent", "coach"),
        Hearing("coach", "agent"),
        Hearing("coach", "customer"),
    )
    await studio.media.do(SetMix("room", tuple(phones), cells))
    await until(
        lambda: (
            hears_exactly(phones["customer"], {"agent"})
            and hears_exactly(phones["agent"], {"customer", "coach"})
            and hears_exactly(phones["coach"], {"agent", "customer"})
        ),
        "the matrix",
    )
    silent = phones["second"].heard(400)
    assert power_db(silent) < -60


async def test_a_muted_speaker_is_not_mixed(studio: Studio) -> None:
    """Mute takes one voice out, for all."""
    phones = await four(studio)
    await studio.media.do(SetMix("room", tuple(phones)))
    await studio.media.do(Mute("coach", True))
    await until(
        lambda: hears_exactly(phones["agent"], {"customer", "second"}), "the others without the coach"
    )


async def test_a_mix_can_become_a_bridge_and_back(studio: Studio) -> None:
    """Legs go between mix and bridge; those left behind hear silence, deleted ones are gone."""
    phones = await four(studio)
    await studio.media.do(SetMix("room", tuple(phones)))
    await until(lambda: has_tone(phones["agent"].heard(200), 500), "the mix")
    await studio.media.do(Bridge("customer", "agent"))
    await until(lambda: hears_exactly(phones["agent"], {"customer"}), "the bridge")
    await until(lambda: hears_exactly(phones["coach"], {"second"}), "those left in the mix")
    await studio.media.do(SetMix("room", ("customer", "agent", "coach")))
    await until(lambda: hears_exactly(phones["agent"], {"customer", "coach"}), "three again")
    await studio.media.do(DeleteLeg("coach"))
    await until(lambda: hears_exactly(phones["agent"], {"customer"}), "two of them")
    await studio.media.do(EndMix("room"))
    await until(lambda: hears_exactly(phones["agent"], set()), "nobody")
    assert {leg.mix for leg in (await studio.media.list_legs()).legs} == {None}


async def test_a_mix_needs_two_different_legs(studio: Studio) -> None:
    """One leg, or the same twice, is refused."""
    await studio.phone("customer")
    for legs in (("customer",), ("customer", "customer")):
        with pytest.raises(MediaRefused, match="mix_too_small"):
            await studio.media.do(SetMix("room", legs))


async def test_a_new_plane_is_told_the_matrix_again(studio: Studio) -> None:
    """After SIGKILL of the plane the legs come back on their ports, and the same matrix holds again."""
    phones = await four(studio)
    room = SetMix("room", tuple(phones))
    await studio.media.do(room)
    await until(lambda: has_tone(phones["agent"].heard(200), 500), "the mix")
    before = {leg.leg: leg.local_port for leg in (await studio.media.list_legs()).legs}
    await studio.kill()
    await studio.start()
    for leg, phone in phones.items():
        await studio.media.create_leg(CreateLeg(leg, LAWS[leg], phone.address, before[leg]))
        phone.forget()
    await studio.media.do(room)
    await until(
        lambda: all(hears_exactly(phone, set(phones) - {leg}) for leg, phone in phones.items()), "everybody"
    )


async def test_a_supervisor_in_a_browser_listens_whispers_and_joins(studio: Studio) -> None:
    """The coach's phone is a page: the same matrices, through SRTP."""
    phones = {leg: await studio.phone(leg, LAWS[leg], TONES_HZ[leg]) for leg in ("customer", "agent")}
    await studio.media.do(Bridge("customer", "agent"))
    phones["coach"] = await studio.browser("coach", hz=TONES_HZ["coach"])
    listening = {"customer": {"agent"}, "agent": {"customer"}, "coach": {"customer", "agent"}}
    whisper = listening | {"agent": {"customer", "coach"}}
    for matrix in (listening, whisper, whisper | {"customer": {"agent", "coach"}}):
        cells = tuple(Hearing(leg, speaker) for leg, row in matrix.items() for speaker in sorted(row))
        await studio.media.do(SetMix("room", tuple(matrix), cells))
        for phone in phones.values():
            phone.forget()
        await until(
            lambda matrix=matrix: all(  # type: ignore[misc]
                hears_exactly(phones[leg], row) for leg, row in matrix.items()
            ),
            "the matrix",
        )
