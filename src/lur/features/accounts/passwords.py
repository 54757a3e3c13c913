"""Passwords: argon2id, a few at a time, and generated ones that can be read aloud."""

from __future__ import annotations

import asyncio
import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from lur.features import Refused

HASHING_AT_A_TIME = 2
"""argon2 takes 64 MiB and a core for each; a flood of sign-ins must not take the machine."""
HASHING_WAITING = 50
SHORTEST = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class Passwords:
    """Makes and checks hashes in threads, so that nothing else waits."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex())
        self._hashing = asyncio.Semaphore(HASHING_AT_A_TIME)
        self._waiting = 0

    async def hash(self, password: str) -> str:
        """The argon2id hash of a new password."""
        async with self._hashing:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, hashed: str | None, password: str) -> bool:
        """Whether the password is right; None (nobody) takes as long as a wrong one. Raises ``Refused``:
        too_many_tries, when too many wait."""
        if self._waiting >= HASHING_WAITING:
            raise Refused("too_many_tries", retry_after_s=5)
        self._waiting += 1
        try:
            async with self._hashing:
                return await asyncio.to_thread(self._matches, hashed or self._nobody, password)
        finally:
            self._waiting -= 1

    def _matches(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


def new_password() -> str:
    """Sixty random bits that can be read aloud."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def check_new(password: str) -> None:
    """Raises ``Refused``: password_too_short."""
    if len(password) < SHORTEST:
        raise Refused("password_too_short", str(SHORTEST))


def digest(token: str) -> str:
    """How a token with at least 128 random bits is kept: such a secret needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
