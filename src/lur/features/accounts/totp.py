"""The codes of an authenticator app: RFC 6238 over RFC 4226, SHA-1, six digits, thirty seconds. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import quote, urlencode

from lur.core.ids import Instant

STEP_MS = 30_000
DIGITS = 6
SEED_BYTES = 20
DRIFT_STEPS = (-1, 0, 1)
"""A clock that is half a minute off is good enough."""


def step_at(at: Instant) -> int:
    """The number of the half minute (RFC 6238, section 4.2)."""
    return at // STEP_MS


def code_of(seed: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of a half minute (RFC 4226, section 5.3)."""
    digest = hmac.new(seed, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(seed: bytes, code: str, at: Instant) -> int | None:
    """The half minute around ``at`` whose code this is; the newest when there are more."""
    typed, now = "".join(code.split()).encode(), step_at(at)
    right = [now + by for by in DRIFT_STEPS if hmac.compare_digest(code_of(seed, now + by).encode(), typed)]
    return max(right, default=None)


def typed_seed(seed: bytes) -> str:
    """The seed as one types it into an app."""
    return base64.b32encode(seed).decode()


def address_of(seed: bytes, login: str, company: str) -> str:
    """What the QR code says (the key URI format that all authenticator apps read)."""
    name = quote(f"{company}:{login}", safe="")
    asked = urlencode({"secret": typed_seed(seed), "issuer": company}, quote_via=quote)
    return f"otpauth://totp/{name}?{asked}"
