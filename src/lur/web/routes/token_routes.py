"""Tokens for programs: made with scopes, seen, and taken back."""

from __future__ import annotations

from typing import get_args

from litestar import get, post
from litestar.params import FromPath, JSONBody

from lur.features import Refused
from lur.features.accounts.token_store import Token
from lur.features.accounts.tokens import is_over
from lur.web.asking import Asked, services_of
from lur.web.payloads.api import AddTokenBody, NewToken, TokenRow, TokenState
from lur.web.payloads.common import Done, Permission
from lur.web.permissions import ROLES, permissions_of

ORDER: tuple[Permission, ...] = get_args(Permission)
NO_SCOPES: frozenset[Permission] = frozenset({"public", "own_account"})
"""Everybody has the first; the second is a person's."""


@get("/api/tokens", permission="manage_api")
async def tokens(request: Asked) -> tuple[TokenRow, ...]:
    """The programs that may use Lur, oldest first."""
    services = services_of(request)
    now = services.clock.now()
    return tuple(_row(each, now) for each in await services.tokens.all())


@post("/api/tokens", permission="manage_api")
async def add_token(request: Asked, data: JSONBody[AddTokenBody]) -> NewToken:
    """A new token for a program; shown this once. It gets no scope that its maker does not have. Refuses:
    more_than_you_may, programs_make_no_tokens, token_over_already."""
    services = services_of(request)
    too_much = set(data.scopes) - (permissions_of(request.user) - NO_SCOPES)
    if too_much:
        raise Refused("more_than_you_may", ", ".join(sorted(too_much)))
    token, secret = await services.tokens.add(data.name, request.user, data.scopes, data.expires_at)
    return NewToken(token=_row(token, services.clock.now()), secret=secret)


@post("/api/tokens/{token_id:str}/remove", permission="manage_api", status_code=200)
async def remove_token(request: Asked, token_id: FromPath[str]) -> Done:
    """Make a token useless at once: its next request is refused, what it has open ends. Refuses:
    unknown_token."""
    await services_of(request).tokens.remove(token_id)
    return Done(seq=0)


def _row(token: Token, now: int) -> TokenRow:
    return TokenRow(
        id=token.id,
        name=token.name,
        scopes=_scopes(token),
        made_at=token.made_at,
        made_by=token.maker_name,
        expires_at=token.expires_at,
        used_at=token.used_at,
        state=_state(token, now),
    )


def _scopes(token: Token) -> tuple[Permission, ...]:
    if token.role is None:
        return ()
    may = ROLES[token.role] - NO_SCOPES
    return tuple(each for each in ORDER if each in may and (token.scopes is None or each in token.scopes))


def _state(token: Token, now: int) -> TokenState:
    if token.role is None:
        return "maker_gone"
    return "over" if is_over(token, now) else "good"


HANDLERS = (tokens, add_token, remove_token)
