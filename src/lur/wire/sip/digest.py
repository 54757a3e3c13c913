"""Digest (RFC 7616, RFC 3261 22): checking who a peer is, and answering when we are asked.

A nonce carries its own birth and a keyed mark, so challenging strangers costs no memory; only nonces that
were used with a right password are remembered, with their count, against replays.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Literal

import msgspec

from lur.wire.sip.config import StackConfig
from lur.wire.sip.credentials import Credentials, SecretLookup
from lur.wire.sip.errors import Malformed
from lur.wire.sip.headers import Auth, parse_auth, quote
from lur.wire.sip.message import Headers, Message, Request, Response

Algorithm = Literal["SHA-256", "MD5"]
_HASHES = {"SHA-256": hashlib.sha256, "MD5": hashlib.md5}


def digest_of(algorithm: Algorithm, text: str) -> str:
    """H(text) in hex."""
    return _HASHES[algorithm](text.encode("utf-8", "surrogateescape")).hexdigest()


def digest_response(
    algorithm: Algorithm,
    ha1: str,
    method: str,
    uri: str,
    nonce: str,
    *,
    nc: str = "",
    cnonce: str = "",
    qop: str = "",
) -> str:
    """The `response` parameter (RFC 7616 3.4.1); without qop as in RFC 2069."""
    ha2 = digest_of(algorithm, f"{method}:{uri}")
    middle = f"{nonce}:{nc}:{cnonce}:{qop}" if qop else nonce
    return digest_of(algorithm, f"{ha1}:{middle}:{ha2}")


class Verdict(msgspec.Struct, frozen=True):
    """What a request's credentials are worth. `user` is set for right and wrong."""

    kind: Literal["absent", "right", "wrong", "stale"]
    user: str = ""


