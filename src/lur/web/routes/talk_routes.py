"""A talk and those who are asked into it: ask, hand over, join, take over.

Only the agent who has the contact asks somebody in or gives the customer away (``act_for_agents`` lifts
that). Nobody answers, comes or takes over in somebody else's name. Who came as a supervisor or a mentor is
thrown out by nobody, and hidden from nobody.
"""

from __future__ import annotations

from litestar import get, post
from litestar.params import FromPath, JSONBody

from lur.core.commands import (
    AnswerAsk,
    AskParty,
    ChangePart,
    DeclineAsk,
    EndParty,
    HandOver,
    JoinTalk,
    LeaveTalk,
    MoveContact,
    TakeOver,
)
from lur.core.events import PartyAsked
from lur.core.ids import ContactId, PartyId
from lur.core.state import Contact, Party
from lur.core.values import Part
from lur.features import Refused
from lur.features.helping.model import Hint
from lur.runtime.personal import OUTSIDE
from lur.web.asking import ME, Asked, agent_meant, done, once, services_of, stamped, submit
from lur.web.calling import callable_number
from lur.web.ownership import check_has, may_see, own_party, party_there
from lur.web.payloads.common import Done
from lur.web.payloads.talks import (
    AskBody,
    HandOverBody,
    HintBody,
    JoinBody,
    NewParty,
    PartBody,
    TakeOverBody,
    ToQueueBody,
)
from lur.web.permissions import allows

ASKED_FOR = ("consult", "transfer", "help")
"""Purposes of those whom the agent has asked, and may ask to go."""
HEARD = ("listen", "whisper", "joined")


@post("/api/contacts/{contact_id:str}/ask", permission="act_as_agent", status_code=200)
async def ask(request: Asked, contact_id: FromPath[str], data: JSONBody[AskBody]) -> NewParty:
    """Ask a colleague or an outside number into the talk. For a consult and a transfer the customer is on
    hold at once; who answers a transfer has the customer."""
    check_has(request, contact_id)
    if data.number is not None:
        return await _ask_outside(request, ContactId(contact_id), data, data.number)
    if data.agent_id is None and data.purpose != "help":
        raise Refused("nobody_named", data.purpose)
    command = stamped(request, AskParty, contact_id=contact_id, purpose=data.purpose, agent_id=data.agent_id)
    return await _asked(request, command)


async def _ask_outside(request: Asked, contact_id: ContactId, data: AskBody, typed: str) -> NewParty:
    """The number is in the vault before anybody asks for it, and gone from there when it is not asked."""
    if data.agent_id is not None or data.purpose == "help":
        raise Refused("nobody_named", "number")
    services, number = services_of(request), callable_number(request, typed)
    party_id = PartyId(once(request, "outside-"))
    field = f"{OUTSIDE}{party_id}"
    if contact_id not in services.centre.state.contacts:
        raise Refused("contact_already_ended", contact_id)
    await services.vault.put(contact_id, field, f"{number} {data.name.strip()}")
    command = stamped(request, AskParty, contact_id=contact_id, purpose=data.purpose, party_id=party_id)
    try:
        return await _asked(request, command)
    except Exception:
        if party_id not in services.centre.state.parties:  # else it is asked again, and rings
            await services.vault.put(contact_id, field, "")
        raise


async def _asked(request: Asked, command: AskParty) -> NewParty:
    recorded = await services_of(request).centre.submit(command)
    named = [each.event.party_id for each in recorded if isinstance(each.event, PartyAsked)]
    return NewParty(party_id=named[0], seq=done(recorded).seq)


@post("/api/contacts/{contact_id:str}/queue", permission="act_as_agent", status_code=200)
async def to_queue(request: Asked, contact_id: FromPath[str], data: JSONBody[ToQueueBody]) -> Done:
    """Give the customer to a queue, with the wait they have had."""
    check_has(request, contact_id)
    return await submit(request, stamped(request, MoveContact, contact_id=contact_id, queue_id=data.queue_id))


@post("/api/contacts/{contact_id:str}/hand-over", permission="act_as_agent", status_code=200)
async def hand_over(request: Asked, contact_id: FromPath[str], data: JSONBody[HandOverBody]) -> Done:
    """Give the customer to who is in the talk; one's own wrap-up begins."""
    check_has(request, contact_id)
    return await submit(request, stamped(request, HandOver, contact_id=contact_id, party_id=data.party_id))


@post("/api/contacts/{contact_id:str}/leave", permission="act_as_agent", status_code=200)
async def leave(request: Asked, contact_id: FromPath[str]) -> Done:
    """Leave the customer with who is joined to the talk, or is asked to take it."""
    check_has(request, contact_id)
    return await submit(request, stamped(request, LeaveTalk, contact_id=contact_id))


@post("/api/contacts/{contact_id:str}/join", permission="act_as_agent", status_code=200)
async def join(request: Asked, contact_id: FromPath[str], data: JSONBody[JoinBody]) -> Done:
    """Come into a colleague's talk unasked: supervisors, and mentors of that agent, whom the customer does
    not hear. The agent sees it."""
    own = agent_meant(request, ME)
    services = services_of(request)
    contact = services.centre.state.contacts.get(ContactId(contact_id))
    is_mentor = (
        contact is not None
        and contact.agent_id is not None
        and services.helping.helpers.may_sit_in(own, contact.agent_id)
    )
    if not is_mentor and not allows(request.user, "act_for_agents"):
        raise Refused("may_not_join", contact_id)
    _check_one_voice(request, data.part)
    return await submit(
        request, stamped(request, JoinTalk, contact_id=contact_id, agent_id=own, part=data.part)
    )


