"""The rows of a journal in PostgreSQL for the checks, which are plain loops: read a thousand at a time, on a
connection of one's own, as no writer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import asyncpg

from lur.adapters.storage.chain import Row
from lur.adapters.storage.postgres_journal import PostgresJournal
from lur.cli.failure import Failure
from lur.cli.storing import broken
from lur.ports import JournalBroken, JournalUnavailable


def rows_at(address: str) -> Iterator[Row]:
    """All rows in order, each held against the one before. Raises ``Failure``."""
    rows = PostgresJournal(address).rows()

    async def following() -> Row | None:
        return await anext(rows, None)

    with asyncio.Runner() as runner:
        try:
            while (row := runner.run(following())) is not None:
                yield row
        except JournalBroken as error:
            raise broken(error) from error
        except (JournalUnavailable, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            what = f"the journal that LUR_JOURNAL names cannot be read ({error})"
            raise Failure(
                "journal_unavailable", what, "Start the database, or correct the address."
            ) from error
        finally:
            runner.run(rows.aclose())
