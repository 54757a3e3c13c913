"""Told waits are judged by the hour in which they ended."""

from __future__ import annotations

from core.centre import SECOND, TestCentre
from lur.core.ids import QueueId
from lur.core.measures import Measures
from lur.core.told_by_hour import HOUR_MS, ToldByHour, ToldHour

SALES, SUPPORT = QueueId("sales"), QueueId("support")


def test_hours_are_counted_for_each_queue_and_for_all() -> None:
    """Three waits in one hour and one in the next: counts, and the middle error, the lower of two."""
    told = ToldByHour()
    for queue_id, at, error_ms in (
        (SALES, HOUR_MS + 1, 0),
        (SALES, 2 * HOUR_MS - 1, 9 * SECOND),
        (SUPPORT, HOUR_MS, 4 * SECOND),
        (SALES, 2 * HOUR_MS, 0),
    ):
        told.judged(queue_id, at, error_ms)
    assert told.hours() == (
        ToldHour(HOUR_MS, told=3, kept=1, median_error_ms=4 * SECOND),
        ToldHour(2 * HOUR_MS, told=1, kept=1, median_error_ms=0),
    )
    assert told.hours(SALES) == (
        ToldHour(HOUR_MS, told=2, kept=1, median_error_ms=0),
        ToldHour(2 * HOUR_MS, told=1, kept=1, median_error_ms=0),
    )
    assert told.hours(SUPPORT) == (ToldHour(HOUR_MS, told=1, kept=0, median_error_ms=4 * SECOND),)
    assert told.hours(QueueId("other")) == ()


def test_the_hours_agree_with_the_day() -> None:
    """Whatever the day counts as told and kept, the hours of a busy centre count too."""
    centre, told = TestCentre(), ToldByHour()
    measures = Measures(on_judged=told.judged)
    centre.queue("sales")
    centre.queue("support")
    for agent in ("anna", "bo"):
        centre.agent(agent)
    for step in range(600):
        if step % 7 == 0:
            centre.call(f"c{step}", queue="sales" if step % 3 else "support")
        centre.wait(15 * SECOND)
        for offer in list(centre.state.offers.values()):
            centre.accept(offer.contact_id)
        for contact in list(centre.state.contacts.values()):
            if contact.phase == "talking" and centre.at - contact.phase_since > 180 * SECOND:
                centre.end(contact.contact_id)
    for event in centre.events:
        measures.observe(event)
    total, hours = measures.total(), told.hours()
    assert len(hours) >= 2
    assert total.told == sum(each.told for each in hours) > 10
    assert total.told_kept == sum(each.kept for each in hours)
    for queue_id, tally in measures.tallies.items():
        assert tally.told == sum(each.told for each in told.hours(queue_id))
