"""Customers: find, keep, merge, erase, and whose contact it was."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from lur.core.ids import ContactId, Instant
from lur.features import Refused
from lur.features.customers.merging import Seen
from lur.features.customers.model import Customer, CustomerRow, Merge, Person
from lur.features.customers.persons import Sides
from lur.features.customers.service import MOST_QUERY
from lur.web.asking import Asked, once, services_of
from lur.web.matters import open_matters
from lur.web.ownership import may_see, may_write
from lur.web.payloads.common import Done
from lur.web.payloads.customers import (
    ChangeCustomerBody,
    ContactCustomer,
    CustomerPage,
    LinkBody,
    MergeBody,
    PersonBody,
    Timeline,
    TimelineEntry,
)
from lur.web.services import Services

NOTHING = Done(seq=0)
FAR_MS = 1 << 60
EARLIER_PAGES, PAGE = 5, 200
"""So many earlier contacts are looked through for a new customer's number."""

Query = Annotated[str, QueryParameter(max_length=MOST_QUERY)]
Cursor = Annotated[str, QueryParameter(max_length=100)]
Limit = Annotated[int, QueryParameter(ge=1, le=100)]


@get("/api/customers", permission="see_customers")
async def customers(request: Asked, q: Query = "") -> tuple[CustomerRow, ...]:
    """Who fits what was typed: parts of names, digits of numbers however written, companies, mail and postal
    addresses. The best first, at most 50; nobody for nothing."""
    return services_of(request).customers.search(q)


@post("/api/customers", permission="change_customers")
async def add_customer(request: Asked, data: JSONBody[PersonBody]) -> Customer:
    """Somebody new. Earlier contacts from a number that is theirs alone become theirs."""
    return await _add(request, data)


async def _add(request: Asked, data: PersonBody, number: str = "") -> Customer:
    """``number`` is the caller's as it came; what is no telephone number is left out."""
    services = services_of(request)
    person = _person(data)
    known = services.customers.links.number(number)
    if known.startswith("+"):
        person = msgspec.structs.replace(person, numbers=(*data.numbers, known))
    made = await services.customers.add(once(request, "cust-"), person, request.user.actor)
    await _adopt(services, made)
    return made


def _person(data: PersonBody) -> Person:
    return msgspec.convert(data, Person, from_attributes=True)


async def _adopt(services: Services, customer: Customer) -> None:
    before: Instant = FAR_MS
    for _ in range(EARLIER_PAGES if customer.numbers else 0):
        rows = await services.contacts.latest(0, before, PAGE)
        await services.customers.links.adopt(customer, [(row.id, row.entered) for row in rows])
        if len(rows) < PAGE:
            return
        before = rows[-1].entered


@get("/api/customers/{customer_id:str}", permission="see_customers")
async def customer(request: Asked, customer_id: FromPath[str]) -> CustomerPage:
    """All that is known of a customer, what was merged into the record, and who changed it."""
    who = services_of(request).customers
    found = await who.find(customer_id)
    return CustomerPage(
        customer=found, merges=await who.merges(found.id), changes=await who.changes(found.id)
    )


@post("/api/customers/{customer_id:str}", permission="change_customers", status_code=200)
async def change_customer(
    request: Asked, customer_id: FromPath[str], data: JSONBody[ChangeCustomerBody]
) -> Customer:
    """All of the record anew, when nobody changed it meanwhile. Earlier contacts from a new number that is
    theirs alone become theirs."""
    services = services_of(request)
    before = await services.customers.find(customer_id)
    after = await services.customers.change(customer_id, data.version, _person(data), request.user.actor)
    if not set(after.numbers) <= set(before.numbers):
        await _adopt(services, after)
    return after


@post("/api/customers/{customer_id:str}/merge", permission="change_customers", status_code=200)
async def merge(request: Asked, customer_id: FromPath[str], data: JSONBody[MergeBody]) -> Merge:
    """Another record goes into this one, when both are still as they were shown."""
    this, other = Seen(id=customer_id, version=data.version), Seen(id=data.other, version=data.other_version)
    sides = Sides(name=data.name, company=data.company, language=data.language)
    merging = services_of(request).customers.merging
    return await merging.merge(once(request, "merge-"), this, other, sides, request.user.actor)


