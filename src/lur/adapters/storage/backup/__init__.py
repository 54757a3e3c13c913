"""Backup and restore of a data folder, while Lur works: one folder that any tool can look into.

A folder and not one archive: the next backup into it copies only the recordings that are new, one that was
cut off by a full disk goes on where it ended, and each file can be checked, and had back, by itself.
"""

from __future__ import annotations

from lur.adapters.storage.backup.check import BackupReport, check_backup
from lur.adapters.storage.backup.make import BackedUp, make_backup
from lur.adapters.storage.backup.manifest import Manifest, read_manifest
from lur.adapters.storage.backup.refusal import BackupRefused
from lur.adapters.storage.backup.restore import RESTORED, RESTORING, Restored, restore_backup

__all__ = [
    "RESTORED",
    "RESTORING",
    "BackedUp",
    "BackupRefused",
    "BackupReport",
    "Manifest",
    "Restored",
    "check_backup",
    "make_backup",
    "read_manifest",
    "restore_backup",
]
