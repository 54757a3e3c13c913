"""A passkey's device in a few lines: it makes a key and signs, honestly or as a test wants it to lie."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

USER_PRESENT, USER_VERIFIED, HAS_KEY = 1, 4, 64


def text(data: bytes) -> str:
    """As WebAuthn's JSON has bytes."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Authenticator:
    """One device with one key. ``count`` is what it says of how often it was used."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.id = secrets.token_bytes(32)
        self.count = 0
        self.verifies = True
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._user = ""

    def make(self, options: str) -> str:
        """What ``navigator.credentials.create`` gives."""
        asked = json.loads(options)
        self._user = asked["user"]["id"]
        numbers = self._key.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(key)
        data = self._data(asked["rp"]["id"], HAS_KEY) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked["challenge"])
        return self._credential({"clientDataJSON": text(client), "attestationObject": text(attestation)})

    def use(self, options: str, *, host: str | None = None) -> str:
        """What ``navigator.credentials.get`` gives."""
        asked = json.loads(options)
        self.count += 1
        data = self._data(host or asked["rpId"])
        client = self._client("webauthn.get", asked["challenge"])
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        told = {"clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(signature)}
        return self._credential(told | {"userHandle": self._user})

    def _data(self, host: str, more: int = 0) -> bytes:
        flags = USER_PRESENT | (USER_VERIFIED if self.verifies else 0) | more
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _credential(self, response: dict[str, Any]) -> str:
        name = text(self.id)
        told = {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}}
        return json.dumps(told | {"response": response})
