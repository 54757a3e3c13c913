"""Tokens for programs: the machine's own command line, a metrics collector, a script. Kept as hashes.

A token has scopes: the permissions that its maker gave it, and never one that its maker does not have at the
moment. It may run out, and it may be taken back at any time: the next request is refused, and what it has
open ends.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from pathlib import Path

from lur.adapters.storage.readmodel import ReadModel, ReadModelUnavailable
from lur.core.ids import Instant
from lur.features import Refused
from lur.features.accounts import token_store as store
from lur.features.accounts.model import SERVICE, Account
from lur.features.accounts.passwords import digest
from lur.features.accounts.token_store import Token
from lur.ports import Clock
from lur.runtime.publisher import Publisher
from lur.runtime.whole_file import write_whole

SEEN_EVERY_MS = 60_000
PREFIX = "lur_"
"""By which people, and programs that look for leaked secrets, know a token of ours."""


class Program(Account, frozen=True, kw_only=True):
    """A program that asks with its token. ``role`` is its maker's; ``scopes`` None: all that the role may."""

    scopes: tuple[str, ...] | None = None
    expires_at: Instant | None = None


class Tokens:
    """Programs that may use Lur."""

    def __init__(self, database: ReadModel, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._service_hash = ""
        self.ended: Publisher[str] = Publisher()
        """Tokens were taken back: the token's id."""
        self._removed: set[str] = set()

    async def who_has_token(self, token: str) -> Account | None:
        """The program of a token, None when it is unknown, has run out, or its maker is gone."""
        hashed = digest(token)
        if self._service_hash and hmac.compare_digest(hashed, self._service_hash):
            return SERVICE
        found = await self._database.run(lambda c: store.find(c, hashed))
        at = self._clock.now()
        if found is None or found.role is None or is_over(found, at):
            return None
        if found.used_at is None or at - found.used_at > SEEN_EVERY_MS:
            await self._see(hashed, at)
        return Program(
            id=found.id,
            login=found.id,
            display_name=found.name,
            role=found.role,
            language="en",
            scopes=found.scopes,
            expires_at=found.expires_at,
        )

    async def _see(self, hashed: str, at: Instant) -> None:
        try:
            await self._database.run(lambda c: store.see(c, hashed, at))
        except ReadModelUnavailable:
            return  # A full disk must not stop a program that only reads.

    def is_good(self, program: Program) -> bool:
        """Whether what the program has open may go on: its token was not taken back and has not run out."""
        over = program.expires_at is not None and self._clock.now() >= program.expires_at
        return program.id not in self._removed and not over

    def write_service_token(self, path: Path) -> None:
        """A new token for this machine's own command line, in a file that only its owner can read."""
        token = secrets.token_urlsafe(32)
        write_whole(path, f"{token}\n".encode())
        self._service_hash = digest(token)

    async def add(
        self, name: str, maker: Account, scopes: Sequence[str], expires_at: Instant | None = None
    ) -> tuple[Token, str]:
        """A new token for a program, shown this once. That the maker has the scopes is the caller's to check.
        Raises ``Refused``: programs_make_no_tokens, token_over_already."""
        if isinstance(maker, Program):
            raise Refused("programs_make_no_tokens")
        at = self._clock.now()
        if expires_at is not None and expires_at <= at:
            raise Refused("token_over_already")
        secret = PREFIX + secrets.token_urlsafe(32)
        token = Token(
            id="t" + secrets.token_hex(6),
            name=name,
            role=maker.role,
            made_at=at,
            scopes=tuple(sorted(set(scopes))),
            maker_id=maker.id,
            maker_name=maker.display_name,
            expires_at=expires_at,
        )
        await self._database.run(lambda c: store.add(c, digest(secret), token))
        return token, secret

    async def all(self) -> tuple[Token, ...]:
        """All programs' tokens."""
        return await self._database.run(store.every)

    async def remove(self, token_id: str) -> None:
        """Make a token useless. Raises ``Refused``: unknown_token."""
        if not await self._database.run(lambda c: store.remove(c, token_id)):
            raise Refused("unknown_token", token_id)
        self._removed.add(token_id)
        self.ended.publish(token_id)


def is_over(token: Token, at: Instant) -> bool:
    """Whether the token has run out."""
    return token.expires_at is not None and at >= token.expires_at
