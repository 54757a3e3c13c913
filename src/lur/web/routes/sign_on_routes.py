"""Signing on elsewhere, and what administrators set up about signing in.

The browser goes to the provider and comes back by plain links, so these two routes answer with redirects;
what went wrong there is a code in the address of the page to sign in, which says it in words.
"""

from __future__ import annotations

import re
import secrets
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect

from lur.features import Refused
from lur.features.accounts.model import Account
from lur.features.sign_on.model import Policy, Provider, Rule, check_issuer
from lur.web.asking import Asked, AskedByAnyone, services_of
from lur.web.payloads.common import Done
from lur.web.payloads.sign_on import (
    AccountSafety,
    BreakGlassBody,
    ChangeAccountBody,
    PolicyBody,
    ProviderBody,
    ProviderDoor,
    ProviderRow,
    RuleRow,
    SignInWays,
    SignOnSettings,
    TrialAnswer,
)
from lur.web.proxies import by_tls
from lur.web.routes.account_routes import NOTHING, row_of
from lur.web.whereabouts import session_cookie, site_of, where_of

WAY_COOKIE = "lur_sign_on"
WAY_PATH = "/api/sign-on"
WAY_S = 600
KNOWN_BROWSER = re.compile(r"[A-Za-z0-9_-]{32}")
LONGEST_WORD = 4_000
LARGEST_FORM_BYTES = 20_000


@get("/api/sign-on", permission="public")
async def sign_in_ways(request: AskedByAnyone) -> SignInWays:
    """How one may sign in here."""
    providers = services_of(request).sign_on.providers
    return SignInWays(
        providers=tuple(ProviderDoor(id=e.id, name=e.name) for e in providers.listed() if e.enabled),
        only_providers=providers.policy.only_providers,
    )


# --- to the provider and back ------------------------------------------------------------------------------


@get("/api/sign-on/{provider_id:str}/begin", permission="public", include_in_schema=False)
async def begin(request: AskedByAnyone, provider_id: FromPath[str]) -> Redirect:
    """Off to the provider."""
    browser = _browser(request) or secrets.token_urlsafe(24)
    try:
        where_to = await services_of(request).sign_on.providers.begin(
            provider_id, _redirect(request, provider_id), browser
        )
    except Refused as refused:
        return _to_sign_in(refused)
    cookie = Cookie(
        key=WAY_COOKIE,
        value=browser,
        max_age=WAY_S,
        path=WAY_PATH,
        httponly=True,
        samesite="lax",
        secure=by_tls(request),
    )
    return Redirect(where_to, status_code=302, cookies=[cookie])


@get("/api/sign-on/{provider_id:str}/back", permission="public", include_in_schema=False)
async def back(request: AskedByAnyone, provider_id: FromPath[str]) -> Redirect:
    """Back from the provider: signed in, or told why not."""
    services = services_of(request)
    told = {name: value[:LONGEST_WORD] for name, value in request.query_params.items()}
    try:
        person = await services.sign_on.providers.finish(provider_id, told, _browser(request))
        account = await services.sign_on.arrive(provider_id, person)
    except Refused as refused:
        return _to_sign_in(refused)
    where = where_of(request, "sign_on", provider_id=provider_id, sid=person.sid, id_token=person.id_token)
    token = await services.accounts.sessions.start(account, where)
    home = "/desk" if account.role == "agent" and account.agent_id is not None else "/"
    return Redirect(home, status_code=302, cookies=[session_cookie(request, token)])


@post("/api/sign-on/{provider_id:str}/ended", permission="public", status_code=200, include_in_schema=False)
async def ended_there(request: AskedByAnyone, provider_id: FromPath[str]) -> Done:
    """The provider says that a session there is over (OpenID Connect Back-Channel Logout): ours ends too."""
    services = services_of(request)
    form = await request.form()
    token = form.get("logout_token", "")
    if not isinstance(token, str) or not 0 < len(token) < LARGEST_FORM_BYTES:
        raise Refused("bad_request", "logout_token")
    sid, account_id = await services.sign_on.providers.session_that_ended(provider_id, token)
    if sid:
        await services.accounts.sessions.end_at_provider(provider_id, sid)
    elif account_id:
        await services.accounts.sessions.end_all(account_id)
    return NOTHING


