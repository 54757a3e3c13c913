"""The API's own description (OpenAPI 3.1), as it is served: litestar's of routes and bodies, and what only we
know: which permission a route asks for, how refusals look, how programs sign in, and what webhooks send.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from litestar import Litestar, Request, Router
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, OpenAPIRenderPlugin
from litestar.routes import HTTPRoute

from lur import __version__
from lur.features.webhooks.messages import SHAPES
from lur.web.openapi_page import STYLE, page_of
from lur.web.payloads.common import Permission, Problem
from lur.web.problem_texts.catalogue import TEXTS

Json = dict[str, Any]

ABOUT = (
    "The same API that Lur's own pages and command line use. Each route names one permission; a person has "
    "those of their role, a program those of its token's scopes. A refusal is a `Problem` with a stable code."
)
PROBLEM = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
WAYS_IN = {
    "token": {"type": "http", "scheme": "bearer", "description": "A program's token."},
    "session": {"type": "apiKey", "in": "cookie", "name": "lur_session", "description": "A person's."},
}
REFUSALS = {
    "400": "What was sent is not right: `bad_request`, or a code that says what.",
    "401": "Nobody is signed in, or the token is none: `not_signed_in`. `sign_in_again`: what is asked for "
    "at a sign-in is more than when the session began.",
    "404": "What the address names is not there.",
    "409": "It cannot be done as things are now.",
    "413": "What was sent is too large: `too_large`.",
    "429": "Too many requests: `too_many_requests`. `Retry-After` says for how many seconds to wait.",
    "503": "Nothing can be kept just now, and nothing was changed. `Retry-After` says when to try again.",
}
REFUSES = re.compile(r"Refuses: ([a-z_,\s]+)\.")


def openapi_config() -> OpenAPIConfig:
    """What litestar makes the description with, and where it is served: to whoever is signed in."""
    return OpenAPIConfig(
        title="Lur",
        version=__version__,
        description=ABOUT,
        path="/api/schema",
        render_plugins=[
            _AsJson(path=["/", "/openapi.json"]),
            _AsPage(path="/page"),
            _Style(path="/page.css"),
        ],
        openapi_router=Router(
            path="/api/schema",
            route_handlers=[],
            include_in_schema=False,
            opt={"permission": "own_account", "for_programs": True},
        ),
        use_handler_docstrings=True,
    )


class _AsJson(JsonRenderPlugin):
    """For programs."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: Json) -> bytes:
        return msgspec.json.encode(described(request.app))


class _AsPage(OpenAPIRenderPlugin):
    """For people: one page, without anything from elsewhere."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: Json) -> bytes:
        return page_of(described(request.app)).encode()


class _Style(OpenAPIRenderPlugin):
    """The page's looks: pages of ours have no styles inside."""

    def __init__(self, *, path: str) -> None:
        super().__init__(path=path, media_type="text/css")  # type: ignore[arg-type]

    def render(self, request: Request[Any, Any, Any], openapi_schema: Json) -> bytes:
        return STYLE.encode()


def described(app: Litestar) -> Json:
    """The whole description. Made once for each application."""
    kept: Json | None = app.state.get("described")
    if kept is None:
        kept = _described(app)
        app.state["described"] = kept
    return kept


def _described(app: Litestar) -> Json:
    schema: Json = msgspec.json.decode(msgspec.json.encode(app.openapi_schema.to_schema()))
    paths: Json = schema["paths"]
    for path, method, handler in _routes(app):
        if (operation := paths.get(path, {}).get(method)) is not None:
            _complete(path, operation, handler)
    components = schema.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _problem()
    components["securitySchemes"] = WAYS_IN
    schema["webhooks"] = {kind: _told(kind) for kind in SHAPES}
    return schema


def _routes(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for method, (handler, *_) in route.route_handler_map.items():
                yield route.path_format, method.lower(), handler


def _complete(path: str, operation: Json, handler: HTTPRouteHandler) -> None:
    permission: Permission = handler.opt["permission"]
    operation["x-permission"] = permission
    operation["security"] = [] if permission == "public" else [{name: []} for name in WAYS_IN]
    responses: Json = operation["responses"]
    for status in [each for each in responses if each >= "400"]:
        del responses[status]
    for status, words in _refusals(path, operation, permission).items():
        responses[status] = {"description": words, "content": PROBLEM}
    if found := REFUSES.search(" ".join(operation.get("description", "").split())):
        operation["x-refuses"] = [each.strip() for each in found[1].split(",")]


def _refusals(path: str, operation: Json, permission: Permission) -> dict[str, str]:
    if not path.startswith("/api"):
        return {}
    gone = () if "{" in path else ("404",)
    open_to_all = ("401",) if permission == "public" else ()
    words = {status: text for status, text in REFUSALS.items() if status not in (*gone, *open_to_all)}
    if "requestBody" not in operation:
        del words["413"]
    if permission != "public":
        words["403"] = f"Not allowed without the permission `{permission}`: `not_allowed`."
    return dict(sorted(words.items())) | {"default": "Another refusal, or a fault on our side."}


def _problem() -> Json:
    shape: Json = msgspec.json.schema(Problem)["$defs"]["Problem"]
    shape["properties"]["code"] = {"type": "string", "enum": sorted(TEXTS)}
    return shape


def _told(kind: str) -> Json:
    """One kind of message as the ``webhooks`` part has it."""
    shape = SHAPES[kind]  # type: ignore[index]
    data: Json = msgspec.json.schema(shape)["$defs"][shape.__name__]
    message = {
        "type": "object",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {"const": kind},
            "timestamp": {"type": "string", "format": "date-time"},
            "data": data,
        },
    }
    text = " ".join((shape.__doc__ or "").split())
    return {
        "post": {
            "summary": text,
            "requestBody": {"content": {"application/json": {"schema": message}}},
            "responses": {"2XX": {"description": "Taken; anything else is tried again."}},
        }
    }
