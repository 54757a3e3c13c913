"""Why a backup or a restore was not made or did not end, as a code and what to do about it."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


class BackupRefused(Exception):
    """Refused, or stopped before its end. ``do`` says what helps."""

    def __init__(self, code: str, what: str, do: str) -> None:
        super().__init__(f"{code}: {what}")
        self.code = code
        self.what = what
        self.do = do


@contextmanager
def troubles_of_the_disk(going_on: str) -> Iterator[None]:
    """What a disk refuses, as a ``BackupRefused``; ``going_on`` says how to go on."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        what = f"{error.filename or 'a file'}: {error.strerror}"
        raise BackupRefused("disk_full" if full else "not_written", what, going_on) from error
    except sqlite3.Error as error:
        full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        raise BackupRefused("disk_full" if full else "not_copied", str(error), going_on) from error
