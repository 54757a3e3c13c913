"""Who someone is: the secret of an account here, and our own name and password at an operator."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import msgspec


class Secret(msgspec.Struct, frozen=True):
    """What a server needs to check digests: H(user:realm:password) for each algorithm, never the password."""

    ha1_md5: str
    ha1_sha256: str


class Credentials(msgspec.Struct, frozen=True):
    """Our own name and password towards a peer that challenges us."""

    username: str
    password: str


SecretLookup = Callable[[str], Secret | None]
"""From account name to its secret; None when there is no such account."""


def secret_for(username: str, realm: str, password: str) -> Secret:
    """The secret to store for an account (RFC 7616 3.4.2)."""
    joined = f"{username}:{realm}:{password}".encode()
    return Secret(hashlib.md5(joined).hexdigest(), hashlib.sha256(joined).hexdigest())
