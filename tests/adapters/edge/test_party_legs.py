"""Colleagues in a talk: consult, hand-over, conference, listening, taking over; at desks and SIP phones."""

from __future__ import annotations

import pytest
from tests.adapters.edge.colleagues import (
    BO_HZ,
    CIA_HZ,
    DAN_HZ,
    consulted,
    desks_talk,
    has_music,
    hear,
    party,
    phones_talk,
    rung,
    voices,
)
from tests.adapters.edge.runtime import until
from tests.adapters.edge.test_talking import recorded
from tests.adapters.edge.world import AGENT_HZ, CUSTOMER_HZ, World

from lur.adapters.voice.edge import desks
from lur.adapters.voice.phone import Ignore, Refuse
from lur.core.commands import (
    AnswerAsk,
    DeclineAsk,
    EndContact,
    EndParty,
    KeepRecording,
    ReturnContact,
)

pytestmark = pytest.mark.anyio


async def test_consult_between_desks(world: World) -> None:
    """Agent and colleague speak, the customer hears music; back to the customer, the colleague hears it."""
    call, anna, bo, contact_id = await consulted(world)
    await until(lambda: has_music(call))
    world.runtime.want(contact_id, "talking", agent="anna", parties=(party("party-1", there=True),))
    await hear({"customer": (call, [AGENT_HZ]), "anna": (anna, [CUSTOMER_HZ]), "bo": (bo, [])})
    await until(lambda: has_music(bo))
    world.runtime.want(contact_id, "talking", agent="anna")
    await until(lambda: bytes(bo.sound.heard[-800:]) == b"\xd5" * 800)
    await hear({"customer": (call, [AGENT_HZ]), "anna": (anna, [CUSTOMER_HZ])})
    assert not world.runtime.commands(EndParty)


async def test_consult_between_sip_phones(world: World) -> None:
    """The colleague's phone rings and shows who asks; its answer is a fact, and then they speak."""
    bo = await world.phone("bo")
    call, anna, contact_id = await phones_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1", hears="Anna fragar"),))
    at_bo = await rung(bo, BO_HZ)
    assert at_bo.caller_name == "Anna fragar"
    answer = await world.runtime.heard(AnswerAsk)
    assert (answer.party_id, answer.command_id) == ("party-1", "answer-party-1")
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1", there=True),))
    await hear({"anna": (anna, [BO_HZ]), "bo": (at_bo, [AGENT_HZ]), "customer": (call, [])})
    await until(lambda: has_music(call))
    world.runtime.want(contact_id, "talking", agent="anna")
    await at_bo.over()
    await hear({"customer": (call, [AGENT_HZ]), "anna": (anna, [CUSTOMER_HZ])})


async def test_agent_hears_it_ring_while_a_colleague_is_asked(world: World) -> None:
    """While nobody has answered, the agent who holds the customer hears ringing; help is called silently."""
    await world.phone("bo", Ignore())
    _, anna, contact_id = await desks_talk(world)
    world.runtime.want(contact_id, "talking", agent="anna", parties=(party("party-1", part="listen"),))
    world.runtime.want(contact_id, "held", agent="anna")
    await until(lambda: bytes(anna.sound.heard[-8_000:]) == b"\xd5" * 8_000)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-2", agent="cia"),))
    await world.runtime.heard(DeclineAsk)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-3"),))
    await until(lambda: any(byte not in (0xD5, 0x55) for byte in anna.sound.heard[-800:]))
    world.runtime.want(contact_id, "held", agent="anna")
    await until(lambda: bytes(anna.sound.heard[-800:]) == b"\xd5" * 800)


@pytest.mark.parametrize(
    ("status", "reason"), [(603, "declined"), (486, "busy"), (480, "unreachable"), (500, "failed")]
)
async def test_a_colleague_who_does_not_come(world: World, status: int, reason: str) -> None:
    """How the phone says no is the reason, told once; the phone is not rung again for the same ask."""
    bo = await world.phone("bo", Refuse(status))
    call, anna, contact_id = await phones_talk(world)
    asked = party("party-1")
    world.runtime.want(contact_id, "held", agent="anna", parties=(asked,))
    told = await world.runtime.heard(DeclineAsk)
    assert (told.party_id, told.reason) == ("party-1", reason)
    world.runtime.want(contact_id, "held", agent="anna", parties=(asked,))
    world.runtime.want(contact_id, "talking", agent="anna")
    await hear({"customer": (call, [AGENT_HZ]), "anna": (anna, [CUSTOMER_HZ])})
    assert len(bo.calls) == 1
    assert len(world.runtime.commands(DeclineAsk)) == 1


