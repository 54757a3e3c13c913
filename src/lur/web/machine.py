"""What whoever is on call wants to know of the machine: processes, disk, sizes, the last backup.

Read from the kernel and the data folder at the moment somebody asks; nothing here is kept.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import msgspec

from lur import __version__
from lur.core.ids import DAY_MS, Instant
from lur.ports import Clock

LAST_BACKUP = Path("run", "last-backup.json")
BACKUP_OLD_MS = 3 * DAY_MS
"""A backup a night, with room for a holiday. Who never made one is told so, and not alarmed."""
PROCESSES = {"edge": Path("run", "edge.pid"), "media": Path("run", "media.pid")}
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


class ProcessReport(msgspec.Struct, frozen=True, kw_only=True):
    """One of the three processes; one that is away is not in the list."""

    name: str
    pid: int
    memory_bytes: int
    cpu_s: float
    """Processor time since its start."""
    up_s: float


class StoreReport(msgspec.Struct, frozen=True):
    """A file of the data folder, with what waits in its write-ahead log."""

    name: str
    bytes: int


class BackupMark(msgspec.Struct, frozen=True):
    """The last backup that came to its end."""

    at: Instant
    bytes: int
    rows: int


class MachineReport(msgspec.Struct, frozen=True, kw_only=True):
    """The machine now. ``backup`` is None when there never was one."""

    version: str
    at: Instant
    processes: tuple[ProcessReport, ...]
    disk_free_bytes: int
    disk_bytes: int
    stores: tuple[StoreReport, ...]
    backup: BackupMark | None


class Machine:
    """Looks at the machine on which ``data`` lies."""

    def __init__(self, data: Path, clock: Clock) -> None:
        self._data = data
        self._clock = clock

    def report(self) -> MachineReport:
        """All of it now."""
        disk = shutil.disk_usage(self._data)
        return MachineReport(
            version=__version__,
            at=self._clock.now(),
            processes=self.processes(),
            disk_free_bytes=disk.free,
            disk_bytes=disk.total,
            stores=self.stores(),
            backup=self.backup(),
        )

    def processes(self) -> tuple[ProcessReport, ...]:
        """Those that live."""
        pids = {"runtime": os.getpid()}
        for name, file in PROCESSES.items():
            with suppress(OSError, msgspec.DecodeError):
                pids[name] = msgspec.json.decode((self._data / file).read_bytes(), type=_Pid).pid
        found = (_process(name, pid) for name, pid in pids.items())
        return tuple(each for each in found if each is not None)

    def stores(self) -> tuple[StoreReport, ...]:
        """The databases, by name."""
        return tuple(
            StoreReport(path.stem, _size(path) + _size(path.with_name(path.name + "-wal")))
            for path in sorted(self._data.glob("*.db"))
        )

    def backup(self) -> BackupMark | None:
        """The last one, None when there never was one."""
        with suppress(OSError, msgspec.DecodeError):
            return msgspec.json.decode((self._data / LAST_BACKUP).read_bytes(), type=BackupMark)
        return None

    def backup_is_old(self) -> bool:
        """There are backups, and none of the last days."""
        mark = self.backup()
        return mark is not None and self._clock.now() - mark.at > BACKUP_OLD_MS


class _Pid(msgspec.Struct):
    pid: int


def _process(name: str, pid: int) -> ProcessReport | None:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        up_s = float(Path("/proc/uptime").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    return ProcessReport(
        name=name,
        pid=pid,
        memory_bytes=pages * PAGE_BYTES,
        cpu_s=(int(fields[11]) + int(fields[12])) / TICKS_PER_S,
        up_s=max(0.0, up_s - int(fields[19]) / TICKS_PER_S),
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
