"""``lur export``, ``lur import`` and ``lur check trail`` against a real ``lur serve``."""

from __future__ import annotations

import re
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.test_commands import Serve, lur


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """A ``lur serve`` with two queues."""
    running = Serve(tmp_path)
    running.start()
    for name in ("Retur", "Teknik"):
        assert running.ask("queue", "add", name).returncode == 0
    yield running
    running.end(signal.SIGTERM)


def test_export_change_dry_run_import_export_is_the_same_file(serve: Serve, tmp_path: Path) -> None:
    """By the real commands on a running server; the dry run shows the difference and changes nothing."""
    data, file = ("--data", str(serve.data)), tmp_path / "lur.toml"
    assert lur("export", str(file), *data).returncode == 0
    first = file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text(first.replace('name = "Retur"', 'name = "Returer"'))
    seen = lur("import", "--dry-run", str(file), *data)
    assert seen.returncode == 4, seen.stderr
    assert "~ queues.retur\n      name: Retur -> Returer" in seen.stdout
    base = re.search(r"^base: (\w+)$", seen.stdout, re.M)
    assert base is not None
    assert lur("export", *data).stdout == first
    done = lur("import", str(file), "--if-unchanged", base[1], "--why", "test", *data)
    assert done.returncode == 0, done.stderr
    assert lur("export", *data).stdout == file.read_text()
    assert lur("import", "--dry-run", str(file), *data).returncode == 0
    stale = lur("import", str(file), "--if-unchanged", base[1], *data)
    assert (stale.returncode, "settings_changed" in stale.stderr) == (1, True)
    _secrets_to_see_to(file, data)
    _cut_file(file, data)
    _trail_is_checked(serve, data)


NEW = """\
[lur]
format = 1

[forms.kort]
sv = "Kort"
sections = [{id = "a", sv = "Allt"}]
questions = [{section = "a", id = "k1", sv = "Bra?", critical = true, may_not_apply = true}]

[samplings.vecka]
name = "Varje vecka"
form = "kort"
queues = ["retur"]

[schedules.morgon]
name = "Gårdagen"
cadence = "daily"
at = "07:30"
by = "queue"
language = "sv"
recipients = ["chef@example.net"]

[webhooks.arenden]
name = "Ärenden"
url = "https://hooks.example.com/lur"
kinds = ["contact.ended"]
state = "off"

[end]
"""


def _secrets_to_see_to(file: Path, data: tuple[str, ...]) -> None:
    """Forms, reports and webhooks come from a file too; which webhook has a secret that nobody has seen is
    said, and the export has all of it and no secret."""
    new = file.with_name("new.toml")
    new.write_text(NEW)
    done = lur("import", str(new), *data)
    assert done.returncode == 0, done.stderr
    assert "webhooks.arenden: The webhook has a secret that nobody has seen." in done.stdout
    assert lur("import", "--dry-run", str(new), *data).stdout.startswith("nothing differs")
    lur("export", str(file), *data)
    for table in ("forms.kort", "samplings.vecka", "schedules.morgon", "webhooks.arenden"):
        assert f"[{table}]" in file.read_text()
    assert "whsec_" not in file.read_text()


def _cut_file(file: Path, data: tuple[str, ...]) -> None:
    """A file that was cut is refused with its line."""
    file.write_text(file.read_text().partition("[queues.teknik]")[0])
    cut = lur("import", str(file), *data)
    assert cut.returncode == 1
    assert re.search(rf"{re.escape(str(file))}:\d+: settings_cut", cut.stderr), cut.stderr


def _trail_is_checked(serve: Serve, data: tuple[str, ...]) -> None:
    """A row that somebody changed by hand is found; a changed past does not go unseen."""
    sound = lur("check", "trail", *data)
    assert sound.returncode == 0, sound.stdout + sound.stderr
    with sqlite3.connect(serve.data / "lur.db", timeout=30) as database:
        database.execute("UPDATE setting_change SET content = replace(content, 'Returer', 'Retur2')")
    database.close()
    forged = lur("check", "trail", *data)
    assert (forged.returncode, forged.stdout.count("changed: change-")) == (1, 1), forged.stdout