async def test_a_colleague_without_a_phone(world: World) -> None:
    """Nobody is called; the reason says so."""
    _, _, contact_id = await desks_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1"),))
    assert (await world.runtime.heard(DeclineAsk)).reason == "unreachable"


async def test_an_ask_taken_back_stops_the_ringing(world: World) -> None:
    """No longer wanted: the phone is silent, and nothing is told."""
    bo = await world.phone("bo", Ignore())
    call, _, contact_id = await phones_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1"),))
    await until(lambda: bo.calls)
    world.runtime.want(contact_id, "talking", agent="anna")
    await bo.calls[0].over()
    await hear({"customer": (call, [AGENT_HZ])})
    assert not world.runtime.commands(DeclineAsk)


async def test_an_answer_that_came_too_late(world: World) -> None:
    """The core has taken the ask back: who answered is let go, and the talk goes on."""
    world.runtime.verdicts[AnswerAsk] = ("rejected", "ask_is_over")
    bo = await world.phone("bo")
    call, _, contact_id = await phones_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1"),))
    await until(lambda: bo.calls)
    await bo.calls[0].over()
    await world.runtime.heard(AnswerAsk)
    world.runtime.want(contact_id, "talking", agent="anna")
    await hear({"customer": (call, [AGENT_HZ])})
    assert not world.runtime.commands(EndParty)


async def test_warm_transfer(world: World) -> None:
    """Handed over: the colleague's leg becomes the agent's, without a new call; the agent's phone is free,
    and one recording has all of it."""
    bo = await world.phone("bo")
    call, anna, contact_id = await phones_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1"),))
    at_bo = await rung(bo, BO_HZ)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1", there=True),))
    await hear({"anna": (anna, [BO_HZ]), "bo": (at_bo, [AGENT_HZ])})
    world.runtime.want(contact_id, "talking", agent="bo")
    await anna.over()
    await hear({"customer": (call, [BO_HZ]), "bo": (at_bo, [CUSTOMER_HZ])})
    assert len(bo.calls) == 1
    at_bo.hang_up()
    assert (await world.runtime.heard(EndContact)).ended_by == "agent"
    await call.over()
    await world.runtime.heard(KeepRecording)
    assert len(world.runtime.commands(KeepRecording)) == 1
    assert not world.runtime.commands(EndParty)
    left, right = recorded(world)
    assert len(left) == len(right)


async def test_transfer_is_given_to_who_answers(world: World) -> None:
    """From ringing to having the customer in one step, as after a transfer's answer; at a desk, too."""
    bo = await world.desk("bo", "desk-bo", hz=BO_HZ)
    call, anna, contact_id = await desks_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1"),))
    world.runtime.want(contact_id, "talking", agent="bo")
    await hear({"customer": (call, [BO_HZ]), "bo": (bo, [CUSTOMER_HZ]), "anna": (anna, [])})
    assert anna.peer.state == "connected"


async def test_the_agent_leaves_while_the_colleague_is_asked(world: World) -> None:
    """Transferring: the customer hears music, the colleague's phone rings on, and then they speak."""
    bo = await world.phone("bo", Ignore())
    call, anna, contact_id = await phones_talk(world)
    asked = party("party-1")
    world.runtime.want(contact_id, "held", agent="anna", parties=(asked,))
    await until(lambda: bo.calls)
    world.runtime.want(contact_id, "transferring", parties=(asked,))
    await anna.over()
    await until(lambda: has_music(call))
    bo.calls[0].answer()
    at_bo = await rung(bo, BO_HZ)
    await world.runtime.heard(AnswerAsk)
    world.runtime.want(contact_id, "talking", agent="bo")
    await hear({"customer": (call, [BO_HZ]), "bo": (at_bo, [CUSTOMER_HZ])})
    assert len(bo.calls) == 1
    assert not world.runtime.commands(EndContact)


