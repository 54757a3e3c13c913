"""Passkeys (WebAuthn level 2): a key in a device or a password manager, that only our own pages can ask for.

One is a second factor after a password, and a whole sign-in by itself where the device made sure who holds it
(a finger, a face, a code). What is signed is checked by py_webauthn; here lie the challenges, each good once,
and the keys. What browsers send and get is JSON as the standard has it, passed on as text.
"""

from __future__ import annotations

import secrets

import msgspec
import structlog
import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from lur.adapters.storage.readmodel import ReadModel
from lur.features import Refused
from lur.features.accounts import factor_store as store
from lur.features.accounts.factor_store import KeptPasskey
from lur.features.accounts.model import Account, Passkey
from lur.ports import Clock
from lur.runtime.pending import Pending

log = structlog.get_logger("lur.accounts")

ASKED_MS = 5 * 60_000
MOST = 20
CHALLENGE_BYTES = 32
NOT_RIGHT = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError)
"""What a credential that is none can raise."""


class Site(msgspec.Struct, frozen=True):
    """Whose pages ask: their host, without a port, and their origin."""

    host: str
    origin: str


class _Asked(msgspec.Struct, frozen=True):
    challenge: bytes
    site: Site
    account_id: str


class _Named(msgspec.Struct, frozen=True):
    """What is looked up before anything is believed."""

    id: str


class Passkeys:
    """Made, listed, used and forgotten."""

    def __init__(self, database: ReadModel, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._making: Pending[_Asked] = Pending(ASKED_MS)
        self._asked: Pending[_Asked] = Pending(ASKED_MS)

    # --- making one ----------------------------------------------------------------------------------------

    async def begin(self, account: Account, site: Site, company: str) -> str:
        """What the browser needs to make one, as JSON."""
        challenge = secrets.token_bytes(CHALLENGE_BYTES)
        known = await self._database.run(lambda c: store.kept_passkeys(c, account.id, site.host))
        options = webauthn.generate_registration_options(
            rp_id=site.host,
            rp_name=company,
            user_id=account.id.encode(),
            user_name=account.login,
            user_display_name=account.display_name,
            challenge=challenge,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED,
                user_verification=UserVerificationRequirement.PREFERRED,
            ),
            exclude_credentials=[_descriptor(each) for each in known],
        )
        self._making.put_as(account.id, _Asked(challenge, site, account.id), self._clock.now())
        return options_to_json(options)

    async def add(self, account: Account, name: str, credential: str) -> Passkey:
        """Keep the one that was made. Raises ``Refused``: too_late, passkey_not_right, too_many_passkeys."""
        now = self._clock.now()
        asked = self._making.take(account.id, now)
        if asked is None:
            raise Refused("too_late")
        try:
            made = webauthn.verify_registration_response(
                credential=credential,
                expected_challenge=asked.challenge,
                expected_rp_id=asked.site.host,
                expected_origin=asked.site.origin,
            )
        except NOT_RIGHT as error:
            raise Refused("passkey_not_right", type(error).__name__) from error
        new = Passkey(
            id=bytes_to_base64url(made.credential_id),
            name=name,
            host=asked.site.host,
            made_at=now,
            used_at=now,
        )
        kept = KeptPasskey(
            id=new.id,
            account_id=account.id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            transports=_transports(credential),
        )
        if len(await self._database.run(lambda c: store.passkeys_of(c, account.id))) >= MOST:
            raise Refused("too_many_passkeys", str(MOST))
        if not await self._database.run(lambda c: store.add_passkey(c, new, kept)):
            raise Refused("passkey_not_right", "known")
        return new

    async def rename(self, account: Account, passkey_id: str, name: str) -> None:
        """Raises ``Refused``: unknown_passkey."""
        if not await self._database.run(lambda c: store.rename_passkey(c, account.id, passkey_id, name)):
            raise Refused("unknown_passkey")

    async def remove(self, account: Account, passkey_id: str) -> None:
        """It opens nothing any more. Raises ``Refused``: unknown_passkey."""
        if not await self._database.run(lambda c: store.drop_passkey(c, account.id, passkey_id)):
            raise Refused("unknown_passkey")

    # --- using one -----------------------------------------------------------------------------------------

    async def ask(self, site: Site, account_id: str = "") -> tuple[str, str]:
        """A ticket, and what the browser needs to use one, as JSON: any that it has for these pages, or one
        of an account's as its second factor."""
        challenge = secrets.token_bytes(CHALLENGE_BYTES)
        known = await self._database.run(lambda c: store.kept_passkeys(c, account_id, site.host))
        whole = UserVerificationRequirement.REQUIRED
        options = webauthn.generate_authentication_options(
            rp_id=site.host,
            challenge=challenge,
            allow_credentials=[_descriptor(each) for each in known],
            user_verification=UserVerificationRequirement.PREFERRED if account_id else whole,
        )
        ticket = self._asked.put(_Asked(challenge, site, account_id), self._clock.now())
        return ticket, options_to_json(options)

    async def check(self, ticket: str, credential: str, account_id: str = "") -> str:
        """Whose it is: of the account, when one is named; else it is a whole sign-in, for which the device
        must have made sure who holds it. Raises ``Refused``: too_late, passkey_not_right."""
        asked = self._asked.take(ticket, self._clock.now())
        if asked is None or asked.account_id != account_id:
            raise Refused("too_late")
        try:
            named = msgspec.json.decode(credential, type=_Named)
        except msgspec.DecodeError as error:
            raise Refused("passkey_not_right", "form") from error
        kept = await self._database.run(lambda c: store.passkey_with(c, named.id))
        if kept is None or account_id not in ("", kept.account_id):
            raise Refused("passkey_not_right", "unknown")
        await self._verify(asked, kept, credential)
        return kept.account_id

    async def _verify(self, asked: _Asked, kept: KeptPasskey, credential: str) -> None:
        try:
            used = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=asked.challenge,
                expected_rp_id=asked.site.host,
                expected_origin=asked.site.origin,
                credential_public_key=kept.public_key,
                credential_current_sign_count=kept.sign_count,
                require_user_verification=not asked.account_id,
            )
        except NOT_RIGHT as error:
            log.warning("passkey_refused", account_id=kept.account_id, problem=str(error)[:200])
            raise Refused("passkey_not_right", type(error).__name__) from error
        now = self._clock.now()
        await self._database.run(lambda c: store.use_passkey(c, kept.id, used.new_sign_count, now))


class _Response(msgspec.Struct, frozen=True):
    transports: tuple[str, ...] = ()


class _Credential(msgspec.Struct, frozen=True):
    response: _Response = _Response()


def _transports(credential: str) -> str:
    """How the browser can reach the key again; only a help, so what is odd is left out."""
    try:
        told = msgspec.json.decode(credential, type=_Credential).response.transports
    except msgspec.DecodeError:
        return ""
    known = {each.value for each in AuthenticatorTransport}
    return " ".join(each for each in told if each in known)


def _descriptor(kept: KeptPasskey) -> PublicKeyCredentialDescriptor:
    transports = [AuthenticatorTransport(each) for each in kept.transports.split()]
    return PublicKeyCredentialDescriptor(id=base64url_to_bytes(kept.id), transports=transports or None)
