"""The data folder: what lies where, and a lock so that two Lurs never write the same journal."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class DataFolderInUse(Exception):
    """Another Lur that runs has this folder."""

    def __init__(self, path: Path, holder: str) -> None:
        super().__init__(f"{path} is in use by another Lur (process {holder or 'unknown'})")
        self.path = path
        self.holder = holder


class DataFolder:
    """A data folder held by this process; made, for its owner alone, when it is not there.

    Raises ``DataFolderInUse``, or ``OSError`` when it cannot be made or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        for folder in (self.path, self.run, self.keys, self.log):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.run.chmod(0o700)
        self.keys.chmod(0o700)
        self._lock = os.open(self.path / "lur.lock", os.O_CREAT | os.O_RDWR, 0o600)
        self._take()

    def _take(self) -> None:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(self._lock, 20).decode(errors="replace").strip()
            os.close(self._lock)
            raise DataFolderInUse(self.path, holder) from error
        os.ftruncate(self._lock, 0)
        os.write(self._lock, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Let another process have it."""
        os.close(self._lock)

    @property
    def run(self) -> Path:
        """Sockets, process files, the token and address for the command line."""
        return self.path / "run"

    @property
    def keys(self) -> Path:
        """The master key; to be backed up apart from the rest."""
        return self.path / "keys"

    @property
    def log(self) -> Path:
        """What the voice edge and the media plane print."""
        return self.path / "log"

    @property
    def journal(self) -> Path:
        """The journal, when it is SQLite."""
        return self.path / "journal.db"

    @property
    def heads(self) -> Path:
        """The journal's signed heads."""
        return self.path / "heads.txt"

    @property
    def heads_key(self) -> Path:
        """What they are signed with."""
        return self.keys / "heads.key"

    @property
    def vault(self) -> Path:
        """What is personal."""
        return self.path / "vault.db"

    @property
    def master_key(self) -> Path:
        """See ``master_key.py``."""
        return self.keys / "master.key"