async def test_nobody_answers_and_the_agent_is_gone(world: World) -> None:
    """Back in the queue: the customer hears music on, and no phone rings."""
    bo = await world.phone("bo", Ignore())
    call, _, contact_id = await phones_talk(world)
    world.runtime.want(contact_id, "transferring", parties=(party("party-1"),))
    await until(lambda: bo.calls)
    world.runtime.want(contact_id, "waiting")
    await bo.calls[0].over()
    await until(lambda: has_music(call))
    assert call.state == "talking"


async def test_conference_of_four(world: World) -> None:
    """Everybody hears all others and not themselves; when two leave, the others go on."""
    bo = await world.desk("bo", "desk-bo", hz=BO_HZ)
    cia = await world.phone("cia")
    call, anna, contact_id = await desks_talk(world)
    joined = party("party-1", part="joined", there=True)
    world.runtime.want(contact_id, "held", agent="anna", parties=(joined, party("party-2", agent="cia")))
    at_cia = await rung(cia, CIA_HZ)
    both = (joined, party("party-2", agent="cia", part="joined", there=True))
    world.runtime.want(contact_id, "talking", agent="anna", parties=both)
    await hear(
        {
            "customer": (call, [AGENT_HZ, BO_HZ, CIA_HZ]),
            "anna": (anna, [CUSTOMER_HZ, BO_HZ, CIA_HZ]),
            "bo": (bo, [CUSTOMER_HZ, AGENT_HZ, CIA_HZ]),
            "cia": (at_cia, [CUSTOMER_HZ, AGENT_HZ, BO_HZ]),
        }
    )
    at_cia.hang_up()
    assert (await world.runtime.heard(EndParty)).reason == "left"
    world.runtime.want(contact_id, "talking", agent="anna", parties=(joined,))
    await hear({"customer": (call, [AGENT_HZ, BO_HZ]), "bo": (bo, [AGENT_HZ, CUSTOMER_HZ])})
    world.runtime.want(contact_id, "talking", agent="bo")
    await hear({"customer": (call, [BO_HZ]), "bo": (bo, [CUSTOMER_HZ]), "anna": (anna, [])})


async def test_listening_and_whispering(world: World) -> None:
    """A listener hears both and is heard by nobody; a whisper is heard by the agent, never by the customer;
    who takes over is the agent, and the one before listens."""
    bo = await world.desk("bo", "desk-bo", hz=BO_HZ)
    call, anna, contact_id = await desks_talk(world)
    listens = party("party-1", part="listen", there=True)
    world.runtime.want(contact_id, "talking", agent="anna", parties=(listens,))
    await hear(
        {"bo": (bo, [AGENT_HZ, CUSTOMER_HZ]), "anna": (anna, [CUSTOMER_HZ]), "customer": (call, [AGENT_HZ])}
    )
    whispers = party("party-1", part="whisper", there=True)
    world.runtime.want(contact_id, "talking", agent="anna", parties=(whispers,))
    await hear({"anna": (anna, [CUSTOMER_HZ, BO_HZ]), "customer": (call, [AGENT_HZ])})
    stays = party("party-2", agent="anna", part="listen", there=True)
    world.runtime.want(contact_id, "talking", agent="bo", parties=(stays,))
    await hear({"customer": (call, [BO_HZ]), "bo": (bo, [CUSTOMER_HZ]), "anna": (anna, [CUSTOMER_HZ, BO_HZ])})
    world.runtime.want(contact_id, "talking", agent="bo")
    await hear({"customer": (call, [BO_HZ]), "bo": (bo, [CUSTOMER_HZ]), "anna": (anna, [])})


async def test_the_customer_never_hears_a_whisper(world: World) -> None:
    """From the first frame on: while the whisperer comes and speaks, the customer hears the agent alone."""
    call, anna, contact_id = await desks_talk(world)
    bo = await world.desk("bo", "desk-bo", hz=BO_HZ)
    call.sound.heard.clear()
    whispers = party("party-1", part="whisper", there=True)
    world.runtime.want(contact_id, "talking", agent="anna", parties=(whispers,))
    await hear({"anna": (anna, [CUSTOMER_HZ, BO_HZ]), "bo": (bo, [AGENT_HZ, CUSTOMER_HZ])})
    await until(lambda: len(call.sound.heard) > 8_000)
    until_now = bytes(call.sound.heard)
    assert voices(call) == {AGENT_HZ}
    silent = bytes([0xD5]) * 160
    frames = [until_now[at : at + 160] for at in range(0, len(until_now) - 159, 160)]
    assert sum(frame == silent for frame in frames) <= 1


