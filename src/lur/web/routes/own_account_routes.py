"""How one's own account is kept safe: the second step of a sign-in, passkeys, codes, sessions.

What could let somebody else in later (another passkey, another app) asks for the password again when the
sign-in is some minutes old, so that a screen that was left alone is not enough.
"""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from lur.features import Refused
from lur.features.accounts import totp
from lur.features.accounts.model import Account, SessionRow
from lur.features.accounts.passwords import digest
from lur.web.asking import Asked, AskedByAnyone, services_of
from lur.web.payloads.common import Done, Me
from lur.web.payloads.sign_on import (
    AddPasskeyBody,
    CodeBody,
    CodesToSetUp,
    ConfirmBody,
    NewPasskey,
    PasskeyAsked,
    PasskeySignInBody,
    RecoveryCodes,
    RenamePasskeyBody,
    SecondFactorBody,
    Security,
    SessionView,
    SignedInWithCodes,
    TicketBody,
    TicketCodeBody,
)
from lur.web.proxies import address_of
from lur.web.routes.account_routes import NOTHING, begin_session, me_of
from lur.web.whereabouts import session_cookie, site_of, where_of

FACTORS = ("second_factors", "")
"""What the audit trail calls them."""

# --- the second step of a sign-in --------------------------------------------------------------------------


@post("/api/sign-in/second-factor", permission="public", status_code=200)
async def second_factor(request: AskedByAnyone, data: JSONBody[SecondFactorBody]) -> Response[Me]:
    """A code, a recovery code or a passkey, after the right password. Refuses: too_late, wrong_code,
    code_used, passkey_not_right, too_many_tries."""
    room, address = services_of(request).sign_on, address_of(request)
    halfway, account = await room.halfway(data.ticket)
    if data.code is not None:
        await room.factors.check_code(account.id, data.code, address)
    elif data.recovery is not None:
        await room.factors.check_recovery(account.id, data.recovery, address)
    elif data.credential is not None:
        await room.passkeys.check(halfway.passkey_ticket, data.credential, account.id)
    else:
        raise Refused("wrong_code")
    room.over(data.ticket)
    return await begin_session(request, account)


@post("/api/sign-in/set-up", permission="public", status_code=200)
async def set_up_at_sign_in(request: AskedByAnyone, data: JSONBody[TicketBody]) -> CodesToSetUp:
    """The role asks for a second factor and there is none yet: what to put into an app. Refuses: too_late."""
    _, account = await services_of(request).sign_on.halfway(data.ticket, to_set_up=True)
    return await _codes_for(request, account)


@post("/api/sign-in/set-up/confirm", permission="public", status_code=200)
async def confirm_at_sign_in(
    request: AskedByAnyone, data: JSONBody[TicketCodeBody]
) -> Response[SignedInWithCodes]:
    """The app's first code: signed in, with recovery codes to keep. Refuses: too_late, wrong_code,
    too_many_tries."""
    services = services_of(request)
    _, account = await services.sign_on.halfway(data.ticket, to_set_up=True)
    codes = await services.sign_on.factors.confirm_codes(account, data.code, address_of(request))
    services.sign_on.over(data.ticket)
    await services.sign_on.second_factor_made(account)
    token = await services.accounts.sessions.start(account, where_of(request))
    answer = SignedInWithCodes(me=me_of(account), codes=codes)
    return Response(answer, cookies=[session_cookie(request, token)])


@post("/api/sign-in/passkey/begin", permission="public", status_code=200)
async def begin_passkey_sign_in(request: AskedByAnyone) -> PasskeyAsked:
    """What the browser needs to offer the passkeys that it has for these pages."""
    ticket, options = await services_of(request).sign_on.passkeys.ask(site_of(request))
    return PasskeyAsked(ticket=ticket, options=options)


@post("/api/sign-in/passkey", permission="public", status_code=200)
async def sign_in_with_passkey(request: AskedByAnyone, data: JSONBody[PasskeySignInBody]) -> Response[Me]:
    """A passkey alone: no name, no password. Refuses: too_late, passkey_not_right, only_providers."""
    services = services_of(request)
    account_id = await services.sign_on.passkeys.check(data.ticket, data.credential)
    account = await services.accounts.known(account_id)
    if account is None:
        raise Refused("passkey_not_right", "unknown")
    services.sign_on.let_in(account)
    return await begin_session(request, account, "passkey")


# --- one's own account -------------------------------------------------------------------------------------


@get("/api/me/security", permission="own_account")
async def security(request: Asked) -> Security:
    """Second factors, passkeys, and where one is signed in."""
    services, account = services_of(request), request.user
    factors = await services.sign_on.factors.of(account.id)
    here = digest(request.auth)
    return Security(
        has_password=await services.accounts.has_password(account),
        codes=factors.codes,
        recovery_left=factors.recovery_left,
        passkeys=factors.passkeys,
        required=services.sign_on.requires(account),
        sessions=tuple(_view(row, here) for row in await services.accounts.sessions.of(account)),
    )


def _view(row: SessionRow, here: str) -> SessionView:
    return SessionView(
        id=row.id,
        here=row.token_hash == here,
        way=row.way,
        started_at=row.started_at,
        seen_at=row.seen_at,
        address=row.address,
        browser=row.browser,
    )


@post("/api/me/confirm", permission="own_account", status_code=200)
async def confirm(request: Asked, data: JSONBody[ConfirmBody]) -> Done:
    """The password once more: it is really you. Good for ten minutes."""
    accounts = services_of(request).accounts
    await accounts.check(request.user.login, data.password, address_of(request))
    accounts.sessions.confirm(request.auth)
    return NOTHING


