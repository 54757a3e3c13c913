"""What stands before every request: who is it, does it come from our own pages, and which headers go back.

People are known by a cookie that scripts cannot read and other sites cannot send along; programs by a bearer
token. A request that changes something with a cookie must say that it comes from the same origin (browsers
always do), and so must a socket; a bearer token needs no such proof, since no browser adds it by itself.
Customers' pages know nobody: what may be done there is what the secret in the address allows, so a cookie is
not looked at and no other site can use it.
"""

from __future__ import annotations

from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.types import Message, Scope

from lur.features import Refused
from lur.features.accounts.model import Account
from lur.features.accounts.tokens import Program
from lur.web.problems import request_id_of
from lur.web.proxies import address_of, came_by_tls
from lur.web.public import PREFIXES
from lur.web.services import Services

COOKIE = "lur_session"
SAFE = ("GET", "HEAD", "OPTIONS")
BEARER = "bearer "
FINISHING = "session_finishing"
SIGN_IN_AGAIN = "x-sign-in-again"
"""Says with each answer that the session ends with the contact that its agent is in, and the page says so."""
STRICT_TRANSPORT = "max-age=31536000"
"""One year; said with the operator's own certificate alone, since a self-made one may be given up again."""
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(self)",
}


async def add_headers(message: Message, scope: Scope) -> None:
    """Litestar calls this before it sends: each answer gets its headers; API answers are never stored."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in HEADERS.items():
        headers[name] = value
    headers["x-request-id"] = request_id_of(scope)
    if scope.get("state", {}).get(FINISHING):
        headers[SIGN_IN_AGAIN] = "after-contact"
    services: Services = scope["litestar_app"].state["services"]
    if services.config.only_by_tls:
        headers["strict-transport-security"] = STRICT_TRANSPORT
    if scope["path"].startswith(("/api", "/metrics")):
        headers["cache-control"] = "no-store"


async def cut_off(message: Message, scope: Scope) -> None:
    """Litestar calls this before it sends: a stream does not outlive the token that it was asked with."""
    if message["type"] != "http.response.body" or not message.get("more_body"):
        return
    program = scope.get("user")
    if not isinstance(program, Program):
        return
    services: Services = scope["litestar_app"].state["services"]
    if not services.tokens.is_good(program):
        raise TokenTakenBack(program.id)


class TokenTakenBack(Exception):
    """What is being sent ends here, unfinished, so that nobody takes it for whole."""


class Authentication(AbstractAuthenticationMiddleware):
    """Finds out who asks: ``connection.user`` is an ``Account`` or None, ``auth`` its session's or program's
    token."""

    async def authenticate_request(
        self, connection: ASGIConnection[Any, Any, Any, Any]
    ) -> AuthenticationResult:
        """Raises ``Refused``: cross_site, not_signed_in (a token that nobody has), too_many_requests."""
        if connection.scope["path"].startswith(PREFIXES):
            return AuthenticationResult(user=None, auth="")
        try:
            found = await self._who_asks(connection)
        except Refused:
            _count(connection, None)
            raise
        _count(connection, found.user)
        return found

    async def _who_asks(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        services: Services = connection.app.state["services"]
        bearer = connection.headers.get("authorization", "")
        if bearer.lower().startswith(BEARER):
            program = await services.tokens.who_has_token(bearer[len(BEARER) :].strip())
            if program is None:
                raise Refused("not_signed_in")
            return AuthenticationResult(user=program, auth=bearer[len(BEARER) :].strip())
        _check_origin(connection)
        token = connection.cookies.get(COOKIE, "")
        known = await services.accounts.sessions.look(token) if token else None
        connection.state[FINISHING] = known is not None and known.finishing
        return AuthenticationResult(user=known.account if known else None, auth=token)


def _count(connection: ASGIConnection[Any, Any, Any, Any], account: Account | None) -> None:
    """The API's limits; pages and what they are made of have none. Raises ``Refused``: too_many_requests."""
    if connection.scope["path"].startswith("/api/"):
        services: Services = connection.app.state["services"]
        services.limits.check(account, address_of(connection), services.clock.now())


def _check_origin(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """A change or a socket must come from our own page. Without a cookie there is nothing to steal, so that
    programs without a browser's headers may sign in. By https our page is the one by https: the same name by
    http is whoever stands in between."""
    scope = connection.scope
    if scope["type"] == ScopeType.HTTP and scope["method"] in SAFE:
        return
    origin = connection.headers.get("origin")
    if origin is None:
        if COOKIE in connection.cookies:
            raise Refused("cross_site", "no origin")
        return
    scheme, _, host = origin.partition("://")
    if host != connection.headers.get("host") or (scheme == "http" and came_by_tls(connection)):
        raise Refused("cross_site", "origin")