def _to_sign_in(refused: Refused) -> Redirect:
    detail = refused.detail if refused.code == "sign_on_failed" else ""
    more = f"&detail={detail}" if re.fullmatch(r"[a-z_]+", detail) else ""
    return Redirect(f"/sign-in?problem={refused.code}{more}", status_code=302)


def _browser(request: Request[Any, Any, Any]) -> str:
    """The browser that began, empty when it did not."""
    told = request.cookies.get(WAY_COOKIE, "")
    return told if KNOWN_BROWSER.fullmatch(told) else ""


def _redirect(request: Request[Any, Any, Any], provider_id: str) -> str:
    return f"{site_of(request).origin}/api/sign-on/{provider_id}/back"


# --- setting it up -----------------------------------------------------------------------------------------


@get("/api/sign-on/settings", permission="manage_accounts")
async def settings(request: Asked) -> SignOnSettings:
    """Providers without their secrets, and what holds for all."""
    providers = services_of(request).sign_on.providers
    return SignOnSettings(
        providers=tuple([await _row(request, each) for each in providers.listed()]),
        only_providers=providers.policy.only_providers,
        second_factor_roles=providers.policy.second_factor_roles,  # type: ignore[arg-type]
    )


async def _row(request: Asked, provider: Provider) -> ProviderRow:
    origin = site_of(request).origin
    return ProviderRow(
        id=provider.id,
        name=provider.name,
        issuer=provider.issuer,
        client_id=provider.client_id,
        has_secret=await services_of(request).sign_on.providers.has_secret(provider.id),
        scopes=provider.scopes,
        groups_claim=provider.groups_claim,
        link_by_email=provider.link_by_email,
        enabled=provider.enabled,
        rules=tuple(
            RuleRow(group=rule.group, role=rule.role, agent=rule.agent, team=rule.team)  # type: ignore[arg-type]
            for rule in provider.rules
        ),
        redirect=_redirect(request, provider.id),
        signed_out=f"{origin}/sign-in",
        back_channel=f"{origin}/api/sign-on/{provider.id}/ended",
    )


@post("/api/sign-on/providers", permission="manage_accounts")
async def put_provider(request: Asked, data: JSONBody[ProviderBody]) -> ProviderRow:
    """Set a provider up, or change it. Refuses: too_many_providers, issuer_without_tls, last_provider."""
    services = services_of(request)
    check_issuer(data.issuer)
    provider = Provider(
        id=data.id,
        name=data.name.strip(),
        issuer=data.issuer,
        client_id=data.client_id.strip(),
        scopes=data.scopes,
        groups_claim=data.groups_claim.strip(),
        link_by_email=data.link_by_email,
        enabled=data.enabled,
        rules=tuple(
            Rule(group=each.group.strip(), role=each.role, agent=each.agent, team=each.team)
            for each in data.rules
        ),
    )
    await services.sign_on.providers.put(provider, data.secret.strip())
    services.desks.hearing.doubt_all()
    return await _row(request, provider)


@post("/api/sign-on/providers/{provider_id:str}/remove", permission="manage_accounts", status_code=200)
async def remove_provider(request: Asked, provider_id: FromPath[str]) -> Done:
    """Nobody signs on there any more, and sessions that began there end; accounts stay. Refuses:
    unknown_provider, last_provider."""
    services = services_of(request)
    await services.sign_on.providers.remove(provider_id)
    services.desks.hearing.doubt_all()
    return NOTHING


@post(
    "/api/sign-on/providers/{provider_id:str}/try",
    permission="manage_accounts",
    trail=False,
    status_code=200,
)
async def try_provider(request: Asked, provider_id: FromPath[str]) -> TrialAnswer:
    """What works with a provider and what does not, each by itself. Refuses: unknown_provider."""
    providers = services_of(request).sign_on.providers
    return TrialAnswer(checks=await providers.try_out(provider_id, _redirect(request, provider_id)))


