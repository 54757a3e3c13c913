"""Kills in the middle of a talk with colleagues: edge, media plane, runtime. Nobody is cut off."""

from __future__ import annotations

import pytest
from tests.adapters.edge.colleagues import (
    BO_HZ,
    consulted,
    desks_talk,
    has_music,
    hear,
    party,
    phones_talk,
    rung,
)
from tests.adapters.edge.runtime import until
from tests.adapters.edge.world import AGENT_HZ, CUSTOMER_HZ, World

from lur.adapters.voice.phone import Ignore, PhoneCall, SoftPhone
from lur.core.commands import AnswerAsk, DeclineAsk, EndContact, EndParty, KeepRecording, ReturnContact
from lur.core.ids import ContactId

pytestmark = pytest.mark.anyio


async def sip_consult(world: World) -> tuple[PhoneCall, PhoneCall, PhoneCall, SoftPhone, ContactId]:
    """The customer on hold, Anna and Bo at SIP phones."""
    bo = await world.phone("bo")
    call, anna, contact_id = await phones_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1"),))
    at_bo = await rung(bo, BO_HZ)
    await world.runtime.heard(AnswerAsk)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1", there=True),))
    await hear({"anna": (anna, [BO_HZ]), "bo": (at_bo, [AGENT_HZ]), "customer": (call, [])})
    return call, anna, at_bo, bo, contact_id


async def test_consult_outlives_the_edge(world: World) -> None:
    """They speak on while the edge is dead, and after it; the customer can be handed over then."""
    call, anna, at_bo, bo, contact_id = await sip_consult(world)
    await world.abandon_edge()
    await hear({"anna": (anna, [BO_HZ]), "bo": (at_bo, [AGENT_HZ])})
    await world.start_edge()
    await until(lambda: len(world.runtime.hellos) == 2)
    await until(lambda: has_music(call))
    world.runtime.want(contact_id, "talking", agent="bo")
    await hear({"customer": (call, [BO_HZ]), "bo": (at_bo, [CUSTOMER_HZ])})
    await anna.over()
    assert len(bo.calls) == 1
    assert not world.runtime.commands(EndParty)
    assert not world.runtime.commands(KeepRecording)


async def test_handed_over_while_the_edge_was_dead(world: World) -> None:
    """What is wanted has changed meanwhile: the edge makes it so when it is back, at desks."""
    call, anna, bo, contact_id = await consulted(world)
    await world.abandon_edge()
    world.runtime.restate(contact_id, "talking", agent="bo")
    await world.start_edge()
    await hear({"customer": (call, [BO_HZ]), "bo": (bo, [CUSTOMER_HZ]), "anna": (anna, [])})


async def test_an_asked_phone_rings_on_over_a_restart(world: World) -> None:
    """The colleague's phone rang when the edge died: it can still be answered, and is not rung twice."""
    bo = await world.phone("bo", Ignore())
    _, _, contact_id = await phones_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1"),))
    await until(lambda: bo.calls and bo.calls[0].state == "ringing")
    await world.abandon_edge()
    await world.start_edge()
    bo.calls[0].answer()
    assert (await world.runtime.heard(AnswerAsk)).party_id == "party-1"
    assert len(bo.calls) == 1
    assert not world.runtime.commands(DeclineAsk)


async def test_a_colleague_hung_up_while_the_edge_was_dead(world: World) -> None:
    """The BYE is sent again: told after the restart, once."""
    call, anna, at_bo, _, contact_id = await sip_consult(world)
    await world.abandon_edge()
    at_bo.hang_up()
    await world.start_edge()
    assert (await world.runtime.heard(EndParty)).party_id == "party-1"
    world.runtime.want(contact_id, "talking", agent="anna")
    await hear({"customer": (call, [AGENT_HZ]), "anna": (anna, [CUSTOMER_HZ])})
    assert len(world.runtime.commands(EndParty)) == 1


