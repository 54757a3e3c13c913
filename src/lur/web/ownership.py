"""Whose contact it is, and whose place in its talk: an agent opens and writes about their own,
``see_all_contacts`` and ``act_for_agents`` lift that.

Asked at each pause in typing, so the live centre is asked before the tables. Whoever is asked into a talk
reads what its agent has written before they come; only whoever has or had the contact writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import UnionType

from lur.core import events as e
from lur.core.ids import AgentId, ContactId, Instant, PartyId
from lur.core.state import Contact, Party, party_of
from lur.features import Refused
from lur.features.contacts.model import Happened
from lur.web.asking import Asked, services_of
from lur.web.permissions import allows
from lur.web.services import Services

HAD = e.OfferAccepted | e.CalledOut | e.ContactHandedOver
"""By which an agent has a contact."""
NAMED = HAD | e.OfferMade | e.PartyAsked | e.PartyCame
"""By which an agent learns of a contact."""


async def may_see(request: Asked, contact_id: ContactId) -> Instant:
    """When the contact entered, for whoever was offered or served it, or asked into its talk. Raises
    ``Refused``: unknown_contact, not_your_contact."""
    if not allows(request.user, "see_all_contacts"):
        await _check_own(request, contact_id, NAMED)
    return await _entered(services_of(request), contact_id)


def is_named(request: Asked, events: Iterable[Happened]) -> bool:
    """Whether the asker was offered or had the contact of these events, or was asked into its talk."""
    return _names(events, request.user.agent_id, NAMED)


async def may_write(request: Asked, contact_id: ContactId) -> Instant:
    """When the contact entered, for whoever serves or served it. Raises as ``may_see``."""
    if not allows(request.user, "act_for_agents"):
        await _check_own(request, contact_id, HAD)
    return await _entered(services_of(request), contact_id)


def check_has(request: Asked, contact_id: str) -> None:
    """Raises ``Refused``: not_your_contact, unless the asker has it now or may act for others;
    contact_already_ended, when they wrap it up."""
    if allows(request.user, "act_for_agents"):
        return
    state = services_of(request).centre.state
    live = state.contacts.get(ContactId(contact_id))
    own = state.agents.get(request.user.agent_id) if request.user.agent_id is not None else None
    if own is not None and own.wrap_up_contact == contact_id:
        raise Refused("contact_already_ended", contact_id)
    if own is None or live is None or live.agent_id != own.agent_id:
        raise Refused("not_your_contact", contact_id)


def party_there(request: Asked, party_id: str) -> tuple[Contact, Party]:
    """The party and its contact. Raises ``Refused``: ask_is_over, with what came of it when that is known."""
    services = services_of(request)
    found = party_of(services.centre.state, PartyId(party_id))
    if found is None:
        raise Refused("ask_is_over", services.helping.what_became_of(PartyId(party_id)))
    return found


def own_party(request: Asked, party_id: str) -> tuple[Contact, Party]:
    """The asker's own place in a talk: nobody comes, or takes a customer, in somebody else's name. Raises
    ``Refused``: not_your_ask, and as ``party_there``."""
    contact, party = party_there(request, party_id)
    if party.agent_id is None or party.agent_id != request.user.agent_id:
        raise Refused("not_your_ask", party_id)
    return contact, party


def writer(request: Asked) -> str:
    """How a note or a next step names who wrote it: the agent, else the account."""
    return request.user.agent_id or request.user.actor


async def _check_own(request: Asked, contact_id: ContactId, proofs: UnionType) -> None:
    services, own = services_of(request), request.user.agent_id
    if own is None:
        raise Refused("not_your_contact", contact_id)
    if _has_now(services, contact_id, own):
        return
    if proofs is NAMED and _is_in_talk(services, contact_id, own):
        return
    if not _names(await services.contacts.events_of(contact_id), own, proofs):
        raise Refused("not_your_contact", contact_id)


def _names(events: Iterable[Happened], own: AgentId | None, proofs: UnionType) -> bool:
    """Whether one of the events, of the kinds ``proofs``, is about the agent."""
    if own is None:
        return False
    return any(isinstance(each.event, proofs) and each.event.agent_id == own for each in events)


def _is_in_talk(services: Services, contact_id: ContactId, own: AgentId) -> bool:
    live = services.centre.state.contacts.get(contact_id)
    return live is not None and any(each.agent_id == own for each in live.parties)


def _has_now(services: Services, contact_id: ContactId, own: AgentId) -> bool:
    state = services.centre.state
    live, agent = state.contacts.get(contact_id), state.agents.get(own)
    talks = live is not None and live.agent_id == own
    return talks or (agent is not None and agent.wrap_up_contact == contact_id)


async def _entered(services: Services, contact_id: ContactId) -> Instant:
    live = services.centre.state.contacts.get(contact_id)
    return live.entered if live is not None else (await services.contacts.find(contact_id)).entered
