"""Customers' pages without signing in: codes, links, what can be done there, and what strangers cannot."""

from __future__ import annotations

import re

import pytest
from tests.web.house import House

from lur.core.ids import ContactId

pytestmark = pytest.mark.anyio

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


async def link_of(house: House, contact_id: ContactId) -> str:
    """The path of a place page."""
    return f"/p/{await house.services.public.places.issue(contact_id)}"


async def test_the_code_that_is_heard_opens_the_page(house: House) -> None:
    """Eight digits, typed in any groups, lead to a link of one's own; the page shows the place."""
    contact = await house.arrive("c1")
    code = house.services.public.code_of(contact)
    assert re.fullmatch(r"\d{8}", code)
    sent = await house.client.post("/place", data={"code": f"{code[:4]} {code[4:]}"})
    assert sent.status_code == 303, sent.text
    page = await house.client.get(sent.headers["location"])
    assert page.status_code == 200
    assert '<strong data-live="place">1</strong>' in page.text
    assert "i kön till Leverans" in page.text
    for name, value in (("cache-control", "no-store"), ("referrer-policy", "no-referrer")):
        assert page.headers[name] == value
    assert "noindex" in page.headers["x-robots-tag"]
    assert "script-src 'self'" in page.headers["content-security-policy"]
