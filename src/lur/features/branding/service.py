"""The verbs: show the looks, give a colour, give a logo, take either back."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection

from lur.adapters.storage.readmodel import ReadModel
from lur.features import Refused
from lur.features.branding import store
from lur.features.branding.colours import ink_on, is_colour, nearest, passes
from lur.features.branding.model import Brand, Logo
from lur.features.branding.pictures import logo_of


class Branding:
    """The looks lie in memory: every page of a customer's asks for them."""

    def __init__(self, database: ReadModel) -> None:
        self._database = database
        self._logo: Logo | None = None
        self.brand = Brand()

    async def load(self) -> None:
        """Read them, at start and after each change."""
        values = await self._database.run(store.values)
        version, accent = values.get("logo", ""), values.get("accent", "")
        self._logo = await self._database.run(lambda c: store.find_logo(c, version)) if version else None
        self.brand = Brand(
            accent=accent,
            on_accent=ink_on(accent) if accent else "",
            logo_version="" if self._logo is None else version,
        )

    @property
    def logo(self) -> Logo | None:
        """The picture, None when there is none."""
        return self._logo

    async def set_accent(self, accent: str) -> Brand:
        """Another colour; empty: Lur's own. Raises ``Refused``: bad_colour, unreadable_colour, whose detail
        is the nearest that can be read."""
        accent = accent.strip().lower()
        if accent and not is_colour(accent):
            raise Refused("bad_colour", accent)
        if accent and not passes(accent):
            raise Refused("unreadable_colour", nearest(accent))
        await self._database.run(lambda c: store.put_value(c, "accent", accent))
        await self.load()
        return self.brand

    async def set_logo(self, content: bytes) -> Brand:
        """Another logo; no bytes: none. Raises ``Refused``: picture_format, picture_damaged,
        picture_too_large."""
        new = await asyncio.to_thread(logo_of, content) if content else None
        before = self.brand.logo_version

        def keep(connection: Connection) -> None:
            if new is not None:
                store.put_logo(connection, new, (before,))
            store.put_value(connection, "logo_before", before)
            store.put_value(connection, "logo", "" if new is None else new.version)

        await self._database.run(keep)
        await self.load()
        return self.brand

    async def take_logo_back(self) -> Brand:
        """The logo that was before this one, or none. Taken back again, it is as now."""
        values = await self._database.run(store.values)
        now, before = values.get("logo", ""), values.get("logo_before", "")

        def swap(connection: Connection) -> None:
            store.put_value(connection, "logo", before)
            store.put_value(connection, "logo_before", now)

        await self._database.run(swap)
        await self.load()
        return self.brand
