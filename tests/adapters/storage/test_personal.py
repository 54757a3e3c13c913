"""Nothing personal can be read in the files, the key lies apart, and erasing leaves nothing behind."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from lur.adapters.storage.folder import DataFolder, DataFolderInUse
from lur.adapters.storage.master_key import MasterKeyUnusable, master_key
from lur.adapters.storage.sqlite_vault import SqliteVault
from lur.ports import VaultUnavailable

pytestmark = pytest.mark.anyio

NUMBER = "+46701740635"
NAME = "Åsa Strömqvist"


def raw(folder: Path) -> bytes:
    """All bytes of all files."""
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


async def test_the_files_do_not_hold_what_was_put(tmp_path: Path) -> None:
    """A phone number and a name are nowhere in the vault's files, while it is open and after."""
    vault = SqliteVault(tmp_path / "vault.db", bytes(32))
    await vault.put("c1", "caller_number", NUMBER)
    await vault.append("c1", "caller_name", NAME, 1)
    while_open = raw(tmp_path)
    await vault.close()
    for bytes_there in (while_open, raw(tmp_path)):
        assert NUMBER.encode() not in bytes_there
        assert NAME.encode() not in bytes_there


async def test_erasing_destroys_the_key(tmp_path: Path) -> None:
    """After erasing, neither the subject's wrapped key nor its sealed values are in any file."""
    vault = SqliteVault(tmp_path / "vault.db", bytes(32))
    await vault.put("c1", "caller_number", NUMBER)
    db = sqlite3.connect(tmp_path / "vault.db")
    (wrapped,) = db.execute("SELECT wrapped_key FROM subject").fetchone()
    (sealed,) = db.execute("SELECT sealed FROM entry").fetchone()
    db.close()
    assert wrapped in raw(tmp_path)
    await vault.erase("c1")
    assert wrapped not in raw(tmp_path)
    assert sealed not in raw(tmp_path)
    await vault.close()


async def test_another_key_opens_nothing(tmp_path: Path) -> None:
    """The vault without its master key says so and gives nothing."""
    vault = SqliteVault(tmp_path / "vault.db", bytes(32))
    await vault.put("c1", "caller_number", NUMBER)
    await vault.close()
    thief = SqliteVault(tmp_path / "vault.db", bytes([1] * 32))
    with pytest.raises(VaultUnavailable):
        await thief.get("c1")
    await thief.close()


async def test_a_value_cannot_be_moved_to_another_field(tmp_path: Path) -> None:
    """The field is authenticated with the value."""
    vault = SqliteVault(tmp_path / "vault.db", bytes(32))
    await vault.put("c1", "caller_number", NUMBER)
    db = sqlite3.connect(tmp_path / "vault.db")
    db.execute("UPDATE entry SET field = 'caller_name'")
    db.commit()
    db.close()
    with pytest.raises(VaultUnavailable):
        await vault.get("c1")
    await vault.close()


def test_the_master_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    """The first start makes the key, the next reads the same; nobody else may read it."""
    path = tmp_path / "keys" / "master.key"
    key = master_key(path)
    assert len(key) == 32
    assert master_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("text", ["", "00" * 31, "no hexadecimal"])
def test_a_damaged_master_key_is_not_replaced(tmp_path: Path, text: str) -> None:
    """A key file that holds no key is refused, because a new key would open nothing."""
    path = tmp_path / "master.key"
    path.write_text(text)
    with pytest.raises(MasterKeyUnusable):
        master_key(path)


def test_two_lurs_cannot_have_one_folder(tmp_path: Path) -> None:
    """The second is refused and told who has it; after the first has let go it may."""
    first = DataFolder(tmp_path / "data")
    with pytest.raises(DataFolderInUse) as caught:
        DataFolder(tmp_path / "data")
    assert caught.value.holder.isdigit()
    first.release()
    DataFolder(tmp_path / "data").release()
    assert stat.S_IMODE((tmp_path / "data" / "run").stat().st_mode) == 0o700
