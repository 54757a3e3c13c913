"""Where a request comes from, as far as its session keeps it, and whose pages it is made on."""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

from lur.features.accounts.model import Way, Where
from lur.features.accounts.passkeys import Site
from lur.features.accounts.sessions import LONGEST_MS
from lur.web.proxies import address_of, by_tls, host_of
from lur.web.security import COOKIE

AnyRequest = Request[Any, Any, Any]

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
"""Signs in what a browser says of itself, the telling ones first."""


def where_of(
    request: AnyRequest, way: Way = "password", *, provider_id: str = "", sid: str = "", id_token: str = ""
) -> Where:
    """What a session that begins now keeps."""
    return Where(
        address=address_of(request),
        browser=browser_of(request.headers.get("user-agent", "")),
        way=way,
        provider_id=provider_id,
        sid=sid,
        id_token=id_token,
    )


def browser_of(told: str) -> str:
    """Browser and system in two words; empty when neither is known."""
    found = [next((name for sign, name in signs if sign in told), "") for signs in (BROWSERS, SYSTEMS)]
    return ", ".join(each for each in found if each)


def site_of(request: AnyRequest) -> Site:
    """Whose pages these are, as the browser knows them."""
    host = request.headers.get("host", "")
    return Site(host_of(host), f"{'https' if by_tls(request) else 'http'}://{host}")


def session_cookie(request: AnyRequest, token: str, max_age_s: int = LONGEST_MS // 1000) -> Cookie:
    """The session's cookie: scripts cannot read it, and other sites cannot send it along."""
    return Cookie(
        key=COOKIE,
        value=token,
        max_age=max_age_s,
        path="/",
        httponly=True,
        samesite="lax",
        secure=by_tls(request),
    )