@post("/api/me/codes/begin", permission="own_account", status_code=200)
async def begin_codes(request: Asked) -> CodesToSetUp:
    """What to put into an authenticator app; nothing changes until its first code is given. Refuses:
    confirm_first, no_password."""
    await _really(request)
    return await _codes_for(request, request.user)


@post("/api/me/codes/confirm", permission="own_account", status_code=200, edits=FACTORS)
async def confirm_codes(request: Asked, data: JSONBody[CodeBody]) -> RecoveryCodes:
    """The app's first code: it is asked for from now on."""
    room, account = services_of(request).sign_on, request.user
    had = await room.factors.of(account.id)
    codes = await room.factors.confirm_codes(account, data.code, address_of(request))
    await room.second_factor_made(account, had, here=request.auth)
    return RecoveryCodes(codes=codes)


@post("/api/me/codes/remove", permission="own_account", status_code=200, edits=FACTORS)
async def remove_codes(request: Asked) -> Done:
    """No app any more. Refuses: confirm_first."""
    await _really(request)
    await services_of(request).sign_on.factors.drop_codes(request.user)
    return NOTHING


@post("/api/me/recovery-codes", permission="own_account", status_code=200)
async def new_recovery_codes(request: Asked) -> RecoveryCodes:
    """New recovery codes, shown this once; the old ones are good no more. Refuses: confirm_first,
    nothing_to_recover."""
    await _really(request)
    factors = services_of(request).sign_on.factors
    if not (await factors.of(request.user.id)).any:
        raise Refused("nothing_to_recover")
    return RecoveryCodes(codes=await factors.new_recovery_codes(request.user))


@post("/api/me/passkeys/begin", permission="own_account", status_code=200)
async def begin_passkey(request: Asked) -> PasskeyAsked:
    """What the browser needs to make a passkey. Refuses: confirm_first, no_password."""
    await _really(request)
    room = services_of(request).sign_on
    options = await room.passkeys.begin(request.user, site_of(request), await room.company())
    return PasskeyAsked(ticket="", options=options)


@post("/api/me/passkeys", permission="own_account", edits=FACTORS)
async def add_passkey(request: Asked, data: JSONBody[AddPasskeyBody]) -> NewPasskey:
    """Keep a passkey that was made. Refuses: too_late, passkey_not_right, too_many_passkeys."""
    room = services_of(request).sign_on
    had = await room.factors.of(request.user.id)
    made = await room.passkeys.add(request.user, data.name.strip() or "?", data.credential)
    await room.second_factor_made(request.user, had, here=request.auth)
    return NewPasskey(passkey=made, recovery_codes=await room.factors.first_recovery_codes(request.user))


@post("/api/me/passkeys/{passkey_id:str}/name", permission="own_account", status_code=200, edits=FACTORS)
async def rename_passkey(
    request: Asked, passkey_id: FromPath[str], data: JSONBody[RenamePasskeyBody]
) -> Done:
    """Call a passkey something else. Refuses: unknown_passkey."""
    await services_of(request).sign_on.passkeys.rename(request.user, passkey_id, data.name.strip() or "?")
    return NOTHING


@post("/api/me/passkeys/{passkey_id:str}/remove", permission="own_account", status_code=200, edits=FACTORS)
async def remove_passkey(request: Asked, passkey_id: FromPath[str]) -> Done:
    """It opens nothing any more. Refuses: confirm_first, unknown_passkey."""
    await _really(request)
    room = services_of(request).sign_on
    await room.passkeys.remove(request.user, passkey_id)
    await room.factors.settle(request.user)
    return NOTHING


@post("/api/me/sessions/{session_id:str}/end", permission="own_account", status_code=200)
async def end_session(request: Asked, session_id: FromPath[str]) -> Done:
    """Sign out somewhere else. Refuses: unknown_session."""
    await services_of(request).accounts.sessions.end_one(request.user, session_id)
    return NOTHING


@post("/api/me/sessions/end-others", permission="own_account", status_code=200)
async def end_others(request: Asked) -> Done:
    """Sign out everywhere but here; open pages there end at once."""
    await services_of(request).accounts.sessions.end_all(request.user.id, but=request.auth)
    return NOTHING


@post("/api/me/sessions/end-all", permission="own_account", status_code=200)
async def end_all(request: Asked) -> Response[Done]:
    """Sign out everywhere, here too."""
    await services_of(request).accounts.sessions.end_all(request.user.id)
    return Response(NOTHING, cookies=[session_cookie(request, "", 0)])


async def _codes_for(request: AskedByAnyone | Asked, account: Account) -> CodesToSetUp:
    room = services_of(request).sign_on
    seed = room.factors.begin_codes(account)
    address = totp.address_of(seed, account.login, await room.company())
    return CodesToSetUp(address=address, secret=totp.typed_seed(seed))


async def _really(request: Asked) -> None:
    accounts = services_of(request).accounts
    if not await accounts.has_password(request.user):
        raise Refused("no_password")
    await accounts.sessions.must_be_fresh(request.auth)


HANDLERS = (
    second_factor,
    set_up_at_sign_in,
    confirm_at_sign_in,
    begin_passkey_sign_in,
    sign_in_with_passkey,
    security,
    confirm,
    begin_codes,
    confirm_codes,
    remove_codes,
    new_recovery_codes,
    begin_passkey,
    add_passkey,
    rename_passkey,
    remove_passkey,
    end_session,
    end_others,
    end_all,
)