class Authenticator:
    """The server's side. `key` must be unguessable."""

    def __init__(self, config: StackConfig, secrets: SecretLookup, key: str) -> None:
        self._realm = config.realm
        self._secrets = secrets
        self._key = key.encode()
        self._life_ms = config.nonce_life_ms
        self._algorithms: tuple[Algorithm, ...] = config.digest_algorithms
        self._simple_products = config.md5_only_products
        self._used: dict[str, int] = {}

    def challenge(self, request: Request, now: int, salt: str, *, stale: bool = False) -> Headers:
        """WWW-Authenticate, one for each algorithm, the preferred first (RFC 8760 2.3).

        Endpoints that cannot read a second challenge are only offered MD5.
        """
        product = (request.get("User-Agent") or "").strip().lower()
        simple = not product or product.startswith(self._simple_products)
        offered = tuple(one for one in self._algorithms if one == "MD5") if simple else ()
        nonce = self._nonce(now, salt)
        tail = ", stale=true" if stale else ""
        return tuple(
            (
                "WWW-Authenticate",
                f'Digest realm={quote(self._realm)}, nonce="{nonce}", qop="auth", '
                f"algorithm={algorithm}{tail}",
            )
            for algorithm in offered or self._algorithms
        )

    def check(self, request: Request, now: int) -> Verdict:
        """Judge the Authorization of a request."""
        found: Auth | None = None
        for line in request.lines("Authorization"):
            try:
                auth = parse_auth(line)
            except Malformed:
                continue
            if auth.scheme == "digest" and auth.get("realm") == self._realm:
                found = auth
                break
        return Verdict("absent") if found is None else self._judge(found, request.method, now)

    def _judge(self, auth: Auth, method: str, now: int) -> Verdict:
        user, nonce, qop = auth.get("username"), auth.get("nonce"), auth.get("qop")
        algorithm = _algorithm(auth.get("algorithm"))
        if algorithm is None or algorithm not in self._algorithms or qop not in ("", "auth"):
            return Verdict("absent")
        fresh = self._is_fresh(nonce, now)
        if fresh is None:
            return Verdict("stale", user)
        secret = self._secrets(user)
        ha1 = self._key.hex()
        if secret is not None:
            ha1 = secret.ha1_sha256 if algorithm == "SHA-256" else secret.ha1_md5
        wanted = digest_response(
            algorithm, ha1, method, auth.get("uri"), nonce,
            nc=auth.get("nc"), cnonce=auth.get("cnonce"), qop=qop,
        )  # fmt: skip
        given = auth.get("response").lower().encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(wanted.encode(), given) or secret is None:
            return Verdict("wrong", user)
        return Verdict("right" if fresh and self._counts_up(nonce, auth, now) else "stale", user)

    def _nonce(self, now: int, salt: str) -> str:
        born = f"{now:x}.{salt[:16]}"
        return f"{born}.{self._mark(born)}"

    def _mark(self, born: str) -> str:
        return hmac.new(self._key, born.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()[:24]

    def _is_fresh(self, nonce: str, now: int) -> bool | None:
        """True: ours and young. False: ours and old. None: not ours (or from before a restart)."""
        born, _, mark = nonce.rpartition(".")
        if not hmac.compare_digest(self._mark(born).encode(), mark.encode("utf-8", "surrogateescape")):
            return None
        return now - int(born.partition(".")[0], 16) <= self._life_ms

    def _counts_up(self, nonce: str, auth: Auth, now: int) -> bool:
        """Whether the nonce count grows; a nonce without qop serves once."""
        count = 1
        if auth.get("qop"):
            try:
                count = int(auth.get("nc"), 16)
            except ValueError:
                return False
        if count <= self._used.get(nonce, 0):
            return False
        self._used[nonce] = count
        self._forget_old(now)
        return True

    def _forget_old(self, now: int) -> None:
        """Nonces are kept in the order of first use, so the old ones are in front."""
        while self._used:
            first = next(iter(self._used))
            if now - int(first.partition(".")[0], 16) <= self._life_ms and len(self._used) < 100_000:
                break
            del self._used[first]


def _algorithm(name: str) -> Algorithm | None:
    lower = name.lower()
    if lower in ("", "md5"):
        return "MD5"
    return "SHA-256" if lower == "sha-256" else None


def answer_challenge(
    request: Request, response: Response, credentials: Credentials, cnonce: str
) -> Headers | None:
    """Authorization headers for a 401 or 407; None when nothing offered can be answered, or our answer was
    refused.

    One realm may offer several algorithms: SHA-256 is taken before MD5.
    """
    asked, answer = ("WWW-Authenticate", "Authorization")
    if response.status == 407:
        asked, answer = ("Proxy-Authenticate", "Proxy-Authorization")
    chosen: dict[str, tuple[Algorithm, Auth]] = {}
    for challenge in _challenges(response, asked):
        algorithm = _algorithm(challenge.get("algorithm"))
        qops = [qop.strip() for qop in challenge.get("qop").split(",") if qop.strip()]
        if algorithm is None or not challenge.get("nonce") or (qops and "auth" not in qops):
            continue
        realm = challenge.get("realm")
        if realm not in chosen or (algorithm == "SHA-256" and chosen[realm][0] == "MD5"):
            chosen[realm] = (algorithm, challenge)
    tried = {auth.get("realm") for auth in _challenges(request, answer)}
    headers = []
    for realm, (algorithm, challenge) in chosen.items():
        if realm in tried and challenge.get("stale").lower() != "true":
            return None
        headers.append((answer, _authorization(request, algorithm, challenge, credentials, cnonce)))
    return tuple(headers) or None


def _challenges(message: Message, name: str) -> list[Auth]:
    found = []
    for line in message.lines(name):
        try:
            found.append(parse_auth(line))
        except Malformed:
            continue
    return [auth for auth in found if auth.scheme == "digest"]


def _authorization(
    request: Request, algorithm: Algorithm, challenge: Auth, credentials: Credentials, cnonce: str
) -> str:
    realm, nonce = challenge.get("realm"), challenge.get("nonce")
    ha1 = digest_of(algorithm, f"{credentials.username}:{realm}:{credentials.password}")
    pieces = [
        f"username={quote(credentials.username)}", f"realm={quote(realm)}", f"nonce={quote(nonce)}",
        f'uri="{request.uri}"', f"algorithm={algorithm}",
    ]  # fmt: skip
    if challenge.get("qop"):
        pieces += ["qop=auth", "nc=00000001", f'cnonce="{cnonce}"']
        proof = digest_response(
            algorithm, ha1, request.method, request.uri, nonce, nc="00000001", cnonce=cnonce, qop="auth"
        )
    else:
        proof = digest_response(algorithm, ha1, request.method, request.uri, nonce)
    pieces.append(f'response="{proof}"')
    if challenge.get("opaque"):
        pieces.append(f"opaque={quote(challenge.get('opaque'))}")
    return "Digest " + ", ".join(pieces)
