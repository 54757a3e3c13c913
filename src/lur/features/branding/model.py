"""The company's looks as values."""

from __future__ import annotations

import msgspec


class Brand(msgspec.Struct, frozen=True, kw_only=True):
    """``accent`` is #rrggbb, empty: Lur's own yellow. ``on_accent`` is the text on it."""

    accent: str = ""
    on_accent: str = ""
    logo_version: str = ""
    """Changes with the logo; empty: there is none."""


class Logo(msgspec.Struct, frozen=True, kw_only=True):
    """A PNG picture of our making."""

    png: bytes
    width_px: int
    height_px: int
    version: str
