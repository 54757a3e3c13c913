"""Trying a provider out before anybody needs it: each thing that can be wrong is tried by itself, so that the
page can say which it is and what to do.

Our secret is tried with a code that cannot be right: who says that the code is wrong knows us. The way back
is tried by asking to sign nobody in: a provider that knows it sends us back, one that does not shows a page.
"""

from __future__ import annotations

import secrets
from urllib.parse import urljoin

from lur.adapters.oidc import OidcFault
from lur.adapters.oidc.provider import Provider
from lur.features.sign_on.model import Check

NO_WAY_BACK = ("invalid_redirect_uri", "redirect_uri_mismatch", "aadsts50011", "reply url", "reply address")
NO_CLIENT = ("invalid_client", "unauthorized_client", "aadsts700016", "client not found", "client is invalid")
"""What providers write on the page that they show then."""


async def try_out(provider: Provider, redirect: str) -> tuple[Check, ...]:
    """All checks up to the first after which others make no sense."""
    try:
        await provider.endpoint(fresh=True)
    except OidcFault as fault:
        return (Check(name="doors", ok=False, code=fault.code, detail=fault.detail),)
    doors = Check(name="doors", ok=True, detail=provider.client.issuer)
    return (
        doors,
        await _keys(provider),
        await _secret(provider, redirect),
        await _way_back(provider, redirect),
    )


async def _keys(provider: Provider) -> Check:
    try:
        found = await provider.keys(fresh=True)
    except OidcFault as fault:
        return Check(name="keys", ok=False, code=fault.code, detail=fault.detail)
    return Check(name="keys", ok=True, detail=str(len(found.keys)))


async def _secret(provider: Provider, redirect: str) -> Check:
    try:
        await provider.redeem(secrets.token_urlsafe(24), redirect, secrets.token_urlsafe(48))
    except OidcFault as fault:
        if fault.code == "not_taken" and fault.detail in ("invalid_grant", "invalid_request"):
            return Check(name="secret", ok=True)
        return Check(name="secret", ok=False, code=fault.code, detail=fault.detail)
    return Check(name="secret", ok=False, code="not_a_provider", detail="any code is taken")


async def _way_back(provider: Provider, redirect: str) -> Check:
    """``unsure``: it showed a page, which may be the one to sign in on."""
    words = [secrets.token_urlsafe(24) for _ in range(3)]
    try:
        asked = await provider.way_there(redirect, words[0], words[1], words[2] + words[1], prompt="none")
        answer = await provider.look(asked)
    except OidcFault as fault:
        return Check(name="redirect", ok=False, code=fault.code, detail=fault.detail)
    going = urljoin(asked, answer.headers.get("location", ""))
    if going.partition("?")[0].partition("#")[0] == redirect:
        return Check(name="redirect", ok=True, detail=redirect)
    shown = (answer.text[:200_000] + going).lower()
    if any(sign in shown for sign in NO_CLIENT):
        return Check(name="redirect", ok=False, code="unknown_client", detail=provider.client.client_id)
    if answer.status_code >= 400 or any(sign in shown for sign in NO_WAY_BACK):
        return Check(name="redirect", ok=False, code="redirect_not_registered", detail=redirect)
    return Check(name="redirect", ok=True, code="unsure", detail=redirect)
