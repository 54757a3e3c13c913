"""A logo from anybody's computer, made into a picture of our own.

Only pixels are taken: the file is decoded and written anew as PNG, so nothing that hides in one (scripts,
places, thumbnails) reaches a customer's phone. It is small, because the place page is for bad networks.
"""

from __future__ import annotations

import hashlib
import io
import warnings

from PIL import Image, UnidentifiedImageError

from lur.features import Refused
from lur.features.branding.model import Logo

WIDEST_PX, HIGHEST_PX = 320, 96
MOST_PIXELS = 24_000_000
MOST_BYTES = 4 * 1024 * 1024
HEAVIEST_BYTES = 20_000
FORMATS = ("PNG", "JPEG", "WEBP")
_COLOURS = (256, 64, 16)


def logo_of(content: bytes) -> Logo:
    """The picture as a small PNG. Raises ``Refused``: picture_format, picture_damaged, picture_too_large."""
    picture = _decoded(content)
    picture.thumbnail((WIDEST_PX, HIGHEST_PX))
    png = _png(picture)
    for colours in _COLOURS:
        if len(png) <= HEAVIEST_BYTES:
            break
        png = _png(picture.quantize(colours, method=Image.Quantize.FASTOCTREE))
    version = hashlib.sha256(png).hexdigest()[:12]
    return Logo(png=png, width_px=picture.width, height_px=picture.height, version=version)


def _decoded(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=FORMATS)
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused("picture_too_large", f"{opened.width} x {opened.height}")
            return opened.convert("RGBA")
    except UnidentifiedImageError as problem:
        raise Refused("picture_format", _kind_of(content)) from problem
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as problem:
        raise Refused("picture_too_large") from problem
    except (OSError, ValueError, SyntaxError, EOFError) as problem:
        raise Refused("picture_damaged") from problem


def _kind_of(content: bytes) -> str:
    head = content[:512].lstrip().lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype svg")):
        return "SVG"
    known = ((b"gif8", "GIF"), (b"bm", "BMP"), (b"%pdf", "PDF"))
    return next((name for sign, name in known if head.startswith(sign)), "?")


def _png(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.save(made, "PNG", optimize=True)
    return made.getvalue()