async def test_a_supervisor_with_a_sip_phone_is_rung(world: World) -> None:
    """Who comes unasked is in the talk as soon as the phone is picked up; who does not pick it up is lost."""
    bo, _ = await world.phone("bo"), await world.phone("cia", Refuse(603))
    call, anna, contact_id = await phones_talk(world)
    both = (
        party("party-1", part="listen", there=True),
        party("party-2", agent="cia", part="listen", there=True),
    )
    world.runtime.want(contact_id, "talking", agent="anna", parties=both)
    at_bo = await rung(bo, BO_HZ)
    await hear({"bo": (at_bo, [AGENT_HZ, CUSTOMER_HZ]), "anna": (anna, [CUSTOMER_HZ])})
    told = await world.runtime.heard(EndParty)
    assert (told.party_id, told.reason) == ("party-2", "declined")
    assert not world.runtime.commands(AnswerAsk)
    assert not world.runtime.commands(DeclineAsk)
    assert voices(call) == {AGENT_HZ}


async def test_the_agents_phone_hangs_up_in_a_conference(world: World) -> None:
    """The customer stays with the colleague who is joined, also until the runtime has said so."""
    bo = await world.desk("bo", "desk-bo", hz=BO_HZ)
    call, anna, contact_id = await phones_talk(world)
    joined = party("party-1", part="joined", there=True)
    world.runtime.want(contact_id, "talking", agent="anna", parties=(joined,))
    await hear({"customer": (call, [AGENT_HZ, BO_HZ])})
    anna.hang_up()
    assert (await world.runtime.heard(EndContact)).ended_by == "agent"
    await hear({"customer": (call, [BO_HZ]), "bo": (bo, [CUSTOMER_HZ])})
    world.runtime.want(contact_id, "talking", agent="bo")
    await hear({"customer": (call, [BO_HZ]), "bo": (bo, [CUSTOMER_HZ])})
    assert not world.runtime.commands(ReturnContact)
    assert len(world.runtime.commands(EndContact)) == 1


async def test_the_agents_phone_hangs_up_in_a_consult(world: World) -> None:
    """As phones do everywhere: the customer hears music until the runtime has given them to the colleague."""
    bo = await world.phone("bo")
    call, anna, contact_id = await phones_talk(world)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1"),))
    at_bo = await rung(bo, BO_HZ)
    world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1", there=True),))
    await hear({"anna": (anna, [BO_HZ])})
    anna.hang_up()
    assert (await world.runtime.heard(EndContact)).ended_by == "agent"
    await until(lambda: has_music(call))
    world.runtime.want(contact_id, "talking", agent="bo")
    await hear({"customer": (call, [BO_HZ]), "bo": (at_bo, [CUSTOMER_HZ])})
    assert not world.runtime.commands(ReturnContact)


@pytest.mark.parametrize("asked", ["a colleague", "an outside number"])
async def test_the_agents_phone_hangs_up_with_nobody_to_leave_the_customer_to(
    world: World, asked: str
) -> None:
    """A colleague who waits aside, while the agent speaks with the customer, does not keep them; nor does an
    outside number that is aside: the call is over, for all."""
    call, anna, contact_id = await phones_talk(world)
    bo = await world.phone("bo")
    if asked == "a colleague":
        world.runtime.want(contact_id, "held", agent="anna", parties=(party("party-1"),))
        at_bo = await rung(bo, BO_HZ)
        world.runtime.want(contact_id, "talking", agent="anna", parties=(party("party-1", there=True),))
        await until(lambda: has_music(at_bo))
    else:
        outside = party("party-1", agent=None, there=True)
        world.runtime.want(contact_id, "held", agent="anna", parties=(outside,))
        await until(lambda: has_music(call))
    anna.hang_up()
    await call.over()
    assert len(world.runtime.commands(EndContact)) == 1


