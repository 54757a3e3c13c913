"""Answering: an offer is taken or declined by the agent it is made to, and by nobody else.

The agent presses a key at the same moment as the caller hangs up, or presses it twice. So what came of an
offer is remembered for a while: the second press is fine, and a caller who left is said to have left.
"""

from __future__ import annotations

from litestar import post
from litestar.params import FromPath

from lur.core.commands import AcceptOffer, DeclineOffer
from lur.core.ids import ContactId, OfferId
from lur.features import Refused
from lur.runtime import CommandRejected
from lur.runtime.offer_memory import OfferOutcome, PastOffer
from lur.web.asking import Asked, services_of, stamped, submit
from lur.web.payloads.common import Done

NOTHING = Done(seq=0)


@post("/api/offers/{offer_id:str}/accept", permission="act_as_agent", status_code=200)
async def accept(request: Asked, offer_id: FromPath[str]) -> Done:
    """Answer. A second time is fine; when the offer is over the detail says why."""
    offer = _own(request, OfferId(offer_id))
    if offer.outcome == "open":
        _check_phone(request, offer.contact_id)
    return await _take(request, offer, "accepted", stamped(request, AcceptOffer, offer_id=offer.offer_id))


@post("/api/offers/{offer_id:str}/decline", permission="act_as_agent", status_code=200)
async def decline(request: Asked, offer_id: FromPath[str]) -> Done:
    """Say no; the contact goes back to its place and the agent pauses."""
    offer = _own(request, OfferId(offer_id))
    command = stamped(request, DeclineOffer, offer_id=offer.offer_id, reason="declined")
    return await _take(request, offer, "declined", command)


async def _take(
    request: Asked, offer: PastOffer, wish: OfferOutcome, command: AcceptOffer | DeclineOffer
) -> Done:
    """Raises ``Refused``: offer_is_over, with how it ended."""
    if offer.outcome == "open":
        try:
            return await submit(request, command)
        except CommandRejected as refusal:
            if refusal.rejected.code != "offer_is_over":
                raise
        offer = services_of(request).desks.offers.find(offer.offer_id) or offer
    if offer.outcome == wish:
        return NOTHING
    raise Refused("offer_is_over", offer.reason or offer.outcome)


def _own(request: Asked, offer_id: OfferId) -> PastOffer:
    """Raises ``Refused``: unknown_offer, not_your_offer. A supervisor's right to act for agents ends here:
    nobody is put into a talk by somebody else.
    """
    services = services_of(request)
    offer = services.desks.offers.find(offer_id) or _open(request, offer_id)
    if offer is None:
        raise Refused("unknown_offer", offer_id)
    if offer.agent_id != request.user.agent_id:
        raise Refused("not_your_offer", offer_id)
    return offer


def _open(request: Asked, offer_id: OfferId) -> PastOffer | None:
    """An offer that was made before our restart."""
    offer = services_of(request).centre.state.offers.get(offer_id)
    if offer is None:
        return None
    return PastOffer(offer_id=offer_id, contact_id=offer.contact_id, agent_id=offer.agent_id, at=offer.made)


def _check_phone(request: Asked, contact_id: ContactId) -> None:
    """A call that rings at a SIP phone is answered there. Raises ``Refused``: answer_at_your_phone."""
    services = services_of(request)
    contact = services.centre.state.contacts.get(contact_id)
    own = request.user.agent_id
    if contact is None or contact.channel != "voice" or own is None:
        return
    if not services.desks.desks.rings_at_a_page(own):
        raise Refused("answer_at_your_phone")


HANDLERS = (accept, decline)
