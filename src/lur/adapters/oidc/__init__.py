"""OpenID Connect as a relying party: discovery, the code for a token, and what may be believed of it."""

from __future__ import annotations

from lur.adapters.oidc.believing import Claims, Expected, believed, logout_believed
from lur.adapters.oidc.faults import OidcFault
from lur.adapters.oidc.provider import Client, Endpoint, Tokens

__all__ = [
    "Claims",
    "Client",
    "Endpoint",
    "Expected",
    "OidcFault",
    "Tokens",
    "believed",
    "logout_believed",
]
