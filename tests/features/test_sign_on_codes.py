"""The codes of authenticator apps, as RFC 4226 and RFC 6238 print them, and what around them is bounded."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from lur.features.accounts import totp
from lur.features.accounts.throttle import Throttle
from lur.runtime.pending import Pending

SEED = b"12345678901234567890"
COUNTED = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
TIMED = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}


def test_codes_are_those_of_the_standards() -> None:
    """RFC 4226 appendix D by counter, RFC 6238 appendix B by second."""
    assert [totp.code_of(SEED, count) for count in range(10)] == COUNTED
    for second, code in TIMED.items():
        assert totp.code_of(SEED, totp.step_at(second * 1000), digits=8) == code


@pytest.mark.parametrize(("off_s", "right"), [(-31, True), (0, True), (31, True), (-95, False), (95, False)])
def test_a_clock_may_be_half_a_minute_off(off_s: int, right: bool) -> None:
    """The code before and the code after are good too, and no others."""
    at = 1_800_000_015_000
    code = totp.code_of(SEED, totp.step_at(at + off_s * 1000))
    assert (totp.step_of(SEED, code, at) is not None) == right


@pytest.mark.parametrize("typed", ["", "000 00", "1234567", "１２３４５６", "abcdef", "\x00" * 6])
def test_what_is_no_code_is_wrong_and_no_fault(typed: str) -> None:
    """People type anything."""
    assert totp.step_of(SEED, typed, 1_800_000_000_000) is None


def test_spaces_in_a_code_do_not_matter() -> None:
    """Apps show codes in two halves."""
    assert totp.step_of(SEED, "287 082", 59_000) == 1


def test_the_address_says_who_where_and_the_seed() -> None:
    """As apps read it, with names that need quoting."""
    address = urlsplit(totp.address_of(SEED, "maja@a.se", "Köp & Sälj"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    asked = parse_qs(address.query)
    assert asked == {"secret": ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"], "issuer": ["Köp & Sälj"]}


def test_what_waits_is_good_once_and_for_a_while() -> None:
    """A name is taken once, is over in time, and the oldest make room for the newest."""
    kept: Pending[str] = Pending(1_000, most=2)
    one = kept.put("one", 0)
    assert kept.get(one, 999) == "one"
    assert kept.get(one, 1_000) is None
    two, three = kept.put("two", 0), kept.put("three", 0)
    assert kept.take(one, 0) is None
    assert (kept.take(two, 0), kept.take(two, 0)) == ("two", None)
    assert kept.get(three, 0) == "three"
    assert kept.get("nobody's", 0) is None


def test_guessing_codes_is_slowed_for_the_account_wherever_it_comes_from() -> None:
    """Who guesses codes has the password already, so that another address does not help."""
    from lur.features.accounts.factors import LIMITS

    throttle = Throttle(LIMITS)
    for number in range(14):
        throttle.wrong("a1", f"192.0.2.{number}", 0)
    assert throttle.wait_ms("a1", "192.0.2.200", 0) > 10_000