async def test_the_customer_hangs_up_in_a_consult(world: World) -> None:
    """All lines end, and a colleague whose phone still rang hears nothing of it."""
    cia = await world.phone("cia", Ignore())
    call, anna, bo, contact_id = await consulted(world)
    parties = (party("party-1", there=True), party("party-2", agent="cia"))
    world.runtime.want(contact_id, "held", agent="anna", parties=parties)
    await until(lambda: cia.calls)
    call.hang_up()
    assert (await world.runtime.heard(EndContact)).ended_by == "customer"
    await cia.calls[0].over()
    await hear({"anna": (anna, []), "bo": (bo, [])})
    await until(lambda: world.edge is not None and world.edge.calls_now == 0)


async def test_a_colleagues_browser_is_lost(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the grace it is a fact; the agent has the customer still."""
    monkeypatch.setattr(desks, "BROWSER_GRACE_MS", 200)
    call, anna, bo, contact_id = await consulted(world)
    bo.reload()
    told = await world.runtime.heard(EndParty)
    assert (told.party_id, told.reason) == ("party-1", "lost")
    world.runtime.want(contact_id, "talking", agent="anna")
    await hear({"customer": (call, [AGENT_HZ]), "anna": (anna, [CUSTOMER_HZ])})


async def test_a_colleagues_browser_comes_back_in_time(world: World) -> None:
    """Nothing is told, and they speak on."""
    _, anna, bo, _ = await consulted(world)
    bo.reload()
    await hear({"anna": (anna, [])})
    await bo.connect()
    await hear({"anna": (anna, [BO_HZ]), "bo": (bo, [AGENT_HZ])})
    assert not world.runtime.commands(EndParty)


async def test_the_agents_browser_is_lost_in_a_conference(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The customer speaks on with who is joined; the runtime is told that the agent's line is lost."""
    monkeypatch.setattr(desks, "BROWSER_GRACE_MS", 200)
    bo = await world.desk("bo", "desk-bo", hz=BO_HZ)
    call, anna, contact_id = await desks_talk(world)
    joined = party("party-1", part="joined", there=True)
    world.runtime.want(contact_id, "talking", agent="anna", parties=(joined,))
    await hear({"customer": (call, [AGENT_HZ, BO_HZ])})
    anna.reload()
    await world.runtime.heard(ReturnContact)
    await hear({"customer": (call, [BO_HZ]), "bo": (bo, [CUSTOMER_HZ])})
    world.runtime.want(contact_id, "talking", agent="bo")
    await hear({"customer": (call, [BO_HZ]), "bo": (bo, [CUSTOMER_HZ])})


async def test_a_colleagues_phone_holds(world: World) -> None:
    """A party who presses hold hears nothing and is not heard; the contact is not on hold by it."""
    bo = await world.phone("bo")
    call, anna, contact_id = await phones_talk(world)
    joined = party("party-1", part="joined", there=True)
    world.runtime.want(contact_id, "talking", agent="anna", parties=(joined,))
    at_bo = await rung(bo, BO_HZ)
    await hear({"customer": (call, [AGENT_HZ, BO_HZ])})
    at_bo.hold(True)
    await hear({"customer": (call, [AGENT_HZ]), "anna": (anna, [CUSTOMER_HZ])})
    at_bo.hold(False)
    await hear({"customer": (call, [AGENT_HZ, BO_HZ]), "bo": (at_bo, [AGENT_HZ, CUSTOMER_HZ])})
    assert len(world.runtime.commands(EndParty)) == 0


async def test_four_know_nothing_of_a_fifth(world: World) -> None:
    """A fourth party is as the others: the tones of five are told apart in each ear."""
    names = {"bo": BO_HZ, "cia": CIA_HZ, "dan": DAN_HZ}
    pages = {name: await world.desk(name, f"desk-{name}", hz=hz) for name, hz in names.items()}
    call, anna, contact_id = await desks_talk(world)
    parties = tuple(
        party(f"party-{name}", agent=name, part=part, there=True)
        for name, part in (("bo", "joined"), ("cia", "listen"), ("dan", "aside"))
    )
    world.runtime.want(contact_id, "talking", agent="anna", parties=parties)
    await hear(
        {
            "customer": (call, [AGENT_HZ, BO_HZ]),
            "anna": (anna, [CUSTOMER_HZ, BO_HZ]),
            "bo": (pages["bo"], [CUSTOMER_HZ, AGENT_HZ]),
            "cia": (pages["cia"], [CUSTOMER_HZ, AGENT_HZ, BO_HZ]),
            "dan": (pages["dan"], []),
        }
    )
