"""At the end of a journey: is there sound on disk for all the time that was talked, and none besides?"""

from __future__ import annotations

import time

from journeys.crew import journal
from journeys.house import PATIENCE_S, House
from lur.verify.recordings import SoundFinding, SoundReport, check_folder


def until_all_is_recorded(lur: House, *contacts: str, but: tuple[str, ...] = ()) -> SoundReport:
    """Wait until ``lur check recordings`` would find nothing wrong in this house, or with these contacts when
    they are named, and at least one talk was looked at.

    ``but``: kinds of findings that this journey cannot be without (a killed media plane leaves a ``gap``).
    A talk that goes on is not looked at, so hang up first; contacts that are named must be over.
    """
    deadline = time.monotonic() + PATIENCE_S
    while True:
        report = check_folder(lur.data, settle_ms=0)
        left = [each for each in report.findings if _counts(each, contacts) and each.code not in but]
        over = {event["contact_id"] for event in journal(lur, "ContactEnded")}
        if report.talks and not left and over.issuperset(contacts):
            return report
        assert time.monotonic() < deadline, "\n".join(report.lines()) + "\n" + lur.tail()
        time.sleep(0.1)  # between two looks, not instead of one


def _counts(finding: SoundFinding, contacts: tuple[str, ...]) -> bool:
    return not contacts or finding.contact_id in (*contacts, "")
