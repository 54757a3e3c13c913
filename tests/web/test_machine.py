"""What whoever is on call is told of the machine, and when they are told that backups have stopped."""

from __future__ import annotations

import os

import msgspec
import pytest
from tests.web.house import House

from lur.web.machine import BACKUP_OLD_MS, LAST_BACKUP, BackupMark
from lur.web.metrics import exposition

pytestmark = pytest.mark.anyio


def backed_up(house: House, ago_ms: int) -> None:
    """As `lur backup` leaves it."""
    mark = house.services.config.data / LAST_BACKUP
    mark.parent.mkdir(exist_ok=True)
    at = house.services.clock.now() - ago_ms
    mark.write_bytes(msgspec.json.encode(BackupMark(at, 1_000, 7)))
    house.services.health.look()


def alarms(house: House) -> list[str]:
    """The codes that stand."""
    return [alarm.code for alarm in house.services.around.health.alarms]


async def test_a_backup_that_is_old_is_an_alarm(house: House) -> None:
    """Not who never made one, not a fresh one; one of more than three days ago, until there is a new one."""
    house.services.health.look()
    assert "backup_old" not in alarms(house)
    backed_up(house, BACKUP_OLD_MS - 60_000)
    assert "backup_old" not in alarms(house)
    backed_up(house, BACKUP_OLD_MS + 60_000)
    assert "backup_old" in alarms(house)
    backed_up(house, 0)
    assert "backup_old" not in alarms(house)


async def test_the_machine_is_told(house: House) -> None:
    """This process with its memory and time, the disk, the databases and the last backup."""
    backed_up(house, 5_000)
    admin = await house.as_role("admin")
    told = (await admin.get("/api/machine")).json()
    [process] = [each for each in told["processes"] if each["name"] == "runtime"]
    assert process["pid"] == os.getpid()
    assert process["memory_bytes"] > 10_000_000
    assert process["up_s"] > 0
    assert 0 < told["disk_free_bytes"] <= told["disk_bytes"]
    assert {store["name"] for store in told["stores"]} >= {"lur"}
    assert told["backup"]["rows"] == 7
    text = exposition(house.services)[0].decode()
    assert 'lur_process_memory_bytes{process="runtime"}' in text
    assert 'lur_store_bytes{store="lur"}' in text
