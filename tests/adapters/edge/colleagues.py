"""Talks with colleagues as the edge meets them: who is wanted beside the agent, and who hears whose tone."""

from __future__ import annotations

from collections.abc import Sequence

from tests.adapters.edge.desk import Desk
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import AGENT_HZ, CUSTOMER_HZ, FRAME, GREETING_LIMIT_MS, World, hears

from lur.adapters.voice.phone import PhoneCall, SoftPhone
from lur.adapters.voice.phone.tone import share_of_tone, tone
from lur.adapters.voice.protocol import WantedParty
from lur.core.ids import AgentId, ContactId, PartyId

BO_HZ, CIA_HZ, DAN_HZ = 1400, 2200, 2600
TONES = (CUSTOMER_HZ, AGENT_HZ, BO_HZ, CIA_HZ, DAN_HZ)
Ear = PhoneCall | Desk


def party(
    name: str, *, agent: str | None = "bo", part: str = "aside", there: bool = False, **more: object
) -> WantedParty:
    """A colleague (or an outside number) who is wanted."""
    return WantedParty(
        party_id=PartyId(name),
        agent_id=AgentId(agent) if agent else None,
        part=part,  # type: ignore[arg-type]
        is_there=there,
        ring_ms=0 if there else 20_000,
        **more,  # type: ignore[arg-type]
    )


def voices(ear: Ear, frames: int = 10) -> frozenset[int]:
    """Whose tones are in the newest sound of a phone."""
    newest = bytes(ear.sound.heard[-frames * FRAME :])
    if len(newest) < frames * FRAME:
        return frozenset()
    return frozenset(hz for hz in TONES if share_of_tone(newest, hz, alaw=ear.sound.heard_alaw) > 0.1)


def has_music(ear: Ear, frames: int = 25) -> bool:
    """Whether there is sound that is nobody's voice."""
    newest = bytes(ear.sound.heard[-frames * FRAME :])
    return bool(newest) and any(byte not in (0xD5, 0x55) for byte in newest) and not voices(ear)


async def hear(expected: dict[str, tuple[Ear, Sequence[int]]], limit_ms: int = 10_000) -> None:
    """Wait until each hears exactly these voices. Raises TimeoutError, which says what was heard."""
    try:
        await until(
            lambda: all(voices(ear) == frozenset(heard) for ear, heard in expected.values()), limit_ms
        )
    except TimeoutError:
        heard = {name: sorted(voices(ear)) for name, (ear, _) in expected.items()}
        raise TimeoutError(f"heard: {heard}") from None


async def desks_talk(world: World) -> tuple[PhoneCall, Desk, ContactId]:
    """A customer and Anna, whose phone is a browser, in a talk."""
    anna = await world.desk()
    call, contact_id = await world.talk_at(anna)
    return call, anna, contact_id


async def phones_talk(world: World) -> tuple[PhoneCall, PhoneCall, ContactId]:
    """A customer and Anna, who has a SIP phone, in a talk."""
    return await world.talk(await world.phone("anna"))


async def rung(phone: SoftPhone, hz: int) -> PhoneCall:
    """The call that has come to a colleague's phone, answered, and speaking."""
    await until(lambda: phone.calls)
    call = phone.calls[-1]
    await call.answered()
    call.sound.play(tone(hz))
    return call


async def consulted(world: World) -> tuple[PhoneCall, Desk, Desk, ContactId]:
    """Anna and Bo, both at desks, speak while the customer is on hold."""
    bo = await world.desk("bo", "desk-bo", hz=BO_HZ)
    call, anna, contact_id = await desks_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1"),))
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1", there=True),))
    await hear({"anna": (anna, [BO_HZ]), "bo": (bo, [AGENT_HZ]), "customer": (call, [])})
    return call, anna, bo, contact_id


__all__ = ["GREETING_LIMIT_MS", "hears"]
