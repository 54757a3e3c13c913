"""One provider, spoken to by HTTP: where its doors are, its keys, the code for a token, more about a person.

What it says of itself is kept for an hour, and its keys are fetched again when a token names one that is not
known: providers change their keys without telling. Nothing is followed elsewhere, and answers have a limit.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import ssl
from collections.abc import Iterator
from typing import Annotated, Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import httpx
import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet, import_key

from lur.adapters.oidc.believing import Claims, Expected, believed, key_id, logout_believed
from lur.adapters.oidc.faults import OidcFault
from lur.ports import Clock

TIMEOUT_S = 10.0
LARGEST_BYTES = 1_000_000
KEPT_MS = 60 * 60_000
KEYS_AGAIN_MS = 10_000
"""An unknown key makes us fetch them at most so often."""
WELL_KNOWN = "/.well-known/openid-configuration"

Answer = TypeVar("Answer")
Address = Annotated[str, msgspec.Meta(max_length=2000)]


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """Who we are at the provider."""

    issuer: str
    client_id: str
    secret: str = ""
    scopes: str = "openid profile email"


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """What the provider says of itself (OpenID Connect Discovery 3)."""

    issuer: str
    authorization_endpoint: Address
    token_endpoint: Address
    jwks_uri: Address
    userinfo_endpoint: Address = ""
    end_session_endpoint: Address = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """What a code is good for."""

    id_token: str
    access_token: str = ""


class _Refusal(msgspec.Struct, frozen=True):
    error: str = ""


class Provider:
    """The provider as this Lur sees it."""

    def __init__(self, client: Client, clock: Clock) -> None:
        self.client = client
        self._clock = clock
        self._endpoint: tuple[int, Endpoint] | None = None
        self._keys: tuple[int, KeySet] | None = None

    # --- what it says of itself ----------------------------------------------------------------------------

    async def endpoint(self, *, fresh: bool = False) -> Endpoint:
        """Where its doors are. Raises ``OidcFault``: unreachable, certificate_not_trusted, not_a_provider,
        wrong_issuer."""
        now = self._clock.now()
        if self._endpoint is not None and not fresh and now - self._endpoint[0] < KEPT_MS:
            return self._endpoint[1]
        told = await self._get(self.client.issuer.rstrip("/") + WELL_KNOWN, Endpoint)
        if told.issuer != self.client.issuer:
            raise OidcFault("wrong_issuer", told.issuer[:200])
        for address in (told.authorization_endpoint, told.token_endpoint, told.jwks_uri):
            if not _is_safe(address):
                raise OidcFault("not_a_provider", address[:200])
        self._endpoint = now, told
        return told

    async def keys(self, *, fresh: bool = False) -> KeySet:
        """What it signs with. Raises as ``endpoint``, and no_keys."""
        now = self._clock.now()
        if self._keys is not None and not fresh and now - self._keys[0] < KEPT_MS:
            return self._keys[1]
        told = await self._get((await self.endpoint()).jwks_uri, dict[str, Any])
        usable = tuple(_usable(told))
        if not usable:
            raise OidcFault("no_keys")
        keys = KeySet(list(usable))
        self._keys = now, keys
        return keys

    async def _keys_for(self, token: str) -> KeySet:
        keys, named = await self.keys(), key_id(token)
        known = not named or any(each.kid == named for each in keys.keys)
        fetched = self._keys[0] if self._keys else 0
        if known or self._clock.now() - fetched < KEYS_AGAIN_MS:
            return keys
        return await self.keys(fresh=True)

    # --- a sign-in -----------------------------------------------------------------------------------------

    async def way_there(self, redirect: str, state: str, nonce: str, verifier: str, prompt: str = "") -> str:
        """Where to send the browser: the code flow with PKCE (RFC 7636, S256)."""
        challenge = hashlib.sha256(verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self.client.client_id,
            "redirect_uri": redirect,
            "scope": self.client.scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        if prompt:
            asked["prompt"] = prompt
        door = (await self.endpoint()).authorization_endpoint
        return f"{door}{'&' if '?' in door else '?'}{urlencode(asked, quote_via=quote)}"

    async def redeem(self, code: str, redirect: str, verifier: str) -> Tokens:
        """The tokens for a code. Raises ``OidcFault``: wrong_secret, not_taken, and as ``endpoint``."""
        door = await self.endpoint()
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect}
        form["code_verifier"] = verifier
        answer = await self._ask("POST", door.token_endpoint, **self._as_us(door, form))
        if answer.status_code == 200:
            return _decoded(answer, Tokens)
        refusal = _decoded(answer, _Refusal) if _is_json(answer) else _Refusal()
        wrong = refusal.error == "invalid_client" or answer.status_code == 401
        raise OidcFault(
            "wrong_secret" if wrong else "not_taken", refusal.error[:100] or str(answer.status_code)
        )

    def _as_us(self, door: Endpoint, form: dict[str, str]) -> dict[str, Any]:
        """With our secret, the way that the provider takes it (RFC 6749, 2.3.1); alone with PKCE when we have
        none."""
        client, ways = self.client, door.token_endpoint_auth_methods_supported
        if not client.secret:
            return {"data": form | {"client_id": client.client_id}}
        if "client_secret_basic" in ways or "client_secret_post" not in ways:
            return {"data": form, "auth": (quote(client.client_id, safe=""), quote(client.secret, safe=""))}
        return {"data": form | {"client_id": client.client_id, "client_secret": client.secret}}

    async def believe(self, tokens: Tokens, nonce: str) -> Claims:
        """What an ID token says. Raises ``OidcFault``: not_believed, and as ``keys``."""
        keys = await self._keys_for(tokens.id_token)
        return believed(tokens.id_token, keys, self._expected(nonce), self._clock.now() // 1000)

    async def believe_logout(self, token: str) -> Claims:
        """What a logout token says. Raises ``OidcFault``: not_believed, and as ``keys``."""
        keys = await self._keys_for(token)
        return logout_believed(token, keys, self._expected(""), self._clock.now() // 1000)

    def _expected(self, nonce: str) -> Expected:
        return Expected(issuer=self.client.issuer, client_id=self.client.client_id, nonce=nonce)

    async def more_about(self, tokens: Tokens, subject: str) -> Claims:
        """What the provider's userinfo adds; nothing when it has none, or speaks of somebody else."""
        door = (await self.endpoint()).userinfo_endpoint
        if not door or not tokens.access_token or not _is_safe(door):
            return {}
        headers = {"authorization": f"Bearer {tokens.access_token}"}
        answer = await self._ask("GET", door, headers=headers)
        if answer.status_code != 200 or not _is_json(answer):
            return {}
        told = _decoded(answer, dict[str, Any])
        return told if told.get("sub") == subject else {}

    # --- HTTP ----------------------------------------------------------------------------------------------

    async def look(self, address: str) -> httpx.Response:
        """What a browser would get there, without following. Raises ``OidcFault``: unreachable."""
        return await self._ask("GET", address)

    async def _get(self, address: str, kind: type[Answer]) -> Answer:
        answer = await self._ask("GET", address)
        if answer.status_code != 200:
            raise OidcFault("not_a_provider", f"{answer.status_code} {address}"[:300])
        return _decoded(answer, kind)

    async def _ask(self, method: str, address: str, **more: Any) -> httpx.Response:
        outside = not _is_here(address)
        try:
            async with (
                httpx.AsyncClient(verify=_trust(), timeout=TIMEOUT_S, trust_env=outside) as http,
                http.stream(method, address, **more) as answer,
            ):
                body = bytearray()
                async for part in answer.aiter_bytes():
                    body += part
                    if len(body) > LARGEST_BYTES:
                        raise OidcFault("not_a_provider", "too large")
                return httpx.Response(answer.status_code, headers=_plain(answer.headers), content=bytes(body))
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise _unreachable(error, address) from error


