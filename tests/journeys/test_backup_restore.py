"""A backup under load, restored into an empty folder on which another Lur starts: nothing is missing."""

from __future__ import annotations

import contextlib
import subprocess
from pathlib import Path

from journeys.baresip import Baresip, baresip
from journeys.crew import AGENT_HZ, CUSTOMER_HZ, crew, customer, journal
from journeys.ears import hears
from journeys.house import LUR, House, Phone
from journeys.recording_check import until_all_is_recorded
from journeys.sipp import callers, talks

NUMBER = "+46701740610"
WAITING = 6


def test_what_was_backed_up_under_load_goes_on_elsewhere(lur: House, tmp_path: Path) -> None:
    """One talk is over, one goes on, others wait and more come while it is copied, twice into one folder.
    Restored: the journal is the same to that row, verified and without a gap; the caller's number and the
    recording are there; calls that went on are over since then; and the agent's phone takes calls again."""
    secret = tmp_path / "passphrase"
    secret.write_text("fyra gröna hästar\n")
    words = (str(tmp_path / "backup"), "--passphrase-file", str(secret))
    with contextlib.ExitStack() as stack, crew(lur, tmp_path, 1) as [(phone, endpoint)]:
        first = one_talk(lur, phone, endpoint, tmp_path / "first")
        recording = lur.get_bytes(f"/api/contacts/{first}/recording")
        lur.cli("agent", "ready", phone.agent_id)
        load = callers(
            tmp_path / "load", talks(), sip_port=lur.sip_port, address="support", calls=40, per_second=2
        )
        with customer(tmp_path / "second") as second:
            second.dial(lur.sip("support"))
            assert hears(second, AGENT_HZ)
            stack.enter_context(load)
            lur.until(lambda s: sum(c["phase"] == "waiting" for c in s["contacts"]) >= WAITING)
            lur.cli("backup", *words)
            lur.until(lambda s: s["centre"]["today"]["arrived"] >= 3 * WAITING)
            lur.cli("backup", *words)
            before = journal(lur)
    lur.clean_up()
    assert lur.cli("backup", "--check", *words).stdout.endswith("whole\n")
    again = House(tmp_path / "again")
    again.cli("restore", *words)
    restored = journal(again)
    assert restored == before[: len(restored)]
    assert sum(row["kind"] == "ContactArrived" for row in restored) >= 3 * WAITING
    try:
        again.start()
        goes_on(again, first, recording)
        one_call_more(again, phone, tmp_path / "more")
    finally:
        again.clean_up()


def one_talk(lur: House, phone: Phone, endpoint: Baresip, folder: Path) -> str:
    """A call from hello to recording: the contact."""
    lur.cli("agent", "ready", phone.agent_id)
    with customer(folder, NUMBER) as caller:
        caller.dial(lur.sip("support"))
        assert hears(caller, AGENT_HZ)
        assert hears(endpoint, CUSTOMER_HZ)
        contact = str(lur.status()["contacts"][0]["id"])
        caller.hang_up()
        lur.until_story(contact, "RecordingKept")
    return contact


def goes_on(again: House, first: str, recording: bytes) -> None:
    """What was there is there, and what went on is over."""
    story = again.get(f"/api/contacts/{first}")
    assert story["caller"]["number"].endswith(NUMBER[1:])
    assert again.get_bytes(f"/api/contacts/{first}/recording") == recording
    again.until(lambda s: not s["contacts"])
    arrived = {row["contact_id"] for row in journal(again, "ContactArrived")}
    ended = [row["contact_id"] for row in journal(again, "ContactEnded")]
    assert sorted(ended) == sorted(arrived)
    assert until_all_is_recorded(again, *arrived).talks == 2
    again.cli("check", "recordings")
    argv = [*LUR, "verify", str(again.data / "journal.db")]
    verdict = subprocess.run(argv, capture_output=True, text=True, timeout=120, check=False)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def one_call_more(again: House, phone: Phone, folder: Path) -> None:
    """The same phone, with the secret of old, is called here."""
    account = phone.account(again.sip_port)
    with (
        baresip(folder / "agent", tone_hz=AGENT_HZ, accounts=[account]) as endpoint,
        customer(folder / "caller") as caller,
    ):
        again.until_registered(phone)
        again.cli("agent", "ready", phone.agent_id)
        caller.dial(again.sip("support"))
        assert hears(caller, AGENT_HZ)
        assert hears(endpoint, CUSTOMER_HZ)
