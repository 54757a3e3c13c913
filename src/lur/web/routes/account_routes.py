"""Signing in and out, the first administrator, one's own account, and the administration of accounts."""

from __future__ import annotations

import hmac

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from lur.features import Refused
from lur.features.accounts.model import Account, Way, Where
from lur.web.asking import Asked, AskedByAnyone, services_of
from lur.web.payloads.common import (
    AccountRow,
    AddAccountBody,
    Done,
    LanguageBody,
    Me,
    NewAccount,
    NewPasswordAnswer,
    PasswordBody,
    SetupBody,
    SetupState,
    SignInBody,
)
from lur.web.payloads.sign_on import SecondFactorAsked, SignedOut
from lur.web.permissions import permissions_of
from lur.web.proxies import address_of, on_this_machine
from lur.web.whereabouts import session_cookie, site_of, where_of

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
    account, token = await accounts.set_up(
        data.account, data.display_name, data.password, data.language, where_of(request)
    )
    return signed_in(request, account, token)


@post("/api/sign-in", permission="public", status_code=200)
async def sign_in(
    request: AskedByAnyone, data: JSONBody[SignInBody]
) -> Response[Me] | Response[SecondFactorAsked]:
    """Begin a session; the cookie comes with the answer. 202: a second factor is asked for first."""
    services = services_of(request)
    account = await services.accounts.check(data.account, data.password, address_of(request))
    services.sign_on.let_in(account)
    asked = await services.sign_on.second_step(account, site_of(request))
    if asked is not None:
        return Response(asked, status_code=202)
    return await begin_session(request, account)


@post("/api/sign-out", permission="own_account", status_code=200)
async def sign_out(request: Asked) -> Response[SignedOut]:
    """End this session, and say where to end it at the provider too. Presence is another thing: an agent who
    is ready stays so."""
    services = services_of(request)
    session = await services.accounts.sessions.known(request.auth)
    await services.accounts.sign_out(request.auth)
    go_to = ""
    if session is not None and session.provider_id:
        back = f"{site_of(request).origin}/sign-in"
        go_to = await services.sign_on.providers.way_out(session.provider_id, session.id_token, back)
    return Response(SignedOut(go_to=go_to), cookies=[session_cookie(request, "", 0)])


@get("/api/me", permission="own_account", for_programs=True)
async def me(request: Asked) -> Me:
    """Who is signed in, and what they may do."""
    return me_of(request.user)


@post("/api/me/language", permission="own_account", edits=("accounts", ""), status_code=200)
async def set_language(request: Asked, data: JSONBody[LanguageBody]) -> Done:
    """The language of one's screens."""
    await services_of(request).accounts.set_language(request.user, data.language)
    return NOTHING


@post("/api/password", permission="own_account", status_code=200)
async def change_password(request: Asked, data: JSONBody[PasswordBody]) -> Response[Me]:
    """Replace one's password. All other sessions end; this one goes on as it was begun, and still ends when
    the provider says so."""
    services = services_of(request)
    way = await services.accounts.sessions.known(request.auth) or Where()
    where = where_of(request, way.way, provider_id=way.provider_id, sid=way.sid, id_token=way.id_token)
    token = await services.accounts.change_password(request.user, data.old, data.new, where)
    services.desks.hearing.renewed(request.auth, token)
    return signed_in(request, request.user, token)


@get("/api/accounts", permission="manage_accounts")
async def accounts(request: Asked) -> tuple[AccountRow, ...]:
    """Everybody who may sign in."""
    return tuple(row_of(each) for each in await services_of(request).accounts.everybody())


@post("/api/accounts", permission="manage_accounts")
async def add_account(request: Asked, data: JSONBody[AddAccountBody]) -> NewAccount:
    """A new account; its generated password is shown this once."""
    services = services_of(request)
    if data.agent_id is not None and data.agent_id not in services.centre.state.agents:
        raise Refused("unknown_agent", data.agent_id)
    account, password = await services.accounts.add(
        data.account, data.display_name, data.role, data.language, agent_id=data.agent_id
    )
    return NewAccount(account=row_of(account), password=password)


@post("/api/accounts/{account:str}/new-password", permission="manage_accounts", status_code=200)
async def reset_password(request: Asked, account: FromPath[str]) -> NewPasswordAnswer:
    """A new generated password for somebody who has lost theirs; their sessions end."""
    return NewPasswordAnswer(password=await services_of(request).accounts.reset_password(account))


@post("/api/accounts/{account:str}/remove", permission="manage_accounts", status_code=200)
async def remove_account(request: Asked, account: FromPath[str]) -> Done:
    """Forget an account, its sessions and its second factors."""
    await services_of(request).accounts.remove(account, request.user)
    return NOTHING


async def begin_session(request: AskedByAnyone, account: Account, way: Way = "password") -> Response[Me]:
    """Sign somebody in who has proved who they are."""
    token = await services_of(request).accounts.sessions.start(account, where_of(request, way))
    return signed_in(request, account, token)


def signed_in(request: AskedByAnyone | Asked, account: Account, token: str) -> Response[Me]:
    """Who is signed in now, with the session's cookie."""
    return Response(me_of(account), cookies=[session_cookie(request, token)])


def me_of(account: Account) -> Me:
    """What a page is told of who uses it."""
    return Me(
        account=account.login,
        display_name=account.display_name,
        role=account.role,
        language=account.language,
        agent_id=account.agent_id,
        permissions=tuple(sorted(permissions_of(account))),
    )


def row_of(account: Account) -> AccountRow:
    """What administrators see of an account."""
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
)
