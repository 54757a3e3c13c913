"""Second factors of local accounts: an authenticator app's codes, and recovery codes for when it is lost.

A code is good once, guesses are slowed down for each account (whoever guesses here has the password already),
recovery codes are shown once and kept as hashes. The app's seed lies in the vault and nowhere else.
"""

from __future__ import annotations

import secrets

from sqlalchemy import Connection

from lur.adapters.storage.readmodel import ReadModel
from lur.features import Refused
from lur.features.accounts import factor_store as store
from lur.features.accounts import totp
from lur.features.accounts.model import Account, Factors
from lur.features.accounts.passwords import ALPHABET, digest
from lur.features.accounts.throttle import Throttle
from lur.ports import Clock, Vault
from lur.runtime.pending import Pending

SEED_FIELD = "code_seed"
ENROL_MS = 15 * 60_000
RECOVERY_CODES = 10
LIMITS = {"both": (5, 15 * 60_000), "address": (30, 15 * 60_000), "login": (10, 15 * 60_000)}
"""As ``throttle.LIMITS``, and strict for the account too: nobody without its password comes here."""


class SecondFactors:
    """What is asked for after the password."""

    def __init__(self, database: ReadModel, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._throttle = Throttle(LIMITS)
        self._enrolling: Pending[bytes] = Pending(ENROL_MS)

    async def of(self, account_id: str) -> Factors:
        """What the account has."""
        return await self._database.run(lambda c: _read(c, account_id))

    async def of_all(self) -> dict[str, Factors]:
        """What each has who has any."""
        return await self._database.run(lambda c: {each: _read(c, each) for each in store.who_has_any(c)})

    # --- an authenticator app ------------------------------------------------------------------------------

    def begin_codes(self, account: Account) -> bytes:
        """A new seed to be typed or photographed; nothing changes until its first code is given."""
        seed = secrets.token_bytes(totp.SEED_BYTES)
        self._enrolling.put_as(account.id, seed, self._clock.now())
        return seed

    async def confirm_codes(self, account: Account, code: str, address: str) -> tuple[str, ...]:
        """The app shows the right code: it is asked for from now on. New recovery codes when there are none.
        Raises ``Refused``: too_late, wrong_code, too_many_tries."""
        now = self._clock.now()
        seed = self._enrolling.get(account.id, now)
        if seed is None:
            raise Refused("too_late")
        self._slow_down(account.id, address)
        step = totp.step_of(seed, code, now)
        if step is None:
            raise Refused("wrong_code")
        self._throttle.right(account.id, address)
        self._enrolling.take(account.id, now)
        await self._vault.put(_subject(account.id), SEED_FIELD, seed.hex())
        await self._database.run(lambda c: store.put_codes(c, account.id, now, step))
        return await self.first_recovery_codes(account)

    async def drop_codes(self, account: Account) -> None:
        """No app any more."""
        await self._database.run(lambda c: store.drop_codes(c, account.id))
        await self._vault.erase(_subject(account.id))
        await self.settle(account)

    async def check_code(self, account_id: str, code: str, address: str) -> None:
        """Raises ``Refused``: wrong_code, code_used, too_many_tries."""
        self._slow_down(account_id, address)
        seeds = (await self._vault.get(_subject(account_id))).get(SEED_FIELD, [])
        step = totp.step_of(bytes.fromhex(seeds[0]), code, self._clock.now()) if seeds else None
        if step is None:
            raise Refused("wrong_code")
        if not await self._database.run(lambda c: store.use_step(c, account_id, step)):
            raise Refused("code_used")
        self._throttle.right(account_id, address)

    def _slow_down(self, account_id: str, address: str) -> None:
        now = self._clock.now()
        wait_ms = self._throttle.wait_ms(account_id, address, now)
        if wait_ms > 0:
            raise Refused("too_many_tries", retry_after_s=-(-wait_ms // 1000))
        self._throttle.wrong(account_id, address, now)

    # --- recovery codes ------------------------------------------------------------------------------------

    async def first_recovery_codes(self, account: Account) -> tuple[str, ...]:
        """New ones when there are none; else nothing to show."""
        if await self._database.run(lambda c: store.recovery_left(c, account.id)):
            return ()
        return await self.new_recovery_codes(account)

    async def new_recovery_codes(self, account: Account) -> tuple[str, ...]:
        """New ones, shown this once; the old ones are good no more."""
        codes = tuple(_new_code() for _ in range(RECOVERY_CODES))
        hashes = [digest(_typed(code)) for code in codes]
        await self._database.run(lambda c: store.put_recovery(c, account.id, hashes))
        return codes

    async def check_recovery(self, account_id: str, code: str, address: str) -> None:
        """Use a recovery code up. Raises ``Refused``: wrong_code, too_many_tries."""
        self._slow_down(account_id, address)
        hashed = digest(_typed(code))
        if not await self._database.run(lambda c: store.use_recovery(c, account_id, hashed)):
            raise Refused("wrong_code")
        self._throttle.right(account_id, address)

    # --- all of it -----------------------------------------------------------------------------------------

    async def reset(self, account: Account) -> None:
        """No second factor any more: somebody lost theirs, or is leaving."""
        await self._database.run(lambda c: store.drop_all(c, account.id))
        await self._vault.erase(_subject(account.id))

    async def settle(self, account: Account) -> None:
        """A factor went: recovery codes without anything to recover from are nobody's friends."""
        if not (await self.of(account.id)).any:
            await self._database.run(lambda c: store.put_recovery(c, account.id, ()))


def _read(connection: Connection, account_id: str) -> Factors:
    return Factors(
        codes=store.has_codes(connection, account_id),
        recovery_left=store.recovery_left(connection, account_id),
        passkeys=store.passkeys_of(connection, account_id),
    )


def _subject(account_id: str) -> str:
    return f"account:{account_id}"


def _new_code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(16))
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def _typed(code: str) -> str:
    """As it is compared: spaces, dashes and capitals do not matter."""
    return "".join(letter for letter in code.lower() if letter.isalnum())