@post("/api/merges/{merge_id:str}/undo", permission="change_customers", status_code=200)
async def undo(request: Asked, merge_id: FromPath[str]) -> Merge:
    """Two records again, as they were. Contacts that came meanwhile go with the number they came from."""
    return await services_of(request).customers.merging.undo(merge_id, request.user.actor)


@post("/api/customers/{customer_id:str}/erase", permission="erase_contacts", status_code=200)
async def erase_customer(request: Asked, customer_id: FromPath[str]) -> Done:
    """Destroy what is kept of a person. Their contacts stay, without a name."""
    await services_of(request).customers.erase(customer_id, request.user.actor)
    return NOTHING


@get("/api/customers/{customer_id:str}/timeline", permission="see_customers")
async def timeline(
    request: Asked, customer_id: FromPath[str], after: Cursor = "", limit: Limit = 20
) -> Timeline:
    """The customer's contacts, whoever served them, the newest first."""
    services = services_of(request)
    links = await services.customers.links.contacts_of(customer_id, _cursor(after), limit)
    ids = [link.contact_id for link in links]
    rows = await services.contacts.rows(ids)
    steps = await services.next_steps.of_contacts(ids)
    entries = [
        TimelineEntry(
            contact=rows[each],
            note_line=await services.summaries.first_line(each) or await services.notes.first_line(each),
            next_steps=steps.get(each, ()),
        )
        for each in ids
        if each in rows
    ]
    last = f"{links[-1].entered}.{links[-1].contact_id}" if len(links) == limit else None
    unfinished = () if after else await open_matters(services, customer_id)
    return Timeline(entries=tuple(entries), next=last, open=unfinished)


def _cursor(text: str) -> tuple[Instant, str] | None:
    if not text:
        return None
    at, _, contact_id = text.partition(".")
    if not (at.isascii() and at.isdigit() and len(at) < 18):
        raise Refused("bad_request", "after")
    return int(at), contact_id


# --- whose contact it was ----------------------------------------------------------------------------------


@get("/api/contacts/{contact_id:str}/customer", permission="see_customers")
async def customer_of(request: Asked, contact_id: FromPath[str]) -> ContactCustomer:
    """Whose contact it is; else all who have the number that called."""
    await may_see(request, ContactId(contact_id))
    return await _customer_of(services_of(request), ContactId(contact_id))


async def _customer_of(services: Services, contact_id: ContactId) -> ContactCustomer:
    links = services.customers.links
    number, _ = await services.contacts.caller(contact_id)
    linked = await links.of_contact(contact_id)
    candidates = () if linked is not None else links.candidates(number)
    return ContactCustomer(linked=linked, candidates=candidates, number=links.number(number))


@post("/api/contacts/{contact_id:str}/customer", permission="change_customers", status_code=200)
async def link(request: Asked, contact_id: FromPath[str], data: JSONBody[LinkBody]) -> ContactCustomer:
    """The contact is this customer's: somebody known, or somebody new who gets the caller's number."""
    contact, services, actor = ContactId(contact_id), services_of(request), request.user.actor
    entered = await may_write(request, contact)
    number, _ = await services.contacts.caller(contact)
    who = services.customers
    if data.customer_id is not None and data.person is None:
        linked = await who.links.link(contact, entered, data.customer_id, actor)
        if data.add_number:
            await who.add_number(linked.id, who.links.number(number), actor)
    elif data.person is not None and data.customer_id is None:
        made = await _add(request, data.person, number)
        await who.links.link(contact, entered, made.id, actor)
    else:
        raise Refused("bad_request", "customer_id or person")
    return await _customer_of(services, contact)


@post("/api/contacts/{contact_id:str}/customer/remove", permission="change_customers", status_code=200)
async def unlink(request: Asked, contact_id: FromPath[str]) -> ContactCustomer:
    """It was somebody else: the contact is nobody's, whoever has the number."""
    contact = ContactId(contact_id)
    entered = await may_write(request, contact)
    await services_of(request).customers.links.unlink(contact, entered, request.user.actor)
    return await _customer_of(services_of(request), contact)


HANDLERS = (
    customers,
    add_customer,
    customer,
    change_customer,
    merge,
    undo,
    erase_customer,
    timeline,
    customer_of,
    link,
    unlink,
)
