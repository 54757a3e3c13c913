"""Numbers that somebody of ours wants to call now, judged by the rules that hold for callbacks: people's
numbers in the chosen countries, the company's own directory, nobody who has said no.
"""

from __future__ import annotations

from lur.adapters.voice.numbers import is_number
from lur.core.ids import Language, QueueId
from lur.features import Refused
from lur.features.customers.model import Customer
from lur.web.asking import Asked, services_of
from lur.web.payloads.talks import CallBody
from lur.web.services import Services


def callable_number(request: Asked, typed: str) -> str:
    """The number as E.164. Raises ``Refused``: number_invalid, number_premium, number_foreign,
    number_refused."""
    callbacks = services_of(request).public.callbacks
    fault = callbacks.fault_in_number(typed)
    if fault is not None:
        raise Refused(fault)
    return callbacks.dialled(typed)


async def whom(request: Asked, data: CallBody) -> tuple[str, Customer | None]:
    """Number and customer of a call. Raises ``Refused``: unknown_customer, number_unknown, and as
    ``callable_number``."""
    customer = None
    if data.customer_id is not None:
        customer = await services_of(request).customers.find(data.customer_id)
    typed = data.number or next(iter(customer.numbers if customer is not None else ()), "")
    if not typed:
        raise Refused("number_unknown", data.customer_id or "")
    return callable_number(request, typed), customer


async def shown_number(services: Services, queue_id: QueueId, language: Language) -> str:
    """The queue's own number, that of the language if there is one; empty: the company's is shown."""
    ours = [
        each
        for each in await services.directory.entries()
        if each.queue_id == queue_id and is_number(each.address)
    ]
    ours.sort(key=lambda each: (each.language != language, bool(each.flow_id), each.address))
    return ours[0].address if ours else ""
