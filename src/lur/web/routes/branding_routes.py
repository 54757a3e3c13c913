"""The company's looks: its colour and its logo, for everybody to see and for administrators to change."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from lur.features import Refused
from lur.features.branding.pictures import MOST_BYTES
from lur.web.asking import Asked, AskedByAnyone, services_of
from lur.web.payloads.setup import AccentBody, BrandAnswer

SHORT = "public, max-age=60"
FOR_EVER = "public, max-age=31536000, immutable"


@get("/api/brand", permission="public")
async def brand(request: AskedByAnyone) -> BrandAnswer:
    """Name, colour and logo."""
    return await _answer(request)


@post("/api/brand/accent", permission="manage_telephony", status_code=200)
async def set_accent(request: Asked, data: JSONBody[AccentBody]) -> BrandAnswer:
    """Another colour, which must be readable in the light and in the dark."""
    await services_of(request).setup.branding.set_accent(data.accent)
    return await _answer(request)


@post("/api/brand/logo", permission="manage_telephony", status_code=200, request_max_body_size=MOST_BYTES)
async def set_logo(request: Asked) -> BrandAnswer:
    """Another logo: the picture itself (PNG, JPEG or WebP) is the body; no body: none."""
    await services_of(request).setup.branding.set_logo(await request.body())
    return await _answer(request)


@post("/api/brand/logo/take-back", permission="manage_telephony", status_code=200)
async def take_logo_back(request: Asked) -> BrandAnswer:
    """The logo that was before this one."""
    await services_of(request).setup.branding.take_logo_back()
    return await _answer(request)


@get("/brand/{name:str}", permission="public", include_in_schema=False)
async def brand_file(request: AskedByAnyone, name: FromPath[str]) -> Response[bytes]:
    """brand.css, and the logo by its version."""
    branding = services_of(request).setup.branding
    if name == "brand.css":
        sheet = _sheet(branding.brand.accent, branding.brand.on_accent, _address(request))
        return Response(sheet.encode(), media_type="text/css", headers={"cache-control": SHORT})
    logo = branding.logo
    if logo is None or name != f"{logo.version}.png":
        raise Refused("not_found")
    return Response(logo.png, media_type="image/png", headers={"cache-control": FOR_EVER})


def _sheet(accent: str, on_accent: str, logo: str) -> str:
    colours = f":root{{--accent:{accent};--on-accent:{on_accent};--brand:{accent}}}\n" if accent else ""
    picture = (
        f".company::before{{content:url({logo});display:block;max-height:96px;overflow:hidden;"
        "margin-bottom:8px}\n"
    )
    return colours + (picture if logo else "")


def _address(request: Asked | AskedByAnyone) -> str:
    version = services_of(request).setup.branding.brand.logo_version
    return f"/brand/{version}.png" if version else ""


async def _answer(request: Asked | AskedByAnyone) -> BrandAnswer:
    services = services_of(request)
    name, looks = await services.directory.company(), services.setup.branding.brand
    return BrandAnswer(
        company={"sv": name.sv, "nb": name.nb, "en": name.en},
        accent=looks.accent,
        on_accent=looks.on_accent,
        logo=_address(request),
    )


HANDLERS = (brand, set_accent, set_logo, take_logo_back, brand_file)