# --- who is asked, or there --------------------------------------------------------------------------------


@post("/api/parties/{party_id:str}/answer", permission="act_as_agent", status_code=200)
async def answer(request: Asked, party_id: FromPath[str]) -> Done:
    """Come. At a SIP phone it is answered there. A second time is fine."""
    _, party = own_party(request, party_id)
    at_a_page = services_of(request).desks.desks.rings_at_a_page(agent_meant(request, ME))
    if not party.is_there and not at_a_page:
        raise Refused("answer_at_your_phone")
    return await submit(request, stamped(request, AnswerAsk, party_id=party_id))


@post("/api/parties/{party_id:str}/decline", permission="act_as_agent", status_code=200)
async def decline(request: Asked, party_id: FromPath[str]) -> Done:
    """Not now; who asked goes on without, and nothing is counted against anybody."""
    own_party(request, party_id)
    return await submit(request, stamped(request, DeclineAsk, party_id=party_id, reason="declined"))


@post("/api/parties/{party_id:str}/leave", permission="act_as_agent", status_code=200)
async def leave_talk(request: Asked, party_id: FromPath[str]) -> Done:
    """Go; the talk goes on."""
    _, party = party_there(request, party_id)
    if party.agent_id != request.user.agent_id and not allows(request.user, "act_for_agents"):
        raise Refused("not_your_ask", party_id)
    return await submit(request, stamped(request, EndParty, party_id=party_id, reason="left"))


@post("/api/parties/{party_id:str}/drop", permission="act_as_agent", status_code=200)
async def drop(request: Asked, party_id: FromPath[str]) -> Done:
    """Ask somebody no longer, or let go of who came because they were asked."""
    contact, party = party_there(request, party_id)
    check_has(request, contact.contact_id)
    if party.purpose not in ASKED_FOR:
        raise Refused("came_by_themselves", party.purpose)
    return await submit(request, stamped(request, EndParty, party_id=party_id, reason="dropped"))


@post("/api/parties/{party_id:str}/part", permission="act_as_agent", status_code=200)
async def change_part(request: Asked, party_id: FromPath[str], data: JSONBody[PartBody]) -> Done:
    """Who hears whom: helpers, mentors and supervisors say for themselves whether they listen, whisper or
    join; the agent says whether who was consulted talks aside or is joined."""
    contact, party = party_there(request, party_id)
    _check_part(request, contact, party, data.part)
    return await submit(request, stamped(request, ChangePart, party_id=party_id, part=data.part))


def _check_part(request: Asked, contact: Contact, party: Party, part: Part) -> None:
    """Raises ``Refused``: not_your_ask, not_your_contact, part_forbidden."""
    if party.purpose in ("consult", "transfer"):
        check_has(request, contact.contact_id)
    elif party.agent_id != request.user.agent_id and not allows(request.user, "act_for_agents"):
        raise Refused("not_your_ask", party.party_id)
    if party.purpose == "join":
        _check_one_voice(request, part)


def _check_one_voice(request: Asked, part: Part) -> None:
    """Who came unasked and is no supervisor is a mentor, and the customer hears one voice at a time. Raises
    ``Refused``: part_forbidden."""
    if part == "joined" and not allows(request.user, "act_for_agents"):
        raise Refused("part_forbidden", part)


@post("/api/parties/{party_id:str}/take-over", permission="act_as_agent", status_code=200)
async def take_over(request: Asked, party_id: FromPath[str], data: JSONBody[TakeOverBody]) -> Done:
    """Have the customer from now on."""
    own_party(request, party_id)
    command = stamped(
        request, TakeOver, party_id=party_id, from_agent_id=data.from_agent_id, stays=data.stays
    )
    return await submit(request, command)


# --- hints -------------------------------------------------------------------------------------------------


@get("/api/contacts/{contact_id:str}/hints", permission="see_contacts")
async def hints(request: Asked, contact_id: FromPath[str]) -> tuple[Hint, ...]:
    """What was written to who talks, the earliest first; ``hints`` of a contact's view says how many."""
    await may_see(request, ContactId(contact_id))
    return await services_of(request).helping.hints.of(ContactId(contact_id))


@post("/api/contacts/{contact_id:str}/hints", permission="act_as_agent", status_code=200)
async def write_hint(request: Asked, contact_id: FromPath[str], data: JSONBody[HintBody]) -> tuple[Hint, ...]:
    """A line to who talks, from somebody who is in the talk."""
    own, services = agent_meant(request, ME), services_of(request)
    contact = services.centre.state.contacts.get(ContactId(contact_id))
    is_in = contact is not None and any(each.agent_id == own and each.is_there for each in contact.parties)
    if not is_in:
        raise Refused("not_in_talk", contact_id)
    return await services.helping.write_hint(ContactId(contact_id), data.text, own)


HANDLERS = (
    ask,
    to_queue,
    hand_over,
    leave,
    join,
    answer,
    decline,
    leave_talk,
    drop,
    change_part,
    take_over,
    hints,
    write_hint,
)
