"""What is believed of a token: its signature by one of the provider's keys, and each claim that ties it to
us, to now and to this very sign-in (OpenID Connect Core 3.1.3.7, Back-Channel Logout 2.6). Time is an
argument.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Mapping
from typing import Any

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from lur.adapters.oidc.faults import OidcFault

Claims = Mapping[str, Any]
"""What the provider says, as JSON."""

ALGORITHMS = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
]
"""Public keys only: ``none`` is nobody's signature, and with HS256 our own secret would be the provider's."""
SKEW_S = 120
"""So far may the provider's clock and ours be apart."""
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """What a token for us says."""

    issuer: str
    client_id: str
    nonce: str = ""


def believed(token: str, keys: KeySet, expected: Expected, now_s: int) -> Claims:
    """The claims of an ID token. Raises ``OidcFault``: not_believed."""
    claims = _signed(token, keys)
    _for_us(claims, expected, now_s)
    if claims.get("nonce") != expected.nonce:
        raise OidcFault("not_believed", "nonce")
    if not isinstance(claims.get("sub"), str) or not 0 < len(claims["sub"]) <= 255:
        raise OidcFault("not_believed", "sub")
    return claims


def logout_believed(token: str, keys: KeySet, expected: Expected, now_s: int) -> Claims:
    """The claims of a logout token. Raises ``OidcFault``: not_believed."""
    claims = _signed(token, keys)
    _for_us(claims, expected, now_s)
    events = claims.get("events")
    if not isinstance(events, dict) or LOGOUT_EVENT not in events or "nonce" in claims:
        raise OidcFault("not_believed", "events")
    if not isinstance(claims.get("sid", claims.get("sub")), str):
        raise OidcFault("not_believed", "sid")
    return claims


def key_id(token: str) -> str:
    """Which key the token says it was signed with; empty when it does not say."""
    head = token.partition(".")[0]
    try:
        told = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except (ValueError, RecursionError):
        return ""
    kid = told.get("kid") if isinstance(told, dict) else None
    return kid if isinstance(kid, str) else ""


def _signed(token: str, keys: KeySet) -> Claims:
    try:
        return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise OidcFault("not_believed", f"signature ({type(error).__name__})") from error


def _for_us(claims: Claims, expected: Expected, now_s: int) -> None:
    if claims.get("iss") != expected.issuer:
        raise OidcFault("not_believed", "iss")
    meant = claims.get("aud")
    audience = meant if isinstance(meant, list) else [meant]
    if expected.client_id not in audience:
        raise OidcFault("not_believed", "aud")
    azp = claims.get("azp")
    if (azp is None and len(audience) > 1) or azp not in (None, expected.client_id):
        raise OidcFault("not_believed", "azp")
    if _seconds(claims, "exp") <= now_s - SKEW_S:
        raise OidcFault("not_believed", "exp")
    if _seconds(claims, "iat") > now_s + SKEW_S:
        raise OidcFault("not_believed", "iat")
    if "nbf" in claims and _seconds(claims, "nbf") > now_s + SKEW_S:
        raise OidcFault("not_believed", "nbf")


def _seconds(claims: Claims, name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise OidcFault("not_believed", name)
    if not math.isfinite(value):
        raise OidcFault("not_believed", name)
    return value
