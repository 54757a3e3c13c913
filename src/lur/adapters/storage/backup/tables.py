"""Which migrations of the read models this Lur knows, by their names."""

from __future__ import annotations

from alembic.config import Config
from alembic.script import ScriptDirectory

from lur.adapters.storage.readmodel import MIGRATIONS


def known_migrations() -> frozenset[str]:
    """All of them, from the first."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return frozenset(script.revision for script in ScriptDirectory.from_config(config).walk_revisions())
