"""Opens what ``lur serve`` keeps: folder, journal, vault; each trouble as a sentence with what to do."""

from __future__ import annotations

from contextlib import AsyncExitStack

import msgspec

from lur.adapters.storage.backup import RESTORING
from lur.adapters.storage.folder import DataFolder, DataFolderInUse
from lur.adapters.storage.master_key import MasterKeyUnusable, master_key
from lur.adapters.storage.postgres_journal import PostgresJournal
from lur.adapters.storage.readmodel import ReadModelUnavailable
from lur.adapters.storage.sqlite_journal import SqliteJournal
from lur.adapters.storage.sqlite_vault import SqliteVault
from lur.cli.failure import Failure
from lur.cli.settings import ServeSettings
from lur.ports import Journal, JournalBroken, JournalUnavailable, VaultUnavailable


class Storage(msgspec.Struct, frozen=True):
    """What was opened."""

    folder: DataFolder
    journal: Journal
    vault: SqliteVault


async def open_storage(settings: ServeSettings, leaving: AsyncExitStack) -> Storage:
    """Open everything; ``leaving`` closes it again. Raises ``Failure``."""
    folder = _folder(settings)
    leaving.callback(folder.release)
    vault = _vault(folder)
    leaving.push_async_callback(vault.close)
    journal = await _journal(settings, folder)
    leaving.push_async_callback(journal.close)
    return Storage(folder, journal, vault)


def _folder(settings: ServeSettings) -> DataFolder:
    if (settings.data / RESTORING).exists():
        do = "Run `lur restore` again: it goes on where it ended."
        raise Failure("restore_unfinished", f"{settings.data} holds half of a backup", do)
    try:
        return DataFolder(settings.data)
    except DataFolderInUse as error:
        do = "Stop it first, or start this one with another folder: --data DIR"
        raise Failure("data_in_use", str(error), do) from error
    except OSError as error:
        what = f"{settings.data} cannot be used ({error.strerror})"
        raise Failure("data_unusable", what, "Choose a folder that you may write to: --data DIR") from error


def _vault(folder: DataFolder) -> SqliteVault:
    if folder.vault.exists() and not folder.master_key.exists():
        do = f"Restore {folder.master_key} from your backup. A new key cannot open the vault."
        raise Failure("master_key_missing", "there is a vault but no key for it", do)
    try:
        return SqliteVault(folder.vault, master_key(folder.master_key))
    except MasterKeyUnusable as error:
        raise Failure("master_key_unusable", str(error), "Restore it from your backup.") from error
    except VaultUnavailable as error:
        raise Failure(error.reason, f"{folder.vault}: {error.detail}", "Make room on the disk.") from error


async def _journal(settings: ServeSettings, folder: DataFolder) -> Journal:
    try:
        if settings.journal:
            _refuse_two_journals(folder)
            return await PostgresJournal.open(settings.journal)
        return SqliteJournal(folder.journal)
    except JournalBroken as error:
        raise broken(error) from error
    except JournalUnavailable as error:
        do = "Make room on the disk, or start the database that LUR_JOURNAL names."
        raise Failure(error.reason, f"the journal cannot be opened ({error.detail})", do) from error


def _refuse_two_journals(folder: DataFolder) -> None:
    if folder.journal.exists():
        what = f"LUR_JOURNAL names a database, but this folder already has its journal in {folder.journal}"
        raise Failure("two_journals", what, "Unset LUR_JOURNAL, or start with a new folder: --data DIR")


def full(error: JournalUnavailable | VaultUnavailable | ReadModelUnavailable) -> Failure:
    """Something could not be written while Lur started."""
    do = "Make room on the disk, or start the database that LUR_JOURNAL names; then start again."
    return Failure("data_unusable", f"the data cannot be written now ({error})", do)


def broken(error: JournalBroken) -> Failure:
    """The journal does not verify: nothing may be built on it."""
    do = (
        "Lur does not start on a journal that was changed. Restore the data folder from a backup; "
        "keep this one as evidence of what happened."
    )
    return Failure("journal_broken", f"row {error.seq}: {error.detail}", do)
