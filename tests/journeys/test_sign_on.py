"""Getting in: by the company's own service with its groups, with an app's codes, with a passkey; and out
again, everywhere at once. The provider is a real one, the browser Chromium, the device Chromium's own."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from journeys.browser import Visit, chromium, objections, password, picture, sign_in, visit
from journeys.house import House, house
from journeys.oidc import SECRET, OidcProvider, give_name_there, oidc_provider
from lur.features.accounts import totp

GROUPS: dict[str, dict[str, object]] = {
    "pia": {"name": "Pia Lund", "groups": ["Kundtjänst"]},
    "odd": {"name": "Odd Nilsen", "groups": ["Lager"]},
}
HERE = re.compile("^(Just nu|Skrivbord)$")
SECONDS = 30_000


@pytest.fixture(scope="module")
def lur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo company."""
    with house(tmp_path_factory.mktemp("sign-on"), "--demo") as built:
        yield built


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all of it."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def provider(lur: House) -> Iterator[OidcProvider]:
    """The company's own service, known to Lur by its address under the name that passkeys need too."""
    with oidc_provider(home(lur), "firma", GROUPS) as running:
        body = {
            "id": "firma",
            "name": "Firma",
            "issuer": running.issuer,
            "client_id": "lur",
            "secret": SECRET,
            "scopes": "openid profile email groups",
            "rules": [
                {"group": "Chefer", "role": "supervisor"},
                {"group": "Kundtjänst", "role": "agent", "agent": True, "team": "Norr"},
            ],
        }
        lur.post("/api/sign-on/providers", body)
        yield running


def in_all_looks(seen: Visit, name: str, there: str) -> None:
    """axe-core objects to nothing in both colours; a picture in each language, once ``there`` is seen."""
    for language in ("nb", "en", "sv"):
        seen.choose(language, "light")
        seen.page.locator(there).first.wait_for(timeout=SECONDS)
        if language == "sv":
            assert objections(seen.page) == []
        picture(seen.page, f"{name}-{language}.png")
    seen.choose("sv", "dark")
    seen.page.locator(there).first.wait_for(timeout=SECONDS)
    assert objections(seen.page) == []
    seen.choose("sv", "light")


def home(lur: House) -> str:
    """A name and not a number, as browsers want for passkeys; it is this machine all the same."""
    return f"http://localhost:{lur.http_port}"


def arrived(page: Page) -> None:
    """Signed in."""
    page.get_by_role("heading", name=HERE, level=1).wait_for(timeout=SECONDS)


def with_firma(seen: Visit, lur: House, name: str) -> Page:
    """The button, the provider's page, and back."""
    page = seen.page
    page.goto(f"{home(lur)}/sign-in")
    page.get_by_role("link", name="Fortsätt med Firma").click()
    give_name_there(page, name)
    return page


def test_the_company_says_who_one_is(lur: House, browser: Browser, provider: OidcProvider) -> None:
    """The first time makes an account and an agent by the group; another group is another role the next time;
    no group is a friendly no; signing out signs out there too."""
    with visit(browser, lur) as seen:
        page = with_firma(seen, lur, "pia")
        arrived(page)
        assert page.url == f"{home(lur)}/desk"
        found = next(each for each in lur.get("/api/agents") if each["name"] == "Pia Lund")
        assert found["team"] == "Norr"
        page.goto(f"{home(lur)}/account")
        expect(page.get_by_text("Du loggar in genom ditt företag")).to_be_visible(timeout=SECONDS)
        provider.change(pia={"name": "Pia Lund", "groups": ["Kundtjänst", "Chefer"]})
        page.get_by_role("button", name=re.compile("Ditt konto: Pia Lund")).click()
        page.get_by_role("button", name="Logga ut från Lur").click()
        page.get_by_role("button", name="Yes, sign me out").click(timeout=SECONDS)
        page.get_by_role("link", name="Fortsätt med Firma").wait_for(timeout=SECONDS)
        assert page.url == f"{home(lur)}/sign-in"
    with visit(browser, lur) as seen:
        arrived(with_firma(seen, lur, "pia"))
        assert role_of(lur, "pia@example.se") == "supervisor"
    with visit(browser, lur) as seen:
        page = with_firma(seen, lur, "odd")
        expect(page.get_by_role("alert")).to_contain_text("ingen av dina grupper", timeout=SECONDS)
        assert objections(page) == []
        picture(page, "sign-in-no-group-sv.png")


def role_of(lur: House, login: str) -> str:
    """What somebody is now."""
    accounts = lur.get("/api/accounts")
    return str(next(each["role"] for each in accounts if each["account"] == login))


def test_what_is_wrong_with_a_service_is_said_in_words(
    lur: House, browser: Browser, provider: OidcProvider
) -> None:
    """The page to set it up: a trial goes through each part, and says which is wrong and what to do."""
    with visit(browser, lur) as seen:
        sign_in(seen.page, lur, "admin")
        page = seen.page
        page.goto("/admin/sign-on")
        page.get_by_role("button", name="Prova").click(timeout=SECONDS)
        told = page.get_by_role("listitem").filter(has_text="Adressen tillbaka")
        expect(told).to_contain_text("Adressen är inte registrerad där än", timeout=SECONDS)
        expect(
            page.get_by_role("listitem").filter(has_text="Klient-id och hemlighet stämmer")
        ).to_be_visible()
        assert objections(page) == []
        in_all_looks(seen, "admin-sign-on", ".panels table")


def code_now(page: Page) -> str:
    """What an app would show that was given the key on the page."""
    typed = page.locator(".set-up .code").inner_text().replace(" ", "")
    now_ms: Any = page.evaluate("Date.now()")
    return totp.code_of(base64.b32decode(typed), totp.step_at(int(now_ms)))