async def test_consult_outlives_the_media_plane(world: World) -> None:
    """SIP phones hear each other again on the same ports; the customer's music is back; nobody is told of."""
    call, anna, at_bo, _, contact_id = await sip_consult(world)
    ports = anna.sound.remote, at_bo.sound.remote
    await world.kill_media()
    for each in (call, anna, at_bo):
        each.sound.heard.clear()
    await world.start_media()
    await hear({"anna": (anna, [BO_HZ]), "bo": (at_bo, [AGENT_HZ])})
    await until(lambda: has_music(call))
    assert (anna.sound.remote, at_bo.sound.remote) == ports
    joined = party("party-1", part="joined", there=True)
    world.runtime.want(contact_id, "talking", agent="anna", parties=(joined,))
    await hear({"customer": (call, [AGENT_HZ, BO_HZ]), "bo": (at_bo, [AGENT_HZ, CUSTOMER_HZ])})
    assert not world.runtime.commands(EndParty)
    assert not world.runtime.commands(ReturnContact)


async def test_desks_come_back_to_a_new_media_plane(world: World) -> None:
    """Each page makes a new connection, and the consult goes on, whoever comes first."""
    call, anna, bo, _ = await consulted(world)
    await world.kill_media()
    call.sound.heard.clear()
    await world.start_media()
    await until(lambda: has_music(call))
    await bo.connect()
    await anna.connect()
    await hear({"anna": (anna, [BO_HZ]), "bo": (bo, [AGENT_HZ]), "customer": (call, [])})
    assert not world.runtime.commands(EndParty)
    assert not world.runtime.commands(ReturnContact)


async def test_both_die_in_a_conference(world: World) -> None:
    """Edge and media plane die together, and the conference is back."""
    bo = await world.phone("bo")
    call, anna, contact_id = await phones_talk(world)
    joined = party("party-1", part="joined", there=True)
    world.runtime.want(contact_id, "talking", agent="anna", parties=(joined,))
    at_bo = await rung(bo, BO_HZ)
    await hear({"customer": (call, [AGENT_HZ, BO_HZ])})
    await world.abandon_edge()
    await world.kill_media()
    for each in (call, anna, at_bo):
        each.sound.heard.clear()
    await world.start_media()
    await world.start_edge()
    await hear(
        {
            "customer": (call, [AGENT_HZ, BO_HZ]),
            "anna": (anna, [CUSTOMER_HZ, BO_HZ]),
            "bo": (at_bo, [CUSTOMER_HZ, AGENT_HZ]),
        }
    )
    assert len(bo.calls) == 1


async def test_an_answer_while_the_runtime_is_away(world: World) -> None:
    """The fact waits for the runtime, once; the colleague hears a soft tone until then."""
    bo = await world.phone("bo", Ignore())
    call, anna, contact_id = await phones_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1"),))
    await until(lambda: bo.calls)
    await world.runtime.stop()
    await until(lambda: not world.house.runtime_is_up())
    bo.calls[0].answer()
    at_bo = await rung(bo, BO_HZ)
    await until(lambda: any(byte not in (0xD5, 0x55) for byte in at_bo.sound.heard))
    await world.runtime.start()
    assert (await world.runtime.heard(AnswerAsk)).party_id == "party-1"
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1", there=True),))
    await hear({"anna": (anna, [BO_HZ]), "bo": (at_bo, [AGENT_HZ]), "customer": (call, [])})
    assert len(world.runtime.commands(AnswerAsk)) == 1


async def test_a_clean_stop_hangs_up_on_everybody(world: World) -> None:
    """Colleagues' phones too."""
    call, anna, at_bo, _, _ = await sip_consult(world)
    await world.stop_edge()
    for each in (call, anna, at_bo):
        await each.over()
    assert (await world.runtime.heard(EndContact)).cause == "stopped"


async def test_a_desk_that_leaves_in_a_talk_may_come_back(world: World) -> None:
    """A colleague closes the page and opens another: the talk goes on there."""
    bo = await world.desk("bo", "desk-bo", hz=BO_HZ)
    call, anna, contact_id = await desks_talk(world)
    joined = party("party-1", part="joined", there=True)
    world.runtime.want(contact_id, "talking", agent="anna", parties=(joined,))
    await hear({"customer": (call, [AGENT_HZ, BO_HZ])})
    bo.leave()
    await hear({"customer": (call, [AGENT_HZ]), "anna": (anna, [CUSTOMER_HZ])})
    again = await world.desk("bo", "desk-bo-2", hz=BO_HZ)
    await hear({"customer": (call, [AGENT_HZ, BO_HZ]), "again": (again, [AGENT_HZ, CUSTOMER_HZ])})
    assert not world.runtime.commands(EndParty)
