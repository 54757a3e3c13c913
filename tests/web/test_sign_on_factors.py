"""More than a password: codes, recovery codes, passkeys; what is lost, guessed, copied or replayed."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest
from tests.fakes.authenticator import Authenticator
from tests.web.house import ORIGIN, House, browser

from lur.features.accounts import sessions as account_sessions
from lur.features.accounts import totp

pytestmark = pytest.mark.anyio


def code_at(house: House, secret: str, steps: int = 0) -> str:
    """What the app shows, some half minutes from now."""
    now = totp.step_at(house.services.clock.now())
    return totp.code_of(base64.b32decode(secret), now + steps)


async def ok(answer: httpx.Response) -> Any:
    """What it says, when it was fine."""
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


async def give_password(house: House, person: httpx.AsyncClient, account: str = "maja") -> dict[str, Any]:
    """The first step; what is asked for then."""
    body = {"account": account, "password": house.passwords[account]}
    answer = await person.post("/api/sign-in", json=body)
    assert answer.status_code == 202, answer.text
    assert "set-cookie" not in answer.headers
    return dict(answer.json())


async def set_up_app(house: House) -> tuple[httpx.AsyncClient, str, list[str]]:
    """Maja's app: her browser, the seed, and her recovery codes."""
    maja = await house.as_role("agent")
    secret = (await ok(await maja.post("/api/me/codes/begin")))["secret"]
    wrong = await maja.post("/api/me/codes/confirm", json={"code": "000000"})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_code")
    body = {"code": code_at(house, secret, -1)}
    codes = (await ok(await maja.post("/api/me/codes/confirm", json=body)))["codes"]
    return maja, secret, codes


async def test_codes_are_asked_for_and_good_once(house: House) -> None:
    """The password alone signs nobody in; a code that was used, or is older, is refused even though it is
    right; recovery codes are good once each."""
    _, secret, recovery = await set_up_app(house)
    assert len(set(recovery)) == 10
    async with browser(house.services) as person:
        asked = await give_password(house, person)
        assert (asked["codes"], asked["recovery"], asked["passkey"]) == (True, True, "")
        second = "/api/sign-in/second-factor"
        used = await person.post(second, json={"ticket": asked["ticket"], "code": code_at(house, secret, -1)})
        assert (used.status_code, used.json()["code"]) == (401, "code_used")
        right = {"ticket": asked["ticket"], "code": code_at(house, secret)}
        assert (await ok(await person.post(second, json=right)))["account"] == "maja"
        again = await person.post(second, json=right)
        assert (again.status_code, again.json()["code"]) == (401, "too_late")
        asked = await give_password(house, person)
        replayed = await person.post(second, json={"ticket": asked["ticket"], "code": right["code"]})
        assert replayed.json()["code"] == "code_used"
        lost = {"ticket": asked["ticket"], "recovery": recovery[0].upper().replace("-", " ")}
        await ok(await person.post(second, json=lost))
        asked = await give_password(house, person)
        twice = await person.post(second, json={"ticket": asked["ticket"], "recovery": recovery[0]})
        assert twice.json()["code"] == "wrong_code"
        assert (await ok(await person.get("/api/me/security")))["recovery_left"] == 9


async def test_nothing_secret_is_kept_in_the_open(house: House) -> None:
    """The seed is in the vault alone, recovery codes are hashes, and no answer or file shows them again."""
    maja, secret, recovery = await set_up_app(house)
    seen = (await maja.get("/api/me/security")).text + (await maja.get("/api/me")).text
    await house.services.database.run(lambda c: c.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all())
    kept = b"".join(each.read_bytes() for each in house.services.config.data.glob("lur.db*"))
    seed = base64.b32decode(secret)
    for hidden in (secret, seed.hex(), *recovery, *(each.replace("-", "") for each in recovery)):
        assert hidden not in seen
        assert hidden.encode() not in kept
    assert seed not in kept


async def test_guessing_codes_gets_slower(house: House) -> None:
    """After five wrong codes even the right one waits, with a new ticket too."""
    _, secret, _ = await set_up_app(house)
    async with browser(house.services) as person:
        for _ in range(5):
            asked = await give_password(house, person)
            body = {"ticket": asked["ticket"], "code": "000000"}
            await person.post("/api/sign-in/second-factor", json=body)
        asked = await give_password(house, person)
        body = {"ticket": asked["ticket"], "code": code_at(house, secret)}
        answer = await person.post("/api/sign-in/second-factor", json=body)
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_tries")