def _trust() -> ssl.SSLContext:
    """The system's own list, which a company adds its authority to."""
    return ssl.create_default_context()


def _plain(headers: httpx.Headers) -> httpx.Headers:
    """Without what told how the body was packed: it is unpacked."""
    packing = ("content-encoding", "content-length", "transfer-encoding")
    return httpx.Headers([(key, value) for key, value in headers.multi_items() if key.lower() not in packing])


def _unreachable(error: Exception, address: str) -> OidcFault:
    told = str(error)
    host = urlsplit(address).netloc[:200]
    if "CERTIFICATE_VERIFY_FAILED" in told:
        return OidcFault("certificate_not_trusted", host)
    return OidcFault("unreachable", f"{host} ({type(error).__name__})")


def _decoded(answer: httpx.Response, kind: type[Answer]) -> Answer:
    try:
        return msgspec.json.decode(answer.content, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise OidcFault("not_a_provider", str(error)[:200]) from error


def _is_json(answer: httpx.Response) -> bool:
    return "json" in answer.headers.get("content-type", "")


def _usable(told: dict[str, Any]) -> Iterator[Key]:
    """The keys that sign; one of a kind that nobody knows here does not hide the others."""
    keys = told.get("keys")
    for each in keys if isinstance(keys, list) else ():
        if isinstance(each, dict) and each.get("use", "sig") == "sig" and each.get("kty") != "oct":
            with contextlib.suppress(JoseError, ValueError, TypeError, KeyError):
                yield import_key(each)


def _is_safe(address: str) -> bool:
    """By TLS, or on this machine."""
    return urlsplit(address).scheme == "https" or _is_here(address)


def _is_here(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    return host in ("localhost", "::1") or (host.startswith("127.") and host.replace(".", "").isdigit())