@post("/api/sign-on/policy", permission="manage_accounts", status_code=200)
async def set_policy(request: Asked, data: JSONBody[PolicyBody]) -> Done:
    """What holds for all; sessions that could not begin so any more end. Refuses: no_provider,
    no_break_glass."""
    services = services_of(request)
    if data.only_providers and not await services.accounts.break_glass_accounts():
        raise Refused("no_break_glass")
    policy = Policy(only_providers=data.only_providers, second_factor_roles=data.second_factor_roles)
    await services.sign_on.providers.set_policy(policy)
    services.desks.hearing.doubt_all()
    return NOTHING


# --- accounts ----------------------------------------------------------------------------------------------


@get("/api/accounts/safety", permission="manage_accounts")
async def accounts_safety(request: Asked) -> tuple[AccountSafety, ...]:
    """Everybody, and how their accounts are kept safe."""
    tied = await services_of(request).sign_on.providers.tied()
    everybody = await services_of(request).accounts.everybody()
    return tuple([await _safety(request, each, tied.get(each.id, "")) for each in everybody])


async def _safety(request: Asked, account: Account, provider: str) -> AccountSafety:
    services = services_of(request)
    factors = await services.sign_on.factors.of(account.id)
    return AccountSafety(
        account=row_of(account),
        codes=factors.codes,
        passkeys=len(factors.passkeys),
        sessions=len(await services.accounts.sessions.of(account)),
        provider=provider,
        break_glass=account.break_glass,
    )


@post("/api/accounts/{account:str}/change", permission="manage_accounts", status_code=200)
async def change_account(request: Asked, account: FromPath[str], data: JSONBody[ChangeAccountBody]) -> Done:
    """Another role or agent; with another role their sessions end. Refuses: unknown_account, unknown_agent,
    last_admin, no_break_glass (the last one while only providers are good)."""
    services = services_of(request)
    if data.agent_id is not None and data.agent_id not in services.centre.state.agents:
        raise Refused("unknown_agent", data.agent_id)
    known = await services.accounts.named(account)
    await services.accounts.change(known, data.role, data.agent_id)
    return NOTHING


@post("/api/accounts/{account:str}/break-glass", permission="manage_accounts", status_code=200)
async def break_glass(request: Asked, account: FromPath[str], data: JSONBody[BreakGlassBody]) -> Done:
    """Whether the account is let in with its password when all others sign on elsewhere. Refuses:
    unknown_account, only_for_admins, no_password, no_break_glass (the last one while only providers are
    good)."""
    services = services_of(request)
    known = await services.accounts.named(account)
    await services.accounts.set_break_glass(known, data.on)
    return NOTHING


@post("/api/accounts/{account:str}/reset-second-factor", permission="manage_accounts", status_code=200)
async def reset_second_factor(request: Asked, account: FromPath[str]) -> Done:
    """Forget somebody's app, passkeys and recovery codes, because they were lost; their sessions end.
    Refuses: unknown_account."""
    services = services_of(request)
    known = await services.accounts.named(account)
    await services.sign_on.factors.reset(known)
    await services.accounts.sessions.end_all(known.id)
    return NOTHING


@post(
    "/api/accounts/{account:str}/end-sessions",
    permission="manage_accounts",
    for_programs=True,
    status_code=200,
)
async def end_sessions(request: Asked, account: FromPath[str]) -> Done:
    """Sign somebody out everywhere. Refuses: unknown_account."""
    accounts = services_of(request).accounts
    await accounts.sessions.end_all((await accounts.named(account)).id)
    return NOTHING


HANDLERS: tuple[Any, ...] = (
    sign_in_ways,
    begin,
    back,
    ended_there,
    settings,
    put_provider,
    remove_provider,
    try_provider,
    set_policy,
    accounts_safety,
    change_account,
    break_glass,
    reset_second_factor,
    end_sessions,
)
