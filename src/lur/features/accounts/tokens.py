"""Tokens for programs: the machine's own command line, a metrics collector, a script. Kept as hashes."""

from __future__ import annotations

import hmac
import secrets
from pathlib import Path

from lur.adapters.storage.readmodel import ReadModel
from lur.features import Refused
from lur.features.accounts import store
from lur.features.accounts.model import SERVICE, Account, Role, Token
from lur.features.accounts.passwords import digest
from lur.ports import Clock
from lur.runtime.whole_file import write_whole


class Tokens:
    """Programs that may use Lur."""

    def __init__(self, database: ReadModel, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._service_hash = ""

    async def who_has_token(self, token: str) -> Account | None:
        """The account of a program's token."""
        hashed = digest(token)
        if self._service_hash and hmac.compare_digest(hashed, self._service_hash):
            return SERVICE
        found = await self._database.run(lambda c: store.find_token(c, hashed))
        if found is None:
            return None
        return Account(id=found.id, login=found.id, display_name=found.name, role=found.role, language="en")

    def write_service_token(self, path: Path) -> None:
        """A new token for this machine's own command line, in a file that only its owner can read."""
        token = secrets.token_urlsafe(32)
        write_whole(path, f"{token}\n".encode())
        self._service_hash = digest(token)

    async def add(self, name: str, role: Role) -> tuple[Token, str]:
        """A new token for a program, shown this once."""
        secret = secrets.token_urlsafe(32)
        token = Token(id="t" + secrets.token_hex(6), name=name, role=role, made_at=self._clock.now())
        await self._database.run(lambda c: store.add_token(c, digest(secret), token))
        return token, secret

    async def all(self) -> tuple[Token, ...]:
        """All programs' tokens."""
        return await self._database.run(store.all_tokens)

    async def remove(self, token_id: str) -> None:
        """Make a token useless. Raises ``Refused``: unknown_token."""
        if not await self._database.run(lambda c: store.remove_token(c, token_id)):
            raise Refused("unknown_token", token_id)
