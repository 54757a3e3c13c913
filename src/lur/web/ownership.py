"""Whose contact it is: an agent opens and writes about their own, ``see_all_contacts`` and ``act_for_agents``
lift that.

Asked at each pause in typing, so the live centre is asked before the tables.
"""

from __future__ import annotations

from lur.core import events as e
from lur.core.ids import AgentId, ContactId, Instant
from lur.features import Refused
from lur.web.asking import Asked, services_of
from lur.web.permissions import allows
from lur.web.services import Services


async def may_see(request: Asked, contact_id: ContactId) -> Instant:
    """When the contact entered, for whoever was offered or served it. Raises ``Refused``: unknown_contact,
    not_your_contact."""
    if not allows(request.user, "see_all_contacts"):
        await _check_own(request, contact_id, (e.OfferMade, e.OfferAccepted))
    return await _entered(services_of(request), contact_id)


async def may_write(request: Asked, contact_id: ContactId) -> Instant:
    """When the contact entered, for whoever serves or served it. Raises as ``may_see``."""
    if not allows(request.user, "act_for_agents"):
        await _check_own(request, contact_id, (e.OfferAccepted,))
    return await _entered(services_of(request), contact_id)


def writer(request: Asked) -> str:
    """How a note or a next step names who wrote it: the agent, else the account."""
    return request.user.agent_id or request.user.actor


async def _check_own(
    request: Asked, contact_id: ContactId, proofs: tuple[type[e.OfferMade | e.OfferAccepted], ...]
) -> None:
    services, own = services_of(request), request.user.agent_id
    if own is None:
        raise Refused("not_your_contact", contact_id)
    if _has_now(services, contact_id, own):
        return
    for each in await services.contacts.events_of(contact_id):
        if isinstance(each.event, proofs) and each.event.agent_id == own:
            return
    raise Refused("not_your_contact", contact_id)


def _has_now(services: Services, contact_id: ContactId, own: AgentId) -> bool:
    state = services.centre.state
    live, agent = state.contacts.get(contact_id), state.agents.get(own)
    talks = live is not None and live.agent_id == own
    return talks or (agent is not None and agent.wrap_up_contact == contact_id)


async def _entered(services: Services, contact_id: ContactId) -> Instant:
    live = services.centre.state.contacts.get(contact_id)
    return live.entered if live is not None else (await services.contacts.find(contact_id)).entered
