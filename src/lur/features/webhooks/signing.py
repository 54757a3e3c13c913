"""Signatures as the Standard Webhooks specification has them: HMAC-SHA256 over id, time and body.

While a secret is being changed both sign, so a receiver may change over at any time of that day.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from lur.core.ids import Instant

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """A secret as it is shown and given to the receiver."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, message_id: str, at_s: int, body: bytes) -> str:
    """One signature, ``v1,`` and base64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{at_s}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers_of(secrets_now: tuple[str, ...], message_id: str, at: Instant, body: bytes) -> dict[str, str]:
    """What goes with a message. The first secret is the newest."""
    at_s = at // 1000
    return {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(at_s),
        "webhook-signature": " ".join(signature(each, message_id, at_s, body) for each in secrets_now),
    }
