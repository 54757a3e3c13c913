"""Signing in and out, the first administrator, one's own account, and the administration of accounts."""

from __future__ import annotations

import hmac

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath, JSONBody

from lur.features import Refused
from lur.features.accounts.model import Account, Token
from lur.features.accounts.service import LONGEST_MS
from lur.web.asking import Asked, AskedByAnyone, services_of
from lur.web.payloads import (
    AccountRow,
    AddAccountBody,
    AddTokenBody,
    Done,
    LanguageBody,
    Me,
    NewAccount,
    NewPasswordAnswer,
    NewToken,
    PasswordBody,
    SetupBody,
    SetupState,
    SignInBody,
)
from lur.web.permissions import ROLES
from lur.web.proxies import address_of, by_tls, on_this_machine
from lur.web.security import COOKIE

NOTHING = Done(seq=0)


@get("/api/setup", permission="public")
async def setup_state(request: AskedByAnyone) -> SetupState:
    """Is a first administrator needed, and may this browser make it without the printed code?"""
    needed = await services_of(request).accounts.setup_needed()
    return SetupState(needed=needed, token_needed=needed and not on_this_machine(request))


@post("/api/setup", permission="public", status_code=200)
async def set_up(request: AskedByAnyone, data: JSONBody[SetupBody]) -> Response[Me]:
    """Make the first administrator and sign them in."""
    accounts = services_of(request).accounts
    known = hmac.compare_digest(data.token.encode(), accounts.setup_token.encode())
    if not known and not on_this_machine(request):
        raise Refused("setup_token_wrong")
    account, token = await accounts.set_up(data.account, data.display_name, data.password, data.language)
    return _signed_in(request, account, token)


@post("/api/sign-in", permission="public", status_code=200)
async def sign_in(request: AskedByAnyone, data: JSONBody[SignInBody]) -> Response[Me]:
    """Begin a session; the cookie comes with the answer."""
    accounts = services_of(request).accounts
    account, token = await accounts.sign_in(data.account, data.password, address_of(request))
    return _signed_in(request, account, token)


@post("/api/sign-out", permission="own_account", status_code=200)
async def sign_out(request: Asked) -> Response[Done]:
    """End this session. Presence is another thing: an agent who is ready stays so."""
    await services_of(request).accounts.sign_out(request.auth)
    return Response(NOTHING, cookies=[_cookie(request, "", 0)])


@get("/api/me", permission="own_account")
async def me(request: Asked) -> Me:
    """Who is signed in, and what they may do."""
    return _me(request.user)


@post("/api/me/language", permission="own_account", status_code=200)
async def set_language(request: Asked, data: JSONBody[LanguageBody]) -> Done:
    """The language of one's screens."""
    await services_of(request).accounts.set_language(request.user, data.language)
    return NOTHING


@post("/api/password", permission="own_account", status_code=200)
async def change_password(request: Asked, data: JSONBody[PasswordBody]) -> Response[Me]:
    """Replace one's password. All other sessions end."""
    services = services_of(request)
    token = await services.accounts.change_password(request.user, data.old, data.new, address_of(request))
    services.desks.hearing.renewed(request.auth, token)
    return _signed_in(request, request.user, token)


@get("/api/accounts", permission="manage_accounts")
async def accounts(request: Asked) -> tuple[AccountRow, ...]:
    """Everybody who may sign in."""
    return tuple(_row(each) for each in await services_of(request).accounts.everybody())


@post("/api/accounts", permission="manage_accounts")
async def add_account(request: Asked, data: JSONBody[AddAccountBody]) -> NewAccount:
    """A new account; its generated password is shown this once."""
    services = services_of(request)
    if data.agent_id is not None and data.agent_id not in services.centre.state.agents:
        raise Refused("unknown_agent", data.agent_id)
    account, password = await services.accounts.add(
        data.account, data.display_name, data.role, data.language, agent_id=data.agent_id
    )
    return NewAccount(account=_row(account), password=password)


@post("/api/accounts/{account:str}/new-password", permission="manage_accounts", status_code=200)
async def reset_password(request: Asked, account: FromPath[str]) -> NewPasswordAnswer:
    """A new generated password for somebody who has lost theirs; their sessions end."""
    return NewPasswordAnswer(password=await services_of(request).accounts.reset_password(account))


@post("/api/accounts/{account:str}/remove", permission="manage_accounts", status_code=200)
async def remove_account(request: Asked, account: FromPath[str]) -> Done:
    """Forget an account and its sessions."""
    await services_of(request).accounts.remove(account, request.user)
    return NOTHING


@get("/api/tokens", permission="manage_accounts")
async def tokens(request: Asked) -> tuple[Token, ...]:
    """The programs that may use Lur."""
    return await services_of(request).tokens.all()


@post("/api/tokens", permission="manage_accounts")
async def add_token(request: Asked, data: JSONBody[AddTokenBody]) -> NewToken:
    """A new token for a program; shown this once."""
    token, secret = await services_of(request).tokens.add(data.name, data.role)
    return NewToken(token=token, secret=secret)


@post("/api/tokens/{token_id:str}/remove", permission="manage_accounts", status_code=200)
async def remove_token(request: Asked, token_id: FromPath[str]) -> Done:
    """Make a token useless."""
    await services_of(request).tokens.remove(token_id)
    return NOTHING


def _signed_in(request: AskedByAnyone | Asked, account: Account, token: str) -> Response[Me]:
    return Response(_me(account), cookies=[_cookie(request, token, LONGEST_MS // 1000)])


def _cookie(request: AskedByAnyone | Asked, token: str, max_age_s: int) -> Cookie:
    return Cookie(
        key=COOKIE,
        value=token,
        max_age=max_age_s,
        path="/",
        httponly=True,
        samesite="lax",
        secure=by_tls(request),
    )


def _me(account: Account) -> Me:
    return Me(
        account=account.login,
        display_name=account.display_name,
        role=account.role,
        language=account.language,
        agent_id=account.agent_id,
        permissions=tuple(sorted(ROLES[account.role])),
    )


def _row(account: Account) -> AccountRow:
    return AccountRow(
        account=account.login,
        display_name=account.display_name,
        role=account.role,
        language=account.language,
        agent_id=account.agent_id,
        demo=account.demo,
    )


HANDLERS = (
    setup_state,
    set_up,
    sign_in,
    sign_out,
    me,
    set_language,
    change_password,
    accounts,
    add_account,
    reset_password,
    remove_account,
    tokens,
    add_token,
    remove_token,
)
