"""Codes and links that lead to place pages: what opens, what strangers may try, what is kept."""

from __future__ import annotations

import re

import pytest
from tests.web.house import House, browser
from tests.web.places import link_of, page_of

from lur.web.public.texts import TEXTS

pytestmark = pytest.mark.anyio

FIRST_LOAD_BYTES = 60_000


async def test_the_code_that_is_heard_opens_the_page(house: House) -> None:
    """Eight digits, typed in any groups, lead to a link of one's own; the page shows the place."""
    contact = await house.arrive("c1")
    code = house.services.public.places.code_of(contact)
    assert re.fullmatch(r"\d{8}", code)
    sent = await house.client.post("/place", data={"code": f"{code[:4]} {code[4:]}"})
    assert sent.status_code == 303, sent.text
    page = await house.client.get(sent.headers["location"])
    assert page.status_code == 200
    assert '<strong data-live="place">1</strong>' in page.text
    assert "i kön till Leverans" in page.text


async def test_place_pages_are_kept_by_nobody(house: House) -> None:
    """Not stored, not indexed, no address passed on, and no script but our own."""
    page = await house.client.get(await link_of(house, await house.arrive("c1")))
    for name, value in (("cache-control", "no-store"), ("referrer-policy", "no-referrer")):
        assert page.headers[name] == value
    assert "noindex" in page.headers["x-robots-tag"]
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "set-cookie" not in page.headers


async def test_the_first_load_is_small(house: House) -> None:
    """Page, style and script together stay below 60 kB, not compressed."""
    page = await page_of(house, await link_of(house, await house.arrive("c1")))
    total = len(page.encode())
    for address in re.findall(r'(?:href|src)="(/(?:place|static)/[^"]+)"', page):
        part = await house.client.get(address)
        assert part.status_code == 200, address
        total += len(part.content)
    assert total < FIRST_LOAD_BYTES


async def test_wrong_old_and_malformed_links_look_the_same(house: House) -> None:
    """404 and the very same page, whatever is wrong with a link."""
    contact = await house.arrive("c1")
    old = await link_of(house, contact)
    await house.hang_up(contact)
    places = house.services.public.places
    await places.now()
    places._clock = type("Later", (), {"now": lambda self: house.services.clock.now() + 25 * 3_600_000})()
    links = (
        old,
        "/p/" + "A" * 22,
        "/p/short",
        "/p/" + "x" * 300,
        "/p/%00%ff" + "A" * 22,
        "/p/'--<script>aaaaaaaaaaaaa",
    )
    answers = [await house.client.get(each) for each in links]
    assert {each.status_code for each in answers} == {404}
    assert len({each.text for each in answers}) == 1


async def test_the_receipt_stays_a_day(house: House) -> None:
    """A link goes on working after the end of the contact, and shows what became of it."""
    contact = await house.arrive("c1")
    path = await link_of(house, contact)
    await house.hang_up(contact)
    assert "Du har lämnat kön" in await page_of(house, path)


async def test_a_code_ends_with_its_contact(house: House) -> None:
    """Afterwards it is as wrong as any other."""
    contact = await house.arrive("c1")
    code = house.services.public.places.code_of(contact)
    await house.hang_up(contact)
    late = await house.client.post("/place", data={"code": code})
    wrong = await house.client.post("/place", data={"code": "00000000" if code != "00000000" else "1" * 8})
    assert (late.status_code, wrong.status_code) == (404, 404)
    assert late.text == wrong.text


async def test_ten_thousand_guesses_hit_the_limit(house: House) -> None:
    """One line has ten wrong codes, and all lines together three hundred; then calm words, 429, and when to
    try again. Who has a link notices nothing."""
    contact = await house.arrive("c1")
    path = await link_of(house, contact)
    limits = house.services.public.limits
    at = house.services.clock.now()
    answers = [await house.client.post("/place", data={"code": f"{n:08}"}) for n in range(12)]
    assert [each.status_code for each in answers][-2:] == [429, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert TEXTS["en"].slow_down[0] in answers[-1].text
    let_through = 0
    for number in range(10_000):
        line = f"203.0.{number // 250}.{number % 250}"
        if limits.codes.wait_ms(line, at) == limits.all_codes.wait_ms("", at) == 0:
            limits.codes.take(line, at)
            limits.all_codes.take("", at)
            let_through += 1
    assert let_through < 300
    # On a slow machine some tries have come back.
    while limits.all_codes.wait_ms("", house.services.clock.now()) < 60_000:
        limits.all_codes.take("", house.services.clock.now())
    stranger = browser(house.services, "198.51.100.9")
    assert (await stranger.post("/place", data={"code": "12345678"})).status_code == 429
    await stranger.aclose()
    await page_of(house, path)


async def test_guessed_links_are_limited_too(house: House) -> None:
    """Sixty wrong links from one line, then 429; its right link goes on working."""
    path = await link_of(house, await house.arrive("c1"))
    codes = [(await house.client.get(f"/p/{'A' * 20}{n:04}")).status_code for n in range(62)]
    assert (codes[0], codes[-1]) == (404, 429)
    await page_of(house, path)


async def test_only_digests_of_links_are_kept(house: House) -> None:
    """Whoever reads the database cannot open a page with it."""
    path = await link_of(house, await house.arrive("c1"))
    secret = path.removeprefix("/p/")
    files = [each.read_bytes() for each in house.services.config.data.glob("lur.db*")]
    assert files
    assert all(secret.encode() not in each for each in files)


async def test_no_code_is_said_where_customers_cannot_come(house: House) -> None:
    """Without an address of the pages (--public-url) a code would lead nowhere."""
    contact = await house.arrive("c1")
    public = house.services.public
    assert public.places.code_of(contact)
    assert public.code_of(contact) == ""
    public.address = "https://lur.example.net"
    assert public.code_of(contact) == public.places.code_of(contact)