async def test_a_screen_that_was_left_alone_adds_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Minutes after the sign-in the password is asked for again before a factor is added or removed."""
    maja = await house.as_role("agent")
    monkeypatch.setattr(account_sessions, "FRESH_MS", -1)
    for path in ("codes/begin", "codes/remove", "recovery-codes", "passkeys/begin", "passkeys/x/remove"):
        answer = await maja.post(f"/api/me/{path}")
        assert (answer.status_code, answer.json()["code"]) == (403, "confirm_first"), path
    wrong = await maja.post("/api/me/confirm", json={"password": "wrong"})
    assert wrong.json()["code"] == "wrong_password"
    monkeypatch.setattr(account_sessions, "FRESH_MS", 60_000)
    await ok(await maja.post("/api/me/confirm", json={"password": house.passwords["maja"]}))
    await ok(await maja.post("/api/me/codes/begin"))


async def test_a_role_can_need_a_second_factor(house: House) -> None:
    """Who has none sets one up at the next sign-in, before coming in; an administrator's reset asks for it
    anew, and ends the sessions."""
    admin = await house.as_role("admin")
    await ok(
        await admin.post(
            "/api/sign-on/policy", json={"only_providers": False, "second_factor_roles": ["agent"]}
        )
    )
    async with browser(house.services) as person:
        asked = await give_password(house, person)
        assert asked["must_set_up"]
        for body in ({"code": "000000"}, {"recovery": "x"}, {}):
            sly = await person.post("/api/sign-in/second-factor", json={"ticket": asked["ticket"]} | body)
            assert sly.json()["code"] == "too_late"
        begun = await ok(await person.post("/api/sign-in/set-up", json={"ticket": asked["ticket"]}))
        late = await give_password(house, person)
        proof = {"ticket": asked["ticket"], "code": code_at(house, begun["secret"])}
        done = await ok(await person.post("/api/sign-in/set-up/confirm", json=proof))
        assert (done["me"]["account"], len(done["codes"])) == ("maja", 10)
        assert (await person.get("/api/me")).status_code == 200
        again = await person.post("/api/sign-in/set-up", json={"ticket": late["ticket"]})
        assert (again.status_code, again.json()["code"]) == (401, "too_late")
        await ok(await admin.post("/api/accounts/maja/reset-second-factor"))
        assert (await person.get("/api/me")).status_code == 401
        assert (await give_password(house, person))["must_set_up"]


async def passkey(person: httpx.AsyncClient, origin: str = ORIGIN) -> Authenticator:
    """A passkey that was just made."""
    device = Authenticator(origin)
    begun = await ok(await person.post("/api/me/passkeys/begin"))
    body = {"name": "Telefon", "credential": device.make(begun["options"])}
    made = await ok(await person.post("/api/me/passkeys", json=body))
    assert made["passkey"]["name"] == "Telefon"
    return device


async def used_alone(person: httpx.AsyncClient, device: Authenticator, **lie: str) -> httpx.Response:
    """A whole sign-in with it."""
    begun = await ok(await person.post("/api/sign-in/passkey/begin"))
    body = {"ticket": begun["ticket"], "credential": device.use(begun["options"], **lie)}
    return await person.post("/api/sign-in/passkey", json=body)


async def test_a_passkey_is_a_sign_in_and_a_second_factor(house: House) -> None:
    """Alone when the device knows its person; after the password it is enough that somebody is there."""
    device = await passkey(await house.as_role("agent"))
    async with browser(house.services) as person:
        assert (await ok(await used_alone(person, device)))["account"] == "maja"
        device.verifies = False
        answer = await used_alone(person, device)
        assert (answer.status_code, answer.json()["code"]) == (401, "passkey_not_right")
        asked = await give_password(house, person)
        proof = {"ticket": asked["ticket"], "credential": device.use(asked["passkey"])}
        await ok(await person.post("/api/sign-in/second-factor", json=proof))


async def test_a_copied_or_forged_passkey_is_refused(house: House) -> None:
    """A counter that went back (a copy), another host or origin (a false page), a used challenge, somebody
    else's key, and junk of all kinds: 401 and no fault."""
    maja = await house.as_role("agent")
    device = await passkey(maja)
    async with browser(house.services) as person:
        await ok(await used_alone(person, device))
        device.count = 0
        assert (await used_alone(person, device)).status_code == 401
        device.count = 50
        assert (await used_alone(person, device, host="evil.test")).status_code == 401
        device.origin = "http://evil.test"
        assert (await used_alone(person, device)).status_code == 401
        device.origin = ORIGIN
        assert (await used_alone(person, Authenticator(ORIGIN))).status_code == 401
        begun = await ok(await person.post("/api/sign-in/passkey/begin"))
        right = {"ticket": begun["ticket"], "credential": device.use(begun["options"])}
        await ok(await person.post("/api/sign-in/passkey", json=right))
        assert (await person.post("/api/sign-in/passkey", json=right)).json()["code"] == "too_late"
        for junk in ("{}", "[]", "null", '{"id": 7}', right["credential"][:-40], right["credential"] * 2):
            begun = await ok(await person.post("/api/sign-in/passkey/begin"))
            body = {"ticket": begun["ticket"], "credential": junk}
            answer = await person.post("/api/sign-in/passkey", json=body)
            assert (answer.status_code, answer.json()["code"]) == (401, "passkey_not_right"), junk
        for junk in ("{}", '{"id": "x", "response": {}}', right["credential"]):
            await maja.post("/api/me/passkeys/begin")
            answer = await maja.post("/api/me/passkeys", json={"name": "x", "credential": junk})
            assert answer.status_code == 401, answer.text
