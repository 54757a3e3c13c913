"""The read models' database: one SQLite file through SQLAlchemy Core, so that PostgreSQL can take its place.

Accounts, the directory and the projections of the journal live here. All work is done by one thread of its
own: the writer's loop never waits for a disk, and two writers never meet. Reports, which may look long, have
a second thread that only reads. Tables are made and changed by the migrations beside this file, at start.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, Row, create_engine, event
from sqlalchemy.exc import DBAPIError

MIGRATIONS = Path(__file__).with_name("migrations")

metadata = MetaData()
"""All tables; each feature's store adds its own."""

Result = TypeVar("Result")


class ReadModelUnavailable(Exception):
    """The database cannot be used now (disk full, file gone). Nothing was changed."""


class ReadModel:
    """The open database. Make it with ``open``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="readmodel")
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="readmodel-long")

    @classmethod
    async def open(cls, path: Path) -> ReadModel:
        """Open the file at ``path``, made and brought up to date when needed."""
        model = cls(_engine(path))
        await asyncio.get_running_loop().run_in_executor(model._thread, _migrate, model._engine)
        return model

    async def run(self, work: Callable[[Connection], Result]) -> Result:
        """Do ``work`` as one transaction. Raises ``ReadModelUnavailable``; then nothing of it was kept."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._run, work)

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """Look long without keeping anybody waiting: on a thread and a connection of its own, at the tables
        as they are when it begins. ``work`` changes nothing. Raises ``ReadModelUnavailable``."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._read, work)

    def _read(self, work: Callable[[Connection], Result]) -> Result:
        try:
            with self._engine.connect() as connection:
                connection.exec_driver_sql("BEGIN")
                return work(connection)
        except DBAPIError as error:
            raise ReadModelUnavailable(str(error.orig)) from error

    def _run(self, work: Callable[[Connection], Result]) -> Result:
        try:
            with self._engine.begin() as connection:
                return work(connection)
        except DBAPIError as error:
            raise ReadModelUnavailable(str(error.orig)) from error

    async def close(self) -> None:
        """Finish what was asked for and let go of the file."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self._reader.shutdown)
        await loop.run_in_executor(self._thread, self._engine.dispose)
        self._thread.shutdown()


def plain(row: Row[tuple[object, ...]]) -> dict[str, object]:
    """A row by column name; SQLAlchemy's names may be a subclass of str that a decoder does not take."""
    return {str(name): value for name, value in row._mapping.items()}


def _engine(path: Path) -> Engine:
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _pragmas(raw: Any, _: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            raw.execute(f"PRAGMA {pragma}")

    return engine


def _migrate(engine: Engine) -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
