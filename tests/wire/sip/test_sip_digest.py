"""Digest: the vectors of RFC 2617 and RFC 7616, and both sides of a challenge."""

from __future__ import annotations

import pytest
from sip_bench import PASSWORDS, secrets

from lur.wire.sip import Credentials, StackConfig
from lur.wire.sip.digest import Authenticator, answer_challenge, digest_of, digest_response
from lur.wire.sip.message import Headers, Request, Response

CONFIG = StackConfig(realm="lur.test", advertised=(("udp", ("127.0.0.1", 5060)),))
ANNA = Credentials("anna", PASSWORDS["anna"])


def fresh() -> Authenticator:
    """A server's side."""
    return Authenticator(CONFIG, secrets, "key")


def asking(*headers: tuple[str, str], agent: str = "Phone 3") -> Request:
    """A REGISTER."""
    return Request(method="REGISTER", uri="sip:lur.test", headers=(("User-Agent", agent), *headers))


def challenge(server: Authenticator, now: int, **options: bool) -> Response:
    """A 401 of the server."""
    return Response(status=401, headers=server.challenge(asking(), now, "salt", **options))


def proof(server: Authenticator, now: int, who: Credentials = ANNA) -> Headers:
    """Right headers for a challenge made at `now`."""
    headers = answer_challenge(asking(), challenge(server, now), who, "cnonce")
    assert headers is not None
    return headers


def test_the_vector_of_rfc_2617() -> None:
    """Section 3.5: MD5 with qop."""
    ha1 = digest_of("MD5", "Mufasa:testrealm@host.com:Circle Of Life")
    nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093"
    answer = digest_response(
        "MD5", ha1, "GET", "/dir/index.html", nonce, nc="00000001", cnonce="0a4f113b", qop="auth"
    )
    assert answer == "6629fae49393a05397450978507c4ef1"


def test_the_vector_of_rfc_2069() -> None:
    """Without qop (as its errata have it)."""
    ha1 = digest_of("MD5", "Mufasa:testrealm@host.com:CircleOfLife")
    nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093"
    assert digest_response("MD5", ha1, "GET", "/dir/index.html", nonce) == "1949323746fe6a43ef61f9606e7febea"


@pytest.mark.parametrize(
    ("algorithm", "expected"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_vectors_of_rfc_7616(algorithm: str, expected: str) -> None:
    """Section 3.9.1."""
    ha1 = digest_of(algorithm, "Mufasa:http-auth@example.org:Circle of Life")  # type: ignore[arg-type]
    answer = digest_response(
        algorithm,  # type: ignore[arg-type]
        ha1,
        "GET",
        "/dir/index.html",
        "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        nc="00000001",
        cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
        qop="auth",
    )
    assert answer == expected


def test_a_right_password_is_recognised_and_sha_256_is_taken_first() -> None:
    """Both are offered; the client takes the stronger."""
    server = fresh()
    headers = proof(server, 1_000)
    assert "algorithm=SHA-256" in headers[0][1]
    verdict = server.check(asking(*headers), 2_000)
    assert (verdict.kind, verdict.user) == ("right", "anna")


@pytest.mark.parametrize("product", ["baresip v1.0.0 (x86_64/linux)", "SIPp", ""])
def test_old_products_are_only_offered_md5(product: str) -> None:
    """They give up when a second algorithm is offered."""
    offered = fresh().challenge(asking(agent=product), 0, "salt")
    assert ["MD5" in value for _, value in offered] == [True]


@pytest.mark.parametrize("who", [Credentials("anna", "fel"), Credentials("ingen", "hemlig")])
def test_wrong_passwords_and_unknown_accounts_are_told_alike(who: Credentials) -> None:
    """Wrong, whichever of the two it is."""
    server = fresh()
    assert server.check(asking(*proof(server, 0, who)), 0).kind == "wrong"


def test_a_replay_is_stale() -> None:
    """The same nonce count does not serve twice; a higher one does."""
    server = fresh()
    headers = proof(server, 0)
    assert server.check(asking(*headers), 0).kind == "right"
    assert server.check(asking(*headers), 0).kind == "stale"


def test_a_stolen_proof_does_not_fit_another_method() -> None:
    """The method is part of the digest."""
    server = fresh()
    request = Request(method="INVITE", uri="sip:lur.test", headers=proof(server, 0))
    assert server.check(request, 0).kind == "wrong"


def test_an_old_nonce_is_stale_and_a_foreign_one_too() -> None:
    """After its life, and after our restart, the client is asked to try again without a new password."""
    server = fresh()
    assert server.check(asking(*proof(server, 0)), CONFIG.nonce_life_ms + 1).kind == "stale"
    other = Authenticator(CONFIG, secrets, "other key")
    assert server.check(asking(*proof(other, 0)), 0).kind == "stale"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Digest",
        "Digest realm",
        'Digest realm="x',
        "Basic abc",
        "Digest nc=1, =2",
        'Digest realm="lur.test"',
    ],
)
def test_broken_credentials_count_for_nothing(text: str) -> None:
    """Neither right nor wrong: they are asked again."""
    assert fresh().check(asking(("Authorization", text)), 0).kind in ("absent", "stale")


def test_a_client_does_not_repeat_a_refused_proof() -> None:
    """A second 401 without stale means that the password is wrong."""
    server = fresh()
    tried = asking(*proof(server, 0))
    assert answer_challenge(tried, challenge(server, 1), ANNA, "c") is None
    assert answer_challenge(tried, challenge(server, 1, stale=True), ANNA, "c") is not None


def test_a_client_cannot_answer_what_it_does_not_know() -> None:
    """Unknown schemes, algorithms and qops."""
    for value in (
        "Basic realm=x",
        'Digest realm="x", nonce="y", algorithm=SHA-512-256',
        'Digest realm="x", nonce="y", qop="auth-int"',
    ):
        response = Response(status=401, headers=(("WWW-Authenticate", value),))
        assert answer_challenge(asking(), response, ANNA, "c") is None


def test_the_memory_of_used_nonces_is_bounded_by_their_life() -> None:
    """Old ones are forgotten."""
    server = fresh()
    for number in range(50):
        now = number * CONFIG.nonce_life_ms
        assert server.check(asking(*proof(server, now)), now).kind == "right"
    assert len(server._used) <= 2
