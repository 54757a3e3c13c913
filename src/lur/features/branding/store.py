"""The tables of the company's looks: one row each, and what stood there before, so that it can come back."""

from __future__ import annotations

import msgspec
from sqlalchemy import Column, Connection, Integer, LargeBinary, String, Table, delete, insert, select

from lur.adapters.storage.readmodel import metadata
from lur.features.branding.model import Logo

brand = Table(
    "brand",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)
logo = Table(
    "logo",
    metadata,
    Column("version", String, primary_key=True),
    Column("png", LargeBinary, nullable=False),
    Column("width_px", Integer, nullable=False),
    Column("height_px", Integer, nullable=False),
)


def values(connection: Connection) -> dict[str, str]:
    """The settings by name: accent, logo, and the logo before."""
    return {row.name: row.value for row in connection.execute(select(brand))}


def put_value(connection: Connection, name: str, value: str) -> None:
    """Keep a setting."""
    connection.execute(delete(brand).where(brand.c.name == name))
    connection.execute(insert(brand).values(name=name, value=value))


def find_logo(connection: Connection, version: str) -> Logo | None:
    """A picture that is kept."""
    row = connection.execute(select(logo).where(logo.c.version == version)).first()
    return None if row is None else msgspec.convert(row, Logo, from_attributes=True)


def put_logo(connection: Connection, new: Logo, keep: tuple[str, ...]) -> None:
    """Keep a picture beside those in ``keep``; others go."""
    connection.execute(delete(logo).where(logo.c.version.not_in(keep)))
    connection.execute(delete(logo).where(logo.c.version == new.version))
    connection.execute(insert(logo).values(msgspec.structs.asdict(new)))
