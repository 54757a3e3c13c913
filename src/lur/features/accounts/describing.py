"""Another name for somebody who has an account; all else of an account is changed by ``service``."""

from __future__ import annotations

from sqlalchemy import update

from lur.adapters.storage.readmodel import ReadModel
from lur.features.accounts.tables import account


async def rename(database: ReadModel, account_id: str, display_name: str) -> None:
    """The name on screens from now on."""
    new = update(account).where(account.c.id == account_id).values(display_name=display_name)
    await database.run(lambda c: c.execute(new))
