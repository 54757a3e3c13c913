"""A day of 4,000 contacts, played, written and verified by the commands that anybody would type."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from verify.spoiling import rechained, rows_of, signed, spoil

DAY = ("--seed", "4", "--contacts", "4000", "--agents", "45", "--rough")


def lur(*words: str) -> tuple[int, str]:
    """One command line to its end: exit code and what it printed."""
    argv = [sys.executable, "-m", "lur.cli", *words]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The day's journal: callbacks, menus, overflow, incidents, talks with colleagues, and all that goes
    wrong."""
    path = tmp_path_factory.mktemp("day") / "journal.db"
    code, said = lur("simulate", *DAY, "--journal", str(path))
    assert code == 0, said
    return path


@pytest.fixture
def journal(played: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may spoil."""
    return Path(shutil.copy(played, tmp_path / "journal.db"))


def kinds(journal: Path) -> dict[str, int]:
    """How many rows of each kind."""
    with closing(sqlite3.connect(journal)) as database:
        return dict(database.execute("SELECT kind, count(*) FROM journal GROUP BY kind"))


def test_four_thousand_contacts_and_nobody_overtaken(journal: Path) -> None:
    """The whole day holds, and it has enough of everything that could go wrong to mean something."""
    rows = kinds(journal)
    assert rows["ContactArrived"] > 4_000
    for kind in ("CallbackAsked", "CallbackMissed", "ContactOverflowed", "PlaceResumed", "ContactReturned"):
        assert rows[kind] > 20, kind
    for kind in (
        "PartyCame",
        "ContactHandedOver",
        "ContactLeftToColleague",
        "ContactLeftOutside",
        "CalledOut",
    ):
        assert rows[kind] > 5, kind
    signed(journal)
    code, said = lur("verify", str(journal))
    assert code == 0, said
    assert f"{rows['OfferMade']} offers, 0 overtakings" in said
    assert "signed heads hold" in said


def test_a_planted_overtaking_is_found(journal: Path) -> None:
    """Somebody gives a friend's offer in place of the first one's and hashes the whole chain anew."""
    offers = rows_of(journal, "OfferMade")[1_000:]
    seq, offer = next((seq, offer) for seq, offer in offers if len(_waited(offer)) >= 2)
    first, friend = _waited(offer)[:2]
    with closing(sqlite3.connect(journal)) as database:
        [payload] = database.execute("SELECT payload FROM journal WHERE seq = ?", (seq,)).fetchone()
    rechained(journal, payload, payload.replace(f'"contact_id":"{first}"', f'"contact_id":"{friend}"'))
    code, said = lur("verify", str(journal))
    assert code == 1
    assert f"row {seq}: overtaking: {friend} " in said
    assert f"before {first} " in said


def test_a_planted_hand_over_is_found(journal: Path) -> None:
    """A customer is said to have been given to somebody else than who had come."""
    seq, _ = rows_of(journal, "ContactHandedOver")[10]
    with closing(sqlite3.connect(journal)) as database:
        [payload] = database.execute("SELECT payload FROM journal WHERE seq = ?", (seq,)).fetchone()
    event = json.loads(payload)
    rechained(journal, payload, payload.replace(f'"agent_id":"{event["agent_id"]}"', '"agent_id":"a045"'))
    code, said = lur("verify", str(journal))
    assert code == 1
    assert f"row {seq}: rule: {event['contact_id']} was given to a045, who had not come" in said


def _waited(offer: dict[str, object]) -> list[str]:
    waited = offer["waited"]
    assert isinstance(waited, list)
    return waited


def test_a_changed_row_is_found(journal: Path) -> None:
    """Who was offered somebody is written over, in one row of tens of thousands."""
    seq, offer = rows_of(journal, "OfferMade")[2_000]
    changed = json.dumps({**offer, "agent_id": "a001"}, separators=(",", ":"))
    spoil(journal, "UPDATE journal SET payload = ? WHERE seq = ?", changed, seq)
    code, said = lur("verify", str(journal))
    assert code == 1
    assert f"row {seq}: changed: was changed after it was written" in said


def test_a_cut_tail_is_found(journal: Path) -> None:
    """The last hour is gone; the copy of the signed heads that somebody else keeps knows of it."""
    mailed = Path(shutil.copy(signed(journal), journal.with_name("mailed.txt")))
    journal.with_name("heads.txt").unlink()
    last = rows_of(journal, "ContactEnded")[-1][0]
    spoil(journal, "DELETE FROM journal WHERE seq > ?", last - 2_000)
    assert lur("verify", str(journal))[0] == 0
    code, said = lur("verify", str(journal), "--heads", str(mailed))
    assert code == 1
    assert f"row {last - 1_999}: cut: missing" in said
