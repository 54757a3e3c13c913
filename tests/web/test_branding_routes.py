"""The company's looks: a colour that can be read, a logo that is only pixels, and where both are seen."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.web.house import House

from lur.features.branding.colours import (
    PAPERS,
    SHAPE_CONTRAST,
    TEXT_CONTRAST,
    contrast,
    ink_on,
    nearest,
    passes,
)
from lur.features.branding.pictures import HEAVIEST_BYTES, HIGHEST_PX, WIDEST_PX

pytestmark = pytest.mark.anyio


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300)) -> bytes:
    """A picture with something that is not pixels in it."""
    made = io.BytesIO()
    colours = Image.effect_noise(size, 80).convert("RGB")
    colours.save(made, kind, **({"comment": "where I live"} if kind == "JPEG" else {}))
    return made.getvalue()


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_has_a_readable_neighbour(value: int) -> None:
    """Whatever is refused, what is offered instead is seen on both grounds and carries words."""
    found = nearest(f"#{value:06x}")
    assert passes(found)
    assert all(contrast(found, paper) >= SHAPE_CONTRAST for paper in PAPERS)
    assert contrast(found, ink_on(found)) >= TEXT_CONTRAST


def test_contrast_is_that_of_wcag() -> None:
    """Black on white is 21, a colour on itself 1."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#a33b20", "#a33b20") == 1.0


async def test_a_colour_is_given_and_taken_away(house: House) -> None:
    """One that can be read is used; one that cannot is refused with the nearest that can."""
    admin = await house.as_role("admin")
    good = nearest("#c0392b")
    answer = (await admin.post("/api/brand/accent", json={"accent": good.upper()})).json()
    assert (answer["accent"], answer["on_accent"]) == (good, ink_on(good))
    refused = await admin.post("/api/brand/accent", json={"accent": "#ffff00"})
    assert (refused.status_code, refused.json()["code"]) == (400, "unreadable_colour")
    assert passes(refused.json()["detail"])
    strange = await admin.post("/api/brand/accent", json={"accent": "red"})
    assert strange.json()["code"] == "bad_colour"
    sheet = (await house.client.get("/brand/brand.css")).text
    assert f"--accent:{good}" in sheet
    await admin.post("/api/brand/accent", json={"accent": ""})
    assert (await house.client.get("/brand/brand.css")).text == ""


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_a_logo_is_made_anew(house: House, kind: str) -> None:
    """Small, light, PNG, and nothing but pixels; seen by everybody, at an address that changes with it."""
    admin = await house.as_role("admin")
    address = (await admin.post("/api/brand/logo", content=picture(kind))).json()["logo"]
    shown = await house.client.get(address)
    assert shown.headers["content-type"] == "image/png"
    assert b"where I live" not in shown.content
    assert len(shown.content) <= HEAVIEST_BYTES
    with Image.open(io.BytesIO(shown.content)) as made:
        assert (made.width <= WIDEST_PX, made.height <= HIGHEST_PX) == (True, True)
    assert address in (await house.client.get("/brand/brand.css")).text
    assert (await house.client.get("/api/brand")).json()["logo"] == address


async def test_a_logo_is_taken_back(house: House) -> None:
    """Another one, and then the one before again; and none, and then it again."""
    admin = await house.as_role("admin")
    first = (await admin.post("/api/brand/logo", content=picture())).json()["logo"]
    second = (await admin.post("/api/brand/logo", content=picture("JPEG"))).json()["logo"]
    assert second != first
    assert (await admin.post("/api/brand/logo/take-back")).json()["logo"] == first
    assert (await house.client.get(first)).status_code == 200
    assert (await admin.post("/api/brand/logo", content=b"")).json()["logo"] == ""
    assert (await admin.post("/api/brand/logo/take-back")).json()["logo"] == first


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "picture_format"),
        (b"<?xml version='1.0'?><svg/>", "picture_format"),
        (b"GIF89a....", "picture_format"),
        (picture()[:200], "picture_damaged"),
        (b"not a picture", "picture_format"),
    ],
)
async def test_what_is_no_logo(house: House, content: bytes, code: str) -> None:
    """Programs, animations, cut files: refused, and there is still no logo."""
    admin = await house.as_role("admin")
    answer = await admin.post("/api/brand/logo", content=content)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert (await house.client.get("/api/brand")).json()["logo"] == ""


async def test_nothing_else_is_served_there(house: House) -> None:
    """Only the sheet and the present logo have addresses."""
    for name in ("nothing.png", "..%2Flur.db", "brand.js"):
        assert (await house.client.get(f"/brand/{name}")).status_code == 404


async def test_customers_pages_carry_the_looks(house: House) -> None:
    """The place page asks for the sheet; supervisors do not change it."""
    page = (await house.client.get("/place")).text
    assert "/brand/brand.css" in page
    supervisor = await house.as_role("supervisor")
    assert (await supervisor.post("/api/brand/accent", json={"accent": ""})).status_code == 403
