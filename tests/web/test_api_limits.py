"""How much anybody may ask of the API, and what they are told when it was too much."""

from __future__ import annotations

import pytest
from tests.web.house import House, browser

from lur.features import Refused
from lur.features.accounts.model import SERVICE, Account
from lur.features.accounts.tokens import Program
from lur.web import limits as module
from lur.web.limits import RateLimits
from lur.web.public.limits import Limit

pytestmark = pytest.mark.anyio

MAJA = Account(id="a1", login="maja", display_name="Maja", role="agent")
BOARD = Program(id="t1", login="t1", display_name="board", role="admin")


def asked(limits: RateLimits, who: Account | None, address: str, times: int, at: int = 0) -> int:
    """How many of so many requests are let through."""
    for number in range(times):
        try:
            limits.check(who, address, at)
        except Refused:
            return number
    return times


def test_each_has_a_limit_of_their_own() -> None:
    """A program's loop slows down neither people nor other programs."""
    limits = RateLimits()
    assert asked(limits, BOARD, "x", 10_000) == module.PROGRAM_BURST
    assert asked(limits, MAJA, "x", 10_000) == module.PERSON_BURST
    assert asked(limits, Program(id="t2", login="t2", display_name="b", role="admin"), "x", 5) == 5


def test_a_limit_fills_up_again() -> None:
    """A program may ask twenty times a second for ever."""
    limits = RateLimits()
    asked(limits, BOARD, "x", 10_000)
    assert asked(limits, BOARD, "x", 10_000, at=1_000) == 1_000 // module.PROGRAM_EVERY_MS


def test_an_address_counts_strangers_alone() -> None:
    """A whole house may sit behind one address; whoever is known there is not slowed down by a guesser."""
    limits = RateLimits()
    assert asked(limits, None, "192.0.2.1", 10_000) == module.STRANGER_BURST
    assert asked(limits, None, "192.0.2.2", 5) == 5
    assert asked(limits, MAJA, "192.0.2.1", 5) == 5


def test_one_line_of_ipv6_is_one_address() -> None:
    """It has 2**64 of them."""
    limits = RateLimits()
    asked(limits, None, "2001:db8::1", 10_000)
    assert asked(limits, None, "2001:db8::2", 5) == 0


def test_whoever_is_refused_is_told_when_to_ask_again() -> None:
    """In whole seconds, at least one."""
    limits = RateLimits()
    asked(limits, BOARD, "x", 10_000)
    with pytest.raises(Refused) as refused:
        limits.check(BOARD, "x", 0)
    assert (refused.value.code, refused.value.retry_after_s) == ("too_many_requests", 1)


def test_this_machines_own_command_line_has_none() -> None:
    """Who reads its token owns the machine."""
    assert asked(RateLimits(), SERVICE, "x", 10_000) == 10_000


async def test_too_much_is_told_with_when_to_ask_again(house: House) -> None:
    """429, a stable code, and Retry-After; pages and health of others go on."""
    house.services.limits.persons = Limit(3, 60_000)
    agent = await house.as_role("agent")
    answers = [await agent.get("/api/status") for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert answers[3].json()["code"] == "too_many_requests"
    assert 0 < int(answers[3].headers["retry-after"]) <= 60
    assert (await agent.get("/")).status_code in (200, 404)
    assert (await house.client.get("/api/health")).status_code == 200


async def test_guessing_tokens_is_limited_by_address(house: House) -> None:
    """Wrong tokens count as a stranger's requests; right ones from the same place still work."""
    house.services.limits.strangers = Limit(3, 60_000)
    async with browser(house.services, address="192.0.2.99") as guesser:
        codes = []
        for number in range(5):
            answer = await guesser.get("/api/status", headers={"authorization": f"Bearer lur_{number}"})
            codes.append(answer.status_code)
        assert codes == [401, 401, 401, 429, 429]
        _, secret = await house.services.tokens.add("board", SERVICE, ["see_status"])
        right = await guesser.get("/api/status", headers={"authorization": f"Bearer {secret}"})
        assert right.status_code == 200
