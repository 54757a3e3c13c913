"""The API's description says of each route what it asks for, and the page of it needs nothing from
elsewhere.
"""

from __future__ import annotations

import re

import pytest
from litestar.handlers import HTTPRouteHandler
from tests.web.house import House, application

from lur.features.webhooks.messages import SHAPES
from lur.web.app import ROUTES
from lur.web.openapi import described
from lur.web.problem_texts.catalogue import TEXTS

pytestmark = pytest.mark.anyio


async def test_each_route_says_its_permission_and_its_refusals(house: House) -> None:
    """As the route itself has it."""
    schema = described(application(house.services))
    seen = 0
    for handler in ROUTES:
        if not isinstance(handler, HTTPRouteHandler):
            continue
        for path in handler.paths:
            plain = re.sub(r"\{(\w+):\w+\}", r"{\1}", path)
            for method in handler.http_methods - {"HEAD"}:
                operation = schema["paths"].get(plain, {}).get(method.lower())
                if operation is None or not plain.startswith("/api"):
                    continue
                seen += 1
                permission = handler.opt["permission"]
                assert operation["x-permission"] == permission, plain
                assert ("403" in operation["responses"]) == (permission != "public"), plain
                assert "429" in operation["responses"], plain
                assert set(operation.get("x-refuses", ())) <= set(TEXTS), plain
    assert seen > 150


async def test_refusals_look_as_they_are_described(house: House) -> None:
    """One shape, with every code there is."""
    schema = described(application(house.services))
    shape = schema["components"]["schemas"]["Problem"]
    refused = (await house.client.get("/api/status")).json()
    assert set(refused) == set(shape["properties"])
    assert set(shape["properties"]["code"]["enum"]) == set(TEXTS)


async def test_each_message_of_a_webhook_is_described(house: House) -> None:
    """With its fields."""
    told = described(application(house.services))["webhooks"]
    assert set(told) == set(SHAPES)
    body = told["contact.ended"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert set(body["properties"]["data"]["properties"]) == {
        *("contact_id", "seq", "outcome", "ended_by", "cause"),
    }


async def test_the_page_is_whole_and_ours_alone(house: House) -> None:
    """Every route, no script, no style inside, nothing from another address."""
    agent = await house.as_role("agent")
    assert (await house.client.get("/api/schema/page")).status_code == 401
    answer = await agent.get("/api/schema/page")
    assert answer.headers["content-type"].startswith("text/html")
    page = answer.text
    for path in described(application(house.services))["paths"]:
        if path.startswith("/api/"):
            assert path in page, path
    assert "<script" not in page
    assert "style=" not in page
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    style = await agent.get("/api/schema/page.css")
    assert style.headers["content-type"].startswith("text/css")
