"""Passwords, waiting after wrong ones, tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.features import Refused
from lur.features.accounts.passwords import Passwords, check_new, new_password
from lur.features.accounts.throttle import FORGET_MS, REMEMBERED, Throttle

HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.mark.anyio
async def test_passwords_are_argon2id() -> None:
    """The stored form says so, and does not hold the password."""
    passwords = Passwords()
    hashed = await passwords.hash("correct horse")
    assert hashed.startswith("$argon2id$")
    assert "horse" not in hashed
    assert await passwords.verify(hashed, "correct horse")
    assert not await passwords.verify(hashed, "wrong horse")
    assert not await passwords.verify(None, "correct horse")
    assert not await passwords.verify("no hash", "correct horse")


def test_generated_passwords_differ_and_are_long_enough() -> None:
    """Sixty bits, without letters that are mistaken for each other."""
    made = {new_password() for _ in range(100)}
    assert len(made) == 100
    for each in made:
        check_new(each)
        assert not set(each) & set("il1o0")


def test_short_passwords_are_refused() -> None:
    """Ten characters at least."""
    with pytest.raises(Refused, match="password_too_short"):
        check_new("123456789")


def test_waits_double_and_end() -> None:
    """Five tries are free; then one second, two, four; after half an hour all is forgotten."""
    throttle = Throttle()
    waits = []
    for _ in range(8):
        waits.append(throttle.wait_ms("maja", HERE, 0))
        throttle.wrong("maja", HERE, 0)
    assert waits == [0, 0, 0, 0, 0, 1_000, 2_000, 4_000]
    assert throttle.wait_ms("maja", HERE, 8_000) == 0
    assert throttle.wait_ms("maja", HERE, FORGET_MS + 1) == 0


def test_a_stranger_cannot_lock_somebody_out() -> None:
    """However often a stranger guesses from elsewhere, the person waits seconds at most."""
    throttle = Throttle()
    for _ in range(500):
        throttle.wrong("maja", THERE, 0)
    assert throttle.wait_ms("maja", THERE, 0) == 15 * 60_000
    assert throttle.wait_ms("maja", HERE, 0) <= 5_000
    assert throttle.wait_ms("erik", HERE, 0) == 0


def test_one_address_cannot_try_every_name() -> None:
    """Thirty wrong tries from one address, whatever the names, slow it down."""
    throttle = Throttle()
    for number in range(31):
        throttle.wrong(f"name{number}", THERE, 0)
    assert throttle.wait_ms("another", THERE, 0) > 0


def test_an_office_behind_one_address_signs_in_freely() -> None:
    """Right passwords leave nothing behind."""
    throttle = Throttle()
    for number in range(200):
        throttle.wrong(f"name{number}", HERE, 0)
        throttle.right(f"name{number}", HERE)
    assert throttle.wait_ms("name0", HERE, 0) == 0


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(0, FORGET_MS)), max_size=60
    )
)
def test_waits_are_never_endless(tries: list[tuple[str, str, int]]) -> None:
    """Whatever comes, a wait is between nothing and a quarter of an hour."""
    throttle, at = Throttle(), 0
    for login, address, passed in tries:
        at += passed
        assert 0 <= throttle.wait_ms(login, address, at) <= 15 * 60_000
        throttle.wrong(login, address, at)


def test_memory_is_bounded() -> None:
    """A flood of names does not fill the machine."""
    throttle = Throttle()
    for number in range(REMEMBERED):
        throttle.wrong(f"n{number}", f"a{number}", 0)
    assert len(throttle._wrong) == REMEMBERED