def test_an_app_with_codes(lur: House, browser: Browser) -> None:
    """It is set up at the account page, asked for at the next sign-in, a recovery code is good instead of it
    once, and an administrator's reset lets one in again."""
    with visit(browser, lur) as seen:
        page = seen.page
        sign_in(page, lur, "sara")
        page.goto("/account")
        page.get_by_role("button", name="Koppla appen").click(timeout=SECONDS)
        page.get_by_label("QR-kod till din kodapp").wait_for(timeout=SECONDS)
        assert objections(page) == []
        picture(page, "account-app-sv.png")
        page.get_by_label("Koden som den visar nu").fill(code_now(page))
        page.get_by_role("button", name="Gå vidare").click()
        codes = page.get_by_role("list", name="Reservkoder").get_by_role("listitem")
        expect(codes).to_have_count(10, timeout=SECONDS)
        kept = codes.first.inner_text()
        page.get_by_role("button", name="Jag har sparat dem").click()
        expect(page.get_by_text("På. Du får frågan om en kod")).to_be_visible(timeout=SECONDS)
        in_all_looks(seen, "account", ".panels section")
    with visit(browser, lur) as seen:
        page = seen.page
        give_password(page, lur, "sara")
        page.get_by_label("Kod från appen").fill("000000")
        page.get_by_role("button", name="Gå vidare").click()
        page.get_by_role("alert").wait_for(timeout=SECONDS)
        assert objections(page) == []
        picture(page, "sign-in-second-step-sv.png")
        page.get_by_role("button", name="Jag har inte min telefon").click()
        page.get_by_label("Reservkod").fill(kept.upper())
        page.get_by_role("button", name="Gå vidare").click()
        arrived(page)
    told = lur.cli("account", "list").stdout
    assert next(line for line in told.splitlines() if line.startswith("sara")).split()[-3:] == [
        "app",
        "2",
        "-",
    ], told
    lur.cli("account", "reset-second-factor", "sara")
    lur.cli("account", "allow-passwords")
    with visit(browser, lur) as seen:
        sign_in(seen.page, lur, "sara")


def give_password(page: Page, lur: House, account: str) -> None:
    """Name and password, and no more."""
    page.get_by_label("Användarnamn").fill(account)
    page.get_by_label("Lösenord", exact=True).fill(password(lur, account))
    page.get_by_role("button", name="Logga in").click()


IN_FIELD = """
if (window.PublicKeyCredential !== undefined) {
  const wanted = async () => localStorage.getItem('in-field') === 'yes';
  PublicKeyCredential.isConditionalMediationAvailable = wanted;
}
"""
"""The device of the tests says yes by itself, also when the browser only offers it in the field; so that is
offered when a test wants it."""


def device(page: Page) -> CDPSession:
    """Chromium's own device for passkeys, that knows its person by a finger."""
    page.add_init_script(IN_FIELD)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def test_a_passkey_and_out_everywhere(lur: House, browser: Browser) -> None:
    """A passkey is made once; from then on it is the second factor after a password, and a whole sign-in by
    itself. Signing out everywhere ends the other browser's page at once."""
    with visit(browser, lur) as seen, visit(browser, lur) as other:
        page = seen.page
        device(page)
        page.goto(f"{home(lur)}/sign-in")
        give_password(page, lur, "ali")
        arrived(page)
        page.goto(f"{home(lur)}/account")
        page.get_by_label("Vad du kallar den").fill("Min dator")
        page.get_by_role("button", name="Lägg till en lösennyckel").click()
        page.get_by_role("button", name="Jag har sparat dem").click(timeout=SECONDS)
        expect(page.get_by_role("strong").filter(has_text="Min dator")).to_be_visible(timeout=SECONDS)
        sign_out(page)
        page.get_by_role("button", name="Använd en lösennyckel").click(timeout=SECONDS)
        arrived(page)
        sign_out(page)
        give_password(page, lur, "ali")
        page.get_by_role("heading", name="Ett steg till").wait_for(timeout=SECONDS)
        page.get_by_role("button", name="Använd en lösennyckel").click()
        arrived(page)
        page.evaluate("localStorage.setItem('in-field', 'yes')")
        with page.expect_response("**/api/sign-in/passkey", timeout=SECONDS):
            leave(page)
        arrived(page)
        by_recovery(other.page, lur, page)
        page.goto(f"{home(lur)}/account")
        page.get_by_role("button", name="Logga ut överallt utom här").click(timeout=SECONDS)
        other.page.get_by_text("Du har blivit utloggad.").wait_for(timeout=SECONDS)
        expect(page.get_by_text("här, nu")).to_be_visible()


def sign_out(page: Page) -> None:
    """And be at the door."""
    leave(page)
    page.get_by_label("Användarnamn").wait_for(timeout=SECONDS)


def leave(page: Page) -> None:
    """By the menu of every page."""
    page.get_by_role("button", name=re.compile("Ditt konto")).click()
    page.get_by_role("button", name="Logga ut från Lur").click()


def by_recovery(elsewhere: Page, lur: House, page: Page) -> None:
    """Another browser, without the device: with a recovery code that was just made."""
    page.goto(f"{home(lur)}/account")
    page.get_by_role("button", name="Skapa nya koder").click(timeout=SECONDS)
    code = page.get_by_role("list", name="Reservkoder").get_by_role("listitem").first.inner_text()
    page.get_by_role("button", name="Jag har sparat dem").click()
    elsewhere.goto(f"{home(lur)}/sign-in")
    give_password(elsewhere, lur, "ali")
    elsewhere.get_by_role("button", name="Jag har inte min telefon").click(timeout=SECONDS)
    elsewhere.get_by_label("Reservkod").fill(code)
    elsewhere.get_by_role("button", name="Gå vidare").click()
    arrived(elsewhere)
