"""Every route of the application, asked by everybody: these tests are made from the routes themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler, WebsocketRouteHandler
from tests.web.house import House

from lur.features.accounts.model import Role
from lur.web.app import ROUTES
from lur.web.payloads.common import Permission
from lur.web.permissions import ROLES

pytestmark = pytest.mark.anyio

Route = tuple[str, str, Permission]
ORDER: tuple[Role, ...] = get_args(Role)


def routes() -> Iterator[Route]:
    """Method, path with its parameters filled in, permission; of all that is not a socket."""
    for handler in ROUTES:
        if isinstance(handler, HTTPRouteHandler):
            for path in sorted(handler.paths):
                for method in sorted(handler.http_methods - {"HEAD"}):
                    yield method, re.sub(r"\{[^}]*\}", "x", path), handler.opt["permission"]


ENDS_THE_SESSION = ("/api/sign-out", "/api/me/sessions/end-all")
PROTECTED = [route for route in routes() if route[2] != "public"]


def test_each_route_names_one_known_permission() -> None:
    """No route is open by forgetfulness: each names a permission, and each permission is somebody's."""
    for handler in ROUTES:
        assert isinstance(handler, HTTPRouteHandler | WebsocketRouteHandler)
        assert handler.opt["permission"] in ROLES["admin"]


def test_higher_roles_may_all_that_lower_ones_may() -> None:
    """Agent, supervisor, administrator form a ladder; the others stand beside it and reach no higher."""
    assert ROLES["agent"] < ROLES["supervisor"] < ROLES["admin"]
    assert set(ROLES) == set(ORDER)
    assert all(ROLES[role] < ROLES["admin"] for role in ORDER if role != "admin")


def test_an_auditor_reads_and_changes_nothing() -> None:
    """Every permission to see is the auditor's, and no route behind one of them changes anything."""
    seeing = {each for each in ROLES["admin"] if each.startswith("see_")}
    assert seeing | {"play_recordings"} < ROLES["auditor"]
    for method, path, permission in PROTECTED:
        if permission in ROLES["auditor"] and permission != "own_account":
            assert method == "GET", (method, path)


async def ask(client: httpx.AsyncClient, route: Route) -> httpx.Response:
    """The route with an empty body; the guard comes before the body is looked at."""
    method, path, _ = route
    return await client.request(method, path, json={} if method == "POST" else None)


async def test_strangers_are_refused_everywhere(house: House) -> None:
    """Not signed in: 401 from every route that is not public, with a code and words."""
    for route in PROTECTED:
        answer = await ask(house.client, route)
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in"), route


@pytest.mark.parametrize("role", [role for role in ORDER if role != "admin"])
async def test_lower_roles_are_refused(house: House, role: Role) -> None:
    """A role without the route's permission: 403."""
    client = await house.as_role(role)
    forbidden = [route for route in PROTECTED if route[2] not in ROLES[role]]
    assert forbidden
    for route in forbidden:
        answer = await ask(client, route)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), route


@pytest.mark.parametrize("role", ORDER)
async def test_allowed_roles_come_past_the_guard(house: House, role: Role) -> None:
    """A role with the permission is not refused for its role."""
    client = await house.as_role(role)
    for route in PROTECTED:
        if route[2] in ROLES[role] and route[1] not in ENDS_THE_SESSION:
            answer = await ask(client, route)
            assert answer.status_code != 401, route
            assert answer.status_code != 403 or answer.json()["code"] != "not_allowed", route
            assert answer.status_code < 500, (route, answer.text)


async def test_a_program_with_a_token_has_its_scopes(house: House) -> None:
    """A bearer token does what its scopes name, needs no origin, and stops working when it is removed."""
    admin = await house.as_role("admin")
    made = (await admin.post("/api/tokens", json={"name": "board", "scopes": ["see_status"]})).json()
    headers = {"authorization": f"Bearer {made['secret']}", "origin": ""}
    assert (await house.client.get("/api/status", headers=headers)).status_code == 200
    assert (await house.client.get("/api/accounts", headers=headers)).status_code == 403
    await admin.post(f"/api/tokens/{made['token']['id']}/remove")
    assert (await house.client.get("/api/status", headers=headers)).status_code == 401


async def test_the_service_token_is_an_administrators(house: House) -> None:
    """The command line of this machine reads DATA/run/token and may do everything."""
    path = house.services.config.data / "run" / "token"
    assert path.stat().st_mode & 0o777 == 0o600
    headers = {"authorization": f"Bearer {path.read_text().strip()}"}
    del house.client.headers["origin"]
    answer = await house.client.post("/api/queues", json={"name": "Köp & Sälj"}, headers=headers)
    assert (answer.status_code, answer.json()) == (201, {"queue_id": "kop-salj"})
