"""Stands around every request that changes what is set up, so that no route can forget the audit trail.

Which requests these are is told by their permission: those of the office begin with ``manage_``. One that
changes what is set up by another permission says so with ``edits``; one that changes nothing, or must not be
waited for, with ``trail=False``. The answer is held back until what changed is written down. ``if-match``
with an item's revision refuses the change when somebody else has changed the item meanwhile; which item that
is, is told by ``edits``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

import msgspec
from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from lur.features.accounts.model import SERVICE, Account
from lur.features.accounts.tokens import Program
from lur.features.trail.model import WHY_LENGTH, Origins, TrailOrigin
from lur.web.permissions import allows
from lur.web.services import Services

MUTATING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
MOST_WORDS_BYTES = 512 * 1024
"""In a body that is larger no why is looked for: it is a sound, an image or a file."""
ORIGIN = "office_origin"
"""Where in the request's state a route says from where the change comes, as ``Origins``."""
WHY_HEADER = "x-lur-why"


class _Why(msgspec.Struct):
    """A body that says why."""

    why: str = ""


class AroundOffice(ASGIMiddleware):
    """See above."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """One request."""
        if not _is_of_office(scope):
            await next_app(scope, receive, send)
            return
        services: Services = scope["litestar_app"].state["services"]
        account: Account = scope["user"]
        body, again = await _read_ahead(scope, receive)
        held: list[Message] = []

        async def hold(message: Message) -> None:
            held.append(message)

        async with services.office.changing(account, lambda: _origins(scope, account, body)):
            await _check_unchanged(scope, services)
            await next_app(scope, again, hold)
        for message in held:
            await send(message)


def _is_of_office(scope: Scope) -> bool:
    """Only for who may: who may not is refused further in, and waits for nothing."""
    options = scope["route_handler"].opt
    permission = options.get("permission", "")
    if scope["type"] != ScopeType.HTTP or scope["method"] not in MUTATING or not options.get("trail", True):
        return False
    if not permission.startswith("manage_") and "edits" not in options:
        return False
    return scope["user"] is not None and allows(scope["user"], permission)


async def _read_ahead(scope: Scope, receive: Receive) -> tuple[bytes, Receive]:
    """The body, whole, so that a slow sender keeps nobody waiting; and a ``receive`` that gives it once more.
    Of one that is larger than its route takes only so much that it is refused further in."""
    limit = _most_bytes(scope)
    messages: list[Any] = []
    size = 0
    while size <= limit:
        messages.append(message := await receive())
        size += len(message.get("body", b"")) if message["type"] == "http.request" else 0
        if message["type"] != "http.request" or not message.get("more_body", False):
            break
    body = b"".join(each.get("body", b"") for each in messages)

    async def again() -> Any:
        return messages.pop(0) if messages else await receive()

    return body, again


def _most_bytes(scope: Scope) -> float:
    """-1: it says itself that it is too large."""
    handler: HTTPRouteHandler = scope["route_handler"]  # type: ignore[assignment]
    limit = handler.resolve_request_max_body_size() or math.inf
    announced = ASGIConnection[Any, Any, Any, Any](scope).headers.get("content-length", "")
    return -1 if announced.isdecimal() and int(announced[:20]) > limit else limit


def _origins(scope: Scope, account: Account, body: bytes) -> Origins:
    state: dict[str, Any] = scope["state"]
    told: Origins | None = state.get(ORIGIN)
    if told is not None:
        return told
    return Origins(actor=account.actor, origin=origin_of(account), why=_why(scope, body))


def origin_of(account: Account) -> TrailOrigin:
    """From where somebody asks."""
    if account.id == SERVICE.id:
        return "command_line"
    return "token" if isinstance(account, Program) else "page"


def _why(scope: Scope, body: bytes) -> str:
    connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
    said = unquote(connection.headers.get(WHY_HEADER, ""))
    if not said and len(body) <= MOST_WORDS_BYTES and b'"why"' in body:
        try:
            said = msgspec.json.decode(body, type=_Why).why
        except (msgspec.DecodeError, RecursionError):
            said = ""
    return said.strip()[:WHY_LENGTH]


async def _check_unchanged(scope: Scope, services: Services) -> None:
    seen = ASGIConnection[Any, Any, Any, Any](scope).headers.get("if-match", "").strip().strip('"')
    edits: Sequence[str] = scope["route_handler"].opt.get("edits", ())
    if not seen or not edits:
        return
    section, parameter = edits
    key = str(scope["path_params"].get(parameter, "")) if parameter else ""
    await services.office.check_unchanged(section, key, seen)
