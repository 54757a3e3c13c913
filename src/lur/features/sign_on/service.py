"""The verbs: set a provider up, send somebody there, believe them when they come back, and know them again.

The way there is remembered for ten minutes, is good once, and only in the browser that began it: what comes
back with a state that nobody asked for is somebody else's sign-in.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec
import structlog

from lur.adapters.oidc import OidcFault
from lur.adapters.oidc.provider import Client, Endpoint
from lur.adapters.oidc.provider import Provider as Spoken
from lur.adapters.storage.readmodel import ReadModel
from lur.features import Refused
from lur.features.sign_on import store
from lur.features.sign_on.model import Check, Person, Policy, Provider
from lur.features.sign_on.telling import groups_in, person_of
from lur.features.sign_on.trying import try_out
from lur.ports import Clock, Vault
from lur.runtime.pending import Pending

log = structlog.get_logger("lur.sign_on")

ON_THE_WAY_MS = 10 * 60_000
SECRET_FIELD = "client_secret"
MOST = 20


class _Way(msgspec.Struct, frozen=True):
    """Somebody is at the provider."""

    provider_id: str
    redirect: str
    nonce: str
    verifier: str
    browser: str


class SignOn:
    """Everything about signing on elsewhere."""

    def __init__(self, database: ReadModel, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._all: dict[str, Provider] = {}
        self._spoken: dict[str, Spoken] = {}
        self._on_the_way: Pending[_Way] = Pending(ON_THE_WAY_MS)
        self.policy = Policy()

    async def load(self) -> None:
        """Read providers and policy into memory, once at start."""
        self._all = {each.id: each for each in await self._database.run(store.all_providers)}
        self.policy = await self._database.run(store.the_policy)

    # --- providers -----------------------------------------------------------------------------------------

    def listed(self) -> tuple[Provider, ...]:
        """All of them, by name."""
        return tuple(sorted(self._all.values(), key=lambda each: (each.name.casefold(), each.id)))

    def known(self, provider_id: str) -> Provider:
        """Raises ``Refused``: unknown_provider."""
        found = self._all.get(provider_id)
        if found is None:
            raise Refused("unknown_provider", provider_id)
        return found

    async def has_secret(self, provider_id: str) -> bool:
        """Whether we prove ourselves there with more than PKCE."""
        return bool(await _secret_of(self._vault, provider_id))

    async def put(self, provider: Provider, secret: str) -> None:
        """Set one up, or change it; an empty secret keeps the old. Raises ``Refused``: too_many_providers,
        last_provider."""
        if provider.id not in self._all and len(self._all) >= MOST:
            raise Refused("too_many_providers", str(MOST))
        if not provider.enabled:
            _refuse_last(self.policy, self._all, provider.id)
        if secret:
            await self._vault.put(_subject(provider.id), SECRET_FIELD, secret)
        await self._database.run(lambda c: store.put_provider(c, provider))
        self._all[provider.id] = provider
        self._spoken.pop(provider.id, None)

    async def remove(self, provider_id: str) -> None:
        """Nobody signs on there any more. Raises ``Refused``: unknown_provider, last_provider."""
        self.known(provider_id)
        _refuse_last(self.policy, self._all, provider_id)
        await self._database.run(lambda c: store.drop_provider(c, provider_id))
        await self._vault.erase(_subject(provider_id))
        del self._all[provider_id]
        self._spoken.pop(provider_id, None)

    async def set_policy(self, policy: Policy) -> None:
        """What holds for all. Raises ``Refused``: no_provider."""
        if policy.only_providers and not any(each.enabled for each in self._all.values()):
            raise Refused("no_provider")
        await self._database.run(lambda c: store.put_policy(c, policy))
        self.policy = policy

    async def try_out(self, provider_id: str, redirect: str) -> tuple[Check, ...]:
        """What works with a provider and what does not. Raises ``Refused``: unknown_provider."""
        provider = self.known(provider_id)
        return await try_out(Spoken(await self._client(provider), self._clock), redirect)

    async def _client(self, provider: Provider) -> Client:
        return Client(
            issuer=provider.issuer,
            client_id=provider.client_id,
            secret=await _secret_of(self._vault, provider.id),
            scopes=provider.scopes,
        )

    async def _speak(self, provider: Provider) -> Spoken:
        if provider.id not in self._spoken:
            self._spoken[provider.id] = Spoken(await self._client(provider), self._clock)
        return self._spoken[provider.id]

    # --- a sign-on -----------------------------------------------------------------------------------------

    async def begin(self, provider_id: str, redirect: str, browser: str) -> str:
        """Where to send the browser, which is known again by ``browser``. Raises ``Refused``:
        unknown_provider, sign_on_failed."""
        provider = self.known(provider_id)
        if not provider.enabled:
            raise Refused("unknown_provider", provider_id)
        nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        way = _Way(provider_id, redirect, nonce, verifier, browser)
        state = self._on_the_way.put(way, self._clock.now())
        try:
            return await (await self._speak(provider)).way_there(redirect, state, nonce, verifier)
        except OidcFault as fault:
            raise _failed(provider_id, fault) from fault

    async def finish(self, provider_id: str, told: Mapping[str, str], browser: str) -> Person:
        """Who came back. Raises ``Refused``: unknown_provider, sign_on_stale, sign_on_declined,
        sign_on_failed."""
        provider = self.known(provider_id)
        way = self._on_the_way.take(told.get("state", ""), self._clock.now())
        if (
            way is None
            or way.provider_id != provider_id
            or not hmac.compare_digest(way.browser.encode(), browser.encode())
        ):
            raise Refused("sign_on_stale")
        if not provider.enabled:
            raise Refused("unknown_provider", provider_id)
        if "error" in told:
            log.info("sign_on_declined", provider_id=provider_id, error=told["error"][:100])
            raise Refused("sign_on_declined", told["error"][:100])
        try:
            return await self._believe(provider, way, told)
        except OidcFault as fault:
            raise _failed(provider_id, fault) from fault

    async def _believe(self, provider: Provider, way: _Way, told: Mapping[str, str]) -> Person:
        spoken = await self._speak(provider)
        _comes_from(await spoken.endpoint(), told)
        tokens = await spoken.redeem(told.get("code", ""), way.redirect, way.verifier)
        claims = await spoken.believe(tokens, way.nonce)
        if not groups_in(claims, provider.groups_claim) or "email" not in claims:
            claims = {**await spoken.more_about(tokens, str(claims["sub"])), **claims}
        return person_of(provider, claims, tokens.id_token)

    # --- signing out there, and from there -----------------------------------------------------------------

    async def way_out(self, provider_id: str, id_token: str, back: str) -> str:
        """Where to send the browser to end the session there too; empty when that is not known."""
        provider = self._all.get(provider_id)
        if provider is None:
            return ""
        try:
            door = (await (await self._speak(provider)).endpoint()).end_session_endpoint
        except OidcFault:
            return ""  # Ours has ended; theirs can be ended another day.
        if not door.startswith(("https://", "http://")):
            return ""
        asked = {"client_id": provider.client_id, "post_logout_redirect_uri": back}
        asked |= {"id_token_hint": id_token} if id_token else {}
        return f"{door}{'&' if '?' in door else '?'}{urlencode(asked)}"

    async def session_that_ended(self, provider_id: str, logout_token: str) -> tuple[str, str | None]:
        """Which session at the provider is over, and whose account. Raises ``Refused``: unknown_provider,
        sign_on_failed."""
        provider = self.known(provider_id)
        try:
            claims = await (await self._speak(provider)).believe_logout(logout_token)
        except OidcFault as fault:
            raise _failed(provider_id, fault) from fault
        sid, subject = claims.get("sid"), claims.get("sub")
        account_id = await self.account_of(provider.issuer, subject) if isinstance(subject, str) else None
        return sid if isinstance(sid, str) else "", account_id

    # --- who is who ----------------------------------------------------------------------------------------

    async def account_of(self, issuer: str, subject: str) -> str | None:
        """The account of a person there."""
        return await self._database.run(lambda c: store.account_of(c, issuer, subject))

    async def tie(self, person: Person, account_id: str) -> None:
        """From now on that person is this account."""
        now = self._clock.now()
        await self._database.run(lambda c: store.tie(c, person.issuer, person.subject, account_id, now))

    async def untie(self, account_id: str) -> None:
        """The account is nobody's elsewhere."""
        await self._database.run(lambda c: store.untie(c, account_id))

    async def tied(self) -> dict[str, str]:
        """The provider's name for each account that signs on elsewhere."""
        names = {each.issuer: each.name for each in self._all.values()}
        return {who: names.get(at, at) for who, at in (await self._database.run(store.tied)).items()}


def _refuse_last(policy: Policy, providers: Mapping[str, Provider], provider_id: str) -> None:
    if policy.only_providers and not any(e.enabled for e in providers.values() if e.id != provider_id):
        raise Refused("last_provider", provider_id)


def _comes_from(door: Endpoint, told: Mapping[str, str]) -> None:
    """RFC 9207: the answer names its provider, so that another one cannot slip in. Raises ``OidcFault``."""
    named = told.get("iss")
    if named is None and not door.authorization_response_iss_parameter_supported:
        return
    if named != door.issuer:
        raise OidcFault("not_believed", "iss")


def _failed(provider_id: str, fault: OidcFault) -> Refused:
    log.warning("sign_on_failed", provider_id=provider_id, code=fault.code, detail=fault.detail)
    return Refused("sign_on_failed", fault.code)


async def _secret_of(vault: Vault, provider_id: str) -> str:
    kept = (await vault.get(_subject(provider_id))).get(SECRET_FIELD, [])
    return kept[0] if kept else ""


def _subject(provider_id: str) -> str:
    return f"sign-on:{provider_id}"
