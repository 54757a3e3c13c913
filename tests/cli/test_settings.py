"""What ``lur serve`` makes of its options and environment: https, sound behind a NAT, relays."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from lur.cli import parser
from lur.cli.beside import _advertised
from lur.cli.failure import Failure
from lur.cli.settings import EVERYWHERE, ServeSettings, own_address, settings_from

LUR_VARIABLES = (
    *("LUR_TLS", "LUR_TLS_CERT", "LUR_TLS_KEY", "LUR_TURN", "LUR_STUN", "LUR_TURN_SECRET"),
    *("LUR_ADVERTISE", "LUR_PROXY", "LUR_HTTP", "LUR_SIP"),
)


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in LUR_VARIABLES:
        monkeypatch.delenv(name, raising=False)


def settings(*words: str) -> ServeSettings:
    """What `lur serve` with these words is told."""
    options: argparse.Namespace = parser().parse_args(["serve", *words])
    return settings_from(options)


def test_pages_are_plain_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """--tls or LUR_TLS=1 make them https; so do files of one's own, from options or environment."""
    assert settings().url == "http://127.0.0.1:8080"
    assert settings("--tls").url == "https://127.0.0.1:8080"
    monkeypatch.setenv("LUR_TLS", "1")
    told = settings().tls
    assert told is not None
    assert not told.is_own
    monkeypatch.setenv("LUR_TLS", "0")
    monkeypatch.setenv("LUR_TLS_CERT", "a.crt")
    monkeypatch.setenv("LUR_TLS_KEY", "a.key")
    own = settings().tls
    assert own is not None
    assert own.is_own
    assert own.certificate == Path("a.crt").absolute()


def test_sound_is_advertised_where_it_is_reached() -> None:
    """This machine's own address when it listens everywhere; another one behind a NAT; nothing otherwise."""
    assert _advertised(settings()) == []
    assert _advertised(settings("--lan")) == ["--advertise", own_address()]
    behind = settings("--sip", f"{EVERYWHERE}:5060", "--advertise", "203.0.113.7")
    assert _advertised(behind) == ["--advertise", "203.0.113.7"]
    assert behind.sip_address == "203.0.113.7:5060"


def test_open_or_not() -> None:
    """Only loopback is this machine alone."""
    assert not settings().is_open
    assert not settings("--http", "[::1]:1").is_open
    assert settings("--lan").is_open
    assert settings("--http", "192.0.2.1:80").is_open


def test_relays_need_their_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """A TURN server without a secret is refused at start, and so is an address that is none."""
    with pytest.raises(Failure, match="bad_ice_server"):
        settings("--turn", "turn:192.0.2.1")
    monkeypatch.setenv("LUR_TURN_SECRET", "s")
    assert settings("--turn", "turn:192.0.2.1").ice.turn == ("turn:192.0.2.1",)
    with pytest.raises(Failure, match="bad_ice_server"):
        settings("--stun", "http://192.0.2.1")


def test_proxies_elsewhere_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Addresses and networks; nothing that is neither."""
    assert settings().proxies == ()
    assert [str(each) for each in settings("--proxy", "10.0.0.5, fd00::/8").proxies] == [
        "10.0.0.5/32",
        "fd00::/8",
    ]
    with pytest.raises(SystemExit):
        settings("--proxy", "proxy.example.net")
    assert "no address or network" in capsys.readouterr().err


def test_an_advertised_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Browsers take addresses only."""
    with pytest.raises(SystemExit):
        settings("--advertise", "lur.example.net")
    assert "is not an IP address" in capsys.readouterr().err
