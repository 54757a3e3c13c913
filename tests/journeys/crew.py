"""Several agents with baresip phones that answer by themselves, and a look into the journal from outside."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from journeys.baresip import Baresip, baresip
from journeys.house import LUR, House, Phone

AGENT_HZ = 1000
CUSTOMER_HZ = 440


@contextlib.contextmanager
def customer(
    folder: Path, number: str = "caller", *, transport: str = "udp", codecs: str = "pcma,pcmu"
) -> Iterator[Baresip]:
    """A phone that is nobody's agent, with this number and the customers' tone."""
    account = f"<sip:{number}@127.0.0.1;transport={transport}>;regint=0;audio_codecs={codecs}"
    with baresip(folder, tone_hz=CUSTOMER_HZ, accounts=[account]) as phone:
        yield phone


def talking(lur: House, *, count: int = 1) -> list[dict[str, Any]]:
    """Wait until so many contacts talk; all contacts then."""
    status = lur.until(lambda s: sum(c["phase"] == "talking" for c in s["contacts"]) == count)
    return list(status["contacts"])


@contextlib.contextmanager
def crew(
    lur: House, folder: Path, count: int, *, answer: str = "auto"
) -> Iterator[list[tuple[Phone, Baresip]]]:
    """``count`` agents who are registered, and not ready yet."""
    with contextlib.ExitStack() as stack:
        members = []
        for n in range(count):
            phone = lur.agent(f"Agent {n + 1}")
            account = phone.account(lur.sip_port, answer=answer)
            endpoint = stack.enter_context(
                baresip(folder / f"agent{n + 1}", tone_hz=AGENT_HZ + 100 * n, accounts=[account])
            )
            members.append((phone, endpoint))
        for phone, _ in members:
            lur.until_registered(phone)
        yield members


def journal(lur: House, *kinds: str) -> list[dict[str, Any]]:
    """The events of some kinds in order, read from the file as anybody could."""
    with contextlib.closing(sqlite3.connect(f"file:{lur.data / 'journal.db'}?mode=ro", uri=True)) as db:
        rows = db.execute("SELECT kind, payload FROM journal ORDER BY seq").fetchall()
    return [json.loads(payload) | {"kind": kind} for kind, payload in rows if not kinds or kind in kinds]


def replayed(lur: House) -> str:
    """What ``lur replay`` says of this house's journal."""
    argv = [*LUR, "replay", str(lur.data / "journal.db")]
    return subprocess.run(argv, capture_output=True, text=True, timeout=120, check=False).stdout
