"""Customers' pages as a browser without a script asks for them."""

from __future__ import annotations

import httpx
from tests.web.house import House

from lur.core.ids import ContactId


async def link_of(house: House, contact_id: ContactId, *, may_change: bool = True) -> str:
    """The path of a place page."""
    return f"/p/{await house.services.public.places.issue(contact_id, may_change=may_change)}"


async def page_of(house: House, path: str) -> str:
    """The page at this path."""
    answer = await house.client.get(path, headers={"sec-fetch-dest": "document"})
    assert answer.status_code == 200, answer.text
    return answer.text


async def follow(house: House, sent: httpx.Response) -> str:
    """The page that a form leads to."""
    assert sent.status_code == 303, sent.text
    return await page_of(house, sent.headers["location"])
