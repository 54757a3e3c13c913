"""Figures for Prometheus of what goes on beside the requests: webhooks, report mails, and what fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from lur.core.ids import Instant
from lur.features.schedules.sending import Outcome, Sending
from lur.features.webhooks.delivering import Delivering
from lur.features.webhooks.model import PostingFault
from lur.web.upkeep import Upkeep


def work_figures(upkeep: Upkeep, delivering: Delivering, sending: Sending, now: Instant) -> Iterator[Metric]:
    """All of it."""
    failures = CounterMetricFamily(
        "lur_work_failures", "Errors of what goes on in the background since the start", labels=["work"]
    )
    for name, count in sorted(upkeep.failures.items()):
        failures.add_metric([name], count)
    yield failures
    yield from _webhooks(delivering, now)
    mails = CounterMetricFamily(
        "lur_report_mails",
        "Tries to send a mailed report since the start, by how they ended",
        labels=["outcome"],
    )
    for outcome in get_args(Outcome):
        mails.add_metric([outcome], sending.outcomes[outcome])
    yield mails


def _webhooks(delivering: Delivering, now: Instant) -> Iterator[Metric]:
    tries = CounterMetricFamily(
        "lur_webhook_tries",
        "Tries to deliver a webhook's message since the start: delivered, or why not",
        labels=["outcome"],
    )
    for fault in get_args(PostingFault):
        tries.add_metric([fault or "delivered"], delivering.tries[fault])
    yield tries
    messages = GaugeMetricFamily(
        "lur_webhook_messages", "Messages that wait to be delivered, and that are set aside", labels=["state"]
    )
    for state in ("waiting", "set_aside"):
        messages.add_metric([state], delivering.open.many(state))
    yield messages
    oldest = delivering.open.oldest
    yield GaugeMetricFamily(
        "lur_webhook_oldest_waiting_seconds",
        "How long ago the oldest event that waits to be delivered happened; 0: none waits",
        value=0 if oldest is None else max(0, now - oldest) / 1000,
    )
