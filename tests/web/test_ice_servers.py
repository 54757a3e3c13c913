"""What a desk is told of STUN and TURN: addresses as they were set, a password that ends by itself."""

from __future__ import annotations

import pytest

from lur.web.turn import HOLDS_S, BadIceServer, ice_config, ice_servers

NOW = 1_800_000_000_000


def test_nothing_is_told_when_nothing_is_set() -> None:
    """Most networks need no help."""
    assert ice_servers(ice_config("", "", ""), "101", NOW) == ()


def test_a_password_ends_and_proves_the_secret() -> None:
    """The name says until when, in seconds; the password is the HMAC-SHA1 of it in base64, the one that
    `openssl dgst -sha1 -hmac s3cret -binary | base64` gives of this name."""
    config = ice_config(
        "stun:a.example:3478", "turn:a.example:3478?transport=udp, turns:a.example:5349", "s3cret"
    )
    stun, turn = ice_servers(config, "101", NOW)
    assert stun.urls == ("stun:a.example:3478",)
    assert (stun.username, stun.credential) == ("", "")
    assert turn.urls == ("turn:a.example:3478?transport=udp", "turns:a.example:5349")
    assert turn.username == f"{NOW // 1000 + HOLDS_S}:101" == "1800043200:101"
    assert turn.credential == "TwjR/rQU1M/HhxempPtalg4a0r0="


def test_the_secret_is_never_told() -> None:
    """Only what is made of it leaves this machine."""
    config = ice_config("", "turn:a.example", "s3cret")
    assert "s3cret" not in repr(ice_servers(config, "101", NOW))


@pytest.mark.parametrize("host", ["192.0.2.1", "[2001:db8::1]", "turn.example.net", "localhost:3478"])
def test_addresses_are_names_or_numbers(host: str) -> None:
    """With and without a port; IPv6 in brackets."""
    assert ice_config("", f"turn:{host}", "s").turn == (f"turn:{host}",)


@pytest.mark.parametrize(
    ("stun", "turn", "secret"),
    [
        ("turn:a.example", "", ""),
        ("stun:a.example?transport=udp", "", ""),
        ("", "a.example:3478", "s"),
        ("", "turn:a.example:70000", "s"),
        ("", "turn:a.example?transport=sctp", "s"),
        ("", "turn:a.example", ""),
        ("", "turn:a.example\nturn:", "s"),
    ],
)
def test_what_cannot_be_used_is_refused_at_start(stun: str, turn: str, secret: str) -> None:
    """A desk must not find out in the middle of a shift."""
    with pytest.raises(BadIceServer):
        ice_config(stun, turn, secret)
